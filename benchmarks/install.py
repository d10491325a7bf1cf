"""How long an installation takes and how large it is, by extra, and whether it lives beside ten popular packages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

EXTRAS = ("", "local", "postgres", "gcp", "docs", "dev")

POPULAR = (
    "boto3", "celery", "django", "fastapi", "flask", "jupyterlab", "matplotlib", "pandas", "requests", "scikit-learn",
)  # fmt: skip
"""What people have in the environment that they install into."""

_LOOK = """
import json
from importlib.metadata import distribution, distributions
from pipelines.ownership import altered, intruders
paths = {}
for one in distributions():
    for file in one.files or ():
        paths.setdefault(str(one.locate_file(file)), set()).add(one.name)
shared = sorted(path for path, owners in paths.items() if len(owners) > 1 and "batchwright" in owners)
broken = sorted(one.name for one in distributions() if altered(one))
print(json.dumps({"shared": shared, "broken": broken, "intruders": list(intruders())}))
"""

Row = tuple[str, str, str]


def measure_install(scale: int) -> Iterator[Row]:
    """`pip install` into an empty environment, all downloaded anew, by extra; and beside ten popular packages."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        wheel = _wheel(folder)
        for extra in EXTRAS[: 1 if scale > 1 else None]:
            python = _environment(folder / f"venv-{extra or 'core'}")
            before = _bytes(python)
            begun = time.monotonic()
            _pip(python, f"{wheel}[{extra}]" if extra else str(wheel))
            seconds = time.monotonic() - begun
            installed = len(json.loads(_said(python, "-m", "pip", "list", "--format", "json"))) - 2  # pip, setuptools
            what = f"`pip install .`, {installed} packages" if not extra else f"`'.[{extra}]'`, {installed} packages"
            yield what, f"{seconds:.0f} s, {(_bytes(python) - before) / 1e6:.0f} MB", "–"
            shutil.rmtree(python.parents[1])
        if scale == 1:
            yield from _beside(folder, wheel)


def _beside(folder: Path, wheel: Path) -> Iterator[Row]:
    python = _environment(folder / "venv-beside")
    _pip(python, *POPULAR)
    _pip(python, str(wheel))
    found = json.loads(_said(python, "-c", _LOOK))
    yield f"beside {', '.join(POPULAR)}: files that two distributions have", str(len(found["shared"])), "0"
    yield "distributions with a file that is not as installed", ", ".join(found["broken"]) or "0", "0"
    yield "names of ours that others bring", ", ".join(found["intruders"]) or "0", "0"
    agrees = subprocess.run([python, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    yield "`pip check`", "no broken requirements" if agrees.returncode == 0 else agrees.stdout.strip(), "the same"


def _wheel(folder: Path) -> Path:
    tree = folder / "tree"
    ignored = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, tree, ignore=ignored)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder / "wheel"), str(tree)]
    subprocess.run(command, check=True)
    (built,) = (folder / "wheel").iterdir()
    return built


def _environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin" / "python"


def _pip(python: Path, *what: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir"]
    subprocess.run([str(python), "-m", "pip", "install", *quiet, *what], check=True)


def _said(python: Path, *arguments: str) -> str:
    done = subprocess.run([str(python), *arguments], check=True, capture_output=True, text=True, cwd=python.parent)
    return done.stdout


def _bytes(python: Path) -> int:
    return sum(path.lstat().st_size for path in python.parents[1].rglob("*") if path.is_file())
