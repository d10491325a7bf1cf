"""Plans as text: a plan is stored with its job and must mean the same on any machine and after any upgrade.

Everything is written out, defaults too, so that a default that changes later changes no frozen plan.
"""

from __future__ import annotations

import hashlib

import orjson
from pydantic import TypeAdapter, ValidationError

from state.digests import canonical
from state.errors import StateForeignError
from state.plan_records import Plan

VERSION = 1
"""The plan version that this program writes and reads; raised when a field changes what it means."""

_PLAN = TypeAdapter(Plan)


def dump_plan(plan: Plan) -> str:
    """The plan as canonical JSON (RFC 8785); money as decimal strings, digit for digit."""
    return canonical(_PLAN.dump_python(plan, mode="json")).decode()


def load_plan(text: str) -> Plan:
    """The plan that `dump_plan` wrote.

    Raises:
        StateForeignError: It is of a version that this program does not know, or no plan at all.
    """
    try:
        version = orjson.loads(text)["version"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise StateForeignError("what is stored as the job's plan is no plan", hint=_HINT) from error
    if version != VERSION:
        raise StateForeignError(
            f"the job's plan has version {version}, this program reads version {VERSION}", hint=_HINT
        )
    try:
        return _PLAN.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StateForeignError(f"the job's plan cannot be read: {where}: {first['msg']}", hint=_HINT) from error


def plan_digest(plan: Plan) -> str:
    """SHA-256 of the plan's canonical text, 64 hex digits."""
    return hashlib.sha256(dump_plan(plan).encode()).hexdigest()


_HINT = "use the program that made the job, or one that is at least as new"
