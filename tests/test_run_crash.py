"""A run that dies at any instant loses nothing and pays nothing twice: named crash points, and kill -9 at random."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.export import export
from state.crash import POINTS
from state.records import NewItem
from state.status import CallStatus, JobStatus
from tests.books import job_row
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import Made, items_of, make_job, text_of, until

ITEMS = 12
LONG = 400_000
"""Characters of the one item whose text lives in the workspace, so that payloads have crash points too."""

REACHED = [
    point
    for point in POINTS
    if point.startswith(("take.", "group.", "call.", "throttle.", "collect.", "leave."))
    and not any(other in point for other in (".read.", ".found."))
]
"""The crash points that a run of a job of texts reaches, but for those of payloads; `test_file_items` has those of
files, `test_run_rag` those of passages."""

SAMPLE = [
    ("take.after_commit", 1, "sqlite"),
    ("group.admit.after_commit", 2, "postgresql"),
    ("call.before_send", 3, "sqlite"),
    ("call.after_receive", 4, "postgresql"),
    ("group.settle.before_commit", 3, "sqlite"),
    ("group.settle.after_commit", 3, "postgresql"),
    ("group.conclude.before_commit", 4, "sqlite"),
    ("leave.before_commit", 1, "postgresql"),
]
WALK = [(point, count, store) for point in REACHED for count in (1, 7) for store in ("sqlite", "postgresql")]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Made, Path]]:
    """The job as it ends when nothing disturbs it, and its export."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with ProviderServer() as server, pytest.MonkeyPatch.context() as patch:
        made = make_job(f"sqlite:///{folder / 'state.db'}", folder, server, items=items_of(ITEMS))
        made.into(patch)
        assert made.run().status is JobStatus.COMPLETED
        export(made.place, made.job_id, folder / "export")
        yield made, folder / "export"


@pytest.fixture
def made(
    request: pytest.FixtureRequest,
    store: str,
    provider: ProviderServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Made:
    """A three-phase job in a fresh state of the store that the test is for."""
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[store])
    return make_job(url, tmp_path, provider, items=items_of(ITEMS)).into(monkeypatch)


def resume_until_done(made: Made) -> None:
    """Run on in this process, which is another one than died."""
    for _ in range(3):
        if made.row().status is JobStatus.COMPLETED:
            return
        made.run()
    raise AssertionError(f"three runs did not end the job: {made.row().status}")


def assert_like_undisturbed(made: Made, undisturbed: tuple[Made, Path], provider: ProviderServer, folder: Path) -> None:
    """The books are the provider's; results and export are what an undisturbed run's are."""
    provider.wait_idle()
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        assert not [row for row in ledger(state) if row.epoch == 2 and row.status == CallStatus.STALE]
    assert made.results() == undisturbed[0].results()
    export(made.place, made.job_id, folder / "export")
    for part in sorted(undisturbed[1].glob("part-*.parquet")):
        assert (folder / "export" / part.name).read_bytes() == part.read_bytes(), part.name


def crash_and_resume(
    made: Made, crash: str, undisturbed: tuple[Made, Path], provider: ProviderServer, folder: Path
) -> None:
    """Die at a crash point, resume, and compare."""
    provider.behave(latency_ms=20)
    died = made.start(crash=crash).wait(100)
    assert died == -signal.SIGKILL, f"{crash} was not reached (exit {died}):\n{made.said()[-2000:]}"
    resume_until_done(made)
    assert_like_undisturbed(made, undisturbed, provider, folder)


@pytest.mark.parametrize(("point", "count", "store"), SAMPLE)
def test_a_crash_at_a_named_point_loses_nothing_and_pays_nothing_twice(
    made: Made, point: str, count: int, undisturbed: tuple[Made, Path], provider: ProviderServer, tmp_path: Path
) -> None:
    """Killed between two effects and resumed, a job ends with the results, the export and the bill of its promises."""
    crash_and_resume(made, f"{point}:{count}", undisturbed, provider, tmp_path)


@pytest.mark.chaos
@pytest.mark.parametrize(("point", "count", "store"), WALK)
def test_a_crash_at_every_named_point_loses_nothing_and_pays_nothing_twice(
    made: Made, point: str, count: int, undisturbed: tuple[Made, Path], provider: ProviderServer, tmp_path: Path
) -> None:
    """As the sample, for every crash point that a run reaches, early and later in it, on both stores."""
    if count > 1 and point.startswith(("take.", "leave.")):
        count = 1  # a run takes its job once, and leaves it once
    crash_and_resume(made, f"{point}:{count}", undisturbed, provider, tmp_path)


@pytest.mark.parametrize("point", ["payload.before_rename", "payload.after_rename"])
def test_a_crash_around_the_rename_of_a_payload_loses_no_answer(
    sqlite_url: str, point: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer too large for the database is either settled with its payload in place, or unknown and asked again."""
    provider.behave([{"do": "huge", "chars": LONG, "model": "claude-haiku-5-5"}])
    made = make_job(sqlite_url, tmp_path, provider, items=[NewItem("one", text_of(1), {})]).into(monkeypatch)
    assert made.start(crash=point).wait(100) == -signal.SIGKILL, made.said()[-2000:]
    resume_until_done(made)
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        unknown = [row for row in ledger(state) if row.status == CallStatus.UNKNOWN]
    assert len(unknown) == 1
    assert len(str(made.results()[0][2][1])) > LONG // 2


def kill_and_resume(
    made: Made, seed: int, undisturbed: tuple[Made, Path], provider: ProviderServer, folder: Path
) -> None:
    """Kill -9 with calls out, after a random number of requests; resume at once; compare the crash bill."""
    provider.behave(latency_ms=150)
    after = random.Random(seed).randrange(1, 3 * ITEMS - 6)  # noqa: S311  # a moment, no secret
    process = made.start()

    def is_the_moment() -> bool:
        assert process.poll() is None, f"it ended before the kill:\n{made.said()[-2000:]}"
        seen = provider.stats()
        return bool(seen["total"] >= after and seen["in_flight"])

    until(is_the_moment, f"{after} requests, some of them out")
    process.kill()
    process.wait()
    report = made.run()
    assert report.epoch == 2
    with closing(made.opened()) as state:
        unknown = [row for row in ledger(state) if row.epoch == 1 and row.status == CallStatus.UNKNOWN]
    assert report.bill.sent + report.bill.admitted == len(unknown)
    assert report.bill.cost_usd == sum(row.cost_usd for row in unknown)
    assert report.bill.cost_usd > 0
    out = {row.call_id for row in provider.invoice() if row.outcome == "hung_up"}
    assert out <= {row.call_id for row in unknown}, "what was out when it was killed is on the bill"
    if report.status is not JobStatus.COMPLETED:
        resume_until_done(made)
    assert_like_undisturbed(made, undisturbed, provider, folder)


@pytest.mark.parametrize(("seed", "store"), [(1, "sqlite"), (2, "postgresql")])
def test_a_kill_with_calls_out_costs_at_most_those_calls(
    made: Made, seed: int, undisturbed: tuple[Made, Path], provider: ProviderServer, tmp_path: Path
) -> None:
    """After kill -9 at a random moment a resume begins at once, and the crash bill covers what was out."""
    kill_and_resume(made, seed, undisturbed, provider, tmp_path)


@pytest.mark.chaos
@pytest.mark.parametrize(("seed", "store"), [(seed, ("sqlite", "postgresql")[seed % 2]) for seed in range(10, 20)])
def test_ten_kills_with_calls_out_cost_at_most_those_calls(
    made: Made, seed: int, undisturbed: tuple[Made, Path], provider: ProviderServer, tmp_path: Path
) -> None:
    """As the two kills of the ordinary suite, at ten more moments."""
    kill_and_resume(made, seed, undisturbed, provider, tmp_path)


def test_the_bill_of_a_crash_is_in_the_books(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a crash may have cost is part of what the job has spent."""
    provider.behave(latency_ms=60_000)
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(4)).into(monkeypatch)
    process = made.start()
    until(lambda: provider.stats()["in_flight"] >= 4, "four calls out")
    process.kill()
    process.wait()
    provider.behave(latency_ms=0)
    report = made.run()
    assert report.status is JobStatus.COMPLETED
    assert report.bill.sent + report.bill.admitted >= 4
    with closing(made.opened()) as state:
        settled = sum(row.cost_usd for row in ledger(state) if row.status != CallStatus.UNKNOWN)
        assert job_row(state, made.job_id).spent_usd == settled + report.bill.cost_usd
        assert_books(state, provider.invoice())
