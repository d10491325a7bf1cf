"""Creative: the piece alone, and to its end."""

from __future__ import annotations

import pytest

from orchestrator.errors import FailureClass
from orchestrator.validator import examine
from state.plan_records import PhasePlan
from state.records import Json
from tests.test_plan import compiled

BRIEF = "A very short story, under 150 words, about a ferryman in the winter when the harbour froze. No moral."

STORY = """\
The Rope

On the ninth day of the ice Aho walked out to his ferry with a kettle and a chair. He sat on deck as he did in July, \
and sold no tickets.

“Sure,” he said, when the boys asked whether it would hold them. “It holds me, and I've eaten.”

They crossed beside him all afternoon: the boys, then a woman with a pram, then the priest, who raised his hat. By \
four somebody had scratched a line on the ice from quay to quay, to show the way.

Aho looked at the line for some time. Then he climbed down, tied the bow rope to a ring in the quay, paid it out \
along the scratch, and made it fast on the other side.

“Would you like me to pay?” asked the next child, with one hand on the rope.

“Ten pence,” said Aho."""

POEM = """\
eight weeks of ice
and not one ferry

the gulls stood in the road
like people who had read the timetable

and believed it"""

SLOGANS = "1. Ten pence to the other side\n2. The road that melts\n3. Hold the rope, please"
LETTER = """\
Dear Mr Aho,

Thank you for the rope. My daughter says it was the best of all ferries, since it could not leave without her.

Let me know if you need a new kettle.

Yours,
Ida Lind"""
SONNET_END = "And still the boats lie listening to the ice –\nThe harbour keeps its counsel, and its price –"


def writing(**keys: Json) -> PhasePlan:
    """The plan of one phase that writes."""
    return compiled({"name": "Stories", "phases": [{"name": "Write", "task_type": "creative", **keys}]}).phases[0]


@pytest.mark.parametrize("good", [STORY, POEM, SLOGANS, LETTER, SONNET_END], ids=lambda text: text[:12])
def test_good_pieces_of_all_forms_pass(good: str) -> None:
    """A story with an offer in its dialogue, verse without a full stop, slogans, a letter, a poem ending in a dash."""
    verdict = examine(writing(), good, BRIEF)
    assert (verdict.output, verdict.faults) == (good, ())


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        (" \n", "not_empty"),
        (f"Here is a very short story about a ferryman:\n\n{STORY}", "no_preamble"),
        (f"Of course! Here's a story for you.\n\n{STORY}", "no_preamble"),
        ("I'm sorry, but I can't write this kind of story.", "no_preamble"),
        (f"{STORY}\n\n---\n\n*In this story, I wanted the rope to say what Aho does not.*", "no_preamble"),
        (f"{STORY}\n\nLet me know if you'd like me to make it longer!", "finished"),
        (f"{STORY}\n\nSouhaitez-vous que j'écrive une suite ?", "finished"),
        (STORY[: STORY.index(" of the ice Aho")] + " of the", "finished"),
        (STORY[: STORY.index(" the scratch, and made")], "finished"),
        (f"```\n{POEM}", "finished"),
    ],
    ids=["nothing", "announced", "eager", "refused", "explained", "offer", "French offer", "cut", "cut later", "fence"],
)
def test_bad_pieces_are_rejected(bad: str, check: str) -> None:
    """What an editor would have to strike out, and what would make a printer ring back."""
    verdict = examine(writing(), bad, BRIEF)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    assert [fault.shown.split()[2] for fault in verdict.faults] == [check]
    assert examine(writing(checks={check: False}), bad, BRIEF).faults == ()


def test_all_checks_can_be_switched_off_at_once() -> None:
    """A job may want drafts as they come."""
    assert writing(checks=False).checks == ()


def test_a_brief_may_be_a_chapter() -> None:
    """A rewritten chapter of 10,000 tokens has room; a line of brief has room for a story."""
    rule = writing().output_tokens
    assert (rule.limit(10), rule.limit(10_000)) == (2048, 15_000)
