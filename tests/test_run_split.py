"""`on_too_long: split` through the whole engine: each paragraph once and in order, no part paid for twice."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.control import want_pause
from state.records import NewItem
from state.status import CallStatus, JobStatus
from tests import invoices
from tests.books import assert_books
from tests.commands import environment, typed
from tests.fakes.provider_server import ProviderServer
from tests.jobs import make_job

MODEL = "openai/gpt-3.5-turbo"
MARKS = ("<document>\n", "\n</document>")
PARAGRAPHS = [f"{number}. {'The ship sailed on towards the north. ' * 16}".strip() for number in range(280)]
BOOK = "\n\n".join(PARAGRAPHS)


@pytest.fixture
def here(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder and a key."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def echo(**more: object) -> dict[str, object]:
    """A provider that answers with the document."""
    return {"do": "echo", "between": MARKS, **more}


def book(jobs: BatchJobs, *texts: str, concurrency: int = 8) -> str:
    """A job that translates books, stored."""
    phase: Any = {
        "name": "translate", "task_type": "translation", "model": MODEL, "on_too_long": "split", "checks": False,
    }  # fmt: skip
    items: Any = [{"id": f"b{n}", "content": text} for n, text in enumerate(texts)]
    job: Any = {"name": "Books", "phases": [phase], "options": {"concurrency": concurrency}}
    return jobs.create(job, items=items, start=False).id


def paid(jobs: BatchJobs, job_id: str) -> Counter[str]:
    """How often each request was paid for."""
    return Counter(call.request_digest for call in jobs.calls(job_id, limit=10_000) if call.cost)


def test_a_book_comes_out_whole_from_a_provider_that_cuts_at_500_tokens(here: Path, provider: ProviderServer) -> None:
    """Of 30,000 words every paragraph once and in order, several parts at once; each part is a call, paid once."""
    assert len(BOOK.split()) > 30_000
    provider.behave([echo(most_tokens=500, latency_ms=60)])
    with BatchJobs(str(here / "state.db")) as jobs:
        job_id = book(jobs, BOOK)
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.COMPLETED
        (row,) = jobs.results(job_id)
        assert row.output == BOOK
        calls = list(jobs.calls(job_id, limit=10_000))
        assert {call.role for call in calls} == {"split"}
        assert len(calls) < 2.5 * len(BOOK) / 2_000
        assert set(paid(jobs, job_id).values()) == {1}
        assert provider.stats()["high_water"] == 8
        assert_books(jobs.state())
        assert jobs.status(job_id).analytics.cost_settled == provider.cost_usd()
        shown: Any = jobs.show(job_id, "b0")
        steps = shown["phases"][0]["steps"]
        assert len(steps) == len(calls)
        assert all(step["request"] is not None and step["notes"][0].startswith("part ") for step in steps)
    for verb in ("why", "show"):
        assert "part 1 of " in typed("--state", str(here / "state.db"), verb, job_id, "b0").out


def test_a_book_goes_on_where_it_was_paused(here: Path, provider: ProviderServer) -> None:
    """The parts that were answered are known; nothing is asked for twice, and the whole is what it would have been."""
    provider.behave([echo(most_tokens=500, latency_ms=40)])
    with BatchJobs(str(here / "state.db")) as jobs:
        job_id = book(jobs, BOOK, concurrency=3)

        def pause() -> None:
            while int(str(provider.stats()["total"])) < 40:
                time.sleep(0.02)
            want_pause(jobs.state(), job_id)

        asks = threading.Thread(target=pause)
        asks.start()
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.PAUSED
        asks.join()
        before = sum(paid(jobs, job_id).values())
        assert 40 <= before < 60
        provider.behave([echo(most_tokens=500)])
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.COMPLETED
        (row,) = jobs.results(job_id)
        assert row.output == BOOK
        assert set(paid(jobs, job_id).values()) == {1}
        assert_books(jobs.state())
        assert jobs.status(job_id).analytics.cost_settled == provider.cost_usd()
        again = book(jobs, BOOK)
        total = provider.stats()["total"]
        assert run_job(jobs.place, jobs.config, again).status is JobStatus.COMPLETED
        assert [one.output for one in jobs.results(again)] == [BOOK]
        assert provider.stats()["total"] == total, "another job knows all parts"


def test_a_part_that_fails_is_what_a_retry_asks_for(here: Path, provider: ProviderServer) -> None:
    """The item fails and says which part it was; a retry asks for that part, and for those that were not asked yet."""
    provider.behave([{"do": "declined", "contains": "150. The ship", "times": 1}, echo()])
    with BatchJobs(str(here / "state.db")) as jobs:
        job_id = book(jobs, BOOK, concurrency=2)
        run_job(jobs.place, jobs.config, job_id)
        (row,) = jobs.results(job_id)
        assert row.error is not None
        assert row.error.error_class == "declined"
        assert row.error.message.startswith("part ")
        jobs.retry(job_id, start=False)
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.COMPLETED
        (row,) = jobs.results(job_id)
        assert row.output == BOOK
        assert_books(jobs.state())
        assert jobs.status(job_id).analytics.cost_settled == provider.cost_usd()
        declined = [call for call in jobs.calls(job_id, limit=1_000) if call.status == "declined"]
        assert len(declined) == 1
        shown: Any = jobs.show(job_id, "b0")
        assert all(step["request"] is not None for step in shown["phases"][0]["steps"])


def test_parts_that_failed_together_are_asked_anew_by_one_retry(here: Path, provider: ProviderServer) -> None:
    """Each of them once more, and no other of those that were answered."""
    declined = [{"do": "declined", "contains": f"{n}0. The ship", "times": 1, "latency_ms": 300} for n in (1, 3, 5)]
    with BatchJobs(str(here / "state.db")) as jobs:
        provider.behave([*declined, echo(most_tokens=700)])
        job_id = book(jobs, "\n\n".join(PARAGRAPHS[:60]))
        run_job(jobs.place, jobs.config, job_id)
        asked = [call for call in jobs.calls(job_id, limit=1_000) if call.status == "declined"]
        assert len(asked) > 1
        jobs.retry(job_id, start=False)
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.COMPLETED
        assert [one.output for one in jobs.results(job_id)] == ["\n\n".join(PARAGRAPHS[:60])]
        assert set(paid(jobs, job_id).values()) == {1}
        assert_books(jobs.state())


def test_a_part_of_a_part_that_was_asked_anew_is_asked_anew_itself(here: Path, provider: ProviderServer) -> None:
    """One retry is enough, although its first generation is the one that it was asked with."""
    this, few = "150. The ship", "\n\n".join(PARAGRAPHS[130:170])
    declined = {"do": "declined", "contains": this, "times": 1}
    with BatchJobs(str(here / "state.db")) as jobs:
        job_id = book(jobs, few, concurrency=2)
        for rules in ([declined], [echo(contains=this, times=1, most_tokens=500), declined]):
            provider.behave([*rules, echo(most_tokens=500)])
            run_job(jobs.place, jobs.config, job_id)
            (row,) = jobs.results(job_id)
            assert row.error is not None
            assert row.error.error_class == "declined"
            jobs.retry(job_id, start=False)
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.COMPLETED
        assert [one.output for one in jobs.results(job_id)] == [few]
        assert set(paid(jobs, job_id).values()) == {1}
        assert_books(jobs.state())


def test_what_the_parts_come_to_together_is_asked_anew_of_all(here: Path, provider: ProviderServer) -> None:
    """Where no part failed but all of them together, no answer that led to that is taken again."""
    ship, other = ({"do": "text", "text": f'{{"of": ["{name}"]}}'} for name in ("ship", "boat"))
    provider.behave([{**other, "contains": "270. The ship", "times": 1}, ship])
    schema = {"type": "object", "properties": {"of": {"type": "array", "maxItems": 1}}, "required": ["of"]}
    phase: Any = {
        "name": "find", "task_type": "entity_extraction", "model": MODEL, "on_too_long": "split",
        "output": {"format": "json", "schema": schema},
    }  # fmt: skip
    with BatchJobs(str(here / "state.db")) as jobs:
        job: Any = {"name": "Books", "phases": [phase]}
        job_id = jobs.create(job, items=[{"id": "b0", "content": BOOK}], start=False).id
        run_job(jobs.place, jobs.config, job_id)
        parts = len(paid(jobs, job_id))
        (row,) = jobs.results(job_id)
        assert row.error is not None
        assert row.error.message.startswith(f"of {parts} parts together: ")
        jobs.retry(job_id, start=False)
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.COMPLETED
        assert [one.output for one in jobs.results(job_id)] == [{"of": ["ship"]}]
        assert list(paid(jobs, job_id).values()) == [1] * 2 * parts
        assert_books(jobs.state())
        assert jobs.status(job_id).analytics.cost_settled == provider.cost_usd()
        shown: Any = jobs.show(job_id, "b0")
        assert all(step["request"] is not None for step in shown["phases"][0]["steps"])


def test_all_parts_of_an_item_that_failed_are_shown(here: Path, provider: ProviderServer) -> None:
    """Also those that were answered after the one whose score was too low, before a retry and after it."""
    low = {"do": "score", "score": 3, "schema_has": "score", "contains": "100. The ship", "times": 1}
    provider.behave([low, {"do": "score", "score": 8, "schema_has": "score"}, echo()])
    phase: Any = {
        "name": "translate", "task_type": "translation", "model": MODEL, "on_too_long": "split", "checks": False,
        "validation": {"min_score": 7, "max_attempts": 1, "judge_model": MODEL},
    }  # fmt: skip
    with BatchJobs(str(here / "state.db")) as jobs:
        job: Any = {"name": "Books", "phases": [phase], "options": {"concurrency": 8}}
        job_id = jobs.create(job, items=[{"id": "b0", "content": BOOK}], start=False).id
        run_job(jobs.place, jobs.config, job_id)
        (row,) = jobs.results(job_id)
        assert row.error is not None
        assert row.error.error_class == "low_score"
        shown: Any = jobs.show(job_id, "b0")
        assert all(step["request"] is not None for step in shown["phases"][0]["steps"])
        jobs.retry(job_id, start=False)
        run_job(jobs.place, jobs.config, job_id)
        shown = jobs.show(job_id, "b0")
        assert all(step["request"] is not None for step in shown["phases"][0]["steps"])
        assert [one.output for one in jobs.results(job_id)] == [BOOK]


def test_equal_parts_are_one_call(here: Path, provider: ProviderServer) -> None:
    """Of a text that repeats itself each part has the answer of all of them, in two items that are asked at once."""
    provider.behave([echo(between=("<text>\n", "\n</text>"), latency_ms=30)])
    same = "\n\n".join(["The ship sailed on towards the north. " * 12] * 120).strip()
    phase: Any = {
        "name": "clean", "task_type": "text_cleanup", "model": MODEL, "on_too_long": "split", "checks": False,
    }  # fmt: skip
    items: Any = [{"id": f"b{n}", "content": same} for n in range(2)]
    with BatchJobs(str(here / "state.db")) as jobs:
        job_id = jobs.create({"name": "Books", "phases": [phase]}, items=items, start=False).id
        run_job(jobs.place, jobs.config, job_id)
        assert [one.output for one in jobs.results(job_id)] == [same, same]
        assert len(list(jobs.calls(job_id))) == 1
        assert_books(jobs.state())
        for item_id in ("b0", "b1"):
            shown: Any = jobs.show(job_id, item_id)
            (step,) = shown["phases"][0]["steps"]
            assert step["notes"] == [f"part {number} of 4" for number in range(1, 5)]


def test_an_estimate_counts_the_parts(here: Path, provider: ProviderServer) -> None:
    """What it says of calls and money is what the run comes to, within what lengths may differ."""
    provider.behave([echo()])
    with BatchJobs(str(here / "state.db")) as jobs:
        job_id = book(jobs, BOOK, BOOK[:4_000])
        phase: Any = {
            "name": "translate", "task_type": "translation", "model": MODEL, "on_too_long": "split", "checks": False,
        }  # fmt: skip
        items: Any = [{"id": f"b{n}", "content": text} for n, text in enumerate((BOOK, BOOK[:4_000]))]
        found = jobs.estimate({"name": "Books", "phases": [phase]}, items=items)
        run_job(jobs.place, jobs.config, job_id)
        view = jobs.status(job_id)
        assert found.calls == view.analytics.calls > 5
        assert found.low <= view.analytics.cost_settled <= found.high
    shown = typed("--state", str(here / "state.db"), "preview", str(_job(here)), "--items", str(here / "items.jsonl"))
    assert "the first of several parts" in shown.out, shown.err


def _job(here: Path) -> Path:
    """The same job as a file, with its items beside it."""
    (here / "items.jsonl").write_text(json.dumps({"content": BOOK}) + "\n", "utf-8")
    path = here / "job.yaml"
    path.write_text(
        f"name: Books\nphases:\n  - {{name: translate, task_type: translation, model: {MODEL}, on_too_long: split}}\n",
        "utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("point", "store"),
    [
        ("call.after_receive:9", "sqlite"),
        ("group.settle.after_commit:5", "sqlite"),
        ("call.before_send:13", "postgresql"),
    ],
)
def test_a_crash_while_parts_are_out_loses_none(
    point: str,
    store: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    provider: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed with parts of parts out and run again, the book is whole, and no answer is asked for twice."""
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[store])
    provider.behave([echo(most_tokens=1_500)])
    phase: Any = {
        "name": "translate", "task_type": "translation", "model": MODEL, "on_too_long": "split", "checks": False,
    }  # fmt: skip
    made = make_job(url, tmp_path, provider, items=[NewItem("b0", BOOK, {})], phases=[phase]).into(monkeypatch)
    assert made.start(crash=point).wait(100) == -signal.SIGKILL, made.said()[-2000:]
    assert made.run().status is JobStatus.COMPLETED
    provider.wait_idle()
    (row,) = made.results().values()
    assert list(row[2].values()) == [BOOK]
    with closing(made.opened()) as state:
        invoices.assert_books(state, provider.invoice())
        rows = invoices.ledger(state)
    answered = Counter(one.digest for one in rows if one.status == CallStatus.OK)
    assert set(answered.values()) == {1}
    assert len([one for one in rows if one.status == CallStatus.UNKNOWN]) <= 4
