"""A page of results shows all that was asked and answered, stays small enough to open, and takes no word for markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.errors import FailureClass
from pipelines.advice import advice_for
from pipelines.page_results import ResultsPage, Shown
from pipelines.page_values import ITEM_CHARS
from pipelines.pretty_json import pretty
from state.records import Json
from tests.commands import folder, typed, write_items
from tests.fakes.provider_server import ProviderServer
from tests.test_analytics_page import MARKUP, RIGHT_TO_LEFT, SHOWN, read
from tests.test_screen import HOSTILE, a_view, control_characters

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
JUDGED = """\
name: Ships
phases:
  - {name: shorten, task_type: summarization, model: openai/gpt-6-luna, checks: false,
     validation: {min_score: 7, max_attempts: 2, judge_model: openai/gpt-6-luna}}
  - {name: find, task_type: entity_extraction, model: anthropic/claude-haiku-5-5, checks: false}
  - {name: place, task_type: embedding_generation, model: openai/text-embedding-3-small}
"""

NEXT = "next: batchwright analytics last --html analytics.html\n"


def a_step(role: str = "executor", text: str = "Ships burn oil.", **changes: Json) -> dict[str, Json]:
    """A step of a phase with a text wherever somebody's words stand."""
    request: Json = {"system": text, "messages": [{"role": "user", "content": text}], "max_tokens": 9, "format": "text"}
    step: dict[str, Json] = {
        "attempt": 1, "role": role, "answer": "new", "call_id": "call_1", "request_digest": "d", "model": "openai/m",
        "reason": text, "request": request, "notes": [], "reply": text, "finish": "stop", "cost": "0.01", "saved": "0",
        "score": None, "reasons": [], "checks": [],
    }  # fmt: skip
    return {**step, **changes}


def a_document(text: str = "Ships burn oil.", **changes: Json) -> dict[str, Json]:
    """The document of an item whose first phase was judged, and whose second one failed."""
    judge = a_step("judge", text, score=8, reasons=[text], reply='{"score": 8}')
    shorten: Json = {
        "phase": text, "status": "COMPLETED", "output": text, "score": 8, "attempts": 1, "error": None,
        "steps": [a_step(text=text), judge],
    }  # fmt: skip
    check: Json = {"name": text, "ok": False, "detail": text}
    find: Json = {
        "phase": "find", "status": "FAILED", "output": None, "score": None, "attempts": 1,
        "error": {"class": "check_failed", "message": text}, "steps": [a_step(text=text, checks=[check])],
    }  # fmt: skip
    call: Json = {
        "call_id": "call_2", "phase": "find", "role": "executor", "attempt": 1, "status": "error", "http_status": 500,
        "model": text, "cost": "0", "error": {"class": "server_error", "message": text},
    }  # fmt: skip
    document: dict[str, Json] = {
        "item_id": "doc-1", "ordinal": 0, "status": "FAILED", "input": text, "fields": {"title": text}, "output": None,
        "phase_outputs": {}, "cost_incurred": "0.02", "cost_saved": "0.001", "attempts": 1, "phases": [shorten, find],
        "error": {"class": "check_failed", "phase": "find", "message": text}, "calls": [call],
        "refused": [{"call_id": "call_2", "request": a_step(text=text)["request"]}],
    }  # fmt: skip
    return {**document, **changes}


def page_of(*documents: Mapping[str, Json], shown: Shown | None = None, **changes: object) -> str:
    """The page of these items."""
    return "".join(ResultsPage(a_view(**changes), documents, shown or Shown(len(documents)), AT))


def texts_of(page: str, tag: str) -> list[str]:
    """What stands in elements of a kind, without their tags."""
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", one).split()) for one in found]


def test_a_card_has_all_that_was_asked_and_answered() -> None:
    """Input, fields, outputs, score with reasons, checks, tries, error, next step, each request and reply, cost."""
    page = read(page_of(a_document()))
    text = " ".join(page.text.split())
    for said in (
        "doc-1 FAILED #0 · $0.02 · $0.001 saved by known answers · one try · 1 call",
        "check_failed in find: Ships burn oil.",
        "batchwright retry job_00000000000000000000000001 --item doc-1 --attach asks again",
        "Its fields: title",
        "8 of 10",
        "Judge, try 1: 8 of 10 Ships burn oil.",
        "failed: check_failed",
        "Try 1 answered: Ships burn oil.",
        "Checks of try 1: Ships burn oil.: Ships burn oil.",
        "Requests and replies (2)executor, try 1: openai/m, $0.01 router: Ships burn oil. system Ships burn oil.",
        "judge, try 1: openai/m, $0.01",
        "executor, try 1: error 500, Ships burn oil., $0.00 server_error: Ships burn oil. system Ships burn oil.",
    ):
        assert " ".join(said.split()).replace(" ", "") in text.replace(" ", ""), said


def test_of_a_text_in_parts_that_is_told_which_was_not_taken() -> None:
    """An answer that another one about the same part followed; the parts that went well are among the requests."""
    steps: list[Json] = [
        a_step("split", reply="one", notes=["part 1 of 3"]),
        a_step("split", reply="two", notes=["part 2 of 3"]),
        a_step("split", reply="two again", notes=["part 2 of 3"], attempt=2),
        a_step("split", reply="three", notes=["part 3 of 3"]),
        a_step(reply="some", notes=["what came of 2 parts"]),
        a_step(reply="all", notes=["what came of 3 parts"]),
    ]
    phase: Json = {
        "phase": "sum", "status": "COMPLETED", "output": "all", "score": None, "attempts": 2, "error": None,
        "steps": steps,
    }  # fmt: skip
    text = " ".join(read(page_of(a_document(phases=[phase], status="COMPLETED", error=None))).text.split())
    assert re.findall(r"Try \d answered: ?(\w{3})", text) == ["two"]
    assert text.count("part 2 of 3") == 1
    assert "part 1 of 3" not in text


def test_the_page_loads_nothing_and_runs_one_script() -> None:
    """No address but places on itself; its policy names the script by its digest, so that no other one runs."""
    text = page_of(a_document())
    page = read(text)
    assert not {"link", "img", "iframe", "object", "embed", "base", "use", "svg"} & set(page.tags)
    assert not {"src", "srcset", "style", "action", "onclick"} & {name for name, _ in page.attributes}
    assert all(str(value).startswith("#") for name, value in page.attributes if name == "href")
    assert not re.search(r"https?:|@import|url\(|//", text)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(value for name, value in page.attributes if name == "content" and value and "src" in value)
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none';"
        " form-action 'none'"
    )


def test_without_its_script_the_page_has_all_items_and_no_bar() -> None:
    """The bar is hidden until the script runs; no item is."""
    page = page_of(a_document(), a_document(item_id="doc-2", ordinal=1, status="COMPLETED", error=None))
    assert "<form class=filter role=search hidden>" in page
    assert re.findall(r'<article class=item id="(\w+)" data-status="(\w+)">', page) == [
        ("i0", "FAILED"),
        ("i1", "COMPLETED"),
    ]


@pytest.mark.parametrize("hostile", [MARKUP, HOSTILE, RIGHT_TO_LEFT, "x" * 5_000, "`", "&amp;", "</pre></article>"])
def test_no_word_of_anybody_is_markup(hostile: str) -> None:
    """Inputs, outputs, requests, replies, reasons, errors, ids and models come out as the words that they are."""
    tried = a_document(hostile, item_id=hostile)
    found, wanted = read(page_of(tried, name=hostile, project=hostile)), read(page_of(a_document(), name="n"))
    folds = {"code", "details", "summary", "bdi", "span", "b", "p"} if len(hostile) > 100 else {"code"}
    assert [tag for tag in found.tags if tag not in folds] == [tag for tag in wanted.tags if tag not in folds]
    assert {name for name, _ in found.attributes} == {name for name, _ in wanted.attributes}
    assert control_characters(found.text) == set()
    assert ("pwn" if hostile == HOSTILE else hostile.replace(RIGHT_TO_LEFT, SHOWN)) in found.text


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_at_all_is_markup(text: str, item_id: str) -> None:
    """Whatever an item says and is called, the page has the same elements."""
    found = read(page_of(a_document(text.replace("\ud800", ""), item_id=item_id)))
    assert found.tags.count("script") == 1
    assert found.tags.count("article") == 1


def test_values_are_drawn_as_what_they_are() -> None:
    """Text keeps its lines, JSON is indented with its keys marked, XML is shown, a vector is summed up."""
    outputs: list[Json] = ["one\ntwo", {"a": {"b": "<i>"}, "c": "x" * 90}, "<a>\n <b/>\n</a>", [0.5] * 256, None, ""]
    phases: list[Json] = [
        {"phase": str(n), "status": "COMPLETED", "output": output, "score": None, "attempts": 1, "error": None,
         "steps": []}
        for n, output in enumerate(outputs)
    ]  # fmt: skip
    page = page_of(a_document(phases=phases, error=None, calls=[]))
    assert "<pre class=text dir=auto>one\ntwo</pre>" in page
    assert (
        "{\n  <b>&quot;a&quot;</b>: {&quot;b&quot;: &quot;&lt;i&gt;&quot;},\n  <b>&quot;c&quot;</b>: &quot;xx" in page
    )
    assert "<pre class=code dir=ltr>&lt;a&gt;\n &lt;b/&gt;\n&lt;/a&gt;</pre>" in page
    assert "[0.5000, 0.5000, … 256 numbers]" in page
    assert page.count("0.5000") == 2
    assert "nothing" in page
    assert "an empty text" in page


# ── a page stays openable ───────────────────────────────────────────────────────────────────────


def test_an_item_of_megabytes_has_a_small_card() -> None:
    """Each text is cut, all of them together too; what is missing is counted, with the command that shows it."""
    huge = "Ships burn oil. " * 65_536
    steps: list[Json] = [a_step(text=huge) for _ in range(100)]
    phase: Json = {
        "phase": "p", "status": "COMPLETED", "output": huge, "score": None, "attempts": 1, "error": None,
        "steps": steps,
    }  # fmt: skip
    page = page_of(a_document(huge, phases=[phase] * 10, error=None))
    assert len(page) < 3 * ITEM_CHARS
    assert (
        f"… {len(huge) - 20_000:,} more characters: <code>batchwright show job_00000000000000000000000001 doc-1" in page
    )
    assert "… and 80 more: " in page


def test_a_long_text_is_folded_with_its_beginning() -> None:
    """What is longer than a paragraph does not push the rest off the screen."""
    page = page_of(a_document("Ships burn oil. " * 100))
    assert any(
        one.startswith("Ships burn oil.") and one.endswith("… (1,600 characters)") for one in texts_of(page, "summary")
    )


def test_a_page_ends_where_a_browser_would_have_trouble() -> None:
    """It says how many are missing and the command for them; no item is read that it does not have."""
    asked: list[int] = []

    def documents() -> Iterator[dict[str, Json]]:
        for number in range(1_000):
            asked.append(number)
            yield a_document("x" * 500, item_id=f"doc-{number}", ordinal=number)

    shown = Shown(10_000, "FAILED", limit=1_000, offset=20)
    page = ResultsPage(a_view(), documents(), shown, AT, most_chars=100_000)
    text = "".join(page)
    assert len(asked) == page.count < 100
    assert len(text) < 150_000
    assert f"{10_000 - 20 - page.count:,} more are not on this page" in text
    assert f"FILE --format html --status FAILED --limit 1000 --offset {20 + page.count}</code>" in text
    assert "A larger page would not open everywhere" in text
    assert "of 10,000 failed items, from number 21 on" in text


def test_a_page_with_a_limit_names_the_rest() -> None:
    """Not as a fault of its size; and a page of all items says nothing."""
    some = page_of(a_document(), shown=Shown(3, limit=1))
    assert "2 more are not on this page" in some
    assert "--format html --limit 1 --offset 1</code> writes those that follow" in some
    assert "A larger page" not in some
    assert "not on this page" not in page_of(a_document())
    assert "No item is on this page" in page_of(shown=Shown(0, "FAILED"))


# ── next steps, and JSON in lines ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("failure_class", FailureClass)
def test_each_failure_has_a_next_step_that_can_be_typed(failure_class: FailureClass) -> None:
    """A command that names the item, whatever it is called."""
    for item_id in ("doc-1", "a b", "it's; rm -rf"):
        step = advice_for("job_1", item_id, failure_class)
        command = step.split("`")[-2]
        assert shlex.split(command) == ["batchwright", "retry", "job_1", "--item", item_id, "--attach"]


SIMPLE = st.none() | st.booleans() | st.integers(-9, 9) | st.text()


@given(st.recursive(SIMPLE, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=12))
def test_json_in_lines_is_the_same_json(value: Json) -> None:
    """Only spaces and line ends are added."""
    assert json.loads(pretty(value)) == value


def test_json_that_fits_stays_in_a_line() -> None:
    """And what does not fit is cut at its own parts alone."""
    value: Json = {"names": ["a", "b"], "text": "x" * 80, "deep": {"er": [1, 2]}}
    assert pretty({"a": [1, {"b": None}]}) == '{"a": [1, {"b": null}]}'
    assert pretty(value).splitlines() == [
        "{", '  "names": ["a", "b"],', f'  "text": "{"x" * 80}",', '  "deep": {"er": [1, 2]}', "}",
    ]  # fmt: skip


# ── the command ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a judged job that has run: doc-1 failed its score."""
    low = {"reasons": ["The <b>year</b> is missing."], "score": 3}
    rules: list[dict[str, object]] = [
        {"contains": "Document 1 says", "schema_has": "score", "do": "text", "text": json.dumps(low)}
    ]
    made = folder(tmp_path_factory.mktemp("ran") / "here")
    (made / "job.yaml").write_text(JUDGED, "utf-8")
    with ProviderServer(rules=rules) as provider, pytest.MonkeyPatch.context() as patched:
        patched.chdir(made)
        for name in ("OPENAI", "ANTHROPIC"):
            patched.setenv(f"{name}_API_KEY", "any")
        patched.setenv("OPENAI_BASE_URL", provider.openai_url)
        patched.setenv("ANTHROPIC_BASE_URL", provider.anthropic_url)
        assert typed("run", "job.yaml", "--items", "items.jsonl", "--quiet").code == 3
    return made


@pytest.fixture
def here(ran: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """That folder as the working one, without what a test before wrote into it."""
    monkeypatch.chdir(ran)
    yield ran
    for written in ran.glob("out.*"):
        written.unlink()


def test_the_command_writes_a_page_of_what_show_says(here: Path) -> None:
    """Into a file, which is overwritten, or to stdout; scores, reasons, tries and costs are those of the documents."""
    said = typed("results", "last", "out.html")
    assert (said.code, said.out, said.err) == (0, "", f"out.html: one page, which any browser opens\n{NEXT}")
    text = (here / "out.html").read_text("utf-8")
    page = read(text)
    shown = [typed("show", "last", f"doc-{number}", "--json").document for number in range(4)]
    assert re.findall(r'data-status="(\w+)"', text) == [one["status"] for one in shown]
    assert "Judge, try 2: 3 of 10" in page.text
    assert page.text.count("The <b>year</b> is missing.") >= 2, "the judge's reasons stand there as words"
    judged = [step for step in shown[1]["phases"][0]["steps"] if step["role"] == "judge"]
    assert [(step["score"], step["reasons"]) for step in judged] == [(3, ["The <b>year</b> is missing."])] * 2
    assert "read the judge's reasons" in page.text
    assert " numbers]" in page.text
    assert typed("results", "last", "--format", "html").out.count("<article") == 4
    assert typed("results", "last", "-", "--format", "html", "--status", "failed").out.count("<article") == 1
    assert not list(here.glob(".*.part"))


def test_an_item_that_failed_is_told_once_what_to_type(here: Path) -> None:
    """Behind the item, as by every command; what helps stands with the failure."""
    said = typed("show", "last", "doc-1")
    assert "what helps: read the judge's reasons" in said.out
    assert (said.out + said.err).count("next:") == 1
    assert (
        said.err == "next: batchwright retry last --item doc-1 --attach\n      tries again, and pays for what it asks\n"
    )


def test_a_file_says_by_its_name_what_goes_into_it(here: Path) -> None:
    """Rows as CSV or JSONL, the same as on stdout; --format rules over the name; and it says so."""
    for name, form in (("out.csv", "csv"), ("out.jsonl", "jsonl"), ("out.txt", "jsonl")):
        given = ["--format", form] if name == "out.txt" else []
        said = typed("results", "last", name, *given)
        assert (said.code, said.out, said.err) == (0, "", f"{name}: 4 rows\n{NEXT}")
        assert (here / name).read_text("utf-8") == typed("results", "last", "--format", form).out


def test_a_page_says_that_there_are_more_items(here: Path) -> None:
    """On stderr as every form does, and on itself."""
    said = typed("results", "last", "out.html", "--limit", "3")
    assert "3 of 4 results shown; --limit and --offset show others" in said.err
    assert "1 more is not on this page" in (here / "out.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["out.txt"], 2, "FILE: out.txt: its name ends in none of .html, .htm, .jsonl, .csv"),
        (["out.html", "--format", "table"], 2, "--format: a table is for a terminal, not for a file"),
        (["out.html", "--json"], 2, "--json and FILE are two forms of the same"),
        (["out.jsonl", "--follow"], 2, "--follow writes every item as it ends, a line each, and FILE would not"),
        (["no/such.html"], 2, "no/such.html: there is no folder no\n  make it"),
        ([".", "--format", "html"], 2, "is a folder, and a file is needed\n  name a file: results.html"),
        (["/proc/x.html"], 5, "/proc/x.html cannot be written: "),
        (["out.html", "--status", "odd"], 2, "'odd' is no status of an item"),
    ],
)
def test_what_cannot_be_written_is_told(here: Path, arguments: list[str], code: int, told: str) -> None:
    """With both sides and the way out; and nothing is written."""
    said = typed("results", "last", *arguments)
    assert said.code == code
    error: dict[str, Any] = said.document["error"] if "--json" in arguments else {"message": said.err}
    assert told in error["message"]
    assert not list(here.glob("out.*"))


def test_a_page_that_fails_leaves_the_old_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file held stays until the new page is whole."""
    (here / "out.html").write_text("old", "utf-8")
    monkeypatch.setattr("pipelines.page_results.item_card", lambda *_: 1 / 0)
    assert typed("results", "last", "out.html").code == 1
    assert (here / "out.html").read_text("utf-8") == "old"
    assert not list(here.glob(".*.part"))


def test_a_job_that_is_stored_for_later_has_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its items stand there, though it has no plan yet."""
    here = folder(tmp_path / "later")
    monkeypatch.chdir(here)
    (here / "job.yaml").write_text(JUDGED.replace("checks: false}", "checks: false, use_rag: true}"), "utf-8")
    write_items(here / "items.jsonl", 2)
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    page = typed("results", "last", "--format", "html").out
    assert page.count('data-status="PENDING"') == 2
    assert "Document 1 says" in page
