"""Inputs that are too long for one request, read in parts: each paragraph once, in order, whatever is cut."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator import split
from orchestrator.analyzer import needed_tokens
from orchestrator.chain import Ask, Done
from orchestrator.errors import FailureClass
from orchestrator.parts import Part, divide, join
from orchestrator.rehearsal import Line, Played, Rehearsal
from orchestrator.retrieval.library import Library
from orchestrator.tasks import TASKS
from orchestrator.uniting import Said, united
from orchestrator.xml_parts import in_one_root
from state.plan_records import CheckPlan, ModelPlan, OutputForm, OutputFormat, OutputTokens, PhasePlan, Plan
from state.records import Answer, Checkpoint, Json, Role, Usage
from tests.talks import JUDGE, item_of, phase_of, plan_of, score

PARAGRAPHS = [f"Paragraph {number}. " + "The ship sailed on towards the north. " * 6 for number in range(300)]
BOOK = "\n\n".join(one.strip() for one in PARAGRAPHS)
MODELS = ("anthropic/fast", "openai/fast", "anthropic/balanced", "anthropic/premium", "anthropic/judge")


def splitting(task: str = "translation", **keys: object) -> PhasePlan:
    """A phase that reads a long input in parts."""
    made = replace(phase_of(task, prompt=("Do it.", TASKS[task].user)), on_too_long="split", checks=())
    return replace(made, **keys)  # type: ignore[arg-type]


def plan_for(phase: PhasePlan, window: int | None = 8_000) -> Plan:
    """A plan whose models have all the same window."""
    models = tuple(ModelPlan(name, window, Decimal(1), Decimal(1)) for name in MODELS)
    return replace(plan_of(phase), models=models)


def begun(phase: PhasePlan, text: str = BOOK, window: int | None = 8_000) -> split.Course:
    """The conversation about a text."""
    return split.begin(plan_for(phase, window), phase, item_of(text))


def read_of(ask: Ask) -> str:
    """What stands in the document of a request."""
    return ask.request.messages[0].content.rpartition("<document>\n")[2].removesuffix("\n</document>")


def answer_to(ask: Ask, text: str, *, most_tokens: int | None = None) -> Answer:
    """An answer, cut at so many tokens of four characters."""
    limit = ask.request.max_tokens if most_tokens is None else min(most_tokens, ask.request.max_tokens)
    is_cut = len(text) > 4 * limit
    told = text[: 4 * limit] if is_cut else text
    return Answer(
        digest=ask.digest, requested_model=ask.candidates[0], model=ask.candidates[0], text=told,
        finish="length" if is_cut else "stop", usage=Usage(10, -(-len(told) // 4)), cost_usd=Decimal("0.001"),
        call_id="call_1",
    )  # fmt: skip


def played(
    course: split.Course,
    say: Callable[[Ask], str],
    *,
    most_tokens: int | None = None,
    draw: random.Random | None = None,
) -> tuple[list[Ask], Checkpoint]:
    """Answer all that is asked, in the order of the parts or in any; the requests, and what the phase ended with."""
    asks = []
    while wants := list(split.wants(course)):
        path, want = wants[0] if draw is None else draw.choice(wants)
        assert isinstance(want, Ask)
        asks.append(want)
        course = split.answered(course, answer_to(want, say(want), most_tokens=most_tokens), path)
    done = split.step(course)
    assert isinstance(done, Done)
    return asks, done.checkpoint


def test_parts_are_the_text() -> None:
    """They begin with headings and paragraphs where they can, hold no more than they may, and are together the text."""
    text = "\n\n".join(f"## Chapter {n}\n\n" + "Words of it. " * (30 + n) for n in range(20))
    parts = divide(text, 2_000)
    assert all(part.text.startswith("## Chapter") for part in parts)
    assert join(parts, [part.text for part in parts]) == text.rstrip()
    assert max(len(part.text) for part in parts) <= 2_000


@given(st.text(alphabet="a é東\U0001f468\u200d\n.#\r\t", max_size=400), st.integers(1, 60))
def test_any_text_is_made_of_its_parts(text: str, most: int) -> None:
    """Of none is anything lost, doubled or moved; none is longer than it may, but for a sign that is."""
    parts = divide(text, most)
    assert join(parts, [part.text for part in parts]) == text.strip()
    assert all(part.text == text[part.start : part.start + len(part.text)] and part.text for part in parts)
    assert all(len(part.text.encode()) <= most or len(part.text) < 12 for part in parts)


def test_what_fits_is_asked_as_ever() -> None:
    """A phase that may split asks the same request as one that may not, as long as that can be sent."""
    short, plain = BOOK[:4_000], splitting(on_too_long="fail")
    (ask, *_), checkpoint = played(begun(splitting(), short), read_of)
    (same, *_), _ = played(begun(plain, short), read_of)
    assert (ask.digest, ask.role) == (same.digest, Role.EXECUTOR)
    assert checkpoint.output == short.strip()


def test_a_translation_is_its_parts_in_order() -> None:
    """Each paragraph is there once, whatever order the answers come in; each request fits, and shows what is before."""
    asks, checkpoint = played(begun(splitting()), lambda ask: read_of(ask).upper())
    assert checkpoint.output == BOOK.upper()
    assert {ask.role for ask in asks} == {Role.SPLIT}
    assert len(asks) > 4
    assert all(needed_tokens(ask.request) <= 8_000 for ask in asks)
    assert "<before>" not in asks[0].request.messages[0].content
    assert all("<before>" in ask.request.messages[0].content for ask in asks[1:])
    mixed, same = played(begun(splitting()), lambda ask: read_of(ask).upper(), draw=random.Random(7))  # noqa: S311
    assert same == checkpoint
    assert {ask.digest for ask in mixed} == {ask.digest for ask in asks}


def test_a_prompt_that_fills_the_window_is_no_reason_to_divide() -> None:
    """However long the text is: nothing would be gained, so the router says what is too long, once."""
    for task in ("translation", "summarization"):
        course = begun(splitting(task, system="of the prompt " * 5_000))
        ((_, want),) = split.wants(course)
        assert isinstance(want, Ask)
        assert want.role is Role.EXECUTOR
        done = split.step(split.failed(course, FailureClass.TOO_LONG, "no window holds it"))
        assert isinstance(done, Done)
        assert done.checkpoint.error_message == "no window holds it"


@pytest.mark.parametrize("text", ["a" + "\u0301" * 60_000, " " * 40_000 + "a b" + " " * 40_000 + "c", "x" * 60_000])
def test_a_text_that_is_hardly_one_is_read(text: str) -> None:
    """One letter with all the accents there are, a page of spaces, one word."""
    asks, checkpoint = played(begun(splitting(), text), read_of)
    assert "".join(str(checkpoint.output).split()) == "".join(text.split())
    assert len(asks) < 30


def test_an_answer_costs_no_more_among_many_parts() -> None:
    """What is done for it does not grow with their number: a book has thousands."""

    def work(text: str) -> int:
        course, steps = begun(splitting(), text), 0

        def count(_frame: object, event: str, _arg: object) -> None:
            nonlocal steps
            steps += event == "call"

        path, want = next(split.wants(course))
        assert isinstance(want, Ask)
        answer = answer_to(want, read_of(want))
        sys.setprofile(count)
        try:
            split.step(split.answered(course, answer, path))
        finally:
            sys.setprofile(None)
        return steps

    assert work(BOOK * 20) < 1.2 * work(BOOK)


def test_an_estimate_goes_through_all_parts() -> None:
    """However many there are; what stands in for their answers fails no schema, and the next phase reads all of it."""
    form = TASKS["entity_extraction"].output
    for task, keys in (("translation", {}), ("entity_extraction", {"output": form, "checks": (CheckPlan("schema"),)})):
        first = splitting(task, **keys)
        second = replace(splitting("translation"), index=1, source=0)
        plan = replace(plan_for(first), phases=(first, second))
        parts = len(list(split.wants(split.begin(plan, first, item_of(BOOK * 10)))))
        rehearsed = Rehearsal(plan, lambda asks: [Played() for _ in asks], Library(None, "default"))
        rehearsed.go([Line(item_of(BOOK * 10), 1.0)])
        assert rehearsed.failing == {}
        assert len([one for one in rehearsed.wanted if one.phase.index == 0]) == parts > 50
        assert len([one for one in rehearsed.wanted if one.phase.index == 1]) > 5


def test_a_provider_that_cuts_at_500_tokens_gets_every_paragraph_once() -> None:
    """A text of 30,000 words: parts whose answers are cut are divided again, until none is, and nothing is short."""
    book = "\n\n".join(f"{number}. {'Word after word goes on and on. ' * 20}".strip() for number in range(220))
    assert len(book.split()) > 30_000
    asks, checkpoint = played(begun(splitting(), book, None), lambda ask: f"{read_of(ask)} ", most_tokens=500)
    assert checkpoint.output == book
    assert len(asks) < 2 * len(book) / 2_000  # not many more than the answers that it takes


def test_a_part_that_the_provider_finds_too_long_is_divided() -> None:
    """Where a window is smaller than anybody said."""
    course = begun(splitting(), BOOK, None)
    while wants := list(split.wants(course)):
        path, want = wants[0]
        assert isinstance(want, Ask)
        if len(read_of(want)) > 5_000:
            course = split.failed(course, FailureClass.TOO_LONG, "too long", path)
        else:
            course = split.answered(course, answer_to(want, read_of(want)), path)
    done = split.step(course)
    assert isinstance(done, Done)
    assert done.checkpoint.output == BOOK


def test_summaries_are_summed_up_and_judged_once() -> None:
    """The parts' are asked for without a judge; of all of them the phase makes one, which is judged."""
    phase = splitting("summarization", judge=JUDGE, max_attempts=1)

    def say(ask: Ask) -> str:
        return score(9) if ask.role is Role.JUDGE else f"It sails, part {read_of(ask)[:14]}"

    asks, checkpoint = played(begun(phase), say)
    roles = [ask.role for ask in asks]
    assert roles == [Role.SPLIT] * (len(roles) - 2) + [Role.EXECUTOR, Role.JUDGE]
    assert read_of(asks[-2]).count("It sails, part") == len(roles) - 2
    assert (checkpoint.score, checkpoint.ok) == (9, True)


def test_outputs_that_grow_have_an_end() -> None:
    """Summaries as long as what they sum up are no way to a shorter text: the item fails, and says so."""
    _, checkpoint = played(begun(splitting("summarization")), lambda ask: read_of(ask) * 2)
    assert (checkpoint.ok, checkpoint.error_class) == (False, FailureClass.TOO_LONG)
    assert "as long as the input" in str(checkpoint.error_message)


def test_entities_are_united() -> None:
    """Each once, with the mentions of all parts; an answer that is cut is asked for in smaller parts."""
    form = OutputForm(OutputFormat.JSON)
    phase = splitting("entity_extraction", output=form, output_tokens=OutputTokens(fixed=400))

    def say(ask: Ask) -> str:
        names = [line.split(".")[0] for line in read_of(ask).split("\n\n")]
        found = [f'{{"name": "{name}", "type": "x", "mentions": []}}' for name in names]
        found.append(f'{{"name": "ship", "type": "x", "mentions": ["{names[0]}"]}}')
        return f'{{"entities": [{", ".join(found)}]}}'

    _, checkpoint = played(begun(phase), say)
    assert isinstance(checkpoint.output, dict)
    entities = checkpoint.output["entities"]
    assert isinstance(entities, list)
    names = [one["name"] for one in entities if isinstance(one, dict)]
    assert sorted(map(str, names)) == sorted([*(f"Paragraph {number}" for number in range(300)), "ship"])
    ship = next(one for one in entities if isinstance(one, dict) and one["name"] == "ship")
    assert len(ship["mentions"]) > 4  # type: ignore[arg-type]


def test_records_are_united_by_what_they_are() -> None:
    """Empty values give way, lists grow, equal things are one."""
    one: Json = {"title": "", "year": None, "people": [{"name": "A", "tags": ["x"]}]}
    other: Json = {"title": "T", "year": 1, "people": [{"name": "A", "tags": ["y", "x"]}, {"name": "B", "tags": []}]}
    assert united([Said(one), Said(other)]) == {
        "title": "T",
        "year": 1,
        "people": [{"name": "A", "tags": ["x", "y"]}, {"name": "B", "tags": []}],
    }


def test_records_that_differ_stay_apart() -> None:
    """By the records in them, and by their lists where one part has two of a kind; equal rows are kept as they are."""
    ada: Json = {"type": "person", "of": {"name": "Ada"}, "mentions": ["A"]}
    bob: Json = {"type": "person", "of": {"name": "Bob"}, "mentions": []}
    assert united([Said([ada]), Said([bob]), Said([ada])]) == [ada, bob]
    rows: Json = [{"type": "x", "names": ["A"]}, {"type": "x", "names": ["B"]}]
    more: Json = [{"type": "x", "names": ["C"]}]
    assert united([Said(rows), Said(more), Said(rows)]) == [*rows, *more]  # type: ignore[misc]
    assert united([Said([[1, 1]]), Said([[1, 1]])]) == [[1, 1]]


def test_no_kind_of_value_swallows_another() -> None:
    """Where parts do not agree whether there is a list, what each says is in it; what says nothing gives way."""
    assert united([Said({"a": []}), Said({"a": "x"}), Said({"a": None})]) == {"a": "x"}
    assert united([Said([{"name": "A"}]), Said({"name": "B"})]) == [{"name": "A"}, {"name": "B"}]
    assert united([Said({"a": "x"}), Said({"a": ["y"]})]) == {"a": ["x", "y"]}
    assert united([Said({"a": False}), Said({"a": True})]) == {"a": False}


def test_a_translation_in_json_is_whole() -> None:
    """Its texts stand one after the other, what all parts say alike once, and no row of a list is dropped."""
    phase = splitting(output=OutputForm(OutputFormat.JSON))

    def say(ask: Ask) -> str:
        return orjson.dumps({"to": "en", "text": read_of(ask).upper(), "rows": ["Yes."]}).decode()

    asks, checkpoint = played(begun(phase), say)
    assert checkpoint.output == {"to": "en", "text": BOOK.upper(), "rows": ["Yes."] * len(asks)}


def test_extracts_that_are_no_records_are_all_there() -> None:
    """Of a text or XML nothing can be united: all of it stands in order."""
    for form in (OutputFormat.TEXT, OutputFormat.XML):
        phase = splitting("entity_extraction", output=OutputForm(form), checks=())
        _, checkpoint = played(begun(phase), lambda ask: f"<a>{read_of(ask)}</a>")
        assert isinstance(checkpoint.output, str)
        assert [one for one in PARAGRAPHS if one.strip() not in checkpoint.output] == []


def test_a_label_is_that_of_most_of_the_text() -> None:
    """Not of most of the parts."""
    phase = splitting("categorize", labels=("a", "b"), checks=())
    asks, checkpoint = played(
        begun(phase), lambda ask: '{"label": "%s"}' % ("b" if "Paragraph 299." in read_of(ask) else "a")
    )
    assert len(asks) > 2
    assert checkpoint.output == {"label": "a"}


def test_marked_up_parts_have_one_root() -> None:
    """And the text in it is the document's."""
    asks, checkpoint = played(begun(splitting("xml_tagging")), lambda ask: f'<text n="1">{read_of(ask)}</text>')
    assert len(asks) > 2
    assert checkpoint.output == f'<text n="1">{BOOK}</text>'


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["<p>A</p> <p>B</p>", "<p>C</p> <p>D</p>"], "<p>A</p> <p>B</p>\n\n<p>C</p> <p>D</p>"),
        (['<t a="1>0">A</t>', '<t a="1>0">B</t>'], '<t a="1>0">A\n\nB</t>'),
        (["<t>A</t>", "<t>B</t><!-- x -->"], "<t>A\n\nB<!-- x --></t>"),
        (["<!-- x --><t >A</t >", "<t>B</t>"], "<!-- x --><t >A\n\nB</t>"),
        (['<?xml version="1.0"?>\n<t>A</t>'] * 2, '<?xml version="1.0"?>\n<t>A\n\nA</t>'),
        (["A <p>B</p>", '<?xml version="1.0"?><p>C</p>'], "A <p>B</p>\n\n<p>C</p>"),
        (["<t>A</t>", '<t xmlns:n="u"><n:b>B</n:b></t>'], '<t>A\n\n<t xmlns:n="u"><n:b>B</n:b></t></t>'),
        (['<n:t xmlns:n="u">Ä</n:t>', '<n:t xmlns:n="u">B</n:t>'], '<n:t xmlns:n="u">Ä\n\nB</n:t>'),
        (['<t n="1" />', "<t>B</t>"], '<t n="1">\n\nB</t>'),
        (["<t>A</t>", "<t/>"], "<t>A</t>"),
        (["<t><![CDATA[</t>]]></t>", "<u>B</u>"], "<t><![CDATA[</t>]]>\n\n<u>B</u></t>"),
        (["A < B", "<t>B</t>"], "A < B\n\n<t>B</t>"),
        (["", "<t>B</t>"], "\n\n<t>B</t>"),
    ],
)
def test_nothing_of_marked_up_parts_is_lost(texts: list[str], whole: str) -> None:
    """Whatever stands around and in their roots, and where there is none."""
    assert in_one_root([Part("x", 0, "\n\n"), Part("y", 3, "")], texts) == whole


def test_each_part_is_judged_where_nothing_follows() -> None:
    """The score is that of the weakest; a part that stays below fails the item, and says which it was."""
    phase = splitting(judge=replace(JUDGE, min_score=7), max_attempts=1)
    marks = iter([9, 8, *[10] * 99])
    asks, checkpoint = played(begun(phase), lambda ask: score(next(marks)) if ask.role is Role.JUDGE else read_of(ask))
    assert [ask.role for ask in asks[:2]] == [Role.SPLIT, Role.JUDGE]
    assert (checkpoint.ok, checkpoint.score) == (True, 8)
    marks = iter([9, 3])
    asks, checkpoint = played(begun(phase), lambda ask: score(next(marks)) if ask.role is Role.JUDGE else read_of(ask))
    assert (len(asks), checkpoint.error_class) == (4, FailureClass.LOW_SCORE)
    assert str(checkpoint.error_message).startswith("part 2 of ")


def test_a_retry_asks_the_failed_part_alone() -> None:
    """Its generation is its own: the other parts are asked what they were."""
    course = begun(splitting())
    before = [want for _, want in split.wants(course)]
    again = split.renewed(course, 3, (1,))
    after = [want for _, want in split.wants(again)]
    assert [one == other for one, other in zip(before, after, strict=True)].count(False) == 1
    assert isinstance(after[1], Ask)
    assert isinstance(before[1], Ask)
    assert (after[1].generation, after[1].root_digest) == (3, before[1].digest)


def test_a_retry_of_what_the_parts_come_to_is_of_each() -> None:
    """What fails then is the whole, whose digest stands above all parts, and those of parts above their own."""
    form = OutputForm(OutputFormat.JSON, '{"properties": {"entities": {"maxItems": 2}}}')
    phase = splitting("entity_extraction", output=form, checks=(CheckPlan("schema"),))
    whole = split.step(begun(replace(phase, on_too_long="fail")))
    assert isinstance(whole, Ask)
    asks, checkpoint = played(begun(phase), lambda ask: orjson.dumps({"entities": [read_of(ask)[:14]]}).decode())
    assert str(checkpoint.error_message).startswith(f"of {len(asks)} parts together: ")
    assert (checkpoint.ok, checkpoint.root_digest) == (False, whole.digest)
    assert {ask.above for ask in asks} == {(whole.digest,)}
    asks, _ = played(begun(splitting()), read_of, most_tokens=100)
    known = {ask.root_digest: ask for ask in asks}
    below = [ask for ask in asks if len(ask.above) > 1]
    assert below
    assert all(ask.above == known[ask.above[0]].roots for ask in below)
