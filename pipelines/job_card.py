"""A job as a notebook shows it: a card with its state, a bar, and what `status` says; no script, no style of its own.

Notebooks are light or dark, and some strip what they do not trust: so colours are the page's, sizes stand in elements,
and without either the card is a table that reads well.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from state.job_view import JobView
from state.status import JobStatus

_COLOURS = {
    JobStatus.RUNNING: "#1c7ed6", JobStatus.COMPLETED: "#2b8a3e", JobStatus.FAILED: "#e03131",
    JobStatus.PAUSED: "#d97706", JobStatus.CANCELLED: "#868e96", JobStatus.PENDING: "#868e96",
}  # fmt: skip
"""Of the dot beside the state, which is told in words, too; each can be seen on white and on black."""

_CARD = "max-width:46em;border:1px solid rgba(128,128,128,.4);border-radius:8px;padding:.8em 1em;line-height:1.5"
_CELL = "text-align:left;vertical-align:top;padding:.1em 1em .1em 0;border:0;background:none"


@dataclass(frozen=True, slots=True)
class ShownJob(JobView):
    """A job as `status` has it, which a notebook shows as a card."""

    def _repr_html_(self) -> str:
        return job_card(self)


def shown_job(view: JobView) -> ShownJob:
    """The same job with a card."""
    return ShownJob(*(getattr(view, field.name) for field in fields(JobView)))


def job_card(view: JobView) -> str:
    """The card."""
    from pipelines.page_frame import name, told, words  # noqa: PLC0415  # programs that show no card load no rich
    from pipelines.screen_jobs import done_words, facts  # noqa: PLC0415

    done = view.progress
    ended = done.total_items - done.pending_items
    state = "STALLED" if view.stalled is not None else str(view.status)
    colour = "#e03131" if view.stalled is not None else _COLOURS[view.status]
    rows = "".join(
        f'<tr style="background:none"><th scope="row" style="{_CELL};opacity:.7;font-weight:400">{words(title)}</th>'
        f'<td style="{_CELL}">{told(text)}</td></tr>'
        for title, text in facts(view)
    )
    return (
        f'<div role="group" aria-label="{words(view.name)}" style="{_CARD}"><div><strong>{name(view.name)}</strong> '
        f'<span style="white-space:nowrap"><span aria-hidden="true" style="color:{colour}">●</span> {state}</span> '
        f'<code style="opacity:.7;background:none">{words(view.id)}</code></div>'
        f'<progress max="{max(1, done.total_items)}" value="{ended}" aria-label="items in a final state"'
        f' style="width:100%">{words(done_words(view))}</progress>'
        f'<table style="border-collapse:collapse;margin:.3em 0 0">{rows}</table></div>'
    )
