"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from state.digests import digest
from state.plan_records import CheckPlan, PhasePlan
from state.records import Json


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an output: `told` to the model, `shown` to the user.

    Of a check of ours `shown` has no word of the document; what a check of the user's says, it says.
    """

    told: str
    shown: str


Check = Callable[[Json, str, PhasePlan], "Fault | str | None"]
"""(output, the phase's input, the phase) -> what is wrong; a text has no word of the document in it."""


def fault(found: Fault | str | None, name: str) -> Fault | None:
    """What the check of that name found, as a fault."""
    return Fault(found, f"the check {name} failed: {found}") if isinstance(found, str) else found


# ── the user's own ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Review:
    """An output that the user's own checks are to look at.

    Args:
        content: The phase's input.
        fields: The item's.
    """

    checks: tuple[CheckPlan, ...]
    output: Json
    content: str
    fields: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one of the user's own checks says of an output.

    Args:
        reasons: What is wrong; empty when the output passed.
        broken: Why the function gave no opinion, without a word of the document; None when it gave one.
        is_missing: It cannot be had in this process at all, whatever the output is.
        source: SHA-256 of the file of its module, 64 hex digits; None when it is in no file, or cannot be had.
    """

    check: CheckPlan
    reasons: tuple[str, ...] = ()
    broken: str | None = None
    is_missing: bool = False
    source: str | None = None


def own_checks(checks: tuple[CheckPlan, ...]) -> tuple[CheckPlan, ...]:
    """Those of a phase's checks that are the user's own."""
    return tuple(check for check in checks if check.function is not None)


def code_digest(sources: Mapping[str, str | None]) -> str:
    """Digest of the code of a phase's own checks, by their functions: whether it is the code that judged before."""
    return digest(dict(sources))
