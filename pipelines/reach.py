"""Whether the workers of a cluster reach what a job needs: its state, and its workspace.

cluster             state                    workspace
on this machine     any                      any
elsewhere           a server's (PostgreSQL)  anything but a folder of this machine
"""

from __future__ import annotations

from state.engine import sqlite_path
from state.errors import ConfigError
from state.place import STATE_ENV, WORKSPACE_ENV, StatePlace
from state.workspace_place import Kind, kind_of

_SERVER = "postgresql://USER@HOST/DATABASE"


def check_reach(place: StatePlace, *, is_remote: bool) -> None:
    """See that a cluster's workers reach the state and the workspace of a job; nothing is opened.

    Args:
        place: The job's.
        is_remote: Whether the cluster is not on this machine. One that is reads what this machine reads.

    Raises:
        ConfigError: They do not; with how to move the job to where they do.
    """
    if not is_remote:
        return
    path = sqlite_path(place.url)
    if path is not None:
        raise ConfigError(
            f"the state {path} is a file of this machine, and the cluster's workers are on others: none of them could"
            " take a call into account",
            path=STATE_ENV,
            hint=f"copy it to a server, `batchwright state copy {path} {_SERVER}`, then run the job there with --state",
        )
    if kind_of(place.workspace) is Kind.FOLDER:
        raise ConfigError(
            f"the workspace {place.workspace} is a folder of this machine, and the cluster's workers are on others:"
            " none of them could read a large payload",
            path=WORKSPACE_ENV,
            hint="name an object store with --workspace, as s3://bucket/prefix; a state with payloads in this folder"
            " gets them there by `batchwright state copy FROM TO --to-workspace s3://bucket/prefix`",
        )
