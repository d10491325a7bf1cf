"""What `results` shows: rows on a terminal or in a file, a page, or each item as it ends; then what to type next."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pipelines import way
from pipelines.follow_items import show_as_they_end
from pipelines.page_file import STDOUT, form_of
from pipelines.upkeep import tell_purged

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs
    from pipelines.screen import Screen


def show_results(
    jobs: BatchJobs,
    screen: Screen,
    job: str,
    file: str | None,
    form: str | None,
    *,
    typed: Collection[str],
    follow: bool,
    status: str | None,
    limit: int,
    offset: int,
) -> None:
    """Show items of a job, by ordinal.

    Args:
        file: Where they go; None: to the terminal, or wherever stdout leads.
        form: As it was typed.
        typed: Which of `file`, `limit`, `offset` and `form` were typed.
        follow: Show each as it ends, until the job does.
    """
    is_purged = tell_purged(jobs, screen, job)
    if follow:
        show_as_they_end(jobs, job, screen, status, form or "jsonl", typed)
        return
    form = form_of(file, form)
    if form == "html":
        page = jobs.results_page(job, status=status, limit=limit, offset=offset)
        screen.results_page(page, file or STDOUT)
        screen.next(way.after_analytics(job) if file not in (None, STDOUT) else way.Step())
        return
    total = jobs.count(job, status=status)
    if file is not None and "limit" not in typed:
        limit = total  # a file that holds a part of the items would be taken for all of them
    rows = jobs.results(job, status=status, limit=limit, offset=offset)
    row = screen.results(rows, total, form, file or STDOUT)
    if form == "table":
        screen.next(way.after_results(job, None if row is None or is_purged else row.item_id))
    elif file not in (None, STDOUT):
        screen.next(way.after_analytics(job))
