"""The jars of Flink and of Beam's job server, from the package registries, kept for the next time.

PyPI's apache-flink-libraries ─► deps/lib/*.jar ─┐
pom.xml beside this file ─► Maven ───────────────┴► CACHE/<name>-<version>/*.jar, there whole or not at all
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

FLINK = "1.19.3"
"""Beam 2.62's job server knows 1.19; a newer job server, and one for Flink 2, are in no registry."""

_POM = Path(__file__).with_name("pom.xml")


class MissingError(Exception):
    """A program or a registry that this needs is not here; the message says what to do."""


def cache_folder() -> Path:
    """Where downloads are kept, as other programs do."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "batchwright", "flink")


def flink_jars(cache: Path) -> Path:
    """The folder of Flink's own jars.

    Raises:
        MissingError: They cannot be had.
    """
    return _once(cache / f"flink-{FLINK}", _download_flink)


def job_server_jars(cache: Path) -> Path:
    """The folder of Beam's job server with all that it needs; another `pom.xml` makes another one.

    Raises:
        MissingError: They cannot be had.
    """
    name = hashlib.sha256(_POM.read_bytes()).hexdigest()[:12]
    return _once(cache / f"job-server-{name}", _download_job_server)


def _once(folder: Path, download: Callable[[Path], None]) -> Path:
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as made:
            download(Path(made))
            part = Path(made, "jars")
            try:
                part.rename(folder)
            except OSError:  # somebody else was faster
                if not folder.is_dir():
                    raise
    return folder


def _download_flink(made: Path) -> None:
    wanted = f"apache-flink-libraries=={FLINK}"
    _run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:",
         "--no-build-isolation", "--dest", str(made), wanted],
        f"pip cannot download {wanted}",
    )  # fmt: skip
    jars = made / "jars"
    jars.mkdir()
    with tarfile.open(next(made.glob("*.tar.gz"))) as archive:
        for member in archive:
            if "/deps/lib/" in member.name and member.name.endswith(".jar"):
                source = archive.extractfile(member)
                if source is not None:
                    with source, Path(jars, Path(member.name).name).open("xb") as target:
                        shutil.copyfileobj(source, target)


def _download_job_server(made: Path) -> None:
    program = shutil.which("mvn")
    if program is None:
        raise MissingError("Maven (`mvn`) is not installed; on Debian: apt-get install maven")
    _run(
        [program, "--quiet", "--batch-mode", "--file", str(_POM), "dependency:copy-dependencies",
         f"-DoutputDirectory={made / 'jars'}"],
        f"Maven cannot resolve {_POM}",
    )  # fmt: skip


def _run(command: list[str], said: str) -> None:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        last = [line for line in (ran.stdout + ran.stderr).splitlines() if line.strip()][-3:]
        raise MissingError(f"{said}: {' / '.join(last) or f'exit code {ran.returncode}'}")
