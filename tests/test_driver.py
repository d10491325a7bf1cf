"""An item on its way through its phases: what is played again, what is written down, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from orchestrator.errors import FailureClass
from orchestrator.held import HeldError
from orchestrator.item_run import ItemRun
from orchestrator.retry import ALL_REFUSED
from state.plan_records import CheckPlan, OutputForm, OutputFormat, PhasePlan
from state.records import (
    Checkpoint,
    Concluded,
    Conclusion,
    HeldReason,
    Intent,
    OpenItem,
    Refused,
    Renewed,
)
from state.status import ItemStatus
from state.workspace import PAYLOAD_MAX_BYTES
from state.writer import Stop
from tests.fakes.ledger import ToldLedger
from tests.fakes.scripted import failure_of, in_turn, reply_of
from tests.fakes.virtual_loop import VirtualLoop
from tests.road import FIRST, Road, echo, make

DONE = Checkpoint(0, ok=True, output="kept of phase 0", attempts=1)


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    """Where waits take no time."""
    with closing(VirtualLoop()) as loop:
        yield loop


@pytest.fixture
def road(loop: VirtualLoop, tmp_path: Path) -> Road:
    """Two phases; the model repeats the last message with a number before it."""
    return make(loop, tmp_path)


def test_each_phase_reads_the_one_before_and_is_written_down(road: Road) -> None:
    """A phase's output is the next one's input; the last conclusion ends the item, the others nobody waits for."""
    assert road.go() is ItemStatus.COMPLETED
    assert road.conclusions() == [
        (0, True, "heard: the text", None),
        (1, True, "heard: heard: the text", ItemStatus.COMPLETED),
    ]
    assert [one.checkpoint.phase for one in road.ledger.posted if isinstance(one, Conclusion)] == [0]
    assert {(one.ordinal, one.item_id) for one in road.ledger.of(Conclusion)} == {(3, "item-3")}
    assert road.desk.is_clean()


def test_a_phase_with_a_checkpoint_is_not_played_again(road: Road) -> None:
    """What an earlier run concluded is read, not asked, and not written a second time."""
    assert road.go(road.item({0: DONE})) is ItemStatus.COMPLETED
    assert road.conclusions() == [(1, True, "heard: kept of phase 0", ItemStatus.COMPLETED)]
    assert [intent.phase for intent in road.ledger.of(Intent)] == [1]


@pytest.mark.parametrize("ok", [True, False])
def test_an_item_whose_end_was_never_written_is_ended_without_a_call(road: Road, ok: bool) -> None:
    """A checkpoint of the last phase, or of a failure, needs only its conclusion; no phase has to be attached."""
    last = Checkpoint(1, ok=ok, output="kept" if ok else None, attempts=1)
    run = road.item({0: DONE, 1: last} if ok else {0: replace(last, phase=0)}, attached=0)
    final = ItemStatus.COMPLETED if ok else ItemStatus.FAILED
    assert road.go(run) is final
    assert [one[3] for one in road.conclusions()] == [final]
    assert road.ledger.of(Intent) == []


def test_no_phase_begins_before_it_is_attached(road: Road) -> None:
    """An item goes as far as the graph has let it, and waits there."""
    run = road.item(attached=1)
    going = road.begin(run)
    road.desk.until(60)
    assert [intent.phase for intent in road.ledger.of(Intent)] == [0]
    assert not going.done()
    run.attach(1)
    assert road.loop.run_until_complete(going) is ItemStatus.COMPLETED


def test_a_failure_ends_the_item(loop: VirtualLoop, tmp_path: Path) -> None:
    """After a phase that failed no other is asked; the checkpoint says class and words."""
    road = make(loop, tmp_path, in_turn(failure_of(FailureClass.DECLINED, "I will not")))
    assert road.go() is ItemStatus.FAILED
    (conclusion,) = road.ledger.of(Conclusion)
    assert conclusion.final is ItemStatus.FAILED
    assert conclusion.checkpoint.error_class == FailureClass.DECLINED
    assert conclusion.checkpoint.error_message == "I will not"
    assert [intent.phase for intent in road.ledger.of(Intent)] == [0]


def test_a_retry_that_was_asked_for_begins_the_phase_anew(loop: VirtualLoop, tmp_path: Path) -> None:
    """With the generation that the ledger names the request is another one, of the same root."""
    road = make(loop, tmp_path, ledger=ToldLedger(Renewed(2)))
    assert road.go() is ItemStatus.COMPLETED
    before, after, _ = road.ledger.of(Intent)
    assert (before.generation, after.generation) == (0, 2)
    assert before.digest != after.digest
    assert before.root_digest == after.root_digest


@pytest.mark.parametrize("final", [True, False])
def test_a_conclusion_that_does_not_stand_holds_the_item(road: Road, final: bool) -> None:
    """Where another run owns the job, the item's end is not ours to tell."""
    road.ledger.concluded = Concluded(stands=not final)
    if final:
        with pytest.raises(HeldError) as held:
            road.go()
        assert held.value.reason is HeldReason.FENCED
    else:
        assert road.go() is ItemStatus.COMPLETED


def test_an_item_that_is_let_go_of_concludes_nothing_more(loop: VirtualLoop, tmp_path: Path) -> None:
    """Stopped while its call is out, an item keeps what the call brought, and its next phase for a later run."""
    road = make(loop, tmp_path)
    run = road.item()
    going = road.begin(run)
    road.desk.until(0.5)
    run.stop(HeldReason.PAUSED, "told to stop")
    with pytest.raises(HeldError):
        loop.run_until_complete(going)
    assert road.conclusions() == [(0, True, "heard: the text", None)]
    assert len(road.ledger.answers) == 1
    assert road.desk.is_clean()


def test_a_refused_item_fails_no_phase(loop: VirtualLoop, tmp_path: Path) -> None:
    """An admission that is refused holds the item: nothing is concluded for it."""
    road = make(loop, tmp_path, ledger=ToldLedger(Refused(HeldReason.CANCELLED, "cancelled")))
    with pytest.raises(HeldError):
        road.go()
    assert road.conclusions() == []


def test_a_large_output_lives_in_the_workspace(loop: VirtualLoop, tmp_path: Path) -> None:
    """An output beyond what a row holds is on disk before its conclusion names it, and reads as JSON."""
    text = "y" * (PAYLOAD_MAX_BYTES - 1)  # its two quotes make it one byte too long
    road = make(loop, tmp_path, in_turn(reply_of(text)), FIRST)
    assert road.go() is ItemStatus.COMPLETED
    (conclusion,) = road.ledger.of(Conclusion)
    assert conclusion.checkpoint.payload_ref is not None
    assert orjson.loads(road.desk.workspace.get(conclusion.checkpoint.payload_ref)) == text


def test_an_output_that_fits_a_row_stays_in_it(loop: VirtualLoop, tmp_path: Path) -> None:
    """Just as long as a row holds, with its quotes, makes no file."""
    road = make(loop, tmp_path, in_turn(reply_of("y" * (PAYLOAD_MAX_BYTES - 2))), FIRST)
    road.go()
    assert [one.checkpoint.payload_ref for one in road.ledger.of(Conclusion)] == [None]
    assert not list(tmp_path.iterdir())


def test_an_output_of_an_earlier_payload_keeps_its_ref(road: Road) -> None:
    """A checkpoint that came from the workspace is not written there again."""
    kept = replace(DONE, phase=1, payload_ref="payloads/ab/kept")
    road.go(road.item({0: DONE, 1: kept}))
    assert [one.checkpoint.payload_ref for one in road.ledger.of(Conclusion)] == ["payloads/ab/kept"]


def test_an_output_with_a_lone_surrogate_is_made_storable(loop: VirtualLoop, tmp_path: Path) -> None:
    """JSON that spells half a character out of the reply's escapes is concluded with U+FFFD in its place."""
    as_json = replace(FIRST, output=OutputForm(OutputFormat.JSON, None))
    road = make(loop, tmp_path, in_turn(reply_of('{"name": "a\\ud800"}')), as_json)
    assert road.go() is ItemStatus.COMPLETED
    assert road.conclusions() == [(0, True, {"name": "a\ufffd"}, ItemStatus.COMPLETED)]


RULES = """
import time

def good_only(output): return None if output.startswith("good") else "it is bad"
def breaks(output): raise ValueError(output)
def breaks_at_bad(output): return None if output.startswith("good") else 1 / 0
def waits(output):
    open(output, "w").close()
    time.sleep(600)
"""


def checked(folder: Path, function: str) -> PhasePlan:
    """A phase with a check of the user's."""
    (folder / "rules.py").write_text(RULES, "utf-8")
    return replace(FIRST, checks=(CheckPlan("mine", f"rules:{function}"),))


def test_what_a_users_check_finds_wrong_is_asked_again(loop: VirtualLoop, tmp_path: Path) -> None:
    """A function of the user's sees each answer, in a process of its own."""
    road = make(loop, tmp_path, in_turn(reply_of("bad"), reply_of("good")), checked(tmp_path, "good_only"))
    with closing(road.own_checks):
        assert road.go() is ItemStatus.COMPLETED
    (conclusion,) = road.ledger.of(Conclusion)
    assert (conclusion.checkpoint.output, conclusion.checkpoint.attempts) == ("good", 2)


def through(road: Road, count: int) -> list[ItemStatus | HeldReason]:
    """What becomes of so many items, one after the other."""
    found: list[ItemStatus | HeldReason] = []
    for ordinal in range(count):
        item = OpenItem("job_1", ordinal, f"item-{ordinal}", f"text {ordinal}", {})
        run = ItemRun(road.loop, item, road.desk.bundle, lambda: None)
        run.attach(0)
        try:
            found.append(road.go(run))
        except HeldError as held:
            found.append(held.reason)
    return found


def test_a_check_that_breaks_at_each_item_pauses_the_job(loop: VirtualLoop, tmp_path: Path) -> None:
    """The first items fail with its name; then nothing more is failed, or asked, for what no item is to blame for."""
    road = make(loop, tmp_path, echo, checked(tmp_path, "breaks"))
    with closing(road.own_checks):
        ends = through(road, ALL_REFUSED)
    assert ends == [ItemStatus.FAILED] * (ALL_REFUSED - 1) + [HeldReason.PAUSED]
    (stop,) = road.ledger.of(Stop)
    assert stop.error_class == FailureClass.CHECK_BROKEN
    assert "the check mine (rules:breaks) raised ValueError at rules.py, line 5" in stop.message
    assert f"each of the first {ALL_REFUSED} items" in stop.message
    assert "text 3" not in stop.message


def test_a_check_that_has_worked_pauses_nothing(loop: VirtualLoop, tmp_path: Path) -> None:
    """What breaks after a first opinion is the item's."""
    script = in_turn(reply_of("good"), *[reply_of("bad")] * ALL_REFUSED)
    road = make(loop, tmp_path, script, checked(tmp_path, "breaks_at_bad"))
    with closing(road.own_checks):
        assert through(road, ALL_REFUSED + 1) == [ItemStatus.COMPLETED] + [ItemStatus.FAILED] * ALL_REFUSED
    assert road.ledger.of(Stop) == []


def test_a_check_that_is_not_there_pauses_the_job_at_once(loop: VirtualLoop, tmp_path: Path) -> None:
    """No item fails for a module that this worker lacks."""
    road = make(loop, tmp_path, echo, replace(FIRST, checks=(CheckPlan("mine", "nowhere:mine"),)))
    with closing(road.own_checks):
        assert through(road, 1) == [HeldReason.PAUSED]
    (stop,) = road.ledger.of(Stop)
    assert stop.error_class == FailureClass.CHECK_MISSING
    assert (
        f"(nowhere:mine) cannot be called here: there is no module nowhere in {tmp_path} or installed" in stop.message
    )


def test_an_item_is_let_go_of_while_a_check_looks_at_it(loop: VirtualLoop, tmp_path: Path) -> None:
    """A pause waits for no function; what was answered stays, and is looked at again by a later run."""
    called = tmp_path / "called"
    road = make(loop, tmp_path, in_turn(reply_of(str(called))), checked(tmp_path, "waits"))
    with closing(road.own_checks):
        run = road.item()
        going = road.begin(run)
        while not called.exists():
            road.desk.until(loop.time() + 0.1)
        run.stop(HeldReason.PAUSED, "told to stop")
        with pytest.raises(HeldError):
            loop.run_until_complete(going)
    assert road.conclusions() == []
    assert len(road.ledger.answers) == 1
