"""Whatever comes back, a call ends as data: its class, billed or not, in bounded time and memory, without our texts."""

from __future__ import annotations

import asyncio
import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.base import Message, Provider, ProviderError, Reply, Request
from orchestrator.providers.registry import make_provider
from orchestrator.providers.sending import MAX_REPLY_BYTES
from state.plan_records import OutputForm, OutputFormat
from state.provider_settings import ProviderSettings
from state.records import Json, Usage
from tests.fakes.hostile_server import HOLD, Asked, HostileServer, Script, http
from tests.jobs import until

KEY = "sk-made-up-0123456789abcdef"
TEXT = "Ships carry nine tenths of the world's goods, and most of them burn heavy oil. é 漢字"
SYSTEM = "Summarise what follows in one sentence, and leave the numbers out of it."
ASKED = Request(system=SYSTEM, messages=(Message("user", TEXT),), max_tokens=500)
APIS = pytest.mark.parametrize("api", ["anthropic", "openai", "gateway"])
F = FailureClass


def provider_at(api: str, url: str) -> Provider:
    """A provider that asks this address."""
    environ = {
        "ANTHROPIC_API_KEY": KEY,
        "ANTHROPIC_BASE_URL": url,
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": url,
        "GATEWAY_KEY": KEY,
    }
    return make_provider(api, (ProviderSettings("gateway", url, api_key_env="GATEWAY_KEY"),), environ)


async def ask_of(provider: Provider, *, timeout_s: float = 20) -> Reply:
    """Send one request."""
    return await provider.send(ASKED, model="m", call_id="call-1", timeout_s=timeout_s, gate=lambda _: None)


def ask(api: str, url: str, *, timeout_s: float = 20) -> Reply:
    """Send one request and close the provider."""

    async def send() -> Reply:
        provider = provider_at(api, url)
        try:
            return await ask_of(provider, timeout_s=timeout_s)
        finally:
            await provider.close()

    return asyncio.run(send())


def failure_of(api: str, script: Script, *, timeout_s: float = 20, reads: bool = True) -> Failure:
    """What a request comes to that is answered so; no word of it may hold the key or the user's text."""
    with HostileServer(script, reads=reads) as server, pytest.raises(ProviderError) as caught:
        ask(api, server.url, timeout_s=timeout_s)
    failure = caught.value.failure
    assert failure is not None
    said = f"{caught.value} {failure}"
    assert KEY not in said
    for text in (TEXT, SYSTEM):
        for form in (text, repr(text.encode())[2:-1], json.dumps(text)[1:-1]):
            assert not any(form[start : start + 16] in said for start in range(len(form) - 16))
    return failure


# ── the table ───────────────────────────────────────────────────────────────────────────────────

ECHO = json.dumps({"key": KEY, "text": TEXT, "system": SYSTEM}).encode()
GOOD_CHAT: dict[str, Json] = {
    "id": "c1",
    "model": "m-1",
    "choices": [{"message": {"content": "fine"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 9, "completion_tokens": 3},
}
GOOD_MESSAGE: dict[str, Json] = {
    "id": "m1",
    "model": "m-1",
    "content": [{"type": "text", "text": "fine"}],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 9, "output_tokens": 3},
}
GOOD = {"anthropic": GOOD_MESSAGE, "openai": GOOD_CHAT, "gateway": GOOD_CHAT}


def good(api: str, **changes: Json) -> bytes:
    """The body of a good reply, with some keys replaced."""
    return json.dumps({**GOOD[api], **changes}).encode()


def usage_of(api: str, counts: str) -> bytes:
    """The body of a good reply whose count of input tokens is this text."""
    name = "input_tokens" if api == "anthropic" else "prompt_tokens"
    return good(api, usage={name: "HERE"}).replace(b'"HERE"', counts.encode())


INVALID = (F.INVALID_REPLY, True, True)
BROKEN = (F.CONNECTION, True, False)
SLOW = (F.TIMEOUT, True, False)


def plain(body: bytes) -> Script:
    """A 200 with this body."""
    return lambda _: [http(body, "content-type: application/json")]


UNREADABLE: dict[str, bytes] = {
    "garbage": bytes(range(256)) * 40,
    "echo": ECHO,
    "utf-16": json.dumps(GOOD_CHAT).encode("utf-16"),
    "latin-1": '{"é": 1}'.encode("latin-1"),
    "html": b"<html><title>Bad gateway</title></html>",
    "nothing": b"",
    "list": b"[1, 2]",
    "null": b"null",
    "number": b"17",
    "text": b'"fine"',
    "deep list": b"[" * 100_000 + b"]" * 100_000,
    "deep object": b'{"usage":' * 100_000 + b"1" + b"}" * 100_000,
    "deep escaped": b'{"\\u0041":' * 100_000 + b"1" + b"}" * 100_000,
    "number of 100,000 digits": b"1" * 100_000,
    "escaped number of 100,000 digits": b'{"\\u0041": ' + b"1" * 100_000 + b"}",
    "half": b'{"id": "c1", "choices": [{"mess',
    "two values": b"{} {}",
    "empty object": b"{}",
}


@APIS
@pytest.mark.parametrize("case", UNREADABLE)
def test_body_that_is_no_answer_is_invalid_and_may_be_billed(api: str, case: str) -> None:
    """A 200 whose body cannot be read ends as an invalid reply that was paid for."""
    failure = failure_of(api, plain(UNREADABLE[case]))
    assert (failure.failure_class, failure.billed, failure.outcome_known) == INVALID
    assert failure.http_status == 200


COUNTS = ["-1", '"9"', str(2**70), "1" + "0" * 400, "1e30", "NaN", "Infinity", "true", "[1]", "5.5", "9000000000"]


@APIS
@pytest.mark.parametrize("counts", COUNTS, ids=lambda one: one[:12])
def test_count_that_cannot_be_is_invalid_and_may_be_billed(api: str, counts: str) -> None:
    """Tokens that are no possible number are not booked, and the call is not free."""
    failure = failure_of(api, plain(usage_of(api, counts)))
    assert (failure.failure_class, failure.billed, failure.outcome_known) == INVALID
    assert failure.usage is None


ENCODED = {
    "gzip that is none": (b"plain words", "gzip"),
    "gzip cut short": (gzip.compress(json.dumps(GOOD_CHAT).encode() * 50)[:-20], "gzip"),
    "gzip header alone": (gzip.compress(b"")[:4], "gzip"),
    "deflate that is none": (b"plain words", "deflate"),
    "an encoding of its own": (b"plain words", "rot13"),
}


@APIS
@pytest.mark.parametrize("case", ENCODED)
def test_encoding_that_is_none_is_an_unreadable_reply(api: str, case: str) -> None:
    """A body that its content-encoding does not decode is a reply that came and cannot be read."""
    body, encoding = ENCODED[case]
    failure = failure_of(api, lambda _: [http(body, f"content-encoding: {encoding}")])
    assert (failure.failure_class, failure.billed, failure.outcome_known) == INVALID


NO_HTTP: dict[str, bytes] = {
    "garbage": bytes(range(255, 0, -1)) * 40,
    "echo": b"HTTP/1.1 200 OK\r\nx-echo " + TEXT.encode() + KEY.encode() + b"\r\n\r\n",
    "echo in a header": b"HTTP/1.1 200 OK\r\n" + TEXT.encode() + b"\x00: " + KEY.encode() + b"\r\n\r\n",
    "no status": b"HTTP/1.1 \r\n\r\n",
    "status of words": b"HTTP/1.1 fine OK\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "version of the future": b"HTTP/7.3 200 OK\r\ncontent-length: 0\r\n\r\n",
    "header of a megabyte": b"HTTP/1.1 200 OK\r\nx-bomb: " + b"a" * 2**20 + b"\r\n\r\n",
    "100,000 headers": b"HTTP/1.1 200 OK\r\n" + b"x-bomb: a\r\n" * 100_000 + b"\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
    "negative length": b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello",
    "length and chunks": b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunk of no size": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "chunk of all sizes": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + b"f" * 5000 + b"\r\nhello",
    "chunk without an end": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello",
    "closed in the status": b"HTTP/1.1 2",
    "closed in a header": b"HTTP/1.1 200 OK\r\ncontent-le",
    "closed after the headers": b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n",
    "closed in the body": http(b'{"id": "c1", ', length=500),
    "closed at once": b"",
}


@APIS
@pytest.mark.parametrize("case", NO_HTTP)
def test_what_is_no_reply_of_http_leaves_the_outcome_open(api: str, case: str) -> None:
    """Nonsense and an early end, at whatever stage, are a broken connection: the call may have been billed."""
    failure = failure_of(api, lambda _: [NO_HTTP[case]])
    assert (failure.failure_class, failure.billed, failure.outcome_known) == BROKEN


@APIS
def test_connection_that_closes_unasked_leaves_the_outcome_open(api: str) -> None:
    """A server that hangs up before it reads may have read all the same."""
    failure = failure_of(api, lambda _: [], reads=False)
    assert (failure.failure_class, failure.billed, failure.outcome_known) == BROKEN


def drips(asked: Asked) -> Iterator[bytes]:
    """A body of spaces that never ends."""
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b" "


def informs(asked: Asked) -> Iterator[bytes]:
    """Interim replies for ever."""
    while True:
        yield b"HTTP/1.1 103 Early Hints\r\n\r\n"


SILENT: dict[str, Script] = {
    "says nothing": lambda _: [HOLD],
    "stops in the status": lambda _: [b"HTTP/1.1 2", HOLD],
    "stops after the headers": lambda _: [b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n", HOLD],
    "stops in the body": lambda _: [http(b'{"id": ', length=500), HOLD],
    "drips": drips,
    "informs": informs,
}


@APIS
@pytest.mark.parametrize("case", SILENT)
def test_reply_that_does_not_end_is_left_in_time(api: str, case: str) -> None:
    """Whatever a server does to keep a call waiting, its time-out ends it, and it may have been billed."""
    failure = failure_of(api, SILENT[case], timeout_s=0.4)
    assert (failure.failure_class, failure.billed, failure.outcome_known) == SLOW


STATUSES: list[tuple[str, tuple[str, ...], bytes, FailureClass]] = [
    ("502 Bad Gateway", (), b"<html>bad</html>", F.SERVER_ERROR),
    ("500 Oops", (), b"[" * 100_000, F.SERVER_ERROR),
    ("599 Odd", (), ECHO, F.SERVER_ERROR),
    ("503 Busy", ("retry-after: soon",), bytes(range(256)), F.OVERLOADED),
    ("429 Slow", ("retry-after: 9" + "9" * 400,), b"null", F.LIMITED),
    ("429 Slow", ("retry-after: Sun, 01 Mar 99999999999999 11:00:00 GMT",), b"", F.LIMITED),
    ("401 No", (), json.dumps({"error": {"message": f"{KEY} cannot read {TEXT}"}}).encode(), F.BAD_KEY),
    ("400 No", (), json.dumps({"error": {"message": f"{SYSTEM} {TEXT}" * 9}}).encode(), F.BAD_REQUEST),
    ("302 Found", ("location: http://127.0.0.1:9/",), b"", F.UNKNOWN_MODEL),
    ("200 OK", (), json.dumps({"error": {"code": 429, "message": TEXT}}).encode(), F.LIMITED),
    ("200 OK", (), json.dumps({"error": {"code": "503", "message": "busy"}}).encode(), F.OVERLOADED),
    ("200 OK", (), b'{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', F.OVERLOADED),
    ("200 OK", (), b'{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}', F.LIMITED),
    ("200 OK", (), b'{"error":"upstream has gone away"}', F.SERVER_ERROR),
]


@APIS
@pytest.mark.parametrize(("status", "headers", "body", "wanted"), STATUSES, ids=lambda one: str(one)[:30])
def test_refusal_of_any_form_is_its_class_and_free(
    api: str, status: str, headers: tuple[str, ...], body: bytes, wanted: FailureClass
) -> None:
    """A refusal, also one wrapped into a 200, is told by its status and words, whatever stands around them."""
    failure = failure_of(api, lambda _: [http(body, *headers, status=status)])
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (wanted, False, True)
    assert failure.http_status == int(status[:3])


VECTORS: dict[str, str] = {
    "none": "[]",
    "one too many": '[{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1]}]',
    "of another text": '[{"index": 1, "embedding": [1]}]',
    "at a huge place": '[{"index": 99999999999999999999999, "embedding": [1]}]',
    "twice at one place": '[{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]',
    "empty": '[{"index": 0, "embedding": []}]',
    "null": '[{"index": 0, "embedding": null}]',
    "of lists": '[{"index": 0, "embedding": [[1], [1, 2]]}]',
    "of words": '[{"index": 0, "embedding": ["a"]}]',
    "of huge numbers": '[{"index": 0, "embedding": [1e300, 1' + "0" * 400 + "]}]",
    "of half a number": '[{"index": 0, "embedding": "AAAA"}]',
    "deep": '[{"index": 0, "embedding": ' + "[" * 900 + "1" + "]" * 900 + "}]",
}


@pytest.mark.parametrize("api", ["openai", "gateway"])
@pytest.mark.parametrize("case", [*UNREADABLE, *VECTORS])
def test_vectors_that_cannot_be_read_are_invalid_and_may_be_billed(api: str, case: str) -> None:
    """What comes in place of vectors, or among them, is an invalid reply like any other."""
    usage = '"usage": {"prompt_tokens": 9, "total_tokens": 9}'
    body = UNREADABLE[case] if case in UNREADABLE else f'{{"data": {VECTORS[case]}, {usage}}}'.encode()
    request = Request("", (Message("user", TEXT),), 1, OutputForm(OutputFormat.VECTOR))

    async def embed(url: str) -> None:
        provider = provider_at(api, url)
        try:
            await provider.embed([request], model="m", call_id="c", timeout_s=20, gate=lambda _: None)
        finally:
            await provider.close()

    with HostileServer(plain(body)) as server, pytest.raises(ProviderError) as caught:
        asyncio.run(embed(server.url))
    failure = caught.value.failure
    assert failure is not None
    assert (failure.failure_class, failure.billed, failure.outcome_known) == INVALID
    assert not any(TEXT[start : start + 16] in failure.message for start in range(len(TEXT) - 16))


# ── bounds ──────────────────────────────────────────────────────────────────────────────────────

_SOCKET_BYTES = 16 * 2**20
"""More than what the sockets of loopback hold of what nobody reads."""


def floods(asked: Asked) -> Iterator[bytes]:
    """A hundred megabytes, and more if somebody reads them."""
    yield b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 100 * 2**20
    yield b" " * 100 * 2**20


def bomb(asked: Asked) -> list[bytes]:
    """A gigabyte in a megabyte."""
    packed = gzip.compress(b" " * 2**24, compresslevel=1)
    return [http(packed * 64, "content-encoding: gzip")]


@APIS
def test_no_more_is_read_of_a_reply_than_the_bound(api: str) -> None:
    """Of an endless body the bound is read and no more, and what was not read may be billed."""
    with HostileServer(floods) as server, pytest.raises(ProviderError) as caught:
        ask(api, server.url)
    assert "longer than 32 MiB" in str(caught.value)
    assert caught.value.failure is not None
    assert caught.value.failure.billed
    assert MAX_REPLY_BYTES < server.written < MAX_REPLY_BYTES + _SOCKET_BYTES


@APIS
def test_a_packed_bomb_is_not_unpacked(api: str) -> None:
    """A small body that unpacks to a gigabyte is unpacked to the bound."""
    tracemalloc.start()
    try:
        failure = failure_of(api, bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (failure.failure_class, failure.billed, failure.outcome_known) == INVALID
    assert peak < 3 * MAX_REPLY_BYTES


# ── what is odd and an answer all the same ──────────────────────────────────────────────────────

ODD: dict[str, tuple[dict[str, Json], str]] = {
    "no id": ({"id": None}, "fine"),
    "long id": ({"id": "i" * 10_000}, "fine"),
    "id of control characters": ({"id": "a\0\r\n\x7f\ud800"}, "fine"),
    "id of another request": ({"id": "call-2"}, "fine"),
    "number for an id": ({"id": 5, "model": ["m"]}, "fine"),
    "null text": (
        {"choices": [{"message": {"content": None}}], "content": [{"type": "text", "text": None}]},
        "",
    ),
    "unknown parts": (
        {
            "choices": [{"message": {"content": [{"type": "hologram"}, {"type": "text", "text": "fine"}]}}],
            "content": [{"type": "hologram", "text": "no"}, {"type": "text", "text": "fine"}, {}],
        },
        "fine",
    ),
    "unknown reasons": ({"stop_reason": "tired", "service_tier": {}, "system_fingerprint": 1}, "fine"),
}


@APIS
@pytest.mark.parametrize("case", ODD)
def test_odd_reply_is_an_answer(api: str, case: str) -> None:
    """What is odd beside text and usage costs no answer that was paid."""
    changes, text = ODD[case]
    with HostileServer(plain(good(api, **changes))) as server:
        reply = ask(api, server.url)
    assert (reply.text, reply.usage, reply.finish) == (text, Usage(9, 3), "stop")


FRAMES: dict[str, Callable[[bytes], bytes]] = {
    "HTTP/1.0": lambda body: http(body, version="1.0", length=-1),
    "interim replies": lambda body: b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" * 3 + http(body),
    "header that is not ASCII": lambda body: http(body, "x-served-by: Z\xc3\xbcrich", "x-odd: \xff\xfe"),
    "byte order mark in a header": lambda body: http(body, "x-request-id: \xef\xbb\xbf7"),
    "header of 50,000 bytes": lambda body: http(body, f"x-request-id: {'7' * 50_000}"),
    "500 headers": lambda body: http(body, *["x-odd: 1"] * 500),
    "cookies": lambda body: http(body, "set-cookie: a=b; domain=.com", "set-cookie: \xff"),
    "repeated keys": lambda body: http(body.replace(b"{", b'{"usage": {}, "model": "no", ', 1)),
    "chunks of a byte": lambda body: (
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        + b"".join(b'1;odd="x"\r\n%c\r\n' % byte for byte in body)
        + b"0\r\nx-trailer: y\r\n\r\n"
    ),
    "a second reply behind": lambda body: http(body) + http(body.replace(b"fine", b"nope")),
    "white space around": lambda body: http(b" \r\n\t" + body + b"\n" * 1000),
}


@APIS
@pytest.mark.parametrize("case", FRAMES)
def test_oddly_framed_reply_is_an_answer(api: str, case: str) -> None:
    """What HTTP allows, or servers do all the same, costs no answer that was paid."""
    with HostileServer(lambda _: [FRAMES[case](good(api))]) as server:
        reply = ask(api, server.url)
    assert (reply.text, reply.usage, reply.model) == ("fine", Usage(9, 3), "m-1")


# ── what must not leave, and what must not come in ──────────────────────────────────────────────


@APIS
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirect_is_not_followed(api: str, status: str) -> None:
    """Neither the key nor a byte of the request goes to where a reply points."""
    with (
        HostileServer(plain(good(api))) as other,
        HostileServer(lambda _: [http(b"", f"location: {other.url}/v1", status=status)]) as server,
        pytest.raises(ProviderError, match="base URL"),
    ):
        ask(api, server.url)
    assert (len(server.asked), other.asked) == (1, [])


async def ask_twice(api: str, server: HostileServer, seen: Callable[[], bool], *, reads: bool = True) -> list[str]:
    """The texts of two replies, the second asked for when something has been seen of the server.

    Args:
        reads: The client reads meanwhile what comes on its connections.
    """
    provider = provider_at(api, server.url)
    try:
        first = await ask_of(provider)
        if reads:
            await asyncio.to_thread(until, seen, "what the server does unasked")
        else:
            until(seen, "what the server does unasked")
        return [first.text, (await ask_of(provider)).text]
    finally:
        await provider.close()


@APIS
@pytest.mark.parametrize("reads", [True, False])
def test_reply_that_nobody_asked_for_is_nobodys(api: str, reads: bool) -> None:
    """Bytes that come on an idle connection are not taken for the reply to the next request, which takes another."""
    stray = http(good(api).replace(b"fine", b"the answer of somebody else"))
    whole = http(good(api))
    with HostileServer(lambda _: (whole, stray)) as server:
        written = len(whole) + len(stray)
        texts = asyncio.run(ask_twice(api, server, lambda: server.written >= written, reads=reads))
    assert texts == ["fine", "fine"]
    assert (len(server.asked), server.connections) == (2, 2)


@APIS
@pytest.mark.parametrize("reads", [True, False])
def test_connection_that_was_closed_while_idle_is_not_used(api: str, reads: bool) -> None:
    """A server that closes without a word between two requests costs none of them."""
    with HostileServer(lambda _: [http(good(api))]) as server:
        texts = asyncio.run(ask_twice(api, server, lambda: server.closed == 1, reads=reads))
    assert texts == ["fine", "fine"]
    assert (len(server.asked), server.connections) == (2, 2)


@APIS
def test_good_connection_is_used_again(api: str) -> None:
    """Two requests one after the other need one connection."""
    with HostileServer(lambda _: (http(good(api)),)) as server:
        assert asyncio.run(ask_twice(api, server, lambda: True)) == ["fine", "fine"]
    assert (len(server.asked), server.connections) == (2, 1)
