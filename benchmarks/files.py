"""Real PDFs: pages a second, and how near the order of their words is to what another program reads.

`fetch` brings packages of Debian into an ignored folder; none of them is part of this repository. The other program is
Poppler's `pdftotext`. Where apt or it is not there, that is said, and nothing is measured.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.files_beside import first_call_s, measure_beside
from benchmarks.truth import share, sources
from orchestrator.documents.base import joined
from orchestrator.documents.image_reader import NoImageReader
from orchestrator.documents.pdf import read_pdf
from orchestrator.documents.pool import FileReader
from state.file_records import FileRef

Row = tuple[str, str, str]

FOLDER = Path(__file__).parents[1] / "build" / "pdfs"

PACKAGES = (
    "debian-history=2.28", "developers-reference", "r-cran-rcpp", "r-cran-sandwich", "r-cran-coin", "r-cran-party",
    "r-cran-zoo", "r-cran-lme4", "r-cran-multcomp", "r-cran-rcppannoy",
)  # fmt: skip
"""Papers and manuals under GPL: one and two columns, and one text in ten languages."""

_TWO_COLUMNS = re.compile(r"^Rcpp-(?!jss)|^UsingAnnoy")
_NO_SPACES = re.compile(r"\.(ja|ko)$")  # what a word is there is anybody's guess
_WORD = re.compile(r"\w+")
_NO_TEXT = {"PLSvGLS"}  # its fonts have no map: it is measured among the scans


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF: its pages, its text, and which part of the other program's pairs of words are pairs here, too."""

    name: str
    pages: int
    seconds: float
    pairs: float
    text: str


def measure_files(scale: int) -> Iterator[Row]:
    """Each PDF by itself: its speed, its words against another program's and its source's; then all, beside calls."""
    if not fetch():
        yield "PDFs of Debian packages", "not measured: apt-get, dpkg-deb or pdftotext is not there", "–"
        return
    paths = [path for path in sorted(FOLDER.rglob("*.pdf")) if path.stem not in _NO_TEXT][::scale]
    papers = [_paper(path) for path in paths]
    pages, seconds = sum(one.pages for one in papers), sum(one.seconds for one in papers)
    yield f"{len(papers)} PDFs, {pages:,} pages, one process", f"{pages / seconds:.0f} pages a second of processor", "–"
    yield "pairs of words in the order of pdftotext, by PDF", _spread([one.pairs for one in papers]), "0.9"
    two = [one for one in papers if _TWO_COLUMNS.search(one.name)]
    others = [one for one in papers if "history" in one.name and not one.name.endswith("en")]
    for name, some in (("of them in two columns", two), ("of them in other languages", others)):
        if some:
            yield f"{name}: {len(some)}", _spread([one.pairs for one in some]), "0.9"
    yield from _truth({paper.name: paper.text for paper in papers})
    yield "the same by the pool, two processes", f"{_pool(paths, pages):.0f} pages a second", "–"
    yield from _beside(paths, 1000 // scale)
    files = 10_000 // scale
    yield f"a folder of {files:,} PDFs: from the command to the first call", f"{first_call_s(files):.1f} s", "5 s"


def _truth(texts: Mapping[str, str]) -> Iterator[Row]:
    """How much of the sources comes out of the PDFs that were made of them."""
    shares: dict[str, dict[str, float]] = {}
    for source in sources(FOLDER):
        if (text := texts.get(source.pdf.stem)) is not None:
            shares.setdefault(source.kind, {})[source.name] = share(source, text)
    for kind, found in shares.items():
        named = ", ".join(f"{name} {part:.3f}" for name, part in found.items())
        said = f"{_spread(list(found.values()))}: {named}" if len(found) > 1 else named
        yield f"words of the source, in its order: {kind}", said, "0.95"


def _beside(paths: Sequence[Path], pages: int) -> Iterator[Row]:
    """A job that has calls out, and known files."""
    found = measure_beside(paths, pages)
    yield (
        f"{found.files} PDFs of {found.pages:,} pages in a job with 20 calls of 400 ms out",
        f"{found.pages / found.read_s:.0f} pages a second",
        "–",
    )
    ratio = found.beside / found.alone
    yield "calls out while they are read / before", f"{ratio:.3f} ({found.beside:.1f} / {found.alone:.1f})", "0.9"
    yield (
        "the same files in another job: from the run's start to its last call",
        f"{found.known_s:.1f} s ({found.pages / found.known_s:.0f} pages a second), {found.reads} read",
        "0 read",
    )


def _paper(path: Path) -> Paper:
    data = path.read_bytes()
    begun = time.process_time()
    parts = list(read_pdf(data, lambda: None, NoImageReader("not asked for")))
    seconds = time.process_time() - begun
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)  # noqa: S607  # Poppler's
    other = told.stdout.decode("utf-8", "replace")
    is_close = _NO_SPACES.search(path.stem) is not None
    here, there = (_units(text, is_close) for text in (" ".join(part.text for part in parts), other))
    found, wanted = set(pairwise(here)), list(pairwise(there))
    pairs = sum(pair in found for pair in wanted) / max(1, len(wanted))
    return Paper(path.stem, len(parts), seconds, pairs, joined(parts)[0])


def _units(text: str, is_close: bool) -> list[str]:  # noqa: FBT001  # of two kinds of writing
    words = _WORD.findall(text.translate({0xAD: None}))
    return [sign for word in words for sign in word] if is_close else words


def _spread(pairs: Sequence[float]) -> str:
    return f"median {median(pairs):.3f}, least {min(pairs):.3f}"


def _pool(paths: Sequence[Path], pages: int) -> float:
    begun = time.perf_counter()
    with closing(FileReader(lambda _: None, processes=2)) as reader:
        for read in [reader.submit(FileRef("pdf", path.name, str(path)), "") for path in paths]:
            read.result()
    return pages / (time.perf_counter() - begun)


def fetch() -> bool:
    """Bring the PDFs, unless they are there; whether they are."""
    if any(FOLDER.rglob("*.pdf")):
        return shutil.which("pdftotext") is not None
    if not all(map(shutil.which, ("apt-get", "dpkg-deb", "pdftotext", "gunzip"))):
        return False
    packed = FOLDER / "packages"
    packed.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        _run("apt-get", "download", package, cwd=packed)
    for debian in packed.glob("*.deb"):
        _run("dpkg-deb", "-x", str(debian), str(FOLDER))
    for path in FOLDER.rglob("*.pdf.gz"):
        _run("gunzip", "-f", str(path))
    return any(FOLDER.rglob("*.pdf"))


def _run(*command: str, cwd: Path | None = None) -> None:
    subprocess.run(command, cwd=cwd, check=False, capture_output=True)
