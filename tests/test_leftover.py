"""What is said before a job is deleted: its money stays with its project, and what it would cost to run it again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipelines.jobs import BatchJobs
from pipelines.leftover import leftover
from pipelines.run import run_job
from state.clock import utc_now
from state.errors import IllegalMoveError
from state.job_view import PhaseTotals, Progress
from state.records import Json
from tests.books import start
from tests.commands import typed
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import text_of
from tests.test_screen import a_view

PHASES: list[Json] = [
    {"name": "shorten", "task_type": "chat", "model": "openai/gpt-6-luna"},
    {"name": "say", "task_type": "chat", "model": "openai/gpt-6-luna"},
]
ITEMS: list[Json] = [{"id": f"item-{number}", "content": text_of(number)} for number in range(8)]


def half_done(jobs: BatchJobs, phases: list[Json]) -> str:
    """A job of which half the items have ended."""
    job_id = jobs.create(name="Texts", project="ships", phases=phases, items=ITEMS, start=False).id
    jobs.run_first(job_id, len(ITEMS) // 2)
    run_job(jobs.place, jobs.config, job_id)
    assert jobs.status(job_id).progress.completed_items == len(ITEMS) // 2
    return job_id


def cost_of_another_run(jobs: BatchJobs, phases: list[Json]) -> Decimal:
    """What the same job costs when it is made and run again."""
    job_id = jobs.create(name="Texts", project="ships", phases=phases, items=ITEMS, start=False).id
    run_job(jobs.place, jobs.config, job_id)
    return jobs.status(job_id).analytics.cost_incurred


@pytest.mark.parametrize("reuse", [True, False])
def test_delete_says_what_the_job_would_cost_again_and_keeps_its_money(jobs: BatchJobs, reuse: bool) -> None:
    """The spend stays in the project's totals; what was said to be paid again is paid again, within a tenth."""
    phases: list[Json] = [PHASES[0], {**PHASES[1], "reuse": reuse}]  # type: ignore[dict-item]
    job_id = half_done(jobs, phases)
    paid = jobs.status(job_id).analytics.cost_incurred
    left = jobs.before_delete(job_id)
    refused = typed("delete", job_id)
    assert refused.code == 2
    assert "that job_" in refused.err
    assert "stay in the totals of project ships" in refused.err
    assert "to run it again would cost about $0." in refused.err
    deleted = typed("delete", job_id, "--yes", "--json")
    assert (deleted.code, deleted.document["deleted"]) == (0, job_id)
    assert Decimal(deleted.document["cost_kept"]) == paid == left.kept_usd
    shown: Any = typed("budget", "show", "--project", "ships", "--json").document
    assert Decimal(shown["spent"]) == paid > 0
    assert "no job" not in typed("budget", "show", "--project", "ships").out
    again = cost_of_another_run(jobs, phases)
    assert left.again_usd is not None
    assert left.anew_usd is not None
    assert abs(again - left.again_usd) <= left.again_usd / 10
    assert abs(left.anew_usd - 2 * paid) <= paid / 10
    shown = typed("budget", "show", "--project", "ships", "--json").document
    assert Decimal(shown["spent"]) == paid + again


def test_a_job_of_which_nothing_is_done_tells_no_price(jobs: BatchJobs, provider: ProviderServer) -> None:
    """Nothing is made up: a job that never ran says that it cannot be told; one that runs is not deleted."""
    job_id = jobs.create(name="Texts", phases=PHASES, items=ITEMS, start=False).id
    assert "cannot be told before an item has ended each phase" in typed("delete", job_id).err
    deleted = typed("delete", job_id, "--yes").out
    assert f"{job_id} deleted; $0.00 that {job_id} has paid stay" in " ".join(deleted.split())
    running = jobs.create(name="Texts", phases=PHASES, items=ITEMS, start=False).id
    start(jobs.state(), running)
    with pytest.raises(IllegalMoveError, match="is RUNNING: it cannot be deleted"):
        jobs.before_delete(running)
    assert_books(jobs.state(), provider.invoice(), at_rest=False)


def test_what_open_items_have_behind_them_is_not_paid_again() -> None:
    """Eight items have passed the first phase, four the second: what is left is four times the second."""
    one, two = (
        PhaseTotals(number, name, ended, settled_usd=Decimal(ended))
        for number, name, ended in ((0, "one", 8), (1, "two", 4))
    )
    view = a_view(progress=Progress(8, 4, 0, 0, 4), phases=(one, two))
    left = leftover(view, None)
    assert (left.again_usd, left.anew_usd) == (Decimal(4), Decimal(16))
    known = replace(one, settled_usd=Decimal(0), saved_usd=Decimal(8))
    assert leftover(replace(view, phases=(known, two)), None).anew_usd == Decimal(16)


def test_of_a_purged_job_no_answer_is_known() -> None:
    """To run it again costs what it would without any answer, and the question says so."""
    one = PhaseTotals(0, "one", 8, settled_usd=Decimal(8))
    view = a_view(progress=Progress(8, 8, 0, 0, 0), phases=(one,))
    assert leftover(view, None).again_usd == Decimal(0)
    left = leftover(replace(view, purged_at=utc_now()), None)
    assert (left.again_usd, left.document()["cost_again"]) == (Decimal(8), "8.00")
    assert "its answers were purged: to run it again would cost about $8" in left.words()
    assert "stay known" not in left.words()
