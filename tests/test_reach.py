"""What a cluster's workers cannot reach is refused before anything starts, with the way out."""

from __future__ import annotations

import pytest

from pipelines.reach import check_reach, unreached
from state.errors import ConfigError
from state.place import StatePlace

SERVER = "postgresql+psycopg://me:opensesame@db.example/jobs"


@pytest.mark.parametrize(
    ("url", "workspace"),
    [
        (SERVER, "s3://bucket/prefix"),
        (SERVER, "gs://bucket"),
        (SERVER, "database"),
    ],
)
def test_what_is_elsewhere_is_reached(url: str, workspace: str) -> None:
    """A server, with an object store or with payloads in its rows, is for any cluster."""
    check_reach(StatePlace(url, workspace), is_remote=True)


@pytest.mark.parametrize("url", ["sqlite:////work/state.db", SERVER])
@pytest.mark.parametrize("workspace", ["/work/workspace", "file:///work/workspace", "s3://bucket", "database"])
def test_a_cluster_on_this_machine_reaches_all(url: str, workspace: str) -> None:
    """A file and a folder are enough for Flink on this machine."""
    check_reach(StatePlace(url, workspace), is_remote=False)


def test_a_file_is_refused_with_the_command_that_moves_it() -> None:
    """An SQLite state is named, with why, and with the command that copies it to a server."""
    with pytest.raises(ConfigError) as caught:
        check_reach(StatePlace("sqlite:////work/state.db", "s3://bucket"), is_remote=True)
    assert caught.value.path == "--state"
    assert "sqlite:////work/state.db is reached from this machine alone" in caught.value.message
    assert "`batchwright state copy /work/state.db postgresql://USER@HOST/DATABASE " in str(caught.value.hint)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("at", ["localhost/a", "127.0.0.1/a", "127.0.1.1/a", "[::1]/a", "/a", "/a?host=/run/postgres"])
def test_a_server_by_a_name_of_this_machine_is_refused(at: str) -> None:
    """Where a name leads each worker to itself, or a socket nowhere, it is refused; its password is not said."""
    url = f"postgresql+psycopg://me:opensesame@{at}"
    with pytest.raises(ConfigError) as caught:
        check_reach(StatePlace(url, "s3://bucket"), is_remote=True)
    assert "is reached from this machine alone" in caught.value.message
    assert "opensesame" not in f"{caught.value}{caught.value.hint}"
    check_reach(StatePlace(url, "s3://bucket"), is_remote=False)


@pytest.mark.parametrize("workspace", ["/work/workspace", "file:///work/workspace", "FILE:///work/workspace"])
def test_a_folder_is_refused_with_what_to_name(workspace: str) -> None:
    """A folder is named, with why, and with what to name in its place; no password is said."""
    with pytest.raises(ConfigError) as caught:
        check_reach(StatePlace(SERVER, workspace), is_remote=True)
    assert caught.value.path == "--workspace"
    assert f"{workspace} is a folder of this machine" in caught.value.message
    assert "--to-workspace s3://bucket/prefix" in str(caught.value.hint)
    assert "opensesame" not in f"{caught.value}{caught.value.hint}"


def test_all_that_is_not_reached_is_said_at_once() -> None:
    """Who has neither is not sent twice; it is what the other runner says, too."""
    place = StatePlace("sqlite:////work/state.db", "/work/workspace")
    with pytest.raises(ConfigError) as caught:
        check_reach(place, is_remote=True)
    assert [one.path for one in unreached(place)] == ["--state", "--workspace"]
    assert all(str(one) in caught.value.message for one in unreached(place))
