"""A workspace in an object store keeps what a folder keeps; what a store refuses or cannot do is said in words."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import state.workspace_objects
from pipelines import doctor
from pipelines.findings import Finding, Health
from state.config import Config, StatePlace
from state.errors import ConfigError, EngineError, StateUnreachableError
from state.outage import insist, kept_text
from state.workspace import GONE, PAYLOAD_MAX_BYTES, Workspace
from tests.fakes.object_store import ObjectStore
from tests.jobs import Background

LARGE = "x" * (PAYLOAD_MAX_BYTES + 1)


@pytest.fixture
def url(object_store: ObjectStore) -> str:
    """A prefix in a bucket of its own."""
    return object_store.bucket()


@pytest.fixture
def workspace(url: str) -> Workspace:
    """A workspace there."""
    return Workspace(url)


@pytest.mark.parametrize("text", ["", "plain", "ü\u2028\x00 \ud800 🜁", LARGE])
def test_a_payload_comes_back_as_it_was(workspace: Workspace, text: str) -> None:
    """What is put is what is got, whatever characters it has, and as large as it is in bytes."""
    ref = workspace.put(text)
    assert workspace.get(ref) == text
    assert workspace.size(ref) == len(text.encode("utf-8", "surrogatepass"))


def test_no_name_is_used_twice(workspace: Workspace, object_store: ObjectStore) -> None:
    """Equal texts get refs of their own, relative to the URL, and no other object stays behind."""
    refs = [workspace.put("same") for _ in range(20)]
    assert len(set(refs)) == 20
    assert object_store.names(workspace.location) == sorted(refs)


def test_what_is_there_is_never_written_over(
    workspace: Workspace, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second put of a name is done where it is the first one's again, as after a lost reply, and else refused."""
    ref = workspace.put("first")
    workspace._room.write(ref, b"first")
    with pytest.raises(StateUnreachableError, match="cannot be written"):
        workspace._room.write(ref, b"other")
    assert workspace.get(ref) == "first"


def test_deleted_payloads_are_gone(workspace: Workspace) -> None:
    """Delete removes what it names and nothing else, and may be repeated."""
    gone, kept = [workspace.put("gone") for _ in range(3)], workspace.put("kept")
    for _ in range(2):
        workspace.delete(gone)
    assert workspace.get(kept) == "kept"
    assert [workspace.size(ref) for ref in gone] == [0, 0, 0]
    with pytest.raises(StateUnreachableError, match=r"has no payloads/.*") as caught:
        workspace.get(gone[0])
    assert "begun with" in (caught.value.hint or "")
    assert not caught.value.may_pass


@pytest.mark.parametrize("ref", ["../secret", "/etc/passwd", "payloads/../../x", ""])
def test_a_ref_cannot_leave_the_workspace(workspace: Workspace, ref: str) -> None:
    """What is no payload's name is neither read nor deleted."""
    for work in (workspace.get, workspace.size, lambda one: workspace.delete([one])):
        with pytest.raises(EngineError):
            work(ref)


def test_faults_are_found(workspace: Workspace) -> None:
    """An object that is whole, gone, another one's, or misnamed is told apart."""
    whole, gone, other = (workspace.put(text) for text in (LARGE, "gone", "other"))
    workspace.delete([gone, other])
    workspace._room.write(other, b"cut")
    assert [workspace.fault(ref) for ref in (whole, gone, other, "x")] == [
        None,
        "is not in the workspace",
        "holds 3 bytes that are not those that were written",
        "is no name of a payload",
    ]


def test_payloads_move_between_a_folder_and_a_store(workspace: Workspace, tmp_path: Path) -> None:
    """They keep their names either way; what is gone is told."""
    folder = Workspace(str(tmp_path))
    there, here = workspace.put(LARGE), folder.put("small")
    assert folder.take_over(workspace, there) is None
    assert workspace.take_over(folder, here) is None
    assert workspace.take_over(folder, here) is None, "a second time"
    assert folder.get(there) == LARGE
    assert workspace.get(here) == "small"
    folder.delete([here])
    workspace.delete([here])
    assert workspace.take_over(folder, here) == GONE


@pytest.mark.parametrize(("point", "named"), [("payload.before_rename", 0), ("payload.after_rename", 1)])
def test_a_crash_leaves_a_whole_object_or_none(
    workspace: Workspace, object_store: ObjectStore, point: str, named: int
) -> None:
    """A process that dies beside the put leaves nothing that is not whole."""
    script = "import sys; from state.workspace import Workspace; Workspace(sys.argv[1]).put('whole')"
    environ = {**os.environ, "BATCHWRIGHT_CRASH": point}
    died = subprocess.run([sys.executable, "-c", script, workspace.location], env=environ, check=False)
    assert died.returncode == -signal.SIGKILL
    left = object_store.names(workspace.location)
    assert len(left) == named
    assert [workspace.get(ref) for ref in left] == ["whole"] * named


# ── what a store refuses ────────────────────────────────────────────────────────────────────────


def test_a_bucket_that_is_not_there_is_told(object_store: ObjectStore) -> None:
    """By each of the operations, so that none takes it for a payload that is gone."""
    workspace = Workspace("s3://no-such-bucket/x")
    ref = f"payloads/aa/{'a' * 32}"
    for work in (workspace.look, lambda: workspace.put("x"), lambda: workspace.get(ref), lambda: workspace.size(ref),
                 lambda: workspace.delete([ref]), lambda: workspace.fault(ref)):  # fmt: skip
        with pytest.raises(StateUnreachableError, match=r"s3://no-such-bucket/x .*: there is no such bucket") as told:
            work()
        assert "NoSuchBucket" in str(told.value)
        assert "make the bucket" in (told.value.hint or "")
        assert not told.value.may_pass


def test_keys_that_are_refused_are_told(workspace: Workspace, object_store: ObjectStore) -> None:
    """With what the store said, and neither with the key nor with the secret."""
    ref = workspace.put("text")
    with object_store.checking_keys():
        for work in (workspace.look, lambda: workspace.get(ref), lambda: workspace.size(ref)):
            with pytest.raises(StateUnreachableError, match="no permission") as told:
                work()
            assert "test-secret" not in str(told.value)
            assert "keys in the environment" in (told.value.hint or "")
            assert not told.value.may_pass
    assert workspace.get(ref) == "text"


def test_no_keys_are_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variables to set; a machine in the cloud would have been asked for a role."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://169.254.169.254.invalid")
    with pytest.raises(StateUnreachableError, match="no credentials") as told:
        workspace.put("text")
    assert "AWS_ACCESS_KEY_ID" in (told.value.hint or "")


def test_what_a_url_does_not_say_is_told() -> None:
    """Azure needs an account, which stands in the environment."""
    with pytest.raises(ConfigError, match="Account must be specified") as told:
        Workspace("az://container/x").put("text")
    assert "AZURE_STORAGE_ACCOUNT_NAME" in (told.value.hint or "")


def test_without_obstore_it_is_told_what_to_install(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, with the command."""
    monkeypatch.delitem(sys.modules, "state.workspace_objects")
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(ConfigError, match="needs obstore, which is not installed here") as told:
        workspace.look()
    assert "pip install 'batchwright[cloud]'" in (told.value.hint or "")


# ── a store that is away ────────────────────────────────────────────────────────────────────────


def test_a_store_that_is_away_is_waited_for(workspace: Workspace, object_store: ObjectStore) -> None:
    """What is read is read when it is back; the error says that waiting may help, and crosses a process."""
    ref = workspace.put("text")
    object_store.stop()
    with pytest.raises(StateUnreachableError, match=r"cannot be read: Connection refused") as told:
        workspace.get(ref)
    assert told.value.may_pass
    assert pickle.loads(pickle.dumps(told.value)).may_pass
    reading = Background(lambda: insist(None, lambda: workspace.get(ref)))
    object_store.start()
    assert reading.wait() == "text"


def test_what_was_made_waits_for_no_store(workspace: Workspace, object_store: ObjectStore) -> None:
    """While it is away, large texts stay in their rows, and it is not asked for each; then they go to it again."""
    assert kept_text(workspace, "small") is None
    object_store.stop()
    assert kept_text(workspace, LARGE) is None
    assert workspace.is_away
    object_store.start()
    assert kept_text(workspace, LARGE) is None
    workspace._away_until = 0.0
    ref = kept_text(workspace, LARGE)
    assert ref is not None
    assert workspace.get(ref) == LARGE


@pytest.fixture
def deaf() -> Iterator[str]:
    """An endpoint that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_store_that_says_nothing_is_given_up(
    workspace: Workspace, deaf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request has an end."""
    monkeypatch.setattr(state.workspace_objects, "_TIMEOUT_S", 0.3)
    monkeypatch.setattr(state.workspace_objects, "_RETRIES", 1)
    monkeypatch.setenv("AWS_ENDPOINT_URL", deaf)
    state.workspace_objects._opened.cache_clear()
    with pytest.raises(StateUnreachableError, match=r"cannot be written: .*") as told:
        workspace.put("text")
    state.workspace_objects._opened.cache_clear()
    assert told.value.may_pass


# ── doctor ──────────────────────────────────────────────────────────────────────────────────────


def looked(sqlite_url: str, location: str) -> Finding:
    """What `doctor` finds of a workspace."""
    findings = doctor.examine(StatePlace(sqlite_url, location), Config(), {}, offline=True)
    return next(one for one in findings if one.about == "workspace")


def test_doctor_looks_at_it(workspace: Workspace, object_store: ObjectStore, sqlite_url: str) -> None:
    """It writes, reads and removes an object, and says what is in the way."""
    assert looked(sqlite_url, workspace.location).said.endswith("can be written, read and emptied")
    assert object_store.names(workspace.location) == []
    missing = looked(sqlite_url, "s3://no-such-bucket/x")
    assert (missing.health, missing.exit_code) == (Health.BAD, 5)
    assert "no such bucket" in missing.said
    assert looked(sqlite_url, "database").said == "none: payloads of any size stay in the database"
