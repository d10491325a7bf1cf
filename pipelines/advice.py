"""What to do about an item that failed, by why it did; what to type next is in `way.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from orchestrator.documents.passwords import help_with
from orchestrator.errors import FailureClass as F
from pipelines.way import command

_BY_CLASS: Mapping[str, str] = MappingProxyType(
    {
        F.UNREADABLE: "do as the message says, or put another file where it is",
        F.TOO_LONG: "name a `model` with a larger window, or set `on_too_long: split`, and run the job file again",
        F.DECLINED: "name another `model` for the phase and run the job file again",
        F.TRUNCATED: "raise `max_output_tokens` of the phase, or set `on_too_long: split`, and run the job file again",
        F.BAD_OUTPUT: "a stronger `model` or a simpler `schema` helps; change it and run the job file again",
        F.CHECK_FAILED: "read what the check says; change `instructions`, or switch it off, and run the job file again",
        F.CHECK_BROKEN: "mend the function that the check calls",
        F.CHECK_MISSING: "put the check's module where the job runs",
        F.LOW_SCORE: "read the judge's reasons; change `instructions` or `min_score` and run the job file again",
        F.JUDGE_FAILED: "name another `judge_model` and run the job file again",
        F.BAD_REQUEST: "read what the provider says; change the phase's `parameters` or `model`",
    }
)
"""Classes of which something but asking again is likely to help."""


def advice(failure_class: str, message: str = "") -> str | None:
    """What is likely to help an item that failed so, as a sentence; None where all there is to do is to ask again."""
    return (help_with(message) if failure_class == F.UNREADABLE else None) or _BY_CLASS.get(failure_class)


def advice_for(job_id: str, item_id: str, failure_class: str, message: str = "") -> str:
    """The same with the command that tries again, for whoever reads it elsewhere than behind a prompt."""
    does = "reads the file again" if failure_class == F.UNREADABLE else "asks again"
    again = f"`{command('retry', job_id, '--item', item_id, '--attach')}` {does}"
    told = advice(failure_class, message)
    return again if told is None else f"{told}; {again}"
