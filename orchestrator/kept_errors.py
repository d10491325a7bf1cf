"""Errors of ours that steps of a graph met in this process: a runner brings them home to the submitter as texts alone.

step of a graph ── kept_error(key) ──► kept under the key ──► error_of(key) ── submitter, in the same process
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from state.errors import BatchwrightError

_kept: dict[Hashable, BaseException] = {}


@contextmanager
def kept_error(key: Hashable) -> Iterator[None]:
    """Keep an error of ours that is raised within, and let it through; the first one of a key is the cause.

    Args:
        key: What the graph is for: the run, or the folder of an export.
    """
    try:
        yield
    except BatchwrightError as error:
        _kept.setdefault(key, error)
        raise


def keep(key: Hashable, error: BaseException) -> None:
    """Keep an error that outranks those of steps."""
    _kept[key] = error


def error_of(key: Hashable) -> BaseException | None:
    """What was kept under a key."""
    return _kept.get(key)


def forget(key: Hashable) -> None:
    """Keep nothing of what was met before, where a key is used again."""
    _kept.pop(key, None)
