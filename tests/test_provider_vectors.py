"""Every provider that embeds, through its real SDK against the loopback provider: packs out, one vector a text back."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import orjson
import pytest

from orchestrator.errors import Failure, FailureClass
from orchestrator.pricing import LOCAL_MODEL, LOCAL_VECTORS
from orchestrator.providers import local_packages, local_vectors
from orchestrator.providers.base import Embedded, Message, NotSentError, Provider, ProviderError, Request
from orchestrator.providers.local import LocalProvider
from orchestrator.providers.openai import OpenAIProvider
from orchestrator.providers.registry import make_provider
from orchestrator.providers.vectors import vector_texts
from state.errors import EngineError
from state.plan_records import OutputForm, OutputFormat, Parameters
from state.records import Json, Usage
from tests.fakes import answers
from tests.fakes.provider_server import ProviderServer
from tests.test_providers import KEY, Shut, billed, made, only_row, open_gate

F = FailureClass
MODEL = "text-embedding-3-small"
EMBEDDING = pytest.mark.parametrize("api", ["openai", "gateway"])
TEXTS = ("Ships burn heavy oil.", "A mill by the river, é 漢字", "Ships burn heavy oil.", "x")


@pytest.fixture(scope="module")
def running() -> Iterator[ProviderServer]:
    """One server for the module, which bills a token a byte: the worst that a client must reckon with."""
    with ProviderServer(bytes_per_token=1, embedding_dims=12) as server:
        yield server


@pytest.fixture
def server(running: ProviderServer) -> ProviderServer:
    """The module's server, as if just started."""
    running.reset()
    return running


def request_of(text: str, extra_body: str | None = None) -> Request:
    """The request for the vector of a text."""
    parameters = Parameters(extra_body=extra_body)
    return Request("", (Message("user", text),), 0, OutputForm(OutputFormat.VECTOR), parameters)


def embed(
    provider: Provider,
    texts: Sequence[str] = TEXTS,
    *,
    model: str = MODEL,
    extra_body: str | None = None,
    timeout_s: float = 20,
    gate: Callable[[str], None] = open_gate,
) -> Embedded:
    """Embed texts in one call, and close the provider."""
    requests = [request_of(text, extra_body) for text in texts]

    async def send() -> Embedded:
        try:
            return await provider.embed(requests, model=model, call_id="call-1", timeout_s=timeout_s, gate=gate)
        finally:
            await provider.close()

    return asyncio.run(send())


def failure_of(provider: Provider, texts: Sequence[str] = TEXTS, **options: object) -> Failure:
    """The failure that a call ends in; no message of it may hold the key or a text."""
    with pytest.raises(ProviderError) as caught:
        embed(provider, texts, **options)  # type: ignore[arg-type]  # the arguments of `embed`
    failure = caught.value.failure
    assert failure is not None
    for said in (str(caught.value), failure.message):
        assert KEY not in said
        assert not any(text in said for text in texts if len(text) > 4)
    return failure


def expected(text: str, dims: int = 12) -> str:
    """The vector that the loopback provider makes of a text, with each number as short as 32 bits allow."""
    shortest = [
        next(f"{one:.{digits}g}" for digits in range(1, 10) if _same(one, digits)) for one in _vector(text, dims)
    ]
    return orjson.dumps([float(one) for one in shortest]).decode()


def _vector(text: str, dims: int) -> list[float]:
    return list(answers.embedding(text, dims))


def _same(number: float, digits: int) -> bool:
    from array import array

    return array("f", [float(f"{number:.{digits}g}")])[0] == number


# ── a good answer ───────────────────────────────────────────────────────────────────────────────


@EMBEDDING
def test_each_text_gets_its_vector(api: str, server: ProviderServer) -> None:
    """In the order of the texts, equal texts equal ones, and usage and ids agree with the provider's books."""
    reply = embed(made(api, server))
    row = only_row(server)
    assert reply.texts == tuple(map(expected, TEXTS))
    assert len(set(reply.texts)) == 3
    assert (reply.model, reply.http_status, reply.service_tier) == (MODEL, 200, None)
    assert (reply.request_id or "").startswith("req_")
    assert reply.usage == billed(row) == Usage(sum(len(text.encode()) for text in TEXTS))
    assert (row.call_id, row.endpoint) == ("call-1", "embeddings")


@EMBEDDING
def test_the_index_decides_the_order(api: str, server: ProviderServer) -> None:
    """A provider may answer in any order: each vector says whose it is."""
    server.behave([{"do": "reordered"}])
    assert embed(made(api, server)).texts == tuple(map(expected, TEXTS))


@EMBEDDING
def test_what_is_sent_is_golden(api: str, server: ProviderServer) -> None:
    """Model, texts, the form in which vectors come and the user's extra body: the provider saw exactly those bytes."""
    encoding = {"openai": "base64", "gateway": "float"}[api]
    reply = embed(made(api, server), extra_body='{"dimensions":5}')
    sent = {"model": MODEL, "input": list(TEXTS), "encoding_format": encoding, "dimensions": 5}
    canonical = orjson.dumps(sent, option=orjson.OPT_SORT_KEYS)
    assert only_row(server).sha256 == hashlib.sha256(canonical).hexdigest()
    assert reply.texts[0] == expected(TEXTS[0], 5)


@EMBEDDING
@pytest.mark.parametrize("text", [*TEXTS, 'é\n\t"quoted"\\ 漢字 🙂\x07' * 50], ids=lambda text: text[:8])
def test_the_bound_of_a_text_holds_where_a_byte_is_a_token(api: str, text: str, server: ProviderServer) -> None:
    """It is never below what is billed, and not far above it."""
    provider = made(api, server)
    bound = provider.input_tokens_bound(request_of(text))
    spent = embed(provider, [text]).usage.input_tokens
    assert spent <= bound <= provider.input_factor * (2 * spent + 32)


def test_a_full_pack_of_openai_comes_whole(server: ProviderServer) -> None:
    """As many texts as a call may hold, with the longest vectors that there are, are read to their end."""
    provider = made("openai", server)
    server.behave(embedding_dims=3072)
    reply = embed(provider, ["oil"] * provider.max_inputs)
    assert len(reply.texts) == 1024
    assert set(reply.texts) == {expected("oil", 3072)}


# ── failures ────────────────────────────────────────────────────────────────────────────────────

REFUSALS: list[tuple[dict[str, object], FailureClass]] = [
    ({"do": "rate_limited"}, F.LIMITED),
    ({"do": "no_credit"}, F.NO_CREDIT),
    ({"do": "context_too_long"}, F.TOO_LONG),
    ({"do": "bad_request", "contains": "mill"}, F.BAD_REQUEST),
    ({"do": "bad_key"}, F.BAD_KEY),
    ({"do": "unknown_model"}, F.UNKNOWN_MODEL),
    ({"do": "server_error"}, F.SERVER_ERROR),
    ({"do": "unavailable"}, F.OVERLOADED),
    ({"do": "bad_request", "message": f"cannot read '{TEXTS[1]}' with {KEY}"}, F.BAD_REQUEST),
]


@EMBEDDING
@pytest.mark.parametrize(
    ("rule", "wanted"), REFUSALS, ids=[f"{rule['do']}-{number}" for number, (rule, _) in enumerate(REFUSALS)]
)
def test_refusals_cost_nothing(api: str, rule: dict[str, object], wanted: FailureClass, server: ProviderServer) -> None:
    """Each ends in its class for the whole call, unbilled, with its status and the provider's id of it."""
    server.behave([rule])
    failure = failure_of(made(api, server))
    row = only_row(server)
    assert failure.failure_class is wanted
    assert (failure.billed, failure.outcome_known, failure.usage) == (False, True, None)
    assert failure.http_status == row.status
    assert not row.billed


@EMBEDDING
@pytest.mark.parametrize("rule", ["missing_vector", "short_vector", "nan", "not_json"])
def test_replies_that_keep_no_promise_are_invalid_and_billed(api: str, rule: str, server: ProviderServer) -> None:
    """A vector too few, one of another length, one that is no number: none of them is taken, and the call is paid."""
    server.behave([{"do": rule}])
    failure = failure_of(made(api, server))
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.INVALID_REPLY, True, True)
    assert only_row(server).billed
    assert failure.usage == (None if rule == "not_json" else billed(only_row(server)))


@EMBEDDING
@pytest.mark.parametrize("rule", [{"do": "drop"}, {"do": "cut"}, {"do": "ok", "latency_ms": 60_000}], ids=str)
def test_silence_leaves_the_outcome_open(api: str, rule: dict[str, object], server: ProviderServer) -> None:
    """Whether a call that broke or took too long was billed cannot be seen from here."""
    server.behave([rule])
    failure = failure_of(made(api, server), timeout_s=1 if "latency_ms" in rule else 20)
    assert failure.failure_class is (F.TIMEOUT if "latency_ms" in rule else F.CONNECTION)
    assert (failure.billed, failure.outcome_known) == (True, False)


def test_what_no_call_may_hold_is_refused_as_openai_does(server: ProviderServer) -> None:
    """One text beyond the window is too long; too many of them are a request that cannot be."""
    provider = made("openai", server)
    too_long = failure_of(provider, ["a" * 8_193, "b"])
    assert (too_long.failure_class, too_long.http_status) == (F.TOO_LONG, 400)
    assert failure_of(made("openai", server), ["a"] * 2_049).failure_class is F.BAD_REQUEST
    assert "max 300000 tokens" in failure_of(made("openai", server), ["a" * 8_000] * 38).message
    assert not any(row.billed for row in server.invoice())


@EMBEDDING
def test_a_shut_gate_stops_a_pack(api: str, server: ProviderServer) -> None:
    """No byte goes out."""
    with pytest.raises(NotSentError):
        embed(made(api, server), gate=Shut())
    assert server.invoice() == []


@EMBEDDING
def test_the_form_of_vectors_is_not_the_user_s_to_set(api: str, server: ProviderServer) -> None:
    """Bytes of another kind would be read as floats."""
    failure = failure_of(made(api, server), extra_body='{"encoding_format":"float"}')
    assert (failure.failure_class, "encoding_format" in failure.message) == (F.BAD_REQUEST, True)
    assert server.invoice() == []


def test_texts_of_one_call_share_their_parameters(server: ProviderServer) -> None:
    """A pack of two phases would get the parameters of one: that is our bug, and said as one."""
    requests = [request_of("a"), request_of("b", '{"dimensions":5}')]
    provider = made("openai", server)
    with pytest.raises(EngineError, match="the same parameters"):
        asyncio.run(provider.embed(requests, model=MODEL, call_id="c", timeout_s=5, gate=open_gate))


def test_a_chat_is_not_asked_for_a_vector(server: ProviderServer) -> None:
    """Whoever sends a request for a vector as a chat has a bug."""
    sent = made("openai", server).send(request_of("a"), model=MODEL, call_id="c", timeout_s=5, gate=open_gate)
    with pytest.raises(EngineError, match="`embed`"):
        asyncio.run(sent)


def test_anthropic_says_that_it_has_none(server: ProviderServer) -> None:
    """Whatever asks it for vectors, nothing is sent."""
    provider = made("anthropic", server)
    assert provider.max_inputs == 0
    failure = failure_of(provider, model="claude-haiku-5-5")
    assert (failure.failure_class, failure.message) == (F.BAD_REQUEST, "anthropic has no embeddings")
    assert server.invoice() == []


# ── reading ─────────────────────────────────────────────────────────────────────────────────────

BASE64 = "AACAPwAAAMDNzMw9"  # 1, -2 and 0.1 as 32-bit floats


def rows(*vectors: Json) -> dict[str, Json]:
    """A reply with these vectors, in their order."""
    return {"data": [{"index": index, "embedding": one} for index, one in enumerate(vectors)]}


def test_both_forms_of_a_vector_are_the_same_text() -> None:
    """Base64 and numbers, with whole numbers among them, come out as the shortest floats of 32 bits."""
    assert vector_texts(rows(BASE64, [1, -2.0, 0.10000000149011612]), 2) == ("[1.0,-2.0,0.1]", "[1.0,-2.0,0.1]")


def test_without_an_index_the_place_counts() -> None:
    """As some gateways have it."""
    assert vector_texts({"data": [{"embedding": [1]}, {"embedding": [2]}]}, 2) == ("[1.0]", "[2.0]")


IMPOSSIBLE: list[tuple[dict[str, Json], str]] = [
    ({}, "a list under 'data'"),
    ({"data": [None, None]}, "a JSON object"),
    (rows([1.0]), "1 vectors for 2 texts"),
    (rows([1.0], [1.0], [1.0]), "3 vectors for 2 texts"),
    (rows([1.0], [1.0, 2.0]), "different lengths, 1 to 2"),
    (rows([], []), "empty"),
    (rows([1.0], [None]), "a vector"),
    (rows([1.0], ["1"]), "a vector"),
    (rows([1.0], [[1.0]]), "a vector"),
    (rows([1.0], [1e39]), "no finite number"),
    (rows([1.0], None), "a vector"),
    (rows([1.0], {"a": 1}), "a vector"),
    (rows([1.0], "AACAPw="), "no base64"),
    (rows([1.0], "AACA"), "no base64"),
    (rows([1.0], "é"), "no base64"),
    (rows([1.0], "AADAfw=="), "no finite number"),
    ({"data": [{"index": 0, "embedding": [1.0]}, {"index": 0, "embedding": [1.0]}]}, "two have it"),
    ({"data": [{"index": 1, "embedding": [1.0]}, {"index": 2, "embedding": [1.0]}]}, "other texts"),
    ({"data": [{"index": True, "embedding": [1.0]}, {"index": 0, "embedding": [1.0]}]}, "no place"),
]


@pytest.mark.parametrize(("payload", "said"), IMPOSSIBLE, ids=lambda one: str(one)[:50])
def test_impossible_vectors_are_refused(payload: dict[str, Json], said: str) -> None:
    """Whatever a reply holds in place of two vectors of one length, it is a ValueError and nothing else."""
    with pytest.raises(ValueError, match=said):
        vector_texts(payload, 2)


def test_usage_by_its_total_or_not_at_all(server: ProviderServer) -> None:
    """Of a gateway the total will do, and without a word the bound is booked; OpenAI says it or is invalid."""
    requests = [request_of("four"), request_of("é")]
    gateway, openai = made("gateway", server), made("openai", server)
    assert isinstance(gateway, OpenAIProvider)
    assert isinstance(openai, OpenAIProvider)
    assert gateway.decode_vectors({**rows([1.0], [2.0]), "usage": {"total_tokens": 7}}, requests).usage == Usage(7)
    bound = sum(map(gateway.input_tokens_bound, requests))
    nothing: tuple[Json, ...] = (None, {"prompt_tokens": 0, "total_tokens": 0})
    for usage in nothing:
        assert gateway.decode_vectors({**rows([1.0], [2.0]), "usage": usage}, requests).usage == Usage(bound)
    with pytest.raises(ValueError, match="without usage"):
        openai.decode_vectors(rows([1.0], [2.0]), requests)


# ── the local model ─────────────────────────────────────────────────────────────────────────────

LOCAL_NAME = LOCAL_VECTORS.removeprefix("local/")


def near(one: str, other: str) -> float:
    """The cosine of two vectors of length 1."""
    first, second = (np.asarray(json.loads(text), dtype=np.float64) for text in (one, other))
    return float(first @ second)


def test_the_local_model_embeds() -> None:
    """256 numbers of length 1, the same for a text whatever stands beside it, nearer for what means the same."""
    texts = ["The cat sat on the mat.", "A kitten lay on the rug.", "Interest rates rose in March.", "word " * 9_000]
    reply = embed(make_provider("local", (), {}), texts, model=LOCAL_NAME)
    for text in reply.texts:
        assert len(json.loads(text)) == 256
        assert near(text, text) == pytest.approx(1, abs=1e-6)
    assert near(reply.texts[0], reply.texts[1]) > near(reply.texts[0], reply.texts[2]) + 0.2
    alone = embed(make_provider("local", (), {}), texts[1:2], model=LOCAL_NAME)
    assert alone.texts == reply.texts[1:2]
    assert 6 <= alone.usage.input_tokens <= 12
    assert (reply.model, reply.usage.output_tokens) == (LOCAL_NAME, 0)
    assert reply.usage.input_tokens > 9_000


def test_the_local_model_agrees_with_its_package() -> None:
    """What we make of its table is what wordllama makes of it."""
    import wordllama

    texts = ["The cat sat on the mat.", "é 漢字 🙂"]
    theirs = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True).embed(
        texts, norm=True
    )
    for ours, vector in zip(local_vectors.embedded(texts)[0], theirs, strict=True):
        assert json.loads(ours) == pytest.approx(vector.tolist(), abs=1e-6)


def test_the_local_model_takes_any_text_but_none() -> None:
    """Half a surrogate pair is embedded as it is kept; a text without a token is refused, as no number would be."""
    reply = embed(make_provider("local", (), {}), ["half \ud83d of a pair", "\0"], model=LOCAL_NAME)
    assert all(math.isfinite(one) for text in reply.texts for one in json.loads(text))
    failure = failure_of(make_provider("local", (), {}), ["fine", ""], model=LOCAL_NAME)
    assert failure.failure_class is F.BAD_REQUEST


def test_the_local_model_asks_the_gate() -> None:
    """As if there were bytes to go out."""
    with pytest.raises(NotSentError):
        embed(make_provider("local", (), {}), model=LOCAL_NAME, gate=Shut())


def test_the_local_model_that_chats_does_not_embed() -> None:
    """And says which one does."""
    failure = failure_of(make_provider("local", (), {}), model=LOCAL_MODEL.removeprefix("local/"))
    assert (failure.failure_class, LOCAL_VECTORS in failure.message) == (F.UNKNOWN_MODEL, True)


def test_a_missing_package_is_missing_for_its_model_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who embeds does not need what chats, and the reverse; the provider is there as long as one of them is."""
    monkeypatch.setattr(local_packages, "VECTORS", {"no_such_module": "wordllama"})
    said = "wordllama is not installed"
    assert LocalProvider().missing_key(LOCAL_NAME) == said
    assert LocalProvider().missing_key() is None
    assert failure_of(make_provider("local", (), {}), model=LOCAL_NAME).message == said
    monkeypatch.setattr(local_packages, "CHAT", {"no_such_module": "xllamacpp"})
    assert "xllamacpp" in str(LocalProvider().missing_key())


def test_loading_it_leaves_logging_alone() -> None:
    """A package that sets logging up at its import does not make the whole process talk."""
    import subprocess
    import sys

    code = (
        "import logging, asyncio\n"
        "from orchestrator.providers import local_vectors\n"
        "local_vectors.load()\n"
        "print(logging.getLogger().handlers, logging.getLogger().level)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[] 30\n", "")
