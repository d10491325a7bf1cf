"""Letting go of an item: whatever it waits for ends, and nothing that it holds is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal

import pytest

from orchestrator.held import HeldError, Stoppable, nap, wait
from orchestrator.item_run import BundleRun, ItemRun
from state.records import CallCost, HeldReason, OpenItem, Outcome
from state.status import ItemStatus
from tests.fakes.virtual_loop import VirtualLoop

ITEM = OpenItem("job_1", 7, "item-7", "a text", {})


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    """Where waits take no time."""
    with closing(VirtualLoop()) as loop:
        yield loop


def test_a_stop_before_a_wait_ends_it_at_once(loop: VirtualLoop) -> None:
    """An item that was let go of waits for nothing more, and says why."""
    run = Stoppable()
    run.stop(HeldReason.CANCELLED, "the job is cancelled")
    with pytest.raises(HeldError, match="the job is cancelled") as held:
        loop.run_until_complete(wait(run, loop.create_future()))
    assert held.value.reason is HeldReason.CANCELLED


def test_a_stop_during_a_wait_ends_it(loop: VirtualLoop) -> None:
    """What an item waits for ends with the stop."""
    run = Stoppable()
    waiting = loop.create_task(wait(run, loop.create_future()))
    loop.idle()
    assert not waiting.done()
    run.stop(HeldReason.PAUSED, "paused")
    with pytest.raises(HeldError, match="paused"):
        loop.run_until_complete(waiting)


def test_a_stop_after_a_wait_takes_nothing_back(loop: VirtualLoop) -> None:
    """What an item was given in the same moment stays given: it hears of the stop at its next step."""
    run, future = Stoppable(), loop.create_future()
    waiting = loop.create_task(wait(run, future))
    loop.idle()
    future.set_result(None)
    run.stop(HeldReason.PAUSED, "paused")
    loop.run_until_complete(waiting)
    with pytest.raises(HeldError):
        run.check()


def test_the_first_reason_stays() -> None:
    """An item that is let go of twice says the first reason."""
    run = Stoppable()
    run.check()
    assert not run.is_held
    run.stop(HeldReason.FENCED, "another run owns the job")
    run.stop(HeldReason.STOPPED, "done")
    assert run.is_held
    with pytest.raises(HeldError, match="another run owns the job"):
        run.check()


def test_a_nap_lasts_its_seconds(loop: VirtualLoop) -> None:
    """A nap that nobody ends takes as long as was said, and leaves no timer."""
    loop.run_until_complete(nap(Stoppable(), 3600))
    assert loop.time() == 3600


def test_a_stop_ends_a_nap(loop: VirtualLoop) -> None:
    """Who is let go of sleeps no more, and its timer is gone: no time has to pass for it."""
    run = Stoppable()
    sleeping = loop.create_task(nap(run, 3600))
    loop.idle()
    run.stop(HeldReason.PAUSED, "paused")
    with pytest.raises(HeldError):
        loop.run_until_complete(sleeping)
    loop.run_until_complete(asyncio.sleep(1))
    assert loop.time() == 1


def test_what_one_leads_is_let_go_of_with_it_and_alone(loop: VirtualLoop) -> None:
    """The reason is the leader's; the leader itself goes on when what it leads is let go of."""
    run, alone, late = Stoppable(), Stoppable(), Stoppable()
    with run.leading(alone):
        alone.stop(HeldReason.STOPPED, "alone")
        run.check()
    with run.leading(late):
        waiting = loop.create_task(wait(late, loop.create_future()))
        loop.idle()
        run.stop(HeldReason.PAUSED, "paused")
        with pytest.raises(HeldError, match="paused"):
            loop.run_until_complete(waiting)
    with run.leading(after := Stoppable()):
        assert after.is_held


# ── an item in progress ─────────────────────────────────────────────────────────────────────────


class Slots:
    """Counts slots that were given back."""

    def __init__(self) -> None:
        self.freed = 0

    def free(self) -> None:
        """One more."""
        self.freed += 1


def begin(loop: VirtualLoop) -> tuple[ItemRun, Slots, list[Outcome | BaseException]]:
    """An item in progress, in a bundle, with somebody who waits for its end."""
    slots, told = Slots(), list[Outcome | BaseException]()
    bundle = BundleRun("bundle-1")
    run = ItemRun(loop, ITEM, bundle, slots.free)
    bundle.items.add(run)
    run.on_end(told.append)
    loop.idle()
    return run, slots, told


def test_an_item_goes_as_far_as_it_is_attached(loop: VirtualLoop) -> None:
    """A phase begins when the graph has attached it, and one that was attached before begins at once."""
    run, _, _ = begin(loop)
    waiting = loop.create_task(run.attached(1))
    run.attach(0)
    loop.idle()
    assert not waiting.done()
    run.attach(1)
    loop.run_until_complete(waiting)
    loop.run_until_complete(run.attached(0))


def test_an_item_that_is_let_go_of_waits_for_no_phase(loop: VirtualLoop) -> None:
    """A stop ends the wait for a phase that the graph will never attach."""
    run, _, _ = begin(loop)
    waiting = loop.create_task(run.attached(0))
    loop.idle()
    run.stop(HeldReason.STOPPED, "the bundle failed")
    with pytest.raises(HeldError):
        loop.run_until_complete(waiting)
    with pytest.raises(HeldError):
        loop.run_until_complete(run.attached(0))


def test_an_item_ends_once_with_what_it_cost(loop: VirtualLoop) -> None:
    """At its end an item frees its slot, leaves its bundle, and tells its outcome with its calls."""
    run, slots, told = begin(loop)
    cost = CallCost("bundle-1", "call_1", Decimal("0.002"))
    run.costs.append(cost)
    run.end(ItemStatus.COMPLETED, None)
    assert told == [Outcome(7, "item-7", ItemStatus.COMPLETED, None, (cost,))]
    assert slots.freed == 1
    assert not run.bundle.items


def test_a_slot_is_freed_once(loop: VirtualLoop) -> None:
    """A bundle that fails frees its items' slots at once; their end later frees none again."""
    run, slots, _ = begin(loop)
    run.free_slot()
    run.end(None, HeldReason.STOPPED)
    assert slots.freed == 1


def test_who_asks_after_the_end_is_told_at_once(loop: VirtualLoop) -> None:
    """An outcome, or an error of our own, is told to whoever asks for it late, too."""
    late = list[Outcome | BaseException]()
    run, _, _ = begin(loop)
    run.end(None, HeldReason.PAUSED)
    run.on_end(late.append)
    broken, slots, told = begin(loop)
    error = ValueError("a bug")
    broken.break_off(error)
    broken.on_end(late.append)
    loop.idle()
    assert late == [Outcome(7, "item-7", None, HeldReason.PAUSED), error]
    assert (told, slots.freed) == ([error], 1)
