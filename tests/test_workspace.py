"""A payload is on disk before anybody names it, under a name of its own; what cannot be done is said in words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from state import workspace_folder
from state.errors import ConfigError, EngineError, StateUnreachableError
from state.place import locate
from state.workspace import GONE, PAYLOAD_MAX_BYTES, Workspace
from state.workspace_place import Kind, is_same, kind_of


def files(folder: Path) -> list[Path]:
    """All files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("text", ["", "plain", "ü\u2028\x00 \ud800 🜁", "x" * (PAYLOAD_MAX_BYTES + 1)])
def test_a_payload_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    """What is put is what is got, whatever characters it has."""
    workspace = Workspace(str(tmp_path / "deep" / "workspace"))
    assert workspace.get(workspace.put(text)) == text


def test_no_name_is_used_twice(tmp_path: Path) -> None:
    """Equal texts get refs of their own, relative to the workspace, and no other file stays behind."""
    workspace = Workspace(str(tmp_path))
    refs = [workspace.put("same") for _ in range(20)]
    assert len(set(refs)) == 20
    assert [tmp_path / ref for ref in sorted(refs)] == files(tmp_path)


def test_a_moved_workspace_still_has_its_payloads(tmp_path: Path) -> None:
    """A ref holds no absolute path: the folder may be mounted elsewhere, or be named by a file:// URL."""
    ref = Workspace(str(tmp_path / "here")).put("text")
    (tmp_path / "here").rename(tmp_path / "there")
    assert Workspace(f"file://{tmp_path}/there").get(ref) == "text"


def test_deleted_payloads_are_gone(tmp_path: Path) -> None:
    """Delete removes what it names and nothing else, and may be repeated."""
    workspace = Workspace(str(tmp_path))
    gone, kept = workspace.put("gone"), workspace.put("kept")
    for _ in range(2):
        workspace.delete([gone])
    assert workspace.get(kept) == "kept"
    with pytest.raises(StateUnreachableError, match="cannot be read"):
        workspace.get(gone)


def test_two_copies_of_a_payload_at_once_are_one_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes under a name that another one is just writing under gets in nobody's way."""
    here, there = Workspace(str(tmp_path / "here")), Workspace(str(tmp_path / "there"))
    ref = here.put("whole")
    others = [lambda: there.take_over(here, ref)]

    def reach(point: str) -> None:
        if point == "payload.before_rename" and others:
            assert others.pop()() is None

    monkeypatch.setattr(workspace_folder, "reach", reach)
    assert there.take_over(here, ref) is None
    assert there.get(ref) == "whole"
    assert files(tmp_path / "there") == [tmp_path / "there" / ref]


def test_a_payload_is_taken_over_as_it_is_and_what_is_wrong_with_it_is_told(tmp_path: Path) -> None:
    """One that is cut here is taken anew; one that is cut there is copied all the same, and named as that."""
    here, there = Workspace(str(tmp_path / "here")), Workspace(str(tmp_path / "there"))
    ref = here.put("whole")
    for text in (None, "cut", ""):
        if text is not None:
            (tmp_path / "there" / ref).write_text(text)
        assert there.take_over(here, ref) is None
        assert there.get(ref) == "whole"
    (tmp_path / "there" / ref).unlink()
    (tmp_path / "here" / ref).write_text("cut")
    assert there.take_over(here, ref) == "holds 3 bytes that are not those that were written"
    assert there.get(ref) == "cut"
    here.delete([ref])
    assert there.take_over(here, ref) == GONE


def test_a_size_that_cannot_be_asked_is_said_in_words(tmp_path: Path) -> None:
    """As all that a folder does, so that a deletion or a copy ends with the workspace's name and the next step."""
    workspace = Workspace(str(tmp_path / "workspace"))
    ref = workspace.put("text")
    (tmp_path / "workspace").rename(tmp_path / "away")
    assert workspace.size(ref) == 0
    (tmp_path / "workspace").write_text("a file")
    with pytest.raises(StateUnreachableError, match=r"workspace .* cannot be read: Not a directory"):
        workspace.size(ref)


@pytest.mark.parametrize("ref", ["../secret", "/etc/passwd", "payloads/../../x", "payloads/aa/..", ""])
def test_a_ref_cannot_leave_the_workspace(tmp_path: Path, ref: str) -> None:
    """What is no payload's name is neither read nor deleted."""
    secret = tmp_path / "secret"
    secret.write_text("key")
    workspace = Workspace(str(tmp_path / "workspace"))
    with pytest.raises(EngineError):
        workspace.get(ref)
    with pytest.raises(EngineError):
        workspace.delete([ref])
    assert secret.exists()


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("ftp://host/x", "a workspace cannot be at ftp://"),
        ("s3:///x", "names no bucket"),
        ("s3://[x", "is no URL of s3:// that can be read"),
        ("s3://key:hunter2@bucket/x", "holds more than a bucket and a prefix"),
        ("s3://hunter2@bucket/x", "holds more than a bucket and a prefix"),
        ("gs://bucket/x?token=hunter2", "holds more than a bucket and a prefix"),
        ("abfss://container:hunter2@account.dfs.core.windows.net/x", "holds more than a bucket and a prefix"),
    ],
)
def test_a_url_that_no_workspace_can_have_is_refused(location: str, said: str) -> None:
    """By what is wrong with it, before anything is opened, and without what may be a secret in it."""
    with pytest.raises(ConfigError, match=said) as caught:
        locate(None, location, Path("/"), {})
    assert "hunter2" not in f"{caught.value} {caught.value.hint}"
    assert caught.value.hint


def test_a_container_of_an_account_is_no_secret() -> None:
    """Azure's own form of a URL has an @ in it."""
    assert kind_of("abfss://container@account.dfs.core.windows.net/prefix") is Kind.OBJECTS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("s3://b/p", "s3a://b/p/", True),
        ("S3://b/p", "s3://b/p", True),
        ("s3://b/p", "s3://b/q", False),
        ("s3://b/p", "gs://b/p", False),
        ("az://c/p", "abfss://c@account.dfs.core.windows.net/p", True),
        ("abfs://c@one.dfs.core.windows.net/p", "abfss://c@one.dfs.core.windows.net/p", True),
        ("abfs://c@one.dfs.core.windows.net/p", "abfss://c@two.dfs.core.windows.net/p", False),
        ("HERE/a/../b", "file://HERE/b", True),
        ("HERE/link", "HERE/b", True),
        ("HERE/b", "HERE/c", False),
        ("/b/p", "s3://b/p", False),
        ("database", "database", True),
    ],
)
def test_two_names_of_one_place_are_seen(one: str, other: str, tmp_path: Path, *, same: bool) -> None:
    """However a folder, a bucket or a container is named, and by which way to it."""
    (tmp_path / "link").symlink_to(tmp_path / "b")
    one, other = one.replace("HERE", str(tmp_path)), other.replace("HERE", str(tmp_path))
    assert is_same(one, other) is is_same(other, one) is same


def test_a_workspace_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A workspace whose place is taken by a file is a state that cannot be reached, named, with the next step."""
    (tmp_path / "workspace").write_text("a file")
    with pytest.raises(StateUnreachableError, match=r"workspace.* cannot be written") as caught:
        Workspace(str(tmp_path / "workspace")).put("text")
    assert "--workspace" in (caught.value.hint or "")


def test_a_full_disk_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    """When there is no room the error says it, and no partial file stays."""
    script = (
        "import resource, signal, sys\n"
        "from state.workspace import Workspace\n"
        "from state.errors import StateUnreachableError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n    Workspace(sys.argv[1]).put('x' * 100_000)\n"
        "except StateUnreachableError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "cannot be written: File too large" in done.stdout
    assert files(tmp_path) == []


@pytest.mark.parametrize(("point", "named"), [("payload.before_rename", False), ("payload.after_rename", True)])
def test_a_crash_leaves_a_whole_payload_or_a_nameless_part(tmp_path: Path, point: str, *, named: bool) -> None:
    """A process that dies at a crash point of put leaves no file under a payload's name that is not whole."""
    script = "import sys; from state.workspace import Workspace; Workspace(sys.argv[1]).put('whole')"
    environ = {**os.environ, "BATCHWRIGHT_CRASH": point}
    died = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environ, check=False)
    assert died.returncode == -signal.SIGKILL
    (left,) = files(tmp_path)
    assert left.name.startswith(".part-") is not named
    assert left.read_text() == "whole"
