"""The worked examples run as they stand: their documents are fetched, their jobs run, and all of them come out.

Where the registry or a package manager is not there, documents of our own making stand in for those that are left out.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from orchestrator.checks.labels import NONE_OF_THESE
from tests.commands import Command, environment, typed, until
from tests.fakes.pdfs import pdf_of
from tests.fakes.provider_server import ProviderServer
from tests.fakes.scans import image_of, scan

EXAMPLES = Path(__file__).parents[1] / "examples"
SEA = "The sea was calm that morning, and the harbour master wrote nothing down. " * 30


SHIP = {
    "english": "Noah built an altar to Yahweh, and Abram saw it from afar. The waters went back from the earth.\n",
    "spanish": "Noé edificó un altar a Jehová, y Abram lo vio desde lejos. Las aguas se retiraron de la tierra.\n",
}
DEPARTS = {
    "genesis-03.txt": "Adam",
    "genesis-14.txt": "Châm",
    "genesis-21.txt": "pacto",
    "genesis-26.txt": "pacto",
    "genesis-28.txt": "Bethel",
}
"""Chapters in which the published translation writes a name or term in another way than `names.jsonl`."""


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
    folder = copied("papers", tmp_path)
    papers = fetched(folder)
    environ = environment(provider)
    batchwright(folder, environ, "run", "job.yaml", "--yes", "--quiet")
    status = json.loads(batchwright(folder, environ, "status", "last", "--json"))
    assert status["progress"]["completed_items"] == len(papers)
    assert status["analytics"]["cost_settled"] == str(provider.cost_usd())
    batchwright(folder, environ, "export", "last", "out")
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


@pytest.mark.timeout(300)
def test_vectors(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped half-way the old vectors stay in use; the same command makes the rest, and pays nothing twice."""
    folder, environ = copied("vectors", tmp_path), environment(provider)
    subprocess.run([sys.executable, "get.py"], cwd=folder, capture_output=True, check=True)
    monkeypatch.chdir(folder)
    of, question = ("--project", "vectors"), "open a compressed file"
    batchwright(folder, environ, "docs", "add", *of, "documents/texts.jsonl")
    before, found = (typed("docs", *looked, *of, "--json").document for looked in (["list"], ["search", question]))
    assert before["total"] >= 1_300
    assert {one["document_id"] for one in found["results"]} & {"tarfile.open", "gzip.open", "bz2.open", "gzip.GzipFile"}

    model = "openai/text-embedding-3-small"
    provider.behave(latency_ms=700, embedding_dims=256)
    embed = ("docs", "embed", *of, "--model", model)
    stopped = Command(folder, environ, *embed, "--concurrency", "1")
    until(lambda: provider.stats()["total"] > 1, stopped)
    stopped.send(signal.SIGINT)
    ended = stopped.end()
    assert (ended.code, "the vectors that were in use stay" in ended.err) == (4, True), ended.err
    half = typed("status", "last", "--json").document["progress"]
    assert 0 < half["completed_items"] < half["total_items"]
    assert typed("docs", "list", *of, "--json").document == before
    assert typed("docs", "search", question, *of, "--json").document == found

    provider.behave(latency_ms=0)
    batchwright(folder, environ, *embed)
    after = typed("docs", "list", *of, "--json").document
    assert after == {**before, "vectors": model, "chunks_without_vector": 0}
    assert "by words alone" in typed("docs", "search", question, *of).err
    settled = typed("status", "last", "--json").document["analytics"]["cost_settled"]
    assert settled == str(provider.cost_usd())
    assert len({row.sha256 for row in provider.invoice()}) == provider.stats()["total"]


@pytest.mark.parametrize("job", ["job.yaml", "local.yaml"])
def test_a_job_of_vectors(tmp_path: Path, provider: ProviderServer, job: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its export holds a vector of each text, all of one length."""
    folder = copied("vectors", tmp_path)
    subprocess.run([sys.executable, "get.py"], cwd=folder, capture_output=True, check=True)
    monkeypatch.chdir(folder)
    batchwright(folder, environment(provider), "run", job, "--quiet")
    typed("export", "last", "out")
    rows = pq.read_table(sorted((folder / "out").glob("part-*.parquet"))).to_pylist()
    lines = (folder / "documents" / "texts.jsonl").read_text("utf-8").splitlines()
    assert [row["item_id"] for row in rows] == [json.loads(line)["id"] for line in lines]
    assert {len(row["phase_vector"]) for row in rows} == {256 if job == "local.yaml" else 1_536}


@pytest.mark.timeout(300)
def test_book(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A published translation passes every check, but for chapters in which it departs from the names it is held to."""
    folder, environ = copied("book", tmp_path), environment(provider)
    chapters = fetched_chapters(folder)
    provider.behave(rules=[*TAGGING, *(translating(english, spanish) for english, spanish in chapters.values())])
    monkeypatch.chdir(folder)
    assert "told of where a text has their names" in typed("docs", "add", "--project", "book", "names.jsonl").err
    ended = Command(folder, environ, "run", "job.yaml", "--yes", "--quiet").end(timeout_s=300)
    assert ended.code in (0, 3), ended.err
    typed("export", "last", "out")
    rows = pq.read_table(sorted((folder / "out").glob("part-*.parquet"))).to_pylist()
    assert {row["item_id"] for row in rows} == chapters.keys()
    for row in rows:
        english, spanish = chapters[row["item_id"]]
        assert (row["phase_clean"], row["phase_tag"]) == (english, f"<chapter>{english}</chapter>")
        if row["status"] == "COMPLETED":
            assert row["phase_translate"] == spanish
        else:
            assert DEPARTS[row["item_id"]] in row["error_message"], row["error_message"]
    assert any(row["status"] == "FAILED" for row in rows) == (len(chapters) > 1)
    assert "- Noah: character; he of the flood" in typed("show", "last", "genesis-08.txt", "--full").out
    settled = typed("status", "last", "--json").document["analytics"]["cost_settled"]
    assert settled == str(provider.cost_usd())


TAGGING: tuple[dict[str, object], ...] = (
    {"do": "score", "schema_has": "score", "score": 9},
    {"do": "echo", "contains": "You are a copy editor", "between": ["<text>\n", "\n</text>"]},
    {
        "do": "echo",
        "contains": "You mark up documents in XML",
        "between": ["<document>\n", "\n</document>"],
        "wrap": ["<chapter>", "</chapter>"],
    },
)
"""Gives texts back where they are cleaned, inside a tag where they are marked up, and is content with everything."""


def translating(english: str, spanish: str) -> dict[str, object]:
    """Translates the chapter that begins so."""
    return {"do": "text", "contains": english.partition("\n")[0], "text": spanish}


def fetched_chapters(folder: Path) -> dict[str, tuple[str, str]]:
    """Run the example's own script; each chapter in both languages, or one of ours where a language was left out."""
    told = subprocess.run([sys.executable, "get.py"], cwd=folder, capture_output=True, text=True, check=False)
    english, spanish = folder / "documents" / "english", folder / "documents" / "spanish"
    for place in (english, spanish):
        there = any(place.iterdir())
        assert there == (f"left out: the {place.name} chapters, as " not in told.stderr), told.stderr
        assert there == (f"30 {place.name} chapters" in told.stdout)
    if told.stderr:
        shutil.rmtree(english)
        for place in (english, spanish):
            place.mkdir(exist_ok=True)
            (place / "genesis-08.txt").write_text(SHIP[place.name], "utf-8")
    return {
        name: (text.strip(), (spanish / name).read_text("utf-8").strip())
        for name, text in ((one.name, one.read_text("utf-8")) for one in english.iterdir())
    }


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


def copied(name: str, place: Path) -> Path:
    """A copy of an example as git has it."""
    made = shutil.ignore_patterns("documents", "out", ".batchwright")
    return shutil.copytree(EXAMPLES / name, place / name, ignore=made)


def batchwright(folder: Path, environ: Mapping[str, str], *arguments: str) -> str:
    """What a command prints that does what it was asked to."""
    done = Command(folder, environ, *arguments).end(timeout_s=600)
    assert done.code == 0, done.err
    return done.out
