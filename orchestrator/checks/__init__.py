"""Checks: cheap functions over an answer's output that cost no call. A new one is a function and a line in `CHECKS`.

A check gets the output, the phase's input and the phase, and returns what is wrong, or None: words of ours alone, or
a `Fault` where the model must see a piece of the text to put it right and the user's screens must not.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from orchestrator.checks.base import Check, Fault, fault
from orchestrator.checks.kept import numbers_kept, paragraphs_kept
from orchestrator.checks.labels import known_label
from orchestrator.checks.languages import language, length_ratio
from orchestrator.checks.lengths import not_empty, shorter
from orchestrator.checks.markup import text_kept, well_formed
from orchestrator.checks.source_code import parses
from orchestrator.checks.sources import no_new_links
from orchestrator.checks.wording import finished, no_preamble
from state.plan_records import PhasePlan
from state.records import Json

__all__ = ["CHECKS", "SCHEMA", "WELL_FORMED", "Check", "Fault", "run_check"]

SCHEMA = "schema"
"""The check of a JSON output against its schema; `orchestrator.validator` does it while it reads the output."""

WELL_FORMED = "well_formed"
"""The check of an XML output, as `schema` is of a JSON one."""

CHECKS: Mapping[str, Check] = {
    "finished": finished,
    "known_label": known_label,
    "language": language,
    "length_ratio": length_ratio,
    "no_new_links": no_new_links,
    "no_preamble": no_preamble,
    "not_empty": not_empty,
    "numbers_kept": numbers_kept,
    "paragraphs_kept": paragraphs_kept,
    "parses": parses,
    "shorter": shorter,
    "text_kept": text_kept,
    WELL_FORMED: well_formed,
}
"""The built-in checks by the names that job files switch them off by, but for `schema`."""


def run_check(name: str, function: str | None, output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """What a check finds wrong, None when all is well.

    Args:
        function: "module:function" of the user's own check, which gets output and content; None for a built-in one.

    Raises:
        KeyError: There is no built-in check of that name.
        Exception: Whatever the user's function raises; a check that is broken must not pass for one that failed.
    """
    if function is None:
        return fault(CHECKS[name](output, content, phase), name)
    found = _load(function)(output, content)
    if found is None or found is True:
        return None
    told = found if isinstance(found, str) else "it did not pass"
    # What a user's function says may hold words of the document.
    return Fault(f"the check {name}: {told}", f"the check {name} failed")


@lru_cache(maxsize=64)
def _load(function: str) -> Callable[[Json, str], object]:
    module, _, path = function.partition(":")
    found: object = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"the check {function} is no function")
    return found
