"""Through the whole engine: what a hostile provider does to some calls costs these calls, and the job goes on."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from orchestrator.providers import transport
from state.records import Json, NewItem
from state.status import CallStatus, JobStatus
from tests.books import job_row
from tests.fakes.hostile_server import Asked, HostileServer, http
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import KEYS, Phase, items_of, make_job
from tests.test_hostile_replies import COUNTS, ENCODED, NO_HTTP, UNREADABLE, good, usage_of

MODELS = {"openai": "openai/gpt-6-luna", "anthropic": "anthropic/claude-haiku-5-5"}
WORDS = "and a sentence of the document that no message may repeat"


def cases(api: str) -> list[tuple[bytes, str]]:
    """What is answered to an item's first call, and the class that this is."""
    said = [(http(body), "invalid_reply") for body in UNREADABLE.values()]
    said += [(http(usage_of(api, counts)), "invalid_reply") for counts in COUNTS]
    said += [(http(body, f"content-encoding: {name}"), "invalid_reply") for body, name in ENCODED.values()]
    return said + [(raw.replace(b"Ships", WORDS.encode()), "connection") for raw in NO_HTTP.values()]


@pytest.mark.parametrize("api", list(MODELS))
def test_a_hostile_provider_costs_its_calls_and_no_item(
    api: str, sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each broken reply is a row at its worst case with its class; asked again, every item completes."""
    hostile = cases(api)
    heard: set[int] = set()
    lock = threading.Lock()

    def answer(asked: Asked) -> Sequence[bytes]:
        number = int(asked.body.partition(b"Case ")[2][:3])
        with lock:
            is_first = number not in heard
            heard.add(number)
        if is_first and hostile[number][1] == "connection":
            return [hostile[number][0]]
        # A connection that is closed without a word may be in use again by then.
        return (hostile[number][0] if is_first else http(good(api)),)

    items = [NewItem(f"item-{number}", f"Case {number:03d} {WORDS}", {}) for number in range(len(hostile))]
    phase: Phase = {"name": "say", "task_type": "chat", "model": MODELS[api], "checks": False}
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=(phase,), concurrency=8).into(monkeypatch)
    with HostileServer(answer) as server:
        monkeypatch.setenv(f"{api.upper()}_BASE_URL", server.url)
        assert made.run().status is JobStatus.COMPLETED
    assert {status for _, status, _, _ in made.results().values()} == {"COMPLETED"}
    with closing(made.opened()) as state:
        rows = ledger(state)
        assert job_row(state, made.job_id).error_class is None
    for number, (_, wanted) in enumerate(hostile):
        first, second = (row for row in rows if row.ordinal == number)
        assert (first.status, first.error_class) == (CallStatus.UNKNOWN, wanted)
        assert first.cost_usd > 0
        assert second.status == CallStatus.OK
        assert not any(secret in first.error_message for secret in (*KEYS.values(), WORDS[:20]))


STREAM_RULES: list[dict[str, object]] = [
    {"do": do, "nth": 1, "contains": f"{number:03d} knots"}
    for number, do in enumerate(["cut_event", "no_end", "stall", "error_event", "not_json", "cut"])
]


@pytest.mark.parametrize("api", list(MODELS))
def test_the_ledger_is_the_invoice_whatever_streams_come_to(
    api: str, sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streams that break in every way are rows that are no less than what was billed, and their items complete."""
    monkeypatch.setattr(transport, "IDLE_S", 0.3)
    provider.behave(STREAM_RULES, latency_ms=200)  # so slow that long answers stay long
    phase: Phase = {
        "name": "say",
        "task_type": "chat",
        "model": MODELS[api],
        "max_output_tokens": cast("Json", 90_000),
    }
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(8), phases=(phase,)).into(monkeypatch)
    assert made.run().status is JobStatus.COMPLETED
    assert {status for _, status, _, _ in made.results().values()} == {"COMPLETED"}
    provider.wait_idle()
    invoice = provider.invoice()
    assert [row.streamed for row in invoice] == [True] * 14
    with closing(made.opened()) as state:
        assert_books(state, invoice)
        broken = [row for row in ledger(state) if row.status != CallStatus.OK]
    assert sorted(row.error_class for row in broken) == sorted(
        ["connection"] * 3 + ["timeout", "invalid_reply", "overloaded" if api == "anthropic" else "server_error"]
    )
