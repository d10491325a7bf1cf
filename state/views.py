"""Everything a user reads, in one place to import from: jobs, results, the ledger, one item, sums, events."""

from __future__ import annotations

from state.analytics import Analytics, analytics
from state.job_lookup import find_job
from state.job_status import LIST_MAX, list_jobs, status
from state.job_view import ErrorView, Figures, JobList, JobView, PhaseTotals, Progress, Stalled
from state.ledger_row import CallRow
from state.view_item import ItemView, UseRow, earlier_uses, item, items_of
from state.view_ledger import EventRow, calls, count_calls, events
from state.view_results import ResultRow, count_results, ended, find_item, results, results_of

__all__ = [
    "LIST_MAX", "Analytics", "CallRow", "ErrorView", "EventRow", "Figures", "ItemView", "JobList", "JobView",
    "PhaseTotals", "Progress", "ResultRow", "Stalled", "UseRow", "analytics", "calls", "count_calls", "count_results",
    "earlier_uses", "ended", "events", "find_item", "find_job", "item", "items_of", "list_jobs", "results",
    "results_of", "status",
]  # fmt: skip
