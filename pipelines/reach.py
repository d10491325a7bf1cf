"""Whether the workers of a cluster reach what a job needs: its state, and its workspace.

cluster             state                                          workspace
on this machine     any                                            any
elsewhere           a server's (PostgreSQL), by a name they know   anything but a folder of this machine
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from state.engine import sqlite_path
from state.errors import ConfigError, Problem
from state.place import StatePlace
from state.spec_errors import told
from state.workspace_place import Kind, kind_of

_SERVER = "postgresql://USER@HOST/DATABASE"
_STORE = "s3://bucket/prefix"


def check_reach(place: StatePlace, *, is_remote: bool) -> None:
    """See that the workers of a Flink cluster reach the state and the workspace of a job; nothing is opened.

    Args:
        place: The job's.
        is_remote: Whether the cluster is not on this machine. One that is reads what this machine reads.

    Raises:
        ConfigError: They do not; the message tells all that they do not, and how a job gets to where they do.
    """
    if is_remote and (problems := list(unreached(place))):
        message, path = told(problems, "--runner flink")
        here = shlex.quote(str(sqlite_path(place.url) or "FROM"))
        copied = f"`batchwright state copy {here} {_SERVER} --to-workspace {_STORE}`"
        hint = f"{copied} takes jobs and payloads to where workers reach them; then name that with --state, --workspace"
        raise ConfigError(message, path=path, hint=hint)


def unreached(place: StatePlace) -> Iterator[Problem]:
    """What workers on other machines could not reach of a job's place, whatever the runner."""
    if place.is_of_this_machine:
        said = f"{place.shown_url} is reached from this machine alone, and workers elsewhere need PostgreSQL, by a name"
        yield Problem("--state", f"{said} that they know: {_SERVER}")
    if kind_of(place.workspace) is Kind.FOLDER:
        said = f"{place.workspace} is a folder of this machine, and workers elsewhere need an object store, or none:"
        yield Problem("--workspace", f"{said} {_STORE}, gs://bucket/prefix or database")
