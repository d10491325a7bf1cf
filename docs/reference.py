"""The parts of the pages that are made of the program itself, so that they cannot be out of date.

docs/*.md ── fill ──► each line `<!-- made by docs/reference.py: NAME -->` becomes what NAME makes

keys of a file     the models of `state/` (docs/file_keys.py)
commands           what click knows of `cli.py`
Python             signatures and docstrings of `BatchJobs`, of what it returns, of its errors (docs/python_api.py)
README, CHANGELOG  their sections that are pages here; examples; benchmarks that have a goal
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

import cli
from docs.file_keys import config_file, job_file
from docs.python_api import error_tree, methods, records

ROOT = Path(__file__).resolve().parents[1]

_MARK = re.compile(r"^<!-- made by docs/reference\.py: ([A-Za-z ]+) -->$", re.MULTILINE)

_OUT = re.compile(r"\[([^\]]*)\]\(\.\./examples/[^)]*\)")
"""A link to a file that is no page: of use to who reads the page in the repository."""

_NO_GOAL = ("–", "reported")


def fill(page: str) -> str:
    """A page with each of its marks replaced by what it names, and no link to a file that is no page.

    Raises:
        KeyError: A mark names nothing that is made here.
    """
    return _OUT.sub(r"\1", _MARK.sub(lambda mark: PARTS[mark[1]](), page))


# ── commands ────────────────────────────────────────────────────────────────────────────────────


def commands() -> dict[str, click.Command]:
    """The commands that help shows, by name; those of a group by both names."""
    return dict(_commands(cli.cli, ""))


def _commands(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def options_of(command: click.Command) -> list[tuple[str, str]]:
    """The options of a command as help writes them, each with what is said of it."""
    context = _context(command)
    options = (one for one in command.get_params(context) if isinstance(one, click.Option))
    rows = [option.get_help_record(context) for option in options]
    return [(_code(names), said) for names, said in filter(None, rows) if "--help" not in names]


def _context(command: click.Command) -> click.Context:
    """As it is when the command is typed: click keeps the options of help that it makes in the first one."""
    group = click.Context(cli.cli, info_name="batchwright", **cli.cli.context_settings)
    return group if command is cli.cli else click.Context(command, parent=group)


def _command_line() -> str:
    shared = [
        "## Before the command",
        "",
        "`batchwright [OPTIONS] COMMAND …`. These stand before the command's name:",
        "",
        *_table(options_of(cli.cli)),
    ]
    return "\n".join([*shared, "", *(line for name, one in commands().items() for line in _command(name, one))])


def _command(name: str, command: click.Command) -> Iterator[str]:
    pieces = " ".join(command.collect_usage_pieces(_context(command)))
    said = re.sub(r"(?<!\n)\n(?!\n)", " ", (command.help or "").strip())
    yield from (f"## {name}", "", f"`batchwright {name} {pieces}`", "", said, "", *_table(options_of(command)), "")


def _table(rows: list[tuple[str, str]]) -> Iterator[str]:
    yield from ("| option | what it does |", "|---|---|")
    for names, said in rows:
        yield f"| {names} | {said.replace('|', chr(92) + '|')} |"


def _code(names: str) -> str:
    return f"`{names}`".replace("|", "\\|")


# ── other files ─────────────────────────────────────────────────────────────────────────────────


def _section(file: str, heading: str) -> str:
    """What stands under a heading of another file; of its links those to pages, as they are from `docs/`."""
    _, found, rest = (ROOT / file).read_text("utf-8").partition(f"\n## {heading}\n")
    if not found:
        raise KeyError(f"{file} has no section {heading!r}")
    section = rest.partition("\n## ")[0].strip()
    section = re.sub(r"\[`?([^]`]*)`?\]\((?!docs/|https?:|#)[^)]*\)", r"`\1`", section)
    return re.sub(r"(\[|\]\()docs/", r"\1", section)


def _figures() -> str:
    """The rows of the benchmarks that have a goal."""
    lines = ["| benchmark | measured | result | goal |", "|---|---|---|---|"]
    for section in (ROOT / "docs" / "benchmarks.md").read_text("utf-8").split("\n## ")[1:]:
        name = section.partition("\n")[0]
        rows = [re.split(r" *\| *", row)[1:4] for row in re.findall(r"^\|.*\|$", section, re.MULTILINE)[2:]]
        lines += [f"| [{name}](benchmarks.md#{name}) | {' | '.join(row)} |" for row in rows if row[2] not in _NO_GOAL]
    return "\n".join(lines)


def _changelog() -> str:
    return _below_title(ROOT / "CHANGELOG.md")


def _example(name: str) -> str:
    """What an example's README says; its links to pages as they are from `docs/`, and its own files named."""
    text = _below_title(ROOT / "examples" / name / "README.md").replace("](../../docs/", "](")
    return re.sub(r"\[(`[^`]*`)\]\((?:job|local)\.yaml\)|\[(`get\.py`)\]\(get\.py\)", r"\1\2", text)


def _below_title(path: Path) -> str:
    return path.read_text("utf-8").partition("\n\n")[2]


PARTS: Mapping[str, Callable[[], str]] = {
    "job file": job_file,
    "config file": config_file,
    "commands": _command_line,
    "methods": methods,
    "records": records,
    "errors": error_tree,
    "promises": lambda: _section("README.md", "What it promises").partition("\n\nHow that is done")[0],
    "figures": _figures,
    "not yet": lambda: _section("README.md", "What this version does not do"),
    "job of the README": lambda: re.findall(r"```yaml\n.*?```", _section("README.md", "Your own job"), re.DOTALL)[0],
    "changelog": _changelog,
    "papers": lambda: _example("papers"),
    "vectors": lambda: _example("vectors"),
    "book": lambda: _example("book"),
}
"""What each mark becomes."""
