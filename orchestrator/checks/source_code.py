"""Source code in an answer parses, where its language is known and can be parsed here.

Known is the language of a fenced block by its tag; of a block without one, or of an answer without a block, by
instructions that name a single language, as long as it looks like code of that language. All else passes.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn
from xml.parsers import expat

import yaml

from orchestrator.checks.base import Fault
from orchestrator.checks.code_blocks import (
    MAX_FENCES,
    TAGS,
    Fence,
    ends_of,
    fences_of,
    language_of_instructions,
    looks_like,
)
from state.plan_records import PhasePlan
from state.records import Json

MAX_PARSED_CHARS = 96_000
"""Of one answer; Python's parser takes a fifth of a second for so much. What stands behind passes."""

MAX_FAULTS = 5

MAX_TOML_DOTS = 50
"""In a line: the parser's time grows with the square of the parts of a key."""

_SOURCE = "<code of an answer>"
_SHOWN_CHARS = 120
_TEMPLATE = re.compile(r"\{\{|\{%|<%")
_QUOTES = re.compile("\"\"\"|'''")
_PROMPT = re.compile(r"\s*(?:>>> |In \[\d+\])")
_MAGIC = re.compile(r"^([ \t]*)[!%]{1,2}[A-Za-z].*$", re.MULTILINE)
_NEWER_PYTHON = re.compile(
    r"^[ \t]*type[ \t]+\w+[^=\n]*=|\b(?:def|class)[ \t]+\w+\[|\bexcept\*?[ \t]+\w+[ \t]*,", re.MULTILINE
)
_YAML = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(slots=True)
class _Allowance:
    """How many characters of an answer may still be parsed."""

    chars: int = MAX_PARSED_CHARS


def parses(output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """Code whose language is known parses."""
    if not isinstance(output, str):
        return None
    allowance = _Allowance()
    lines = output.split("\n")
    default = language_of_instructions(phase.instructions)
    fences = fences_of(lines)
    if len(fences) > MAX_FENCES:
        return None
    found = _fenced(lines, fences, default, allowance) if fences else _unfenced(output, default, allowance)
    faults = list(islice(found, MAX_FAULTS))
    if not faults:
        return None
    told, shown = ("; ".join(words) for words in zip(*((fault.told, fault.shown) for fault in faults), strict=True))
    return Fault(f"{told}; give the code whole, so that it parses", f"the check parses failed: {shown}")


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────


def _unfenced(output: str, default: str | None, allowance: _Allowance) -> Iterator[Fault]:
    """An answer that is code alone."""
    if default and looks_like(default, output):
        wrong = _wrong_line(default, output, allowance)
        if wrong is not None:
            yield _fault(default, "the answer", output, wrong)


def _fenced(
    lines: Sequence[str], fences: Sequence[Fence], default: str | None, allowance: _Allowance
) -> Iterator[Fault]:
    """The blocks one after the other; where one does not parse, its end may be a fence that is part of the code."""
    behind = number = 0
    for index, fence in enumerate(fences):
        if fence.line < behind:
            continue
        number += 1
        ends = list(ends_of(fences, index)) or [len(lines)]
        behind = ends[0] + 1
        code, *longer = ["\n".join(lines[fence.line + 1 : end]) for end in ends]
        language = TAGS.get(fence.tag)
        if not fence.words and default and looks_like(default, code):
            language = default
        wrong = _wrong_line(language, code, allowance) if language else None
        if language is None or wrong is None:
            continue
        whole = (end for end, piece in zip(ends[1:], longer, strict=True) if _fits(language, piece))
        end = next(whole, None)
        if end is not None:
            behind = end + 1
            continue
        if longer and _QUOTES.search(code.split("\n")[wrong - 1]):  # a text that goes on behind the fence in it
            code, behind = longer[0], ends[1] + 1
            wrong = _wrong_line(language, code, _Allowance()) or wrong
        yield _fault(language, f"block {number}", code, wrong)


def _fits(language: str, code: str) -> bool:
    """Whether code that holds fences parses; what may be a template is not given the benefit of the doubt."""
    if len(code) > MAX_PARSED_CHARS or _TEMPLATE.search(code):
        return False
    return _wrong_line(language, code, _Allowance()) is None


def _fault(language: str, name: str, code: str, line: int) -> Fault:
    where = f"the {language} of {name} does not parse: the fault is at or before its line {line}"
    text = code.split("\n")[line - 1].strip()[:_SHOWN_CHARS]
    return Fault(f"{where}, {text!r}" if text else where, where)


def _wrong_line(language: str, code: str, allowance: _Allowance) -> int | None:
    """The line at or before which code is at fault, None when it parses or nobody can say."""
    allowance.chars -= len(code)
    if allowance.chars < 0 or not code.strip():
        return None
    try:
        line = _PARSERS[language](code)
    except (RecursionError, MemoryError):  # nested more deeply than this program can follow
        return None
    return None if line is None else min(max(line, 1), code.count("\n") + 1)


# ── languages ───────────────────────────────────────────────────────────────────────────────────


def _python(code: str) -> int | None:
    wrong = _python_line(code)
    if wrong is None or _PROMPT.match(code):
        return None
    # What notebooks take beside Python.
    without = _MAGIC.sub(r"\1pass", code)
    return wrong if without == code else _python_line(without)


def _python_line(code: str) -> int | None:
    is_inner = code.lstrip("\r\n")[:1] in {" ", "\t"}  # the lines of a method, say, or a block in a list
    # Warnings about the code are none about this program. The filter is for this source alone, and set each time
    # because others set filters too.
    warnings.filterwarnings("ignore", module=re.escape(_SOURCE))
    try:
        ast.parse(f"if True:\n{code}" if is_inner else code, _SOURCE)
    except SyntaxError as error:
        if sys.version_info < (3, 14) and (_NEWER_PYTHON.search(code) or "f-string" in str(error.msg)):
            return None  # it may be newer than the Python that runs this program
        return (error.lineno or 1) - is_inner
    except ValueError:
        return 1
    return None


def _json(code: str) -> int | None:
    first = _json_line(code)
    if (
        first is None or _TEMPLATE.search(code) or _json_line(f"{{{code.rstrip().rstrip(',')}}}") is None
    ):  # a piece of an object
        return None
    lines = [line for line in code.split("\n") if line.strip()]
    is_jsonl = len(lines) > 1 and all(_json_line(line) is None for line in lines)
    return None if is_jsonl else first


def _json_line(code: str) -> int | None:
    try:
        _JSON.decode(code)
    except json.JSONDecodeError as error:
        return error.lineno
    except ValueError as error:  # NaN and the like
        return code.count("\n", 0, max(code.find(str(error)), 0)) + 1
    return None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_JSON = json.JSONDecoder(parse_constant=_no_constant, parse_int=str, parse_float=str)


def _toml(code: str) -> int | None:
    if any(line.count(".") > MAX_TOML_DOTS for line in code.split("\n")):
        return None
    try:
        tomllib.loads(code)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        return None if _TEMPLATE.search(code) else int(found[1]) if found else code.count("\n") + 1
    except ValueError:  # a date or number that is none
        return 1
    return None


def _yaml(code: str) -> int | None:
    try:
        for _ in yaml.parse(code, Loader=_YAML):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return None if _TEMPLATE.search(code) else mark.line + 1 if mark is not None else 1
    return None


def _xml(code: str) -> int | None:
    if "<!ENTITY" in code:
        return None
    before = code[: len(code) - len(code.lstrip())]
    has_head = "<!DOCTYPE" in code or code.startswith("<?xml", len(before))
    wrong = _xml_line(code[len(before) :] if has_head else f"<root>{code}</root>")
    if wrong is None or _TEMPLATE.search(code):
        return None
    return wrong + (before.count("\n") if has_head else 0)


def _xml_line(code: str) -> int | None:
    try:
        expat.ParserCreate().Parse(code, True)  # without namespaces: a piece may leave them to what is around it
    except expat.ExpatError as error:
        return error.lineno
    return None


_PARSERS: Mapping[str, Callable[[str], int | None]] = {
    "Python": _python,
    "JSON": _json,
    "TOML": _toml,
    "XML": _xml,
    "YAML": _yaml,
}
