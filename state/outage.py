"""A state or a workspace that is away: what must be read is tried again until it comes back, what was made is kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from state.engine import State
from state.errors import ConfigError, StateUnreachableError
from state.item_input import StoredInput, store_input
from state.records import Json
from state.workspace import Workspace
from state.workspace_place import DATABASE

_log = logging.getLogger(__name__)

T = TypeVar("T")

OUTAGE_S = 600.0
"""How long a lost state is waited for before everybody is told."""

_PAUSE_S = 0.25


def insist(state: State | None, work: Callable[[], T], *, outage_s: float = OUTAGE_S) -> T:
    """Do a piece of work on the state, again as a whole while the state or its workspace is away.

    Args:
        state: Whose errors say whether waiting can help; None: the work needs the workspace alone.
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
            may_pass = error.may_pass if state is None else state.may_come_back(error)
            if not may_pass or time.monotonic() > give_up:
                raise
            time.sleep(_PAUSE_S)


def kept_text(workspace: Workspace, text: str) -> str | None:
    """Keep a text that a run has made; its ref, or None where it is to stay in its row."""
    return _kept(workspace, lambda some: some.put(text) if some.takes_text(text) else None)


def kept_input(workspace: Workspace, text: str, fields: Mapping[str, Json]) -> StoredInput:
    """The columns of a text that a run has read, and its fields."""
    return _kept(workspace, lambda some: store_input(some, text, fields))


def _kept(workspace: Workspace, put: Callable[[Workspace], T]) -> T:
    """Put something into the workspace; while that is away, or refuses, into its row.

    What was paid for is written down at once, and waits for no workspace.
    """
    if not workspace.is_away:
        try:
            return put(workspace)
        except (StateUnreachableError, ConfigError) as error:
            workspace.note_away()
            _log.warning("%s; what is large goes into the database meanwhile", error)
    return put(Workspace(DATABASE))
