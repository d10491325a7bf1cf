"""The Python API as its signatures and docstrings tell it: the methods of `BatchJobs`, what they return, its errors."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from importlib import import_module

from pipelines.job_moves import JobMoves
from pipelines.job_reading import JobReading
from pipelines.jobs import BatchJobs
from state import errors

HEADINGS: dict[type, str] = {
    BatchJobs: "Making jobs, looking ahead, money",
    JobMoves: "Moving jobs",
    JobReading: "Looking at jobs",
}
"""Of the classes that `BatchJobs` is made of, the heading of the methods of each."""

OWNERS = BatchJobs.__mro__[:-1]
"""All of these classes."""

SELDOM = "Seldom needed"

INSIDE = frozenset({
    "spec", "read", "source", "store", "find_or_create", "ready", "run_first", "before_delete", "config",
    "config_source", "cwd", "workspace", "state", "known_state", "documents_changed", "code_digests", "migrate",
})  # fmt: skip
"""Methods that the command line is made of, and programs seldom need; they come last."""

LINE = 90
"""The most characters of a line of code on a page."""


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A docstring in Google's form, taken apart."""

    text: str
    arguments: dict[str, str]
    raises: dict[str, str]


def said_of(thing: object) -> Said:
    """What a docstring says, of its arguments and of the errors that it names, too."""
    text, *parts = re.split(r"^(Args|Returns|Raises):\n", inspect.getdoc(thing) or "", flags=re.MULTILINE)
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    back = inspect.cleandoc(found.get("Returns", ""))
    told = f"{text.strip()}\n\nReturns: {back}" if back else text.strip()
    return Said(told, _entries(found.get("Args", "")), _entries(found.get("Raises", "")))


def _entries(part: str) -> dict[str, str]:
    """Lines like `    name: what it is`, each with those that are further in."""
    entries: dict[str, str] = {}
    name = ""
    for line in part.splitlines():
        begun = re.match(r"    (\w+): (.*)", line)
        if begun:
            name, entries[begun[1]] = begun[1], begun[2]
        elif name and line.strip():
            entries[name] += f" {line.strip()}"
    return entries


def members(owner: type) -> Iterator[tuple[str, object]]:
    """The public methods and properties that a class itself brings, but for what is refused in this version."""
    for name, member in vars(owner).items():
        if not name.startswith("_") and not (inspect.getdoc(member) or "").startswith("Refused"):
            yield name, member


def returned() -> list[type]:
    """The records that methods return, in the order in which the page meets them, and those that are fields of them."""
    found: list[type] = []
    for owner in OWNERS:
        for name, member in members(owner):
            if name not in INSIDE and inspect.isfunction(member):
                found += _named(str(inspect.signature(member).return_annotation), owner.__module__)
    for record in list(found):
        for field in dataclasses.fields(record):
            found += _named(str(field.type), record.__module__)
    return list(dict.fromkeys(found))


def _named(annotation: str, module: str) -> Iterator[type]:
    """The frozen records that an annotation names; those that only type checkers import are found as they do it."""
    tree = ast.parse(inspect.getsource(import_module(module)))
    imports = {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    for word in re.findall(r"\b[A-Z]\w+", annotation):
        one = getattr(import_module(imports.get(word, module)), word, None)
        if inspect.isclass(one) and dataclasses.is_dataclass(one):
            yield one


# ── the pages ───────────────────────────────────────────────────────────────────────────────────


def methods() -> str:
    """`BatchJobs`: how it is made, and its methods by what they are for."""
    lines = ["## BatchJobs", "", *_called("BatchJobs", BatchJobs), *_told(BatchJobs), ""]
    headings = {owner: HEADINGS.get(owner) or said_of(owner).text.partition("\n")[0].rstrip(".") for owner in OWNERS}
    by_heading: dict[str, list[tuple[str, object]]] = {heading: [] for heading in (*headings.values(), SELDOM)}
    for owner, heading in headings.items():
        for name, member in members(owner):
            by_heading[SELDOM if name in INSIDE else heading].append((name, member))
    for heading, found in by_heading.items():
        lines += [f"## {heading}", ""]
        for name, member in found:
            shown = [f"`jobs.{name}`", ""] if isinstance(member, property) else [*_called(f"jobs.{name}", member)]
            lines += [f"### {name}", "", *shown, *_told(member), ""]
    return "\n".join(lines)


def records() -> str:
    """The fields of what the methods return, and what can be asked of it beside them."""
    lines: list[str] = []
    for record in returned():
        arguments = said_of(record).arguments
        lines += [f"### {record.__name__}", "", said_of(record).text, "", "| field | type | |", "|---|---|---|"]
        for field in dataclasses.fields(record):
            kind = str(field.type).replace("|", "\\|")
            lines.append(f"| `{field.name}` | `{kind}` | {arguments.get(field.name, '')} |")
        for name, member in members(record):
            if isinstance(member, property):
                lines.append(f"| `{name}` | | {said_of(member).text} |")
            elif inspect.isfunction(member):
                lines.append(f"| `{name}()` | | {said_of(member).text} |")
        lines.append("")
    return "\n".join(lines)


def error_tree() -> str:
    """The tree of errors, and what each class says."""
    drawn = inspect.cleandoc(errors.__doc__ or "").partition("\n\n")[2].partition("\n\nEvery class")[0]
    lines = ["```text", inspect.cleandoc(drawn), "```", "", "| error | code | what it is |", "|---|---|---|"]
    lines += [f"| `{one.__name__}` | `{one.code}` | {said_of(one).text} |" for one in error_classes()]
    return "\n".join(lines)


def error_classes() -> list[type[errors.BatchwrightError]]:
    """The classes of the tree, from its root."""
    found = [errors.BatchwrightError]
    for one in found:
        found += one.__subclasses__()
    return [one for one in found if one.__module__ == errors.__name__]


def _called(name: str, thing: object) -> Iterator[str]:
    """How it is called: on one line where that fits, else an argument a line."""
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    words: list[str] = []
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and "*" not in words:
            words.append("*")
        if one.name != "self":
            stars = "**" if one.kind is one.VAR_KEYWORD else ""
            default = "" if one.default is one.empty else f" = {one.default!r}"
            words.append(f"{stars}{one.name}: {one.annotation}{default}")
    arrow = "" if inspect.isclass(thing) else f" -> {signature.return_annotation}"
    line = f"{name}({', '.join(words)}){arrow}"
    shown = [line] if len(line) <= LINE else [f"{name}(", *(f"    {word}," for word in words), f"){arrow}"]
    yield from ("```python", *shown, "```", "")


def _told(thing: object) -> Iterator[str]:
    said = said_of(thing)
    yield said.text
    for entries, mark in ((said.arguments, ""), (said.raises, "raises ")):
        if entries:
            yield ""
        yield from (f"* {mark}`{name}`: {text}" for name, text in entries.items())
