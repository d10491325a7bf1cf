"""The way: what to type next after each command that is a step of it, said in this one place.

    init ─► preview ─► estimate ─► run --first N ─► run ─► results ─► show ─► analytics --html ─► export ─► one's own
                                        a job that stopped: what it waits for, and resume ─┘

A step is a line of commands, each as its arguments. `Screen.next` shows it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Context, Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from orchestrator.pricing import LOCAL
from pipelines.called import NAME, cluster, program

if TYPE_CHECKING:
    from state.document_records import Collected
    from state.job_view import JobView
    from state.records import Json

Typed: TypeAlias = "tuple[str, ...]"
"""A command as its arguments."""

_AGAIN = "tries again, and pays for what it asks"
_READS = "reads the file again"

FIRST = 5
"""So many items are run before one is asked."""

_HERE = "local"
"""Where a job runs if nobody says where."""

PAGE, FOLDER = "analytics.html", "out"


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next.

    Args:
        commands: To be typed one after the other.
        why: What they are for, where that is not plain.
    """

    commands: tuple[Typed, ...] = ()
    why: str = ""

    def lines(self) -> list[str]:
        """A line for each command, with the options that were typed before this one: what is copied is a command."""
        return [_piped(words) + shlex.join((*program(), *words)) for words in self.commands]


def _piped(words: Typed) -> str:
    """What stands before a command that reads its items from whatever is piped into it."""
    return "… | " if ("--items", "-") in pairwise(words) else ""


def command(*words: str) -> str:
    """A command as it can be typed, whatever an item is called; `as_called` adds the options that were typed."""
    return shlex.join((NAME, *words))


def _one(*typed: str, why: str = "") -> Step:
    return Step((typed,), why)


def beside(given: Mapping[str, object]) -> Typed:
    """What was typed beside a job file, and belongs beside it in the next command, too: its items."""
    paths = given.get("paths")
    named = [word for path in paths for word in ("--items", str(path))] if isinstance(paths, Sequence) else []
    return (*named, *(["--skip-unknown"] if given.get("skip_unknown") else []))


def _file(job: str) -> str:
    """A job file's name as an argument, which no option begins like."""
    return f"./{job}" if job.startswith("-") and job != "-" else job


# ── documents ───────────────────────────────────────────────────────────────────────────────────


def after_documents(project: str, found: Collected) -> Step:
    """After documents were added: their vectors, where a model has to be asked for them; else a search, or a list."""
    of = ("--project", project)
    if not found.chunks:
        return _one("docs", "list", *of)
    if found.vectors is not None and found.without and not found.vectors.startswith(f"{LOCAL}/"):
        return _one("docs", "embed", *of, "--model", found.vectors, why="asks for the vectors that are missing")
    return _one("docs", "search", *of, "what you look for")


def after_embedding(project: str, model: str, job: str, *, has_failed: bool) -> Step:
    """After vectors were not all made: those that failed again, and the same command, which goes on with the job."""
    again: Typed = ("docs", "embed", "--project", project, "--model", model)
    return Step((("retry", job, "--attach"), again) if has_failed else (again,))


# ── before a run ────────────────────────────────────────────────────────────────────────────────


def after_init(job: str) -> Step:
    """The requests of what was written."""
    return _one("preview", _file(job), why="what would be asked; nothing is sent")


def after_preview(job: str, given: Mapping[str, object]) -> Step:
    """What all of them cost."""
    return _one("estimate", _file(job), *beside(given))


def after_estimate(job: str, given: Mapping[str, object], items: int, *, is_nothing: bool) -> Step:
    """A few of the items, where there are more; what is known already costs nothing and needs no try."""
    few = min(FIRST, items // 2)
    first = ("--first", str(few)) if few and not is_nothing else ()
    return _one("run", _file(job), *beside(given), *first)


def after_first(job: str, given: Mapping[str, object]) -> Step:
    """The others, to whoever did not want them yet; one who changes the job file makes another job of it."""
    return _one("run", _file(job), *beside(given), why="the others; with a changed job file, a new job")


# ── a run and after it ──────────────────────────────────────────────────────────────────────────


_MEND: Mapping[str, str] = MappingProxyType(
    {
        "bad_key": "once the key is mended",
        "no_credit": "once there is credit",
        "unknown_model": "once there is that model",
    }
)
"""What nobody but the user can do before a job goes on, by why it paused."""


def after_run(view: JobView, job: str, enough: Decimal | None = None) -> Step:
    """What a job came to; or how it goes on, when it stopped before its end.

    Args:
        job: How it is named.
        enough: The budget that it needs, where it stopped at its own and that was reckoned (`outlook.enough`).
    """
    from state.status import JobStatus  # noqa: PLC0415  # with it comes all that `--help` does not need

    if view.status in (JobStatus.PAUSED, JobStatus.FAILED, JobStatus.RUNNING, JobStatus.PENDING):
        why = _MEND.get(view.error.error_class, "") if view.error is not None else ""
        ended = view.progress.total_items - view.progress.pending_items
        if view.first is not None and ended >= view.first:
            seen = ("results", job)
            return Step(
                (*_before_resume(view, job, enough), seen, _again("resume", job, view)), why or "runs all others"
            )
        return Step((*_before_resume(view, job, enough), _again("resume", job, view)), why)
    if view.progress.failed_items and view.status is JobStatus.COMPLETED and view.purged_at is None:
        return Step((("results", job, "--status", "FAILED"), _again("retry", job, view)), _AGAIN)
    return _one("results", job)


def _again(verb: str, job: str, view: JobView, *of: str) -> Typed:
    """What has a job, or that of it which is named, go on where it ran before."""
    where = () if view.runner in (None, _HERE) else ("--runner", str(view.runner), *cluster())
    return (verb, job, *of, "--attach", *where)


def after_look(view: JobView, job: str) -> Step:
    """What to do about a job that one looks at: it may be that somebody works on it, or nobody did yet."""
    from state.status import JobStatus  # noqa: PLC0415  # as above

    if view.status is JobStatus.RUNNING and view.stalled is None:
        return _one("status", job, "--watch")
    return _one("start", job, "--attach") if view.status is JobStatus.PENDING else after_run(view, job)


def _before_resume(view: JobView, job: str, enough: Decimal | None) -> tuple[Typed, ...]:
    """What must be typed before a job that stopped at a budget can go on."""
    if _ended_budget(view) == "project":
        return (("budget", "set", "USD", "--project", view.project),)
    return (("set", job, f"budget_usd={_more(view, enough)}"),) if is_out_of_budget(view) else ()


def is_out_of_budget(view: JobView) -> bool:
    """Whether a job has stopped at its own budget."""
    return _ended_budget(view) == "job"


def _ended_budget(view: JobView) -> str:
    from state.money import ended_budget  # noqa: PLC0415
    from state.records import HeldReason  # noqa: PLC0415

    is_for_budget = view.error is not None and view.error.error_class == HeldReason.BUDGET
    return ended_budget(view.error.message) if view.error is not None and is_for_budget else ""


def _more(view: JobView, enough: Decimal | None) -> str:
    """A budget that is likely to be enough, in two digits: none is named that nobody has reckoned.

    By what an item cost so far it is a quarter more than that, and twice the one that was too small.
    """
    budget, end = view.budget_usd or Decimal(0), view.analytics.cost_projected
    if enough is None or enough <= budget:
        enough = None if end is None else max(2 * budget, end * 5 / 4)
    return f"{Context(prec=2, rounding=ROUND_UP).plus(enough):f}" if enough else "USD"


def after_results(job: str, item_id: str | None) -> Step:
    """One of the items that were shown, with all that was asked for it.

    Args:
        item_id: The first that can be shown; None where there is none.
    """
    if item_id is None:
        return Step()
    return _one("show", job, *(("--", item_id) if item_id.startswith("-") else (item_id,)))


def after_show(view: JobView, job: str, item_id: str, found: Mapping[str, Json]) -> Step:
    """The whole job as a page, once it is over; of an item that failed, another try.

    Args:
        job: How it is named.
        found: The `show` document.
    """
    from orchestrator.errors import FailureClass  # noqa: PLC0415
    from state.status import JobStatus  # noqa: PLC0415  # as above

    if view.status is not JobStatus.COMPLETED:
        return _one("status", job)
    if found["status"] == "FAILED":
        error = found["error"]
        is_unread = isinstance(error, dict) and error["class"] == FailureClass.UNREADABLE and not found["calls"]
        return Step((_again("retry", job, view, "--item", item_id),), _READS if is_unread else _AGAIN)
    return after_analytics(job)


def after_analytics(job: str, page: str | None = None, *, is_purged: bool = False) -> Step:
    """The figures as a page; after that the outputs as files, if they are there.

    Args:
        page: The file of the page that was written. What went to stdout is for programs.
    """
    if page is None:
        return _one("analytics", job, "--html", PAGE)
    return Step() if page == "-" or is_purged else _one("export", job, FOLDER)


def after_export(folder: str, files: Sequence[str], *, is_local: bool) -> Step:
    """Who reads the files; after a job of the local model alone, a job of one's own.

    Args:
        files: What was written.
    """
    if is_local:
        return Step(why="your own items and model: name them in the job file, then preview it again")
    parts = [name for name in files if name.startswith("part-")]
    if not parts:
        return Step()
    others = f", the first of {len(parts)} parts" if len(parts) > 1 else ""
    read = f"pyarrow.parquet.read_table({str(Path(folder, parts[0]))!r})"
    return Step(why=f"in Python: import pyarrow.parquet; {read}{others}")


def is_local(models: Sequence[str]) -> bool:
    """Whether nobody else was asked than the local models."""
    return bool(models) and all(model.startswith("local/") for model in models)


def after_demo(job: str, item_id: str | None) -> Step:
    """One of the demo's items, and then a job that one can change."""
    shown = (("show", job, item_id),) if item_id is not None else ()
    return Step((*shown, ("init",)), why="a job file of your own")


def again_demo() -> Step:
    """The rest of the demo."""
    return _one("demo", why="goes on")
