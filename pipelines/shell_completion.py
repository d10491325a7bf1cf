"""What a shell completes behind a command: ids of jobs and items of the state that is named, states, keys, files.

    TAB ─► the shell's function ─► `_BATCHWRIGHT_COMPLETE=bash_complete batchwright` ─► click ─► a function below

A shell waits for it at its prompt, so that it is quick, says nothing of errors, and gives up soon.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.shell_completion import CompletionItem, get_completion_class

from pipelines.called import NAME
from pipelines.shell import loading

if TYPE_CHECKING:
    from state.engine import State

SHELLS = ("bash", "zsh", "fish")

GIVE_UP_S = 2.0
"""A state that has not answered by then, as a server that is away, completes nothing."""

_MOST = 50
_LAST = "last"
_KEYS = ("budget_usd", "concurrency", "max_failed_percent", "checkpoint_frequency")
_VARIABLE = "_BATCHWRIGHT_COMPLETE"

Complete: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]"


def script(shell: str, group: click.Group) -> str:
    """What turns completion on when a shell reads it."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}; there is one for {', '.join(SHELLS)}")
    return kind(group, {}, NAME, _VARIABLE).source().strip()


# ── words that are known here ───────────────────────────────────────────────────────────────────


def files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, which the shell itself knows best."""
    return [CompletionItem(incomplete, type="file")]


def folders(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Folders."""
    return [CompletionItem(incomplete, type="dir")]


def words(listed: Iterable[str]) -> Complete:
    """Some words, whatever is typed of them in capitals or not."""
    known = tuple(listed)

    def complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        begun = incomplete.upper()
        return [CompletionItem(word) for word in known if word.upper().startswith(begun)]

    return complete


changes = words(f"{key}=" for key in _KEYS)
"""The keys that `set` changes."""


# ── words that the state knows ──────────────────────────────────────────────────────────────────


def jobs(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`last`, and the newest jobs of the state."""

    def newest(state: State) -> list[tuple[str, str, str]]:
        from state.job_lookup import jobs_from  # noqa: PLC0415  # as in `_in_state`

        return jobs_from(state, incomplete, _MOST)

    found = _in_state(context, newest)
    shown = [CompletionItem(job_id, help=f"{status} {_in_line(name)}") for job_id, name, status in found]
    if _LAST.startswith(incomplete):
        shown.insert(0, CompletionItem(_LAST, help="the job that was created last"))
    return shown


def items(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The first items of the job that was typed before."""
    job = str(context.params.get("job") or next(iter(context.args), ""))  # behind an option it is not parsed yet

    def first(state: State) -> list[str]:
        from state.job_lookup import find_job, items_from  # noqa: PLC0415  # as in `_in_state`

        return items_from(state, find_job(state, job), incomplete, _MOST)

    return [CompletionItem(item_id) for item_id in _in_state(context, first) if item_id == _in_line(item_id)]


def _in_line(text: str) -> str:
    """A name as a shell's list can hold it: nothing in it ends the line, commands the terminal or parts it in fish."""
    return " ".join("".join(one if one.isprintable() and one != "," else " " for one in text).split())


def _in_state(context: click.Context, asked: Callable[[State], list[Any]]) -> list[Any]:
    """What the state that was named says, nothing where it cannot be asked."""
    where, found = context.find_root().params, list[Any]()
    with loading():  # not a part of the time that a state has: `--help` must not wait for it, but this does
        from state.migrate import open_state  # noqa: PLC0415
        from state.place import locate  # noqa: PLC0415

    def look() -> None:
        with suppress(Exception):  # a prompt is no place for errors: the command itself will tell them
            place = locate(where.get("state"), where.get("workspace"), Path.cwd(), os.environ)
            with closing(open_state(place.url, migrate=False)) as opened:
                found.extend(asked(opened))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(GIVE_UP_S)
    return list(found)
