"""Run the program to its exit code: whatever goes wrong is told in words. What follows is lazy, as in `shell.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import click

from pipelines.called import NAME, as_called, set_program

STOPPED, AT_ONCE = 4, 130


def exit_code(group: click.Group, given: Sequence[str]) -> int:
    """Run a command; its exit code, once an error has been told.

    Args:
        given: What was typed after the program's name.
    """
    try:
        return _run(group, given)
    finally:
        set_program(None)


def _run(group: click.Group, given: Sequence[str]) -> int:
    told: tuple[int, Mapping[str, str | None]]
    try:
        return group.main(list(given), prog_name=NAME, standalone_mode=False) or 0
    except (click.Abort, KeyboardInterrupt):
        told = AT_ONCE, {"code": "stopped", "message": "stopped"}
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return error.exit_code
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else NAME
        told = 2, {"code": "usage", "message": _as_ours(error.format_message()), "hint": _hint(error, where)}
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told without a traceback
        from pipelines.reports import words_of  # noqa: PLC0415

        told = words_of(error)
    said = {key: as_called(told[1].get(key) or "") or None for key in ("code", "message", "path", "hint")}
    if "--json" in given:
        click.echo(json.dumps({"error": said}, indent=2, ensure_ascii=False))
    else:
        from pipelines.screen_text import error_text, on_terminal  # noqa: PLC0415

        click.echo(on_terminal(error_text(said)), err=True)
    return told[0]


_BEFORE = ("--state", "--workspace", "--config")


def _hint(error: click.ClickException, where: str) -> str:
    """What helps against what click found; two slips look like options that there are not."""
    option = error.option_name if isinstance(error, click.NoSuchOption) else ""
    if option in _BEFORE:
        return f"it stands before the command: `{NAME} {option} … {where.removeprefix(NAME).strip()} …`"
    if option and not option.startswith("--"):
        return f"`{where} --help` shows how; a name that begins with - stands behind --: `{where} … -- -name`"
    return f"`{where} --help` shows how"


_OURS = {
    ". Did you": "; did you", "is not a valid integer range": "is no whole number",
    "is not a valid integer": "is no whole number", "is not in the range x>=": "is below ",
}  # fmt: skip


def _as_ours(said: str) -> str:
    """What click says, as all other errors are said."""
    for theirs, ours in _OURS.items():
        said = said.replace(theirs, ours)
    return (said[:1].lower() + said[1:]).rstrip(".")
