"""BatchJobs: making, finding, moving and reading jobs from Python."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from orchestrator.errors import FailureClass
from pipelines.jobs import BatchJobs, Found
from pipelines.run import run_job
from state.config import Config, Tiers, load_config
from state.errors import (
    BatchwrightError,
    EngineError,
    IllegalMoveError,
    InputError,
    NotFoundError,
    SpecError,
)
from state.records import Json
from state.schema import batch_jobs
from state.spec import JobSpec
from state.status import JobStatus
from tests.commands import JOB
from tests.fakes.provider_server import ProviderServer

PHASES: list[Json] = [{"name": "shorten", "task_type": "chat", "model": "openai/gpt-6-luna"}]
ITEMS: list[Json] = [{"id": "a", "content": "One text"}, {"id": "b", "content": "Another text"}]


@pytest.fixture
def jobs(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchJobs]:
    """The jobs of a fresh state, with a key for the loopback provider."""
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setenv("OPENAI_BASE_URL", provider.openai_url)
    with BatchJobs(str(tmp_path / "state.db"), cwd=tmp_path) as made:
        yield made


def store(jobs: BatchJobs, **keys: object) -> str:
    """A job that is stored and not started."""
    given = {"name": "Texts", "phases": PHASES, **keys}
    return jobs.create(given, items=None if "items" in keys else ITEMS, start=False).id


def run(jobs: BatchJobs, job_id: str) -> JobStatus:
    """Run a job in this process."""
    return run_job(jobs.place, jobs.config, job_id).status


def find(jobs: BatchJobs, items: list[Json] | None = None, *, new: bool = False, **keys: object) -> Found:
    """Find the job of a spec and items, or make it."""
    spec, source = jobs.read({"name": "Texts", "phases": PHASES, **keys}, values=items or ITEMS)
    return jobs.find_or_create(spec, source, new=new, first=None)


def test_a_job_is_made_of_keywords_mappings_files_and_specs(jobs: BatchJobs, tmp_path: Path) -> None:
    """`create` takes keys, a mapping in either spelling, a job file or a spec, and items as values or a path."""
    (tmp_path / "job.yaml").write_text(JOB, "utf-8")
    (tmp_path / "items.jsonl").write_text('{"content": "x"}\n', "utf-8")
    made = [
        jobs.create(name="Texts", phases=PHASES, items=(one for one in ITEMS), options={"auto_start": False}),
        jobs.create({"name": "T", "phases": PHASES, "projectId": "p", "options": {"autoStart": False}}, items=ITEMS),
        jobs.create("job.yaml", items="items.jsonl", start=False),
        jobs.create(JobSpec.model_validate({"name": "S", "phases": PHASES}), items=["x", 7], start=False),
    ]
    assert [one.status for one in made] == [JobStatus.PENDING] * 4
    assert [one.progress.total_items for one in made] == [2, 2, 1, 2]
    assert made[1].project == "p"


def test_relative_items_start_from_the_job_file(jobs: BatchJobs, tmp_path: Path) -> None:
    """A path in a job file is relative to that file; one beside it to the working folder."""
    folder = tmp_path / "below"
    folder.mkdir()
    (folder / "job.yaml").write_text(f"items: items.jsonl\n{JOB}", "utf-8")
    (folder / "items.jsonl").write_text('{"content": "x"}\n', "utf-8")
    assert jobs.create("below/job.yaml", start=False).progress.total_items == 1


def test_the_same_job_is_found_by_project_name_phases_and_items(jobs: BatchJobs) -> None:
    """Options do not count; another item, its order, name, project or phase is another job, and so is `new`."""
    first = find(jobs)
    assert first.is_new
    same = find(jobs, options={"concurrency": 7})
    assert same == Found(first.job_id, False, JobStatus.PENDING, "concurrency 5 → 7")
    assert find(jobs, options={"concurrency": 7}).changed == ""
    assert jobs.set(first.job_id, {}).concurrency == 7
    other_phases = [{**PHASES[0], "instructions": "Else"}]  # type: ignore[dict-item]
    others = [
        find(jobs, ITEMS[::-1]),
        find(jobs, ITEMS[:1]),
        find(jobs, name="Other"),
        find(jobs, project="other"),
        find(jobs, phases=other_phases),
        find(jobs, new=True),
    ]
    assert all(found.is_new for found in others)


def test_a_job_that_was_made_while_the_items_came_in_is_the_same_job(jobs: BatchJobs) -> None:
    """Who makes the same job at once goes on with the other's; `--new` makes one of its own all the same."""

    class Meanwhile(list[Json]):
        def __iter__(self) -> Iterator[Json]:
            store(jobs, items=ITEMS)
            return super().__iter__()

    found = find(jobs, Meanwhile(ITEMS))
    assert found == Found(jobs.list().jobs[0].id, False, JobStatus.PENDING)
    assert jobs.list().total == 1
    assert find(jobs, Meanwhile(ITEMS), new=True).is_new
    assert jobs.list().total == 3


def test_a_cancelled_job_is_not_gone_on_with(jobs: BatchJobs) -> None:
    """After a cancel the same command makes a new job."""
    first = find(jobs)
    assert jobs.cancel(first.job_id).status is JobStatus.CANCELLED
    assert find(jobs).is_new


def test_a_finished_job_is_shown_and_what_it_knows_is_known_to_a_new_one(
    jobs: BatchJobs, provider: ProviderServer
) -> None:
    """COMPLETED is found as it is; a new job of the same makes no call, and says what that saved."""
    first = find(jobs)
    assert run(jobs, first.job_id) is JobStatus.COMPLETED
    assert find(jobs) == Found(first.job_id, False, JobStatus.COMPLETED)
    calls = provider.stats()["total"]
    second = find(jobs, new=True)
    assert run(jobs, second.job_id) is JobStatus.COMPLETED
    assert provider.stats()["total"] == calls
    assert jobs.status(second.job_id).analytics.cost_saved == jobs.status(first.job_id).analytics.cost_incurred > 0
    phases: Any = jobs.why(second.job_id, "a")["phases"]
    assert [step["answer"] for step in phases[0]["attempts"]] == ["known"]


def test_a_job_that_nobody_has_started_is_started_and_not_resumed(jobs: BatchJobs) -> None:
    """PENDING allows no resume, in Python as in the table of moves; the message says what it does allow."""
    job_id = store(jobs)
    with pytest.raises(IllegalMoveError, match="is PENDING: it cannot be resumed; possible: cancel, delete, start"):
        jobs.resume(job_id)
    jobs.start(job_id)
    assert jobs.wait(job_id, timeout_s=60).status is JobStatus.COMPLETED


def test_a_plan_is_made_when_nothing_is_missing_any_more(jobs: BatchJobs, provider: ProviderServer) -> None:
    """A job that was stored by a version that lacked something, and so has no plan, gets one when it is started."""
    job_id = store(jobs)
    with jobs.state().begin() as conn:
        conn.execute(update(batch_jobs).values(plan=None, plan_digest=None))
    assert jobs.ready(job_id, "start") == job_id
    assert run(jobs, job_id) is JobStatus.COMPLETED
    assert provider.stats()["total"] == 2


def test_failed_items_are_retried_alone(jobs: BatchJobs, provider: ProviderServer) -> None:
    """`retry` opens what failed, by item or class; the run after it asks for nothing else."""
    provider.behave([{"do": "declined", "contains": "Another", "times": 1}])
    job_id = store(jobs)
    assert run(jobs, job_id) is JobStatus.COMPLETED
    (failed,) = jobs.results(job_id, status="FAILED")
    assert failed.item_id == "b"
    assert jobs.retry(job_id, classes=["timeout"], start=False) == 0
    for wrong in ("declned", ""):
        with pytest.raises(InputError, match=f"'{wrong}' is no class of failure; .* failed with: declined"):
            jobs.retry(job_id, classes=["timeout", wrong])
    assert jobs.retry(job_id, items=["b"], start=False) == 1
    assert run(jobs, job_id) is JobStatus.COMPLETED
    assert [row.item_id for row in jobs.results(job_id, status="COMPLETED")] == ["a", "b"]
    assert provider.stats()["total"] == 3


def test_only_the_first_items_run(jobs: BatchJobs, provider: ProviderServer) -> None:
    """`run_first` lets so many items run and the others wait, until it is lifted."""
    job_id = store(jobs)
    jobs.run_first(job_id, 1)
    assert run(jobs, job_id) is JobStatus.PAUSED
    assert provider.stats()["total"] == 1
    jobs.run_first(job_id, None)
    assert run(jobs, job_id) is JobStatus.COMPLETED


def test_waiting_ends_with_the_job_or_in_words(jobs: BatchJobs) -> None:
    """A job that nobody started is not waited for; one that has finished is not waited for either."""
    job_id = store(jobs)
    with pytest.raises(IllegalMoveError, match="PENDING: nobody has started it"):
        jobs.wait(job_id)
    run(jobs, job_id)
    assert jobs.wait(job_id, timeout_s=0).status is JobStatus.COMPLETED


def test_a_running_job_times_out_a_wait(jobs: BatchJobs) -> None:
    """A wait with a limit says how far the job is when it is over."""
    from state.leases import take

    job_id = store(jobs)
    take(jobs.state(), job_id, runner="local")
    with pytest.raises(TimeoutError, match="still runs after 0 s: 0.0 % done"):
        jobs.wait(job_id, timeout_s=0)
    with pytest.raises(IllegalMoveError, match=r"is running \(pid \d+ on .*, which started it"):
        jobs.start(job_id)


def test_results_are_read_as_they_are_asked_for(jobs: BatchJobs) -> None:
    """`results` is an iterator by ordinal: from an offset, behind an ordinal, up to a limit."""
    job_id = jobs.create(name="Many", phases=PHASES, items=list(range(1, 251)), start=False).id
    assert next(iter(jobs.results(job_id))).input == "1"
    assert [row.ordinal for row in jobs.results(job_id, offset=240, limit=3)] == [240, 241, 242]
    assert [row.ordinal for row in jobs.results(job_id, after=248)] == [249]
    assert jobs.count(job_id) == 250


def test_options_budgets_and_projects(jobs: BatchJobs) -> None:
    """`set` takes pairs or values and tells all that is wrong; `budget` sets, shows and lifts a project's cap."""
    job_id = store(jobs)
    assert jobs.set(job_id, ["budget_usd=30", "concurrency=20"]).budget_usd == Decimal(30)
    assert jobs.set(job_id, {"budget_usd": None}).budget_usd is None
    with pytest.raises(InputError, match="concurrency: '99' is no whole number from 1 to 50"):
        jobs.set(job_id, {"concurrency": 99})
    assert jobs.budget("default", cap_usd="$12.5").cap_usd == Decimal("12.5")
    assert jobs.budget("default").left_usd == Decimal("12.5")
    assert jobs.budget("default", cap_usd="none").cap_usd is None


def test_a_deleted_job_is_gone(jobs: BatchJobs) -> None:
    """`delete` takes a prefix; the job is in no list and cannot be named any more."""
    job_id = store(jobs)
    assert jobs.delete(job_id[:12]) == job_id
    assert jobs.list().total == 0
    with pytest.raises(NotFoundError):
        jobs.status(job_id)


def test_an_empty_place_has_no_jobs_and_stays_empty(tmp_path: Path) -> None:
    """Listing where no state is makes none; naming a job there says where it was looked for."""
    with BatchJobs(cwd=tmp_path) as jobs:
        assert jobs.list().jobs == ()
        with pytest.raises(NotFoundError, match="there is no state at"):
            jobs.status("last")
    assert list(tmp_path.iterdir()) == []


def test_the_most_items_are_a_limit(jobs: BatchJobs, tmp_path: Path) -> None:
    """More items than the configuration allows are refused, and nothing is stored."""
    (tmp_path / "batchwright.toml").write_text("[limits]\nmax_items = 1\n", "utf-8")
    with pytest.raises(BatchwrightError, match="more than 1 items"):
        store(jobs)
    assert jobs.list().total == 0


def test_items_in_two_places_are_refused(jobs: BatchJobs) -> None:
    """A job with items and items beside it says so."""
    with pytest.raises(SpecError, match="others were given beside it"):
        jobs.create({"name": "T", "phases": PHASES, "items": ITEMS}, items=ITEMS, start=False)


@pytest.mark.parametrize("given", ["found", "named", "object"])
def test_a_detached_run_has_the_configuration_of_who_started_it(
    given: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run in a process of its own asks whom the configuration here says, found, named or given, from any folder."""
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    _write_config(elsewhere / "batchwright.toml", "http://127.0.0.1:9/v1")
    written = _write_config(home / ("batchwright.toml" if given == "found" else "mine.toml"), provider.openai_url)
    config = {"found": None, "named": "mine.toml", "object": load_config(written, home)}[given]
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("MY_KEY", "any")
    phases = [{**PHASES[0], "model": "mine/gpt-6-luna"}]  # type: ignore[dict-item]
    with BatchJobs(str(tmp_path / "state.db"), config=config, cwd=home) as jobs:
        job = jobs.create(name="Texts", phases=phases, items=ITEMS)
        assert jobs.wait(job.id, timeout_s=60).status is JobStatus.COMPLETED
    assert provider.stats()["total"] == 2


def test_a_detached_run_that_does_not_come_up_says_why(
    tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who starts it is told the error that the other process ended with."""
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    config = tmp_path / "mine.toml"
    config.write_text("", "utf-8")
    with BatchJobs(str(tmp_path / "state.db"), config=config, cwd=tmp_path) as jobs:
        job_id = store(jobs)
        config.write_text("no TOML", "utf-8")
        with pytest.raises(InputError, match=r"did not come up \(exit code 2\): .*mine\.toml is not TOML"):
            jobs.start(job_id)
    assert provider.stats()["total"] == 0


def _write_config(path: Path, url: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    provider = f'[providers.mine]\nbase_url = "{url}"\napi_key_env = "MY_KEY"\n'
    path.write_text(f'{provider}[prices."mine/gpt-6-luna"]\ninput = 1\noutput = 2.5\n', "utf-8")
    return path


def test_a_second_attempt_without_a_key_for_its_models_is_made_by_the_first_ones(
    tmp_path: Path, jobs: BatchJobs, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the next tier has no key here, the job does not stop: it stays with the best that can be asked."""
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    provider.behave([{"do": "invalid_output", "contains": "Another", "times": 1}])
    tiers = Tiers(fast=("openai/gpt-6-luna",), balanced=("anthropic/claude-sonnet-5-5",))
    phases: list[Json] = [{"name": "find", "task_type": "entity_extraction"}]
    with BatchJobs(jobs.place.url, config=Config(tiers=tiers), cwd=tmp_path) as tiered:
        job_id = tiered.create(name="Texts", phases=phases, items=ITEMS, start=False).id
        assert run(tiered, job_id) is JobStatus.COMPLETED
        assert [row.item_id for row in tiered.results(job_id, status="COMPLETED")] == ["a", "b"]
        told: Any = tiered.why(job_id, "b")["phases"]
    assert provider.stats()["total"] == 3
    assert [step["model"] for step in told[0]["attempts"]] == ["openai/gpt-6-luna"] * 2


@pytest.mark.parametrize("error", [EngineError("made up"), ValueError("made up")], ids=["engine", "python"])
def test_what_our_own_code_does_wrong_has_one_class(
    jobs: BatchJobs, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that ends with a bug of ours leaves the job FAILED, with the same class whatever was raised."""

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("pipelines.run.work", broken)
    job_id = store(jobs)
    with pytest.raises(type(error)):
        run(jobs, job_id)
    view = jobs.status(job_id)
    assert view.status is JobStatus.FAILED
    assert view.error is not None
    assert view.error.error_class == FailureClass.BUG


def test_a_workspace_that_cannot_be_written_stops_no_job(
    tmp_path: Path, jobs: BatchJobs, provider: ProviderServer
) -> None:
    """A long reply that has no place there is paid for: it goes into its row, and is not asked for again."""
    provider.behave([{"do": "huge", "chars": 300_000, "times": 1}])
    job_id = store(jobs)
    (tmp_path / "workspace").write_text("in the way", "utf-8")
    assert run(jobs, job_id) is JobStatus.COMPLETED
    assert max(len(str(row.output)) for row in jobs.results(job_id)) >= 300_000
    asked = [row.call_id for row in provider.invoice()]
    assert len(asked) == len(set(asked)) == jobs.status(job_id).progress.total_items
