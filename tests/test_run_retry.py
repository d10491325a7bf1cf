"""Retry asks the phase that failed of the items that failed, all or some of them, and forgets nothing of before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.jobs import BatchJobs
from state.status import CallStatus
from tests.commands import typed
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.owner import Owner, owner

DECLINED, REFUSED, LATER = "001 knots", "002 knots", "003 knots"
"""Beginnings of the items' texts that the second phase's model does not answer at first."""


@pytest.fixture
def me(tmp_path: Path, state_url: str, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Owner:
    """An owner of a job of six items, who works in this process."""
    mine = owner(tmp_path / "work", state_url, provider, items=6)
    text = (
        (mine.here / "job.yaml").read_text("utf-8").replace("claude-haiku-5-5}", "claude-haiku-5-5, input: original}")
    )
    (mine.here / "job.yaml").write_text(text, "utf-8")
    for name, value in mine.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(mine.here)
    return mine


def test_retry_by_class_by_item_and_of_all(me: Owner, provider: ProviderServer) -> None:
    """One call an item that is retried, at the phase that failed; earlier calls stay in the ledger and in `why`."""
    second = {"endpoint": "messages"}
    provider.behave([
        {**second, "do": "declined", "contains": DECLINED},
        {**second, "do": "bad_request", "contains": REFUSED},
        {**second, "do": "declined", "contains": LATER},
    ])  # fmt: skip
    assert typed("run", "job.yaml", "--items", "items.jsonl").code == 3
    asked = provider.stats()["total"]
    assert asked == 12
    provider.behave([{**second, "do": "declined", "contains": LATER}])
    by_class = typed("retry", "last", "--class", "bad_request", "--attach")
    assert (by_class.code, provider.stats()["total"]) == (3, asked + 1), by_class.err
    by_item = typed("retry", "last", "--item", "item-1", "--attach")
    assert (by_item.code, provider.stats()["total"]) == (3, asked + 2), by_item.err
    provider.behave([])
    rest = typed("retry", "last", "--attach", "--json")
    assert (rest.code, rest.document["progress"]["failed_items"]) == (0, 0), rest.err
    assert provider.stats()["total"] == asked + 3
    none = typed("retry", "last", "--attach", "--json")
    assert (none.code, provider.stats()["total"]) == (0, asked + 3)
    with BatchJobs() as jobs:
        statuses = Counter(call.status for call in jobs.calls("last", item="item-1"))
        why: Any = jobs.why("last", "item-1")
        refused: Any = jobs.why("last", "item-2")
    assert statuses == {"ok": 2, "declined": 1}
    before, after = why["phases"][1]["attempts"]
    assert (before["answer"], after["answer"], after["changed"]) == ("new", "new", ["generation"])
    assert [call["error"]["class"] for call in refused["phases"][1]["failed_calls"]] == ["bad_request"]
    with me.state() as state:
        assert sum(row.status == CallStatus.OK for row in ledger(state)) == 12
        assert_books(state, provider.invoice())
