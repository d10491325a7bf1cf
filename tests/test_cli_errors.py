"""What users get wrong: each mistake is told in a sentence that names it, with the exit code of its kind."""

from __future__ import annotations

import errno
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.reports import words_of
from state.errors import InputError
from tests.commands import KEYS, PLACES, Typed, environment, folder, typed

NO_MOUNT_ENV = "BATCHWRIGHT_NO_MOUNT"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a job file and items, and an environment without keys."""
    for name in (*KEYS, *PLACES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    place = folder(tmp_path / "work")
    monkeypatch.chdir(place)
    return place


def test_a_refused_job_leaves_nothing_behind(here: Path) -> None:
    """After a mistake in the items no job is listed, however many of them were read before it."""
    (here / "j.jsonl").write_text('{"content": "a"}\n' * 5_000 + "{", "utf-8")
    assert typed("create", "job.yaml", "--no-start", "--items", "j.jsonl").code == 2
    assert typed("list", "--json").document == {"jobs": [], "total": 0}


ODD = {
    "ten_megabytes": {"content": "x" * 10_000_000},
    "nul": {"content": "a\0b"},
    "surrogate": {"content": "a\ud800b"},
    "field_like_a_variable": {"content": "a", "phases": "b", "text": "c", "metadata": {"title": "{{content}}"}},
}


@pytest.mark.parametrize("item", ODD.values(), ids=ODD)
def test_an_odd_item_is_stored_and_shown(item: dict[str, object], here: Path) -> None:
    """10 MB of text, NUL, a lone surrogate and fields that are named like template variables are no mistakes."""
    (here / "odd.jsonl").write_text(json.dumps(item), "utf-8")
    assert typed("create", "job.yaml", "--no-start", "--items", "odd.jsonl").code == 0
    shown = typed("results", "last", "--json")
    assert shown.code == 0
    assert len(shown.document["results"][0]["input"]) == len(str(item["content"]))


def test_a_state_of_a_newer_version_is_refused_and_not_touched(here: Path) -> None:
    """A state of a revision that this program does not know is exit code 5, and stays byte for byte what it was."""
    assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    state = here / ".batchwright" / "state.db"
    _sql(state, "UPDATE alembic_version SET version_num = 'bw9999'")
    before = state.read_bytes()
    said = typed("list")
    assert (said.code, state.read_bytes()) == (5, before)
    assert "at revision bw9999, which a newer version wrote" in said.err


def _sql(state: Path, statement: str) -> None:
    import sqlite3

    with sqlite3.connect(state) as conn:
        conn.execute(statement)
    conn.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB; where none may be mounted, the environment must say so."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "none", place], capture_output=True, check=False
    )
    if mounted.returncode and os.environ.get(NO_MOUNT_ENV):
        pytest.skip(f"{NO_MOUNT_ENV} is set: no file system can be mounted here")
    assert mounted.returncode == 0, f"mount: {mounted.stderr.decode()}; set {NO_MOUNT_ENV}=1 where none may be mounted"
    yield place
    subprocess.run(["/bin/umount", place], check=True)


@pytest.mark.parametrize("size", [1_000, 300_000], ids=["state", "workspace"])
def test_a_full_disk_is_told(small_disk: Path, here: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """When the disk of the state or of the workspace is full, that is what is said, with exit code 5."""
    monkeypatch.setenv("BATCHWRIGHT_STATE", str(small_disk / "state.db"))
    row = json.dumps({"content": "x" * size})
    (here / "many.jsonl").write_text(f"{row}\n" * (3_000_000 // size), "utf-8")
    said: Typed = typed("create", "job.yaml", "--no-start", "--items", "many.jsonl")
    assert said.code == 5
    assert "full" in said.err or "No space left" in said.err


def test_a_folder_with_files_that_cannot_be_read_names_them(here: Path) -> None:
    """Links that lead nowhere and files of other kinds in a folder are named before any item is read."""
    texts = here / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("A text", "utf-8")
    (texts / "b.bin").write_bytes(b"\0")
    said = typed("create", "job.yaml", "--no-start", "--items", "texts")
    assert said.code == 2
    assert "b.bin" in said.err
    skipped = typed("create", "job.yaml", "--no-start", "--skip-unknown", "--items", "texts", "--json")
    assert skipped.document["progress"]["total_items"] == 1


@pytest.mark.parametrize("command", ["list", "list --json", "results last --format jsonl", "status nothing --json"])
def test_a_full_disk_behind_stdout_is_told(here: Path, command: str) -> None:
    """Output that cannot be written is the machine's fault, not ours: exit code 5, and nothing is traced."""
    assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    program = [sys.executable, "-m", "cli", *command.split()]
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(program, cwd=here, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert said.returncode == 5
    assert b"Traceback" not in said.stderr
    assert b"report" not in said.stderr
    assert said.stderr.count(b"no space left on device") == 1


def test_a_folder_that_is_locked_is_told() -> None:
    """A file that may not be read is named, with exit code 5: it is no bug of ours."""
    code, said = words_of(PermissionError(errno.EACCES, "Permission denied", "/x/.batchwright/state.db"))
    assert (code, said["code"]) == (5, "unreachable")
    assert said["message"] == "/x/.batchwright/state.db cannot be used: permission denied"


def test_an_output_of_another_encoding_is_told(here: Path) -> None:
    """Where stdout takes ASCII alone, that is what is said."""
    (here / "e.jsonl").write_text('{"content": "é"}', "utf-8")
    assert typed("create", "job.yaml", "--no-start", "--items", "e.jsonl").code == 0
    program = [sys.executable, "-m", "cli", "results", "last", "--format", "jsonl"]
    environ = environment(PYTHONIOENCODING="ascii")
    said = subprocess.run(program, cwd=here, env=environ, capture_output=True, check=False)
    assert said.returncode == 5
    assert b"takes ascii alone" in said.stderr


def test_an_empty_list_says_what_makes_a_job(here: Path) -> None:
    """A list without a job is a sentence and no header; a filter that matches nothing is told from an empty state."""
    said = typed("list")
    assert (said.out, "no jobs yet in" in said.err, "`batchwright create JOBFILE`" in said.err) == ("", True, True)
    assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    assert "no such job in" in typed("list", "--status", "failed").err
    assert "Ships" in typed("list", "--status", "pending").out
    assert typed("results", "last", "--status", "pending", "--json").document["total"] == 4


def test_in_python_an_error_has_its_hint_as_a_note() -> None:
    """So a traceback ends with what to do; others' notes stay, and all of them when a process passes it on."""
    error = InputError("is wrong", hint="mend it")
    error.add_note("its rows stay for a day")
    for one in (error, pickle.loads(pickle.dumps(error))):  # ours
        assert (one.hint, one.__notes__) == ("mend it", ["mend it", "its rows stay for a day"])
    assert not hasattr(InputError("is wrong"), "__notes__")
