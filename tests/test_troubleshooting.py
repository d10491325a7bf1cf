"""Each recipe of docs/troubleshooting.md, typed at a job that is broken in the way that it is for."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands import JOB, Command, Typed, environment, folder, typed, until
from tests.fakes.provider_server import ProviderServer

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
RUN = ("run", "job.yaml", "--items", "items.jsonl")


def recipe(heading: str) -> str:
    """What stands under a heading of the page."""
    _, found, rest = PAGE.partition(f"\n## {heading}\n")
    assert found, heading
    return rest.partition("\n## ")[0]


def lines(heading: str) -> list[list[str]]:
    """What a recipe has one type, as arguments of `batchwright`; other commands are left out."""
    (block,) = re.findall(r"```console\n(.*?)```", recipe(heading), re.DOTALL)
    return [shlex.split(line)[1:] for line in re.findall(r"^\$ (batchwright .*)$", block, re.MULTILINE)]


class User:
    """Somebody in a working folder, whose keys lead to the loopback provider.

    Args:
        here: The folder, with job.yaml and items.jsonl.
    """

    def __init__(self, here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here = here
        self.provider = provider
        self.environ = monkeypatch

    def options(self, **options: object) -> None:
        """Give the job options."""
        text = ", ".join(f"{key}: {value}" for key, value in options.items())
        (self.here / "job.yaml").write_text(f"{JOB}options: {{{text}}}\n", "utf-8")

    def types(self, heading: str, **words: str) -> list[Typed]:
        """Type a recipe line by line, with these words in place of its CALL and ITEM."""
        return [typed(*(words.get(word, word) for word in line)) for line in lines(heading)]

    def cost(self) -> dict[str, str]:
        """The money in the status document."""
        figures: dict[str, str] = typed("status", "last", "--json").document["analytics"]
        return figures


@pytest.fixture
def user(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> User:
    """A user with a job of four items that was not run yet."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    for name in ("BATCHWRIGHT_STATE", "BATCHWRIGHT_WORKSPACE", "BATCHWRIGHT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    here = folder(tmp_path / "work")
    monkeypatch.chdir(here)
    return User(here, provider, monkeypatch)


def killed(user: User) -> None:
    """Run the job in a process of its own, and kill that with a call out."""
    user.options(concurrency=1)
    user.provider.behave([{"after": 1, "latency_ms": 5000}])
    command = Command(user.here, dict(os.environ), *RUN)
    until(lambda: user.provider.stats()["total"] == 2, command)
    command.send(signal.SIGKILL)
    command.end()
    user.provider.behave([])


def test_it_is_stuck(user: User) -> None:
    """A job whose process has died is stalled; pause takes effect at once, and resume ends it."""
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    subprocess.run([sys.executable, "-c", _DIES], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    told, paused, resumed = user.types("It is stuck")
    assert "STALLED" in told.out
    assert (told.code, paused.code, resumed.code) == (0, 0, 0)
    assert "PAUSED" in paused.out
    assert "4 of 4 items completed" in resumed.out


_DIES = """
from pipelines.job_reading import JobReading
from state.leases import take
jobs = JobReading()
take(jobs.state(), jobs.find("last"), runner="local")
"""
"""Takes the job, and ends without a word."""


def test_after_a_crash(user: User) -> None:
    """The same run goes on, says what the crash may have cost, and lists the calls."""
    killed(user)
    again, unknown = user.types("After a crash")
    assert again.code == 0
    assert "this crash may have cost" in again.err
    assert "unknown" in unknown.out
    rows = typed("calls", "last", "--status", "unknown", "--json").document["total"]
    assert 4 < user.provider.stats()["total"] <= 4 + rows


def test_it_stopped_at_a_budget(user: User) -> None:
    """A job at its cap goes on with a higher one, and asks nothing twice."""
    user.options(budget_usd=0.0002, concurrency=1)
    assert typed(*RUN).code == 4
    done = user.provider.stats()["total"]
    told, raised, resumed = user.types("It stopped at a budget")
    assert "budget" in told.out
    assert (raised.code, resumed.code) == (0, 0)
    assert done < user.provider.stats()["total"] == 4


def test_many_429s(user: User) -> None:
    """A limit that is said is kept: a provider that takes two at a time refuses nothing."""
    (text,) = re.findall(r"```toml\n(.*?)```", recipe("Many 429s"), re.DOTALL)
    (user.here / "batchwright.toml").write_text(text, "utf-8")
    user.provider.behave(concurrency_limit=2, latency_ms=50)
    ran, limited = user.types("Many 429s")
    assert (ran.code, limited.code) == (0, 0)
    assert user.provider.stats()["limited"] == 0


def test_the_key_is_refused(user: User) -> None:
    """A bad key pauses the job without a failed item; with a good one it ends."""
    user.provider.behave([{"do": "bad_key"}])
    assert typed(*RUN).code == 4
    assert typed("status", "last", "--json").document["error"]["class"] == "bad_key"
    user.provider.behave([])
    looked, resumed = user.types("The key is refused")
    assert "provider openai" in looked.out
    assert resumed.code == 0


def test_no_key_is_set(user: User) -> None:
    """The error names the variable, and nothing is sent; `providers` tells the same."""
    user.environ.delenv("OPENAI_API_KEY")
    providers, ran = user.types("No key is set")
    assert "OPENAI_API_KEY" in providers.out
    assert ran.code == 2
    assert "OPENAI_API_KEY" in ran.err
    assert user.provider.stats()["total"] == 0


def test_it_asks_and_nobody_can_answer(user: User) -> None:
    """Without a terminal a question is refused before the first call; --yes answers it."""
    refused = typed(*RUN, "--first", "2")
    assert (refused.code, user.provider.stats()["total"]) == (2, 0)
    assert "there is no terminal to ask on" in refused.err
    (ran,) = user.types("It asks, and nobody can answer")
    assert (ran.code, user.provider.stats()["total"]) == (0, 4)


def cut_off(user: User) -> str:
    """A job of which one call has an unknown end; returns its id."""
    user.options(concurrency=1)
    user.provider.behave([{"do": "cut", "nth": 1, "times": 1}])
    assert typed(*RUN).code == 0
    (row,) = typed("calls", "last", "--status", "unknown", "--json").document["calls"]
    return str(row["call_id"])


def test_calls_with_an_unknown_end_and_a_cost_that_differs(user: User) -> None:
    """The ledger is above the invoice by what nobody saw alone; that is set to what it cost, and the sums agree."""
    call_id = cut_off(user)
    before = user.cost()
    _, ledger = user.types("The cost is not the provider's")
    rows = list(csv.DictReader(io.StringIO(ledger.out)))
    assert sum(Decimal(row["cost"]) for row in rows) == Decimal(before["cost_incurred"])
    assert all(row["price_version"] for row in rows)
    seen = sum(Decimal(row["cost"]) for row in rows if row["call_id"] != call_id)
    billed = [row for row in user.provider.invoice() if row.billed and row.call_id != call_id]
    assert seen == sum((row.cost_usd for row in billed), Decimal(0)) == Decimal(before["cost_settled"])
    listed, reconciled, _ = user.types("Calls with an unknown end", CALL=call_id)
    assert call_id in listed.out
    assert reconciled.code == 0
    after = user.cost()
    assert Decimal(before["cost_unknown"]) > 0 == Decimal(after["cost_unknown"])
    assert Decimal(after["cost_settled"]) - Decimal(before["cost_settled"]) == Decimal("0.0021")


def test_results_are_missing(user: User) -> None:
    """What failed is listed with its reason, and retry runs just that."""
    user.provider.behave([{"do": "declined", "contains": "Document 2", "times": 1}])
    assert typed(*RUN).code == 3
    _, failed, retried, rows = user.types("Results are missing")
    assert "declined" in failed.out
    assert retried.code == 0
    assert len(rows.out.splitlines()) == 4
    assert user.provider.stats()["total"] == 5


def test_items_fail_for_their_answers(user: User) -> None:
    """An answer that a check refuses is told with the check's verdict, and the replies are shown."""
    user.provider.behave([{"do": "text", "text": " ", "contains": "Document 2"}])
    assert typed(*RUN).code == 3
    sums, why, shown = user.types("Items fail for their answers", ITEM="doc-2")
    assert (sums.code, why.code, shown.code) == (0, 0, 0)
    assert "not_empty" in why.out


def test_answers_are_known_or_new(user: User) -> None:
    """A new job of the same calls nothing; of a changed one `why` names the part of the request that is another."""
    assert typed(*RUN).code == 0
    (again,) = user.types("The answers are old")
    assert (again.code, user.provider.stats()["total"]) == (0, 4)
    changed = JOB.replace("summarization,", "summarization, instructions: Briefly.,")
    (user.here / "job.yaml").write_text(changed, "utf-8")
    assert typed(*RUN).code == 0
    (why,) = user.types("It calls again what I had already", ITEM="doc-1")
    assert "because of instructions" in why.out


def test_a_model_has_no_price(user: User) -> None:
    """It is refused before anything is stored; with the recipe's sections it has one."""
    (user.here / "job.yaml").write_text(JOB.replace("openai/gpt-6-luna", "mine/some-model"), "utf-8")
    refused = typed(*RUN)
    assert refused.code == 2
    (text,) = re.findall(r"```toml\n(.*?)```", recipe("A model has no price"), re.DOTALL)
    (user.here / "batchwright.toml").write_text(text, "utf-8")
    (priced,) = user.types("A model has no price")
    assert "0.4" in priced.out


def test_there_is_no_such_job(user: User) -> None:
    """Another folder has another state: `list` is empty there, and `doctor` says which state it is."""
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    elsewhere = user.here.parent / "elsewhere"
    elsewhere.mkdir()
    user.environ.chdir(elsewhere)
    assert typed("status", "last").code == 2
    listed, looked = user.types("There is no such job")
    assert listed.code == 0
    assert "job_" not in listed.out
    assert str(elsewhere) in re.sub(r"\s", "", looked.out)


def test_postgresql_has_no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg a state in PostgreSQL is refused, with what to type."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = typed("--state", "postgresql+psycopg://me@127.0.0.1:1/none", "list")
    assert said.code == 2
    assert "needs psycopg, which is not installed" in said.err
    assert re.findall(r"pip install '\S+'", recipe("PostgreSQL has no driver"))[0] in said.err


def test_every_recipe_is_tried() -> None:
    """Each heading of the page is typed by a test here, or names the one that does it."""
    here = Path(__file__).read_text("utf-8")
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    assert len(headings) >= 15
    untried = [one for one in headings if f'"{one}"' not in here and "`test_" not in recipe(one)]
    assert untried == []
