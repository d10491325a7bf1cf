"""The user's own checks before a job runs: whether they can be had here, and whether their code is what it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from orchestrator.checks.base import code_digest
from orchestrator.checks.own import Loaded, OwnChecks, folders_of
from state.errors import Problem
from state.plan_records import CheckPlan, Plan
from state.spec_errors import path_of, spec_error


def own_checks_of(plan: Plan) -> tuple[CheckPlan, ...]:
    """All checks of a plan that are the user's own."""
    return tuple(check for phase in plan.phases for check in phase.checks if check.function is not None)


def placed(plan: Plan, folder: Path | None) -> Plan:
    """The plan with the job file's folder at each of the user's own checks."""
    if folder is None or not own_checks_of(plan):
        return plan
    place = os.path.abspath(folder)  # noqa: PTH100  # resolve() would follow the user's links
    phases = (
        replace(phase, checks=tuple(replace(one, folder=place) if one.function else one for one in phase.checks))
        for phase in plan.phases
    )
    return replace(plan, phases=tuple(phases))


def require_checks(plan: Plan, cwd: Path | None = None) -> None:
    """See that each of the user's own checks can be called from here, before anything is stored or sent.

    Args:
        plan: Of the job.
        cwd: The working folder; this process's by default.

    Raises:
        SpecError: One cannot be imported, is no function, or takes what nobody gives; every one is told.
    """
    loaded = _loaded(plan, cwd)
    problems = [
        Problem(path_of(("phases", phase.index, "checks", check.name)), f"{check.function}: {loaded[function].unfit}")
        for phase in plan.phases
        for check in phase.checks
        if (function := check.function) is not None and loaded[function].unfit is not None
    ]
    if problems:
        raise spec_error(problems, "the job")


def code_digests(plan: Plan, cwd: Path | None = None) -> dict[int, str]:
    """Digest of the code of the user's own checks as it is now, by phase; phases without one are left out."""
    return dict(_code_digests(plan, _loaded(plan, cwd)))


def _code_digests(plan: Plan, loaded: dict[str, Loaded]) -> Iterator[tuple[int, str]]:
    for phase in plan.phases:
        functions = [check.function for check in phase.checks if check.function is not None]
        if functions:
            yield phase.index, code_digest({function: loaded[function].source for function in functions})


def _loaded(plan: Plan, cwd: Path | None) -> dict[str, Loaded]:
    own = own_checks_of(plan)
    if not own:
        return {}
    with closing(OwnChecks(folders_of(own, cwd), processes=1)) as checks:
        return checks.load(str(check.function) for check in own)
