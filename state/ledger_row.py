"""A call as users see it: the names of the ledger's columns and their order, for every reader of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from state.clock import iso
from state.job_lookup import name_of
from state.money import usd_text
from state.records import Json
from state.schema import batch_calls


@dataclass(frozen=True, slots=True)
class CallRow:
    """One HTTP request; the fields are the ledger's columns, in the order in which users see them.

    Args:
        item_id: Of a packed call, its first item.
        phase: The phase's name.
        items: How many inputs it asks for: of a packed call several.
        model: Which one was asked.
        answered_model: Which one the reply names.
        cost: What it cost, in US dollars; of an unknown call the worst case.
        error_class: Why it failed.
        error_message: The same, in words.
    """

    call_id: str
    item_id: str
    phase: str
    attempt: int
    role: str
    kind: str
    items: int
    provider: str
    model: str
    answered_model: str | None
    status: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost: Decimal
    price_version: str
    started_at: datetime
    ended_at: datetime | None
    latency_ms: int | None
    http_status: int | None
    request_id: str | None
    request_digest: str
    epoch: int
    worker_id: str
    bundle_id: str
    error_class: str | None
    error_message: str | None

    def document(self) -> dict[str, Json]:
        """A row of `calls`; why it failed is one key there, as an item's is."""
        document = {name: _plain(getattr(self, name)) for name in CALL_FIELDS}
        error = {"class": document.pop("error_class"), "message": document.pop("error_message") or ""}
        document["error"] = error if self.error_class else None
        return document


CALL_FIELDS = tuple(field.name for field in fields(CallRow))

_STORED_AS = {"cost": "cost_usd", "request_digest": "digest"}
CALL_COLUMNS = tuple(batch_calls.c[_STORED_AS.get(name, name)] for name in CALL_FIELDS)
"""What is selected for `call_row`."""


def call_row(row: Row[Any], names: Sequence[str]) -> CallRow:
    """The call of a row of `CALL_COLUMNS`; `names` are those of the job's phases."""
    values: tuple[Any, ...] = tuple(row)
    return replace(CallRow(*values), phase=name_of(names, row.phase))


def _plain(value: str | int | Decimal | datetime | None) -> Json:
    if isinstance(value, Decimal):
        return usd_text(value)
    return iso(value) if isinstance(value, datetime) else value
