"""Packed calls: one row for the request, and one for each of its inputs with its share of the money.

    admit ──► shares of what is reserved ──► unknown: they stay, they are its cost
                        └──► settle, reconcile: shares of what it cost

The shares of a call always add up to what its row reserves while it is open, and to what it cost from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, bindparam, select, update

from state.apportion import apportion_usd
from state.bulk import Bulk
from state.errors import EngineError
from state.listed import Among
from state.records import PACKED_ROLES, Intent, Settlement
from state.schema import call_items

_WRITE = Bulk(lambda _: call_items.insert())
_SHARE_OUT = (
    update(call_items)
    .where(call_items.c.call_id == bindparam("b_call_id"), call_items.c.digest == bindparam("b_digest"))
    .values(share_usd=bindparam("b_share_usd"))
)
_SHARE = Bulk(lambda _: _SHARE_OUT)
_SHARES = (
    select(call_items.c.call_id, call_items.c.digest, call_items.c.share_usd)
    .where(Among(call_items.c.call_id, "ids"))
    .order_by(call_items.c.call_id, call_items.c.ordinal, call_items.c.digest)
)


def write_parts(conn: Connection, job_id: str, intents: Sequence[Intent]) -> None:
    """Write down the inputs of calls that were just admitted, each with its share of what is reserved.

    Raises:
        EngineError: One is of a role that nobody looks for in packs.
    """
    for intent in intents:
        if odd := {part.role for part in intent.parts} - PACKED_ROLES:
            raise EngineError(f"call {intent.call_id} packs {', '.join(sorted(odd))}: see PACKED_ROLES")
    rows = [
        {
            "call_id": intent.call_id,
            "digest": part.digest,
            "job_id": job_id,
            "ordinal": part.ordinal,
            "phase": part.phase,
            "share_usd": share,
        }
        for intent in intents
        if intent.parts
        for part, share in zip(intent.parts, _by_worst_case(intent, intent.worst_case_usd), strict=True)
    ]
    _WRITE.run(conn, rows)


def share_costs(conn: Connection, settled: Sequence[tuple[Settlement, Decimal]]) -> None:
    """Share what calls cost among their inputs: by what their answers cost, or by what they might have cost."""
    rows = []
    for settlement, cost in settled:
        intent = settlement.intent
        if not intent.parts:
            continue
        if settlement.part_answers:
            shares = apportion_usd(cost, [answer.cost_usd for answer in settlement.part_answers])
        else:
            shares = _by_worst_case(intent, cost)
        rows += [_share(intent.call_id, part.digest, share) for part, share in zip(intent.parts, shares, strict=True)]
    _SHARE.run(conn, rows)


def share_corrected(conn: Connection, costs: Mapping[str, Decimal]) -> None:
    """Share a cost that a person named, by call, as the one before it was shared; among all alike if that was zero."""
    if not costs:
        return
    parts = defaultdict(list)
    for row in conn.execute(_SHARES, {"ids": list(costs)}):
        parts[row.call_id].append(row)
    rows = []
    for call_id, mine in parts.items():
        shares = apportion_usd(costs[call_id], [row.share_usd for row in mine])
        rows += [_share(call_id, row.digest, share) for row, share in zip(mine, shares, strict=True)]
    _SHARE.run(conn, rows)


def _by_worst_case(intent: Intent, usd: Decimal) -> list[Decimal]:
    return apportion_usd(usd, [part.worst_case_usd for part in intent.parts])


def _share(call_id: str, digest: str, share: Decimal) -> dict[str, object]:
    return {"b_call_id": call_id, "b_digest": digest, "b_share_usd": share}
