"""Validate an answer: its form and schema first, then the built-in checks; the user's own and the judge come after.

A function over a recorded answer: when a check, its code or the schema's check changes, the answer is examined anew
and nothing is asked for what still passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestrator.checks import SCHEMA, Fault, run_check
from orchestrator.checks.base import Opinion
from orchestrator.errors import FailureClass
from orchestrator.json_output import NoJsonError, parse_output, parse_vector, schema_faults, unfenced
from state.plan_records import OutputFormat, PhasePlan
from state.records import Json
from state.storable import storable

HEAVY_CHARS = 256 * 1024
"""From this length on an answer takes long enough to examine that an event loop should not wait for it."""

_SHOWN_CHARS = 200
"""How much of what a user's check says stands in an item's error."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth.

    Args:
        output: What the phase puts out, if nothing is at fault: text, the JSON value, or a vector's numbers.
        faults: What is wrong; empty when the answer passed.
        failure_class: BAD_OUTPUT (not the form) or CHECK_FAILED; None when the answer passed.
    """

    output: Json
    faults: tuple[Fault, ...] = ()
    failure_class: FailureClass | None = None


def examine(phase: PhasePlan, text: str, content: str) -> Verdict:
    """Read an answer in the phase's form, and look at it with the built-in checks; the user's own come after them.

    Args:
        text: The answer's text.
        content: The phase's input.
    """
    output: Json = _text(phase, text, content)
    if phase.output.format is OutputFormat.JSON:
        try:
            output = parse_output(text)
        except NoJsonError as error:
            return Verdict(None, (error.fault,), FailureClass.BAD_OUTPUT)
        wrong = schema_faults_of(phase, output)
        if wrong:
            return Verdict(None, wrong, FailureClass.BAD_OUTPUT)
    elif phase.output.format is OutputFormat.VECTOR:
        try:
            output = parse_vector(text)
        except NoJsonError as error:
            return Verdict(None, (error.fault,), FailureClass.BAD_OUTPUT)
    failed = tuple(_failed_checks(phase, output, content))
    return Verdict(output, failed, FailureClass.CHECK_FAILED if failed else None)


def _text(phase: PhasePlan, text: str, content: str) -> str:
    """The answer as it is kept; of XML without a code fence around the whole, unless the input begins with one."""
    whole = storable(text).strip()
    if phase.output.format is not OutputFormat.XML or content.lstrip().startswith("```"):
        return whole
    inside = unfenced(whole)
    return whole if inside is None else inside.strip()


def schema_faults_of(phase: PhasePlan, output: Json) -> tuple[Fault, ...]:
    """Where an output differs from the phase's schema, if it has one that is checked."""
    if phase.output.schema is None or all(check.name != SCHEMA for check in phase.checks):
        return ()
    return schema_faults(output, phase.output.schema)


def _failed_checks(phase: PhasePlan, output: Json, content: str) -> list[Fault]:
    found = []
    for check in phase.checks:
        if check.name == SCHEMA or check.function is not None:
            continue
        wrong = run_check(check.name, output, content, phase)
        if wrong is not None:
            found.append(wrong)
    return found


def faults_of(opinions: Sequence[Opinion]) -> tuple[Fault, ...]:
    """What the user's own checks found wrong, in their words."""
    return tuple(
        Fault(f"the check {one.check.name}: {reason}", f"the check {one.check.name} failed: {_cut(reason)}")
        for one in opinions
        for reason in one.reasons
    )


def broken_words(opinion: Opinion) -> str:
    """A check that gave no opinion, in words: its name, its function, and what that did."""
    cannot = "cannot be called here: " if opinion.is_missing else ""
    return f"the check {opinion.check.name} ({opinion.check.function}) {cannot}{opinion.broken}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARS else f"{line[: _SHOWN_CHARS - 1]}…"


def is_heavy(text: str) -> bool:
    """Whether examining an answer belongs off the event loop: it is long."""
    return len(text) > HEAVY_CHARS
