"""See that a plan can be run from here, before anything is sent: keys of its models, its own checks. Needs no Beam."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from orchestrator.documents.passwords import is_unset, way_out_of
from orchestrator.providers import local_packages
from orchestrator.providers.registry import make_provider
from pipelines.options import RUNNERS
from pipelines.own_checks import require_checks
from state.config import Config
from state.engine import State
from state.errors import ConfigError
from state.files import has_unread
from state.pages import JobRow
from state.plan_records import Plan

_UNSET = " is not set"


def check_ready(state: State, job: JobRow, config: Config, *, cwd: Path | None = None, runner: str = "local") -> None:
    """See that a job can be run from here, before anything is sent: its models' keys, its password, its own checks.

    What a runner elsewhere needs is there, in the environment of its workers: they say what they lack.

    Raises:
        ConfigError: No key for a phase; or the variable of the files' password is not set, and files are to be read.
        SpecError: A check cannot be called here.
    """
    if runner not in RUNNERS:
        return
    check_keys(job.plan, config)
    if is_unset(job.plan.password_env) and has_unread(state, job.job_id):
        require_password(job.plan.password_env)
    require_checks(job.plan, cwd)


def check_keys(plan: Plan, config: Config) -> None:
    """See that each phase and judge has a model that can be asked from here, before anything is sent.

    Raises:
        ConfigError: Not so; the message names the phase and every key that would help. Or the way to a provider is
            set wrong.
    """
    settings, network = config.provider_settings(), config.network_settings()
    missing: dict[str, str | None] = {}

    def lacks(model: str) -> str | None:
        if model not in missing:
            provider, _, name = model.partition("/")
            missing[model] = make_provider(provider, settings, os.environ, network).missing_key(name)
        return missing[model]

    for phase in plan.phases:
        asked = [("it", phase.candidates(1), "model")]
        if phase.judge is not None:
            asked.append(("its judge", phase.judge.candidates, "model"))
        if plan.ocr is not None and phase.index == 0:
            asked.append(("for pages that are images it", (plan.ocr.model,), "ocr_model"))
        if phase.rag is not None and phase.rag.vectors:
            asked.append(("for the passages that it is given it", (phase.rag.vectors,), "use_rag"))
        for what, candidates, key in asked:
            reasons = dict.fromkeys(filter(None, map(lacks, candidates)))
            if len([model for model in candidates if lacks(model) is None]) == 0:
                raise ConfigError(
                    f"no model can be asked for phase {phase.name!r}: {what} may use {', '.join(candidates)},"
                    f" but {'; '.join(reasons)}",
                    path=f"phases[{phase.index}].{key}",
                    hint=_way_out(candidates, reasons),
                )


def require_password(variable: str) -> None:
    """See that the variable is set that a job names for the password of its files.

    Raises:
        ConfigError: It is not; so it is said wherever the job is looked at, made or run.
    """
    if is_unset(variable):
        raise ConfigError(
            f"names {variable}, the variable that holds the password of encrypted files, which is not set",
            path="password_env",
            hint=way_out_of(variable),
        )


def _way_out(candidates: Sequence[str], reasons: Iterable[str]) -> str:
    """What makes one of the candidates one that can be asked."""
    install = local_packages.remedy(candidates)
    if install is not None:
        return f"type: {install}\nor name another model; nothing was sent"
    keys = [reason.removesuffix(_UNSET) for reason in reasons if reason.endswith(_UNSET)]
    typed = " or ".join(f"`export {key}=…`" for key in keys)
    return f"{f'type {typed}' if typed else 'mend that'}, or name another model; nothing was sent"
