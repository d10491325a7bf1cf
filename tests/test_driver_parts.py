"""Parts of one item that are asked about side by side: what is sent, what is not, and what the item ends with."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from orchestrator.errors import Failure, FailureClass
from orchestrator.held import HeldError
from orchestrator.providers.base import Reply
from state.plan_records import OutputTokens
from state.records import Conclusion, HeldReason, Intent
from state.status import CallStatus, ItemStatus
from tests.fakes.scripted import Asked, failure_of, reply_of
from tests.fakes.virtual_loop import VirtualLoop
from tests.road import FIRST, make

PARTS = replace(
    FIRST, task_type="translation", on_too_long="split", output_tokens=OutputTokens(fixed=400), user="{{content}}"
)
PARAGRAPHS = [f"{number}. {'The ship sailed on. ' * 20}".strip() for number in range(8)]


def parts(asked: Asked) -> list[str]:
    """The paragraphs that a request is about."""
    return asked.request.messages[0].content.rpartition("</before>\n\n")[2].split("\n\n")


def first(asked: Asked) -> str:
    """The number of the first paragraph of a request."""
    return parts(asked)[0].partition(".")[0]


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    """Where waits take no time."""
    with closing(VirtualLoop()) as loop:
        yield loop


def test_parts_are_asked_about_side_by_side(loop: VirtualLoop, tmp_path: Path) -> None:
    """As many at once as may be, each once; what comes of them stands in their order."""
    road = make(loop, tmp_path, lambda asked: reply_of("\n\n".join(parts(asked)).upper()), PARTS)
    run = road.item(text="\n\n".join(PARAGRAPHS))
    going = road.begin(run)
    road.desk.until(0.5)
    assert run.could_be_out == road.provider.out == 3
    assert loop.run_until_complete(going) is ItemStatus.COMPLETED
    assert [one[2] for one in road.conclusions()] == ["\n\n".join(PARAGRAPHS).upper()]
    assert sorted(one for asked in road.provider.asked for one in parts(asked)) == PARAGRAPHS
    assert run.could_be_out == 1
    assert road.desk.is_clean()


def test_parts_are_let_go_of_together(loop: VirtualLoop, tmp_path: Path) -> None:
    """Those that are out run on to their settle, no other is sent, and nothing is concluded."""
    road = make(loop, tmp_path, lambda asked: reply_of("\n\n".join(parts(asked))), PARTS)
    run = road.item(text="\n\n".join(PARAGRAPHS))
    going = road.begin(run)
    road.desk.until(0.5)
    run.stop(HeldReason.PAUSED, "told to stop")
    with pytest.raises(HeldError):
        loop.run_until_complete(going)
    assert len(road.provider.asked) == len(road.ledger.answers) == 3
    assert road.conclusions() == []
    assert road.desk.is_clean()


def test_parts_that_wait_are_not_sent_when_another_has_failed(loop: VirtualLoop, tmp_path: Path) -> None:
    """Of three that were asked for the permit lets one out at a time: the last is withdrawn, and nothing is left."""
    road = make(loop, tmp_path, lambda _: reply_of("", finish="declined"), PARTS, share=1)
    assert road.go(road.item(text="\n\n".join(PARAGRAPHS))) is ItemStatus.FAILED
    assert [first(asked) for asked in road.provider.asked] == ["0", "1"]  # the second had its permit by then
    assert sorted(road.ledger.settled) == [CallStatus.DECLINED, CallStatus.DECLINED, CallStatus.WITHDRAWN]
    assert road.desk.is_clean()


def test_a_part_is_not_asked_again_when_another_has_failed(loop: VirtualLoop, tmp_path: Path) -> None:
    """Its call was out and is settled; the next try would be paid for nothing."""

    def script(asked: Asked) -> Reply | Failure:
        return reply_of("", finish="declined") if first(asked) == "0" else failure_of(FailureClass.SERVER_ERROR)

    road = make(loop, tmp_path, script, PARTS)
    road.provider.latency_of = lambda asked: 1.0 + int(first(asked))
    run = road.item(text="\n\n".join(PARAGRAPHS))
    going = road.begin(run)
    road.desk.until(1.5)
    assert run.could_be_out == road.provider.out == 2
    assert loop.run_until_complete(going) is ItemStatus.FAILED
    assert sorted(first(asked) for asked in road.provider.asked) == ["0", "1", "2"]
    assert road.desk.is_clean()


@pytest.mark.parametrize("latencies", [(1.0, 2.0, 3.0), (3.0, 1.0, 2.0), (2.0, 3.0, 1.0)])
def test_an_item_fails_with_the_first_part_in_the_text_that_failed(
    loop: VirtualLoop, tmp_path: Path, latencies: tuple[float, ...]
) -> None:
    """Whichever of those that were out was the first to fail: a retry, too, is of that one."""
    road = make(loop, tmp_path, lambda _: reply_of("", finish="declined"), PARTS)
    road.provider.latency_of = lambda asked: latencies[int(first(asked))]
    assert road.go(road.item(text="\n\n".join(PARAGRAPHS))) is ItemStatus.FAILED
    (told,) = road.ledger.of(Conclusion)
    assert str(told.checkpoint.error_message).startswith("part 1 of ")
    (intent,) = (one for one in road.ledger.of(Intent) if one.root_digest == told.checkpoint.root_digest)
    assert intent.call_id == next(asked.call_id for asked in road.provider.asked if first(asked) == "0")
    sent = {asked.call_id for asked in road.provider.asked}
    roots = {one.root_digest for one in road.ledger.of(Intent) if one.call_id in sent}
    assert {told.checkpoint.root_digest, *told.checkpoint.beside} == roots, "a retry is of all three"


def test_a_bug_in_a_part_is_heard_of_whatever_became_of_the_item(loop: VirtualLoop, tmp_path: Path) -> None:
    """It comes after another part has failed, and the item with it; the error of our own counts for more."""

    def script(asked: Asked) -> Reply | BaseException:
        if first(asked) == "1":
            return ZeroDivisionError("a bug")
        return reply_of("", finish="declined")

    road = make(loop, tmp_path, script, PARTS)
    road.provider.latency_of = lambda asked: 2.0 if first(asked) == "1" else 1.0
    run = road.item(text="\n\n".join(PARAGRAPHS))
    with pytest.raises(ZeroDivisionError):
        road.go(run)
    assert run.could_be_out == 1
    assert road.provider.out == 0


def test_a_book_is_divided_beside_the_loop(loop: VirtualLoop, tmp_path: Path) -> None:
    """It takes seconds, in which the calls of all other items would stand still."""
    threads: set[bool] = set()

    def note(frame: FrameType, _event: str, _arg: object) -> None:
        if frame.f_code.co_name == "divide":
            threads.add(threading.current_thread() is threading.main_thread())

    road = make(loop, tmp_path, lambda _: reply_of("", finish="declined"), PARTS)
    sys.setprofile(note)
    threading.setprofile(note)
    try:
        assert road.go(road.item(text="\n\n".join(PARAGRAPHS * 100))) is ItemStatus.FAILED
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    assert threads == {False}
