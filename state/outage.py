"""Waiting for a state that is away: what must be read or written is tried again until it comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from state.engine import State
from state.errors import StateUnreachableError

T = TypeVar("T")

OUTAGE_S = 600.0
"""How long a lost state is waited for before everybody is told."""

_PAUSE_S = 0.25


def insist(state: State, work: Callable[[], T], *, outage_s: float = OUTAGE_S) -> T:
    """Do a piece of work on the state, again as a whole while the state is away.

    Args:
        state: Whose errors say whether waiting can help.
        work: Done once or more often: a COMMIT that nobody heard of may have happened.
        outage_s: How long to wait.

    Raises:
        StateUnreachableError: It did not come back in time, or waiting cannot help.
    """
    give_up = time.monotonic() + outage_s
    while True:
        try:
            return work()
        except StateUnreachableError as error:
            if not state.may_come_back(error) or time.monotonic() > give_up:
                raise
            time.sleep(_PAUSE_S)
