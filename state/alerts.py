"""Alerts: half of a budget is spent, four fifths, all of it; each told once for each cap, by whoever's commit spends.

    spent of the cap ───────┐
    `alerted_percent` ──────┴► what was passed since? ─► an event of the job whose commit it was, and the new percent
    another cap ─► `alerted_percent` 0 (state.control): what it is spent to by then is told at the next commit

The rows of job and project are locked, so that no two processes tell the same. As a call is not made that might pass
the cap, money may be left when it is used up: the alert of 100 % also tells that the next call does not fit.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select, update

from state.events import EventKind, note_event
from state.group import Group
from state.job_lookup import job_row, phase_names
from state.money import ended_budget, usd, usd_text
from state.phase_totals import Added, phase_totals
from state.records import HeldReason
from state.remaining import Remaining, remaining
from state.schema import batch_jobs, batch_totals, projects
from state.status import Wanted

PERCENTS = (50, 80, 100)
"""Of a budget."""


def due(cap: Decimal | None, spent: Decimal, alerted: int) -> list[int]:
    """The percents of a cap that are spent and were not told of; none of a cap of nothing, which nobody spends."""
    if not cap:
        return []
    return [percent for percent in PERCENTS if percent > alerted and 100 * spent >= percent * cap]


def tell_alerts(group: Group) -> None:
    """Tell of what the group's spending has passed; before it is flushed."""
    for percent in due(group.job.budget_usd, group.job_spent, group.job_alerted):
        _tell(group, "job", percent)
    for percent in due(group.project_cap, group.project_spent, group.project_alerted):
        _tell(group, "project", percent)


def stop_job(group: Group, error_class: str, message: str) -> None:
    """Ask the group's job to pause for a reason of its own; at the end of a budget, say what is left to do."""
    if not group.may_want(error_class):
        return
    if error_class != HeldReason.BUDGET:
        group.want(Wanted.PAUSE, error_class, message)
        return
    left = _remaining(group)
    group.want(Wanted.PAUSE, error_class, f"{message}; {left}", left.facts())
    tell_alerts(group)
    scope = ended_budget(message)
    if (group.project_alerted if scope == "project" else group.job_alerted) < PERCENTS[-1]:
        _tell(group, scope, PERCENTS[-1])


def _tell(group: Group, scope: str, percent: int) -> None:
    if scope == "job":
        cap, spent, reserved = group.job.budget_usd, group.job_spent, group.job_reserved
        named = "the job's budget"
        row = update(batch_jobs).where(batch_jobs.c.job_id == group.job_id)
        group.job_alerted = percent
    else:
        cap, spent, reserved = group.project_cap, group.project_spent, group.project_reserved
        named = f"the budget of project {group.job.project}"
        row = update(projects).where(projects.c.project == group.job.project)
        group.project_alerted = percent
    group.conn.execute(row.values(alerted_percent=percent))
    cap = cap or Decimal(0)
    held = f", {usd(reserved)} reserved" if reserved else ""
    money = f"{usd(spent)} of {usd(cap)} spent{held}"
    said = f"{percent} % of {named}: {money}"
    if 100 * spent < percent * cap or not cap:
        said = f"{named} has no room for the worst case of the next call: {money}"
    facts = {"scope": scope, "project": group.job.project, "percent": percent, "cap_usd": usd_text(cap)}
    used = {"spent_usd": usd_text(spent), "reserved_usd": usd_text(reserved)}
    note_event(group.conn, group.job_id, EventKind.ALERT, said, {**facts, **used})


def _remaining(group: Group) -> Remaining:
    """What is left of the group's job, what the group has not written yet included."""
    stored = group.conn.execute(select(batch_totals).where(batch_totals.c.job_id == group.job_id)).all()
    added: list[tuple[int, Added]] = [(row.phase, row) for row in stored]
    added += [(phase, one) for (job_id, _, _, phase), one in group.totals.items() if job_id == group.job_id]
    phases = phase_totals(added, phase_names(job_row(group.conn, group.job_id)))
    return remaining(phases, group.job.total_items, group.open_items, group.job.first)
