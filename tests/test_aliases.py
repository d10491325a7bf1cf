"""A name that another model stands behind: it is seen within a run and from one run to the next."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from state.status import JobStatus
from state.view_ledger import events
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, Made, items_of, make_job


def remarks(made: Made) -> list[str]:
    """What the job's events say of it."""
    with closing(made.opened()) as state:
        return [event.message for event in events(state, made.job_id) if event.kind == "model_changed"]


def test_a_name_that_another_model_answers_in_a_later_run_is_told(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that goes on days later is told that its answers are of two models; nothing is said before."""
    made = make_job(state_url, tmp_path, provider, items=items_of(12), phases=ONE_PHASE).into(monkeypatch)
    provider.behave([{"do": "no_credit", "after": 6}])
    assert made.run().status is JobStatus.PAUSED
    assert remarks(made) == []
    provider.behave([{"do": "ok", "reply_model": "gpt-6-luna-next"}])
    assert made.run().status is JobStatus.COMPLETED
    (told,) = remarks(made)
    assert "openai/gpt-6-luna is answered by gpt-6-luna-next now, and was by " in told
