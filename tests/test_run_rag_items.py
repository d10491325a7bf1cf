"""Passages and items of all kinds: files, long texts, texts without words; and what becomes of passages in the end."""

from __future__ import annotations

from sqlalchemy import func, select

from orchestrator.analyzer import estimate_tokens
from orchestrator.retrieval.library import Library
from orchestrator.retrieval.reading import most_tokens
from state.audit import audit
from state.plan_records import RagPlan
from state.records import Json
from state.schema import batch_passages
from tests.commands import typed
from tests.desk import A, B, phase_for, plan_for
from tests.fakes.pdfs import pdf_of
from tests.shelves import DOCUMENTS, LUNA, QUESTIONS, SAY, WHALE, Shelves, shelves

__all__ = ["shelves"]


def kept(shelves: Shelves) -> int:
    """How many finds are kept, of all jobs."""
    with shelves.jobs.state().read() as conn:
        return conn.execute(select(func.count()).select_from(batch_passages)).scalar_one()


def test_an_item_that_is_a_file_is_given_passages_on_its_text(shelves: Shelves) -> None:
    """They are looked for by what stands in the file, after it was read; its pages stay its own."""
    (shelves.jobs.cwd / "letter.pdf").write_bytes(pdf_of(["How many minutes can a blue whale dive?"]))
    job_id = shelves.done([{"id": "letter", "path": "letter.pdf"}])
    assert shelves.given(job_id, "letter") == ["whale"]
    assert "can a blue whale dive?" in shelves.asked(job_id, "letter")
    shelves.balance()


def test_a_text_that_is_divided_has_its_passages_in_each_part(shelves: Shelves) -> None:
    """What does not fit a model is asked about in parts, and each part's request has the passages and still fits."""
    long = " ".join(f"Whale number {n} can dive for {n} minutes." for n in range(60_000))
    phase: dict[str, Json] = {
        "name": "translate", "task_type": "translation", "model": LUNA, "target_language": "German",
        "on_too_long": "split", "use_rag": True, "checks": False,
    }  # fmt: skip
    job_id = shelves.done([{"id": "long", "content": long}], phase)
    assert shelves.given(job_id, "long") == ["whale"]
    steps = shelves.phase(job_id, "long")["steps"]
    assert len(steps) > 1
    for step in steps:
        assert WHALE in step["request"]["messages"][-1]["content"]
    shelves.balance()


def test_a_text_without_a_word_is_given_nothing(shelves: Shelves) -> None:
    """Signs that no document has, and an output that is no text, find nothing and break nothing."""
    items: list[Json] = [{"id": "signs", "content": "?! … —"}, {"id": "other", "content": "ὦ ξεῖν’ 五月雨"}, *QUESTIONS]
    job_id = shelves.done(items)
    assert shelves.given(job_id, "signs") == []
    assert shelves.given(job_id, "other") == []
    assert shelves.given(job_id, "sea") == ["whale"]


def test_passages_leave_room_for_a_long_item(shelves: Shelves) -> None:
    """However many tokens a phase allows, passages take no more than a quarter of the smallest window there is."""
    phase = phase_for(A, B)
    assert most_tokens(plan_for(phase, windows={A: 400, B: 4_000}), phase) == 100
    shelves.put(*DOCUMENTS, *copies(12))
    rag = RagPlan(("passage",), top_k=20, max_tokens=100_000, min_relevance=0.0)
    library = Library(shelves.jobs.state(), "default")
    for room in (0, 40, 100, 400, 100_000):
        found = library.search(rag, WHALE, None, room)
        assert sum(estimate_tokens(one.text) for one in found) <= room
        assert len(found) == min(13, room // (estimate_tokens(WHALE) + 12)) or room > 400


def copies(count: int) -> list[Json]:
    """Documents with the same text."""
    return [{"id": f"copy-{n}", "content": WHALE} for n in range(count)]


def test_passages_go_with_a_purge_and_with_the_job(shelves: Shelves) -> None:
    """They are documents' texts: a purge and a deletion remove them, and the state is sound before and after."""
    first, second = shelves.done(QUESTIONS), shelves.done(QUESTIONS, name="second")
    assert kept(shelves) == 6
    assert not list(audit(shelves.jobs.state(), shelves.jobs.workspace))
    assert typed("purge", first, "--payloads", "--yes").code == 0
    assert kept(shelves) == 3
    assert shelves.given(second, "sea") == ["whale"]
    assert typed("delete", second, "--yes").code == 0
    assert kept(shelves) == 0
    assert not list(audit(shelves.jobs.state(), shelves.jobs.workspace))


def test_a_job_that_reuses_nothing_is_given_the_same(shelves: Shelves) -> None:
    """`reuse: false` asks anew each time, and is given passages all the same."""
    phase: dict[str, Json] = {**SAY, "reuse": False}
    shelves.done(QUESTIONS, phase)
    job_id = shelves.done(QUESTIONS, phase)
    assert shelves.total == 6
    assert shelves.given(job_id, "sea") == ["whale"]
    shelves.balance()
