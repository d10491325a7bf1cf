"""Text cleanup: the author's words without blemishes, every paragraph and number of them."""

from __future__ import annotations

from random import Random

import pytest

from orchestrator.errors import FailureClass
from orchestrator.validator import examine
from state.plan_records import PhasePlan
from state.records import Json
from tests.test_plan import compiled

RAW = """\
Minutes   of the allotment society , 14 March 2019

The the meeting was opend at 7:30 pm by Mrs Halloran&#8217;s deputy ,since Mrs Halloran
was  ill. 23 members was present, wich is two more then last year .

The treasurer reportd an income of Â£4,310.50 and costs of Â£3,998 . He
re-
commended to leave the fee at Â£ 36 for 2019-
2020; this was agreed without a vote .

It was discussed at lenght whether the CafÃ© may open on sundays. Mr Obuya said that
"nobody have complained in 11 years" , and the matter was put off to the meeting of 06/06/2019 ."""

GOOD = """\
Minutes of the allotment society, 14 March 2019

The meeting was opened at 7:30 pm by Mrs Halloran’s deputy, since Mrs Halloran was ill. 23 members were present, which \
is two more than last year.

The treasurer reported an income of £4,310.50 and costs of £3,998. He recommended to leave the fee at £36 for \
2019–2020; this was agreed without a vote.

It was discussed at length whether the Café may open on Sundays. Mr Obuya said that "nobody has complained in 11 \
years", and the matter was put off to the meeting of 06/06/2019."""

BLOCKS = GOOD.split("\n\n")
RETOLD = "Members could not settle if food should be sold at weekends; 11 of them want it again on 06/06/2019."


def cleaning(**keys: Json) -> PhasePlan:
    """The plan of one phase that cleans up texts."""
    return compiled({"name": "Minutes", "phases": [{"name": "Edit", "task_type": "text_cleanup", **keys}]}).phases[0]


def test_a_good_cleanup_passes() -> None:
    """With spaces, signs, spelling and divided words put right."""
    verdict = examine(cleaning(), GOOD, RAW)
    assert (verdict.output, verdict.faults) == (GOOD, ())


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        ("", "not_empty"),
        (f"Here is the cleaned-up text:\n\n{GOOD}", "no_preamble"),
        (GOOD.replace("4,310.50", "4,130.50"), "numbers_kept"),
        (GOOD.replace("23 members", "Twenty-three members"), "numbers_kept"),
        ("\n\n".join([*BLOCKS[:2], BLOCKS[3]]), "paragraphs_kept"),
        ("\n\n".join([*BLOCKS[:3], RETOLD]), "paragraphs_kept"),
    ],
    ids=["nothing", "announcement", "digits turned", "number in words", "paragraph lost", "paragraph retold"],
)
def test_bad_cleanups_are_rejected(bad: str, check: str) -> None:
    """Nothing, an announcement, a changed number, a paragraph that is gone or in other words."""
    verdict = examine(cleaning(), bad, RAW)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    assert check in [fault.shown.split()[2] for fault in verdict.faults]
    assert not any(word in fault.shown for fault in verdict.faults for word in ("Halloran", "treasurer", "4,310"))
    left = examine(cleaning(checks={check: False}), bad, RAW).faults
    assert check not in [fault.shown.split()[2] for fault in left]


def test_a_clean_text_comes_back() -> None:
    """Nothing to mend is no fault."""
    assert examine(cleaning(), GOOD, GOOD).faults == ()


def test_a_page_that_is_lost_in_a_book_shows() -> None:
    """Among pages of the same words in other orders; the whole book passes."""
    words, chance = GOOD.split(), Random(1)  # noqa: S311
    pages = [" ".join(chance.sample(words, len(words))) for _ in range(1000)]
    book = "\n\n".join(pages)
    assert examine(cleaning(), book, book).faults == ()
    faults = examine(cleaning(checks={"numbers_kept": False}), "\n\n".join(pages[:500] + pages[501:]), book).faults
    assert [fault.shown for fault in faults] == [
        "the check paragraphs_kept failed: 1 of 1000 paragraphs are missing, or not as they were (by number: 501)"
    ]
