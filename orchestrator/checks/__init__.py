"""Checks: cheap functions over an answer's output that cost no call. A new one is a function and a line in `CHECKS`.

A check gets the output, the phase's input and the phase, and returns what is wrong, or None: words of ours alone, or
a `Fault` where the model must see a piece of the text to put it right and the user's screens must not. The user's own
functions are no part of this: `orchestrator.checks.own` calls them, in processes of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from orchestrator.checks.base import Check, Fault, fault
from orchestrator.checks.glossary import glossary
from orchestrator.checks.kept import numbers_kept, paragraphs_kept
from orchestrator.checks.labels import known_label
from orchestrator.checks.languages import language, length_ratio
from orchestrator.checks.lengths import not_empty, shorter
from orchestrator.checks.markup import text_kept, well_formed
from orchestrator.checks.pages import known_page
from orchestrator.checks.source_code import parses
from orchestrator.checks.sources import no_new_links
from orchestrator.checks.wording import finished, no_preamble
from state.plan_records import PhasePlan
from state.records import Json

__all__ = ["CHECKS", "GLOSSARY", "KNOWN_PAGE", "SCHEMA", "WELL_FORMED", "Check", "Fault", "run_check"]

SCHEMA = "schema"
"""The check of a JSON output against its schema; `orchestrator.validator` does it while it reads the output."""

GLOSSARY = "glossary"
"""The check of a translation's names, which only a phase with a glossary has."""

KNOWN_PAGE = "known_page"
"""The check of the pages that are cited, which only a phase has whose prompt asks for them."""

WELL_FORMED = "well_formed"
"""The check of an XML output, as `schema` is of a JSON one."""

CHECKS: Mapping[str, Check] = {
    "finished": finished,
    GLOSSARY: glossary,
    "known_label": known_label,
    KNOWN_PAGE: known_page,
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


def run_check(name: str, output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """What a built-in check finds wrong, None when all is well.

    Raises:
        KeyError: There is no check of that name.
    """
    return fault(CHECKS[name](output, content, phase), name)
