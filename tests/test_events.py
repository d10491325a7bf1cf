"""Every kind of event has a cause, and docs/notify.md names it: the tables of causes here are the closed list."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from pipelines.notify import Notifier
from state.config import Config, parse_config
from state.control import delete, lift_first, reconcile, retry, set_options, want_cancel, want_pause
from state.engine import State
from state.events import NOTIFIED, SAID, EventKind, level_of, note_event, read_facts
from state.identity import new_job_id
from state.ingest import NewJob, ingest
from state.job_again import tell_cut
from state.leases import finish_run, leave, take
from state.plan_records import Options
from state.purge import purge
from state.records import NewItem
from state.runner_jobs import tell_down, tell_submitted
from state.schema import batch_events
from state.status import ItemStatus
from state.sums import compare_sums, tell_thrown_away
from state.workspace import Workspace
from state.writer import Stop
from tests.books import COST, Hand, age, call, done, new_job, reply, start
from tests.commands import JOB, Command, environment, folder, until
from tests.fakes.provider_server import ProviderServer
from tests.jobs import Made, Phase, items_of, make_job

PAGE = (Path(__file__).parents[1] / "docs" / "notify.md").read_text("utf-8")


def working(state: State, **job: Any) -> Hand:
    """A worker of a running job."""
    return start(state, new_job(state, **job))


def created(state: State, path: Path) -> None:
    """A job is made, of whose items there is something to tell."""
    job = NewJob(new_job_id(), "papers", "a job", "{}", "0" * 64, None, None, Options(5, 10, True, None, None))
    items = [NewItem("a", "text", {})]
    ingest(state, Workspace(str(path / "workspace")), job, items, told=lambda: ["one field was left out"])


def silent(state: State) -> Hand:
    """A worker that has been silent for a while, with a call out."""
    hand = working(state)
    hand.do(call(0))
    age(state, hand.ref.worker_id, 60)
    return hand


def pause_at_once(state: State, _: Path) -> None:
    """A job whose worker is dead is paused."""
    want_pause(state, silent(state).ref.job_id)


def take_over(state: State, _: Path) -> None:
    """A run whose worker is dead is taken over, with a call out that somebody then reconciles."""
    hand = silent(state)
    take(state, hand.ref.job_id, runner="local")
    with state.read() as conn:
        (lost,) = conn.exec_driver_sql("SELECT call_id FROM batch_calls").scalars().all()
    reconcile(state, hand.ref.job_id, [lost], cost_usd=Decimal(0))


def take_by_force(state: State, _: Path) -> None:
    """A run that lives is taken over."""
    take(state, working(state).ref.job_id, runner="local", force=True)


def pause(state: State, _: Path) -> None:
    """Somebody pauses a job, and its worker leaves."""
    hand = working(state)
    want_pause(state, hand.ref.job_id)
    leave(state, hand.ref, reason="paused", held_items=10)


def cancel(state: State, path: Path) -> None:
    """Somebody cancels a job, its worker leaves, and the job is deleted."""
    hand = working(state)
    want_cancel(state, hand.ref.job_id)
    leave(state, hand.ref, reason="cancelled", held_items=10)
    delete(state, Workspace(str(path / "workspace")), hand.ref.job_id)


def stop(state: State, _: Path) -> None:
    """A budget ends."""
    working(state, budget_usd=Decimal(1)).do(Stop("budget", "did not fit into the job's budget"))


def complete(state: State, _: Path) -> None:
    """All items end, one failed with its input cut, and it is retried."""
    hand = working(state, items=1)
    bad = replace(done(0, final=ItemStatus.FAILED).checkpoint, ok=False, output=None, error_class="check", cut_chars=9)
    hand.do(replace(done(0, final=ItemStatus.FAILED), checkpoint=bad))
    tell_cut(state, hand.ref.job_id, hand.ref.epoch)
    retry(state, hand.ref.job_id)


def fail(state: State, _: Path) -> None:
    """A runner ends with items open."""
    hand = working(state)
    leave(state, hand.ref, reason="done", held_items=10)
    finish_run(state, hand.ref.job_id, hand.ref.epoch)


def first_items(state: State, _: Path) -> None:
    """The first items have ended, and the others may run."""
    hand = working(state, first=1)
    hand.do(done(0))
    lift_first(state, hand.ref.job_id)


def other_options(state: State, _: Path) -> None:
    """An option is set."""
    set_options(state, new_job(state), {"concurrency": 9})


def purge_it(state: State, folder: Path) -> None:
    """A job that is over is purged."""
    hand = working(state, items=1)
    hand.do(done(0))
    purge(state, Workspace(str(folder)), hand.ref.job_id)


def sums(state: State, _: Path) -> None:
    """A bundle was delivered that the ledger does not know, and one that it knows was not."""
    hand = working(state)
    one = call(0)
    hand.do(one)
    hand.do(reply(one))
    compare_sums(state, hand.ref.job_id, hand.ref.epoch, {"no such bundle": (1, COST)})
    tell_thrown_away(state, hand.ref.job_id, hand.ref.epoch)


def tell_in_vain(state: State, _: Path) -> None:
    """Nobody can be told of an alert."""
    job_id = new_job(state)
    with state.begin() as conn:
        note_event(conn, job_id, EventKind.ALERT, "50 %", {"percent": 50})
    Notifier(state, job_id, Config.model_validate({"notify": {"command": "no-such-program"}}), {}).tell(begun=0)


def sent_to_a_service(state: State, _: Path) -> None:
    """A run whose graph a service has, which then does not answer."""
    job_id = working(state).ref.job_id
    tell_submitted(state, job_id, "dataflow", "https://console.example/jobs/1")
    tell_down(state, job_id, "dataflow", "Dataflow does not answer")


_K = EventKind
CAUSES: Mapping[Callable[[State, Path], None], set[EventKind]] = {
    created: {_K.CREATED, _K.ITEMS},
    pause_at_once: {_K.STARTED, _K.STALLED, _K.CRASH_BILL, _K.PAUSED},
    take_over: {_K.STARTED, _K.STALLED, _K.CRASH_BILL, _K.RECONCILED},
    take_by_force: {_K.STARTED, _K.TAKEN_OVER},
    pause: {_K.STARTED, _K.PAUSE_WANTED, _K.PAUSED},
    cancel: {_K.DELETED},
    stop: {_K.STARTED, _K.STOPPING, _K.ALERT},
    complete: {_K.STARTED, _K.COMPLETED, _K.INPUT_CUT, _K.RETRY},
    fail: {_K.STARTED, _K.FAILED},
    first_items: {_K.STARTED, _K.FIRST},
    other_options: {_K.OPTIONS},
    purge_it: {_K.STARTED, _K.COMPLETED, _K.PURGED},
    sums: {_K.STARTED, _K.SUMS_DIFFER, _K.THROWN_AWAY},
    sent_to_a_service: {_K.STARTED, _K.SUBMITTED, _K.RUNNER_DOWN},
    tell_in_vain: {_K.ALERT, _K.NOTIFY_FAILED},
}
"""What happens, and the kinds of events that it leaves."""

SEEN_IN_RUNS = {_K.LIMIT, _K.LIMIT_LEARNED, _K.PROVIDER_DOWN, _K.PROVIDER_BACK, _K.MODEL_CHANGED,
                _K.CANCEL_WANTED, _K.CANCELLED}  # fmt: skip
"""Those of the tests below."""


def written(state: State) -> dict[EventKind, dict[str, Any]]:
    """The facts of all events, by kind."""
    with state.read() as conn:
        return {EventKind(row.kind): dict(read_facts(row.facts)) for row in conn.execute(select(batch_events))}


@pytest.mark.parametrize("cause", list(CAUSES), ids=lambda cause: str(cause.__name__))
def test_each_cause_leaves_its_events(state: State, tmp_path: Path, cause: Callable[[State, Path], None]) -> None:
    """No other kind is written, and what a program wants to know stands in the facts."""
    cause(state, tmp_path)
    found = written(state)
    assert set(found) == CAUSES[cause]
    if _K.STARTED in found:
        assert {"run", "runner", "user", "host", "pid"} == set(found[_K.STARTED])
    if _K.STALLED in found:
        assert found[_K.STALLED]["silent_s"] >= 60
    for kind in {_K.PAUSED, _K.COMPLETED, _K.FAILED} & set(found):
        assert {"total_items", "completed_items", "failed_items", "open_items", "spent_usd"} <= set(found[kind])


def test_every_kind_has_a_cause_and_a_row_in_the_docs() -> None:
    """The list is closed: what is not caused here, or not described there, is no kind."""
    assert set.union(*CAUSES.values(), SEEN_IN_RUNS) == set(EventKind)
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(EventKind)
    assert set(EventKind) >= NOTIFIED | SAID
    assert {level_of(kind) for kind in EventKind} == {"error", "warning", "info"}


def test_a_cancelled_job_says_who_wanted_it(state: State) -> None:
    """By whom, and what it came to."""
    hand = working(state)
    want_cancel(state, hand.ref.job_id)
    leave(state, hand.ref, reason="cancelled", held_items=10)
    found = written(state)
    assert set(found) == {_K.STARTED, _K.CANCEL_WANTED, _K.CANCELLED}
    assert {"user", "host", "pid"} == set(found[_K.CANCEL_WANTED])
    assert found[_K.CANCELLED]["open_items"] == 10


def test_a_signal_that_ends_a_run_that_nobody_lives_for_is_its_reason(state: State) -> None:
    """A pause that takes effect at once says the same of its reason as one that a worker has seen."""
    want_pause(state, silent(state).ref.job_id, why="SIGTERM to pid 7 on here")
    facts = written(state)[_K.PAUSED]
    assert (facts["class"], facts["message"]) == ("signal", "paused by SIGTERM to pid 7 on here")
    assert facts["open_items"] == 10


def test_who_stops_a_job_that_nobody_works_on_is_told(state: State) -> None:
    """No worker hears of it, so that the end itself says by whom."""
    job_id = silent(state).ref.job_id
    want_cancel(state, job_id)
    facts = written(state)[_K.CANCELLED]
    assert facts["pid"] == os.getpid()
    assert {"user", "host"} <= set(facts)


TWO_MODELS: tuple[Phase, ...] = (
    {"name": "say", "task_type": "chat", "model": "openai/gpt-6-luna"},
    {"name": "again", "task_type": "chat", "model": "openai/gpt-6-luna", "instructions": "Say it again"},
)


@pytest.fixture
def made(sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A job of two phases."""
    return make_job(sqlite_url, tmp_path, provider, items=items_of(12), phases=TWO_MODELS).into(monkeypatch)


@pytest.mark.parametrize(
    ("rules", "config", "kinds"),
    [
        ([{"do": "rate_limited", "nth": 1, "times": 3, "wait_s": 0.05}], "", {_K.LIMIT_LEARNED}),
        ([{"do": "unavailable", "times": 4}], "", {_K.PROVIDER_DOWN, _K.PROVIDER_BACK}),
        ([{"do": "ok", "after": 6, "reply_model": "gpt-6-luna-next"}], "", {_K.MODEL_CHANGED}),
        ([], "[limits.openai]\nrequests_per_minute = 240\n", {_K.LIMIT}),
    ],
    ids=["refused", "away", "another model", "a limit of the config"],
)
def test_what_a_run_learns_of_models_is_told_once(
    made: Made, provider: ProviderServer, rules: list[dict[str, object]], config: str, kinds: set[EventKind]
) -> None:
    """Whatever its many calls meet, a line for each change, beside those of the job itself."""
    provider.behave(rules, latency_ms=20)
    made.run(parse_config(config, source="a test"))
    with closing(made.opened()) as state, state.read() as conn:
        found = [EventKind(kind) for kind in conn.scalars(select(batch_events.c.kind))]
    assert sorted(found) == sorted([_K.CREATED, _K.STARTED, _K.COMPLETED, *kinds])


def test_a_followed_history_is_an_object_a_line(tmp_path: Path, provider: ProviderServer) -> None:
    """`events --follow --json` from a second terminal: each event once, as it happens, to the end; a signal is one."""
    provider.behave(latency_ms=1_000)
    here, environ = folder(tmp_path / "here"), environment(provider)
    (here / "job.yaml").write_text(f"{JOB}options: {{concurrency: 1}}\n", "utf-8")
    run = Command(here, environ, "run", "job.yaml", "--items", "items.jsonl")
    until(lambda: provider.stats()["in_flight"] > 0, run)
    follow = Command(here, environ, "events", "last", "--follow", "--json")
    run.send(signal.SIGTERM)
    assert run.end().code == 4
    told = follow.end()
    assert told.code == 0, told.err
    rows = [orjson.loads(line) for line in told.out.splitlines()]
    assert [row["kind"] for row in rows] == ["created", "started", "pause_wanted", "paused"]
    assert [row["event_id"] for row in rows] == sorted(row["event_id"] for row in rows)
    assert rows[-1]["facts"]["open_items"] > 0
    assert rows[-1]["facts"]["class"] == "signal"
