"""A few threads with a child process each: begun when first needed, given up after a fault, ended with the pool."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, ParamSpec, Protocol, TypeVar


class Ending(Protocol):
    """What can be ended, whatever it is at, from any thread and more than once."""

    def end(self) -> None:
        """End it."""


Child = TypeVar("Child", bound=Ending)
Result = TypeVar("Result")
Given = ParamSpec("Given")


class ChildPool(Generic[Child]):
    """Threads that do what is submitted, each with a child of its own.

    Args:
        count: How many.
        name: Of the threads.
        start: Begins a child, in the thread that is to have it.
    """

    def __init__(self, count: int, name: str, start: Callable[[], Child]) -> None:
        self._threads = ThreadPoolExecutor(count, name)
        self._start = start
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._children: set[Child] = set()
        self._is_closed = False

    def submit(self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Have something done as soon as a thread is free."""
        return self._threads.submit(work, *args, **kwargs)

    def mine(self) -> Child:
        """This thread's child.

        Raises:
            OSError: None can be started.
        """
        child: Child | None = getattr(self._mine, "child", None)
        if child is None:
            child = self._mine.child = self._start()
            with self._lock:
                self._children.add(child)
                if self._is_closed:  # nobody would end it any more
                    child.end()
        return child

    def give_up(self, child: Child) -> None:
        """End this thread's child; the next that is needed is a new one."""
        self._mine.child = None
        with self._lock:
            self._children.discard(child)
        child.end()

    def close(self) -> None:
        """End all children, whatever they are at; what was submitted and has not begun is not begun."""
        with self._lock:
            self._is_closed = True
            children = list(self._children)
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.end()
        self._threads.shutdown(wait=True)
