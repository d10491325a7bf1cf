"""XML tagging: well-formed tags, and between them the text as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.checks import Fault, run_check
from orchestrator.checks.differences import differences
from orchestrator.checks.markup import MAX_DIFFERENCES
from orchestrator.errors import FailureClass
from orchestrator.validator import examine
from state.plan_records import OutputForm, OutputFormat, PhasePlan
from state.records import Json
from tests.talks import phase_of
from tests.test_plan import compiled

CHARTER = """\
  Anno 1793, on Shrove Tuesday, Tho. Ashdown & Sons let the Mill at Lode to Mary Fenn,
widow, “for the terme of nine yeares”, at £4 2s. 6d. a yeare; less < £1 if the Streame failes.

Witnesses: J. Pryor, the Clerke — and Eliz. Fenn, her marke."""
TAGGED = """\
<text><p>Anno <date when="1793-02-12">1793, on Shrove Tuesday</date>, \
<organization>Tho. Ashdown &amp; Sons</organization> let the Mill at <place>Lode</place> to <person>Mary Fenn</person>,
widow, “for the terme of nine yeares”, at £4 2s. 6d. a yeare; less &lt; £1 if the Streame failes.</p>

<p>Witnesses: <person>J. Pryor</person>, the Clerke — and <person>Eliz. Fenn</person>, her marke.</p></text>"""


def tagging(**keys: Json) -> PhasePlan:
    """The plan of one phase that marks up charters."""
    return compiled({"name": "Charters", "phases": [{"name": "Tag", "task_type": "xml_tagging", **keys}]}).phases[0]


def kept(output: Json, content: str) -> Fault | None:
    """What `text_kept` finds."""
    return run_check("text_kept", output, content, phase_of("xml_tagging"))


# ── answers ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("frame", ["{}", "```xml\n{}\n```", "\n```\n{}\n```\n"])
def test_a_good_answer_passes(frame: str) -> None:
    """Its output is the XML, freed of a code fence around the whole."""
    verdict = examine(tagging(), frame.replace("{}", TAGGED), CHARTER)
    assert (verdict.output, verdict.faults) == (TAGGED, ())


@pytest.mark.parametrize(
    ("was", "became", "told"),
    [
        ("terme of nine yeares", "term of nine years", "“for the term of nine years”"),
        ("Tho. Ashdown", "Thomas Ashdown", "Thomas Ashdown"),
        ("“for the terme of nine yeares”", '"for the terme of nine yeares"', "“for the"),
        (" — and", " - and", "— and"),
        (",\nwidow", ", widow", r"Mary Fenn,\nwidow"),
        ("<p>Witnesses", "<head>Witnesses</head><p>Witnesses", "WitnessesWitnesses"),
        (", her marke", "", "her marke"),
        ("\n\n<p>", "\n<p>", r"\n\nWitnesses"),
        ("<text>", "<text>Here is the text: ", "Here is the text"),
    ],
)
def test_a_changed_text_is_rejected(was: str, became: str, told: str) -> None:
    """Modern spelling, an abbreviation written out, other quotes or dashes, joined lines, something added or lost."""
    answer = TAGGED.replace(was, became)
    assert answer != TAGGED
    verdict = examine(tagging(), answer, CHARTER)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    (fault,) = verdict.faults
    assert told in fault.told
    assert fault.shown.startswith("the check text_kept failed: the text between the tags differs")
    assert examine(tagging(checks={"text_kept": False}), answer, CHARTER).faults == ()


@pytest.mark.parametrize(
    ("was", "became", "told"),
    [
        ("&amp;", "&", "not well-formed"),
        ("</person>,\n", "</persons>,\n", "mismatched tag at line 1"),
        ("</text>", "", "mismatched tag"),
        ("<place>Lode</place>", "<tei:placeName>Lode</tei:placeName>", "unbound prefix"),
    ],
)
def test_broken_markup_is_rejected(was: str, became: str, told: str) -> None:
    """A bare ampersand, tags that do not match, one that is not closed, a prefix that nobody declared."""
    answer = TAGGED.replace(was, became)
    (fault,) = examine(tagging(), answer, CHARTER).faults
    assert told in fault.told
    assert "check well_formed " in fault.shown
    assert examine(tagging(checks={"well_formed": False}), answer, CHARTER).faults == ()


def test_the_differences_are_told_and_only_their_places_shown() -> None:
    """The model must see them to put them right; the user's screens hold no word of the document."""
    answer = TAGGED.replace("terme", "term").replace("marke", "mark")
    fault = kept(answer, CHARTER)
    assert fault is not None
    assert fault.told == (
        "the text between the tags was changed, and must stay as it is, character for character: "
        "at line 2, column 21 of the text stands 'nn,\\nwidow, “for the terme of nine yeares”, at £4 ' "
        "and in the answer 'nn,\\nwidow, “for the term of nine yeares”, at £4 '; "
        "at line 4, column 59 of the text stands 'and Eliz. Fenn, her marke.' "
        "and in the answer 'and Eliz. Fenn, her mark.'"
    )
    assert fault.shown == (
        "the check text_kept failed: the text between the tags differs from the phase's input at line 2, column 21; "
        "line 4, column 59"
    )


def test_few_differences_are_told() -> None:
    """However much was changed; the end says that there is more."""
    content = "\n".join(f"The colour of number {n:04} is grey." for n in range(1000))
    fault = kept(content.replace("colour", "color"), content)
    assert fault is not None
    assert fault.told.count("of the text stands") == MAX_DIFFERENCES
    assert fault.told.endswith("; and further on")
    assert fault.shown.endswith("line 5, column 9; and further on")


def test_a_lost_page_is_told_by_its_ends() -> None:
    """A long difference does not fill the next request."""
    content = " ".join(str(n * 7919) for n in range(5000))
    fault = kept(content[:10_000] + content[20_000:], content)
    assert fault is not None
    assert " […] " in fault.told
    assert len(fault.told) < 700


def test_what_looks_the_same_is_told_by_its_codes() -> None:
    """A no-break space, and an accent of its own."""
    for content, answer, told in (
        ("4\xa0s. and more", "4 s. and more", r"4\xa0s."),
        ("cafe\u0301s", "caf\xe9s", r"e\u0301"),
    ):
        fault = kept(answer, content)
        assert fault is not None
        assert told in fault.told


# ── edges ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "output"),
    [
        ("a", "<x>a</x>"),
        ("  a\n", "<x>\na\n</x>"),
        ("\ufeffa", "<x>a</x>"),
        ("a\r\nb\rc", "<x>a</x>\nb\n<x>c</x>"),
        ("page\x0cone\x00", "<x>pageone</x>"),
        ("nothing to mark", "nothing to mark"),
        ("a < b & c > d \"e\" 'f'", "<x>a &lt; b &amp; c &gt; d &quot;e&quot; &apos;f&apos;</x>"),
        ("caf\xe9 —", "<x>caf&#233; &#x2014;</x>"),
        ("List<String> x", "<x>List&lt;String&gt; x</x>"),
        ("a < b", "<x><![CDATA[a < b]]></x>"),
        ("a", "<?xml version='1.0' encoding='UTF-8'?>\n<x><!-- a mill --><?page 3?>a</x>"),
        ("日本語、東京都", "<x>日本語、<place>東京都</place></x>"),
        ("<p>A <b>mill</b></p>", "<p>A <b><x>mill</x></b></p>"),
        ("<p>A <b>mill</b></p>", "<x>&lt;p&gt;A &lt;b&gt;mill&lt;/b&gt;&lt;/p&gt;</x>"),
        ("<p>A<br>&nbsp;mill &amp; forge</p>", "<p>A<br/>\xa0<x>mill</x> &amp; forge</p>"),
        ("R&amp;D", "<x>R&amp;D</x>"),
        ("R&amp;D", "<x>R&amp;amp;D</x>"),
        ("", ""),
        ("a", {"no": "text"}),
    ],
)
def test_the_text_is_kept(content: str, output: Json) -> None:
    """White space at the ends, line ends and what XML cannot hold do not count; own markup stays or is text."""
    assert kept(output, content) is None
    assert not isinstance(output, str) or run_check("well_formed", output, content, tagging()) is None


@pytest.mark.parametrize(
    ("content", "output"),
    [
        ("a b", "<x>a  b</x>"),
        ("a b", "<x>a</x>"),
        ("a b", ""),
        ("a b", "<x/>"),
        ("a b", "<x note='a b'/>"),
        ("a b", "<x>a<!-- b --></x>"),
        ("a\tb", "<x>a b</x>"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("a < b", "<x>a &amp;lt; b</x>"),
        ("List<String> x", "<x>List x</x>"),
        ("x\xad y", "<x>x y</x>"),
        ("<p>A <b>mill</b></p>", "<p>A <b>forge</b></p>"),
    ],
)
def test_the_text_is_not_kept(content: str, output: str) -> None:
    """One space, one soft hyphen, one line break is a change."""
    assert kept(output, content) is not None


def test_a_fence_that_the_document_begins_with_is_text() -> None:
    """It is not taken off."""
    content = "```python\nprint(1)\n```"
    answer = "```python\n<code>print(1)</code>\n```"
    assert examine(tagging(), answer, content).output == answer
    assert examine(tagging(), f"```xml\n<x>{content}</x>\n```", "1 " + content).output == f"<x>{content}</x>"


def test_a_declaration_moves_no_place() -> None:
    """The column is that of the answer, whatever stands around it when it is read."""
    for before, column in (("", 5), ("<?xml version='1.0'?>", 26)):
        found = run_check("well_formed", f"{before}<x> & </x>", "", tagging())
        assert found is not None
        assert f"at line 1, column {column + 1}" in found.told


@given(st.text(st.sampled_from("ab \n"), max_size=60), st.text(st.sampled_from("ab \n"), max_size=60))
def test_differences_lead_from_one_text_to_the_other(was: str, became: str) -> None:
    """With each of them replaced, a text is the other one, and none is empty."""
    made, at = "", 0
    for change in differences(was, became):
        assert was[change.start : change.end] != became[change.other_start : change.other_end]
        made += was[at : change.start] + became[change.other_start : change.other_end]
        at = change.end
    assert made + was[at:] == became


# ── XML of other tasks ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "output"),
    [
        ("<a>x</a>", "<a>x</a>"),
        ("```xml\n<a>x</a>\n```", "<a>x</a>"),
        ("```\n<a/>\n<b/>\n```", "<a/>\n<b/>"),
        ("A mill.", None),
        ("Here it is: <a>", None),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", None),
        ("```xml\n<a>x\n```", None),
    ],
)
def test_any_task_may_put_out_xml(answer: str, output: str | None) -> None:
    """`output: {format: xml}` is asked for in words, freed of a fence, and well-formed with an element in it."""
    phase = tagging(task_type="chat", output={"format": "xml"})
    assert "Answer with well-formed XML" in phase.system
    assert phase.max_attempts == 2
    verdict = examine(phase, answer, "")
    assert (verdict.output if not verdict.faults else None) == output
    without = replace(phase, checks=())
    assert examine(without, answer, "").faults == ()


def test_a_text_keeps_its_fence() -> None:
    """Only JSON and XML are freed of it."""
    phase = replace(phase_of("chat"), output=OutputForm(OutputFormat.TEXT))
    assert examine(phase, "```xml\n<a/>\n```", "").output == "```xml\n<a/>\n```"
