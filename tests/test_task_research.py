"""Research: an answer with what it rests on, and no source that was made up."""

from __future__ import annotations

import pytest

from orchestrator.errors import FailureClass
from orchestrator.validator import examine
from state.plan_records import PhasePlan
from state.records import Json
from tests.test_plan import compiled

QUESTION = """\
Does heavy ice close northern harbours more rarely than fifty years ago?

Passages:
[1] Lind 1988, https://www.archive.example.fi/lind-1988.pdf: "Between 1950 and 1987 the harbour was closed for 212 \
days."
[2] doi:10.5555/ICE.2019.004: the mean ice season in the northern basin shortened by 18 days from 1960 to 2018.
[3] Harbour office, see portstatistics.example.fi/ice for yearly figures."""

GOOD = """\
Probably yes. The season has become shorter (passage 2), and that is well supported; that *closures* have become \
rarer does not follow from it by itself, and no passage counts them after 1987.

**Evidence.** The shorter season, 18 days less from 1960 to 2018, is from a basin-wide mean \
(https://doi.org/10.5555/ice.2019.004). Lind counts 212 closed days from 1950 to 1987, about six a year ([passage \
1](https://archive.example.fi/lind-1988.pdf)), and has no later series. Established knowledge: harbours have \
stronger icebreakers than in 1970, which lowers closures in the same ice.

**Disputed.** A mean can hide single hard winters; whether these have become rarer is argued both ways, and I can \
name no study of it with certainty.

**Open.** Yearly closures since 1988 would settle it. The harbour office has them at \
https://portstatistics.example.fi/ice, the next thing to look up."""


def researching(**keys: Json) -> PhasePlan:
    """The plan of one phase that researches."""
    return compiled({"name": "Questions", "phases": [{"name": "Find", "task_type": "research", **keys}]}).phases[0]


def told(output: Json, content: str = QUESTION, **keys: Json) -> str:
    """What the check of links says of an output."""
    return " ".join(fault.told for fault in examine(researching(**keys), str(output), content).faults)


def test_a_good_brief_passes() -> None:
    """It cites what it was given, in another spelling, and says what it does not know."""
    verdict = examine(researching(), GOOD, QUESTION)
    assert (verdict.output, verdict.faults) == (GOOD, ())


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        ("", "not_empty"),
        (f"Great question! {GOOD}", "no_preamble"),
        ("As a large language model, I cannot browse the web, but harbours close more rarely.", "no_preamble"),
        (f"{GOOD}\n\nIf you'd like, I can also summarise passage 2.", "finished"),
        (GOOD[: GOOD.index(" is argued both ways")] + " is argued by many who", "finished"),
        (f"{GOOD}\n\nSee also https://www.ice-institute.org/closures/2021.", "no_new_links"),
        (f"{GOOD}\n\nSee also doi 10.1016/j.ice.2021.03.007.", "no_new_links"),
    ],
    ids=["nothing", "courtesy", "about itself", "offer", "broken off", "made-up address", "made-up DOI"],
)
def test_bad_briefs_are_rejected(bad: str, check: str) -> None:
    """A remark, an end that is none, and sources that nobody gave."""
    verdict = examine(researching(), bad, QUESTION)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    assert [fault.shown.split()[2].rstrip(":") for fault in verdict.faults] == [check]
    assert examine(researching(checks={check: False}), bad, QUESTION).faults == ()


def test_made_up_sources_are_told_and_not_shown() -> None:
    """The model is told which; a screen only how many."""
    verdict = examine(researching(), "See https://a.org/1, https://a.org/1 and 10.1000/xyz.", QUESTION)
    (fault,) = verdict.faults
    assert "a.org/1, 10.1000/xyz" in fault.told
    assert fault.shown == (
        "the check no_new_links failed: it has 2 web addresses or DOIs that are not in the material: leave out each "
        "that the material does not give"
    )


@pytest.mark.parametrize(
    "text",
    [
        "https://www.archive.example.fi/lind-1988.pdf.",
        "(http://ARCHIVE.example.fi/lind-1988.pdf)",
        "<https://archive.example.fi>",
        "**https://portstatistics.example.fi/ice/**",
        "`https://dx.doi.org/10.5555/ice.2019.004`",
        "https://api.example.com/v1?x=1 and http://localhost:8000/ are free for examples.",
        "Version 10.5 of 2019/2020, 10.04/10.05, and 10.50 EUR/day.",
        "www.who.int and who.int are names as much as addresses.",
    ],
)
def test_addresses_that_are_given_pass_in_any_spelling(text: str) -> None:
    """With another scheme, case, resolver, emphasis or full stop, or shortened to their host."""
    assert told(f"{text}\n\nDone.") == ""


def test_addresses_of_the_instructions_are_given_too() -> None:
    """And where the prompt reads other fields, whose values no check sees, nothing is said of links."""
    link = "It is at https://ice.org/a."
    assert told(link)
    assert told(link, instructions="Cite https://ice.org/a where it fits.") == ""
    assert told(link, prompt={"user": "{{url}}\n{{content}}"}) == ""


def test_many_addresses_are_compared_in_no_time() -> None:
    """A long list of sources against a long material, and the first twenty are told."""
    many = "\n".join(f"https://a.org/{number:06d}" for number in range(20_000))
    assert told(many + ".", content=many) == ""
    assert told(many + ".", content=many.replace("a.org", "b.org")).count("a.org") == 20
