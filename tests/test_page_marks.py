"""`{{page}}` in a prompt: each page has its mark at its head, in whatever part it is read; nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator import split
from orchestrator.analyzer import needed_tokens
from orchestrator.chain import Ask, begin
from orchestrator.checks import run_check
from orchestrator.documents.base import Part as PagePart
from orchestrator.documents.base import joined
from orchestrator.executor import ItemText
from orchestrator.page_marks import marked, numbers, within
from state.file_records import PageRead, page_texts
from state.plan_records import CheckPlan, ModelPlan, OutputForm, OutputFormat, PhasePlan, Plan
from state.records import Json
from tests.talks import asked, ended, item_of, phase_of, plan_of, reply
from tests.test_parts import MODELS, played

CITE = ("Cite as {{page}}.", "<document>\n{{content}}\n</document>")
LINES = [f"Line {number}. {'The ship sailed on towards the north. ' * 5}".strip() for number in range(200)]


def paged(texts: list[str]) -> ItemText:
    """An item whose pages have these texts."""
    text, places = joined([PagePart(number, text, "text layer") for number, text in enumerate(texts, start=1)])
    return replace(item_of(text), pages=tuple(PageRead(page, start, str(how)) for page, start, how in places))


def citing(task: str = "chat", **keys: object) -> PhasePlan:
    """A phase that cites pages."""
    made = replace(phase_of(task, prompt=CITE), checks=(CheckPlan("known_page"),))
    return replace(made, **keys)  # type: ignore[arg-type]


def windows(phase: PhasePlan, window: int = 4_000) -> Plan:
    """A plan whose models have all the same window."""
    return replace(plan_of(phase), models=tuple(ModelPlan(name, window, Decimal(1), Decimal(1)) for name in MODELS))


def content_of(text: str) -> str:
    """What stands in the document of a request."""
    return text.partition("<document>\n")[2].rpartition("\n</document>")[0]


def test_each_page_has_its_mark_and_the_model_is_told_its_form() -> None:
    """At the head of its text; a page without a text has none."""
    ask = asked(begin(plan_of(citing()), citing(), paged(["One.", "", "Three.\n\nMore of it."])))
    assert ask.request.messages[0].content == (
        "<document>\n[page 1]\nOne.\n\n[page 3]\nThree.\n\nMore of it.\n</document>"
    )
    assert ask.request.system == "Cite as [page N]."


def test_without_the_name_the_request_is_what_it_was() -> None:
    """The same digest as that of a text without pages: what is known stays known."""
    phase, item = phase_of("summarization"), paged(["One.", "Two."])
    with_pages, without = (asked(begin(plan_of(phase), phase, one)) for one in (item, replace(item, pages=())))
    assert with_pages.digest == without.digest
    assert with_pages.components == without.components
    assert asked(begin(plan_of(phase), phase, item_of("Text."))).digest == (
        "e2ed6d2d46031fbac1e498e94d741b75c246e202f7680caec17903bfb7543ddc"
    )


def test_an_item_without_pages_is_read_as_it_is() -> None:
    """The name still stands for the form, unless the item has a field of that name: that one is put in, as ever."""
    phase = citing()
    plain = asked(begin(plan_of(phase), phase, item_of("A text.")))
    assert (content_of(plain.request.messages[0].content), plain.request.system) == ("A text.", "Cite as [page N].")
    own = replace(paged(["One.", "Two."]), fields={"page": "p. 12"})
    ask = asked(begin(plan_of(phase), phase, own))
    assert (content_of(ask.request.messages[0].content), ask.request.system) == ("One.\n\nTwo.", "Cite as p. 12.")


def test_a_later_phase_reads_the_output_unmarked_and_the_text_marked() -> None:
    """What came out has the citations of before; `{{text}}` is the item's own text with its pages."""
    first = phase_of("chat")
    prompt = ("Cite as {{page}}.", "{{content}} | {{text}}")
    later = replace(phase_of("chat", index=1, prompt=prompt), source=0, checks=(CheckPlan("known_page"),))
    item = replace(paged(["One.", "Two."]), outputs={0: "It is two [page 2]."})
    state = begin(plan_of(first, later), later, item)
    assert asked(state).request.messages[0].content == "It is two [page 2]. | [page 1]\nOne.\n\n[page 2]\nTwo."
    assert ended(reply(state, "One [page 1].")).ok  # it may cite what only the text has


def test_what_looks_like_a_mark_is_none() -> None:
    """A document that says `[page 7]` is read with other brackets, so that nothing in it can pass for a page."""
    item = paged(["See [page 7] and [Pages 3-4].", "[ page 2 ] is no mark, [page two] neither."])
    (message,) = asked(begin(plan_of(citing()), citing(), item)).request.messages
    assert content_of(message.content) == (
        "[page 1]\nSee (page 7) and (Pages 3-4).\n\n[page 2]\n( page 2 ) is no mark, [page two] neither."
    )
    assert list(numbers(message.content)) == [1, 2]


# ── parts ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("task", ["entity_extraction", "translation", "analysis"])
def test_each_part_begins_with_the_mark_of_its_page(task: str) -> None:
    """And has each line once, below the mark of the page that it stands on, within the window."""
    pages = ["\n\n".join(LINES[start : start + 7]) for start in range(0, len(LINES), 7)]
    phase = citing(task, on_too_long="split", output=OutputForm())
    item = paged(pages)
    asks, _ = played(split.begin(windows(phase), phase, item), lambda _: "Nothing.")
    parts = [content_of(ask.request.messages[0].content) for ask in asks if ask.role == "split"]
    assert len(parts) > 3
    assert all(needed_tokens(ask.request) <= 4_000 for ask in asks)
    found: list[tuple[int, str]] = []
    for part in parts:
        assert re.match(r"\[page \d+\]\n(?!\[)", part)
        for piece in re.split(r"(?=\[page \d+\]\n)", part)[1:]:
            head, _, text = piece.partition("\n")
            found += [(next(numbers(head)), line) for line in text.strip().split("\n\n")]
    assert found == [(1 + place // 7, line) for place, line in enumerate(LINES)]


def test_parts_of_parts_have_the_marks_of_their_own_pages() -> None:
    """An answer that is cut divides its part again, in the middle of a page."""
    phase = citing("translation", on_too_long="split", output=OutputForm(), checks=())
    item = paged(["\n\n".join(LINES[:60]), "\n\n".join(LINES[60:120])])
    course = split.begin(windows(phase), phase, item)
    asks, _ = played(course, lambda ask: content_of(ask.request.messages[0].content), most_tokens=300)
    echoed = [content_of(ask.request.messages[0].content) for ask in asks]
    assert len(echoed) > 20
    for part in echoed:
        page = next(numbers(part))
        lines = [int(number) for number in re.findall(r"Line (\d+)\.", part)]
        assert part.startswith("[page ")
        assert not lines or (lines[0] >= 60) == (page == 2)


def test_entities_of_many_pages_have_them_all() -> None:
    """Records that parts found on other pages are one, with the pages of all."""
    schema: Json = {"type": "object", "properties": {"people": {"type": "array", "items": {
        "type": "object", "properties": {"name": {"type": "string"}, "pages": {"type": "array"}}}}}}  # fmt: skip
    phase = replace(citing(on_too_long="split"), task_type="entity_extraction")
    phase = replace(phase, output=OutputForm(OutputFormat.JSON, phase_of(schema=schema).output.schema))
    pages = ["\n\n".join(LINES[start : start + 20]) for start in range(0, len(LINES), 20)]

    def say(ask: Ask) -> str:
        there = sorted(set(numbers(content_of(ask.request.messages[0].content))))
        return f'{{"people": [{{"name": "Nansen", "pages": {there}}}]}}'

    asks, checkpoint = played(split.begin(windows(phase), phase, paged(pages)), say)
    assert len(asks) > 2
    assert checkpoint.output == {"people": [{"name": "Nansen", "pages": list(range(1, 11))}]}


def test_summaries_of_parts_may_cite_what_the_parts_cited() -> None:
    """What comes of all parts is asked about with their citations, and a page that none of them cited is refused."""
    phase = citing("summarization", on_too_long="split", max_attempts=1)
    item = paged(["\n\n".join(LINES[start : start + 20]) for start in range(0, len(LINES), 20)])

    def first_page(ask: Ask) -> str:
        content = content_of(ask.request.messages[0].content)
        return f"They sailed [page {next(numbers(content))}]."

    asks, good = played(split.begin(windows(phase), phase, item), first_page)
    (last,) = [ask for ask in asks if ask.role == "executor"]
    assert content_of(last.request.messages[0].content).startswith("They sailed [page 1].\n\nThey sailed")
    assert good.output == "They sailed [page 1]."
    cited = set(numbers(last.request.messages[0].content))
    other = next(page for page in range(1, 11) if page not in cited)
    _, bad = played(
        split.begin(windows(phase), phase, item),
        lambda ask: first_page(ask) if ask.role == "split" else f"They sailed [page {other}].",
    )
    assert bad.error_message == f"the check known_page failed: it cites a page that is not there: {other}"


# ── cut inputs ──────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.text(alphabet="ab \n", max_size=300), min_size=1, max_size=80), st.integers(300, 1_500))
def test_an_input_is_cut_with_its_marks_whole(texts: list[str], window: int) -> None:
    """Marks need room, too: the request fits, and what is left is the beginning of the marked text."""
    phase = citing(on_too_long="truncate", checks=())
    item = paged(texts)
    state = begin(windows(phase, window), phase, item)
    assert state.talk is not None
    kept, whole = state.talk.content, marked(item.text, item.pages)
    if kept != whole:
        assert needed_tokens(asked(state).request) <= window
        assert state.talk.bare == item.text[: len(state.talk.bare)]
        assert whole.startswith(kept)
        assert not re.search(r"\[[^\]\n]*$", kept)


def test_a_cut_input_fills_the_window_with_its_marks() -> None:
    """Pages of a line each, whose marks are a quarter of what is sent: as much is sent as of a text without marks."""
    phase, item = citing(on_too_long="truncate"), paged([f"Line {number} of the log book." for number in range(400)])
    state, plain = (begin(windows(phase, 3_000), phase, one) for one in (item, replace(item, pages=())))
    most = needed_tokens(asked(plain).request)
    assert most - 20 < needed_tokens(asked(state).request) <= most + 20
    assert state.talk is not None
    assert ended(reply(state, "A log [page 1].")).cut_chars == len(state.talk.bare)
    assert f"input cut at {len(state.talk.bare)} of" in str(state.talk.note)


# ── marks ───────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.text(alphabet="ab \n", max_size=12), min_size=1, max_size=8), st.integers(0, 60), st.integers(1, 60))
def test_pages_within_a_part_are_those_of_its_text(texts: list[str], start: int, length: int) -> None:
    """Each character of a part is on the page on which it is in the whole."""
    item = paged(texts)
    part = item.text[start : start + length]
    found = within(item.pages, start, start + len(part))
    mine = {page.page: own for page, own in zip(found, page_texts(part, found), strict=True) if own}
    ends = [*(page.start for page in item.pages[1:]), len(item.text)]
    theirs = {
        page.page: item.text[max(start, page.start) : min(start + length, end)].strip()
        for page, end in zip(item.pages, ends, strict=True)
    }
    assert mine == {page: own for page, own in theirs.items() if own}


# ── the check ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("output", "wrong"),
    [
        ("Nothing is cited.", None),
        ("One [page 1], three [page 3]; both [pages 1, 3].", None),
        ("Twelve [page 12], two [Page 2], twelve again [page 12].", "it cites 2 pages that are not there: 2, 12"),
        ("Some [pages 3–6].", "it cites a page that is not there: 6"),
        ({"people": [{"name": "A", "pages": [1, 3]}, {"name": "B", "page": 1}]}, None),
        ({"people": [{"name": "A", "pages": [1, 2, 4, 5]}]}, "it cites 3 pages that are not there: 2, 4–5"),
        ({"page": True, "pages": "all", "year": 1896, "said": ["[page 9]"]}, "it cites a page that is not there: 9"),
    ],
)
def test_a_cited_page_is_one_that_was_shown(output: Json, wrong: str | None) -> None:
    """As a mark in a text, or as a whole number in a field that is named for it."""
    content = marked("One.\n\nThree.", [PageRead(1, 0, ""), PageRead(3, 6, "")])
    found = run_check("known_page", output, content, citing())
    assert (found and found.shown) == (wrong and f"the check known_page failed: {wrong}")
    assert run_check("known_page", output, "A text without pages.", citing()) is None


def test_a_model_is_told_which_pages_there_are() -> None:
    """It answers again, and is believed then."""
    phase = citing(max_attempts=2)
    state = begin(plan_of(phase), phase, paged(["One.", "", "Three.", "Four."]))
    again = reply(state, "It is so [page 2].")
    told = asked(again).request.messages[-1].content
    assert "There are the pages 1, 3–4. Cite the page on which a statement stands" in told
    assert ended(reply(again, "It is so [page 3].")).output == "It is so [page 3]."


def test_what_other_texts_hold_is_not_refused() -> None:
    """A part beside which the whole text stands may cite any page of it."""
    phase = replace(citing(on_too_long="split"), user="{{content}}\n{{text}}")
    content = marked("One.", [PageRead(1, 0, "")])
    assert run_check("known_page", "Two [page 2].", content, phase) is None
    assert run_check("known_page", "Two [page 2].", content, replace(phase, on_too_long="fail")) is not None
