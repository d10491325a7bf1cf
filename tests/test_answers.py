"""What is known: each row of the table of docs/answers.md, made with the real engine and counted at the provider."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import cli
from orchestrator.providers.base import Message, Request
from orchestrator.request import canonical_request, request_digest
from pipelines.run import run_job
from state.config import Config, PriceSection, StatePlace, Tiers
from state.migrate import open_state
from state.pages import load_job
from state.status import JobStatus
from tests import answers_table as table
from tests.answers_table import EXECUTOR, FIND, HAIKU, ITEMS, JUDGE, LUNA, SAY, SHORTEN, New, Row, Setting, Step
from tests.answers_world import World, answers_of_phase_1, assert_books, calls_made, explained, release
from tests.fakes.provider_server import ProviderServer

DOCS = Path(__file__).parents[1] / "docs" / "answers.md"
REWRITE = "REWRITE_DOCS"
ALL_STEPS = (Step(SHORTEN), Step(SAY), Step(SAY, JUDGE), Step(FIND))


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    """One provider for all rows."""
    with ProviderServer() as running:
        yield running


@pytest.fixture(scope="module")
def base(server: ProviderServer, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The base job, run by Beam to its end."""
    setting = table.base_setting()
    world = World(tmp_path_factory.mktemp("base"), server, "")
    job_id = world.create(setting)
    with pytest.MonkeyPatch.context() as patch:
        world.surround(setting, patch)
        report = run_job(StatePlace(world.url, world.workspace), setting.config, job_id)
    assert report.status is JobStatus.COMPLETED
    assert len(server.invoice()) == len(ALL_STEPS) * len(ITEMS)
    return World(world.folder, server, job_id)


@pytest.fixture
def world(base: World, tmp_path: Path) -> World:
    """A copy of the state in which the base job has run, and a provider with an empty invoice."""
    shutil.copyfile(base.folder / "state.db", tmp_path / "state.db")
    base.provider.reset()
    return World(tmp_path, base.provider, base.base_id)


# ── the table ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("row", table.ROWS, ids=[row.name for row in table.ROWS])
def test_a_change_makes_the_calls_of_its_row_and_why_names_what_changed(
    world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new job with just one change asks exactly what its row says, and `why` names exactly that part."""
    setting = table.changed_setting(row.edit)
    release(setting, monkeypatch)
    if setting.answers_stay:
        setting.rules = [*answers_of_phase_1(world, setting), *setting.rules]
    job_id = world.create(setting)
    assert world.run(setting, job_id) is JobStatus.COMPLETED
    assert calls_made(world, setting, job_id) == {step: new.items for step, new in row.new.items()}
    new, known = explained(world, setting, job_id)
    assert new == dict(row.new)
    assert known == known_of(row)
    assert_books(world)


def known_of(row: Row) -> dict[Step, str]:
    """The known answers of a row: what it does not ask of the four steps that every item takes."""
    judged = ALL_STEPS if row.name != "judge_off" else tuple(step for step in ALL_STEPS if step.role == EXECUTOR)
    left = {
        step: "".join(item for item in ITEMS if item not in row.new.get(step, New("", ())).items) for step in judged
    }
    return {step: items for step, items in left.items() if items}


# ── beside the table ────────────────────────────────────────────────────────────────────────────


def fresh(edit: table.Edit = lambda _: None) -> Setting:
    """A job of which the base job tells nothing: phase 1 is asked anew, and so is all that reads it."""
    setting = table.changed_setting(edit)
    setting.phase(SHORTEN)["instructions"] = "Name the ships."
    return setting


def test_the_same_job_again_makes_no_call_and_says_what_it_saved(world: World) -> None:
    """A second job of the same costs nothing, and saves what the first one paid."""
    setting = table.changed_setting(lambda _: None)
    job_id = world.create(setting)
    assert world.run(setting, job_id) is JobStatus.COMPLETED
    assert world.provider.invoice() == []
    with world.jobs(setting.config) as jobs:
        first, second = jobs.status(world.base_id).analytics, jobs.status(job_id).analytics
    assert (second.cost_incurred, second.calls) == (Decimal(0), 0)
    assert second.cost_saved == first.cost_settled > 0


def test_what_was_never_asked_is_new_for_the_first_time(world: World) -> None:
    """`why` says so where there is nothing to compare with."""
    new, known = explained(world, table.base_setting(), world.base_id)
    assert new == {step: New("abc", ("first time",)) for step in ALL_STEPS}
    assert known == {}


def test_an_item_without_an_id_is_compared_with_the_one_in_its_place(world: World) -> None:
    """An id made of the content changes with it; `why` names the content all the same."""
    setting = table.changed_setting(lambda _: None)
    for item in setting.items:
        del item["id"]
    first = world.create(setting)
    assert world.run(setting, first) is JobStatus.COMPLETED
    setting.items[1]["content"] = f"b knots, a mill. {table.LONG}"
    second = world.create(setting)
    assert world.run(setting, second) is JobStatus.COMPLETED
    with world.jobs(setting.config) as jobs:
        row = list(jobs.results(second))[1]
        document = jobs.why(second, row.item_id)
    assert [attempt["changed"] for attempt in document["phases"][0]["attempts"]] == [["content"]]  # type: ignore[index, call-overload, union-attr]


def test_the_command_line_says_what_the_program_says(world: World) -> None:
    """`why --json` is `BatchJobs.why`."""
    setting = table.changed_setting(lambda changed: changed.items[1].update(topic="rivers"))
    job_id = world.create(setting)
    world.run(setting, job_id)
    told = CliRunner().invoke(cli, ["--state", world.url, "--workspace", world.workspace, "why", job_id, "b", "--json"])
    assert told.exit_code == 0, told.output
    with world.jobs(setting.config) as jobs:
        assert json.loads(told.stdout) == jobs.why(job_id, "b")


@pytest.mark.parametrize(("reuse", "calls"), [(True, 1), (False, 3)])
def test_equal_requests_of_several_items_share_one_answer_unless_they_must_not(
    world: World, reuse: bool, calls: int
) -> None:
    """Three equal items make one call a step; with `reuse: false` each makes its own."""
    setting = fresh()
    setting.job["phases"] = [{**setting.phase(SHORTEN), "reuse": reuse}]
    for item in setting.items:
        item.update(content="The same for all. " * 9)
    job_id = world.create(setting)
    assert world.run(setting, job_id) is JobStatus.COMPLETED
    assert len(world.provider.invoice()) == calls
    assert_books(world)


def test_retry_asks_the_failed_phase_of_the_failed_items_and_every_job_starts_there(world: World) -> None:
    """A retry makes new calls for just what failed; another job of the same takes the answer of the retry."""
    setting = fresh()
    ordinary = setting.rules
    setting.rules = [{"do": "declined", "model": "gpt-6-sol", "contains": "(On tides)"}, *ordinary]
    job_id = world.create(setting)
    assert world.run(setting, job_id) is JobStatus.COMPLETED
    first = calls_made(world, setting, job_id, status="declined")
    assert first == {Step(SAY): "b"}
    setting.rules = ordinary
    with world.jobs(setting.config) as jobs:
        assert jobs.retry(job_id, start=False) == 1
    before = len(world.provider.invoice())
    assert world.run(setting, job_id) is JobStatus.COMPLETED
    assert len(world.provider.invoice()) == before + 3
    assert calls_made(world, setting, job_id, after=before) == {Step(SAY): "b", Step(SAY, JUDGE): "b", Step(FIND): "b"}
    with world.jobs(setting.config) as jobs:
        tried = jobs.why(job_id, "b")["phases"][1]["attempts"]  # type: ignore[index, call-overload]
        assert [use["changed"] for use in tried if use["role"] == EXECUTOR][-1] == ["generation"]  # type: ignore[union-attr, index, call-overload]
    other = world.create(setting)
    assert world.run(setting, other) is JobStatus.COMPLETED
    assert calls_made(world, setting, other) == {}
    with world.jobs(setting.config) as jobs:
        assert jobs.status(other).progress.completed_items == len(ITEMS)
    assert_books(world)


def test_a_job_keeps_its_plan_whatever_the_configuration_says_later(world: World) -> None:
    """Other tiers and prices change nothing for a job that has begun, and hold for the next one."""
    setting = fresh()
    setting.config = Config(tiers=Tiers(fast=table.TIERS), prices={LUNA: PriceSection(input="3000", output="7000")})
    job_id = world.create(setting)
    with world.jobs(setting.config) as jobs:
        jobs.run_first(job_id, 1)
        assert world.run(setting, job_id) is JobStatus.PAUSED
        jobs.run_first(job_id, None)
    with closing(open_state(world.url)) as state:
        plan = load_job(state, job_id).plan
    setting.config = Config(tiers=Tiers(fast=(LUNA,)))
    assert world.run(setting, job_id) is JobStatus.COMPLETED
    with closing(open_state(world.url)) as state:
        assert load_job(state, job_id).plan == plan
    with world.jobs(setting.config) as jobs:
        calls = list(jobs.calls(job_id))
        assert {call.model for call in calls if call.phase == FIND} == {HAIKU}
        assert len({call.price_version for call in calls}) == 1
        mine = [call for call in calls if call.model == LUNA]
        assert len(mine) == len(ITEMS)
        for call in mine:
            assert call.cost == (3000 * call.input_tokens + 7000 * call.output_tokens) / Decimal(1_000_000)
        other = world.create(setting)
        assert world.run(setting, other) is JobStatus.COMPLETED
        assert calls_made(world, setting, other) == {Step(FIND): "abc"}
        assert {call.model for call in jobs.calls(other)} == {LUNA}


def test_a_digest_of_yesterday_is_one_of_today() -> None:
    """No release changes a digest by itself: a request that was answered before stays known."""
    names = {"attempt", "generation", "max_tokens", "messages", "output", "parameters", "system"}
    request = Request(system="Be brief.", messages=(Message("user", "Hello"),), max_tokens=64)
    assert set(json.loads(canonical_request(request))) == names
    assert request_digest(request) == "a1205979440c1098c33348af339ed934490cedc96d5229e6f0a203eb85eefc76"


# ── the docs ────────────────────────────────────────────────────────────────────────────────────


def test_the_documented_table_is_the_tested_one() -> None:
    """The table of docs/answers.md is the rows that are tested here."""
    text = DOCS.read_text()
    before, _, rest = text.partition(table.BEGIN)
    _, _, after = rest.partition(table.END)
    made = f"{before}{table.BEGIN}\n\n{table.document()}\n\n{table.END}{after}"
    if os.environ.get(REWRITE):
        DOCS.write_text(made)
    assert DOCS.read_text() == made, f"run {REWRITE}=1 pytest tests/test_answers.py"


@pytest.mark.parametrize("path", sorted(DOCS.parent.rglob("*.md")), ids=lambda path: path.stem)
def test_the_docs_name_tests_that_exist(path: Path) -> None:
    """A claim names the test that holds it, and that test is there."""
    tests = "".join(one.read_text() for one in Path(__file__).parent.glob("test_*.py"))
    files = {one.stem for one in Path(__file__).parent.glob("test_*.py")}
    named = set(re.findall(r"\btest_\w+", path.read_text())) - files
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []
