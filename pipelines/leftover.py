"""What a deleted job leaves to its project: its money stays in the totals, its answers stay known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal

from state.job_view import JobView
from state.money import usd, usd_text
from state.plan_records import Plan
from state.records import ZERO, Json
from state.remaining import left_usd


@dataclass(frozen=True, slots=True)
class Leftover:
    """What stays of a job, in USD.

    Args:
        kept_usd: What it has paid; it stays in the totals of its project.
        again_usd: About what it would cost to run it again, with the answers that the project keeps; None where
            a phase was ended by no item.
        anew_usd: The same, if no answer were known.
        is_purged: Its answers are gone.
    """

    job_id: str
    project: str
    kept_usd: Decimal
    again_usd: Decimal | None
    anew_usd: Decimal | None
    is_purged: bool = False

    def words(self) -> str:
        """In words, before anybody is asked."""
        kept = f"{usd(self.kept_usd)} that {self.job_id} has paid stay in the totals of project {self.project}"
        if self.again_usd is None or self.anew_usd is None:
            return f"{kept}; what it would cost to run it again cannot be told before an item has ended each phase"
        again, anew = (usd(Context(prec=2).plus(amount)) for amount in (self.again_usd, self.anew_usd))
        if self.is_purged:
            return f"{kept}; its answers were purged: to run it again would cost about {anew}"
        return (
            f"{kept}, and its answers stay known there: to run it again would cost about {again} (without them {anew})"
        )

    def document(self) -> dict[str, Json]:
        """What `delete --json` prints."""
        again = None if self.again_usd is None else usd_text(self.again_usd)
        return {"deleted": self.job_id, "cost_kept": usd_text(self.kept_usd), "cost_again": again}


def leftover(view: JobView, plan: Plan | None) -> Leftover:
    """What a job leaves, as its figures are now.

    Answers are known again but for what nobody saw, and from the first phase on that reuses none: behind it every
    input is another one. What is left is reckoned as for a running job, but that known answers count at their price.
    """
    figures = view.analytics
    priced = [replace(one, settled_usd=one.settled_usd + one.saved_usd) for one in view.phases]
    left = left_usd(priced, view.progress.total_items)
    if left is None:
        return Leftover(view.id, view.project, figures.cost_incurred, None, None)
    unused = [phase.index for phase in plan.phases if not phase.reuse] if plan is not None else []
    known_to = min(unused, default=len(view.phases))
    done = sum((one.cost_usd for one in priced), ZERO)
    asked = sum((one.unknown_usd if one.phase < known_to else one.cost_usd for one in priced), ZERO)
    is_purged = view.purged_at is not None
    again = done if is_purged else asked
    return Leftover(view.id, view.project, figures.cost_incurred, again + left, done + left, is_purged)
