r"""Templates, parsed: text with `{{name}}` in it. Pure, and without a word about what the names mean.

A name is anything but braces and control characters; spaces around it do not count. `\{{` stands for the two
braces themselves. In full: n backslashes directly before two or more braces are n // 2 backslashes, and then,
when n is odd, the braces as they are; otherwise the last two braces of the run open a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

CONTENT = "content"
PAGE = "page"
PHASES = "phases"

_FIELD = re.compile(r"[^\s.\"'{}](?:[^.\"'{}\n]*[^\s.\"'{}])?")
_OPENING = re.compile(r"(\\*)(\{{2,})")
_NAME = re.compile(r"([^{}]*)\}\}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_TRAILING = re.compile(r"(\\*)(\{*)\Z")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The place of a value: `{{name}}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template: texts and placeholders in their order, no text empty, no two texts side by side."""

    pieces: tuple[str | Placeholder, ...]


@lru_cache(maxsize=1024)  # a job has at most a few dozen templates, and renders them for each of its items
def parse_template(text: str) -> Template:
    """Cut a template into texts and placeholders.

    Raises:
        ValueError: A `{{` that is not closed, or a name that is none; the message says where.
    """
    pieces: list[str | Placeholder] = []
    literal = ""
    at = 0
    while opening := _OPENING.search(text, at):
        backslashes, braces = opening.groups()
        literal += text[at : opening.start()] + "\\" * (len(backslashes) // 2)
        if len(backslashes) % 2:
            literal += braces
            at = opening.end()
            continue
        literal += braces[2:]
        name, at = _name(text, opening.end())
        if literal:
            pieces.append(literal)
        pieces.append(Placeholder(name))
        literal = ""
    literal += text[at:]
    if literal:
        pieces.append(literal)
    return Template(tuple(pieces))


def names(template: Template | str) -> frozenset[str]:
    """The names that a template (or a text that is parsed as one) uses."""
    parsed = parse_template(template) if isinstance(template, str) else template
    return frozenset(piece.name for piece in parsed.pieces if isinstance(piece, Placeholder))


def phase_name(name: str) -> str | None:
    """The NAME of `phases.NAME`, None for another name."""
    head, dot, rest = name.partition(".")
    return rest if head == PHASES and dot else None


def fault_of(text: str) -> str | None:
    """What is wrong with the form of a template, None if nothing is."""
    try:
        used = names(text)
    except ValueError as error:
        return str(error)
    for name in sorted(used):
        if name == PHASES or phase_name(name) == "":
            return f"{{{{{name}}}}} names no phase; write {{{{phases.NAME}}}}"
        if phase_name(name) is None and not all(_FIELD.fullmatch(part) for part in name.split(".")):
            return f"{{{{{name[:40]}}}}} is no name; write {{{{content}}}}, {{{{field}}}} or {{{{metadata.title}}}}"
    return None


def template_text(pieces: Iterable[str | Placeholder]) -> str:
    """The text that parses into these pieces: the inverse of `parse_template`."""
    written, literal = "", ""
    for piece in pieces:
        if isinstance(piece, str):
            literal += piece
            continue
        end = _TRAILING.search(literal)
        backslashes, braces = end.groups() if end else ("", "")
        body = literal[: len(literal) - len(backslashes) - len(braces)]
        written += escape(body) + backslashes * 2 + braces + "{{" + piece.name + "}}"
        literal = ""
    return written + escape(literal)


def escape(text: str) -> str:
    """A template that stands for this text alone, whatever braces it holds.

    Before a placeholder, put something else than a brace or a backslash at its end (a line break does), or use
    `template_text`.
    """
    return _OPENING.sub(lambda run: run[1] * 2 + "\\" + run[2], text)


def _name(text: str, start: int) -> tuple[str, int]:
    """The name that begins at `start`, just behind its braces, and where the text goes on."""
    found = _NAME.match(text, start)
    if found is None:
        raise ValueError(
            f"`{{{{` {_place(text, start - 2)} is not closed by `}}}}`; write `\\{{{{` for the braces themselves"
        )
    name = found[1].strip()
    if not name:
        raise ValueError(
            f"`{{{{}}}}` {_place(text, start - 2)} holds no name; write `\\{{{{` for the braces themselves"
        )
    if _CONTROL.search(name):
        raise ValueError(f"the name {_place(text, start - 2)} goes over a line's end or holds a control character")
    return name, found.end()


def _place(text: str, at: int) -> str:
    return f"at line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"
