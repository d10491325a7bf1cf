"""The commands of `state`: a state as a whole, as a user types them."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipelines import parameters as p
from pipelines.shell import Shell


@click.group("state", context_settings=p.HELP)
def state() -> None:
    """Copy stopped jobs into another state."""


@p.command_of(state, p.FROM, p.TO, p.TO_WORKSPACE)
def copy(shell: Shell, /, source: str, target: str, to_workspace: str | None) -> int:
    """Copy all projects and jobs of one state into another, SQLite or PostgreSQL, and verify each row.

    FROM is only read: its jobs must have stopped, and its large payloads are in --workspace or beside its file. TO may
    be new, hold other projects, or hold what a copy that was stopped has left, which then goes on.
    """
    from pipelines.jobs import BatchJobs
    from pipelines.state_copy import places
    from pipelines.state_copy_shown import copy_shown

    if shell.where[0] is not None:
        raise click.UsageError("`state copy FROM TO` names both states: leave out the --state before it")
    here, there = places(source, target, shell.where[1], to_workspace, cwd=Path.cwd(), environ=os.environ)
    with BatchJobs(here.url, here.workspace) as jobs:
        return copy_shown(jobs, shell.screen, there)
