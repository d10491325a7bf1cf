"""Labels in an answer that is no JSON; in a JSON one the schema has them."""

from __future__ import annotations

import html
import re

from state.plan_records import PhasePlan
from state.records import Json

NONE_OF_THESE = "none of these"
"""The label that is always possible, and so no label of a user's."""

_BETWEEN = re.compile(r"[\W_]+")


def known_label(output: Json, content: str, phase: PhasePlan) -> str | None:
    """A text names at least one of the phase's labels, or "none of these"; there may be more in it, a reason say."""
    if not isinstance(output, str) or not phase.labels:
        return None
    said = html.unescape(output).casefold()
    if any(label.casefold() in said for label in (*phase.labels, NONE_OF_THESE)):
        return None
    return f'it names no label: name the one that fits, letter for letter as it was given, or "{NONE_OF_THESE}"'


def is_none_of_these(label: str) -> bool:
    """Whether a label is "none of these" in other letters, spaces or signs."""
    return _BETWEEN.sub(" ", label.casefold()).strip() == NONE_OF_THESE
