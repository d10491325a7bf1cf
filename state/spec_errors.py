"""What is wrong with a user's input, in plain words: paths, both sides, and the nearest thing that was meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from state.errors import Problem, SpecError

Loc: TypeAlias = tuple[str | int, ...]
"""Where in a document something is: keys and indexes from the top."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_SHOWN_CHARS = 40
_OURS = "batchwright"

_EXPECTED = {
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def path_of(loc: Loc) -> str:
    """A location as text: `phases[1].validation.min_score`; keys that are no plain words stand in quotes."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        key = part if _PLAIN_KEY.fullmatch(part) else json.dumps(part, ensure_ascii=False)
        text += f".{key}" if text else key
    return text


def shown(value: object) -> str:
    """A value as a message may show it: short, as the user would write it, never a whole document."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN_CHARS else f"{value[: _SHOWN_CHARS - 1]}…")
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, Sequence):
        return "a list"
    return shortened(str(value))


def shortened(text: str) -> str:
    """The text, cut where it is too long for a message."""
    return text if len(text) <= 2 * _SHOWN_CHARS else f"{text[: 2 * _SHOWN_CHARS - 1]}…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, if one does."""
    names = {name.lower(): name for name in known}
    found = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


def none_of(value: object, known: Sequence[str], what: str = "") -> str:
    """Says that a value is none of the known ones, and which one may have been meant."""
    meant = nearest(value, known) if isinstance(value, str) else None
    if meant is not None:
        return f"{shown(value)} is {what or 'not known'}; did you mean {meant!r}?"
    return f"{shown(value)} is {what or 'not known'}; known are {', '.join(known)}"


def fault(message: str, *more: tuple[Loc, str]) -> PydanticCustomError:
    """An error for a validator to raise: its message reaches the user as it stands.

    Args:
        more: Faults of parts of the value instead, each with its place below it; `message` is then not used.
    """
    return PydanticCustomError(_OURS, "{message}", {"message": message, "more": more})


def problems_of(error: ValidationError, keys: Mapping[Loc, str], known: frozenset[Loc] = frozenset()) -> list[Problem]:
    """Every error that pydantic found, in plain words.

    Args:
        keys: How the user spelled the keys, by their location in normal form.
        known: Locations whose absence has been explained already, by a misspelled key.
    """
    found = []
    for detail in error.errors(include_url=False):
        if detail["type"] == "missing" and detail["loc"] in known:
            continue
        more = detail["ctx"].get("more", ()) if detail["type"] == _OURS else ()
        if more:
            found += [Problem(path_of(spelled((*detail["loc"], *below), keys)), message) for below, message in more]
        else:
            found.append(Problem(path_of(spelled(detail["loc"], keys)), _message(detail)))
    return found


def spelled(loc: Loc, keys: Mapping[Loc, str]) -> Loc:
    """A location with its keys as the user spelled them."""
    return tuple(keys.get(loc[: n + 1], part) for n, part in enumerate(loc))


def _message(detail: ErrorDetails) -> str:
    kind, value, ctx = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == _OURS:
        return str(ctx["message"])
    if kind in _EXPECTED:
        quotes = "; put it in quotes" if kind == "string_type" and isinstance(value, bool | int | float) else ""
        return f"expected {_EXPECTED[kind]}, got {shown(value)}{quotes}"
    match kind:
        case "missing":
            return "missing"
        case "greater_than_equal":
            return f"{shown(value)} is below {ctx['ge']:.15g}"
        case "less_than_equal":
            return f"{shown(value)} is above {ctx['le']:.15g}"
        case "greater_than":
            return f"{shown(value)} is not above {ctx['gt']:.15g}"
        case "less_than":
            return f"{shown(value)} is not below {ctx['lt']:.15g}"
        case "literal_error":
            return none_of(value, re.findall(r"'([^']*)'", ctx["expected"]))
        case "string_too_short":
            return "is empty"
        case "string_too_long":
            return f"has {len(value)} characters, the most are {ctx['max_length']}"
    return detail["msg"]


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by path, with `phases[2]` before `phases[10]`, each once."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda problem: re.sub(r"\d+", lambda digits: digits.group().zfill(9), problem.path),
        )
    )


def told(problems: Sequence[Problem], source: str) -> tuple[str, str | None]:
    """The message and the path of an error that carries these problems."""
    if len(problems) == 1:
        only = problems[0]
        return f"{only.message} (in {source})", only.path or None
    lines = "\n".join(f"  {problem}" for problem in problems)
    return f"{source} has {len(problems)} problems:\n{lines}", None


def spec_error(problems: Iterable[Problem], source: str) -> SpecError:
    """The error of a job file with all its problems."""
    found = ordered(problems)
    message, path = told(found, source)
    return SpecError(message, problems=found, path=path)
