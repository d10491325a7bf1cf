"""`db backup` copies a live state with all the payloads that its copy names, and a copy goes on where its state was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from state.audit import audit
from state.backup import Backup, backup, check_room
from state.control import delete, want_pause
from state.engine import State
from state.errors import ConfigError, InputError, StateUnreachableError
from state.migrate import open_state
from state.place import StatePlace
from state.records import NewItem
from state.schema import batch_calls, batch_jobs
from state.status import JobStatus
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.books import new_job
from tests.commands import environment, folder, run_command, typed
from tests.fakes.postgres import PostgresServer
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, Background, Made, items_of, make_job, until

ITEMS = 60


def nobody(_what: str, _more: int) -> None:
    """Is told and says nothing."""


def items_with_a_large_one(count: int = ITEMS) -> list[NewItem]:
    """Items of which the first has a payload in the workspace."""
    return [NewItem("large", "x " * PAYLOAD_MAX_BYTES, {}), *items_of(count)[1:]]


def files(place: Path) -> list[str]:
    """All files below a folder."""
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


def copied(state: State, workspace: Workspace, target: Path) -> Backup:
    """Back up a state."""
    return backup(state, workspace, target, nobody)


@pytest.fixture
def paused(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> tuple[Made, Path]:
    """A job that was paused in the middle of a run, and a copy that was made while it ran on."""
    provider.behave(latency_ms=80)
    made = make_job(sqlite_url, tmp_path, provider, items=items_with_a_large_one(), phases=ONE_PHASE).into(monkeypatch)
    run = Background(made.run)
    with closing(made.opened()) as state:
        until(lambda: provider.stats()["total"] > 12, "some answers")
        live = copied(state, Workspace(made.place.workspace), tmp_path / "live")
        assert not run.is_over
        want_pause(state, made.job_id)
        run.wait()
    assert [one for one in live.found or () if one.is_wrong] == []
    assert live.payloads >= 1
    return made, tmp_path / "live"


def test_a_copy_of_a_live_state_is_sound_and_goes_on(paused: tuple[Made, Path], provider: ProviderServer) -> None:
    """A copy that was made beside a run holds what was committed, and pays for none of it when it goes on."""
    made, copy = paused
    place = StatePlace(f"sqlite:///{copy}/state.db", str(copy / "workspace"))
    with closing(open_state(place.url)) as state, state.read() as conn:
        known = set(conn.scalars(select(batch_calls.c.digest).where(batch_calls.c.status == "ok")))
    before = len(provider.invoice())
    Made(place, made.job_id, made.env).run(force=True)
    asked = len(provider.invoice()) - before
    assert known
    assert asked == ITEMS - len(known)
    with closing(open_state(place.url)) as state:
        assert [one for one in audit(state, Workspace(place.workspace)) if one.is_wrong] == []


def test_a_paused_job_in_a_copy_resumes_without_paying_twice(
    paused: tuple[Made, Path], tmp_path: Path, provider: ProviderServer
) -> None:
    """The state and its copy of a paused job: in the copy it goes on to its end, and each item is paid for once."""
    made, _ = paused
    with closing(made.opened()) as state:
        made_copy = copied(state, Workspace(made.place.workspace), tmp_path / "still")
    shutil.rmtree(made.place.workspace)  # the copy needs nothing of it
    assert made_copy.found == ()
    place = StatePlace(f"sqlite:///{tmp_path}/still/state.db", str(tmp_path / "still" / "workspace"))
    report = Made(place, made.job_id, made.env).run()
    assert report.status is JobStatus.COMPLETED
    assert len(provider.invoice()) == ITEMS


@pytest.mark.parametrize("when", ["bytes", "payloads"])
def test_a_job_that_is_deleted_meanwhile_is_copied_whole_or_not_at_all(
    when: str, sqlite_url: str, tmp_path: Path, provider: ProviderServer
) -> None:
    """Where payloads go meanwhile, all is copied anew: the copy names no file that is not there, and has no other."""
    items = [NewItem(f"large-{n}", f"{n} " * PAYLOAD_MAX_BYTES, {}) for n in range(3)]
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=ONE_PHASE)
    workspace = Workspace(made.place.workspace)
    told = []
    with closing(made.opened()) as state:

        def delete_it(what: str, more: int) -> None:
            told.append(what)
            if what == when and told.count(what) == 1:
                delete(state, workspace, made.job_id)

        done = backup(state, workspace, tmp_path / "copy", delete_it)
    assert told.count("bytes") > 1
    assert done.found == ()
    assert files(tmp_path / "copy") == ["state.db"]
    with closing(open_state(f"sqlite:///{tmp_path}/copy/state.db")) as copy, copy.read() as conn:
        assert conn.scalars(select(batch_jobs.c.job_id)).all() == []


def test_nothing_is_overwritten_and_nothing_left_behind(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer
) -> None:
    """What is there already, a folder that is not there, and a file for a state with payloads are refused in words."""
    made = make_job(sqlite_url, tmp_path, provider, items=items_with_a_large_one(2), phases=ONE_PHASE)
    workspace, place = Workspace(made.place.workspace), tmp_path / "backups"
    place.mkdir()
    (place / "there").mkdir()
    with closing(made.opened()) as state:
        for target, said in (
            (place / "there", "is there already, and a backup overwrites nothing"),
            (tmp_path / "no" / "folder", "there is no folder"),
            (place / "one.db", "the state names 1 payloads"),
        ):
            with pytest.raises(InputError, match=said):
                copied(state, workspace, target)
        assert [path.name for path in place.iterdir()] == ["there"]
        delete(state, workspace, made.job_id)
        new_job(state)
        copied(state, workspace, place / "one.db")
    assert sorted(path.name for path in place.iterdir()) == ["one.db", "there"]
    open_state(f"sqlite:///{place}/one.db").close()


def test_a_disk_without_room_is_told_before(tmp_path: Path) -> None:
    """What does not fit is said with both sizes."""
    with pytest.raises(StateUnreachableError, match=r"needs 1,000,000,000,000 MB .* has [\d,]+ MB free"):
        check_room(tmp_path, 10**18)


def test_a_lost_payload_is_copied_around_and_told(sqlite_url: str, tmp_path: Path, provider: ProviderServer) -> None:
    """A state that is not sound is copied as it is, with what is wrong with it."""
    made = make_job(sqlite_url, tmp_path, provider, items=items_with_a_large_one(2), phases=ONE_PHASE)
    shutil.rmtree(made.place.workspace)
    with closing(made.opened()) as state:
        done = copied(state, Workspace(made.place.workspace), tmp_path / "copy")
    assert done.found is not None
    assert [one.kind for one in done.found] == ["payload"]


# ── a state on a server ─────────────────────────────────────────────────────────────────────────


def test_a_server_is_dumped_and_goes_on_when_restored(
    postgres: PostgresServer,
    postgres_url: str,
    tmp_path: Path,
    provider: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`pg_dump` makes the copy; restored into an empty database, its job goes on and pays for nothing twice."""
    monkeypatch.setenv("PATH", str(postgres.programs), prepend=os.pathsep)
    provider.behave(latency_ms=80)
    items = items_with_a_large_one()
    made = make_job(postgres_url, tmp_path, provider, items=items, phases=ONE_PHASE).into(monkeypatch)
    run = Background(made.run)
    with closing(made.opened()) as state:
        until(lambda: provider.stats()["total"] > 5, "some calls")
        want_pause(state, made.job_id)
        run.wait()
        done = copied(state, Workspace(made.place.workspace), tmp_path / "copy")
    assert (done.found, done.database.name) == (None, "state.pgdump")
    postgres.create_database("restored")
    url = make_url(postgres.url("restored")).set(drivername="postgresql").render_as_string(hide_password=False)
    restored = subprocess.run(
        [postgres.programs / "pg_restore", "--no-owner", f"--dbname={url}", str(done.database)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert restored.returncode == 0, restored.stderr
    place = StatePlace(postgres.url("restored"), str(tmp_path / "copy" / "workspace"))
    report = Made(place, made.job_id, made.env).run()
    assert report.status is JobStatus.COMPLETED
    assert len(provider.invoice()) == ITEMS
    with closing(open_state(place.url)) as state:
        assert list(audit(state, Workspace(place.workspace))) == []
    postgres.drop_database("restored")


@pytest.mark.parametrize("version", [None, "15.18 (Debian 15.18-0+deb12u1)"])
def test_a_server_that_cannot_be_dumped_from_here_is_told_with_the_command(
    version: str | None, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `pg_dump`, or with an older one, the command to type elsewhere is said, and no password."""
    programs = tmp_path / "programs"
    programs.mkdir()
    if version:
        (programs / "pg_dump").write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
        (programs / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/bin" if version else str(programs))
    with closing(open_state(postgres_url)) as state, pytest.raises(ConfigError) as caught:
        copied(state, Workspace(str(tmp_path / "workspace")), tmp_path / "copy")
    assert ("older than the server (18)" if version else "which is not there") in caught.value.message
    assert "pg_dump --format=custom --file=state.pgdump" in str(caught.value.hint)
    assert not (tmp_path / "copy").exists()


# ── the command ─────────────────────────────────────────────────────────────────────────────────


def test_the_command_says_what_it_copied_and_how_to_go_on(
    tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`db backup DIR` names the copy and the command that opens it, which shows the job; a second one is refused."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    place = folder(tmp_path / "two words")
    monkeypatch.chdir(place)
    assert typed("run", "job.yaml", "--items", "items.jsonl", "--quiet").code == 0
    done = typed("db", "backup", "copy")
    assert done.code == 0, done.err
    said = " ".join(done.out.split())
    assert "the copy is sound" in said
    assert f"batchwright --state '{place}/copy/state.db' list" in said
    shown = typed("--state", place / "copy" / "state.db", "results", "last", "--json").document
    assert shown == typed("results", "last", "--json").document
    assert typed("db", "backup", "copy").code == 2
    document = typed("db", "backup", "again", "--json").document
    assert list(document) == [
        "state", "backup", "database_bytes", "payloads", "payload_bytes", "is_sound", "findings",
    ]  # fmt: skip
    assert document["is_sound"] is True


def test_a_backup_that_is_killed_leaves_no_copy(tmp_path: Path, provider: ProviderServer) -> None:
    """A copy appears whole or not at all, and the next one is made as if nothing had been."""
    place = folder(tmp_path / "work")
    environ = environment(provider)
    assert run_command(place, environ, "create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    dead = run_command(place, {**environ, "BATCHWRIGHT_CRASH": "backup.before_rename"}, "db", "backup", "copy")
    assert dead.code < 0
    assert not (place / "copy").exists()
    assert run_command(place, environ, "db", "backup", "copy").code == 0
    with closing(sqlite3.connect(place / "copy" / "state.db")) as conn:
        assert conn.execute("SELECT count(*) FROM batch_items").fetchone() == (4,)
