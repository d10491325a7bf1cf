"""The provider's truth: what was asked, what was answered, what it costs, and how much was going on at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from io import FileIO
from pathlib import Path

import genai_prices
import orjson

from tests.fakes.dialects import Usage

IN_FLIGHT = "in_flight"
DELIVERED = "delivered"
HUNG_UP = "hung_up"
DROPPED = "dropped"
CUT = "cut"


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One request as the provider saw it.

    Args:
        call_id: The header x-batchwright-call-id, or "".
        dialect: openai or anthropic.
        endpoint: chat, messages or embeddings.
        status: HTTP status that was answered; 0 when none was.
        outcome: in_flight | delivered (handed to the socket) | hung_up (the client left before the answer; billed) |
            dropped (we cut before processing; free) | cut (we cut after processing; billed).
        billed: The request was processed and costs what `cost_usd` says.
        input_tokens: Including cached and cache-written ones.
        sha256: Of the canonical body (JSON, sorted keys); of the raw one if that is no JSON.
        arrived_s: Monotonic clock of this machine.
        ended_s: Same clock; 0 while in flight.
        streamed: The reply was asked for as events.
    """

    call_id: str
    model: str
    dialect: str
    endpoint: str
    status: int
    outcome: str
    billed: bool
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cache_write_tokens: int
    cost_usd: Decimal
    sha256: str
    arrived_s: float
    ended_s: float
    streamed: bool = False


class PriceList:
    """Prices of models: those that genai-prices knows, and a table for others (which wins).

    Args:
        table: Model to USD per million tokens under input, output, cached, cache_write.
    """

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = {
            model: {kind: Decimal(price) for kind, price in prices.items()} for model, prices in table.items()
        }
        self._known: dict[tuple[str, str], bool] = {}

    def knows(self, dialect: str, model: str) -> bool:
        """Whether the model has a price."""
        key = (dialect, model)
        if key not in self._known:
            try:
                self.cost(dialect, model, Usage(input_tokens=1))
            except LookupError:
                self._known[key] = False
            else:
                self._known[key] = True
        return self._known[key]

    def cost(self, dialect: str, model: str, usage: Usage) -> Decimal:
        """What the tokens cost in USD.

        Raises:
            LookupError: The model is in neither list.
        """
        prices = self._table.get(model)
        if prices is None:
            return _listed(dialect, model, usage)
        zero = Decimal(0)
        plain = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens
        rate = prices.get("input", zero)
        total = (
            plain * rate
            + usage.cached_tokens * prices.get("cached", rate)
            + usage.cache_write_tokens * prices.get("cache_write", rate)
            + usage.output_tokens * prices.get("output", zero)
        )
        return total / 1_000_000


@lru_cache(maxsize=65_536)
def _listed(dialect: str, model: str, usage: Usage) -> Decimal:
    tokens = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    if usage.cached_tokens:
        tokens["cache_read_tokens"] = usage.cached_tokens
    if usage.cache_write_tokens:
        tokens["cache_write_tokens"] = usage.cache_write_tokens
    return genai_prices.calc_price(genai_prices.Usage(**tokens), model_ref=model, provider_id=dialect).total_price


@dataclass(slots=True)
class Entry:
    """A row while it is being written; `usage` is None as long as nothing is billed."""

    call_id: str
    model: str
    dialect: str
    endpoint: str
    sha256: str
    arrived_s: float
    streamed: bool = False
    status: int = 0
    outcome: str = IN_FLIGHT
    usage: Usage | None = None
    ended_s: float = 0.0


class Gauge:
    """How many requests are in flight, at most were, and were on average over time."""

    def __init__(self) -> None:
        self.total = 0
        self.limited = 0
        self.in_flight = 0
        self.high_water = 0
        self._area = 0.0
        self._first_s = 0.0
        self._last_s = 0.0

    def change(self, by: int, now_s: float) -> None:
        """A request came (1) or went (-1)."""
        if not self.total:
            self._first_s = self._last_s = now_s
        self._area += self.in_flight * (now_s - self._last_s)
        self._last_s = now_s
        self.in_flight += by
        if by > 0:
            self.total += 1
            self.high_water = max(self.high_water, self.in_flight)

    def read(self) -> dict[str, object]:
        """Its figures; the mean is over the time from the first request's arrival to the last change."""
        span = self._last_s - self._first_s
        return {
            "total": self.total,
            "in_flight": self.in_flight,
            "high_water": self.high_water,
            "limited": self.limited,
            "mean_in_flight": self._area / span if span else 0.0,
        }


class Ledger:
    """All requests since the start or the last reset, in the order of arrival.

    Args:
        prices: What tokens cost.
        file: Unbuffered; gets every finished row as a JSON line.
    """

    def __init__(self, prices: PriceList, file: FileIO | None) -> None:
        self._prices = prices
        self._file = file
        self._entries: list[Entry] = []
        self._all = Gauge()
        self._by_model: dict[str, Gauge] = {}

    @property
    def in_flight(self) -> int:
        """Requests that wait for their answer."""
        return self._all.in_flight

    def open(self, entry: Entry) -> None:
        """A request has arrived."""
        self._entries.append(entry)
        self._all.change(1, entry.arrived_s)
        self._by_model.setdefault(entry.model, Gauge()).change(1, entry.arrived_s)

    def close(self, entry: Entry, *, status: int, outcome: str, usage: Usage | None) -> None:
        """A request is over; `usage` says what is billed."""
        entry.status, entry.outcome, entry.usage = status, outcome, usage
        entry.ended_s = time.monotonic()
        for gauge in (self._all, self._by_model[entry.model]):
            gauge.change(-1, entry.ended_s)
            gauge.limited += status == 429
        if self._file is not None:
            self._file.write(orjson.dumps(self.row(entry)) + b"\n")

    def row(self, entry: Entry) -> dict[str, object]:
        """A row as JSON; the price is looked up here, not while a client waits."""
        usage = entry.usage or Usage()
        cost = self._prices.cost(entry.dialect, entry.model, usage) if entry.usage else Decimal(0)
        return {
            "call_id": entry.call_id,
            "model": entry.model,
            "dialect": entry.dialect,
            "endpoint": entry.endpoint,
            "status": entry.status,
            "outcome": entry.outcome,
            "billed": entry.usage is not None,
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "cached_tokens": usage.cached_tokens,
            "cache_write_tokens": usage.cache_write_tokens,
            "cost_usd": format(cost, "f"),
            "sha256": entry.sha256,
            "arrived_s": entry.arrived_s,
            "ended_s": entry.ended_s,
            "streamed": entry.streamed,
        }

    def rows(self) -> list[dict[str, object]]:
        """All rows."""
        return [self.row(entry) for entry in self._entries]

    def stats(self) -> dict[str, object]:
        """The gauge of all requests, and of each model's under `by_model`."""
        return {**self._all.read(), "by_model": {model: gauge.read() for model, gauge in self._by_model.items()}}


def parse_row(raw: dict[str, object]) -> InvoiceRow:
    """Turn a row's JSON into an InvoiceRow."""
    return InvoiceRow(**{**raw, "cost_usd": Decimal(str(raw["cost_usd"]))})  # type: ignore[arg-type]


def read_invoice(path: Path) -> list[InvoiceRow]:
    """The rows of a file that a server wrote with --invoice; a torn last line is left out."""
    lines = path.read_bytes().split(b"\n")[:-1]
    return [parse_row(orjson.loads(line)) for line in lines]
