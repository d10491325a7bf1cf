"""A state in which the base job of the table of answers has run, copies of it, and what is seen in them."""

from __future__ import annotations

import queue
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from orchestrator import judge, workers
from orchestrator.tasks import TASKS
from pipelines import plan
from pipelines.jobs import BatchJobs
from pipelines.ready import check_keys
from pipelines.run import worker_settings
from state.config import Config, StatePlace
from state.leases import finish_run, take
from state.migrate import open_state
from state.pages import load_job
from state.records import JobRef, Json, Outcome, Page
from state.status import JobStatus
from tests.answers_table import FIND, ITEMS, SAY, SHORTEN, New, Setting, Step
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_invoice, assert_paid_once, ledger

# ── running jobs ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class World:
    """A state in which the base job has run, and the provider that answered it."""

    folder: Path
    provider: ProviderServer
    base_id: str

    @property
    def url(self) -> str:
        """URL of the state."""
        return f"sqlite:///{self.folder / 'state.db'}"

    @property
    def workspace(self) -> str:
        """Its workspace."""
        return str(self.folder / "workspace")

    def jobs(self, config: Config) -> BatchJobs:
        """The public Python API over this state."""
        return BatchJobs(self.url, self.workspace, config, cwd=self.folder)

    def create(self, setting: Setting) -> str:
        """Store a job."""
        (self.folder / "rules.py").write_text(setting.code, "utf-8")
        with self.jobs(setting.config) as jobs:
            return jobs.create(setting.job, start=False).id

    def run(self, setting: Setting, job_id: str) -> JobStatus:
        """Run a job with the keys of a setting, against a provider that behaves as it says."""
        with pytest.MonkeyPatch.context() as patch:
            self.surround(setting, patch)
            return drive(StatePlace(self.url, self.workspace), setting.config, job_id)

    def surround(self, setting: Setting, patch: pytest.MonkeyPatch) -> None:
        """Put a setting's keys into the environment, and its rules into the provider."""
        urls = {"anthropic": self.provider.anthropic_url, "openai": self.provider.openai_url}
        for name, url in urls.items():
            patch.setenv(f"{name.upper()}_BASE_URL", url)
            patch.delenv(f"{name.upper()}_API_KEY", raising=False)
            if name in setting.keys:
                patch.setenv(f"{name.upper()}_API_KEY", "made-up")
        self.provider.behave(setting.rules)


def drive(place: StatePlace, config: Config, job_id: str) -> JobStatus:
    """What `run_job` does, without Beam: the worker, the store and the provider are the real ones."""
    with closing(open_state(place.url)) as state:
        job = load_job(state, job_id)
        check_keys(job.plan, config)
        epoch, _ = take(state, job_id, runner="local")
        worker = workers.acquire(JobRef(place.url, place.workspace, job_id, epoch), worker_settings(config))
        try:
            bundle = worker.open_bundle()
            worker.lease()
            ended: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
            opened = worker.open_page(Page(0, 0, (job.first or job.total_items) - 1))
            for item in opened:
                assert worker.take_slot(item)
                run = worker.start(item, bundle)
                for phase in range(len(job.plan.phases)):
                    run.attach(phase)
                run.on_end(ended.put)
            worker.bundle_is_read(bundle)
            for _ in opened:
                outcome = ended.get(timeout=60)
                assert isinstance(outcome, Outcome), outcome
        finally:
            workers.release(worker)
        finish_run(state, job_id, epoch)
        return load_job(state, job_id).status


def release(setting: Setting, patch: pytest.MonkeyPatch) -> None:
    """Have the prompts that a setting says, as a later release of the program would."""
    if setting.judge_prompt:
        patch.setattr(judge, "_PROMPTS", {**judge._PROMPTS, "later": setting.judge_prompt})
        patch.setattr(plan, "PROMPT_VERSION", "later")
    if setting.task_prompt:
        task = TASKS["entity_extraction"]
        patch.setattr(plan, "TASKS", {**TASKS, task.name: replace(task, system=setting.task_prompt)})


# ── what was asked, and what `why` says ─────────────────────────────────────────────────────────


def letter(item_id: str) -> str:
    """The base's item that an item is; the one whose id was changed is b."""
    return item_id if item_id in ITEMS else "b"


def calls_made(
    world: World, setting: Setting, job_id: str, *, status: str | None = None, after: int = 0
) -> dict[Step, str]:
    """The calls in a job's ledger: by step, the items.

    Args:
        status: Only those that ended so.
        after: Leave out so many of its calls.
    """
    places = [phase["name"] for phase in cast("list[Mapping[str, Json]]", setting.job["phases"])]
    found: dict[Step, list[str]] = {}
    with world.jobs(setting.config) as jobs:
        for call in list(jobs.calls(job_id))[after:]:
            if status is not None and call.status != status:
                continue
            name = (SHORTEN, SAY, FIND)[places.index(call.phase)]
            found.setdefault(Step(name, call.role, call.attempt), []).append(letter(call.item_id))
    return {step: "".join(sorted(items)) for step, items in found.items()}


def explained(world: World, setting: Setting, job_id: str) -> tuple[dict[Step, New], dict[Step, str]]:
    """What `why` says of all items: the new answers by step with their items and parts, and the known ones."""
    new: dict[Step, dict[str, tuple[str, ...]]] = {}
    known: dict[Step, list[str]] = {}
    with world.jobs(setting.config) as jobs:
        for row in jobs.results(job_id):
            for name, phase in zip((SHORTEN, SAY, FIND), _list(jobs.why(job_id, row.item_id)["phases"]), strict=True):
                for attempt in _list(phase["attempts"]):
                    step = Step(name, str(attempt["role"]), int(str(attempt["attempt"])))
                    parts = tuple(str(part) for part in attempt["changed"])  # type: ignore[union-attr]
                    if attempt["answer"] == "new":
                        new.setdefault(step, {})[letter(row.item_id)] = parts
                    else:
                        assert not parts, f"{step} of {row.item_id} is known, and {parts} are said to have changed"
                        known.setdefault(step, []).append(letter(row.item_id))
    grouped = {}
    for step, by_item in new.items():
        (parts,) = set(by_item.values())
        grouped[step] = New("".join(sorted(by_item)), parts)
    return grouped, {step: "".join(sorted(items)) for step, items in known.items()}


def _list(value: Json) -> list[dict[str, Json]]:
    assert isinstance(value, list)
    return value  # type: ignore[return-value]


def assert_books(world: World) -> None:
    """The provider's invoice is the ledger's, less the base's calls, and no known answer was asked for."""
    with closing(open_state(world.url)) as state:
        calls = ledger(state)
        assert_paid_once(state, calls)
    assert_invoice([call for call in calls if call.job_id != world.base_id], world.provider.invoice())


def answers_of_phase_1(world: World, setting: Setting) -> list[dict[str, object]]:
    """Rules by which a model answers phase 1 as it was answered in the base job."""
    model = setting.answers_stay
    with world.jobs(setting.config) as jobs:
        said = {row.item_id: row.phase_outputs[SHORTEN] for row in jobs.results(world.base_id)}
    return [{"do": "text", "model": model, "contains": f"{item} knots.", "text": said[item]} for item in ITEMS]
