"""Request digests: the same request has the same digest for ever, another one another, and `components` says why."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.providers.base import Message, Request
from orchestrator.request import canonical_request, components, request_digest
from state.plan_records import OutputForm, OutputFormat, Parameters
from state.records import Json
from tests.golden import assert_golden

PLAIN = Request(system="Be brief.", messages=(Message("user", "Hello"),), max_tokens=256)
SCHEMA = OutputForm(OutputFormat.JSON, '{"type":"object"}')
RICH = replace(
    PLAIN,
    messages=(Message("user", 'Grüße, 東京 \u2028 \x07 \x7f \\ " /'), Message("assistant", "{}"), Message("user", "?")),
    output=SCHEMA,
    parameters=Parameters(temperature=0.5, effort="low", seed=7, stop=("END", "\n"), extra_body='{"top_k":3}'),
    attempt=2,
    generation=1,
    salt="job_1/one",
)
REQUESTS = {
    "plain": PLAIN,
    "no system": replace(PLAIN, system=""),
    "rich": RICH,
    "lone surrogate": replace(PLAIN, system="a\ud800b"),
    "whole temperature": replace(PLAIN, parameters=Parameters(temperature=1.0)),
    "small temperature": replace(PLAIN, parameters=Parameters(temperature=1e-7)),
}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PARAMETERS = st.builds(
    Parameters,
    temperature=st.none() | st.floats(0, 2),
    effort=st.none() | TEXTS,
    seed=st.none() | st.integers(-(2**53) + 1, 2**53 - 1),
    stop=st.lists(TEXTS, max_size=2).map(tuple),
)
REQUEST = st.builds(
    Request,
    system=TEXTS,
    messages=st.lists(st.builds(Message, st.sampled_from(["user", "assistant"]), TEXTS), max_size=3).map(tuple),
    max_tokens=st.integers(1, 10**6),
    output=st.sampled_from([OutputForm(), SCHEMA]),
    parameters=PARAMETERS,
    attempt=st.integers(1, 11),
    generation=st.integers(0, 5),
    salt=TEXTS,
)


def test_digests_are_as_they_always_were() -> None:
    """No release changes the digest of a request: answers that were paid for would be unknown."""
    assert_golden("request_digests", {name: request_digest(request) for name, request in REQUESTS.items()})


@given(REQUEST)
def test_the_canonical_form_is_that_of_rfc_8785(request: Request) -> None:
    """What is put together by hand is byte for byte what a whole implementation writes."""
    parameters = request.parameters
    shaping: dict[str, Json] = {
        "temperature": parameters.temperature,
        "effort": parameters.effort,
        "seed": parameters.seed,
        "stop": list(parameters.stop) or None,
    }
    output: dict[str, Json] = {"format": request.output.format.value}
    if request.output.schema is not None:
        output["schema"] = request.output.schema
    whole: dict[str, Json] = {
        "system": request.system,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "max_tokens": request.max_tokens,
        "output": output,
        "parameters": {name: value for name, value in shaping.items() if value is not None},
        "attempt": request.attempt,
        "generation": request.generation,
    }
    if request.salt:
        whole["salt"] = request.salt
    assert canonical_request(request) == rfc8785.dumps(whole)


@given(st.lists(REQUEST, min_size=2, max_size=2, unique_by=canonical_request))
def test_other_requests_have_other_digests(pair: list[Request]) -> None:
    """Two requests that differ in anything that shapes an answer have two digests."""
    assert pair[0] != pair[1]
    assert request_digest(pair[0]) != request_digest(pair[1])


@pytest.mark.parametrize(
    "other",
    [
        replace(RICH, system="Be short."),
        replace(RICH, messages=RICH.messages[:1]),
        replace(RICH, messages=(Message("user", "Grüße"), *RICH.messages[1:])),
        replace(RICH, messages=(Message("assistant", RICH.messages[0].content), *RICH.messages[1:])),
        replace(RICH, max_tokens=257),
        replace(RICH, output=OutputForm(OutputFormat.JSON)),
        replace(RICH, output=OutputForm(OutputFormat.JSON, '{"type":"array"}')),
        replace(RICH, parameters=replace(RICH.parameters, temperature=0.0)),
        replace(RICH, parameters=replace(RICH.parameters, temperature=None)),
        replace(RICH, parameters=replace(RICH.parameters, effort="high")),
        replace(RICH, parameters=replace(RICH.parameters, seed=8)),
        replace(RICH, parameters=replace(RICH.parameters, stop=("END",))),
        replace(RICH, parameters=replace(RICH.parameters, extra_body='{"top_k":4}')),
        replace(RICH, attempt=3),
        replace(RICH, generation=2),
        replace(RICH, salt="job_2/one"),
        replace(RICH, salt=""),
    ],
)
def test_whatever_shapes_an_answer_is_in_the_digest(other: Request) -> None:
    """A change of any of them asks anew."""
    assert request_digest(other) != request_digest(RICH)


@pytest.mark.parametrize(
    "parameters",
    [
        replace(RICH.parameters, timeout_s=5.0),
        replace(RICH.parameters, service_tier="flex"),
        replace(RICH.parameters, extra_body='{"service_tier":"flex","top_k":3}'),
        replace(RICH.parameters, extra_body='{"speed":"fast","top_k":3}'),
        replace(RICH.parameters, extra_body='{"top_k": 3}'),
    ],
)
def test_time_outs_and_tiers_are_not_in_the_digest(parameters: Parameters) -> None:
    """How soon an answer is wanted, and at what price, does not shape it; nor do spaces."""
    assert request_digest(replace(RICH, parameters=parameters)) == request_digest(RICH)


def test_a_temperature_is_a_number_however_it_is_written() -> None:
    """1 and 1.0 are the same temperature."""
    whole, point = Parameters(temperature=1), Parameters(temperature=1.0)
    assert request_digest(replace(PLAIN, parameters=whole)) == request_digest(replace(PLAIN, parameters=point))


SOURCE: dict[str, Json] = {
    "content": "text",
    "fields": {"title": "T", "year": 1793},
    "instructions": "",
    "prompt": "abc",
    "max_tokens": [0.5, 256, 4096],
}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The names whose digests differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    ("request_after", "part"),
    [
        (replace(RICH, output=OutputForm(OutputFormat.JSON, '{"type":"array"}')), "schema"),
        (replace(RICH, parameters=replace(RICH.parameters, seed=8)), "parameters"),
        (replace(RICH, attempt=3), "attempt"),
        (replace(RICH, generation=2), "generation"),
        (replace(RICH, salt=""), "reuse"),
    ],
)
def test_a_change_of_a_request_is_one_component(request_after: Request, part: str) -> None:
    """What the request itself tells is named by its one part."""
    assert changed(components(RICH, source=SOURCE), components(request_after, source=SOURCE)) == {part}


@pytest.mark.parametrize("part", sorted(SOURCE))
def test_a_change_of_a_source_is_one_component(part: str) -> None:
    """What the request was made of is named by its one part."""
    assert changed(components(RICH, source=SOURCE), components(RICH, source={**SOURCE, part: "other"})) == {part}


def test_a_maximum_that_follows_from_the_content_is_no_change_of_its_own() -> None:
    """The number of tokens follows the input's length; only its rule is a part."""
    assert components(RICH, source=SOURCE) == components(replace(RICH, max_tokens=999), source=SOURCE)


def test_components_are_as_they_always_were() -> None:
    """`why` compares them with those of earlier releases."""
    assert_golden("request_components", dict(components(RICH, source=SOURCE)))


@given(st.permutations(["title", "year", "a", "b"]))
def test_the_order_of_fields_does_not_count(order: list[str]) -> None:
    """A field's place in its object is no part of what it says."""
    fields: dict[str, Json] = {name: name for name in sorted(order)}
    shuffled: dict[str, Json] = {name: name for name in order}
    assert components(RICH, source={"fields": fields}) == components(RICH, source={"fields": shuffled})


def test_components_take_what_json_hardly_takes() -> None:
    """A lone surrogate and a number beyond 64 bits are told apart like anything else."""
    odd: list[Json] = ["\ud800", "\ud801", {"a": "\ud800"}, 2**70, [2**70], [2**71]]
    assert len({components(RICH, source={"fields": value})["fields"] for value in odd}) == len(odd)
