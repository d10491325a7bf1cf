"""How each page of a job begins: its name, state and place, and the figures that one looks for first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from pipelines.page_frame import name, words
from pipelines.screen_jobs import moment
from state.job_view import JobView
from state.status import JobStatus

_BADGES = {JobStatus.COMPLETED: "good", JobStatus.FAILED: "bad", JobStatus.PAUSED: "warn", JobStatus.CANCELLED: "dim"}

Fact: TypeAlias = tuple[str, str, str]
"""A title, the figure, and what is to be said beside it."""


def state_badge(view: JobView) -> str:
    """The state of a job in its colour."""
    state = "STALLED" if view.stalled is not None else str(view.status)
    colour = "bad" if view.stalled is not None else _BADGES.get(view.status, "")
    return f'<span class="badge {colour}">{state}</span>'


def job_title(view: JobView, at: datetime) -> str:
    """Name, state and place of a job, and why it is as it is.

    Args:
        view: The job.
        at: When its figures were read.
    """
    lines = [f"Job <code>{words(view.id)}</code> of project {name(view.project)}"]
    if view.started_at is not None:
        ended = f", ended {moment(view.completed_at)}" if view.completed_at else ""
        lines.append(f"started {moment(view.started_at)}{ended} UTC")
    if view.status is JobStatus.RUNNING:
        lines.append(f"it goes on: all figures are those of {moment(at)} UTC")
    why = f"<p>{name(f'{view.error.error_class}: {view.error.message}')}</p>" if view.error is not None else ""
    return (
        f"<header><h1><bdi>{words(view.name)}</bdi> {state_badge(view)}</h1>"
        f"<p class=dim>{' · '.join(lines)}</p>{why}</header>\n"
    )


def facts(listed: Iterable[Fact]) -> str:
    """Figures as a row of cards."""
    drawn = "".join(f"<div><dt>{title}</dt><dd>{fact}</dd><dd>{beside}</dd></div>" for title, fact, beside in listed)
    return f"<dl class=facts>{drawn}</dl>\n"
