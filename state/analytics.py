"""Cost, tokens, time, scores and success of a job, from its ledger and its checkpoints.

rows ──► JobSums ──► Analytics ──► hints
(SQL, state.job_sums)  (state.analytics_view)  (state.hints)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Row, select

from state.analytics_view import Analytics, FailureClassCount, ModelSums, PhaseSums, Slot, StatusSums, Tokens
from state.engine import State
from state.hints import PhaseFacts, hints
from state.job_lookup import job_row, name_of, phase_names
from state.job_sums import WASTED, CallSums, JobSums, job_sums
from state.job_times import SLOTS, job_times
from state.latencies import Durations, Latencies
from state.records import ZERO
from state.schema import batch_items
from state.status import CallStatus

__all__ = ["Analytics", "analytics"]


def analytics(state: State, job_id: str) -> Analytics:
    """The sums of a job.

    Raises:
        NotFoundError: There is no such job.
    """
    with state.read() as conn:
        job = job_row(conn, job_id)
        times = job_times(conn, state, job)
    names = phase_names(job)
    sums = job_sums(state, job, times, last_phase=len(names) - 1)
    phases = sorted({*range(len(names)), *sums.phases, *sums.ends})
    plan = _plan(job)
    found = Analytics(
        total=sums.all.usd,
        phases=tuple(_phase(sums, phase, name_of(names, phase), plan.get(phase, {})) for phase in phases),
        models=_models(sums),
        statuses=tuple(
            StatusSums(status, sums.statuses[status].rows, sums.statuses[status].usd)
            for status in CallStatus if status in sums.statuses
        ),
        tokens=_tokens(sums.all),
        item_times=sums.item_ms.durations(),
        completed_items=job.total_items - job.open_items - job.failed_items,
        failed_items=job.failed_items,
        by_class=_by_class(state, job_id, sums, names),
        start=times.start,
        end=times.end,
        worked_s=times.worked_s,
        slots=tuple(_slot(sums, phases, slot) for slot in range(SLOTS)),
    )  # fmt: skip
    return replace(found, hints=tuple(hints(job_id, found, tuple(_facts(sums, phase, plan) for phase in phases))))


def _plan(job: Row[tuple[object, ...]]) -> dict[int, Mapping[str, Any]]:
    """The phases of a job's plan as they are stored; none while it has no plan."""
    return dict(enumerate(orjson.loads(job.plan)["phases"])) if job.plan is not None else {}


def _tokens(sums: CallSums) -> Tokens:
    return Tokens(sums.input_tokens, sums.output_tokens, sums.cached_tokens)


def _phase(sums: JobSums, phase: int, name: str, plan: Mapping[str, Any]) -> PhaseSums:
    calls, ends, waited = sums.phases[phase], sums.ends[phase], sums.phase_ms[phase]
    return PhaseSums(
        name=name,
        cost=calls.usd,
        judge=sums.judge_usd[phase],
        wasted={cause: sums.wasted_usd[phase, cause] for cause in WASTED},
        calls=calls.calls,
        limited=calls.limited,
        tokens=_tokens(calls),
        completed=ends.completed,
        failed=ends.failed,
        again=ends.again,
        waits=waited.durations(),
        spread=waited.counts,
        scores=ends.scores,
        min_score=(plan.get("judge") or {}).get("min_score"),
    )


def _models(sums: JobSums) -> tuple[ModelSums, ...]:
    answers: defaultdict[str, Latencies] = defaultdict(Latencies)
    for (_, model, _), latencies in sums.answers.items():
        answers[model].join(latencies)
    return tuple(
        ModelSums(model, calls.usd, calls.calls, calls.limited, _tokens(calls), answers[model].durations())
        for model, calls in sorted(sums.models.items())
    )


def _slot(sums: JobSums, phases: Sequence[int], slot: int) -> Slot:
    calls = sums.slots.get(slot, CallSums())
    cost = tuple(sums.slot_usd.get((phase, slot), ZERO) for phase in phases)
    return Slot(cost, calls.calls, calls.limited, sums.finished[slot])


def _facts(sums: JobSums, phase: int, plan: Mapping[int, Mapping[str, Any]]) -> PhaseFacts:
    """What hints need to know of a phase beside its sums."""
    mine = plan.get(phase, {})
    examples = sum(len(one["input"]) + len(one["output"]) for one in mine.get("examples", ()))
    speeds: defaultdict[bool, dict[str, Durations]] = defaultdict(dict)
    for (at, model, is_judge), latencies in sorted(sums.answers.items()):
        if at == phase:
            speeds[is_judge][model] = latencies.durations()
    return PhaseFacts(len(mine.get("system", "")) + examples, tuple(speeds.values()))


def _by_class(state: State, job_id: str, sums: JobSums, names: Sequence[str]) -> tuple[FailureClassCount, ...]:
    """Items that failed, by why, the most first."""
    if not sums.failures:
        return ()
    one = batch_items.c
    wanted = one.job_id == job_id, one.ordinal.in_(sorted(sums.examples.values()))
    with state.read() as conn:
        rows = conn.execute(select(one.ordinal, one.item_id, one.error_message).where(*wanted)).all()
    text = {row.ordinal: f"{row.item_id}: {row.error_message}" for row in rows}
    classes: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (name, phase), items in sorted(sums.failures.items(), key=lambda one: (-one[1], one[0])):
        classes[name][name_of(names, phase)] = items
    found = (
        FailureClassCount(name, sum(phases.values()), text.get(sums.examples[name], ""), tuple(phases.items()))
        for name, phases in classes.items()
    )
    return tuple(sorted(found, key=lambda one: -one.items))
