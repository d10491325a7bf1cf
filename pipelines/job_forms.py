"""Jobs in other forms than rows: as pages of HTML for people, as Arrow for data frames, as a card in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from pipelines.job_reading import JobReading, check_started
from state import views
from state.clock import utc_now
from state.records import Json
from state.sample import sample_for

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.page_results import ResultsPage
    from state.job_view import JobView


class JobForms(JobReading):
    """What can be read of jobs, for a browser, a notebook and a data frame."""

    def analytics_page(self, job: str) -> str:
        """The sums of a job with pictures, as one page of HTML that loads nothing."""
        from pipelines.page_analytics import analytics_page  # noqa: PLC0415  # it loads rich

        view = self.status(job)
        return analytics_page(view, self.analytics(view.id), utc_now())

    def results_page(
        self, job: str, *, status: str | None = None, limit: int | None = None, offset: int = 0
    ) -> ResultsPage:
        """Items with all that was asked and answered for them, as one page of HTML that loads nothing, piece by piece.

        Args:
            job: Which one.
            status: Only items in this status.
            limit: At most so many; None: all. The page ends before where a browser would have trouble, and says so.
            offset: Leave out so many of them first.

        Raises:
            InputError: There is no such status.
        """
        from pipelines.page_results import ResultsPage, Shown  # noqa: PLC0415  # as above

        view = self.status(job)
        shown = Shown(self.count(view.id, status=status), status and status.upper(), limit, offset)
        items = self._documents(view, status=status, limit=limit, offset=offset)
        return ResultsPage(view, items, shown, utc_now())

    def watch(self, job: str, *, tell: Callable[[str], object] = print) -> None:
        """Show a job until nobody works on it: in a notebook as a card that is drawn anew, elsewhere in lines.

        An interrupt ends the watching; the job goes on.

        Args:
            job: Which one.
            tell: Shows a line, where there is no notebook.

        Raises:
            IllegalMoveError: It was never started, so that there is nothing to watch.
        """
        from pipelines.notebook import watch  # noqa: PLC0415  # it loads rich

        view = self.status(job)
        check_started(view)
        watch(self, view.id, tell)

    def record_batches(self, job: str) -> pa.RecordBatchReader:
        """All items of a job as Arrow, with the columns of its export, read as they are asked for.

        For jobs that do not fit into memory: a batch has at most 1,000 items, or 32 MB of text.
        """
        from pipelines.data_frames import record_batches  # noqa: PLC0415  # it loads Arrow

        return record_batches(self.state(), self.workspace, self.find(job))

    def table(self, job: str) -> pa.Table:
        """The same as one table: `.to_pandas()`, `polars.from_arrow(…)` and `datasets` take it."""
        return self.record_batches(job).read_all()

    def _documents(
        self, job: JobView, *, status: str | None, limit: int | None, offset: int
    ) -> Iterator[Mapping[str, Json]]:
        """The documents of `show` of some items, each made as it is asked for."""
        from pipelines.explain import show_document  # noqa: PLC0415
        from state.job_again import has_plan  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415

        job_id, nothing = job.id, dict[str, Json](phases=[], calls=[], refused=[])
        rows = self.results(job_id, status=status, limit=limit, offset=offset)
        is_purged = job.purged_at is not None
        if is_purged or not has_plan(self.state(), job_id):  # stored for a later version: nothing was asked yet
            for row in rows:
                yield {"job_id": job_id, **row.document(), "fields": dict(row.fields), **nothing}
            return
        plan = load_job(self.state(), job_id).plan
        sample = sample_for(self.state(), self.workspace, job_id, plan)
        with closing(self._own_checks(plan)) as own:
            for view in views.items_of(self.state(), self.workspace, job_id, rows):
                yield show_document(view, plan, own, sample)
