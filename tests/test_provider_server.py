"""The loopback provider keeps its word: real SDKs talk to it, and its invoice is exact."""

from __future__ import annotations

import concurrent.futures
import email.utils
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import anthropic
import httpx2
import jsonschema
import openai
import pytest
from anthropic.types import Message
from openai.types.chat import ChatCompletion

from tests.fakes.behaviour import Settings, TokenBucket, uniform
from tests.fakes.provider_server import ProviderProcess, ProviderServer, read_invoice
from tests.fakes.refusals import duration

TEXT = (
    "Ships carry nine tenths of the world's goods, and most of them burn heavy oil; ports ask for cleaner fuel now. é"
)
ROOT = Path(__file__).parents[1]
GPT = "gpt-6-luna"
CLAUDE = "claude-haiku-5-5"
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "maxLength": 30},
        "kind": {"type": "string", "enum": ["news", "report"]},
        "year": {"type": "integer", "minimum": 2000, "maximum": 2003},
        "weight": {"type": "number", "minimum": 0, "maximum": 1},
        "urgent": {"type": "boolean"},
        "score": {"type": "integer", "minimum": 1, "maximum": 10},
        "parts": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/part"}},
        "note": {"anyOf": [{"type": "null"}, {"type": "string"}]},
    },
    "required": ["title", "kind", "year", "weight", "urgent", "score", "parts", "note"],
    "additionalProperties": False,
    "$defs": {
        "part": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}}},
            "required": ["name"],
        }
    },
}


@pytest.fixture(scope="module")
def running() -> Iterator[ProviderServer]:
    """One server for the module."""
    with ProviderServer() as server:
        yield server


@pytest.fixture
def server(running: ProviderServer) -> ProviderServer:
    """The module's server, as if just started."""
    running.reset()
    return running


def ask_gpt(
    server: ProviderServer | ProviderProcess,
    text: str = TEXT,
    *,
    schema: dict[str, object] | None = None,
    model: str = GPT,
    max_tokens: int = 1000,
    call_id: str = "call-1",
    timeout_s: float = 5,
) -> ChatCompletion:
    """Ask by OpenAI's SDK."""
    with openai.OpenAI(base_url=server.openai_url, api_key="any", max_retries=0, timeout=timeout_s) as client:
        return client.chat.completions.create(
            model=model,
            messages=[{"role": "user", "content": text}],
            max_completion_tokens=max_tokens,
            extra_headers={"x-batchwright-call-id": call_id},
            response_format=openai.omit
            if schema is None
            else {"type": "json_schema", "json_schema": {"name": "out", "schema": schema}},
        )


def ask_claude(
    server: ProviderServer | ProviderProcess,
    text: str = TEXT,
    *,
    schema: dict[str, object] | None = None,
    model: str = CLAUDE,
    max_tokens: int = 1000,
    call_id: str = "call-1",
    timeout_s: float = 5,
) -> Message:
    """Ask by Anthropic's SDK."""
    with anthropic.Anthropic(base_url=server.anthropic_url, api_key="any", max_retries=0, timeout=timeout_s) as client:
        return client.messages.create(
            model=model,
            messages=[{"role": "user", "content": text}],
            max_tokens=max_tokens,
            extra_headers={"x-batchwright-call-id": call_id},
            output_config=anthropic.omit if schema is None else {"format": {"type": "json_schema", "schema": schema}},
        )


def text_of(reply: ChatCompletion | Message) -> str:
    """The text of either SDK's reply."""
    if isinstance(reply, Message):
        return "".join(block.text for block in reply.content if block.type == "text")
    return reply.choices[0].message.content or ""


Ask = Callable[..., ChatCompletion | Message]
both = pytest.mark.parametrize("ask", [ask_gpt, ask_claude])


@both
def test_text_is_made_of_the_input(server: ProviderServer, ask: Ask) -> None:
    """A plain answer uses only words of the input, and is shorter."""
    text = text_of(ask(server))
    assert text
    assert set(text.split()) <= set(
        TEXT.replace("'", " ").replace(",", " ").replace(";", " ").replace(".", " ").split()
    )
    assert len(text) < len(TEXT)


@both
def test_json_conforms_to_its_schema(server: ProviderServer, ask: Ask) -> None:
    """For each of many inputs the answer is valid by the schema, and its score is 7 to 10."""
    for number in range(20):
        value = json.loads(text_of(ask(server, f"{number} {TEXT}", schema=SCHEMA)))
        jsonschema.validate(value, SCHEMA)
        assert 7 <= value["score"] <= 10


def test_json_object_needs_no_schema(server: ProviderServer) -> None:
    """`json_object` gives an object."""
    with openai.OpenAI(base_url=server.openai_url, api_key="any", max_retries=0) as client:
        reply = client.chat.completions.create(
            model=GPT, messages=[{"role": "user", "content": TEXT}], response_format={"type": "json_object"}
        )
    assert isinstance(json.loads(text_of(reply)), dict)


def test_answers_depend_on_content_only(server: ProviderServer) -> None:
    """Order, repetition, provider and model change nothing; another text or schema does."""
    first = [text_of(ask_gpt(server, f"{TEXT} {number}", schema=SCHEMA)) for number in range(5)]
    server.reset()
    again = [text_of(ask_claude(server, f"{TEXT} {number}", schema=SCHEMA)) for number in reversed(range(5))]
    assert again == first[::-1]
    assert len(set(first)) == 5
    assert text_of(ask_gpt(server, f"{TEXT} 0")) != first[0]


def test_embeddings_are_near_for_common_words(server: ProviderServer) -> None:
    """Vectors are of unit length, equal in both encodings, and nearer for texts that share words."""
    texts = ["ships carry goods by sea", "ships carry oil by sea", "a recipe for apple cake"]
    with openai.OpenAI(base_url=server.openai_url, api_key="any", max_retries=0) as client:
        plain = client.embeddings.create(model="text-embedding-3-small", input=texts, encoding_format="float")
        packed = client.embeddings.create(model="text-embedding-3-small", input=texts)
        short = client.embeddings.create(model="text-embedding-3-small", input=texts[0], dimensions=64)
    one, two, three = (row.embedding for row in plain.data)
    assert len(one) == 1536
    assert len(short.data[0].embedding) == 64
    assert packed.data[1].embedding == pytest.approx(two)
    assert sum(value * value for value in one) == pytest.approx(1)
    assert sum(a * b for a, b in zip(one, two, strict=True)) > sum(a * b for a, b in zip(one, three, strict=True))
    assert plain.usage.prompt_tokens == server.invoice()[0].input_tokens > 0


def test_models_are_listed(server: ProviderServer) -> None:
    """Each SDK's list shows its own models."""
    with openai.OpenAI(base_url=server.openai_url, api_key="any") as gpt:
        assert GPT in [model.id for model in gpt.models.list()]
    with anthropic.Anthropic(base_url=server.anthropic_url, api_key="any") as claude:
        assert CLAUDE in [model.id for model in claude.models.list()]


def test_invoice_row_is_exact(server: ProviderServer) -> None:
    """A row says who asked what, and its cost is tokens by price to the last digit."""
    usage = ask_gpt(server, call_id="call-7").usage
    assert usage is not None
    (row,) = server.invoice()
    assert (row.call_id, row.model, row.endpoint, row.status, row.outcome) == ("call-7", GPT, "chat", 200, "delivered")
    assert (row.input_tokens, row.output_tokens) == (usage.prompt_tokens, usage.completion_tokens)
    assert 0 < row.input_tokens <= len(TEXT.encode())
    million = Decimal(1_000_000)
    assert row.cost_usd == row.input_tokens * Decimal("0.1") / million + row.output_tokens * Decimal("0.5") / million
    assert server.cost_usd() == row.cost_usd
    assert row.ended_s > row.arrived_s > 0
    assert len(row.sha256) == 64


@both
def test_cached_tokens_are_said_in_the_providers_way(server: ProviderServer, ask: Ask) -> None:
    """OpenAI includes cached tokens in its input count, Anthropic does not; the invoice always does."""
    server.behave([{"cached_tokens": 9, "cache_write_tokens": 4}])
    reply = ask(server)
    (row,) = server.invoice()
    assert (row.cached_tokens, row.cache_write_tokens) == (9, 4)
    if isinstance(reply, Message):
        assert reply.usage.input_tokens == row.input_tokens - 13
        assert (reply.usage.cache_read_input_tokens, reply.usage.cache_creation_input_tokens) == (9, 4)
    else:
        assert reply.usage is not None
        assert reply.usage.prompt_tokens == row.input_tokens
        assert reply.usage.prompt_tokens_details is not None
        assert reply.usage.prompt_tokens_details.cached_tokens == 9
    rates = [(row.input_tokens - 13, "0.1"), (9, "0.01"), (4, "0.125"), (row.output_tokens, "0.5")]
    assert row.cost_usd == sum(tokens * Decimal(rate) for tokens, rate in rates) / 1_000_000


def test_price_table_covers_other_models() -> None:
    """A model of the table is served and billed by it; one that nobody knows is a 404 and free."""
    prices = {"house-model": {"input": "3", "output": "7"}}
    with ProviderServer(prices=prices, bytes_per_token=1) as server:
        ask_gpt(server, "abc def", model="house-model")
        with pytest.raises(openai.NotFoundError):
            ask_gpt(server, model="nobody-knows")
        good, bad = server.invoice()
    assert good.input_tokens == len("abc def")
    assert good.cost_usd == (good.input_tokens * Decimal(3) + good.output_tokens * Decimal(7)) / 1_000_000
    assert (bad.status, bad.billed, bad.cost_usd) == (404, False, Decimal(0))


@both
def test_max_tokens_cuts(server: ProviderServer, ask: Ask) -> None:
    """No answer is longer than asked for, and a cut one says so."""
    reply = ask(server, TEXT * 10, max_tokens=5)
    finish = reply.stop_reason if isinstance(reply, Message) else reply.choices[0].finish_reason
    assert finish in ("max_tokens", "length")
    assert server.invoice()[0].output_tokens == 5
    assert len(text_of(reply).encode()) <= 20


ERRORS = [
    ("no_credit", openai.RateLimitError, 429, "insufficient_quota", 400, "credit balance is too low"),
    ("context_too_long", openai.BadRequestError, 400, "context_length_exceeded", 400, "prompt is too long"),
    ("bad_key", openai.AuthenticationError, 401, "invalid_api_key", 401, "authentication_error"),
    ("forbidden", openai.PermissionDeniedError, 403, "model_not_found", 403, "permission_error"),
    ("unknown_model", openai.NotFoundError, 404, "model_not_found", 404, "not_found_error"),
    ("server_error", openai.InternalServerError, 500, "server_error", 500, "api_error"),
    ("unavailable", openai.InternalServerError, 503, "overloaded", 503, "api_error"),
    ("overloaded", openai.InternalServerError, 503, "overloaded", 529, "overloaded_error"),
]


@pytest.mark.parametrize(("do", "kind", "gpt", "gpt_word", "claude", "claude_word"), ERRORS)
def test_errors_have_the_providers_shape(
    server: ProviderServer, do: str, kind: type[Exception], gpt: int, gpt_word: str, claude: int, claude_word: str
) -> None:
    """Each SDK raises its own class for each error, with the provider's words, and nothing is billed."""
    server.behave([{"do": do}])
    with pytest.raises(openai.APIStatusError) as by_gpt:
        ask_gpt(server)
    assert isinstance(by_gpt.value, kind)
    assert by_gpt.value.status_code == gpt
    assert gpt_word in str(by_gpt.value.body)
    with pytest.raises(anthropic.APIStatusError) as by_claude:
        ask_claude(server)
    assert by_claude.value.status_code == claude
    assert claude_word in str(by_claude.value.body)
    assert by_claude.value.request_id
    assert [(row.status, row.billed) for row in server.invoice()] == [(gpt, False), (claude, False)]
    assert server.cost_usd() == 0


def test_status_of_an_error_can_be_set(server: ProviderServer) -> None:
    """A 402 is a billing error for Anthropic."""
    server.behave([{"do": "no_credit", "status": 402}])
    with pytest.raises(anthropic.APIStatusError) as error:
        ask_claude(server)
    assert error.value.status_code == 402
    assert "billing_error" in str(error.value.body)


def limited_headers(server: ProviderServer, ask: Ask, form: str, wait_s: float) -> httpx2.Headers:
    """The headers of a 429 that says how long to wait in that form."""
    server.behave([{"do": "rate_limited", "forms": [form], "wait_s": wait_s}])
    with pytest.raises((openai.RateLimitError, anthropic.RateLimitError)) as error:
        ask(server)
    assert isinstance(error.value, openai.RateLimitError | anthropic.RateLimitError)
    return error.value.response.headers


@both
def test_retry_after_in_every_form(server: ProviderServer, ask: Ask) -> None:
    """Seconds, float, HTTP date and milliseconds are said as they are in the wild, or nothing is."""
    assert limited_headers(server, ask, "seconds", 90)["retry-after"] == "90"
    assert limited_headers(server, ask, "float", 1.5)["retry-after"] == "1.5"
    date = limited_headers(server, ask, "date", 90)["retry-after"]
    assert date.endswith("GMT")
    assert email.utils.parsedate_to_datetime(date).timestamp() - time.time() == pytest.approx(90, abs=3)
    assert limited_headers(server, ask, "ms", 0.25)["retry-after-ms"] == "250"
    assert "retry-after" not in limited_headers(server, ask, "none", 90)
    assert server.stats()["limited"] == 5


def test_reset_headers_are_each_providers_own(server: ProviderServer) -> None:
    """OpenAI says a duration, Anthropic a time."""
    assert limited_headers(server, ask_gpt, "reset", 90)["x-ratelimit-reset-requests"] == "1m30s"
    at = limited_headers(server, ask_claude, "reset", 90)["anthropic-ratelimit-requests-reset"]
    assert datetime.fromisoformat(at).timestamp() - time.time() == pytest.approx(90, abs=3)


def test_durations_as_openai_writes_them() -> None:
    """Hours, minutes, seconds and milliseconds."""
    assert [duration(one) for one in (0.25, 1.5, 60, 90, 3661)] == ["250ms", "1.5s", "1m0s", "1m30s", "1h1m1s"]


@both
def test_declined_is_billed(server: ProviderServer, ask: Ask) -> None:
    """A refusal comes as a 200 without text and costs money."""
    server.behave([{"do": "declined"}])
    reply = ask(server)
    finish = reply.stop_reason if isinstance(reply, Message) else reply.choices[0].finish_reason
    assert finish in ("refusal", "content_filter")
    assert text_of(reply) == ""
    assert isinstance(reply, Message) or reply.choices[0].message.refusal
    assert server.cost_usd() > 0


@both
def test_truncated_and_invalid_output(server: ProviderServer, ask: Ask) -> None:
    """A truncated answer is no JSON and says so; an invalid one is JSON that the schema refuses."""
    server.behave([{"do": "truncated", "nth": 1}, {"do": "invalid_output", "nth": 2}])
    cut = ask(server, schema=SCHEMA)
    assert (cut.stop_reason if isinstance(cut, Message) else cut.choices[0].finish_reason) in ("max_tokens", "length")
    with pytest.raises(json.JSONDecodeError):
        json.loads(text_of(cut))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(text_of(ask(server, schema=SCHEMA))), SCHEMA)
    jsonschema.validate(json.loads(text_of(ask(server, schema=SCHEMA))), SCHEMA)


@both
def test_not_json_is_billed(server: ProviderServer, ask: Ask) -> None:
    """A 200 that is no JSON cannot be decoded, and was billed."""
    server.behave([{"do": "not_json"}])
    with pytest.raises(json.JSONDecodeError):
        ask(server)
    assert server.cost_usd() > 0


@both
def test_texts_that_no_database_takes(server: ProviderServer, ask: Ask) -> None:
    """NUL and lone surrogates arrive in texts and inside of JSON."""
    server.behave([{"do": "nul"}])
    assert "\0" in text_of(ask(server))
    assert "\0" in json.loads(text_of(ask(server, schema={"type": "string"})))
    server.behave([{"do": "surrogate"}])
    assert "\ud800" in text_of(ask(server))
    assert "\ud800" in json.loads(text_of(ask(server, schema={"type": "string"})))


@both
def test_drop_is_free_and_cut_is_billed(server: ProviderServer, ask: Ask) -> None:
    """A connection that breaks before processing costs nothing, after it the full price."""
    server.behave([{"do": "drop", "nth": 1}, {"do": "cut", "nth": 2}])
    for _ in range(2):
        with pytest.raises((openai.APIConnectionError, anthropic.APIConnectionError)):
            ask(server)
    ask(server)
    dropped, cut, delivered = server.invoice()
    assert (dropped.outcome, dropped.status, dropped.cost_usd) == ("dropped", 0, Decimal(0))
    assert (cut.outcome, cut.status, cut.cost_usd) == ("cut", 0, delivered.cost_usd)
    assert server.stats()["in_flight"] == 0


@both
def test_who_hangs_up_pays(server: ProviderServer, ask: Ask) -> None:
    """A client that does not wait for the answer is billed, and its request is over at once."""
    server.behave([{"latency_ms": 60_000}])
    with pytest.raises((openai.APITimeoutError, anthropic.APITimeoutError)):
        ask(server, timeout_s=0.05)
    server.wait_idle()
    (row,) = server.invoice()
    assert (row.outcome, row.billed, row.status) == ("hung_up", True, 0)
    assert row.cost_usd > 0


def test_in_flight_is_visible(server: ProviderServer) -> None:
    """A request that waits has a row of its own kind, costs nothing yet, and is counted."""
    server.behave([], latency_ms=150)
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask_gpt, server, f"{TEXT} {number}") for number in range(3)]
        until = time.monotonic() + 5
        while server.stats()["in_flight"] < 3 and time.monotonic() < until:
            pass
        assert {row.outcome for row in server.invoice()} == {"in_flight"}
        assert server.cost_usd() == 0
        assert all(one.result() for one in asked)
    server.wait_idle()
    stats = server.stats()
    assert (stats["high_water"], stats["total"], stats["in_flight"]) == (3, 3, 0)
    assert 1 < stats["mean_in_flight"] <= 3
    assert stats["by_model"][GPT]["high_water"] == 3


def test_latency_is_precise(server: ProviderServer) -> None:
    """Answers come after the latency, not before and hardly after; a rule may say another one."""
    server.behave([{"contains": "slow", "latency_ms": 120}], latency_ms=40)
    ask_gpt(server)
    ask_gpt(server, f"slow {TEXT}")
    plain, slow = (row.ended_s - row.arrived_s for row in server.invoice())
    assert 0.04 <= plain < 0.1
    assert 0.12 <= slow < 0.18


def test_lognormal_latency_is_drawn_by_digest() -> None:
    """Half of the latencies lie below the median, none above the cap, and each is the same again."""
    settings = Settings(median_ms=100, sigma=0.5, cap_ms=300)
    drawn = [settings.latency_s(str(number)) for number in range(2000)]
    assert drawn == [settings.latency_s(str(number)) for number in range(2000)]
    assert sum(one < 0.1 for one in drawn) == pytest.approx(1000, abs=100)
    assert max(drawn) == 0.3


def test_rules_match_what_they_say(server: ProviderServer) -> None:
    """Model, endpoint, text, schema property, nth, after and times each keep a rule from others' requests."""
    server.behave(
        [
            {"model": "gpt-6-sol", "do": "text", "text": "by model"},
            {"endpoint": "messages", "do": "text", "text": "by endpoint"},
            {"contains": 'say "é"', "do": "text", "text": "by text"},
            {"schema_has": "year", "do": "text", "text": "by schema"},
            {"nth": [2, 3], "times": 1, "do": "text", "text": "second"},
            {"after": 7, "do": "text", "text": "late"},
        ]
    )
    assert text_of(ask_gpt(server, model="gpt-6-sol")) == "by model"
    assert text_of(ask_claude(server, "other words")) == "by endpoint"
    assert text_of(ask_gpt(server, 'please say "é" now')) == "by text"
    assert text_of(ask_gpt(server, schema=SCHEMA)) == "by schema"
    ordinary = text_of(ask_gpt(server, "one two three four five"))
    assert [text_of(ask_gpt(server, "one two three four five")) for _ in range(3)] == ["second", ordinary, "late"]


def test_fraction_is_the_same_every_time(server: ProviderServer) -> None:
    """The same requests are hit again, about as many as the fraction says, and others by another seed."""
    server.behave([{"fraction": 0.3, "seed": "a", "do": "text", "text": "hit"}])
    texts = [f"{TEXT} {number}" for number in range(20)]
    first = [text_of(ask_gpt(server, text)) == "hit" for text in texts]
    assert first == [text_of(ask_gpt(server, text)) == "hit" for text in texts]
    assert 1 <= sum(first) <= 14
    assert sum(uniform("b", str(number)) < 0.3 for number in range(3000)) == pytest.approx(900, abs=100)


def test_fixed_score_name_echo_and_huge(server: ProviderServer) -> None:
    """A rule sets the score, the model's name, an echo of the input, or a text beyond all measure."""
    server.behave([{"do": "score", "score": 3, "schema_has": "score"}])
    assert json.loads(text_of(ask_gpt(server, schema=SCHEMA)))["score"] == 3
    server.behave([{"do": "echo", "between": ["<d>", "</d>"], "wrap": ["<t>", "</t>"], "reply_model": "other"}])
    echo = ask_claude(server, "tag this: <d>one two</d> please")
    assert (text_of(echo), echo.model) == ("<t>one two</t>", "other")
    server.behave([{"do": "huge", "chars": 300_000}])
    assert len(text_of(ask_gpt(server))) >= 300_000
    assert server.invoice()[-1].output_tokens == 1000


def test_bad_rules_are_refused(server: ProviderServer) -> None:
    """A misspelt key or action is an error that names it, and changes nothing."""
    with pytest.raises(ValueError, match="modell"):
        server.behave([{"modell": GPT}])
    with pytest.raises(ValueError, match="explode"):
        server.behave([{"do": "explode"}])
    with pytest.raises(ValueError, match="explode"):
        ProviderServer(rules=[{"do": "explode"}])
    assert text_of(ask_gpt(server))


@both
def test_unreadable_requests_are_refused(server: ProviderServer, ask: Ask) -> None:
    """A body that is no JSON is a 400 with a row."""
    path = "/v1/messages" if ask is ask_claude else "/v1/chat/completions"
    reply = httpx2.post(server.base_url + path, content=b'{"model": ')
    assert reply.status_code == 400
    assert "error" in reply.json()
    assert [(row.status, row.billed) for row in server.invoice()] == [(400, False)]


def test_rate_limit() -> None:
    """Beyond the burst there are 429s, which are counted, free, and say how long to wait."""
    with ProviderServer(rate_limit_per_s=0.1, rate_burst=2, limit_forms=("ms", "seconds")) as server:
        ask_gpt(server)
        ask_claude(server)
        with pytest.raises(openai.RateLimitError) as error:
            ask_gpt(server)
        assert 5_000 < int(error.value.response.headers["retry-after-ms"]) <= 10_000
        assert [row.status for row in server.invoice()] == [200, 200, 429]
        assert server.stats()["limited"] == 1


def test_token_bucket_refills() -> None:
    """Two per second after a burst of three, by a clock of our own."""
    bucket = TokenBucket(2.0, 3, now_s=0.0)
    assert [bucket.take(0.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert bucket.take(0.5) == 0.0
    assert [bucket.take(100.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_concurrency_limit() -> None:
    """The request that is one too many gets a 429 while the others wait."""
    with (
        concurrent.futures.ThreadPoolExecutor(2) as pool,
        ProviderServer(concurrency_limit=2, latency_ms=1_500) as server,
    ):
        asked = [pool.submit(ask_gpt, server, f"{TEXT} {number}") for number in range(2)]
        until = time.monotonic() + 5
        while server.stats()["in_flight"] < 2 and time.monotonic() < until:
            pass
        with pytest.raises(openai.RateLimitError):
            ask_gpt(server)
        assert all(one.result() for one in asked)


def test_reset_forgets(server: ProviderServer) -> None:
    """After a reset there are no rows, no rules, and the first time is the first again."""
    server.behave([{"do": "server_error"}])
    with pytest.raises(openai.InternalServerError):
        ask_gpt(server)
    server.reset()
    assert server.invoice() == []
    assert server.stats()["total"] == 0
    server.behave([{"nth": 1, "do": "text", "text": "first"}])
    assert text_of(ask_gpt(server)) == "first"


def test_process_keeps_its_books_through_kill(tmp_path: Path) -> None:
    """The process answers like the thread; killed, its invoice file holds all finished rows; its port can come back."""
    file = tmp_path / "invoice.jsonl"
    with ProviderProcess(invoice=file, rules=[{"nth": 2, "do": "overloaded"}]) as process:
        ask_gpt(process, call_id="one")
        with pytest.raises(anthropic.APIStatusError):
            ask_claude(process, call_id="two")
        rows, port = process.invoice(), process.port
        process.kill()
    assert read_invoice(file) == rows
    assert [(row.call_id, row.status) for row in rows] == [("one", 200), ("two", 529)]
    with ProviderProcess(invoice=file, port=port) as process:
        assert process.port == port
        ask_gpt(process, call_id="three")
    assert [row.call_id for row in read_invoice(file)] == ["one", "two", "three"]


def test_command_line_serves_until_its_parent_is_gone() -> None:
    """The command prints one JSON line and serves; when its standard input closes, it ends by itself."""
    command = [sys.executable, "-m", "tests.fakes.provider_server", "--latency-ms", "1", "--until-stdin-closes"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        assert line["pid"] == process.pid
        assert httpx2.get(f"{line['base_url']}/_stats").json()["total"] == 0
        process.stdin.close()
        assert process.wait(5) == 0


def test_thread_stops_with_requests_in_flight() -> None:
    """Stopping closes the port at once, whoever still waits for an answer."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool, ProviderServer(latency_ms=60_000) as server:
        asked = pool.submit(ask_gpt, server)
        until = time.monotonic() + 5
        while server.stats()["in_flight"] < 1 and time.monotonic() < until:
            pass
        server.stop()
        assert isinstance(asked.exception(5), openai.APIConnectionError)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", server.port), timeout=1)
