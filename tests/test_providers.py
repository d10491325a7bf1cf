"""Every provider over HTTP, through its real SDK against the loopback provider: what it asks, and what it hears."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import orjson
import pytest

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.advice import Origins, advised
from orchestrator.providers.anthropic import accepted_schema
from orchestrator.providers.base import Message, NotSentError, Provider, ProviderError, Reply, Request
from orchestrator.providers.openai import is_strict
from orchestrator.providers.registry import known_providers, make_provider
from orchestrator.providers.sdk import HttpProvider
from orchestrator.providers.sending import MAX_REPLY_BYTES
from state.errors import ConfigError
from state.plan_records import OutputForm, OutputFormat, Parameters
from state.provider_settings import ProviderSettings
from state.records import Usage
from tests.fakes.provider_server import InvoiceRow, ProviderServer

ROOT = Path(__file__).parents[1]
KEY = "sk-made-up-0123456789abcdef"
TEXT = (
    "Ships carry nine tenths of the world's goods, and most of them burn heavy oil; ports ask for cleaner fuel now. é"
)
SYSTEM = "Summarise what follows in one sentence, and leave the numbers out of it."
SCHEMA = (
    '{"additionalProperties":false,"properties":{"kind":{"enum":["news","report"],"type":"string"},'
    '"title":{"maxLength":40,"type":"string"}},"required":["kind","title"],"type":"object"}'
)
ASKED = Request(system=SYSTEM, messages=(Message("user", TEXT),), max_tokens=500)
AS_JSON = Request(
    system=SYSTEM, messages=(Message("user", TEXT),), max_tokens=500, output=OutputForm(OutputFormat.JSON, SCHEMA)
)
MODELS = {"anthropic": "claude-haiku-5-5", "openai": "gpt-6-luna", "gateway": "gpt-6-luna"}
APIS = pytest.mark.parametrize("api", list(MODELS))


@pytest.fixture(scope="module")
def running() -> Iterator[ProviderServer]:
    """One server for the module, which bills a token a byte: the worst that a client must reckon with."""
    with ProviderServer(bytes_per_token=1) as server:
        yield server


@pytest.fixture
def server(running: ProviderServer) -> ProviderServer:
    """The module's server, as if just started."""
    running.reset()
    return running


def settings_of(server: ProviderServer) -> tuple[ProviderSettings, ...]:
    """The config's one provider: a gateway that speaks OpenAI's words."""
    headers = (("x-team", "team ${TEAM}"),)
    return (ProviderSettings("gateway", server.openai_url, api_key_env="GATEWAY_KEY", headers=headers),)


def environ_of(server: ProviderServer) -> dict[str, str]:
    """Keys and addresses of all three."""
    return {
        "ANTHROPIC_API_KEY": KEY,
        "ANTHROPIC_BASE_URL": server.anthropic_url,
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": server.openai_url,
        "GATEWAY_KEY": KEY,
        "TEAM": "red",
    }


def made(api: str, server: ProviderServer, **environ: str) -> HttpProvider:  # type: ignore[type-arg]  # any client
    """A provider that asks the loopback server."""
    provider = make_provider(api, settings_of(server), environ_of(server) | environ)
    assert isinstance(provider, HttpProvider)
    return provider


def open_gate(call_id: str) -> None:
    """Let everything through."""


@dataclass(frozen=True)
class Shut:
    """A gate that lets nothing through."""

    def __call__(self, call_id: str) -> None:
        """Refuse."""
        raise NotSentError(f"{call_id}: the job is paused")


def ask(
    provider: Provider,
    request: Request = ASKED,
    *,
    model: str | None = None,
    call_id: str = "call-1",
    timeout_s: float = 20,
    gate: Callable[[str], None] = open_gate,
) -> Reply:
    """Send one request and close the provider."""

    async def send() -> Reply:
        try:
            return await provider.send(
                request, model=model or MODELS[provider.name], call_id=call_id, timeout_s=timeout_s, gate=gate
            )
        finally:
            await provider.close()

    return asyncio.run(send())


def failure_of(api: str, server: ProviderServer, **options: object) -> Failure:
    """The failure that one request ends in; no message of it may hold the key or the prompt."""
    with pytest.raises(ProviderError) as caught:
        ask(made(api, server), **options)  # type: ignore[arg-type]  # the arguments of `ask`
    failure = caught.value.failure
    assert failure is not None
    for said in (str(caught.value), failure.message):
        assert KEY not in said
        assert not any(TEXT[start : start + 16] in said for start in range(len(TEXT) - 16))
        assert not any(SYSTEM[start : start + 16] in said for start in range(len(SYSTEM) - 16))
    assert pickle.loads(pickle.dumps(failure)) == failure
    return failure


def only_row(server: ProviderServer) -> InvoiceRow:
    """The one request that the provider has seen."""
    server.wait_idle()
    (row,) = server.invoice()
    return row


def billed(row: InvoiceRow) -> Usage:
    """What the provider billed for it."""
    return Usage(row.input_tokens, row.output_tokens, row.cached_tokens, row.cache_write_tokens)


# ── a good answer ───────────────────────────────────────────────────────────────────────────────


@APIS
def test_reply_is_what_the_provider_billed(api: str, server: ProviderServer) -> None:
    """Text, usage, ids and the call's header agree with the provider's books to the token."""
    provider = made(api, server)
    reply = ask(provider, call_id="call-77")
    row = only_row(server)
    assert (reply.finish, reply.model, reply.http_status) == ("stop", MODELS[api], 200)
    assert reply.text
    assert set(reply.text.split()) <= set(TEXT.replace(";", "").replace(",", "").replace("'", " ").split())
    assert reply.request_id is not None
    assert reply.request_id.startswith("req_")
    assert reply.service_tier is None
    assert reply.usage == billed(row)
    assert row.call_id == "call-77"


@APIS
def test_cached_tokens_are_counted_as_billed(api: str, server: ProviderServer) -> None:
    """Input tokens include those read from and written to the cache, for every provider."""
    server.behave([{"do": "ok", "cached_tokens": 40, "cache_write_tokens": 30}])
    usage = ask(made(api, server)).usage
    assert usage == billed(only_row(server))
    assert (usage.cached_tokens, usage.cache_write_tokens) == (40, 30)
    assert usage.input_tokens >= 70


@APIS
def test_schema_is_asked_for_and_answered(api: str, server: ProviderServer) -> None:
    """A JSON schema reaches the provider, and the answer parses and keeps to it."""
    value = json.loads(ask(made(api, server), AS_JSON).text)
    assert set(value) == {"kind", "title"}
    assert value["kind"] in ("news", "report")


LONG = Request(
    system="ü" * 3000,
    messages=(Message("user", 'é\n\t"quoted"\\ 漢字 🙂' * 200), Message("assistant", "a" * 99), Message("user", "再")),
    max_tokens=50,
    output=OutputForm(OutputFormat.JSON, SCHEMA),
)


@APIS
@pytest.mark.parametrize("request_", [ASKED, AS_JSON, LONG], ids=["text", "json", "long"])
def test_input_bound_holds_where_a_byte_is_a_token(api: str, request_: Request, server: ProviderServer) -> None:
    """The bound of input tokens is never below what is billed, and not far above it either."""
    provider = made(api, server)
    bound = provider.input_tokens_bound(request_)
    usage = ask(provider, request_).usage
    assert usage.input_tokens <= bound <= provider.input_factor * (1.5 * usage.input_tokens + 2500)


@APIS
def test_text_outside_of_unicode_comes_through(api: str, server: ProviderServer) -> None:
    """NUL and lone surrogates in a reply are decoded as they are, for the caller to judge."""
    server.behave([{"do": "surrogate"}])
    assert "\ud800" in ask(made(api, server)).text
    server.behave([{"do": "nul"}])
    assert "\0" in ask(made(api, server)).text


@APIS
def test_lone_surrogate_in_the_input_is_sent(api: str, server: ProviderServer) -> None:
    """A document with half a surrogate pair makes a request, not a bug of ours."""
    request = Request(system="", messages=(Message("user", "half \ud83d of a pair"),), max_tokens=50)
    with pytest.raises(ProviderError) as caught:
        ask(made(api, server), request)
    assert caught.value.failure is not None
    assert caught.value.failure.failure_class is FailureClass.BAD_REQUEST  # this server's JSON refuses it
    assert len(server.invoice()) == 1


@APIS
@pytest.mark.parametrize(("rule", "finish"), [("declined", "declined"), ("truncated", "length")])
def test_unfinished_answers_are_paid_answers(api: str, rule: str, finish: str, server: ProviderServer) -> None:
    """A declined and a cut answer are replies with their usage, because they are billed."""
    server.behave([{"do": rule}])
    reply = ask(made(api, server))
    assert reply.finish == finish
    assert reply.usage == billed(only_row(server))


@APIS
def test_model_of_the_reply_is_kept(api: str, server: ProviderServer) -> None:
    """The model is the one that the reply names; when it names none, the one that was asked."""
    dated = "claude-haiku-5-5-20260101" if api == "anthropic" else "gpt-6-luna-2026-01-01"
    server.behave([{"do": "ok", "reply_model": dated}])
    assert ask(made(api, server)).model == dated


# ── failures ────────────────────────────────────────────────────────────────────────────────────

F = FailureClass
REFUSALS: list[tuple[dict[str, object], FailureClass]] = [
    ({"do": "rate_limited"}, F.LIMITED),
    ({"do": "no_credit"}, F.NO_CREDIT),
    ({"do": "no_credit", "status": 402}, F.NO_CREDIT),
    ({"do": "context_too_long"}, F.TOO_LONG),
    ({"do": "bad_request"}, F.BAD_REQUEST),
    ({"do": "bad_key"}, F.BAD_KEY),
    ({"do": "unknown_model"}, F.UNKNOWN_MODEL),
    ({"do": "server_error"}, F.SERVER_ERROR),
    ({"do": "unavailable"}, F.OVERLOADED),
    ({"do": "overloaded"}, F.OVERLOADED),
    ({"do": "bad_request", "message": f"cannot read '{TEXT}' with {KEY}"}, F.BAD_REQUEST),
]


@APIS
@pytest.mark.parametrize(
    ("rule", "wanted"), REFUSALS, ids=[f"{rule['do']}-{number}" for number, (rule, _) in enumerate(REFUSALS)]
)
def test_refusals_cost_nothing(api: str, rule: dict[str, object], wanted: FailureClass, server: ProviderServer) -> None:
    """Each refusal ends in its class, unbilled, with its status and the provider's id of it."""
    server.behave([rule])
    failure = failure_of(api, server)
    row = only_row(server)
    assert failure.failure_class is wanted
    assert (failure.billed, failure.outcome_known, failure.usage) == (False, True, None)
    assert failure.http_status == row.status
    assert (failure.request_id or "").startswith("req_")
    assert not row.billed


FORBIDDEN = {"anthropic": F.BAD_KEY, "openai": F.UNKNOWN_MODEL, "gateway": F.UNKNOWN_MODEL}


@APIS
def test_forbidden_is_told_by_its_words(api: str, server: ProviderServer) -> None:
    """A 403 is about the key, unless it says that it is about the model."""
    server.behave([{"do": "forbidden"}])
    assert failure_of(api, server).failure_class is FORBIDDEN[api]


@APIS
@pytest.mark.parametrize(
    ("form", "low", "high"),
    [("seconds", 2, 2), ("float", 1.5, 1.5), ("ms", 1.5, 1.5), ("date", 0.5, 3.5), ("reset", 0.4, 2.6)],
)
def test_every_way_to_say_wait_is_heard(api: str, form: str, low: float, high: float, server: ProviderServer) -> None:
    """Retry-After in seconds, broken seconds, milliseconds, as a date, and the provider's own reset header."""
    server.behave([{"do": "rate_limited", "wait_s": 1.5, "forms": [form]}])
    wait_s = failure_of(api, server).retry_after_s
    assert wait_s is not None
    assert low <= wait_s <= high


@APIS
def test_no_word_about_waiting_is_none(api: str, server: ProviderServer) -> None:
    """A 429 that does not say how long leaves the wait to us."""
    server.behave([{"do": "rate_limited", "forms": ["none"]}])
    assert failure_of(api, server).retry_after_s is None


@APIS
@pytest.mark.parametrize("rule", ["drop", "cut"])
def test_broken_connection_leaves_the_outcome_open(api: str, rule: str, server: ProviderServer) -> None:
    """Whether a call that was hung up on was billed cannot be seen from here, so it is held for possible."""
    server.behave([{"do": rule}])
    failure = failure_of(api, server)
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.CONNECTION, True, False)
    assert only_row(server).outcome == {"drop": "dropped", "cut": "cut"}[rule]


@APIS
def test_time_out_leaves_the_outcome_open(api: str, server: ProviderServer) -> None:
    """A request that time ran out for was sent, may be billed, and is one request, not two."""
    server.behave([{"do": "ok", "latency_ms": 60_000}])
    failure = failure_of(api, server, timeout_s=0.3)
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.TIMEOUT, True, False)
    assert only_row(server).outcome == "hung_up"


@APIS
def test_no_connection_is_known_to_be_free(api: str, server: ProviderServer) -> None:
    """Where nobody listens, nothing was sent and the gate was not asked."""
    asked: list[str] = []
    nowhere = "http://127.0.0.1:9/v1"
    settings = (ProviderSettings("gateway", nowhere, api_key_env="GATEWAY_KEY"),)
    urls = {"ANTHROPIC_BASE_URL": nowhere, "OPENAI_BASE_URL": nowhere}
    with pytest.raises(ProviderError) as caught:
        ask(make_provider(api, settings, environ_of(server) | urls), gate=asked.append)
    failure = caught.value.failure
    assert failure is not None
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.CONNECTION, False, True)
    assert asked == []


WHERE = {
    "anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"),
    "openai": ("OPENAI_API_KEY", "OPENAI_BASE_URL"),
    "gateway": ("GATEWAY_KEY", "providers.gateway.base_url"),
}


def failure_at(api: str, url: str, server: ProviderServer) -> Failure:
    """The failure of one request to an address."""
    settings = (ProviderSettings("gateway", url, api_key_env="GATEWAY_KEY"),)
    urls = {"ANTHROPIC_BASE_URL": url, "OPENAI_BASE_URL": url}
    with pytest.raises(ProviderError) as caught:
        ask(make_provider(api, settings, environ_of(server) | urls))
    assert caught.value.failure is not None
    return caught.value.failure


@APIS
def test_what_is_set_wrong_is_named(api: str, server: ProviderServer) -> None:
    """A refused key, a host that nobody reaches and a path that nobody serves name the provider and the setting."""
    key, url = WHERE[api]
    server.behave([{"do": "bad_key", "times": 1}])
    assert failure_of(api, server).message.endswith(f"; {api} was asked with the key in {key}")
    away = failure_at(api, "http://127.0.0.1:9/v1", server).message
    assert away.endswith(f"; {api} was asked at http://127.0.0.1:9/v1, see {url}")
    lost = failure_at(api, f"http://127.0.0.1:{urlsplit(server.openai_url).port}/nowhere", server)
    assert (lost.failure_class, lost.http_status) == (F.UNKNOWN_MODEL, 404)
    assert f"/nowhere, see {url}: is its path right" in lost.message


def test_no_password_of_an_address_is_told() -> None:
    """Advice that shows an address leaves out who asks, and what follows the path."""
    origins = Origins("gateway", None, "providers.gateway.base_url", "http://user:secret@host:1/v1?key=secret")
    told = advised(Failure(F.CONNECTION, "not sent"), origins).message
    assert told == "not sent; gateway was asked at http://host:1/v1, see providers.gateway.base_url"


@APIS
def test_a_model_that_is_not_there_is_not_blamed_on_the_address(api: str, server: ProviderServer) -> None:
    """A 404 that speaks of the model names no setting of the address."""
    server.behave([{"do": "unknown_model"}])
    assert WHERE[api][1] not in failure_of(api, server).message


@APIS
def test_unreadable_reply_is_billed(api: str, server: ProviderServer) -> None:
    """A page of HTML under status 200 is an invalid reply that was paid for."""
    server.behave([{"do": "not_json"}])
    failure = failure_of(api, server)
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.INVALID_REPLY, True, True)
    assert only_row(server).billed


def test_endless_reply_is_not_read_to_its_end(server: ProviderServer) -> None:
    """Of a reply of 100 MB no more is read than the cap, and it counts as invalid and billed."""
    server.behave([{"do": "huge", "chars": 100_000_000}])
    failure = failure_of("openai", server)
    assert (failure.failure_class, failure.billed) == (F.INVALID_REPLY, True)
    assert f"longer than {MAX_REPLY_BYTES // 2**20} MiB" in failure.message


def test_long_reply_comes_whole(server: ProviderServer) -> None:
    """A reply of some megabytes is nothing special."""
    server.behave([{"do": "huge", "chars": 3_000_000}])
    assert len(ask(made("openai", server)).text) >= 3_000_000


@APIS
def test_missing_key_is_said_and_nothing_is_sent(api: str, server: ProviderServer) -> None:
    """Without its key a provider says which variable it wants, and sends nothing."""
    variable = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY", "gateway": "GATEWAY_KEY"}[api]
    provider = made(api, server, **{variable: "  \n"})
    assert provider.missing_key() == f"{variable} is not set"
    with pytest.raises(ProviderError, match=f"{variable} is not set"):
        ask(provider)
    assert server.invoice() == []
    assert made(api, server).missing_key() is None


# ── the gate ────────────────────────────────────────────────────────────────────────────────────


@APIS
def test_gate_is_asked_once_before_the_bytes(api: str, server: ProviderServer) -> None:
    """The gate hears the call's id exactly once, while the provider has not seen the request yet."""
    seen: list[tuple[str, int]] = []

    def gate(call_id: str) -> None:
        seen.append((call_id, len(server.invoice())))

    ask(made(api, server), call_id="call-5", gate=gate)
    assert seen == [("call-5", 0)]
    assert [row.call_id for row in server.invoice()] == ["call-5"]


@APIS
def test_shut_gate_lets_no_byte_through(api: str, server: ProviderServer) -> None:
    """When the gate says no, the provider has seen nothing, and the reason comes through."""
    with pytest.raises(NotSentError, match="the job is paused"):
        ask(made(api, server), gate=Shut())
    assert server.invoice() == []


def test_broken_gate_is_no_connection_error(server: ProviderServer) -> None:
    """A bug in the gate comes out as what it is, and nothing was sent."""

    def broken(call_id: str) -> None:
        raise KeyError(call_id)

    with pytest.raises(KeyError):
        ask(made("openai", server), gate=broken)
    assert server.invoice() == []


@APIS
def test_calls_at_once_keep_their_own_gates(api: str, server: ProviderServer) -> None:
    """Of twenty calls at once, those whose gate is shut are the ones that are not sent."""
    server.behave(latency_ms=20)
    provider = made(api, server)

    async def send(number: int) -> bool:
        gate = Shut() if number % 3 == 0 else open_gate
        try:
            await provider.send(ASKED, model=MODELS[api], call_id=f"call-{number}", timeout_s=20, gate=gate)
        except NotSentError:
            return False
        return True

    async def all_of_them() -> list[bool]:
        try:
            return await asyncio.gather(*(send(number) for number in range(20)))
        finally:
            await provider.close()
            await provider.close()

    went = asyncio.run(all_of_them())
    assert went == [number % 3 != 0 for number in range(20)]
    assert {row.call_id for row in server.invoice()} == {f"call-{number}" for number in range(20) if number % 3}


# ── what is asked ───────────────────────────────────────────────────────────────────────────────

FULL = Request(
    system="System.",
    messages=(Message("user", "One"), Message("assistant", "Two"), Message("user", "Three")),
    max_tokens=321,
    output=OutputForm(OutputFormat.JSON, SCHEMA),
    parameters=Parameters(
        temperature=0.5, effort="low", seed=7, stop=("END",), extra_body='{"top_p":0.9}', service_tier="flex"
    ),
    attempt=2,
    generation=1,
    salt="job/item",
)
TURNS = [
    {"role": "user", "content": "One"},
    {"role": "assistant", "content": "Two"},
    {"role": "user", "content": "Three"},
]
OPENAI_FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": "output", "schema": orjson.loads(SCHEMA), "strict": True},
}
ANTHROPIC_SCHEMA = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["news", "report"]},
        "title": {"type": "string", "description": "{maxLength: 40}"},
    },
    "required": ["kind", "title"],
    "additionalProperties": False,
}
GOLDEN: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "anthropic": (
        {
            "model": "m",
            "max_tokens": 500,
            "messages": [{"role": "user", "content": TEXT}],
            "service_tier": "standard_only",
            "system": [{"type": "text", "text": SYSTEM}],
        },
        {
            "model": "m",
            "max_tokens": 321,
            "messages": TURNS,
            "service_tier": "flex",
            "system": [{"type": "text", "text": "System."}],
            "temperature": 0.5,
            "stop_sequences": ["END"],
            "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": ANTHROPIC_SCHEMA}},
        },
    ),
    "openai": (
        {
            "model": "m",
            "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": TEXT}],
            "max_completion_tokens": 500,
            "service_tier": "default",
        },
        {
            "model": "m",
            "messages": [{"role": "system", "content": "System."}, *TURNS],
            "max_completion_tokens": 321,
            "service_tier": "flex",
            "temperature": 0.5,
            "reasoning_effort": "low",
            "seed": 7,
            "stop": ["END"],
            "response_format": OPENAI_FORMAT,
        },
    ),
    "gateway": (
        {
            "model": "m",
            "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": TEXT}],
            "max_tokens": 500,
        },
        {
            "model": "m",
            "messages": [{"role": "system", "content": "System."}, *TURNS],
            "max_tokens": 321,
            "service_tier": "flex",
            "temperature": 0.5,
            "reasoning_effort": "low",
            "seed": 7,
            "stop": ["END"],
            "response_format": OPENAI_FORMAT,
        },
    ),
}


@APIS
def test_request_bodies_are_golden(api: str, server: ProviderServer) -> None:
    """The body of a plain request and of one with everything in it is what stands here."""
    provider = made(api, server)
    assert provider.body(ASKED, "m") == GOLDEN[api][0]
    assert provider.body(FULL, "m") == GOLDEN[api][1]


@APIS
def test_extra_body_goes_along(api: str, server: ProviderServer) -> None:
    """What is sent is the golden body and the user's extra body: the provider saw exactly those bytes."""
    import hashlib

    provider = made(api, server)
    ask(provider, FULL)
    sent = {**provider.body(FULL, MODELS[api]), "top_p": 0.9}
    canonical = orjson.dumps(sent, option=orjson.OPT_SORT_KEYS)
    assert only_row(server).sha256 == hashlib.sha256(canonical).hexdigest()


@APIS
@pytest.mark.parametrize("extra", ['{"max_tokens":9}', '{"model":"dearer"}', '{"n":5}', '{"stream":true}'])
def test_extra_body_cannot_take_over(api: str, extra: str, server: ProviderServer) -> None:
    """An extra body that would change whom is asked, or how much it can cost, is refused before it is sent."""
    request = Request("", (Message("user", TEXT),), 50, parameters=Parameters(extra_body=extra))
    failure = failure_of(api, server, request=request)
    assert failure.failure_class is F.BAD_REQUEST
    assert next(iter(json.loads(extra))) in failure.message
    assert server.invoice() == []


def test_long_shared_part_is_marked_for_the_cache(server: ProviderServer) -> None:
    """Anthropic keeps in its cache what is marked: a long system text is."""
    body = made("anthropic", server).body(Request("s" * 5000, (Message("user", "x"),), 50), "m")
    assert body["system"] == [{"type": "text", "text": "s" * 5000, "cache_control": {"type": "ephemeral"}}]


# ── secrets ─────────────────────────────────────────────────────────────────────────────────────


@APIS
def test_providers_do_not_pickle(api: str, server: ProviderServer) -> None:
    """A provider holds a key, so it cannot get into a pickled graph; nor does its text show the key."""
    provider = made(api, server)
    assert KEY not in repr(provider)
    assert KEY not in repr(provider._endpoint)
    with pytest.raises(TypeError, match="make it where it is used"):
        pickle.dumps(provider)


HEADERS_SEEN = """
import asyncio, json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from orchestrator.providers.base import Message, ProviderError, Request
from orchestrator.providers.registry import make_provider
from state.provider_settings import ProviderSettings

seen = {}
class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        seen.update({name.lower(): value for name, value in self.headers.items()})
        self.send_response(401); self.send_header("content-length", "0"); self.end_headers()
    def log_message(self, *_): pass

server = HTTPServer(("127.0.0.1", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
settings = ProviderSettings("gateway", f"http://127.0.0.1:{server.server_port}/v1", None, (("x-team", "team ${TEAM}"),))
provider = make_provider("gateway", [settings], os.environ)
async def main():
    try:
        request = Request("", (Message("user", "x"),), 5)
        await provider.send(request, model="m", call_id="c", timeout_s=9, gate=lambda _: None)
    except ProviderError:
        pass
    await provider.close()
asyncio.run(main())
print(json.dumps(seen))
"""


def test_gateway_without_a_key_gets_nobodys_key() -> None:
    """A provider of the config that needs no key is not sent OpenAI's key, organisation or project."""
    environ = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "TEAM": "red",
        "OPENAI_API_KEY": KEY,
        "OPENAI_ORG_ID": "org-mine",
        "OPENAI_PROJECT_ID": "proj-mine",
    }
    done = subprocess.run(
        [sys.executable, "-c", HEADERS_SEEN], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["x-team"] == "team red"
    assert seen["x-batchwright-call-id"] == "c"
    assert {"authorization", "openai-organization", "openai-project"}.isdisjoint(seen)
    assert KEY not in done.stdout


# ── the registry ────────────────────────────────────────────────────────────────────────────────


def test_unknown_provider_names_the_known_ones() -> None:
    """A name that nobody has is an error that lists those that somebody has."""
    settings = (ProviderSettings("gateway", "http://127.0.0.1:1/v1"),)
    assert known_providers(settings) == ("anthropic", "openai", "local", "gateway")
    with pytest.raises(ConfigError, match="no provider is called 'mine'; known: anthropic, openai, local, gateway"):
        make_provider("mine", settings, {})


def test_header_variable_that_is_not_set_is_named() -> None:
    """A header that needs a variable which is not there is refused, without its value."""
    settings = (ProviderSettings("gateway", "http://h/v1", None, (("x-secret", "hush ${NOT_THERE}"),)),)
    with pytest.raises(ConfigError, match=r"providers\.gateway\.headers\.x-secret: .*NOT_THERE") as caught:
        make_provider("gateway", settings, {})
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host/v1", "https://", "http://host:99999/v1", "//[bad"])
def test_address_that_is_none_is_refused(url: str) -> None:
    """A base URL that cannot be one is an error when the provider is made, not at each call."""
    with pytest.raises(ConfigError, match="expected an address like https://host/v1"):
        make_provider("gateway", (ProviderSettings("gateway", url),), {})


def test_password_in_an_address_is_not_repeated() -> None:
    """An address that is refused is not shown when it may hold a password."""
    with pytest.raises(ConfigError) as caught:
        make_provider("gateway", (ProviderSettings("gateway", "htps://me:hush@host"),), {})
    assert "hush" not in str(caught.value)


@APIS
def test_address_with_a_password_is_refused_before_anything_is_sent(api: str, server: ProviderServer) -> None:
    """A user and a password in an address are an error that names the variable, and does not repeat them."""
    url = server.openai_url.replace("//", "//me:hush@")
    environ = environ_of(server) | {"ANTHROPIC_BASE_URL": url, "OPENAI_BASE_URL": url}
    with pytest.raises(ConfigError, match="holds a user or a password before its host") as caught:
        make_provider(api, (ProviderSettings("gateway", url, api_key_env="GATEWAY_KEY"),), environ)
    assert caught.value.path == WHERE[api][1]
    assert "hush" not in f"{caught.value} {caught.value.hint}"


def test_registry_and_keys_load_no_sdk() -> None:
    """Looking for keys imports no SDK and no model: that is for processes that make calls."""
    code = (
        "import sys\n"
        "from orchestrator.providers.registry import make_provider\n"
        "early = {'aiohttp', 'httpx2', 'anthropic', 'openai', 'xllamacpp'} & set(sys.modules)\n"
        "missing = [make_provider(name, (), {}).missing_key() for name in ('anthropic', 'openai', 'local')]\n"
        "late = {'aiohttp', 'anthropic', 'openai', 'xllamacpp'} & set(sys.modules)\n"
        "print(sorted(early), missing, sorted(late))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[] ['ANTHROPIC_API_KEY is not set', 'OPENAI_API_KEY is not set', None] []\n"


# ── replies that keep no promise ────────────────────────────────────────────────────────────────

GOOD_CHAT = {
    "id": "c1",
    "model": "m-1",
    "choices": [{"message": {"content": "fine"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 9, "completion_tokens": 3},
}
GOOD_MESSAGE = {
    "id": "m1",
    "model": "m-1",
    "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "fi"}, {"type": "text", "text": "ne"}],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 9, "output_tokens": 3},
}
GOOD = {"openai": GOOD_CHAT, "gateway": GOOD_CHAT, "anthropic": GOOD_MESSAGE}


def read(api: str, server: ProviderServer, body: object, status: int = 200) -> Reply:
    """What a provider makes of a reply with this body."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return made(api, server)._read(httpx2.Response(status, content=content), ASKED, "asked-model")


@APIS
def test_least_reply_is_enough(api: str, server: ProviderServer) -> None:
    """A reply of the promised form is read; without a model it is the one that was asked."""
    reply = read(api, server, GOOD[api])
    assert (reply.text, reply.finish, reply.model) == ("fine", "stop", "m-1")
    assert reply.usage == Usage(9, 3)
    assert read(api, server, {**GOOD[api], "model": None}).model == "asked-model"


BROKEN: list[dict[str, object]] = [
    {"usage": {"prompt_tokens": -1, "input_tokens": -1}},
    {"usage": {"prompt_tokens": 1e30, "input_tokens": 10**30}},
    {"usage": {"prompt_tokens": 9_000_000_000, "input_tokens": 9_000_000_000}},
    {"usage": {"prompt_tokens": "9", "input_tokens": True}},
    {"usage": [1]},
    {"usage": {"prompt_tokens": 5, "prompt_tokens_details": {"cached_tokens": 6}, "input_tokens": 5.5}},
    {"choices": [], "content": None},
    {"choices": None, "content": "fine"},
    {"choices": [{"message": None}], "content": [None]},
]


@APIS
@pytest.mark.parametrize("change", BROKEN, ids=lambda one: str(one)[:40])
def test_impossible_reply_is_invalid_and_billed(api: str, change: dict[str, object], server: ProviderServer) -> None:
    """A reply that cannot be true ends as an invalid one that may have been billed, never as an exception of ours."""
    with pytest.raises(ProviderError) as caught:
        read(api, server, {**GOOD[api], **change})
    failure = caught.value.failure
    assert failure is not None
    assert (failure.failure_class, failure.billed) == (F.INVALID_REPLY, True)


NO_OBJECTS = [b"", b"null", b"[]", b"NaN", b"[" * 100_000, b'["\\u0041",' + b"[" * 100_000, b"\xff\xfe", b"1" * 5000]


@APIS
@pytest.mark.parametrize("body", NO_OBJECTS, ids=lambda one: str(one)[:20])
def test_bytes_that_are_no_object_are_invalid(api: str, body: bytes, server: ProviderServer) -> None:
    """Whatever stands in a reply instead of an object is an invalid reply."""
    with pytest.raises(ProviderError) as caught:
        read(api, server, body)
    assert caught.value.failure is not None
    assert caught.value.failure.failure_class is F.INVALID_REPLY


def test_usage_that_is_not_said_is_booked_at_its_most(server: ProviderServer) -> None:
    """A gateway that reports no usage is booked at the bound; of OpenAI and Anthropic such a reply is invalid."""
    reply = read("gateway", server, {**GOOD_CHAT, "usage": None})
    assert reply.usage == Usage(made("gateway", server).input_tokens_bound(ASKED), ASKED.max_tokens)
    for api in ("openai", "anthropic"):
        with pytest.raises(ProviderError, match="without usage"):
            read(api, server, {**GOOD[api], "usage": None})


def test_usage_of_an_invalid_reply_is_kept(server: ProviderServer) -> None:
    """What an unreadable reply says that it cost is booked."""
    with pytest.raises(ProviderError) as caught:
        read("openai", server, {**GOOD_CHAT, "choices": []})
    assert caught.value.failure is not None
    assert caught.value.failure.usage == Usage(9, 3)


def test_error_in_a_good_status_is_an_error(server: ProviderServer) -> None:
    """A gateway's error wrapped into a 200 is that error, and free."""
    with pytest.raises(ProviderError) as caught:
        read("gateway", server, {"error": {"code": 429, "message": "slow down"}})
    assert caught.value.failure is not None
    assert (caught.value.failure.failure_class, caught.value.failure.billed) == (F.LIMITED, False)


def test_text_in_parts_is_joined(server: ProviderServer) -> None:
    """Some gateways answer with a list of parts: their texts are the text."""
    parts = [{"type": "text", "text": "fi"}, {"type": "image"}, {"type": "text", "text": "ne"}]
    assert read("gateway", server, {**GOOD_CHAT, "choices": [{"message": {"content": parts}}]}).text == "fine"


def test_tier_of_the_reply_is_told_when_it_is_not_the_standard_one(server: ProviderServer) -> None:
    """A tier that changes the price comes through, the standard one does not."""
    assert read("openai", server, {**GOOD_CHAT, "service_tier": "flex"}).service_tier == "flex"
    assert read("openai", server, {**GOOD_CHAT, "service_tier": "default"}).service_tier is None
    batch = {**GOOD_MESSAGE, "usage": {"input_tokens": 9, "output_tokens": 3, "service_tier": "batch"}}
    assert read("anthropic", server, batch).service_tier == "batch"


NULLABLE = (
    '{"type":"object","properties":{"note":{"type":["string","null"],"minLength":3,"description":"d"}},'
    '"required":["note"]}'
)


def test_schema_with_types_in_a_list_is_made_acceptable() -> None:
    """Anthropic is asked with closed objects and alternatives, whatever way the user wrote a type that may be null."""
    schema = accepted_schema(NULLABLE)
    assert isinstance(schema, dict)
    assert schema["additionalProperties"] is False
    assert schema["properties"] == {
        "note": {"anyOf": [{"type": "string", "description": "{minLength: 3}"}, {"type": "null"}], "description": "d"}
    }


STRICT = [
    (SCHEMA, True),
    ('{"type":"object","properties":{},"required":[],"additionalProperties":false}', True),
    ('{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}', False),
    ('{"type":"object","properties":{"a":{},"b":{}},"required":["a"],"additionalProperties":false}', False),
    ('{"type":"array","items":{"type":"object"}}', False),
    ('{"type":"object","properties":{"type":{}},"required":["type"],"additionalProperties":false}', True),
]


@pytest.mark.parametrize(("schema", "strict"), STRICT)
def test_strict_is_asked_where_the_schema_allows(schema: str, strict: bool) -> None:
    """OpenAI's strict mode is asked for exactly where each object is closed and all its properties are required."""
    assert is_strict(orjson.loads(schema)) is strict
