"""The rooms of the house: who may import whom, who prints, how long a file gets and what it is called.

`pipelines/screen*.py` may import rich: they make what `cli.py` shows, on the consoles that it gives them. There
`shell.py`, `parameters.py`, `help_page.py` and `program.py` import click, for what its commands share. One top-level
module cannot hold all of that within the length of a file, and more would be more names to collide with others'.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("state", "orchestrator", "transforms", "pipelines", "cli")
"""From the ground up: a module imports its own room and those before it."""

MAX_LINES = 400
EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "manager", "misc"})

ONLY_IN: dict[str, tuple[str, ...]] = {
    "apache_beam": ("transforms.", "pipelines."),
    "anthropic": ("orchestrator.providers.",),
    "openai": ("orchestrator.providers.",),
    "xllamacpp": ("orchestrator.providers.",),
    "httpx2": ("orchestrator.providers.",),
    "aiohttp": ("orchestrator.providers.",),
    "sqlalchemy": ("state.",),
    "alembic": ("state.",),
    "psycopg": ("state.",),
    "click": (
        "cli.",
        "pipelines.shell",
        "pipelines.parameters",
        "pipelines.help_page",
        "pipelines.program",
        "pipelines.documents_commands",
        "pipelines.state_commands",
    ),
    "rich": ("cli.", "pipelines.shell", "pipelines.screen"),
}
"""The modules that may import a library: those whose dotted name begins so."""


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the product."""

    name: str
    path: Path
    lines: int
    tree: ast.Module

    @property
    def room(self) -> str:
        """Which room it is in; cli.py and what stands beside it (cli_progress.py) are one."""
        top = self.name.partition(".")[0]
        return "cli" if top == "cli" or top.startswith("cli_") else top


def modules(root: Path) -> Iterator[Module]:
    """All modules of the product below a root."""
    files = [*root.glob("*.py"), *(path for room in ROOMS for path in root.glob(f"{room}/**/*.py"))]
    for path in sorted(files):
        relative = path.relative_to(root)
        if relative.name == "setup.py":
            continue
        text = path.read_text("utf-8")
        name = ".".join(relative.with_suffix("").parts)
        yield Module(name, relative, len(text.splitlines()), ast.parse(text, str(relative)))


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a module imports, in functions and under TYPE_CHECKING too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.name.split(".")[: -node.level]
                base = ".".join([*above, *([base] if base else [])])
            yield from ((node.lineno, name) for name in ([base] if base else [alias.name for alias in node.names]))
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value


def faults(root: Path) -> list[str]:
    """Every breach of the rules below a root, as "file:line what"."""
    found: list[str] = []
    for module in modules(root):
        found += [f"{module.path}:{line} {fault}" for line, fault in _import_faults(module)]
        found += [f"{module.path}:{line} {fault}" for line, fault in _print_faults(module)]
        if module.lines > MAX_LINES:
            found.append(f"{module.path}:{module.lines} has more than {MAX_LINES} lines")
        if EMPTY_NAMES & set(module.name.lower().replace("_", ".").split(".")):
            found.append(f"{module.path}:1 has a name that says nothing")
    return found


def _import_faults(module: Module) -> Iterator[tuple[int, str]]:
    if module.room not in ROOMS:
        yield 1, f"is in no room: the product is {', '.join(ROOMS)}"
        return
    for line, name in imported(module):
        top = name.partition(".")[0]
        if top == "tests":
            yield line, "the product imports tests"
        elif top in ROOMS and ROOMS.index(top) > ROOMS.index(module.room):
            yield line, f"{module.room} imports upward from {top}"
        elif top in ONLY_IN and not _in(module, ONLY_IN[top]):
            yield line, f"{module.room} imports {top}"


def _in(module: Module, places: tuple[str, ...]) -> bool:
    name = "cli." if module.room == "cli" else f"{module.name}."
    return name.startswith(places)


def _print_faults(module: Module) -> Iterator[tuple[int, str]]:
    if module.room == "cli":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno, f"{module.room} prints"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr"):
            yield node.lineno, f"{module.room} writes to {ast.unparse(node)}"


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def test_imports_go_downwards_and_every_library_stays_in_its_room() -> None:
    """No module of the product breaks a rule of the house."""
    assert faults(ROOT) == []


def test_all_rooms_are_looked_at() -> None:
    """The rules are over the whole product: each room has modules, and Beam and SQL are seen where they belong."""
    seen = {module.room for module in modules(ROOT)}
    libraries = {name.partition(".")[0] for module in modules(ROOT) for _, name in imported(module)}
    assert seen == set(ROOMS)
    assert set(ONLY_IN) <= libraries


PLANTED = [
    ("state/a.py", "import orchestrator.retry", "state/a.py:1 state imports upward from orchestrator"),
    ("state/a.py", "def f():\n    from pipelines import plan", "state/a.py:2 state imports upward from pipelines"),
    ("orchestrator/a.py", "from transforms.labels import X", "orchestrator/a.py:1 orchestrator imports upward from"),
    ("transforms/a.py", "import pipelines", "transforms/a.py:1 transforms imports upward from pipelines"),
    ("pipelines/a.py", "import cli", "pipelines/a.py:1 pipelines imports upward from cli"),
    ("pipelines/a.py", "import_module('cli')", "pipelines/a.py:1 pipelines imports upward from cli"),
    ("orchestrator/tasks/a.py", "from ... import cli", "orchestrator/tasks/a.py:1 orchestrator imports upward from"),
    ("state/a.py", "import apache_beam as beam", "state/a.py:1 state imports apache_beam"),
    ("orchestrator/a.py", "from apache_beam import DoFn", "orchestrator/a.py:1 orchestrator imports apache_beam"),
    ("cli.py", "import apache_beam", "cli.py:1 cli imports apache_beam"),
    ("orchestrator/a.py", "import openai", "orchestrator/a.py:1 orchestrator imports openai"),
    ("orchestrator/tasks/a.py", "import anthropic", "orchestrator/tasks/a.py:1 orchestrator imports anthropic"),
    ("transforms/a.py", "import xllamacpp", "transforms/a.py:1 transforms imports xllamacpp"),
    ("pipelines/a.py", "import httpx2", "pipelines/a.py:1 pipelines imports httpx2"),
    ("orchestrator/a.py", "import aiohttp", "orchestrator/a.py:1 orchestrator imports aiohttp"),
    ("orchestrator/providers/a.py", "import aiohttp, openai", None),
    ("transforms/a.py", "from sqlalchemy import text", "transforms/a.py:1 transforms imports sqlalchemy"),
    ("cli.py", "import alembic.config", "cli.py:1 cli imports alembic"),
    ("orchestrator/a.py", "import psycopg", "orchestrator/a.py:1 orchestrator imports psycopg"),
    ("pipelines/a.py", "import rich.table", "pipelines/a.py:1 pipelines imports rich"),
    ("pipelines/screen_a.py", "import rich.table", None),
    ("pipelines/screen_a.py", "print('done')", "pipelines/screen_a.py:1 pipelines prints"),
    ("state/a.py", "from click import echo", "state/a.py:1 state imports click"),
    ("pipelines/a.py", "print('done')", "pipelines/a.py:1 pipelines prints"),
    ("state/a.py", "import sys\nsys.stderr.write('x')", "state/a.py:2 state writes to sys.stderr"),
    ("cli_progress.py", "import rich, click\nprint('done')", None),
    ("state/a.py", "from tests.fakes import answers", "state/a.py:1 the product imports tests"),
    ("state/a.py", "x = 1\n" * (MAX_LINES + 1), "state/a.py:401 has more than 400 lines"),
    ("state/a.py", "x = 1\n" * MAX_LINES, None),
    ("state/text_helpers.py", "", "state/text_helpers.py:1 has a name that says nothing"),
    ("pipelines/common/a.py", "", "pipelines/common/a.py:1 has a name that says nothing"),
    ("loose.py", "", "loose.py:1 is in no room"),
]


@pytest.mark.parametrize(("path", "text", "fault"), PLANTED)
def test_a_planted_breach_is_found(tmp_path: Path, path: str, text: str, fault: str | None) -> None:
    """Each rule finds its breach, where it stands, and finds nothing in what is allowed."""
    planted = tmp_path / path
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(text, "utf-8")
    found = faults(tmp_path)
    assert len(found) == (fault is not None), found
    assert not fault or found[0].startswith(fault)
