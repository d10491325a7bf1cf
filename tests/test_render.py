"""Templates: what is written is what is read, and what is put in is never read again."""

from __future__ import annotations

import pickle

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.render import UnknownNameError, item_values, lookup, names, parse_template, render
from state.plan_records import PhasePlan
from state.records import Json
from state.storable import storable, storable_json
from state.templates import Placeholder, escape, template_text

BRACES = st.text(alphabet="ab{}\\ .\n", max_size=30)
NAMES = st.text(alphabet="abcé ._-0", min_size=1, max_size=12).map(str.strip).filter(bool)


def phase(name: str, slug: str) -> PhasePlan:
    """A phase that has a name and little else."""
    return PhasePlan(
        index=0,
        name=name,
        slug=slug,
        task_type="chat",
        system="",
        user="",
        instructions="",
        prompt_version="0",
        source=-1,
        attempts=(("local/m",),),
        max_attempts=1,
    )


def test_a_template_is_cut_into_texts_and_names() -> None:
    """Spaces inside the braces do not count, and single braces are text."""
    template = parse_template('{"a": {"b": {{ content }}}} of {{metadata.title}}')
    assert template.pieces == ('{"a": {"b": ', Placeholder("content"), "}} of ", Placeholder("metadata.title"))
    assert names(template) == {"content", "metadata.title"}


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        (r"\{{x}}", "{{x}}"),
        (r"\\{{x}}", "\\1"),
        (r"\\\{{x}}", r"\{{x}}"),
        ("{{{x}}}", "{1}"),
        ("{{{{x}}}}", "{{1}}"),
        (r"C:\new}}", r"C:\new}}"),
        ("{{x}}{{x}}", "11"),
        ("", ""),
    ],
)
def test_braces_and_backslashes(text: str, rendered: str) -> None:
    """A backslash keeps braces as they are, two are one, and the last two braces of a run open a name."""
    assert render(parse_template(text), {"x": 1}) == rendered


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a {{content", "at line 1, column 3"),
        ("a\nbc {{ {x} }}", "at line 2, column 4"),
        ("{{x}} {{}}", "at line 1, column 7"),
        ("{{ \n }}", "at line 1, column 1"),
        ("\n\n{{a\nb}}", "at line 3, column 1"),
    ],
)
def test_a_broken_template_says_where(text: str, place: str) -> None:
    """What cannot be parsed is a ValueError that names line and column."""
    with pytest.raises(ValueError, match=place):
        parse_template(text)


@given(st.lists(st.one_of(BRACES.filter(bool), NAMES.map(Placeholder)), max_size=8))
def test_written_templates_are_read_back(pieces: list[str | Placeholder]) -> None:
    """Whatever texts and names a template has, its text parses into just these."""
    merged: list[str | Placeholder] = []
    for piece in pieces:
        if merged and isinstance(piece, str) and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    assert list(parse_template(template_text(pieces)).pieces) == merged


@given(BRACES)
def test_an_escaped_text_stands_for_itself(text: str) -> None:
    """An escaped text renders into the text, with no name in it."""
    template = parse_template(escape(text))
    assert not names(template)
    assert render(template, {}) == text


@given(st.text(), BRACES, st.dictionaries(st.text("xyz", min_size=1, max_size=2), BRACES, min_size=1))
def test_a_text_is_put_in_as_it_is(before: str, content: str, fields: dict[str, str]) -> None:
    """The rendered text is the pieces and the values side by side: a value that holds braces is never parsed."""
    first = min(fields)
    text = template_text([before, Placeholder("content"), " | ", Placeholder(first)])
    values = item_values(content, fields=dict(fields))
    assert render(parse_template(text), values) == f"{before}{content} | {fields[first]}"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    )
)
def test_other_values_are_compact_json(value: Json) -> None:
    """A value that is no text is put in as JSON that reads back as the value, non-ASCII letters kept."""
    rendered = render(parse_template("{{v}}"), {"v": value})
    assert orjson.loads(rendered) == value
    assert render(parse_template("{{v}}"), {"v": ["é", 1]}) == '["é",1]'


def test_what_names_mean() -> None:
    """`content` and `phases` are never a field, `text` is the item's text, phases go by name and by slug."""
    values = item_values(
        "input",
        text="original",
        fields={"content": "hidden", "phases": {"one": "hidden"}, "phases.one": "hidden", "title": "T"},
        outputs=[(phase("Step One. A", "step_one_a"), {"people": ["Ada"]}), (phase("one", "one"), "first")],
    )
    template = "{{content}} {{text}} {{title}} {{phases.Step One. A}} {{phases.step_one_a.people.0}} {{phases.one}}"
    assert render(parse_template(template), values) == 'input original T {"people":["Ada"]} Ada first'


def test_a_field_named_text_is_the_field() -> None:
    """An item's own field `text` is what `{{text}}` means, when its text came from elsewhere."""
    assert lookup(item_values("c", text="from content", fields={"text": "field"}), "text") == "field"


def test_the_whole_name_comes_before_its_steps() -> None:
    """A column `meta.title` is found by that name, and beside it dots go into fields and lists."""
    values: dict[str, Json] = {"meta.title": "flat", "meta": {"title": "deep", "year": 1, "a.b": {"c": 2}}, "l": [[7]]}
    assert lookup(values, "meta.title") == "flat"
    assert lookup(values, "meta.year") == 1
    assert lookup(values, "meta.a.b.c") == 2
    assert lookup(values, "l.0.0") == 7


@pytest.mark.parametrize(
    "name", ["titel", "title.x", "l.1", "l.-1", "l.x", "phases", "phases.tw", "meta..a", ".meta", "x."]
)
def test_an_unknown_name_is_an_error_that_names_the_nearest(name: str) -> None:
    """What has no value raises a typed error with the name and those that are known."""
    values: dict[str, Json] = {"title": "T", "l": [1], "meta": {"a": 1}, "phases": {"two": "2"}}
    with pytest.raises(UnknownNameError) as caught:
        render(parse_template("{{" + name + "}}"), values)
    assert caught.value.name == name
    assert "title" in caught.value.known
    assert name in str(caught.value)


def test_the_nearest_name_is_offered() -> None:
    """A slip in a name gets the name that was meant; with none near, the first ones that there are."""
    assert "did you mean {{phases.summary}}?" in str(UnknownNameError("phases.sumary", ["title", "phases.summary"]))
    many = [f"field{number:02}" for number in range(30)]
    assert "known are field00" in str(UnknownNameError("zzz", many))
    assert "and 20 more" in str(UnknownNameError("zzz", many))


def test_the_error_crosses_a_process() -> None:
    """The error of an unknown name pickles with its name and the known ones."""
    again = pickle.loads(pickle.dumps(UnknownNameError("a", ["b"])))  # our own bytes
    assert isinstance(again, UnknownNameError)
    assert (again.name, again.known, str(again)) == ("a", ("b",), str(UnknownNameError("a", ["b"])))


@given(st.text(st.characters(exclude_categories=())), st.integers(0, 5))
def test_storable_text_is_utf8_without_nul(text: str, nuls: int) -> None:
    """A storable text encodes, has no NUL and no letter changed but those."""
    dirty = text + "\x00" * nuls
    clean = storable(dirty)
    assert "\x00" not in clean
    assert clean.encode().decode() == clean
    assert len(clean) == len(dirty)
    kept = [(a, b) for a, b in zip(dirty, clean, strict=True) if a != b]
    assert all(b == "\ufffd" and (a == "\x00" or "\ud800" <= a <= "\udfff") for a, b in kept)


def test_storable_json_goes_all_the_way_down() -> None:
    """Texts and keys within lists and objects are made storable, and a clean value stays the same object."""
    dirty: Json = {"a\x00": ["\ud800", {"b": "x\x00y", "n": 1}], "c": None}
    assert storable_json(dirty) == {"a\ufffd": ["\ufffd", {"b": "x\ufffdy", "n": 1}], "c": None}
    clean: Json = {"a": ["é", {"b": "😀", "n": 1.5}], "c": True}
    assert storable_json(clean) is clean
