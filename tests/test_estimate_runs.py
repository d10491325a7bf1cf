"""Estimates beside what runs really cost: after a sample they are near it, and nothing is paid twice."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from pipelines.jobs import BatchJobs
from pipelines.outlook import estimate_left
from pipelines.run import run_job
from state.errors import SpecError
from state.job_view import JobView
from state.records import Json
from tests.fakes.provider_server import ProviderServer
from tests.outlook import ECHO, LABELS, LUNA, TWO_PHASES, a_job, jobs_at, varied


def finish(jobs: BatchJobs, spec: dict[str, Json], items: list[Json]) -> JobView:
    """Run a job to its end in this process."""
    view = jobs.create(cast("dict[str, object]", spec), items=items, start=False)
    run_job(jobs.place, jobs.config, view.id)
    return jobs.status(view.id)


def test_after_a_sample_the_estimate_is_near_what_the_run_costs(
    state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a tenth after 20 of 240 items whose answers are as long as they are; sample and run ask each once."""
    provider.behave(ECHO)
    items = varied(240)
    with jobs_at(state_url, tmp_path, provider, monkeypatch) as jobs:
        found = jobs.estimate(cast("dict[str, object]", a_job()), items=items, sample=20)
        assert found.sample is not None
        sampled = jobs.status(found.sample)
        assert (sampled.progress.completed_items, provider.stats()["total"]) == (20, 40)
        assert (found.items, found.calls, found.known) == (240, 440, 40)
        assert [one.seen for one in found.phases] == [20, 20]
        view = finish(jobs, a_job(), items)
        cost = view.analytics.cost_incurred
        assert provider.stats()["total"] == 480
        assert view.analytics.cost_saved == sampled.analytics.cost_incurred
        assert abs(found.likely - cost) <= Decimal("0.1") * cost, (found.likely, cost)
        assert found.low <= cost <= found.high <= found.at_most
        tokens = view.analytics.input_tokens + view.analytics.output_tokens
        assert abs(found.input_tokens + found.output_tokens - tokens) <= 0.1 * tokens
        again = jobs.estimate(cast("dict[str, object]", a_job()), items=items)
        assert (again.is_nothing, again.calls, again.at_most == 0, again.known) == (True, 0, True, 480)
        twice = jobs.estimate(cast("dict[str, object]", a_job()), items=items, sample=20)
        assert (twice.sample, provider.stats()["total"]) == (found.sample, 480)


def test_a_sample_of_many_items_is_not_taken_for_more_than_it_is(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 3,000 items some stand for all; forty that were tried are no tenth of them, and later looks use those."""
    provider.behave(ECHO)
    items, spec = varied(3000), cast("dict[str, object]", a_job())
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        found = jobs.estimate(spec, items=items, sample=40)
        later = jobs.estimate(spec, items=items)
        job_id = jobs.create(spec, items=items, start=False).id
        left = estimate_left(jobs, job_id)
    assert provider.stats()["total"] == 80
    for one in found, later, left:
        assert [basis.seen for basis in one.phases] == [40, 40]
        assert 5700 <= one.calls <= 6000
        assert abs(one.likely - found.likely) <= Decimal("0.1") * found.likely
    assert (found.counted, left.counted) == (later.counted, left.counted)
    assert found.counted <= 1000
    assert left.counted <= 250


def test_without_a_sample_the_truth_lies_between_low_and_high(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lengths that are assumed by the task hold a usual summary, and nothing can cost more than `at_most`."""
    phases: list[Json] = [{"name": "shorten", "task_type": "summarization", "model": LUNA}]
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        found = jobs.estimate(cast("dict[str, object]", a_job(phases)), items=varied(40))
        cost = finish(jobs, a_job(phases), varied(40)).analytics.cost_incurred
    assert [one.seen for one in found.phases] == [0]
    assert found.low <= cost <= found.high < found.at_most


def test_another_batch_goes_by_the_one_before(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other items of the same phases are estimated by the answers of an earlier job, and none of them is known."""
    provider.behave(ECHO)
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        finish(jobs, a_job(), varied(40, seed=1))
        found = jobs.estimate(cast("dict[str, object]", a_job()), items=varied(120, seed=2))
        assert (found.known, found.calls, [one.seen for one in found.phases]) == (0, 240, [40, 40])
        cost = finish(jobs, a_job(), varied(120, seed=2)).analytics.cost_incurred
    assert abs(found.likely - cost) <= Decimal("0.1") * cost, (found.likely, cost)


def test_answers_that_are_sent_back_are_expected_as_often_as_they_were(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a judge sends a third back, the calls of the second attempts and their judges are in the estimate."""
    judged: dict[str, Json] = {"min_score": 7, "max_attempts": 2, "judge_model": LUNA}
    first = cast("dict[str, Json]", TWO_PHASES[0])
    phases: list[Json] = [{**first, "validation": judged}]
    low = {"do": "score", "score": 3, "schema_has": "score", "fraction": 0.33, "seed": "third"}
    provider.behave([low, {"do": "score", "score": 9, "schema_has": "score"}, *ECHO])
    items = varied(240)
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        found = jobs.estimate(cast("dict[str, object]", a_job(phases)), items=items, sample=40)
        asked = provider.stats()["total"]
        cost = finish(jobs, a_job(phases), items).analytics.cost_incurred
        calls = provider.stats()["total"] - asked
    assert calls > 2 * 200 * 1.2
    assert abs(found.calls - calls) <= 0.15 * calls, (found.calls, calls)
    assert found.low <= cost <= found.high


def test_answers_that_are_cut_are_expected_as_often_as_they_were(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long answers that pass the phase's room are asked for once more, and so they are in the estimate."""
    provider.behave(ECHO)
    second = {**cast("dict[str, Json]", TWO_PHASES[1])}
    del second["max_output_tokens"]
    phases: list[Json] = [TWO_PHASES[0], second]
    items: list[Json] = [
        {"id": f"doc-{n}", "title": "Title", "content": f"{n} " + "ships and harbours, " * 300} for n in range(40)
    ]
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        found = jobs.estimate(cast("dict[str, object]", a_job(phases)), items=items, sample=10)
        assert provider.stats()["total"] == 10 * 3
        finish(jobs, a_job(phases), items)
    assert (found.calls, provider.stats()["total"]) == (30 * 3, 40 * 3)


def test_a_sample_that_would_be_paid_twice_is_refused(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phase without reuse, or whose labels are drawn, names `--first` in place of a sample; nothing is asked."""
    phases: list[Json] = [
        {"name": "sort", "task_type": "categorize", "model": LUNA},
        {"name": "say", "task_type": "chat", "model": LUNA, "reuse": False},
    ]
    provider.behave([LABELS])
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        with pytest.raises(SpecError) as caught:
            jobs.estimate(cast("dict[str, object]", a_job(phases)), items=varied(4), sample=2)
        found = jobs.estimate(cast("dict[str, object]", a_job(phases)), items=varied(4))
        finish(jobs, a_job(phases), varied(4))
    assert "phases[0].labels" in str(caught.value)
    assert "phases[1].reuse" in str(caught.value)
    assert str(caught.value).count("run --first N") == 2
    assert (round(sum(one.sums.calls for one in found.phases), 1), provider.stats()["total"]) == (9.2, 9)


def test_what_fails_and_what_is_equal_costs_nothing(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item that no window holds is told and not counted; of equal items one is asked."""
    items: list[Json] = [{"id": "a", "content": "the same"}, {"id": "b", "content": "the same"}]
    items.append({"id": "c", "content": "x" * 40_000})
    phases: list[Json] = [{"name": "say", "task_type": "chat", "model": "local/smollm2-135m", "checks": False}]
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        found = jobs.estimate(cast("dict[str, object]", a_job(phases)), items=items)
    assert (found.calls, found.likely == 0, found.items) == (1, True, 3)
    assert any(note.startswith("c would fail: the request fits no model") for note in found.notes)


def test_an_estimate_makes_nothing(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no state, none is made; no key is needed, and what is missing is told; its document is whole."""
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with BatchJobs(str(tmp_path / "none.db"), cwd=tmp_path) as jobs:
        found = jobs.estimate(cast("dict[str, object]", a_job()), items=varied(3))
    assert list(tmp_path.iterdir()) == []
    assert (found.calls, provider.stats()["total"]) == (6, 0)
    assert any("OPENAI_API_KEY is not set" in note and "ANTHROPIC_API_KEY" in note for note in found.notes)
    document: Any = found.document()
    assert {"items", "calls", "tokens", "cost", "seconds"} <= set(document)
    assert set(document["cost"]) == {"low", "likely", "high", "at_most", "by_phase"}
    assert [set(one) for one in document["cost"]["by_phase"]] == [{"phase", "likely"}] * 2
    assert set(document["tokens"]) == {"input", "output"}


def test_an_estimate_says_where_a_budget_ends(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that might not fit is not made: what that lets be finished is told; where all is known there is no end."""
    provider.behave(ECHO)
    one = TWO_PHASES[:1]

    def notes(budget: str | None) -> list[str]:
        job = a_job(one, options={"budget_usd": budget} if budget is not None else {})
        return list(jobs.estimate(cast("dict[str, object]", job), items=varied(40)).warnings)

    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        assert notes(None) == notes("100") == []
        (none,) = notes("0.0000001")
        assert none.startswith("no item can be finished: the worst case of one call is $")
        plain = jobs.estimate(cast("dict[str, object]", a_job(one)), items=varied(40))
        (some,) = notes(f"{plain.likely:f}")
        assert re.search(
            r"there the job pauses, after about \d+ items; about \$[\d.]+ is enough for all 40 items", some
        )
        finish(jobs, a_job(one), varied(40))
        jobs.budget("default", cap_usd="0.0000001")
        assert notes(None) == notes("0.0000001") == []


@pytest.mark.parametrize("on_too_long", ["fail", "truncate", "split"])
def test_an_answer_that_is_likely_to_be_cut_is_told_and_counted_once(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch, on_too_long: str
) -> None:
    """It has no more tokens than it may have, no attempt follows, and so it comes: the item fails. In parts it fits."""
    provider.behave([{"do": "truncated"}])
    phase: dict[str, Json] = {"name": "turn", "task_type": "translation", "model": LUNA, "on_too_long": on_too_long}
    job: dict[str, Json] = {"name": "Long", "phases": [phase]}
    items: list[Json] = [{"id": "book", "content": "The town lies on the river, and has a market. " * 3_300}]
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        found = jobs.estimate(cast("dict[str, object]", job), items=items)
        if on_too_long == "split":
            assert (found.calls, found.warnings) == (2, ())
            return
        assert (found.calls, found.output_tokens) == (1, 32_768)
        (warning,) = found.warnings
        assert warning == (
            "book is likely to fail: an answer of turn has at most 32,768 tokens, and about 43,642 are likely; set"
            " `on_too_long: split`"
        )
        finish(jobs, job, items)
        (row,) = jobs.results("last")
        assert row.error is not None
        assert (row.error.error_class, provider.stats()["total"]) == ("truncated", 1)
