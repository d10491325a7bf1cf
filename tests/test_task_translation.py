"""Translation: the whole text, in the target language, with every number."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from orchestrator.checks import run_check
from orchestrator.checks.language_names import code_of
from orchestrator.errors import FailureClass
from orchestrator.validator import examine
from state.plan_records import PhasePlan
from state.records import Json
from tests.test_plan import compiled

LETTER = """\
The harbour of Aldmouth

In the 19th century the harbour of Aldmouth was larger than it is today. In 1874 it took in 1,234 ships and 56,789.5 \
tons of coal; 3 men and a boy kept the books. On 01/05/1891 at 3:30 pm the northern pier broke in a storm.

Captain Elias Thornbury, who saw it from his window, wrote to the council: "There will be no harbour here in ten \
years if nobody pays for a wall." The wall cost 1.5 million crowns and was finished in 1902.

Since the 1980s only 12 % of the ships are fishing boats. Write to office@aldmouth.example for the tables."""

GOOD = """\
Der Hafen von Aldmouth

Im 19. Jahrhundert war der Hafen von Aldmouth größer als heute. 1874 nahm er 1.234 Schiffe und 56.789,5 Tonnen Kohle \
auf; drei Männer und ein Junge führten die Bücher. Am 1. Mai 1891 um 15:30 Uhr brach der nördliche Pier in einem Sturm.

Kapitän Elias Thornbury, der es von seinem Fenster aus sah, schrieb dem Rat: „In zehn Jahren wird es hier keinen Hafen \
mehr geben, wenn niemand eine Mauer bezahlt.“ Die Mauer kostete 1,5 Millionen Kronen und wurde 1902 fertig.

Seit den 1980er Jahren sind nur noch 12 % der Schiffe Fischerboote. Die Tabellen gibt es bei office@aldmouth.example."""

BLOCKS = GOOD.split("\n\n")
HALF = "\n\n".join([*BLOCKS[:2], *LETTER.split("\n\n")[2:]])


def translating(**keys: Json) -> PhasePlan:
    """The plan of one phase that translates into German."""
    phase: dict[str, Json] = {"name": "Into German", "task_type": "translation", "target_language": "German", **keys}
    return compiled({"name": "Letters", "phases": [phase]}).phases[0]


def found(check: str, output: str, content: str, target: str = "German") -> str | None:
    """What a check tells the model."""
    fault = run_check(check, output, content, replace(translating(), target_language=target))
    return None if fault is None else fault.told


def test_a_good_translation_passes() -> None:
    """With another decimal mark, a date and a number in words, a time of 24 hours."""
    verdict = examine(translating(), GOOD, LETTER)
    assert (verdict.output, verdict.faults) == (GOOD, ())


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        ("", "not_empty"),
        (LETTER, "language"),
        (HALF, "language"),
        (GOOD.replace("1.234", "1.243"), "numbers_kept"),
        (GOOD.replace("1,5 Millionen", "15 Millionen"), "numbers_kept"),
        (f"{GOOD}\n\n{LETTER}\n\n{GOOD}\n\n{LETTER}", "length_ratio"),
    ],
    ids=["nothing", "left", "half left", "digits turned", "decimal mark lost", "with the original"],
)
def test_bad_translations_are_rejected(bad: str, check: str) -> None:
    """Nothing, the source itself, a half of it, a wrong number, and one with the original beside it."""
    verdict = examine(translating(), bad, LETTER)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    assert check in [fault.shown.split()[2] for fault in verdict.faults]
    assert not any(word in fault.shown for fault in verdict.faults for word in ("Aldmouth", "1,234", "1.5"))
    left = examine(translating(checks={check: False}), bad, LETTER).faults
    assert check not in [fault.shown.split()[2] for fault in left]


def test_a_summary_in_the_target_language_is_no_translation() -> None:
    """It is too short, and its numbers are gone."""
    verdict = examine(translating(), "Der Hafen war einmal größer; ein Sturm zerstörte 1891 den Pier.", LETTER)
    assert {fault.shown.split()[2] for fault in verdict.faults} == {"numbers_kept", "length_ratio"}


def test_the_prompt_names_the_target_language() -> None:
    """English, where the job names none."""
    assert "into German." in translating().system
    assert "into English." in translating(target_language=None).system
    assert "{{" not in translating().system


# ── language ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English", "en"),
        ("Deutsch", "de"),
        ("pt-BR", "pt"),
        ("zh_Hant_TW", "zh"),
        ("Brazilian Portuguese", "pt"),
        ("Portuguese (Brazil)", "pt"),
        ("simplified Chinese", "zh"),
        ("français", "fr"),
        ("日本語", "ja"),
        ("plain English", "en"),
        ("Bahasa Indonesia", "id"),
        ("Swiss German", None),
        ("Old English", None),
        ("English and German", None),
        ("Klingon", None),
        ("Scots", None),
    ],
)
def test_a_language_is_known_by_its_names(name: str, code: str | None) -> None:
    """In English, in itself, by code and with its country; what is doubtful is not known."""
    assert code_of(name) == code


PARAGRAPH = "The old mill had stood empty for years when the council decided that somebody ought to buy it back. "
NAMES = (
    "Johann Wolfgang von Goethe, Friedrich Schiller, Heinrich von Kleist, Annette von Droste-Hülshoff, Georg Büchner"
)
CODE = "def main():\n    for (a, b) in pairs(x[0]):\n        print(a + b); return {a: b}\n" * 5


@pytest.mark.parametrize(
    ("output", "content", "target", "ok"),
    [
        (PARAGRAPH * 3, "", "German", False),
        (PARAGRAPH * 3, "", "Japanese", False),
        (PARAGRAPH * 3, "", "American English", True),
        (PARAGRAPH * 3, "", "Klingon", True),
        ("The old mill stood empty.", "", "German", True),
        (NAMES, NAMES, "English", True),
        (CODE, CODE, "German", True),
        (f"```python\n# {PARAGRAPH * 5}\n```", "", "German", True),
        ("| 1,2 | 3,4 | 5,6 | kg of | 7,8 |\n" * 30, "", "German", True),
        ("磨坊于1793年卖给了山谷里的一个男人，他用银子付了钱，后来又把它租给了他的弟弟。", "", "Chinese", True),  # noqa: RUF001
        ("磨坊于1793年卖给了山谷里的一个男人，他用银子付了钱，后来又把它租给了他的弟弟。", "", "English", False),  # noqa: RUF001
        ("Møllen ble solgt i 1793 til en mann fra dalen som betalte i sølv, og senere til hans bror.", "", "no", True),
        ("Mlin je prodan čovjeku iz doline koji je platio srebrom, a kasnije njegovom bratu.", "", "Serbian", True),
    ],
)
def test_the_language_is_told_only_where_it_is_sure(output: str, content: str, target: str, ok: bool) -> None:
    """Short texts, names, code, tables and languages nobody knows pass; close languages pass for each other."""
    assert (found("language", output, content, target) is None) == ok


def test_a_quotation_in_a_third_language_may_stay() -> None:
    """Only what is left in the source's own language is a fault."""
    latin = (
        "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui ipsorum "
        "lingua Celtae, nostra Galli appellantur. Hi omnes lingua, institutis, legibus inter se differunt."
    )
    assert found("language", f"{GOOD}\n\n{latin}", f"{LETTER}\n\n{latin}") is None


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "output", "target"),
    [
        ("1,234.5 kg", "1.234,5 kg", "German"),
        ("1,234.5 kg", "1\u202f234,5 kg", "French"),
        ("1,234.5 kg", "1’234.5 kg", "German"),
        ("12,34,567", "1.234.567", "German"),
        ("on 01/05/2020", "am 5. Januar 2020", "German"),
        ("2020-01-05", "5. Januar 2020", "German"),
        ("at 3 pm", "um 15 Uhr", "German"),
        ("15:30", "3:30 p.m.", "English"),
        ("10:30", "10.30 Uhr", "German"),
        ("1.50", "1,5", "German"),
        ("the 1980s", "die 80er", "German"),
        ("10 m²", "10 Quadratmeter", "German"),
        ("½ cup", "1/2 Tasse", "German"),
        ("John 3:16", "Johannes 3,16", "German"),
        ("of 12 300 were", "von 12 waren 300", "German"),
        ("CO2", "CO₂", "German"),
        ("10.0.0.1", "10.0.0.1", "German"),
        ("it&#8217;s 5", "es ist 5", "German"),
        ("am 5.10. ging", "left on 5 October", "English"),
        ("the 2nd of 3 men", "der zweite von drei Männern", "German"),
        ("3 men", "tri muži", "Slovak"),
        ("in the 19th century", "au XIXe siècle", "French"),
        ("19th century", "1800-talet", "Swedish"),
        ("19th century", "十九世纪", "Chinese"),
        ("1.5 million people", "150万人", "Chinese"),
        ("320 million", "3億2000万", "Japanese"),
        ("3 billion euros", "3 mil millones de euros", "Spanish"),
        ("1,234.5", "١٬٢٣٤٫٥", "Arabic"),  # noqa: RUF001
    ],
)
def test_numbers_may_be_written_as_the_language_does(content: str, output: str, target: str) -> None:
    """The value counts, not its marks."""
    assert found("numbers_kept", output, content, target) is None


@pytest.mark.parametrize(
    ("content", "output", "told"),
    [
        ("1,234.5", "12.345", "1,234.5"),
        ("in 1793", "1739", "1793"),
        ("1.5 million", "15 Millionen", "1.5"),
        ("5 miles", "8 km", "5"),
        ("12 and 12", "12", "12"),
        ("3.5", "35", "3.5"),
        ("20 men", "zwanzig Männer", "20"),
        ("3:30 pm", "15:20", "3:30"),
        ("50 %", "5 %", "50"),
    ],
)
def test_a_changed_number_is_told(content: str, output: str, told: str) -> None:
    """By how it stands in the text."""
    said = found("numbers_kept", output, content)
    assert said is not None
    assert f"is missing: {told}." in said


def test_few_of_many_missing_numbers_are_told() -> None:
    """The request does not grow with the damage."""
    said = found("numbers_kept", "nichts", " ".join(str(n) for n in range(100, 200)))
    assert said is not None
    assert said.startswith("100 numbers of the text are missing: 100, 101, 102, 103, 104, 105, 106, 107 and 92 more")


# ── length ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("output", "content", "ok"),
    [
        ("x" * 81, "y" * 200, True),
        ("x" * 79, "y" * 200, False),
        ("x" * 499, "y" * 200, True),
        ("x" * 501, "y" * 200, False),
        ("x" * 10, "y" * 199, True),
        ("文" * 100, "y" * 400, True),
        ("y" * 400, "文" * 100, True),
        ("文" * 30, "y" * 400, False),
        ("か" * 200, "y" * 400, True),
    ],
)
def test_the_length_is_compared_by_what_a_script_says(output: str, content: str, ok: bool) -> None:
    """A Chinese character says more than a letter."""
    assert (found("length_ratio", output, content) is None) == ok


def test_hostile_texts_take_no_time() -> None:
    """Long rows of digits, marks and brackets are read in time that grows with their length alone."""
    for text in ("9" * 200_000, "1-\n" * 60_000, "<" * 200_000, "`" * 200_000, "a@" * 100_000, "12.12." * 30_000):
        began = time.perf_counter()
        for check in ("language", "numbers_kept", "length_ratio"):
            found(check, text, text)
        assert time.perf_counter() - began < 10
