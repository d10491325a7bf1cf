"""How long an installation takes and how large it is, by extra, and whether it lives beside ten popular packages."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

EXTRAS = ("postgres", "local", "docs", "gcp")

POPULAR = (
    "boto3", "celery", "django", "fastapi", "flask", "jupyterlab", "matplotlib", "pandas", "requests", "scikit-learn",
)  # fmt: skip
"""What people have in the environment that they install into."""

_ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
"""What stands on the path of this process is not to be seen in an environment that is looked into."""

_LOOK = """
import json
from importlib.metadata import distributions
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
    """`pip install` into an empty environment, and what each extra adds to it."""
    with tempfile.TemporaryDirectory() as made:
        wheel = _wheel(Path(made))
        python = _environment(Path(made) / "venv")
        for extra in ("", *EXTRAS[: 0 if scale > 1 else None]):
            bytes_before, before, cpu = _bytes(python), _packages(python), _processor_s()
            begun = time.monotonic()
            _pip(python, f"{wheel}[{extra}]" if extra else str(wheel))
            took_s, cpu_s = time.monotonic() - begun, _processor_s() - cpu
            added = f"{_packages(python) - before} packages, {(_bytes(python) - bytes_before) / 1e6:.0f} MB"
            what = f"what `{extra}` adds" if extra else "`pip install .`"
            yield what, f"{added}, {took_s:.0f} s ({cpu_s:.0f} s of a processor)", "–"


def measure_beside(scale: int) -> Iterator[Row]:
    """Installed into an environment that has ten popular packages: is anything written over?"""
    with tempfile.TemporaryDirectory() as made:
        wheel = _wheel(Path(made))
        python = _environment(Path(made) / "venv")
        _pip(python, "--no-compile", *POPULAR[: 1 if scale > 1 else None])
        _pip(python, "--no-compile", str(wheel))
        found = json.loads(_said(python, "-c", _LOOK))
        yield f"files of ours that {', '.join(POPULAR)}, or what they need, have too", str(len(found["shared"])), "0"
        yield "distributions with a file that is not as installed", ", ".join(found["broken"]) or "0", "0"
        yield "names of ours that others bring", ", ".join(found["intruders"]) or "0", "0"
        command = [str(python), "-m", "pip", "check"]
        agrees = subprocess.run(command, capture_output=True, text=True, check=False, env=_ENVIRON)
        yield "requirements that are broken (`pip check`)", agrees.stdout.strip() if agrees.returncode else "0", "0"


def _wheel(folder: Path) -> Path:
    tree = folder / "tree"
    ignored = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, tree, ignore=ignored)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder / "wheel"), str(tree)]
    subprocess.run(command, check=True, env=_ENVIRON)
    (built,) = (folder / "wheel").iterdir()
    return built


def _environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin" / "python"


def _pip(python: Path, *what: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([str(python), "-m", "pip", "install", *quiet, *what], check=True, env=_ENVIRON)


def _said(python: Path, *arguments: str) -> str:
    command = [str(python), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=python.parent, env=_ENVIRON)
    return done.stdout


def _packages(python: Path) -> int:
    return sum(1 for _ in python.parents[1].glob("lib/python*/site-packages/*.dist-info"))


def _bytes(python: Path) -> int:
    return sum(path.lstat().st_size for path in python.parents[1].rglob("*") if path.is_file())


def _processor_s() -> float:
    """What processes that were started here and have ended have used of a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
