"""conclude: a phase of an item is over, and perhaps the item, and perhaps the job."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from sqlalchemy import bindparam, func, select, update

from state.bulk import Bulk
from state.clock import utc_now
from state.group import ITEMS, Group, insert_into
from state.listed import Among
from state.records import Concluded, Conclusion
from state.schema import batch_checkpoints, batch_items, batch_totals
from state.status import ItemStatus, Wanted

FAILED_PERCENT_AFTER = 20
"""`max_failed_percent` is looked at from this many finished items on: fewer say nothing about a share."""

_FINISH = (
    update(batch_items)
    .where(batch_items.c.job_id == bindparam("b_job_id"), batch_items.c.ordinal == bindparam("b_ordinal"))
    .values(
        {name: bindparam(f"b_{name}") for name in
         ("status", "error_class", "error_phase", "error_message", "attempts", "ended_at")}
    )
)  # fmt: skip


_END = Bulk(lambda _: _FINISH)
_CHECK = Bulk(lambda conn: insert_into(conn, batch_checkpoints).on_conflict_do_nothing())

_ITEMS = select(batch_items.c.ordinal, batch_items.c.status).where(
    batch_items.c.job_id == bindparam("job_id"), Among(batch_items.c.ordinal, "ordinals")
)
_CHECKPOINTS = select(batch_checkpoints.c.ordinal, batch_checkpoints.c.phase).where(
    batch_checkpoints.c.job_id == bindparam("job_id"),
    Among(batch_checkpoints.c.ordinal, "ordinals"),
)


def conclude(group: Group, conclusions: Sequence[Conclusion]) -> list[Concluded]:
    """Write checkpoints, final states of items, and the end of the job where no item is open.

    A conclusion of a worker whose epoch is over, or of a job that was stopped meanwhile, changes nothing. One that
    is committed twice finds its checkpoint and its item as it left them, and moves nothing.
    """
    if not conclusions:
        return []
    if not group.is_current:
        return [Concluded(False) for _ in conclusions]
    asked = {"job_id": group.job_id, "ordinals": sorted({c.ordinal for c in conclusions})}
    status: dict[int, str] = {row.ordinal: row.status for row in group.conn.execute(_ITEMS, asked)}
    there = {(row.ordinal, row.phase) for row in group.conn.execute(_CHECKPOINTS, asked)}
    checkpoints: list[dict[str, object]] = []
    finals: list[dict[str, object]] = []
    results: list[Concluded] = []
    for conclusion in conclusions:
        key = (conclusion.ordinal, conclusion.checkpoint.phase)
        if group.is_running and status.get(conclusion.ordinal) == ItemStatus.PENDING:
            if key not in there:
                there.add(key)
                checkpoints.append(_checkpoint(group, conclusion))
            if conclusion.final is not None:
                status[conclusion.ordinal] = conclusion.final
                finals.append(_final(group, conclusion))
        stands = conclusion.final is None or status.get(conclusion.ordinal) == conclusion.final
        results.append(Concluded(key in there and stands))
    _CHECK.run(group.conn, checkpoints)
    if finals:
        _END.run(group.conn, finals)
        _stop_when_too_many_failed(group)
    group.finish_if_done()
    return results


def _checkpoint(group: Group, conclusion: Conclusion) -> dict[str, object]:
    checkpoint = conclusion.checkpoint
    totals = group.mine(checkpoint.phase)
    totals.completed += checkpoint.ok
    totals.failed += not checkpoint.ok
    totals.cut += checkpoint.cut_chars is not None
    return {
        "job_id": group.job_id,
        "ordinal": conclusion.ordinal,
        "phase": checkpoint.phase,
        "ok": checkpoint.ok,
        "output": None if checkpoint.payload_ref or not checkpoint.ok else orjson.dumps(checkpoint.output).decode(),
        "payload_ref": checkpoint.payload_ref,
        "attempts": checkpoint.attempts,
        "score": checkpoint.score,
        "root_digest": checkpoint.root_digest,
        "error_class": checkpoint.error_class,
        "error_message": checkpoint.error_message,
        "code_digest": checkpoint.code_digest,
        "cut_chars": checkpoint.cut_chars,
        "beside": " ".join(checkpoint.beside) or None,
        "at": utc_now(),
    }


def _final(group: Group, conclusion: Conclusion) -> dict[str, object]:
    checkpoint, done = conclusion.checkpoint, conclusion.final is ItemStatus.COMPLETED
    totals, moved = group.mine(ITEMS), group.moved[group.job_id]
    totals.completed += done
    totals.failed += not done
    moved.open_items -= 1
    moved.failed_items += not done
    return {
        "b_job_id": group.job_id,
        "b_ordinal": conclusion.ordinal,
        "b_status": conclusion.final,
        "b_error_class": checkpoint.error_class,
        "b_error_phase": None if done else checkpoint.phase,
        "b_error_message": checkpoint.error_message,
        "b_attempts": checkpoint.attempts,
        "b_ended_at": utc_now(),
    }


def _stop_when_too_many_failed(group: Group) -> None:
    """Pause the job where too much of what this run finished has failed; a resume is a run that counts anew."""
    most: float | None = group.job.max_failed_percent
    if most is None or not group.open_items:
        return
    completed, failed = _of_this_run(group)
    finished = completed + failed
    if finished < FAILED_PERCENT_AFTER:
        return
    share = 100 * failed / finished
    if share > most:
        group.want(
            Wanted.PAUSE,
            "too_many_failed",
            f"{failed} of {finished} items that this run finished failed ({share:.0f} %), more than max_failed_percent"
            f" {most:g}; see `batchwright results {group.job_id} --status FAILED`, then `resume`, which counts anew",
        )


def _of_this_run(group: Group) -> tuple[int, int]:
    """How many items the run that owns the job has completed and failed, this group's included."""
    totals, epoch = batch_totals.c, group.job.epoch
    query = select(func.coalesce(func.sum(totals.completed), 0), func.coalesce(func.sum(totals.failed), 0))
    written = group.conn.execute(
        query.where(totals.job_id == group.job_id, totals.epoch == epoch, totals.phase == ITEMS)
    ).one()
    pending = [
        one
        for (job_id, run, _, phase), one in group.totals.items()
        if (job_id, run, phase) == (group.job_id, epoch, ITEMS)
    ]
    return int(written[0]) + sum(one.completed for one in pending), int(written[1]) + sum(one.failed for one in pending)
