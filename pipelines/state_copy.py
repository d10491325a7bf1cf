"""Copy a state into another one: where both are, and what speaks against that before either is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from state.copy_check import look_at
from state.copying import Copied, Copying, Progress
from state.errors import ConfigError, InputError, NotFoundError, StateForeignError
from state.migrate import open_state
from state.place import STATE_ENV, WORKSPACE_ENV, StatePlace, locate, remember, typed
from state.workspace import Workspace
from state.workspace_place import DATABASE, is_same

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs
    from state.engine import State


@dataclass(frozen=True, slots=True)
class Target:
    """Where a state is copied to.

    Args:
        is_told: Whether somebody said where its payloads go, or it is a file, with a folder beside it.
    """

    place: StatePlace
    is_told: bool


def places(
    source: str, target: str, workspace: str | None, to_workspace: str | None, *, cwd: Path, environ: Mapping[str, str]
) -> tuple[StatePlace, Target]:
    """Where a state is copied from and to. `BATCHWRIGHT_WORKSPACE` is of the state that `BATCHWRIGHT_STATE` names.

    Args:
        source: A state as `--state` takes it; `workspace` is where its payloads are, else as for any other command.
        target: The same; `to_workspace` is where its payloads go, else a folder beside its file.

    Raises:
        ConfigError: One of them is no state.
    """
    to = target_of(target, to_workspace, cwd=cwd, environ=environ)
    others = {} if _is_of_environment(to.place, cwd, environ) else environ
    with _named("FROM"):
        return locate(source, workspace, cwd, others), to


def target_of(target: str, to_workspace: str | None, *, cwd: Path, environ: Mapping[str, str]) -> Target:
    """Where a state is copied to; as `places`."""
    with _named("TO"):
        place = locate(target, to_workspace, cwd, {})
    if to_workspace is None and _is_of_environment(place, cwd, environ) and WORKSPACE_ENV in environ:
        return Target(replace(place, workspace=locate(target, None, cwd, environ).workspace), is_told=True)
    return Target(place, is_told=to_workspace is not None or place.url.startswith("sqlite"))


@contextmanager
def _named(argument: str) -> Iterator[None]:
    """Have an error be of the argument that it is in."""
    try:
        yield
    except ConfigError as error:
        error.path = argument
        raise


def _is_of_environment(place: StatePlace, cwd: Path, environ: Mapping[str, str]) -> bool:
    told = environ.get(STATE_ENV)
    return bool(told) and remember(locate(told, None, cwd, {}).url) == remember(place.url)


def copy_state(jobs: BatchJobs, target: Target, progress: Progress) -> Copied:
    """Copy the state of jobs into another one, which is made where it is not there yet.

    Raises:
        InputError: They are the same, they would share a workspace, or nobody said where payloads go.
    """
    here, there = jobs.place, target.place
    if remember(here.url) == remember(there.url):
        raise InputError(f"FROM and TO are the same state, {here.shown_url}", hint="name another one to copy it into")
    source = source_of(jobs)
    sight = look_at(source, jobs.workspace)
    if sight.payloads:
        _check_workspaces(target, here, f"{sight.payloads:,} payloads of {here.shown_url}")
    payloads = Workspace(there.workspace) if sight.payloads else None
    with _older(there):
        opened = open_state(there.url)
    with closing(opened):
        return Copying(source, jobs.workspace, sight, opened, payloads, progress).make()


def source_of(jobs: BatchJobs) -> State:
    """The state that is copied.

    Raises:
        NotFoundError: It is not there.
        StateForeignError: It is not ours, or has to be migrated first.
    """
    try:
        with _older(jobs.place):
            return jobs.state()
    except NotFoundError as error:
        raise NotFoundError(error.message, path="FROM", hint="name the state that has the jobs") from None


@contextmanager
def _older(place: StatePlace) -> Iterator[None]:
    """Have an error of a state of an earlier version say how that very one is migrated."""
    try:
        yield
    except StateForeignError as error:
        if error.hint is None and "db migrate" in error.message:
            error.advise(f"for this state: `batchwright --state {typed(place.url)} db migrate`")
        raise


def _check_workspaces(target: Target, here: StatePlace, payloads: str) -> None:
    """See that payloads have a place of their own to go to."""
    if not target.is_told:
        raise InputError(
            f"{payloads} lie in {here.workspace}, and nobody says where they go: a server has no folder beside it",
            path="--to-workspace",
            hint="name a folder or an object store that all machines reach which are to run these jobs",
        )
    if target.place.workspace == DATABASE:
        raise InputError(
            f"{payloads} lie in {here.workspace}, where rows name them, and `{DATABASE}` has no room for any",
            path="--to-workspace",
            hint="name a folder, or an object store as s3://bucket/prefix",
        )
    if is_same(here.workspace, target.place.workspace):
        raise InputError(
            f"{payloads} lie in {here.workspace}, which would be the workspace of both: what is deleted or purged in"
            " one state would be gone in the other",
            path="--to-workspace",
            hint="name another folder",
        )
