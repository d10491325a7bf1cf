"""How this program was called: what is to be typed next is shown with the same options, for the same state.

Messages name a command as `batchwright …`, whoever reads them; `as_called` is for a screen, and nothing that is kept.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from functools import cache

NAME = "batchwright"


def _plain() -> tuple[str, ...]:
    return (NAME,)


_program: Callable[[], tuple[str, ...]] = _plain


def set_program(program: Callable[[], tuple[str, ...]] | None) -> None:
    """Say how this process was called: its name, and the options of every command; None: it has told all.

    Args:
        program: Asked when it is first shown, since that takes a while.
    """
    global _program
    _program = _plain if program is None else cache(program)


def program() -> tuple[str, ...]:
    """The program's name, with the options that were typed before the command."""
    return _program()


_cluster: Mapping[str, str] = {}


def set_cluster(options: Mapping[str, str]) -> None:
    """Say how a Flink cluster is reached, by the options that were typed; they may come to be in there later."""
    global _cluster
    _cluster = options


def cluster() -> tuple[str, ...]:
    """Those options, for the next command that runs on it: a job that ran elsewhere was given none."""
    return tuple(word for option in _cluster.items() for word in option)


def as_called(text: str) -> str:
    """A message whose commands are as this program was called."""
    if f"`{NAME} " not in text:
        return text
    return text.replace(f"`{NAME} ", f"`{shlex.join(program())} ")
