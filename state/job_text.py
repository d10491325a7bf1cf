"""A job file's text as JSON values: YAML or JSON, with the line of whatever is wrong.

YAML is read as YAML 1.2 does, with the numbers of JSON: `no`, `2024-01-01`, `007` and `1:30` are text, as they were
written, and keys are always text. What YAML 1.1 makes of them has spoiled many data sets without a word.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from state.errors import Problem, SpecError
from state.records import Json
from state.spec_errors import spec_error

MAX_BYTES = 100_000_000
MAX_DEPTH = 100
MAX_NODES = 1_000_000
"""How many values a file may hold once its aliases are written out; nine short lines of aliases can make a billion."""

_TWICE = "stands twice in one mapping"
_TAG = "tag:yaml.org,2002:"


_BEGIN = "`batchwright init` writes one to begin with, or name another"


def read_job_text(path: Path, shown: str | None = None) -> Json:
    """Read a job file: JSON if its name ends in .json, else YAML (of which JSON is a part).

    Args:
        shown: What it is called in messages; by default its path.

    Raises:
        SpecError: It cannot be read, is not UTF-8, or is neither YAML nor JSON; with the line.
    """
    source = shown or str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SpecError(f"there is no job file {source}", hint=_BEGIN) from None
    except IsADirectoryError:
        raise SpecError(f"{source} is a folder, not a job file", hint="name the file in it") from None
    except OSError as error:
        raise SpecError(f"the job file {source} cannot be read: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise SpecError(
            f"the job file {source} is longer than {MAX_BYTES:,} bytes", hint="put the items into a file of their own"
        )
    text = _decoded(raw, source)
    return parse_json(text, source) if path.suffix.lower() == ".json" else parse_yaml(text, source)


def _decoded(raw: bytes, source: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SpecError(f"{source} is UTF-16; save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise spec_error([Problem(f"line {line}", message)], source) from None


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────


def parse_json(text: str, source: str) -> Json:
    """JSON text as values.

    Raises:
        SpecError: Not JSON, or a key that stands twice; with the line.
    """
    twice: list[str] = []
    numbers: list[str] = []

    def pairs(found: list[tuple[str, Json]]) -> dict[str, Json]:
        result = dict(found)
        if len(result) < len(found):
            keys = [key for key, _ in found]
            twice.extend(key for key in result if keys.count(key) > 1)
        return result

    try:
        value: Json = json.loads(text, object_pairs_hook=pairs, parse_constant=numbers.append)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise spec_error([Problem(where, f"not JSON: {error.msg}")], source) from None
    except RecursionError:
        raise SpecError(f"{source} is nested too deeply") from None
    except ValueError:
        raise SpecError(f"{source} holds a number with more digits than can be read") from None
    if numbers:
        raise SpecError(f"{source} is not JSON: {numbers[0]} is no JSON number")
    if twice:
        raise _stand_twice(twice, text, source)
    return value


def _stand_twice(keys: list[str], text: str, source: str) -> SpecError:
    """The error of keys that stand twice: JSON is YAML but for its tabs, and that reader knows the lines."""
    try:
        parse_yaml(text.replace("\t", " "), source)
    except SpecError as error:
        if all(_TWICE in problem.message for problem in error.problems):
            return error
    return spec_error([Problem("", f"the key {key!r} {_TWICE}") for key in keys], source)


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────


class _Reader(yaml.SafeLoader):
    """Composes nodes; `_Values` makes values of them."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  replaces PyYAML's own


for _name, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("merge", r"<<", "<"),
):
    _firsts = [char if char != "\0" else "" for char in _first]
    _Reader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(rf"(?:{_pattern})\Z"), _firsts)


def parse_yaml(text: str, source: str) -> Json:
    """YAML text as JSON values.

    Raises:
        SpecError: Not YAML, a key that stands twice, a value that JSON does not have; with the line.
    """
    try:
        reader = _Reader(text)
        node = reader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise spec_error([_not_yaml(error)], source) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"the character U+{ord(text[error.position]):04X} may not stand in YAML"
        raise spec_error([Problem(f"line {line}", message)], source) from None
    except RecursionError:
        raise SpecError(f"{source} is nested too deeply") from None
    if node is None:
        raise SpecError(f"{source} is empty", hint=_BEGIN)
    values = _Values()
    value = values.value(node, 0)
    if values.problems:
        raise spec_error(values.problems, source)
    return value


def _not_yaml(error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "it cannot be read"
    if "'\\t'" in problem:
        message = "a tab; YAML is indented with spaces"
    elif "mapping values are not allowed" in problem:
        message = (
            "not YAML: a second ': ' in a line, or one indented more than its list; put a text that holds one in quotes"
        )
    elif "but found another document" in problem:
        message = "a second YAML document; a job file holds one"
    else:
        message = f"not YAML: {problem}" + (f" {error.context}" if error.context else "")
    return Problem(_at(mark), message)


def _at(mark: yaml.Mark | None) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""


class _Values:
    """Makes JSON values of YAML nodes, and collects what cannot be one."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._nodes = 0

    def value(self, node: Node, depth: int) -> Json:
        """The value of a node, null where there is a problem."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            if len(self.problems) < 1:
                what = f"nested deeper than {MAX_DEPTH}" if depth > MAX_DEPTH else f"more than {MAX_NODES:,} values"
                self._problem(node, f"{what}; put the items into a file of their own")
            return None
        if isinstance(node, MappingNode) and node.tag == f"{_TAG}map":
            return self._mapping(node, depth)
        if isinstance(node, SequenceNode) and node.tag == f"{_TAG}seq":
            return [self.value(each, depth + 1) for each in node.value]
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        self._problem(node, f"the tag {_short(node.tag)} is not read")
        return None

    def _scalar(self, node: ScalarNode) -> Json:
        text, tag = str(node.value), node.tag
        if tag == f"{_TAG}str" or tag in (f"{_TAG}merge", f"{_TAG}value"):
            return text
        if tag == f"{_TAG}null":
            return None
        try:
            if tag == f"{_TAG}bool":
                return {"true": True, "false": False}[text.lower()]
            if tag == f"{_TAG}int":
                return int(text)
            if tag == f"{_TAG}float":
                number = float(text)
                if number - number == 0:  # neither infinite nor NaN
                    return number
        except (KeyError, ValueError):
            self._problem(node, f"{text[:40]!r} is no {_short(tag).lstrip('!')}")
            return None
        message = "is too large a number" if tag == f"{_TAG}float" else f"has the tag {_short(tag)}, which is not read"
        self._problem(node, f"{text[:40]!r} {message}")
        return None

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Json]:
        result: dict[str, Json] = {}
        lines: dict[str, int] = {}
        merged: dict[str, Json] = {}
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                merged = {**self._merged(value_node, depth), **merged}
                continue
            if not isinstance(key_node, ScalarNode):
                self._problem(key_node, "a key must be text; put a text that starts with {{ or [ in quotes")
                continue
            key = str(key_node.value)
            if key in lines:
                message = f"the key {key!r} {_TWICE}, first in line {lines[key]}"
                self.problems.append(Problem(f"line {key_node.start_mark.line + 1}", message))
                continue
            lines[key] = key_node.start_mark.line + 1
            result[key] = self.value(value_node, depth + 1)
        return {**merged, **result} if merged else result

    def _merged(self, node: Node, depth: int) -> dict[str, Json]:
        sources = node.value if isinstance(node, SequenceNode) else [node]
        result: dict[str, Json] = {}
        for source in sources:
            value = self.value(source, depth + 1)
            if not isinstance(value, dict):
                self._problem(source, "<< takes a mapping, or a list of them")
                continue
            result = {**value, **result}
        return result

    def _problem(self, node: Node, message: str) -> None:
        self.problems.append(Problem(_at(node.start_mark), message))


def _short(tag: str) -> str:
    return tag.replace(_TAG, "!!")
