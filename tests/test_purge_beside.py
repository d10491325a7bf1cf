"""A purge beside whatever else reads, copies and uses the same answers, and one that is killed at any of its steps."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from pipelines.jobs import BatchJobs
from state import exports
from state.audit import audit
from state.audit_records import Kind
from state.backup import backup
from state.control import want_cancel
from state.engine import State
from state.errors import PurgedError, StateUnreachableError
from state.migrate import open_state
from state.purge import purge
from state.records import NewItem
from state.schema import answers, batch_items
from state.status import CallStatus
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.books import OTHER_MODEL, call, done, job_row, new_job, reply, row_of, start
from tests.commands import Command, environment, run_command, until
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, Made, items_of, make_job
from tests.test_purge import count, files

LARGE = "x " * PAYLOAD_MAX_BYTES
STEPS = ("purge.after_mark", "purge.after_files", "purge.after_some", "purge.before_forget")


def run_over(url: str, folder: Path, provider: ProviderServer, *, ordinary: int = 1) -> Made:
    """A job of which an item's input, and another one's output and answer, will be in the workspace."""
    provider.behave([{"do": "huge", "contains": "Say much", "chars": PAYLOAD_MAX_BYTES + 1}])
    items = [NewItem("large", LARGE, {}), NewItem("much", "Say much", {}), *items_of(ordinary)]
    return make_job(url, folder, provider, items=items, phases=ONE_PHASE)


def type_purge(made: Made, folder: Path, point: str = "") -> int:
    """Type a purge in a process of its own, which dies at a point; its exit code."""
    place = ("--state", made.place.url, "--workspace", made.place.workspace)
    environ = {**environment(), **made.env, "BATCHWRIGHT_CRASH": point}
    return run_command(folder, environ, *place, "purge", made.job_id, "--payloads", "--yes").code


@pytest.fixture
def over(state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A job with large payloads that has run."""
    made = run_over(state_url, tmp_path, provider).into(monkeypatch)
    made.run()
    assert len(files(tmp_path / "workspace")) >= 3  # input, output, answer
    return made


@pytest.mark.parametrize("point", STEPS)
def test_a_purge_that_is_killed_leaves_no_file_behind(over: Made, tmp_path: Path, point: str) -> None:
    """Killed at any step: the state is sound, results have no payload, and typed again all files are gone."""
    assert type_purge(over, tmp_path, point) < 0
    workspace = Workspace(over.place.workspace)
    with closing(over.opened()) as state:
        left = list(audit(state, workspace))
        assert [(one.kind, one.is_wrong) for one in left] == [(Kind.PAYLOAD, False)]
        assert "purge goes on, or was cut off" in left[0].said
        with BatchJobs(over.place.url, over.place.workspace) as jobs:
            assert [(row.input, row.output) for row in jobs.results(over.job_id)] == [("", None)] * 3
        assert type_purge(over, tmp_path) == 0
        assert files(tmp_path / "workspace") == []
        assert count(state, answers) == 0
        assert count(state, batch_items, batch_items.c.text.is_not(None)) == 0
        assert list(audit(state, workspace)) == []


@pytest.mark.parametrize("verb", ["purge", "delete"])
def test_nothing_goes_with_another_workspace(over: Made, tmp_path: Path, verb: str) -> None:
    """A folder that has none of the job's payloads: no row goes, and no file is left that nothing names."""
    place = over.place.workspace
    before = files(Path(place))
    with closing(over.opened()) as state:
        rows = count(state, batch_items)
        with BatchJobs(over.place.url, str(tmp_path / "another")) as jobs:
            act = jobs.purge if verb == "purge" else jobs.delete
            with pytest.raises(StateUnreachableError, match=rf"{tmp_path}/another has no payload of") as caught:
                act(over.job_id)
        assert "--workspace" in str(caught.value.hint)
        with BatchJobs(over.place.url, place) as jobs:
            assert jobs.status(over.job_id).purged_at is None
            assert (count(state, batch_items), files(Path(place))) == (rows, before)
            with state.read() as conn:
                ref = conn.scalars(select(batch_items.c.payload_ref).where(batch_items.c.ordinal == 0)).one()
            (Path(place) / ref).unlink()  # one that is lost does not hold up the others
            (jobs.purge if verb == "purge" else jobs.delete)(over.job_id)
        assert list(audit(state, Workspace(place))) == []


@pytest.mark.parametrize(("elsewhere", "said"), [("another", "has no payload of"), ("database", "has no files")])
def test_a_purge_looks_for_files_of_answers_before_it_begins(
    elsewhere: str, said: str, state: State, tmp_path: Path
) -> None:
    """A job of which only an answer is in the workspace: nothing is marked where that cannot be reached."""
    workspace = Workspace(str(tmp_path / "workspace"))
    hand = start(state, new_job(state, items=1))
    one = call(0)
    hand.do(one)
    hand.do(reply(one), done(0))
    with state.begin() as conn:
        conn.execute(answers.update().values(text=None, payload_ref=workspace.put(LARGE)))
    other = Workspace(elsewhere if elsewhere == "database" else str(tmp_path / elsewhere))
    with pytest.raises(StateUnreachableError, match=said):
        purge(state, other, hand.ref.job_id)
    assert job_row(state, hand.ref.job_id).purged_at is None
    assert count(state, batch_items, batch_items.c.text.is_not(None)) == 1
    assert purge(state, workspace, hand.ref.job_id).answers == 1
    assert files(tmp_path / "workspace") == []


def test_a_check_beside_a_purge_misses_no_payload(over: Made, tmp_path: Path) -> None:
    """Files that a purge takes between two looks of `db check` are no finding."""
    with closing(over.opened()) as state:
        with state.begin() as conn:  # a finding, at which the check waits for us between rows and files
            conn.execute(batch_items.update().where(batch_items.c.ordinal == 1).values(ended_at=None))
        looking = audit(state, Workspace(over.place.workspace))
        assert next(looking).kind == "item_state"
        assert type_purge(over, tmp_path, "purge.after_files") < 0
        assert [one for one in looking if one.is_wrong] == []


@pytest.mark.parametrize("point", STEPS)
def test_a_copy_beside_a_purge_is_sound(
    point: str, sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup of whose rows a purge takes the files away is made anew, and has the job purged."""
    made = run_over(sqlite_url, tmp_path, provider).into(monkeypatch)
    made.run()
    told: list[str] = []

    def purge_it(what: str, _more: int) -> None:
        told.append(what)
        if told.count("payloads") == 1 and what == "payloads":
            assert type_purge(made, tmp_path, point) < 0

    with closing(made.opened()) as state:
        copied = backup(state, Workspace(made.place.workspace), tmp_path / "copy", purge_it)
    assert [one for one in copied.found or () if one.is_wrong] == []


def test_a_purge_that_is_stopped_says_how_it_is_done_to_its_end(sqlite_url: str, tmp_path: Path) -> None:
    """Ctrl-C in the middle: what is done stays done, and the command that does the rest is named."""
    with closing(open_state(sqlite_url)) as state:
        job = new_job(state, items=30_000)
        want_cancel(state, job)
        command = Command(tmp_path, environment(), "--state", sqlite_url, "purge", job, "--payloads", "--yes")
        until(lambda: count(state, batch_items, batch_items.c.text.is_not(None)) < 30_000, command)
        command.send(signal.SIGINT)
        stopped = command.end()
        assert stopped.code == 130
        again = f"`batchwright --state {sqlite_url} purge {job} --payloads` does it to its end"
        assert again in " ".join(stopped.err.split())
        assert purge(state, Workspace(str(tmp_path / "workspace")), job).items > 0


# ── readers ─────────────────────────────────────────────────────────────────────────────────────


def test_an_export_beside_a_purge_says_so(
    state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export of whose job the payloads go in the middle ends with that, not with empty rows."""
    made = run_over(state_url, tmp_path, provider, ordinary=60).into(monkeypatch)
    made.run()
    workspace = Workspace(made.place.workspace)
    with closing(made.opened()) as state:
        reading = exports.result_rows(state, workspace, made.job_id, 0, 61)
        assert next(reading).text
        purge(state, workspace, made.job_id)
        with pytest.raises(PurgedError, match="cannot be exported"):
            list(reading)


def test_results_beside_a_purge_are_shown_without_what_went(
    state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were read before the purge are shown as those after it where their files are gone by then."""
    items = [*items_of(1), NewItem("large", LARGE, {}), *items_of(3)[1:]]
    made = make_job(state_url, tmp_path, provider, items=items, phases=ONE_PHASE).into(monkeypatch)
    made.run()
    with BatchJobs(state_url, made.place.workspace) as jobs:
        reading = jobs.results(made.job_id)
        assert next(reading).input
        jobs.purge(made.job_id)
        large = next(reading)
        assert (large.item_id, large.input, large.output) == ("large", "", None)
        assert len(list(reading)) == 2


# ── answers of several jobs ─────────────────────────────────────────────────────────────────────


def test_answers_that_only_purged_jobs_use_go(state: State, tmp_path: Path) -> None:
    """Two jobs that used one answer: it stays for the second, and goes with it."""
    hands = []
    for worker in ("first", "second"):
        hand = start(state, new_job(state, items=1), worker_id=worker)
        one = call(0)
        hand.do(one)
        hand.do(*([reply(one)] if worker == "first" else []), done(0))
        hands.append(hand)
    first, second = (purge(state, Workspace(str(tmp_path)), hand.ref.job_id) for hand in hands)
    assert (first.answers, first.shared) == (0, 1)
    assert (second.answers, second.shared) == (1, 0)
    assert count(state, answers) == 0


def test_the_answer_of_a_model_that_was_given_up_goes_too(state: State, tmp_path: Path) -> None:
    """A request that two models answered has one use; both answers are gone."""
    hand = start(state, new_job(state, items=1))
    slow = call(0)
    other = call(0, model=OTHER_MODEL, candidates=(OTHER_MODEL,))
    hand.do(slow, other)
    hand.do(reply(other), reply(slow), done(0))
    assert count(state, answers) == 2
    purge(state, Workspace(str(tmp_path)), hand.ref.job_id)
    assert count(state, answers) == 0


def test_what_comes_late_to_a_purged_job_is_booked_and_not_kept(state: State, tmp_path: Path) -> None:
    """A reply after the purge moves money and calls as any stale one, and its text is not written down."""
    job = new_job(state, items=1)
    late = start(state, job)
    one = call(0)
    late.do(one)
    with state.begin() as conn:
        conn.execute(text("UPDATE batch_jobs SET status = 'CANCELLED', epoch = 2"))
    purge(state, Workspace(str(tmp_path)), job)
    late.do(reply(one))
    assert row_of(state, one.call_id).status == CallStatus.STALE
    assert count(state, answers) == 0
    assert list(audit(state)) == []
