"""Graphs of ours are never interactive ones, also where a program runs in a notebook.

Beam looks whether IPython is there. Then it loads what draws graphs, which needs pandas, puts a cell's number into
labels that are a contract, and leaves folders behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from apache_beam import pipeline
from apache_beam.utils import interactive_utils

_is_ours: ContextVar[bool] = ContextVar("_is_ours", default=False)
_is_in_ipython = interactive_utils.is_in_ipython


def _is_interactive() -> bool:
    """What Beam asks, for whatever graph: those of a user's own notebook stay as they are."""
    return not _is_ours.get() and bool(_is_in_ipython())


interactive_utils.is_in_ipython = pipeline.is_in_ipython = _is_interactive


@contextmanager
def own_graph() -> Iterator[None]:
    """Build and run a graph of ours in here."""
    token = _is_ours.set(True)
    try:
        yield
    finally:
        _is_ours.reset(token)
