"""The window: how many items a process has in progress, and who waits for a slot in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError

import pytest

from orchestrator.window import FILES, Window, window_size

SOON_S = 0.05
"""How long a thread is given to do what it must not do; a thread that may do it needs less than a millisecond."""


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads that take slots."""
    with ThreadPoolExecutor(8) as pool:
        yield pool


def waits(taking: Future[bool]) -> bool:
    """Whether a thread still waits for its slot."""
    try:
        taking.result(SOON_S)
    except NotYetError:
        return True
    return False


def fill(window: Window) -> None:
    """Take all its slots."""
    for _ in range(window.size):
        assert window.take()


def test_more_items_than_slots_wait(pool: ThreadPoolExecutor) -> None:
    """Who finds the window full waits until a slot is given back, and one slot wakes one."""
    window = Window(2)
    fill(window)
    takers = [pool.submit(window.take) for _ in range(2)]
    assert all(map(waits, takers))
    window.free()
    assert sorted(map(waits, takers)) == [False, True]
    window.free()
    assert [taker.result(10) for taker in takers] == [True, True]


def test_files_and_texts_take_no_slot_from_each_other(pool: ThreadPoolExecutor) -> None:
    """Files that are being read keep no text out, there is a good number of them, and each waits for its own kind."""
    window = Window(1)
    for _ in range(FILES):
        assert window.take(is_file=True)
    fill(window)
    file, text = pool.submit(window.take, is_file=True), pool.submit(window.take)
    assert waits(file)
    assert waits(text)
    window.free()
    assert text.result(10)
    assert waits(file)
    window.free(is_file=True)
    assert file.result(10)
    wide = pool.submit(window.take, is_file=True)
    window.resize(FILES + 1)
    assert wide.result(10)


def test_a_window_that_is_resized_lets_in_as_many_as_it_now_holds(pool: ThreadPoolExecutor) -> None:
    """A wider window serves who waits at once; a narrower one gives no slot until enough items have ended."""
    window = Window(1)
    fill(window)
    takers = [pool.submit(window.take) for _ in range(3)]
    assert all(map(waits, takers))
    window.resize(3)
    assert sorted(map(waits, takers)) == [False, False, True]
    window.resize(2)
    window.free()
    assert sum(map(waits, takers)) == 1
    window.free()
    assert [taker.result(10) for taker in takers] == [True] * 3


def test_a_window_that_stops_wakes_everybody_empty_handed(pool: ThreadPoolExecutor) -> None:
    """When the job is to stop, who waits for a slot gets none, and nobody gets one later."""
    window = Window(1)
    fill(window)
    for _ in range(FILES):
        assert window.take(is_file=True)
    takers = [pool.submit(window.take, is_file=number == 0) for number in range(4)]
    assert all(map(waits, takers))
    window.stop()
    assert [taker.result(10) for taker in takers] == [False] * 4
    window.free()
    assert not window.take()


def test_slots_that_many_threads_take_and_free_are_never_too_many(pool: ThreadPoolExecutor) -> None:
    """However threads come and go, no more items are in progress than there are slots, and all get their turn."""
    window, lock, inside, most = Window(3), threading.Lock(), [0], [0]

    def come_and_go() -> bool:
        for _ in range(200):
            if not window.take():
                return False
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            with lock:
                inside[0] -= 1
            window.free()
        return True

    assert all(one.result(30) for one in [pool.submit(come_and_go) for _ in range(8)])
    assert 1 <= most[0] <= 3
    fill(window)


@pytest.mark.parametrize(("concurrency", "size"), [(1, 9), (5, 13), (8, 16), (50, 100)])
def test_the_window_holds_twice_the_calls_and_at_least_eight_more(concurrency: int, size: int) -> None:
    """There is always an item at hand for a call that ends, whatever phase the others are in."""
    assert window_size(concurrency) == size


class TooWide(Window):
    """Gives out one slot too many."""

    def __init__(self, size: int) -> None:
        super().__init__(size + 1)
        self.named = size


class Deaf(Window):
    """Wakes nobody when it stops."""

    def stop(self) -> None:
        """Stop, in silence."""
        self._stopped = True


def test_a_window_that_is_too_wide_or_deaf_is_noticed(pool: ThreadPoolExecutor) -> None:
    """The looks of these tests tell the real window from one with a slot too many and from one that wakes nobody."""
    wide = TooWide(2)
    for _ in range(wide.named):
        wide.take()
    assert not waits(pool.submit(wide.take))
    deaf = Deaf(1)
    fill(deaf)
    taker = pool.submit(deaf.take)
    assert waits(taker)
    deaf.stop()
    assert waits(taker)
    Window.stop(deaf)
    assert not taker.result(10)
