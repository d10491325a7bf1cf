"""A long answer comes as a stream: the same reply as without, and every way in which a stream ends is a class."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers import transport
from orchestrator.providers.anthropic_events import MessageEvents
from orchestrator.providers.base import Message, ProviderError, Reply, Request
from orchestrator.providers.events import EventStream
from orchestrator.providers.openai_events import CompletionEvents
from orchestrator.providers.registry import make_provider
from orchestrator.providers.sdk import HttpProvider
from orchestrator.providers.sending import MAX_REPLY_BYTES
from orchestrator.speeds import Speeds, takes_long
from state.plan_records import OutputForm, OutputFormat, Parameters
from state.provider_settings import ProviderSettings
from state.records import Json, Usage
from tests.fakes.hostile_server import HOLD, Asked, HostileServer, Script, http
from tests.fakes.provider_server import InvoiceRow, ProviderServer
from tests.jobs import items_of, make_job

KEY = "sk-made-up-0123456789abcdef"
TEXT = "Ships carry nine tenths of the world's goods, and most of them burn heavy oil; ports ask for cleaner fuel. é"
SCHEMA = '{"additionalProperties":false,"properties":{"title":{"type":"string"}},"required":["title"],"type":"object"}'
ASKED = Request(system="Summarise.", messages=(Message("user", TEXT * 6),), max_tokens=500)
MODELS = {"anthropic": "claude-haiku-5-5", "openai": "gpt-6-luna", "gateway": "gpt-6-luna"}
APIS = pytest.mark.parametrize("api", list(MODELS))
F = FailureClass


def provider_at(api: str, anthropic_url: str, openai_url: str) -> HttpProvider:  # type: ignore[type-arg]  # any client
    """A provider that asks these addresses."""
    environ = {
        "ANTHROPIC_API_KEY": KEY,
        "ANTHROPIC_BASE_URL": anthropic_url,
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": openai_url,
    }
    provider = make_provider(api, (ProviderSettings("gateway", openai_url),), environ)
    assert isinstance(provider, HttpProvider)
    return provider


def provider_of(api: str, server: ProviderServer) -> HttpProvider:  # type: ignore[type-arg]
    """A provider that asks the loopback server."""
    return provider_at(api, server.anthropic_url, server.openai_url)


def ask_all(
    provider: HttpProvider,  # type: ignore[type-arg]
    *requests: Request,
    stream: bool = True,
    timeout_s: float = 20,
) -> list[Reply | Failure]:
    """Send requests one after the other and close the provider."""

    async def send() -> list[Reply | Failure]:
        told: list[Reply | Failure] = []
        try:
            for number, request in enumerate(requests):
                try:
                    told.append(
                        await provider.send(
                            request,
                            model=MODELS[provider.name],
                            call_id=f"call-{number}",
                            timeout_s=timeout_s,
                            gate=lambda _: None,
                            stream=stream,
                        )
                    )
                except ProviderError as error:
                    told.append(error.failure or Failure(FailureClass.BUG, "an error without its failure"))
        finally:
            await provider.close()
        return told

    return asyncio.run(send())


def ask(api: str, server: ProviderServer, request: Request = ASKED, *, stream: bool = True) -> Reply:
    """One request's reply."""
    (told,) = ask_all(provider_of(api, server), request, stream=stream)
    assert isinstance(told, Reply), told
    return told


def failure_of(api: str, server: ProviderServer, *, timeout_s: float = 20) -> Failure:
    """One streamed request's failure."""
    (told,) = ask_all(provider_of(api, server), ASKED, timeout_s=timeout_s)
    assert isinstance(told, Failure), told
    return told


def rows(server: ProviderServer) -> list[InvoiceRow]:
    """All requests that the provider has seen."""
    server.wait_idle()
    return server.invoice()


# ── the same reply ──────────────────────────────────────────────────────────────────────────────

AS_JSON = replace(ASKED, output=OutputForm(OutputFormat.JSON, SCHEMA))
SAME: list[tuple[dict[str, object], Request]] = [
    ({"do": "ok"}, ASKED),
    ({"do": "ok"}, AS_JSON),
    ({"do": "ok", "cached_tokens": 4, "cache_write_tokens": 3, "reply_model": "gpt-6-sol"}, ASKED),
    ({"do": "declined"}, ASKED),
    ({"do": "truncated"}, ASKED),
    ({"do": "text", "text": "漢字 🙂 \n\ndata: [DONE]\n\n\r\n"}, ASKED),
    ({"do": "huge", "chars": 200_000}, ASKED),
    ({"do": "whole"}, ASKED),
]


@APIS
@pytest.mark.parametrize(("rule", "request_"), SAME, ids=lambda one: str(one)[:40] if isinstance(one, dict) else "")
def test_a_stream_is_the_reply_that_it_would_have_been(
    api: str, rule: dict[str, object], request_: Request, provider: ProviderServer
) -> None:
    """Text, finish, usage, model and tier are those of a plain reply, and what the provider billed."""
    provider.behave([rule])
    streamed = ask(api, provider, request_)
    plain = ask(api, provider, request_, stream=False)
    assert replace(streamed, request_id=None) == replace(plain, request_id=None)
    assert (streamed.request_id or "").startswith("req_")
    first, second = rows(provider)
    assert (first.streamed, second.streamed) == (True, False)
    assert streamed.usage == Usage(
        first.input_tokens, first.output_tokens, first.cached_tokens, first.cache_write_tokens
    )


@APIS
def test_refusals_before_a_stream_are_those_of_any_call(api: str, provider: ProviderServer) -> None:
    """What is refused is refused in one piece, with its class and its wait, and is free."""
    provider.behave([{"do": "rate_limited", "wait_s": 7}])
    failure = failure_of(api, provider)
    assert (failure.failure_class, failure.retry_after_s, failure.billed) == (F.LIMITED, 7, False)


# ── what goes wrong on the way ──────────────────────────────────────────────────────────────────

BROKEN: list[tuple[dict[str, object], FailureClass]] = [
    ({"do": "cut_event"}, F.CONNECTION),
    ({"do": "no_end"}, F.CONNECTION),
    ({"do": "error_event"}, F.OVERLOADED),
    ({"do": "error_event", "message": "server_error"}, F.SERVER_ERROR),
    ({"do": "error_event", "message": "rate_limited"}, F.OVERLOADED),
    ({"do": "error_event", "message": "bad_request"}, F.BAD_REQUEST),
]


@APIS
@pytest.mark.parametrize(("rule", "wanted"), BROKEN, ids=lambda one: str(one)[:60])
def test_a_stream_that_breaks_may_be_billed(
    api: str, rule: dict[str, object], wanted: FailureClass, provider: ProviderServer
) -> None:
    """A stream without its last event is a broken connection, an error event is its class; neither is called free."""
    provider.behave([rule])
    failure = failure_of(api, provider)
    if rule["do"] == "error_event" and api != "anthropic" and wanted is F.OVERLOADED and "message" not in rule:
        wanted = F.SERVER_ERROR  # OpenAI says by its status alone that it is overloaded
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (wanted, True, False)
    (row,) = rows(provider)
    assert row.billed


@APIS
def test_an_error_in_place_of_a_stream_is_free(api: str, provider: ProviderServer) -> None:
    """An error event before any other is a refusal like any, and costs nothing."""
    provider.behave([{"do": "error_event", "message": "rate_limited", "chars": 0}])
    failure = failure_of(api, provider)
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.LIMITED, False, True)
    assert failure.http_status == 200


@APIS
def test_a_stream_that_stands_still_is_left_before_its_time_is_up(
    api: str, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of an answer a silence ends the call, long before its time-out, which says so."""
    monkeypatch.setattr(transport, "IDLE_S", 0.3)
    provider.behave([{"do": "stall"}])
    failure = failure_of(api, provider, timeout_s=60)
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.TIMEOUT, True, False)
    assert failure.message == "nothing came for 0.3 s in the middle of an answer"


@APIS
def test_a_model_may_think_before_it_writes(
    api: str, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first word only the call's own time-out counts."""
    monkeypatch.setattr(transport, "IDLE_S", 0.05)
    provider.behave([{"do": "ok", "latency_ms": 400}])
    assert ask(api, provider).text


@APIS
def test_the_whole_time_of_a_stream_is_bounded(api: str, provider: ProviderServer) -> None:
    """A stream that stands still is left when the call's time is up, if that comes first."""
    provider.behave([{"do": "stall"}])
    failure = failure_of(api, provider, timeout_s=0.5)
    assert (failure.failure_class, failure.message) == (F.TIMEOUT, "no reply in time")


def test_usage_that_a_stream_does_not_say_is_booked_at_its_most(provider: ProviderServer) -> None:
    """As of a plain reply: a gateway's is the bound, OpenAI's and Anthropic's are invalid and may be billed."""
    provider.behave([{"do": "no_usage"}])
    reply = ask("gateway", provider)
    assert reply.usage == Usage(provider_of("gateway", provider).input_tokens_bound(ASKED), ASKED.max_tokens)
    for api in ("openai", "anthropic"):
        failure = failure_of(api, provider)
        assert (failure.failure_class, failure.billed, failure.usage) == (F.INVALID_REPLY, True, None)
        assert "without usage" in failure.message


# ── who does not stream ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("api", ["openai", "gateway"])
def test_who_takes_no_stream_options_is_asked_without(api: str, provider: ProviderServer) -> None:
    """A refusal of the option is free and not the item's fault; from then on nobody sends it."""
    said = "Unrecognized request argument supplied: stream_options"
    provider.behave([{"do": "bad_request", "contains": "stream_options", "message": said}, {"do": "ok"}])
    first, second, third = ask_all(provider_of(api, provider), ASKED, ASKED, ASKED)
    assert isinstance(first, Failure)
    assert (first.failure_class, first.billed, first.http_status) == (F.SERVER_ERROR, False, 400)
    assert first.message == f"HTTP 400: {said}; from now on it is asked without stream_options"
    for told in (second, third):
        if api == "gateway":
            assert isinstance(told, Reply)
        else:  # it has promised to say what it cost
            assert isinstance(told, Failure)
            assert told.failure_class is F.INVALID_REPLY
    assert [row.streamed for row in rows(provider)] == [True, True, True]


@APIS
def test_who_does_not_stream_is_asked_for_a_whole_reply(api: str, provider: ProviderServer) -> None:
    """A provider that refuses to stream is asked as for a short answer from then on."""
    said = "Your organization must be verified to stream this model."
    provider.behave([{"do": "bad_request", "nth": 1, "message": said}, {"do": "ok"}])
    first, second = ask_all(provider_of(api, provider), ASKED, ASKED)
    assert isinstance(first, Failure)
    assert (first.failure_class, first.billed) == (F.SERVER_ERROR, False)
    assert isinstance(second, Reply)
    assert [row.streamed for row in rows(provider)] == [True, False]


def test_a_place_in_a_refusal_is_read_and_what_it_repeats_is_not() -> None:
    """FastAPI names the parameter by its place; the words of a document that it repeats beside it say nothing."""
    detail: dict[str, Json] = {"type": "extra_forbidden", "loc": ["body", "stream_options"], "input": {}}
    other: dict[str, Json] = {"type": "missing", "loc": ["body", "user"], "input": {"text": "the stream of stream"}}

    def said(asked: Asked) -> tuple[bytes, ...]:
        one = detail if b"stream_options" in asked.body else other
        return (http(json.dumps({"detail": [one]}).encode(), status="422 No"),)

    with HostileServer(said) as server:
        first, second = ask_all(provider_at("gateway", server.url, server.url), ASKED, ASKED)
    assert isinstance(first, Failure)
    assert isinstance(second, Failure)
    assert (first.failure_class, second.failure_class) == (F.SERVER_ERROR, F.BAD_REQUEST)
    assert all(b'"stream":true' in asked.body for asked in server.asked)


def test_a_short_requests_refusal_says_nothing_of_streams(provider: ProviderServer) -> None:
    """A refusal that speaks of streams is the item's own fault when none was asked for."""
    provider.behave([{"do": "bad_request", "message": "no stream of this document"}])
    (failure,) = ask_all(provider_of("openai", provider), ASKED, stream=False)
    assert isinstance(failure, Failure)
    assert failure.failure_class is F.BAD_REQUEST


# ── hostile streams ─────────────────────────────────────────────────────────────────────────────

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
TEXTS = {
    "anthropic": '{"type":"content_block_delta","delta":{"type":"text_delta","text":"HERE"}}',
    "openai": '{"choices":[{"delta":{"content":"HERE"}}]}',
}
TEXTS["gateway"] = TEXTS["openai"]


def event(data: str | bytes) -> bytes:
    """An event with this data."""
    return b"data: " + (data if isinstance(data, bytes) else data.encode()) + b"\n\n"


def hostile(api: str, script: Script, timeout_s: float = 20) -> Failure:
    """What a streamed request comes to that is answered so."""
    with HostileServer(script) as server:
        (told,) = ask_all(provider_at(api, server.url, server.url), ASKED, timeout_s=timeout_s)
    assert isinstance(told, Failure), told
    assert KEY not in f"{told}"
    assert TEXT[:16] not in f"{told}"
    return told


UNREADABLE: dict[str, bytes] = {
    "no JSON": event("<html>"),
    "a list": event("[1]"),
    "null": event("null"),
    "deep": event("[" * 100_000),
    "wrong parts": event('{"choices": [5], "type": "content_block_delta", "delta": 5}'),
    "not UTF-8": event(b'{"a": "\xff"}'),
    "echo": event(TEXT),
}


@APIS
@pytest.mark.parametrize("case", UNREADABLE)
def test_an_event_that_cannot_be_read_is_an_invalid_reply(api: str, case: str) -> None:
    """The rest is not waited for, and what came may be billed."""
    failure = hostile(api, lambda _: [HEAD + UNREADABLE[case], HOLD])
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.INVALID_REPLY, True, True)


def pings(asked: Asked) -> Iterator[bytes]:
    """Signs of life for ever."""
    yield HEAD
    while True:
        yield b": still here\n\n" + event('{"type": "ping"}')


@APIS
def test_signs_of_life_alone_end_in_time(api: str) -> None:
    """Pings keep no call alive beyond its time-out."""
    assert hostile(api, pings, timeout_s=0.4).failure_class is F.TIMEOUT


FLOODS = {"text": b"", "a line": b"data: " + b"x" * 2**20, "lines of an event": b"data: " + b"x" * 2**20 + b"\n"}


@APIS
@pytest.mark.parametrize("kind", FLOODS)
def test_no_more_of_a_stream_is_kept_than_of_a_plain_reply(api: str, kind: str) -> None:
    """Whatever a stream repeats for ever, it is left at the bound and may be billed."""
    piece = FLOODS[kind] or event(TEXTS[api].replace("HERE", "x" * 2**20))

    def flood(asked: Asked) -> Iterator[bytes]:
        yield HEAD + piece * 200

    with HostileServer(flood) as server:
        (told,) = ask_all(provider_at(api, server.url, server.url), ASKED)
        written = server.written
    assert isinstance(told, Failure)
    assert "longer than 32 MiB" in told.message
    assert (told.failure_class, told.billed) == (F.INVALID_REPLY, True)
    assert MAX_REPLY_BYTES < written < MAX_REPLY_BYTES + 16 * 2**20


@APIS
def test_a_connection_is_probed_while_nothing_is_said(api: str, provider: ProviderServer) -> None:
    """What stands between does not forget a connection on which a model thinks for minutes."""

    async def probes() -> list[int]:
        asking = provider_of(api, provider)
        await asking.send(ASKED, model=MODELS[api], call_id="c", timeout_s=20, gate=lambda _: None)
        (protocols,) = (await asking.client())._client._transport._session.connector._conns.values()
        line = protocols[0][0].transport.get_extra_info("socket")
        found = line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        await asking.close()
        return [found]

    assert asyncio.run(probes()) == [1]


# ── bytes to a body ─────────────────────────────────────────────────────────────────────────────

MESSAGE = (
    b'event: message_start\r\ndata: {"type":"message_start","message":{"id":"m1","model":"m","usage":{"input_tokens":9,'
    b'"cache_read_input_tokens":2,"output_tokens":1}}}\r\n\r\n: comment\n\n'
    b'data: {"type":"content_block_start","content_block":{"type":"thinking","thinking":"hm"}}\n\n'
    b'data: {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"hm"}}\n\n'
    b'data: {"type":"content_block_start","content_block":{"type":"text","text":"f"}}\n\n'
    b'data: {"type":"content_block_delta",\ndata: "delta":{"type":"text_delta","text":"in\xc3\xa9 \\ud83d"}}\n\n'
    b'data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"\\ude42"}}\n\n'
    b'data:\n\ndata: {"type":"something_new","delta":[]}\n\n'
    b'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}\n\n'
    b'data: {"type":"message_stop"}\n\n'
)
MESSAGE_BODY = {
    "id": "m1",
    "model": "m",
    "stop_reason": "end_turn",
    "content": [{"type": "text", "text": "finé 🙂"}],
    "usage": {"input_tokens": 9, "cache_read_input_tokens": 2, "output_tokens": 5},
}
COMPLETION = (
    b'data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\n\n'
    b'data:{"id":"c1","error":null,"choices":[{"index":0,"delta":{"content":"fin\xc3\xa9 \\ud83d"}}],"usage":null}\n\n'
    b'data: {"choices":[{"index":1,"delta":{"content":"another choice"}}]}\n\n'
    b'data: {"choices":[{"finish_reason":"length","delta":{"content":[{"type":"text","text":"\\ude42"}]}}]}\n\n'
    b'data: {"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5},"service_tier":"flex"}\r\n\r\n'
    b"data: [DONE]"
)
COMPLETION_BODY = {
    "id": "c1",
    "model": "m",
    "service_tier": "flex",
    "choices": [{"message": {"content": "finé 🙂", "refusal": ""}, "finish_reason": "length"}],
    "usage": {"prompt_tokens": 9, "completion_tokens": 5},
}
BODIES: list[tuple[type[EventStream], bytes, Mapping[str, object]]] = [
    (MessageEvents, MESSAGE, MESSAGE_BODY),
    (CompletionEvents, COMPLETION, COMPLETION_BODY),
]


@pytest.mark.parametrize(("kind", "raw", "body"), BODIES)
@given(data=st.data())
def test_a_stream_is_read_wherever_it_is_cut(
    kind: type[EventStream], raw: bytes, body: Mapping[str, object], data: st.DataObject
) -> None:
    """However the network divides its bytes, a stream becomes the same body, and its beginning alone is no reply."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(raw) - 1), max_size=8)))
    events = kind()
    for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True):
        assert not events.is_whole
        events.feed(raw[start:end])
    events.end()
    assert events.failure(200, {}) is None
    assert events.collected() == body
    part = kind()
    part.feed(raw[: data.draw(st.integers(0, len(raw) - 4))])
    part.end()
    broken = part.failure(200, {})
    assert broken is not None
    assert (broken.failure_class, broken.billed) == (F.CONNECTION, True)


@pytest.mark.parametrize("kind", [MessageEvents, CompletionEvents])
@given(raw=st.binary(max_size=300) | st.text('data: {"type,choices:[]}\n\r', max_size=300).map(str.encode))
def test_no_bytes_break_the_reading(kind: type[EventStream], raw: bytes) -> None:
    """Whatever comes, the stream is whole, or has a failure, or is an unreadable reply."""
    events = kind()
    events.feed(raw)
    events.end()
    if events.failure(200, {}) is None:
        assert events.collected() is not None


# ── when it is asked for ────────────────────────────────────────────────────────────────────────

LONG: list[tuple[int, float, float, bool]] = [
    (500, 20, 60, False),
    (6_000, 20, 1_200, False),
    (6_001, 20, 1_201, True),
    (32_000, 20, 6_400, True),
    (32_000, 20, 300, False),  # the user's own time-out is shorter than what is long
    (32_000, 200, 640, False),
    (64_000, 200, 1_280, True),
]


@pytest.mark.parametrize(("max_tokens", "tokens_per_s", "timeout_s", "wanted"), LONG)
def test_an_answer_is_long_by_its_maximum_and_the_models_speed(
    max_tokens: int, tokens_per_s: float, timeout_s: float, wanted: bool
) -> None:
    """What may take more than five minutes is streamed, and nothing else."""
    assert takes_long(max_tokens, tokens_per_s, timeout_s) is wanted


def test_a_model_is_reckoned_with_at_half_its_speed() -> None:
    """A speed that was measured decides, with room for a bad day; an unknown one is a slow one."""
    speeds = Speeds()
    request = replace(ASKED, max_tokens=20_000)

    def is_long() -> bool:
        return speeds.takes_long("m", request, speeds.timeout_s("m", request))

    assert is_long()
    speeds.note("m", Usage(10, 1_000), 10_000)  # 100 tokens a second
    assert is_long()
    other = Speeds()
    other.note("m", Usage(10, 1_000), 5_000)
    assert not other.takes_long("m", request, other.timeout_s("m", request))
    patient = replace(request, parameters=Parameters(timeout_s=120))
    assert not speeds.takes_long("m", patient, speeds.timeout_s("m", patient))


def test_a_request_is_the_same_however_it_is_answered() -> None:
    """A digest is of the neutral request, which says nothing of streams."""
    assert "stream" not in set(Request.__dataclass_fields__)


@pytest.mark.parametrize(("max_tokens", "streamed"), [(8_000, True), (800, False)])
def test_a_run_streams_its_long_answers_only(
    max_tokens: int,
    streamed: bool,
    provider: ProviderServer,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The provider sees `stream: true` where an answer may be long and not where it is short, and both are known."""
    models = [f"{api}/{MODELS[api]}" for api in ("openai", "anthropic")]
    phases: list[dict[str, Json]] = [
        {"name": model, "task_type": "chat", "model": model, "max_output_tokens": max_tokens} for model in models
    ]
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(1), phases=phases).into(monkeypatch)
    assert made.run().status == "COMPLETED"
    assert [row.streamed for row in provider.invoice()] == [streamed, streamed]
    again = make_job(sqlite_url, tmp_path, provider, items=items_of(1), phases=phases)
    assert again.run().status == "COMPLETED"
    assert len(provider.invoice()) == 2
    assert {row[1] for row in again.results().values()} == {"COMPLETED"}
