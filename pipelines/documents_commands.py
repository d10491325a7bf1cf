"""The commands of `docs`: a project's documents, as a user types them."""

from __future__ import annotations

from typing import Any

import click

from pipelines import parameters as p
from pipelines.shell import Shell


@click.group("docs", context_settings=p.HELP)
def docs() -> None:
    """Keep a project's documents, search them, embed them."""


def _command(*parameters: p.Decorator, name: str | None = None) -> p.Decorator:
    return p.command_of(docs, p.OF_PROJECT, *parameters, name=name)


@_command(p.PATHS, p.KIND, p.SKIP)
def add(shell: Shell, /, project: str, paths: tuple[str, ...], kind: str | None, *, skip_unknown: bool) -> int:
    """Add documents, each in place of the one of its name. What is there already costs nothing.

    PATH is a file, a folder or a glob, of every kind that jobs read.
    """
    from pipelines.documents_shown import add_shown

    return add_shown(shell.jobs, shell.screen, project, paths, kind=kind, skip_unknown=skip_unknown)


@_command(p.KIND, p.LIMIT, p.OFFSET, name="list")
def list_(shell: Shell, /, project: str, kind: str | None, **page: int) -> None:
    """List documents, by name."""
    from pipelines.documents_shown import list_shown

    list_shown(shell.jobs, shell.screen, project, kind=kind, **page)


@_command(click.argument("text"), p.TOP, p.KIND, p.FILTERS)
def search(shell: Shell, /, project: str, text: str, top: int, kind: str | None, filters: tuple[str, ...]) -> None:
    """Show the passages that fit a text, with their scores and where each is from."""
    from pipelines.documents_shown import search_shown

    search_shown(shell.jobs, shell.screen, project, text, top=top, kind=kind, filters=filters)


@_command(click.argument("ids", nargs=-1, metavar="DOCUMENT…"), p.flag("--all", "All of them."), p.YES)
def remove(shell: Shell, /, project: str, ids: tuple[str, ...], **said: Any) -> None:
    """Remove documents."""
    from pipelines.documents_shown import remove_shown

    if bool(ids) is said["all"]:
        raise click.UsageError("name documents, or say --all")
    if not remove_shown(shell.jobs, shell.screen, project, ids, yes=said["yes"]):
        raise click.Abort


@_command(p.VECTORS, p.CONCURRENCY, p.BUDGET, p.YES)
def embed(shell: Shell, /, project: str, model: str, concurrency: int, budget: str | None, *, yes: bool) -> int:
    """Replace the vectors of all documents, in one step: by a job, which can be stopped and gone on with.

    Exit codes as `run` has them. Until the last one is made, the old ones stay in use.
    """
    from pipelines.documents_shown import embed_shown

    return embed_shown(shell.jobs, shell.screen, project, model, yes=yes, concurrency=concurrency, budget_usd=budget)
