"""OCR cleanup: what was printed, paragraph by paragraph, and nothing else."""

from __future__ import annotations

import pytest

from orchestrator.checks import run_check
from orchestrator.errors import FailureClass
from orchestrator.validator import examine
from state.plan_records import PhasePlan
from state.records import Json
from tests.test_plan import compiled

SCAN = """\
THE MlLL AT L0DE.

Tlie mill at Lode was bui1t in tlie year 1793 by a carpenter from
Ely, who liad never before seen a wheel of tliat size, and who vvas
told by everybody that it would not turn. It turned for a hun-
dred years.

14

ln the winter of 1881 the ice broke two of the paddIes, and the mil-
ler, a Mr. Josiah Penhallow, mended tliem with the boards of his own
b0at. "A boat," he said, "is no use to a man whose mill stands still;
but a mill will buy him a boat."

The last sack was ground on a Thursday. Nobody wrote down the date,
and those who were there could never agree whether it had rained;
all of tliem remembered the silence afterwards.

His daughter sold the wheel for its iron, and kept the stone. It lies
before the door of the school, where children sit on it in the sum-
mer, and few of them know wliat it is."""

GOOD = """\
THE MILL AT LODE.

The mill at Lode was built in the year 1793 by a carpenter from Ely, who had never before seen a wheel of that size, \
and who was told by everybody that it would not turn. It turned for a hundred years.

14

In the winter of 1881 the ice broke two of the paddles, and the miller, a Mr. Josiah Penhallow, mended them with the \
boards of his own boat. “A boat,” he said, “is no use to a man whose mill stands still; but a mill will buy him a boat.”

The last sack was ground on a Thursday. Nobody wrote down the date, and those who were there could never agree whether \
it had rained; all of them remembered the silence afterwards.

His daughter sold the wheel for its iron, and kept the stone. It lies before the door of the school, where children \
sit on it in the summer, and few of them know what it is."""

BLOCKS = GOOD.split("\n\n")
SHORTENED = "The last sack was ground on a Thursday, and afterwards it was silent."
RETOLD = "Penhallow repaired the damage of that year's frost using timber from a vessel that belonged to him."


def cleaning(**keys: Json) -> PhasePlan:
    """The plan of one phase that cleans up scans."""
    return compiled({"name": "Scans", "phases": [{"name": "Mend", "task_type": "ocr_cleanup", **keys}]}).phases[0]


def found(output: str, content: str) -> str | None:
    """What the check of the paragraphs tells the model."""
    fault = run_check("paragraphs_kept", output, content, cleaning())
    return None if fault is None else fault.told


def test_a_good_restoration_passes() -> None:
    """With its lines joined, its words mended and its quotation marks set."""
    verdict = examine(cleaning(), GOOD, SCAN)
    assert (verdict.output, verdict.faults) == (GOOD, ())


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        ("", "not_empty"),
        (f"Here is the cleaned text:\n\n{GOOD}", "no_preamble"),
        ("\n\n".join([*BLOCKS[:4], *BLOCKS[5:]]), "paragraphs_kept"),
        ("\n\n".join([*BLOCKS[:3], RETOLD, *BLOCKS[4:]]), "paragraphs_kept"),
        ("\n\n".join([*BLOCKS[:4], SHORTENED, *BLOCKS[5:]]), "paragraphs_kept"),
        ("\n\n".join(BLOCKS[:-1]), "paragraphs_kept"),
        (" ".join(BLOCKS), "paragraphs_kept"),
    ],
    ids=["nothing", "announcement", "one left out", "one retold", "one shortened", "end lost", "run together"],
)
def test_bad_restorations_are_rejected(bad: str, check: str) -> None:
    """Nothing, an announcement, a paragraph that is gone, told anew or shortened, and all in one block."""
    verdict = examine(cleaning(), bad, SCAN)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    assert check in [fault.shown.split()[2] for fault in verdict.faults]
    assert not any(word in fault.shown for fault in verdict.faults for word in ("Lode", "sack", "daughter"))
    left = examine(cleaning(checks={check: False}), bad, SCAN).faults
    assert check not in [fault.shown.split()[2] for fault in left]


def test_what_is_missing_is_told_by_its_beginning_and_shown_by_its_number() -> None:
    """The model sees the words, the user's screens do not."""
    fault = run_check("paragraphs_kept", "\n\n".join([*BLOCKS[:4], *BLOCKS[5:]]), SCAN, cleaning())
    assert fault is not None
    assert "The last sack was ground" in fault.told
    assert fault.shown == (
        "the check paragraphs_kept failed: 1 of 4 paragraphs are missing, or not as they were (by number: 5)"
    )


@pytest.mark.parametrize(
    "output",
    [
        SCAN,
        GOOD.replace("\n\n", "\n"),
        GOOD.replace("\n\n14\n\n", "\n\n"),
        GOOD.upper(),
        GOOD.replace("Mr. Josiah Penhallow", "Mr. Josiah Penhallow (1841–1902)"),
    ],
    ids=["untouched", "a line each", "page number gone", "capitals", "a few words more"],
)
def test_what_is_left_of_the_form_is_enough(output: str) -> None:
    """Short lines may go, empty lines may be single ones, letters may change their case."""
    assert found(output, SCAN) is None


def test_lines_apart_may_be_joined() -> None:
    """A scan with an empty line after each line has no more paragraphs than its print."""
    apart = "\n\n".join(line for line in SCAN.splitlines() if line)
    assert found(GOOD, apart) is None


def test_a_refrain_may_stand_many_times_and_must_not_be_lost_once() -> None:
    """Equal paragraphs are told apart by their places, as far as they are few."""
    refrain = "And the wheel went round, and the wheel went round, and the water ran below the mill all day."
    verses = [block for verse in (BLOCKS[1], BLOCKS[3], BLOCKS[4]) for block in (verse, refrain)]
    whole = "\n\n".join(verses)
    assert found(whole, whole) is None
    assert found("\n\n".join([refrain] * 20), "\n\n".join([refrain] * 20)) is None
    lost = found("\n\n".join(verses[:-1]), whole)
    assert lost is not None
    assert "1 of 6" in lost


def test_other_scripts_are_looked_at_too() -> None:
    """Of Chinese fewer characters make a paragraph."""
    blocks = [
        "磨坊于一七九三年由一位来自伊利的木匠建造，他以前从未见过这么大的轮子，人人都说它不会转。",  # noqa: RUF001
        "冬天的冰打断了两片桨叶，磨坊主用自己的船板修好了它们，他说没有磨坊的人要船也没有用。",  # noqa: RUF001
        "最后一袋面粉是在一个星期四磨完的，没有人记下日期，在场的人都记得后来的寂静，谁也没有说话。",  # noqa: RUF001
    ]
    assert found("\n\n".join(blocks), "\n\n".join(blocks)) is None
    assert found("\n\n".join(blocks[:2]), "\n\n".join(blocks)) is not None


def test_texts_without_letters_have_nothing_to_lose() -> None:
    """Empty ones, rules and punctuation."""
    for content in ("", "— — —\n\n* * *", "....", "12"):
        assert found("x", content) is None
    assert found("", SCAN) is not None
