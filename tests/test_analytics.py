"""The sums of a job are what its rows add up to, whatever the rows are."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Integer, insert, literal, select, union_all, update

from state.analytics import analytics
from state.analytics_view import Analytics
from state.clock import utc_now
from state.engine import State
from state.job_sums import ANSWERED, WINDOW
from state.job_times import SLOTS
from state.latencies import Latencies, cut, cut_column
from state.leases import take
from state.records import PACKED, ZERO, Role
from state.schema import batch_calls, batch_checkpoints, batch_items, batch_jobs, call_items, runs
from state.status import OPEN_CALLS, CallStatus, ItemStatus, JobStatus
from state.views import status
from tests.books import COST, MODEL, OTHER_MODEL, WORST, age, call, embedding, failure, new_job, pack, reply, start
from tests.test_views import NAMES, a_worked_job, concluded, planned

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
TOOK = timedelta(hours=2)
JUDGED = ("draft", "rate", "publish")


# ── figures against rows ────────────────────────────────────────────────────────────────────────


def a_messy_job(state: State, seed: int) -> str:
    """A job with rows of every kind in three windows of ordinals, put there directly; some items failed."""
    draw = random.Random(seed)  # noqa: S311  # figures, not secrets
    job_id = new_job(state, items=0)
    total = 2 * WINDOW + 7
    ordinals = [*range(40), *range(WINDOW - 20, WINDOW + 20), *range(2 * WINDOW - 3, total)]
    failed = {ordinal: draw.randrange(3) for ordinal in ordinals if draw.random() < 0.3}
    rows, parts, ends = [], [], []
    for number in range(700):
        ordinal, phase = draw.choice(ordinals), draw.randrange(3)
        ordinal = -1 if draw.random() < 0.01 else ordinal
        kind = PACKED if phase == 2 and ordinal >= 0 and draw.random() < 0.3 else "live"
        row = a_row(job_id, number, draw) | {"ordinal": ordinal, "phase": phase, "kind": kind}
        rows.append(row)
        if kind == PACKED:
            row |= {"role": Role.EMBEDDING, "items": 3}
            share = (row["cost_usd"] / 3).quantize(Decimal("0.000001"))
            parts += [
                {"call_id": row["call_id"], "digest": f"{part:064d}", "job_id": job_id, "ordinal": part,
                 "phase": phase, "share_usd": share}
                for part in draw.sample(ordinals, 3)
            ]  # fmt: skip
    for ordinal in ordinals:
        ends += [an_end(job_id, ordinal, phase, draw) for phase in range(failed.get(ordinal, 3))]
        if ordinal in failed:
            bad = {"ok": False, "score": None, "error_class": draw.choice(["low_score", "too_long", None])}
            ends.append(an_end(job_id, ordinal, failed[ordinal], draw) | bad)
    with state.begin() as conn:
        conn.execute(insert(batch_calls), rows)
        conn.execute(insert(call_items), parts)
        conn.execute(insert(batch_checkpoints), ends)
        conn.execute(insert(batch_items), [
            {"job_id": job_id, "ordinal": ordinal, "item_id": f"item-{ordinal}", "text": "t", "fields": "{}",
             "size_bytes": 1, "status": ItemStatus.FAILED, "error_message": f"<{ordinal}>"} for ordinal in failed
        ])  # fmt: skip
        phases = [{"name": name, "judge": {"min_score": 7} if name == "rate" else None} for name in JUDGED]
        conn.execute(
            update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(
                total_items=total, open_items=total - len(ordinals), failed_items=len(failed), started_at=START,
                status=JobStatus.COMPLETED, completed_at=START + TOOK, plan=json.dumps({"phases": phases}),
            )
        )  # fmt: skip
        conn.execute(insert(runs).values(
            job_id=job_id, epoch=1, runner="local", started_at=START, taken_at=0.0, host="h", boot="b",
            pid_namespace="p", pid=1, started="1", ended_at=START + TOOK, outcome="completed",
        ))  # fmt: skip
    return job_id


def a_row(job_id: str, number: int, draw: random.Random) -> dict[str, Any]:
    """A row of the ledger with chance figures; calls that are open or were withdrawn cost nothing."""
    state = draw.choice([*CallStatus, *[CallStatus.OK] * 8])
    is_free = state in (*OPEN_CALLS, CallStatus.WITHDRAWN)
    at = START + TOOK * draw.uniform(-0.05, 1.05)  # a clock may stand a little beside the run's
    model = draw.choice([MODEL, OTHER_MODEL])
    return {
        "call_id": f"call_{job_id[-6:]}{number:020d}", "job_id": job_id, "project": "papers", "epoch": 1,
        "worker_id": "w", "bundle_id": "b", "item_id": "i", "attempt": draw.choice([1, 1, 1, 2, 3]), "generation": 0,
        "role": draw.choice([Role.EXECUTOR, Role.EXECUTOR, Role.JUDGE]), "items": 1, "provider": model.split("/")[0],
        "model": model, "status": state, "digest": f"{number:064d}",
        "cost_usd": ZERO if is_free else Decimal(draw.randrange(10**9)).scaleb(-12), "price_version": "p",
        "input_tokens": draw.randrange(5000), "output_tokens": draw.randrange(500), "cached_tokens": draw.randrange(9),
        "admitted_at": 0.0, "started_at": at, "ended_at": None if is_free else at + timedelta(seconds=1),
        "latency_ms": draw.choice([None, draw.randrange(900), draw.randrange(100_000), draw.randrange(3_000_000)]),
    }  # fmt: skip


def an_end(job_id: str, ordinal: int, phase: int, draw: random.Random) -> dict[str, Any]:
    """A phase of an item that ended well, with a score where it is judged."""
    return {
        "job_id": job_id, "ordinal": ordinal, "phase": phase, "ok": True, "attempts": draw.choice([1, 1, 2]),
        "score": draw.randrange(7, 11) if phase == 1 else None, "error_class": None, "at": START + TOOK * draw.random(),
    }  # fmt: skip


def rows_of(state: State, table: Any, job_id: str) -> list[Any]:
    """All rows of a job in a table."""
    with state.read() as conn:
        return list(conn.execute(select(table).where(table.c.job_id == job_id)))


def sum_of(rows: list[Any]) -> Decimal:
    """What some calls cost."""
    return sum((row.cost_usd for row in rows), ZERO)


def of_three_digits(values_ms: list[int]) -> dict[str, Any]:
    """Mean and percentiles by nearest rank, over the whole list."""
    if not values_ms:
        return {"avg_ms": None, "p50_ms": None, "p95_ms": None, "p99_ms": None}
    ranked = sorted(values_ms)
    at = {f"p{p}_ms": cut(ranked[-(-len(ranked) * p // 100) - 1]) for p in (50, 95, 99)}
    return {"avg_ms": round(sum(ranked) / len(ranked), 1), **at}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_of_calls_is_that_of_the_rows(state: State, seed: int) -> None:
    """Money, calls and tokens by phase, model and status, and latencies of answers, added up one by one."""
    job_id = a_messy_job(state, seed)
    found, rows = analytics(state, job_id), rows_of(state, batch_calls, job_id)
    made = [row for row in rows if row.status not in (*OPEN_CALLS, CallStatus.WITHDRAWN)]
    assert found.total == sum_of(rows) > 0
    assert found.judge == sum_of([row for row in rows if row.role == Role.JUDGE]) > 0
    assert [one.name for one in found.phases] == list(JUDGED)
    groups: list[tuple[Any, list[Any], list[Any]]] = [
        (phase, [row for row in rows if row.phase == number], [row for row in made if row.phase == number])
        for number, phase in enumerate(found.phases)
    ]
    groups += [
        (one, [row for row in rows if row.model == one.model], [row for row in made if row.model == one.model])
        for one in found.models
    ]
    for one, mine, over in groups:
        assert (one.cost, one.calls) == (sum_of(mine), len(over))
        assert one.limited == len([row for row in mine if row.status == CallStatus.LIMITED])
        for name in ("input", "output", "cached"):
            assert getattr(one.tokens, name) == sum(getattr(row, f"{name}_tokens") for row in mine)
    for model in found.models:
        answered = [row for row in rows if row.model == model.model and row.status in ANSWERED]
        took = [row.latency_ms for row in answered if row.latency_ms is not None]
        assert model.answers.document() == of_three_digits(took)
    assert {one.status: (one.rows, one.cost) for one in found.statuses} == {
        name: (len(mine), sum_of(mine)) for name in CallStatus if (mine := [row for row in rows if row.status == name])
    }


@pytest.mark.parametrize("seed", [3, 4])
def test_wasted_money_has_each_dollar_once_under_the_first_cause_that_fits(state: State, seed: int) -> None:
    """Unseen or late, then unusable, then a further attempt, then in vain because the item failed in the end."""
    job_id = a_messy_job(state, seed)
    ends = rows_of(state, batch_checkpoints, job_id)
    lost = {row.ordinal for row in ends if not row.ok}
    parts = defaultdict(list)
    for part in rows_of(state, call_items, job_id):
        parts[part.call_id].append(part)
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(state, batch_calls, job_id):
        if row.status in (CallStatus.UNKNOWN, CallStatus.STALE):
            wanted[row.status] += row.cost_usd
        elif row.status in (CallStatus.INVALID, CallStatus.DECLINED, CallStatus.ERROR):
            wanted["invalid"] += row.cost_usd
        elif row.attempt > 1:
            wanted["retries"] += row.cost_usd
        elif row.kind == PACKED:
            mine = [part for part in parts[row.call_id] if part.ordinal in lost]
            wanted["failed"] += sum((part.share_usd for part in mine), ZERO) if row.status == CallStatus.OK else ZERO
        elif row.ordinal in lost:
            wanted["failed"] += row.cost_usd
    found = analytics(state, job_id)
    assert found.wasted == {cause: wanted[cause] for cause in ("retries", "invalid", "unknown", "stale", "failed")}
    assert min(found.wasted.values()) > 0
    assert sum(found.wasted.values()) < found.total


def test_what_items_waited_is_the_sum_of_their_calls(state: State) -> None:
    """In each phase and in all of them; a packed call is waited for by each of its items, and none waits for labels."""
    job_id = a_messy_job(state, 5)
    waits: dict[tuple[int, int], int] = Counter()
    calls = {row.call_id: row for row in rows_of(state, batch_calls, job_id)}
    for row in calls.values():
        if row.kind != PACKED and row.latency_ms is not None and row.ordinal >= 0:
            waits[row.ordinal, row.phase] += row.latency_ms
    for part in rows_of(state, call_items, job_id):
        if calls[part.call_id].latency_ms is not None:
            waits[part.ordinal, part.phase] += calls[part.call_id].latency_ms
    found = analytics(state, job_id)
    for number, phase in enumerate(found.phases):
        took = [ms for (_, at), ms in waits.items() if at == number]
        assert phase.waits.document() == of_three_digits(took)
        assert phase.spread == Counter(map(cut, took))
    whole: dict[int, int] = Counter()
    for (ordinal, _), ms in waits.items():
        whole[ordinal] += ms
    assert found.item_times.document() == of_three_digits(list(whole.values()))


def test_ends_scores_and_failures_are_those_of_the_checkpoints(state: State) -> None:
    """Each score counted, each failed item under its class and phase, with the first of them as the example."""
    job_id = a_messy_job(state, 6)
    ends = rows_of(state, batch_checkpoints, job_id)
    found = analytics(state, job_id)
    for number, phase in enumerate(found.phases):
        mine = [row for row in ends if row.phase == number]
        assert (phase.completed, phase.failed) == (sum(row.ok for row in mine), sum(not row.ok for row in mine))
        assert phase.again == len([row for row in mine if row.attempts > 1])
        assert phase.scores == Counter(row.score for row in mine if row.score is not None)
    assert [phase.min_score for phase in found.phases] == [None, 7, None]
    document = found.document()["scores"]
    assert isinstance(document, list)
    assert [one["phase"] for one in document if isinstance(one, dict)] == ["rate"]
    failed: dict[str, list[Any]] = defaultdict(list)
    for row in ends:
        if not row.ok:
            failed[row.error_class or "unknown"].append(row)
    assert {one.failure_class for one in found.by_class} == set(failed) == {"low_score", "too_long", "unknown"}
    for one in found.by_class:
        mine = failed[one.failure_class]
        first = min(row.ordinal for row in mine)
        assert (one.items, one.example) == (len(mine), f"item-{first}: <{first}>")
        assert dict(one.phases) == Counter(JUDGED[row.phase] for row in mine)
    assert sum(one.items for one in found.by_class) == found.failed_items
    assert [one.items for one in found.by_class] == sorted((one.items for one in found.by_class), reverse=True)


def test_slots_hold_everything_once_in_the_order_of_time(state: State) -> None:
    """Cost, calls and items of all slots add up to the job's; each stands in the slot of its moment."""
    job_id = a_messy_job(state, 7)
    found, rows = analytics(state, job_id), rows_of(state, batch_calls, job_id)
    assert (found.start, found.end, len(found.slots)) == (START, START + TOOK, SLOTS)
    length = TOOK / SLOTS
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        at = row.ended_at or row.started_at
        wanted[min(SLOTS - 1, max(0, (at - START) // length))] += row.cost_usd
    assert [sum(slot.cost, ZERO) for slot in found.slots] == [wanted[number] for number in range(SLOTS)]
    assert [sum(costs, ZERO) for costs in zip(*(slot.cost for slot in found.slots), strict=True)] == [
        phase.cost for phase in found.phases
    ]
    assert sum(slot.calls for slot in found.slots) == sum(phase.calls for phase in found.phases)
    assert sum(slot.limited for slot in found.slots) == sum(phase.limited for phase in found.phases)
    assert sum(slot.finished for slot in found.slots) == found.finished_items


# ── jobs as they are made by the product ────────────────────────────────────────────────────────


def test_the_document_is_the_contract(state: State) -> None:
    """Keys are those that INTERFACE names and more, all of plain JSON; the figures are those of two items."""
    job_id, _, _ = a_worked_job(state)
    document = json.loads(json.dumps(analytics(state, job_id).document()))
    cost = document["cost"]
    assert (cost["total"], cost["per_item"], cost["judge"]) == ("0.00938", "0.00469", "0.00")
    assert [(one["phase"], one["cost"], one["calls"]) for one in cost["by_phase"]] == [
        ("summarise", "0.007035", 3), ("extract", "0.002345", 1),
    ]  # fmt: skip
    assert cost["by_model"] == [{"model": MODEL, "cost": "0.00938", "calls": 4, "limited": 0}]
    nothing = dict.fromkeys(("retries", "unknown", "stale", "failed"), "0.00")
    assert cost["wasted"] == {**nothing, "invalid": "0.002345"}
    assert {key: document["tokens"][key] for key in ("input", "output", "cached", "total")} == {
        "input": 360, "output": 120, "cached": 60, "total": 480,
    }  # fmt: skip
    times = document["performance"]
    assert (times["avg_processing_time_ms"], times["p50_ms"], times["p95_ms"], times["p99_ms"]) == (
        300.0,
        200,
        400,
        400,
    )
    same = {"avg_ms": 200.0, "p50_ms": 200, "p95_ms": 200, "p99_ms": 200}
    assert times["by_phase"] == [{"phase": name, **same} for name in NAMES]
    assert times["by_model"] == [{"model": MODEL, **same}]
    assert document["scores"] == [{"phase": name, "min_score": None, "mean": 8.0, "counts": {"8": 1}} for name in NAMES]
    overall = document["overall"]
    assert (overall["success_rate"], overall["completed_items"], overall["failed_items"]) == (50.0, 1, 1)
    assert overall["by_class"] == [
        {"class": "made_up", "items": 1, "example": "item-1: None", "phases": [{"phase": "summarise", "items": 1}]}
    ]
    assert [one["status"] for one in overall["calls"]] == ["ok", "invalid"]
    assert "1 of 2 finished items failed" in document["hints"][0]
    assert document["hints"][1].startswith("summarise costs 75 % of the job")


def agrees_with_status(state: State, job_id: str) -> Analytics:
    """The sums of a job, which say what its status says."""
    found, view = analytics(state, job_id), status(state, job_id)
    figures = view.analytics
    assert found.total == figures.cost_incurred
    assert sum(phase.calls for phase in found.phases) == figures.calls == sum(one.calls for one in found.models)
    assert (found.tokens.input, found.tokens.output) == (figures.input_tokens, figures.output_tokens)
    assert (found.completed_items, found.failed_items) == (view.progress.completed_items, view.progress.failed_items)
    return found


def test_a_running_job_says_what_its_status_says(state: State) -> None:
    """Calls that are out cost nothing yet, and their worst case once nobody will see the outcome; time goes to now."""
    job_id = planned(state, new_job(state, items=6))
    hand = start(state, job_id)
    out, lost, limited, judge = call(0), call(1), call(2), replace(call(3), role=Role.JUDGE)
    packed = pack(embedding(4, phase=1), embedding(5, phase=1))
    for intent in (out, lost, limited, judge, packed):
        hand.one(intent)
    hand.do(failure(lost, CallStatus.UNKNOWN), failure(limited, CallStatus.LIMITED), reply(judge))
    found = agrees_with_status(state, job_id)
    assert (found.total, found.judge, found.wasted["unknown"]) == (WORST + COST, COST, WORST)
    assert {one.status: one.rows for one in found.statuses} == {"admitted": 2, "ok": 1, "limited": 1, "unknown": 1}
    assert timedelta(0) <= utc_now() - found.end < timedelta(seconds=30)
    assert found.throughput_per_s is None
    take(state, job_id, runner="local", force=True)
    assert agrees_with_status(state, job_id).wasted["unknown"] == 4 * WORST


@pytest.mark.parametrize("items", [0, 3])
def test_a_job_that_did_nothing_has_no_figures(state: State, items: int) -> None:
    """No division by nothing: what cannot be said is null, and its phases are there with zeros."""
    found = agrees_with_status(state, planned(state, new_job(state, items=items)))
    document = json.loads(json.dumps(found.document()))
    assert (document["cost"]["total"], document["cost"]["per_item"]) == ("0.00", None)
    assert [one["cost"] for one in document["cost"]["by_phase"]] == ["0.00", "0.00"]
    assert (document["overall"]["success_rate"], document["overall"]["by_class"]) == (None, [])
    assert (document["performance"]["p99_ms"], document["performance"]["throughput_per_s"]) == (None, None)
    assert (document["scores"], document["hints"], found.worked_s) == ([], [], 0.0)


def test_a_job_without_a_plan_shows_its_phases_by_number(state: State) -> None:
    """It has calls all the same, of an older version."""
    job_id = new_job(state, items=1)
    hand, intent = start(state, job_id), call(0)
    hand.one(intent)
    hand.do(reply(intent))
    assert [(phase.name, phase.cost) for phase in agrees_with_status(state, job_id).phases] == [("0", COST)]


def test_a_pause_is_no_work(state: State) -> None:
    """Work is the time of the runs; a run whose job was taken over ended with its last call."""
    job_id = planned(state, new_job(state, items=2))
    hand = start(state, job_id)
    first = call(0)
    hand.one(first)
    hand.do(reply(first), concluded(0, 0, "a", last=False), concluded(0, 1, "b", last=True))
    take(state, job_id, runner="local", force=True)
    hour = timedelta(hours=1)
    with state.begin() as conn:
        moved = [(1, START, START + 5 * hour), (2, START + 5 * hour, START + 6 * hour)]
        for epoch, begun, ended in moved:
            conn.execute(
                update(runs)
                .where(runs.c.job_id == job_id, runs.c.epoch == epoch)
                .values(started_at=begun, ended_at=ended)
            )
        conn.execute(
            update(batch_calls).where(batch_calls.c.job_id == job_id).values(started_at=START + hour, latency_ms=1_000)
        )
    found = analytics(state, job_id)
    assert (found.start, found.end) == (START, START + 6 * hour)
    assert found.worked_s == 2 * 3_600 + 1
    assert found.throughput_per_s == round(1 / found.worked_s, 3)


def test_the_time_of_a_job_whose_process_died_ends_with_its_last_call(state: State) -> None:
    """A week later its figures are the same as when it died."""
    job_id = planned(state, new_job(state, items=2))
    hand, first = start(state, job_id), call(0)
    hand.one(first)
    hand.do(reply(first))
    with state.begin() as conn:
        conn.execute(update(runs).where(runs.c.job_id == job_id).values(started_at=START))
        conn.execute(update(batch_calls).where(batch_calls.c.job_id == job_id).values(started_at=START + TOOK))
    age(state, "worker-1", 3_600)
    assert status(state, job_id).stalled is not None
    found = analytics(state, job_id)
    assert found.end == START + TOOK + timedelta(milliseconds=200)
    assert found.worked_s == TOOK.total_seconds() + 0.2


# ── latencies ───────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(0, 20_000_000), min_size=1, max_size=200))
def test_percentiles_are_at_most_a_hundredth_below_those_of_the_whole_list(values_ms: list[int]) -> None:
    """Counting by three digits changes a percentile (nearest rank) by a hundredth at most, and the mean not at all."""
    counted = Latencies()
    for ms in values_ms:
        counted.add(cut(ms), 1, ms)
    found, ranked = counted.durations(), sorted(values_ms)
    for percent, said in ((50, found.p50_ms), (95, found.p95_ms), (99, found.p99_ms)):
        true = ranked[-(-len(ranked) * percent // 100) - 1]
        assert said is not None
        assert true * 0.99 <= said <= true
        assert said == true or true >= 1_000
    assert found.avg_ms == round(sum(values_ms) / len(values_ms), 1)


def test_the_database_cuts_as_we_do(state: State) -> None:
    """At each border between two lengths of step, on both stores."""
    tried = [0, 1, 999, *(10**power + near for power in range(3, 8) for near in (-1, 0, 1, 11, 111))]
    ms = union_all(*(select(literal(one, Integer).label("ms")) for one in tried)).subquery()
    with state.read() as conn:
        rows = conn.execute(select(ms.c.ms, cut_column(ms.c.ms).label("cut"))).all()
    assert {row.ms: row.cut for row in rows} == {one: cut(one) for one in tried}
