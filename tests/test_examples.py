"""The worked examples run as they stand: their documents are fetched, their jobs run, and all of them come out.

Where the registry or a package manager is not there, documents of our own making stand in for those that are left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from orchestrator.checks.labels import NONE_OF_THESE
from tests.fakes.pdfs import pdf_of
from tests.fakes.provider_server import ProviderServer
from tests.fakes.scans import image_of, scan

EXAMPLES = Path(__file__).parents[1] / "examples"
SEA = "The sea was calm that morning, and the harbour master wrote nothing down. " * 30


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    """Cleans by giving texts back, and is content with everything."""
    rules: list[dict[str, object]] = [
        {"do": "score", "schema_has": "score", "score": 9},
        {"do": "echo", "contains": "You restore printed texts", "between": ["<scan>\n", "\n</scan>"]},
    ]
    with ProviderServer(rules=rules) as server:
        yield server


@pytest.mark.timeout(900)
def test_papers(tmp_path: Path, provider: ProviderServer) -> None:
    """Each paper and scan comes out with a clean text, a summary and a subject; the ledger is the invoice."""
    folder = tmp_path / "papers"
    shutil.copytree(EXAMPLES / "papers", folder, ignore=shutil.ignore_patterns("documents"))
    papers = fetched(folder)
    environment = of_a_user(provider)
    batchwright(folder, environment, "run", "job.yaml", "--yes", "--quiet")
    status = json.loads(batchwright(folder, environment, "status", "last", "--json"))
    assert status["progress"]["completed_items"] == len(papers)
    assert status["analytics"]["cost_settled"] == str(provider.cost_usd())
    batchwright(folder, environment, "export", "last", "out")
    rows = pq.read_table(sorted((folder / "out").glob("part-*.parquet"))).to_pylist()
    assert {row["item_id"] for row in rows} == papers
    (labels,) = [
        phase["labels"] for phase in yaml.safe_load((folder / "job.yaml").read_text())["phases"] if "labels" in phase
    ]
    assert {json.loads(row["output"])["label"] for row in rows} <= {*labels, NONE_OF_THESE}
    assert all(row["phase_clean"] and row["phase_summarise"] for row in rows)
    hows = Counter(page["how"] for row in rows for page in row["pages"])
    assert hows["text layer"]
    assert any("tesseract" in how or "rapidocr" in how for how in hows)


def fetched(folder: Path) -> set[str]:
    """Run the example's own script, and put documents in place of what it says it left out; the ids of all."""
    told = subprocess.run([sys.executable, "get.py"], cwd=folder, capture_output=True, text=True, check=False)
    documents = folder / "documents"
    for kind, ours in (("papers", pdf_of([SEA])), ("scans", scan([image_of(SEA)]))):
        there = list((documents / kind).glob("*.pdf"))
        assert bool(there) == (f"left out: the {kind}, as " not in told.stderr), told.stderr
        assert f"{len(there)} {kind}" in told.stdout
        if not there:
            (documents / kind / "ours.pdf").write_bytes(ours)
    return {path.relative_to(documents).as_posix() for path in documents.rglob("*.pdf")}


def of_a_user(provider: ProviderServer) -> dict[str, str]:
    """A user's environment, whose keys lead to the loopback provider."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("BATCHWRIGHT_")},
        "OPENAI_API_KEY": "loopback",
        "ANTHROPIC_API_KEY": "loopback",
        "OPENAI_BASE_URL": provider.openai_url,
        "ANTHROPIC_BASE_URL": provider.anthropic_url,
    }


def batchwright(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    """What a command prints that does what it was asked to."""
    done = subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
