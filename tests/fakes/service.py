"""The loopback provider itself: one HTTP handler that decides, waits, answers and keeps the books."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web
from aiohttp.web_request import BaseRequest

from tests.fakes import answers, dialects, invoice, refusals, streams
from tests.fakes.behaviour import ERRORS, Rule, RuleBook, Settings, TokenBucket, Traits, parse_rule
from tests.fakes.dialects import ANTHROPIC, OPENAI, Asked, Usage
from tests.fakes.images import Seen
from tests.fakes.invoice import Entry, Ledger, PriceList
from tests.fakes.prefix_cache import PrefixCache

_ENDPOINTS = {
    "/v1/chat/completions": ("chat", OPENAI),
    "/v1/embeddings": ("embeddings", OPENAI),
    "/v1/messages": ("messages", ANTHROPIC),
}
_MODELS = {
    OPENAI: ("gpt-6-astra", "gpt-6-sol", "gpt-6-luna", "text-embedding-3-small"),
    ANTHROPIC: ("claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5"),
}
_MAX_BODY_BYTES = 256 * 2**20
_HTML = b"<html><head><title>Bad gateway</title></head><body>upstream said nothing</body></html>"


@dataclass(frozen=True, slots=True)
class Answer:
    """What will be answered, when, and what it costs.

    Args:
        usage: Billed; None is free.
        outcome: delivered, dropped or cut.
        delay_s: From arrival.
        pieces: Of a reply that comes as events, in place of the body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    usage: Usage | None = None
    outcome: str = invoice.DELIVERED
    delay_s: float = 0.0
    pieces: tuple[bytes, ...] = ()


class ProviderService:
    """Answers the providers' endpoints and the control endpoints /_invoice, /_stats, /_behave, /_reset.

    Args:
        settings: What holds for all requests.
        rules: What holds for some.
        invoice_file: Finished rows are appended to it as JSON lines.
    """

    def __init__(self, settings: Settings, rules: tuple[Rule, ...] = (), invoice_file: Path | None = None) -> None:
        self._initial = (settings, rules)
        self._prices = PriceList(settings.prices)
        self._file: FileIO | None = None if invoice_file is None else invoice_file.open("ab", buffering=0)
        self._runner: web.ServerRunner | None = None
        self._stopping = False
        self._sequence = 0
        self._begin()

    def _begin(self) -> None:
        self._settings, rules = self._initial
        self._book = RuleBook(rules)
        self._ledger = Ledger(self._prices, self._file)
        self._cache = PrefixCache()
        self._limit_rate()

    def _limit_rate(self) -> None:
        rate = self._settings.rate_limit_per_s
        burst = self._settings.rate_burst or max(1, round(rate or 1))
        self._bucket = None if rate is None else TokenBucket(rate, burst, time.monotonic())

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1 and return the port (a free one for 0)."""
        loop = asyncio.get_running_loop()

        def make_request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> BaseRequest:
            return BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_MAX_BODY_BYTES)

        server = web.Server(self._handle, request_factory=make_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.01)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, backlog=4096).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Close all connections; what was in flight stays so in the books. Safe to call twice."""
        self._stopping = True
        if self._runner is not None:
            await self._runner.cleanup()
        if self._file is not None:
            self._file.close()

    async def _handle(self, request: BaseRequest) -> web.StreamResponse:
        if request.method == "POST" and (found := _ENDPOINTS.get(request.path)):
            return await self._serve(request, *found)
        if request.path == "/v1/models" and request.method == "GET":
            dialect = ANTHROPIC if "anthropic-version" in request.headers else OPENAI
            return _json(dialects.model_list(dialect, (*_MODELS[dialect], *self._settings.prices)))
        if request.path == "/_invoice":
            return _json(self._ledger.rows())
        if request.path == "/_stats":
            return _json(self._ledger.stats())
        if request.path == "/_behave" and request.method == "POST":
            return self._behave(await request.read())
        if request.path == "/_reset" and request.method == "POST":
            self._begin()
            return _json({})
        said = {"message": f"Unknown request URL: {request.method} {request.path}", "type": "invalid_request_error"}
        return _json({"error": said}, status=404)

    def _behave(self, raw: bytes) -> web.Response:
        """Take {"rules": [...], "settings": {...}}, each optional, or a bare list of rules."""
        body = orjson.loads(raw)
        wanted: dict[str, Any] = {"rules": body} if isinstance(body, list) else body
        try:
            settings = replace(self._settings, **wanted.get("settings", {}))
            rules = [parse_rule(rule) for rule in wanted["rules"]] if "rules" in wanted else None
        except (TypeError, ValueError) as error:
            return _json({"error": str(error)}, status=400)
        if settings != self._settings:
            self._settings = settings
            self._limit_rate()
        if rules is not None:
            self._book.replace(rules)
        return _json({})

    async def _serve(self, request: BaseRequest, endpoint: str, dialect: str) -> web.StreamResponse:
        arrived_s = time.monotonic()
        raw = await request.read()
        self._sequence += 1
        request_id = f"{self._sequence:012x}"
        try:
            asked: Asked | None = dialects.read(endpoint, raw)
            problem = ""
        except dialects.UnreadableError as error:
            asked, problem = None, str(error)
        entry = Entry(
            call_id=request.headers.get("x-batchwright-call-id", ""),
            model=asked.model if asked else "",
            dialect=dialect,
            endpoint=endpoint,
            sha256=hashlib.sha256(asked.body if asked else raw).hexdigest(),
            arrived_s=arrived_s,
            streamed=asked is not None and asked.stream,
        )
        ledger = self._ledger
        ledger.open(entry)
        id_header = "request-id" if dialect == ANTHROPIC else "x-request-id"
        if asked is None:
            status, said = refusals.error(dialect, "bad_request", model="", request_id=request_id, message=problem)
            answer = Answer(status, {}, orjson.dumps(said))
        else:
            answer = self._decide(asked, request_id)
        try:
            if (rest_s := arrived_s + answer.delay_s - time.monotonic()) > 0:
                await asyncio.sleep(rest_s)
        except asyncio.CancelledError:  # the client hung up
            if not self._stopping:
                ledger.close(entry, status=0, outcome=invoice.HUNG_UP, usage=answer.usage)
            raise
        headers = {id_header: f"req_{request_id}"}
        if answer.pieces:
            return await self._stream(request, entry, answer, headers)
        return self._deliver(request, ledger, entry, answer, headers)

    async def _stream(
        self, request: BaseRequest, entry: Entry, answer: Answer, headers: dict[str, str]
    ) -> web.StreamResponse:
        """Write a stream; it is billed from the start, and delivered when its last piece is about to be written."""
        ledger = self._ledger
        response = web.StreamResponse(headers={**headers, "content-type": "text/event-stream; charset=utf-8"})
        try:
            await response.prepare(request)
            for number, piece in enumerate(answer.pieces, start=1):
                if piece == streams.STOP:
                    await asyncio.Event().wait()
                if number == len(answer.pieces):
                    ledger.close(entry, status=200, outcome=answer.outcome, usage=answer.usage)
                await response.write(piece)
        except (asyncio.CancelledError, ConnectionError):  # the client hung up
            if not self._stopping and not entry.ended_s:
                ledger.close(entry, status=0, outcome=invoice.HUNG_UP, usage=answer.usage)
            raise
        if answer.outcome == invoice.CUT and request.transport is not None:
            request.transport.abort()
        return response

    def _deliver(
        self, request: BaseRequest, ledger: Ledger, entry: Entry, answer: Answer, headers: dict[str, str]
    ) -> web.Response:
        transport = request.transport
        if answer.outcome != invoice.DELIVERED:
            ledger.close(entry, status=0, outcome=answer.outcome, usage=answer.usage)
            if transport is not None:
                transport.abort()
            return web.Response()
        gone = transport is None or transport.is_closing()
        outcome = invoice.HUNG_UP if gone else invoice.DELIVERED
        ledger.close(entry, status=0 if gone else answer.status, outcome=outcome, usage=answer.usage)
        headers.update(answer.headers)
        headers["content-type"] = "application/json"
        return web.Response(status=answer.status, body=answer.body, headers=headers)

    def _decide(self, asked: Asked, request_id: str) -> Answer:
        """Rules first, then the limits, then the ordinary answer."""
        rule = self._book.decide(Traits(asked.model, asked.endpoint, asked.digest, asked.body, asked.schema))
        delay_s = self._settings.latency_s(asked.digest) if rule.latency_ms is None else rule.latency_ms / 1000
        if rule.do in ERRORS:
            return self._refuse(asked, request_id, rule, (rule.latency_ms or 0.0) / 1000)
        if rule.do == "drop":
            return Answer(0, {}, b"", outcome=invoice.DROPPED, delay_s=(rule.latency_ms or 0.0) / 1000)
        if not self._prices.knows(asked.dialect, asked.model):
            return self._refuse(asked, request_id, replace(rule, do="unknown_model", status=None, message=""), 0.0)
        if (wait_s := self._over_limit()) is not None:
            forms = self._settings.limit_forms
            limited = Rule(do="rate_limited", wait_s=self._settings.limit_wait_s or wait_s, forms=forms)
            return self._refuse(asked, request_id, limited, 0.0)
        if (too_much := self._too_much(asked)) is not None:
            return self._refuse(asked, request_id, Rule(do="bad_request", message=too_much), 0.0)
        body, usage = self._answer(asked, rule, request_id)
        outcome = invoice.CUT if rule.do in ("cut", "cut_event") else invoice.DELIVERED
        pieces: tuple[bytes, ...] = ()
        if asked.stream and rule.do not in ("whole", "cut", "not_json"):
            pieces = streams.pieces(asked.dialect, orjson.loads(body), rule, with_usage=asked.stream_usage)
        return Answer(200, {}, body, usage, outcome, delay_s, pieces)

    def _over_limit(self) -> float | None:
        """Seconds to wait if a limit is exceeded, else None."""
        most = self._settings.concurrency_limit
        if most is not None and self._ledger.in_flight > most:
            return 1.0
        if self._bucket is not None and (wait_s := self._bucket.take(time.monotonic())):
            return wait_s
        return None

    def _refuse(self, asked: Asked, request_id: str, rule: Rule, delay_s: float) -> Answer:
        status, body = refusals.error(
            asked.dialect,
            rule.do,
            model=asked.model,
            request_id=f"req_{request_id}",
            wait_s=rule.wait_s,
            status=rule.status,
            message=rule.message,
        )
        headers = refusals.retry_headers(asked.dialect, rule.forms, rule.wait_s) if rule.do == "rate_limited" else {}
        return Answer(status, headers, orjson.dumps(body), delay_s=delay_s)

    def _answer(self, asked: Asked, rule: Rule, request_id: str) -> tuple[bytes, Usage]:
        """The body of a 200 and what it costs."""
        model = rule.reply_model or asked.model
        if asked.endpoint == "embeddings":
            return self._vectors(asked, rule, model)
        asked_bytes = sum(len(text.encode()) for text in asked.texts)
        if asked.schema is not None:
            asked_bytes += len(orjson.dumps(asked.schema))
        tokens = asked_bytes // self._settings.bytes_per_token + sum(_tokens_of(asked, image) for image in asked.images)
        usage = self._usage(rule, max(1, tokens))
        if self._settings.prompt_cache:
            cached, written = self._cache.look(
                asked, self._tokens(asked.texts[0]), time.monotonic(), self._settings.latency_s(asked.digest)
            )
            usage = replace(usage, cached_tokens=cached, cache_write_tokens=written)
        text, finish = answers.text_of(asked, rule)
        most = min((one for one in (asked.max_tokens, rule.most_tokens) if one is not None), default=None)
        text, tokens, cut = answers.cut(text, most, self._settings.bytes_per_token, keep=rule.do == "huge")
        usage = replace(usage, output_tokens=tokens)
        said = dialects.reply(
            asked,
            text=None if finish == "declined" else text,
            finish="length" if cut else finish,
            usage=usage,
            model=model,
            request_id=request_id,
        )
        if rule.do == "no_usage" and not asked.stream:
            del said["usage"]
        body = orjson.dumps(said).replace(answers.LONE_SURROGATE.encode(), b"\\ud800")
        return (_HTML if rule.do == "not_json" else body), usage

    def _vectors(self, asked: Asked, rule: Rule, model: str) -> tuple[bytes, Usage]:
        usage = self._usage(rule, sum(map(self._tokens, asked.texts)))
        if rule.do == "not_json":
            return _HTML, usage
        dims = asked.dims or self._settings.embedding_dims or (3072 if asked.model.endswith("large") else 1536)
        placed = answers.placed([answers.embedding(text, dims) for text in asked.texts], rule.do)
        vectors = [(index, answers.base64_of(one) if asked.base64 else list(one)) for index, one in placed]
        return orjson.dumps(dialects.vectors(vectors, usage=usage, model=model)), usage

    def _too_much(self, asked: Asked) -> str | None:
        """What is above the limits of embeddings, in OpenAI's words."""
        if asked.endpoint != "embeddings":
            return None
        most, window, whole = (getattr(self._settings, f"embedding_{name}") for name in ("inputs", "window", "tokens"))
        if len(asked.texts) > most:
            return (
                f"Invalid 'input': array too long. Expected an array with maximum length {most}, but got an array with "
                f"length {len(asked.texts)} instead."
            )
        tokens = [self._tokens(text) for text in asked.texts]
        for index, one in enumerate(tokens):
            if one > window:
                return f"Invalid 'input[{index}]': maximum input length is {window} tokens."
        if sum(tokens) > whole:
            return f"Requested {sum(tokens)} tokens, max {whole} tokens per request"
        return None

    def _tokens(self, text: str) -> int:
        return -(-len(text.encode()) // self._settings.bytes_per_token)

    def _usage(self, rule: Rule, tokens: int) -> Usage:
        cached = min(rule.cached_tokens, tokens)
        return Usage(tokens, 0, cached, min(rule.cache_write_tokens, tokens - cached))


def _tokens_of(asked: Asked, image: Seen) -> int:
    """What an image is billed as."""
    if asked.dialect == ANTHROPIC:
        return image.width * image.height // 750
    return -(-image.width // 32) * -(-image.height // 32)


def _json(body: object, *, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
