"""A provider on loopback that the real SDKs talk to, in a thread or as a process of its own.

    with ProviderServer(latency_ms=20, rules=[{"do": "rate_limited", "nth": 1, "wait_s": 0.1}]) as server:
        client = openai.OpenAI(base_url=server.openai_url, api_key="any")
        ...
        assert server.cost_usd() == ledger_total

`tests/fakes/behaviour.py` explains settings and rules. As a process it prints one JSON line and serves until killed:

    python -m tests.fakes.provider_server --port 0 --latency-ms 200 --invoice invoice.jsonl
    {"port": 40123, "pid": 4711, "base_url": "http://127.0.0.1:40123"}
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Self, TypedDict, Unpack

import orjson

from tests.fakes.behaviour import Settings, parse_rule
from tests.fakes.invoice import IN_FLIGHT, InvoiceRow, parse_row, read_invoice
from tests.fakes.service import ProviderService

__all__ = ["InvoiceRow", "ProviderProcess", "ProviderServer", "read_invoice"]

RuleJson = Mapping[str, object]
_ROOT = Path(__file__).parents[2]


class Options(TypedDict, total=False):
    """The fields of behaviour.Settings, as keyword arguments."""

    latency_ms: float
    median_ms: float | None
    sigma: float
    cap_ms: float | None
    rate_limit_per_s: float | None
    rate_burst: int | None
    concurrency_limit: int | None
    limit_forms: tuple[str, ...]
    limit_wait_s: float | None
    bytes_per_token: int
    embedding_dims: int
    prompt_cache: bool
    embedding_inputs: int
    embedding_tokens: int
    embedding_window: int
    prices: Mapping[str, Mapping[str, str]]
    seed: str


class _Control:
    """What a test asks of a running provider, over HTTP."""

    port: int = 0

    @property
    def base_url(self) -> str:
        """Root of the server; Anthropic's base URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def anthropic_url(self) -> str:
        """Base URL for Anthropic's SDK."""
        return self.base_url

    @property
    def openai_url(self) -> str:
        """Base URL for OpenAI's SDK."""
        return f"{self.base_url}/v1"

    def invoice(self) -> list[InvoiceRow]:
        """All requests since the start or the last reset, in the order of arrival."""
        rows = self._ask("/_invoice")
        return [parse_row(row) for row in rows]

    def cost_usd(self) -> Decimal:
        """What the client owes: the sum of all billed rows."""
        return sum((row.cost_usd for row in self.invoice() if row.billed), Decimal(0))

    def stats(self) -> dict[str, Any]:
        """total, in_flight, high_water, limited (429s), mean_in_flight, and the same by model under by_model."""
        stats: dict[str, Any] = self._ask("/_stats")
        return stats

    def behave(self, rules: Sequence[RuleJson] | None = None, **settings: Unpack[Options]) -> None:
        """Replace all rules (None: leave them) and change some settings (prices excepted).

        Raises:
            ValueError: A rule or setting is not one that the server knows.
        """
        body: dict[str, object] = {"settings": settings}
        if rules is not None:
            body["rules"] = list(rules)
        self._ask("/_behave", body)

    def reset(self) -> None:
        """Forget all requests and go back to the rules and settings of the start."""
        self._ask("/_reset", {})

    def wait_idle(self, timeout_s: float = 5.0) -> None:
        """Wait until nothing is in flight.

        Raises:
            TimeoutError: Something still is after `timeout_s`.
        """
        until = time.monotonic() + timeout_s
        while self.stats()["in_flight"]:
            if time.monotonic() > until:
                waiting = [row.call_id for row in self.invoice() if row.outcome == IN_FLIGHT]
                raise TimeoutError(f"{len(waiting)} requests in flight after {timeout_s} s: {waiting[:5]}")
            time.sleep(0.005)

    def _ask(self, path: str, body: object = None) -> Any:
        data = None if body is None else orjson.dumps(body)
        request = urllib.request.Request(self.base_url + path, data=data)  # noqa: S310 (loopback)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 (loopback)
                return orjson.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                raise ValueError(orjson.loads(error.read())["error"]) from error


class ProviderServer(_Control):
    """The provider in a thread of this process, with a loop of its own: cheap, for fixtures.

    Args:
        rules: See behaviour.py.
        invoice: Finished rows are appended to this file as JSON lines.
        settings: The fields of behaviour.Settings.
    """

    def __init__(
        self, *, rules: Sequence[RuleJson] = (), invoice: Path | None = None, **settings: Unpack[Options]
    ) -> None:
        self._service = ProviderService(Settings(**settings), tuple(map(parse_rule, rules)), invoice)
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loopback-provider", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(10) or not self.port:
            raise RuntimeError("the loopback provider did not start; its thread's traceback says why")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the port and all connections; safe to call twice."""
        if self._loop is not None and self._end is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        self.port = await self._service.start()
        self._started.set()
        await self._end.wait()
        await self._service.stop()


class ProviderProcess(_Control):
    """The provider as a process of its own: its time is not the client's, and it outlives a killed client.

    It ends when the block is left, when `kill` is called, or when the process that started it is gone.

    Args:
        rules: See behaviour.py.
        invoice: Finished rows are appended to this file as JSON lines; it survives `kill` (which leaves what was in
            flight without a row: never answered, never billed).
        port: 0 for a free one; a given one to come back at the same address.
        settings: The fields of behaviour.Settings.
    """

    def __init__(
        self,
        *,
        rules: Sequence[RuleJson] = (),
        invoice: Path | None = None,
        port: int = 0,
        **settings: Unpack[Options],
    ) -> None:
        command = [sys.executable, "-m", "tests.fakes.provider_server", "--port", str(port), "--until-stdin-closes"]
        command += ["--rules", orjson.dumps(list(rules)).decode(), "--settings", orjson.dumps(settings).decode()]
        self._command = command if invoice is None else [*command, "--invoice", str(invoice.absolute())]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id."""
        if self._process is None:
            raise RuntimeError("the provider is not running: use it as a context manager")
        return self._process.pid

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.kill()
            raise RuntimeError("the loopback provider did not start; its standard error says why")
        self.port = orjson.loads(line)["port"]
        return self

    def __exit__(self, *_: object) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill -9; what is in the invoice file stays."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None


async def _serve_until_ended(service: ProviderService, port: int, *, watch_stdin: bool) -> None:
    loop = asyncio.get_running_loop()
    end = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, end.set)
    port = await service.start(port)
    line = {"port": port, "pid": os.getpid(), "base_url": f"http://127.0.0.1:{port}"}
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    sys.stdout.flush()
    if watch_stdin:

        def wait_for_parent() -> None:
            while os.read(0, 1024):
                pass
            loop.call_soon_threadsafe(end.set)

        threading.Thread(target=wait_for_parent, daemon=True).start()
    gc.freeze()  # what is loaded stays: the collector need not look at it under load
    await end.wait()
    await service.stop()


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.provider_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency-ms", type=float)
    parser.add_argument("--median-ms", type=float, help="lognormal latency")
    parser.add_argument("--sigma", type=float)
    parser.add_argument("--cap-ms", type=float)
    parser.add_argument("--rate-limit-per-s", type=float)
    parser.add_argument("--rate-burst", type=int)
    parser.add_argument("--concurrency-limit", type=int)
    parser.add_argument("--seed")
    parser.add_argument("--settings", default="{}", help="any fields of behaviour.Settings, as JSON")
    parser.add_argument("--rules", default="[]", help="a JSON list of rules, or @FILE")
    parser.add_argument("--invoice", type=Path, help="append finished rows to this file")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with the process that started this one")
    options = vars(parser.parse_args(arguments))
    port, invoice, watch = options.pop("port"), options.pop("invoice"), options.pop("until_stdin_closes")
    said: str = options.pop("rules")
    rules = orjson.loads(Path(said[1:]).read_bytes() if said.startswith("@") else said)
    settings = {
        **orjson.loads(options.pop("settings")),
        **{key: one for key, one in options.items() if one is not None},
    }
    service = ProviderService(Settings(**settings), tuple(map(parse_rule, rules)), invoice)
    asyncio.run(_serve_until_ended(service, port, watch_stdin=watch))


if __name__ == "__main__":
    main()
