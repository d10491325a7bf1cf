"""Labels that are drawn: one request for all items of a job, which follows from their texts alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from orchestrator.chain import begin, renewed
from orchestrator.checks.labels import NONE_OF_THESE
from orchestrator.drawn_labels import LONGEST_LABEL, MOST_LABELS, MOST_SAMPLE_TOKENS, fitted, read_labels, with_labels
from orchestrator.errors import FailureClass
from pipelines.jobs import BatchJobs
from pipelines.plan import compile_plan
from state.config import Config
from state.plan_records import PhasePlan
from state.records import Json, NewItem, Role
from state.reopen import retry
from state.sample import SAMPLE_CHARS, SAMPLE_ITEMS, sample_texts
from state.spec import parse_job
from state.status import JobStatus
from state.workspace import Workspace
from tests.books import job_row
from tests.desk import PRICES
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import Phase, make_job
from tests.talks import asked, ended, item_of, plan_of, reply

SAMPLE = ("The boiler is broken.", "Please find the invoice.", "I would like to move out in May.")
DRAWN = '{"labels": ["repairs", "payments", "moving out"]}'
GOLDEN = (
    "c4ab6428a197",
    "023a290a56431be65a291441a2f104728f5d73b370159f47204aab9ec1f75415",
)
"""The prompt's version, and the digest of the request that it makes of the sample above."""

GIVEN = ("repairs", "payments", "moving out")


def sorting(**keys: Json) -> PhasePlan:
    """A phase that sorts, by labels that nobody gave it."""
    phase: dict[str, Json] = {"name": "Sort", "task_type": "categorize", "model": "openai/gpt-6-luna", **keys}
    return compile_plan(parse_job({"name": "x", "phases": [phase]}, source="x"), Config(), PRICES).phases[0]


# ── the conversation ────────────────────────────────────────────────────────────────────────────


def test_labels_are_asked_for_first_and_by_every_item_alike() -> None:
    """The request holds the sample, the instructions and nothing of the item; two items ask the same."""
    phase = sorting(instructions="Sort by what the tenant wants.")
    first, second = (begin(plan_of(phase), phase, item_of(text), sample=SAMPLE) for text in ("one", "two"))
    assert asked(first).role is asked(second).role is Role.LABELS
    assert asked(first).digest == asked(second).digest
    (message,) = asked(first).request.messages
    assert all(text in message.content for text in SAMPLE)
    assert "Sort by what the tenant wants." in asked(first).request.system


def test_the_labels_request_of_a_plan_stays_what_it_was() -> None:
    """All that shapes it belongs to the version that a plan froze: a change is a new version, beside the old one."""
    phase = sorting(instructions="Sort by what the tenant wants.")
    ask = asked(begin(plan_of(phase), phase, item_of("one"), sample=SAMPLE))
    assert (phase.draws_labels, ask.digest) == GOLDEN


def test_with_drawn_labels_the_phase_is_as_if_they_had_been_given() -> None:
    """The same requests, so that a job which names them later pays for none again."""
    phase = sorting(instructions="By what the tenant wants.", examples=[{"input": "a", "output": "repairs"}])
    given = sorting(
        instructions="By what the tenant wants.",
        examples=[{"input": "a", "output": "repairs"}],
        labels=list(GIVEN),
    )
    state = reply(begin(plan_of(phase), phase, item_of("A letter"), sample=SAMPLE), DRAWN)
    wanted = begin(plan_of(given), given, item_of("A letter"))
    assert asked(state).role is Role.EXECUTOR
    assert asked(state).digest == asked(wanted).digest == asked(state).root_digest
    assert ended(reply(state, '{"label": "repairs"}')).output == {"label": "repairs"}


def test_an_answer_is_checked_against_the_drawn_labels() -> None:
    """One that was not drawn is asked for again."""
    phase = sorting()
    state = reply(begin(plan_of(phase), phase, item_of("A letter"), sample=SAMPLE), DRAWN)
    again = asked(reply(state, '{"label": "complaints"}'))
    assert again.attempt == 2
    assert "must be one of" in again.request.messages[-1].content


def test_unusable_labels_are_asked_for_once_more() -> None:
    """Then the item fails, and is told what would help."""
    phase = sorting()
    state = begin(plan_of(phase), phase, item_of("A letter"), sample=SAMPLE)
    first = asked(state)
    state = reply(state, "I would rather not.")
    assert asked(state).role is Role.LABELS
    assert asked(state).digest != first.digest
    assert asked(state).root_digest == first.digest
    checkpoint = ended(reply(state, '{"labels": []}'))
    assert checkpoint.error_class == FailureClass.BAD_OUTPUT
    assert checkpoint.root_digest == first.digest, "a retry asks for labels anew"
    assert "name the phase's `labels`" in (checkpoint.error_message or "")


def test_a_retry_of_the_labels_and_one_of_the_phase_are_two_things() -> None:
    """Each raises the generation of its own request alone."""
    phase = sorting()
    state = begin(plan_of(phase), phase, item_of("A letter"), sample=SAMPLE)
    anew = renewed(state, 2)
    assert (asked(anew).role, asked(anew).generation) == (Role.LABELS, 2)
    assert asked(anew).root_digest == asked(state).digest
    known = reply(state, DRAWN)
    executor = renewed(known, 3)
    assert (asked(executor).role, asked(executor).generation) == (Role.EXECUTOR, 3)
    assert asked(executor).root_digest == asked(known).digest


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (DRAWN, GIVEN),
        ('```json\n{"labels": ["a", "b"]}\n```', ("a", "b")),
        ('{"labels": [" two  words ", "b", "B", "None of these", 3, ""]}', ("two words", "b")),
        (json.dumps({"labels": ["x" * (LONGEST_LABEL + 1), "a", "b"]}), ("a", "b")),
        (json.dumps({"labels": [f"label {n}" for n in range(40)]}), tuple(f"label {n}" for n in range(MOST_LABELS))),
        ('{"labels": ["one alone"]}', None),
        ('["a", "b"]', None),
        ('{"labels": "a, b"}', None),
        ("no JSON", None),
    ],
)
def test_labels_are_read_from_an_answer(text: str, labels: tuple[str, ...] | None) -> None:
    """What cannot be a label is left out; of fewer than two nothing can be sorted."""
    assert read_labels(text) == labels


def test_the_sample_fits_the_smallest_window() -> None:
    """Fewer texts, and less of each, where a model holds little."""
    sample = tuple(f"{n} " + "ä" * 1000 for n in range(40))
    whole, small = fitted(sample, None), fitted(sample, 2048)
    assert len(whole) == 40
    assert sum(len(text.encode()) for text in whole) <= 4 * MOST_SAMPLE_TOKENS
    assert sum(len(text.encode()) for text in small) <= 4 * 512
    assert 1 <= len(small) < 40
    assert fitted((), 2048) == ()
    assert len("".join(fitted(sample, 8192, "word " * 3000)).encode()) < len("".join(fitted(sample, 8192)).encode())


def test_labels_stand_in_the_prompt_as_they_are() -> None:
    """Whatever a model calls a label, it is no template."""
    phase = with_labels(sorting(), ("{{content}}", "b"))
    assert r"\{{content}}" in phase.system
    assert NONE_OF_THESE in (phase.output.schema or "")


# ── the sample ──────────────────────────────────────────────────────────────────────────────────

SampleOf = Callable[[list[str]], tuple[str, ...]]


@pytest.fixture
def sample_of(state_url: str, provider: ProviderServer, tmp_path: Path) -> SampleOf:
    """The sample of a job with these texts."""

    def sample(texts: list[str]) -> tuple[str, ...]:
        items = [NewItem(f"item-{n}", text, {}) for n, text in enumerate(texts)]
        made = make_job(state_url, tmp_path, provider, items=items, phases=[SORT])
        with closing(made.opened()) as state:
            return sample_texts(state, Workspace(made.place.workspace), made.job_id)

    return sample


def test_the_sample_does_not_depend_on_the_order_of_items(sample_of: SampleOf) -> None:
    """Nor on their number while they are few: it is all of them then, each text once."""
    texts = [f"text {n}" for n in range(500)]
    assert sample_of(texts) == sample_of(texts[::-1])
    assert len(set(sample_of(texts))) == SAMPLE_ITEMS
    assert sorted(sample_of(["b", "a", "a"])) == ["a", "b"]


def test_one_item_more_changes_at_most_one_of_the_sample(sample_of: SampleOf) -> None:
    """So that most jobs that grow keep their labels, and pay for the new items alone."""
    texts = [f"text {n}" for n in range(300)]
    before = set(sample_of(texts))
    changed = [len(before - set(sample_of([*texts, f"more {n}"]))) for n in range(12)]
    assert max(changed) <= 1
    assert changed.count(0) >= 6


def test_long_texts_are_shown_by_their_beginnings(sample_of: SampleOf) -> None:
    """Wherever they are kept."""
    (shown,) = sample_of(["ü" * 400_000])
    assert shown == "ü" * SAMPLE_CHARS


# ── a whole run ─────────────────────────────────────────────────────────────────────────────────

SORT: Phase = {"name": "sort", "task_type": "categorize", "model": "openai/gpt-6-luna"}
SORTS = [
    {"do": "text", "text": DRAWN, "contains": "Propose the labels"},
    {"do": "text", "text": '{"label": "payments"}', "contains": "invoice"},
    {"do": "text", "text": '{"label": "repairs"}'},
]
LETTERS = [NewItem(f"letter-{n}", f"The boiler number {n} is broken.", {}) for n in range(20)]
LETTERS += [NewItem("letter-20", "Please find the invoice.", {})]


def test_a_job_without_labels_draws_them_once(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One call more than items, whoever comes first; all are sorted by the same labels, and the books are right."""
    provider.behave(SORTS)
    made = make_job(state_url, tmp_path, provider, items=LETTERS, phases=[SORT]).into(monkeypatch)
    assert made.run().status is JobStatus.COMPLETED
    provider.wait_idle()
    assert provider.stats()["total"] == len(LETTERS) + 1
    outputs = [outputs[0] for _, _, outputs, _ in made.results().values()]
    assert outputs == [{"label": "repairs"}] * 20 + [{"label": "payments"}]
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())


def test_a_job_that_names_the_drawn_labels_calls_for_nothing(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one that draws again finds them known, and saves what the items cost, but not the labels for each."""
    provider.behave(SORTS)
    first = make_job(state_url, tmp_path, provider, items=LETTERS, phases=[SORT]).into(monkeypatch)
    first.run()
    provider.wait_idle()
    calls = provider.stats()["total"]
    again = make_job(state_url, tmp_path, provider, items=LETTERS, phases=[SORT])
    named = make_job(state_url, tmp_path, provider, items=LETTERS, phases=[{**SORT, "labels": [*GIVEN]}])
    assert again.run().status is named.run().status is JobStatus.COMPLETED
    assert provider.stats()["total"] == calls
    with BatchJobs(first.place.url, first.place.workspace) as jobs:
        paid, saved, saved_named = (jobs.status(one.job_id).analytics for one in (first, again, named))
    assert 0 < saved.cost_saved == saved_named.cost_saved < paid.cost_incurred


def test_why_and_show_tell_the_labels_request(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step stands before the item's own, with its request, and the checks are those of the drawn labels."""
    provider.behave(SORTS)
    made = make_job(sqlite_url, tmp_path, provider, items=LETTERS, phases=[SORT]).into(monkeypatch)
    made.run()
    with BatchJobs(made.place.url, made.place.workspace) as jobs:
        show, why = jobs.show(made.job_id, "letter-3"), jobs.why(made.job_id, "letter-3")
    steps: Any = cast("Any", show)["phases"][0]["steps"]
    attempts: Any = cast("Any", why)["phases"][0]["attempts"]
    assert [step["role"] for step in steps] == [one["role"] for one in attempts] == ["labels", "executor"]
    assert "Propose the labels" in steps[0]["request"]["system"]
    assert "- moving out" in steps[1]["request"]["system"]
    assert [check["ok"] for check in attempts[1]["checks"]] == [True, True]


def test_labels_that_cannot_be_drawn_are_drawn_by_a_retry(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All items fail with the reason; `retry` asks for labels anew and runs them."""
    provider.behave([{"do": "text", "text": "no", "contains": "Propose the labels"}])
    made = make_job(sqlite_url, tmp_path, provider, items=LETTERS, phases=[SORT]).into(monkeypatch)
    made.run()
    assert {error for *_, error in made.results().values()} == {"bad_output"}
    provider.behave(SORTS)
    with closing(made.opened()) as state:
        assert retry(state, made.job_id) == len(LETTERS)
    assert made.run().status is JobStatus.COMPLETED
    assert {status for _, status, *_ in made.results().values()} == {"COMPLETED"}
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())


@pytest.mark.parametrize(("rule", "tries"), [("bad_request", 1), ("not_json", 2), ("context_too_long", 1)])
def test_a_request_for_labels_that_fails_is_not_made_by_each_item(
    rule: str, tries: int, sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been paid, and no item can do without it: the job pauses with the reason, and a resume goes on."""
    provider.behave([{"do": rule, "contains": "Propose the labels"}])
    made = make_job(sqlite_url, tmp_path, provider, items=LETTERS, phases=[SORT]).into(monkeypatch)
    assert made.run().status is JobStatus.PAUSED
    provider.wait_idle()
    assert provider.stats()["total"] == tries
    with closing(made.opened()) as state:
        assert "name its `labels`" in job_row(state, made.job_id).error_message
    provider.behave(SORTS)
    assert made.run().status is JobStatus.COMPLETED
    assert {status for _, status, *_ in made.results().values()} == {"COMPLETED"}
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
