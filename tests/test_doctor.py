"""`doctor` tells what a run would miss, and what to do about it."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import doctor
from pipelines.doctor import examine
from pipelines.findings import Finding, Health, exit_code
from state.config import Config
from state.place import StatePlace
from tests.commands import environment, run_command, typed
from tests.fakes.provider_server import ProviderServer
from tests.fakes.tesseract import tesseract
from tests.fakes.webhook import Webhook

KEY = "sk-made-up-key-that-is-never-shown"


def found(url: str, tmp_path: Path, environ: dict[str, str], config: Config | None = None) -> list[Finding]:
    """All findings."""
    place = StatePlace(url, str(tmp_path / "workspace"))
    return list(examine(place, config or Config(), environ))


def about(findings: list[Finding], what: str) -> Finding:
    """The finding about something."""
    return next(one for one in findings if one.about == what)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{closed.getsockname()[1]}"


@pytest.fixture
def silent() -> Iterator[str]:
    """An address at which nobody answers."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        yield f"http://127.0.0.1:{deaf.getsockname()[1]}"


def test_all_is_well(state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """On both stores: everything is good, nothing was paid, and no key is shown."""
    monkeypatch.setattr(doctor, "LITTLE_BYTES", 0)  # the disks of this machine are what they are
    monkeypatch.setattr(doctor, "TOO_LITTLE_BYTES", 0)
    environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": provider.openai_url}
    environ |= {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": provider.anthropic_url}
    findings = found(state_url, tmp_path, environ)
    assert {one.health for one in findings if one.about != "provider local"} == {Health.GOOD}
    assert exit_code(findings) == 0
    assert {"versions", "packages", "configuration", "state", "clock", "disk"} <= {one.about for one in findings}
    assert provider.invoice() == []
    assert KEY not in str(findings)


def test_what_reads_scans_is_told(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract with its languages, what stands in for it, or what to install; a missing language is doubtful."""
    path = tesseract(tmp_path / "bin", "", languages=("eng", "rus"))
    russian = Config.model_validate({"documents": {"ocr_languages": ["rus", "eng"]}})
    german = Config.model_validate({"documents": {"ocr_languages": ["deu"]}})
    for config, where, health, said in (
        (russian, path, Health.GOOD, "pages that are images are read by tesseract rus+eng, version 5.3"),
        (german, path, Health.DOUBTFUL, "tesseract here does not read deu; it reads eng, rus"),
        (german, "", Health.GOOD, "pages that are images are read by rapidocr, version"),
    ):
        told = about(found(sqlite_url, tmp_path, {"PATH": where}, config), "scans")
        assert (told.health, told.said.startswith(said)) == (health, True), told
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    told = about(found(sqlite_url, tmp_path, {"PATH": ""}), "scans")
    assert told.said == "nothing here reads images; install tesseract, or: pip install 'batchwright[ocr]'"


@pytest.mark.parametrize(
    ("where", "said", "code"),
    [("nobody", "cannot be reached: connection refused", 5), ("silent", "did not answer within 0.3 s", 5)],
)
def test_a_provider_that_is_not_there_is_told_apart(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str,
    said: str, code: int,
) -> None:  # fmt: skip
    """Nobody listens, or nobody answers in time."""
    monkeypatch.setattr(doctor, "LOOK_S", 0.3)
    environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": request.getfixturevalue(where)}
    findings = found(sqlite_url, tmp_path, environ)
    assert about(findings, "provider openai").said == said
    assert about(findings, "provider openai").fix
    assert about(findings, "provider anthropic").said == "ANTHROPIC_API_KEY is not set"
    assert exit_code(findings) == code


@pytest.mark.parametrize(("status", "said"), [(401, "refuses the key (401)"), (503, "answers 503")])
def test_a_key_that_is_refused_and_a_provider_that_is_unwell_are_told_apart(
    sqlite_url: str, tmp_path: Path, status: int, said: str
) -> None:
    """By the status of the answer."""
    with Webhook(status) as server:
        findings = found(sqlite_url, tmp_path, {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": server.url})
        assert server.paths == ["/v1/models"]
    assert about(findings, "provider anthropic").said == said
    assert exit_code(findings) == 5


def test_a_provider_whose_clock_says_nonsense_is_well(sqlite_url: str, tmp_path: Path) -> None:
    """Then nothing is said of clocks."""
    with Webhook(200, date="when it suits me") as server:
        findings = found(sqlite_url, tmp_path, {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": server.url})
    assert about(findings, "provider anthropic").health is Health.GOOD
    assert not [one for one in findings if one.about == "clock"]


def test_who_cannot_be_told_is_a_finding(sqlite_url: str, tmp_path: Path) -> None:
    """A webhook whose variable is missing lets no run begin; without a program a run goes on. Nobody is told."""
    with Webhook() as hook:
        config = Config.model_validate({"notify": {"webhook": hook.url + "/${HOOK}", "command": "no-such-program -x"}})
        webhook, program = [one for one in found(sqlite_url, tmp_path, {}, config) if one.about == "notify"]
        assert webhook.said == "notify.webhook: the environment does not set HOOK, which the webhook needs"
        assert (webhook.health, webhook.exit_code) == (Health.BAD, 2)
        assert program.said == "notify.command: there is no program no-such-program that can be run"
        assert program.health is Health.DOUBTFUL
        (left,) = [one for one in found(sqlite_url, tmp_path, {"HOOK": KEY}, config) if one.about == "notify"]
        assert left == program
        assert hook.paths == []


def test_a_package_that_took_a_name_of_ours_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two packages may have a module of one name, and the first on the path wins."""
    (tmp_path / "a_name_of_ours.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    one = doctor._packages(("state", "a_name_of_ours"))
    assert one.health is Health.BAD
    assert f"a_name_of_ours is {tmp_path / 'a_name_of_ours.py'}" in one.said
    assert exit_code([one]) == 2


def test_a_disk_that_fills_up_is_told_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little room is doubtful, hardly any is bad."""
    place = StatePlace(f"sqlite:///{tmp_path / 'not' / 'there' / 'state.db'}", str(tmp_path / "workspace"))
    monkeypatch.setattr(doctor, "TOO_LITTLE_BYTES", 0)
    for least, health in (("LITTLE_BYTES", Health.DOUBTFUL), ("TOO_LITTLE_BYTES", Health.BAD)):
        monkeypatch.setattr(doctor, least, 1 << 60)
        findings = list(doctor._disks(place))
        assert {one.health for one in findings} == {health}
        assert len(findings) == 3
        assert all(one.fix for one in findings)


def test_a_clock_that_is_off_is_doubtful() -> None:
    """Which way, and how far."""
    assert doctor._clock("a provider", 5).health is Health.GOOD
    one = doctor._clock("a provider", -90)
    assert (one.health, one.said) == (Health.DOUBTFUL, "a provider is 90.0 s behind this machine")


def test_a_state_that_cannot_be_opened_is_bad(tmp_path: Path) -> None:
    """A database that is not ours, or is not reached."""
    (tmp_path / "state.db").write_text("no database at all, but long enough to be read as one" * 9, "utf-8")
    findings = found(f"sqlite:///{tmp_path / 'state.db'}", tmp_path, {})
    assert about(findings, "state").health is Health.BAD
    assert exit_code(findings) == 5


def test_the_command_shows_each_finding_with_its_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken configuration is a finding like the others, exit code 2; nothing is made; 80 columns hold all of it."""
    (tmp_path / "batchwright.toml").write_text("[ask]\nabove = 3\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    told = run_command(tmp_path, environment(COLUMNS="80"), "doctor", "--offline")
    assert told.code == 2, told.err
    assert max(map(len, told.out.splitlines())) <= 80
    assert "ask.above: unknown key" in " ".join(told.out.split())
    assert not (tmp_path / ".batchwright").exists()
    (tmp_path / "batchwright.toml").unlink()
    document = typed("doctor", "--offline", "--json").document
    assert document["exit_code"] == 0
    assert set(document["findings"][0]) == {"about", "health", "said", "fix"}
