"""What users get wrong: each mistake is told by its name, with both sides and what to do, on a screen of 80 × 24."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.screen_text import error_text
from tests.commands import KEYS, PLACES, Typed, folder, typed
from tests.mistakes import Mistake, mistakes

GOLDEN = Path(__file__).parent / "golden" / "mistakes.txt"
REWRITE = bool(os.environ.get("REWRITE_GOLDEN"))
ALL = list(mistakes())
WIDTH, LINES, SHOWN = 80, 22, 110
SAYS_HOW = re.compile(r"^ {2}\S")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a job file and items, and an environment without keys."""
    for name in (*KEYS, *PLACES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    place = folder(tmp_path / "work")
    monkeypatch.chdir(place)
    return place


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, str]]:
    """What the table says of each mistake; rewritten at the end where that is wanted."""
    there = _sections(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    yield there
    if REWRITE and set(there) >= {one.name for one in ALL}:
        GOLDEN.write_text(_table(there), "utf-8")


@pytest.mark.parametrize("mistake", ALL, ids=[one.name for one in ALL])
def test_a_mistake_is_told(mistake: Mistake, here: Path, monkeypatch: pytest.MonkeyPatch, told: dict[str, str]) -> None:
    """It names the thing and both sides, ends with what to do, fits a screen, and is the same document with --json."""
    _prepare(mistake, here, monkeypatch)
    said = _said(mistake)
    plain = said.err.removeprefix("batchwright: ")
    assert (said.code, said.out, plain != said.err) == (mistake.code, "", True), said
    assert [words for words in mistake.said if words not in _joined(plain)] == [], plain
    assert "Traceback" not in plain
    assert "secret" not in plain
    *_, last = plain.splitlines()
    assert SAYS_HOW.match(last), f"no next step in: {plain}"
    assert sum(-(-len(line) // WIDTH) for line in said.err.splitlines()) <= LINES
    if "--html" not in mistake.command:  # a page and a document exclude each other, which is said first
        _check_document(mistake, said, typed(*shlex.split(mistake.command), "--json"))
    section = f"{_typed(mistake)}{_settled(said.err, here)}"
    if REWRITE:
        told[mistake.name] = section
    assert told[mistake.name] == section


def _check_document(mistake: Mistake, said: Typed, document: Typed) -> None:
    """The same words, in one document on stdout, with the same exit code."""
    assert (document.code, document.err) == (said.code, "")
    error = document.document["error"]
    assert list(document.document) == ["error"]
    assert list(error) == ["code", "message", "path", "hint"]
    assert error["message"]
    assert error["hint"]
    assert f"{error_text(error)}\n" == said.err


def test_the_table_is_of_these_mistakes() -> None:
    """At least sixty, each with a name of its own, and the file to read holds all of them and no other."""
    names = [one.name for one in ALL]
    assert len(names) == len(set(names)) >= 60
    if REWRITE:
        return
    assert list(_sections(GOLDEN.read_text("utf-8"))) == names
    assert GOLDEN.read_text("utf-8") == _table(_sections(GOLDEN.read_text("utf-8")))


# ── the file ────────────────────────────────────────────────────────────────────────────────────


def _table(told: dict[str, str]) -> str:
    """All that is said, by area."""
    text, area = "What is typed by mistake, and what is said to it; {id} is a job's.\n", ""
    for one in ALL:
        text += f"\n\n── {one.area} ──\n" if one.area != area else ""
        text += f"\n[{one.name}] exit {one.code}\n{told[one.name]}"
        area = one.area
    return text


def _sections(text: str) -> dict[str, str]:
    found = re.findall(r"^\[(\w+)\] exit \d+\n(.*?)(?=\n\n──|\n\[|\Z)", text, re.MULTILINE | re.DOTALL)
    return {name: said if said.endswith("\n") else f"{said}\n" for name, said in found}


def _said(mistake: Mistake) -> Typed:
    """What is said to people; of a command that asks for JSON itself, the words of its document."""
    said = typed(*shlex.split(mistake.command))
    if "--json" not in mistake.command:
        return said
    return Typed(said.code, said.err, f"{error_text(said.document['error'])}\n")


def _typed(mistake: Mistake) -> str:
    """The command, and the beginnings of the files and variables that make it a mistake."""
    held = {**dict(mistake.files), **dict(mistake.environ)}
    odd = {name: text for name, text in held.items() if text != "any"}
    begun = "".join(f"  {name} = {_short(text)}\n" for name, text in odd.items())
    return f"$ batchwright {_printable(mistake.command)}\n{begun}"


def _short(text: str | bytes) -> str:
    shown = repr(text)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _settled(text: str, here: Path) -> str:
    """What is said, without what is another each time."""
    text = re.sub(r"job_[0-9A-Z]{26}", "{id}", text).replace(str(here), "{here}")
    return re.sub(r"/[^\s()]*/python[\w.]*", "python", text)


def _joined(text: str) -> str:
    return " ".join(text.split())


def _prepare(mistake: Mistake, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in mistake.before:
        assert typed(*shlex.split(command)).code == 0
    for name, text in mistake.files:
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, value in mistake.environ:
        monkeypatch.setenv(name, value)
