"""Checks: cheap functions over an answer's output that cost no call. A new one is a function and a line in `CHECKS`.

A check gets the output and the phase's input and returns what is wrong, in words for the model, or None. The words
are ours alone, so that neither a document nor a library's next release stands in them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from state.records import Json

Check = Callable[[Json, str], str | None]

SHORTER_FROM_CHARS = 400
"""A shorter text may need as many words for its summary as it has itself."""

SCHEMA = "schema"
"""The check of a JSON output against its schema; `orchestrator.validator` does it while it reads the output."""


def not_empty(output: Json, content: str) -> str | None:
    """Something was answered."""
    return "it is empty" if isinstance(output, str) and not output.strip() else None


def shorter(output: Json, content: str) -> str | None:
    """A summary is shorter than what it summarises."""
    if not isinstance(output, str) or len(content) <= SHORTER_FROM_CHARS or len(output) < len(content):
        return None
    return f"it has {len(output)} characters and the text itself only {len(content)}: it must be shorter than the text"


CHECKS: Mapping[str, Check] = {"not_empty": not_empty, "shorter": shorter}
"""The built-in checks by the names that job files switch them off by, but for `schema`."""


LATER = frozenset({"language"})
"""Checks of later versions: to switch one off asks for what is the case."""


def run_check(name: str, function: str | None, output: Json, content: str) -> str | None:
    """What a check finds wrong, None when all is well.

    Args:
        function: "module:function" of the user's own check; None for a built-in one.

    Raises:
        KeyError: There is no built-in check of that name.
        Exception: Whatever the user's function raises; a check that is broken must not pass for one that failed.
    """
    if function is None:
        return CHECKS[name](output, content)
    found = _load(function)(output, content)
    if found is None or found is True:
        return None
    return found if isinstance(found, str) else "it did not pass"


@lru_cache(maxsize=64)
def _load(function: str) -> Callable[[Json, str], object]:
    module, _, path = function.partition(":")
    found: object = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"the check {function} is no function")
    return found
