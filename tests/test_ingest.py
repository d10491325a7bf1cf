"""Items stream in, all or none of them can be seen, and no id is given twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from state import ingest as ingestion
from state.clock import utc_now
from state.digests import ItemsDigest
from state.engine import State
from state.errors import ItemsError, StateUnreachableError
from state.identity import new_job_id
from state.ingest import CHUNK_ITEMS, MadeMeanwhileError, NewJob, ingest
from state.item_input import load_input
from state.plan_records import Options
from state.records import Json, NewItem
from state.removal import remove_job
from state.schema import batch_events, batch_items, batch_jobs, projects
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.postgres import PostgresServer


def a_job(**more: object) -> NewJob:
    """A job to be made, in a project of its own."""
    job_id = new_job_id()
    plain = NewJob(job_id, f"project of {job_id}", "a job", "{}", "5" * 64, None, None, Options(), None)
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of NewJob, by name


def plain(count: int) -> Iterator[NewItem]:
    """So many small items with ids of their own."""
    return (NewItem(f"doc-{i}", f"text {i}", {"n": i}) for i in range(count))


def alike(names: Iterable[str]) -> Iterator[NewItem]:
    """Items whose ids are generated, as if from equal contents where names are equal."""
    return (NewItem(name, name, {}, generated=True) for name in names)


def stored_ids(state: State, job: NewJob) -> list[str]:
    """The ids of a job's items, by ordinal."""
    with state.read() as conn:
        item = batch_items.c
        return list(conn.scalars(select(item.item_id).where(item.job_id == job.job_id).order_by(item.ordinal)))


def rows_left(state: State, job: NewJob) -> int:
    """How many rows of a job there are, its own included."""
    with state.read() as conn:
        return sum(
            conn.execute(select(func.count()).select_from(table).where(table.c.job_id == job.job_id)).scalar_one()
            for table in (batch_jobs, batch_items, batch_events)
        )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    return Workspace(str(tmp_path / "workspace"))


def test_all_items_come_in_over_several_chunks(state: State, workspace: Workspace) -> None:
    """Every item is stored once, in order, and the job is PENDING with all of them open."""
    job = a_job(first=7)
    count = 2 * CHUNK_ITEMS + 5
    assert ingest(state, workspace, job, plain(count)) == count
    assert stored_ids(state, job) == [f"doc-{i}" for i in range(count)]
    with state.read() as conn:
        row = conn.execute(select(batch_jobs).where(batch_jobs.c.job_id == job.job_id)).one()
        assert conn.execute(select(projects.c.spent_usd).where(projects.c.project == job.project)).scalar_one() == 0
    assert (row.status, row.wanted, row.total_items, row.open_items, row.first) == ("PENDING", "run", count, count, 7)
    assert (row.concurrency, row.checkpoint_frequency, row.auto_start) == (5, 10, True)


def test_the_digest_is_that_of_the_items_as_they_were_read(state: State, workspace: Workspace) -> None:
    """The job's items_digest can be made from the input alone, equal generated ids and all."""
    job, digest = a_job(), ItemsDigest()
    for item in alike(["a", "b", "a"]):
        digest.add(item.item_id, item.text, item.fields)
    ingest(state, workspace, job, alike(["a", "b", "a"]))
    with state.read() as conn:
        kept = conn.execute(select(batch_jobs.c.items_digest).where(batch_jobs.c.job_id == job.job_id)).scalar_one()
    assert kept == digest.hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        [("a", "t", {}), ("b", "u", {})][::-1],
        [("a", "tb", {}), ("", "u", {})],
        [("a", "t", {"x": 1}), ("b", "u", {})],
        [("a", "t", {})],
    ],
)
def test_another_order_id_text_or_field_is_another_digest(other: list[tuple[str, str, dict[str, int]]]) -> None:
    """Digests differ when anything that the items say differs, boundaries included."""

    def made(items: list[tuple[str, str, dict[str, int]]]) -> str:
        digest = ItemsDigest()
        for item_id, text, fields in items:
            digest.add(item_id, text, dict(fields))
        return digest.hexdigest()

    assert made(other) != made([("a", "t", {}), ("b", "u", {})])


def test_the_order_of_keys_is_no_difference() -> None:
    """Fields are a mapping: two files that differ in the order of keys hold the same items."""
    one, other = ItemsDigest(), ItemsDigest()
    one.add("a", "t", {"x": 1, "y": {"b": 2**70, "a": "\ud800"}})
    other.add("a", "t", {"y": {"a": "\ud800", "b": 2**70}, "x": 1})
    assert one.hexdigest() == other.hexdigest()


def test_a_given_id_that_comes_twice_names_both_places(state: State, workspace: Workspace) -> None:
    """Within a chunk the error says id, ordinals and sources of both; and the job is gone."""
    job = a_job()
    items = [NewItem("x", "1", {}, source="a.jsonl line 1"), NewItem("y", "2", {}), NewItem("x", "3", {}, source="b 9")]
    with pytest.raises(ItemsError, match=r"'x': 0 \(a\.jsonl line 1\) and 2 \(b 9\)"):
        ingest(state, workspace, job, items)
    assert rows_left(state, job) == 0


def test_a_given_id_that_comes_twice_is_found_across_chunks(state: State, workspace: Workspace) -> None:
    """A copy a million items later is found as well, and nothing of the job stays."""
    job = a_job()
    items = [*plain(CHUNK_ITEMS + 10), NewItem("doc-3", "again", {}, source="late.jsonl line 7")]
    with pytest.raises(ItemsError, match=rf"'doc-3': 3 and {CHUNK_ITEMS + 10} \(late\.jsonl line 7\)"):
        ingest(state, workspace, job, items)
    assert rows_left(state, job) == 0


def test_equal_generated_ids_are_numbered(state: State, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal contents get -2, -3 … in order, whatever chunks they fall into, as if all were known at once."""
    monkeypatch.setattr(ingestion, "CHUNK_ITEMS", 3)
    names = ["a", "a", "b", "a", "b", "c", "a", "a", "a", "d", "a", "b", "c", "a", "e", "e"]
    job = a_job()
    ingest(state, workspace, job, alike(names))
    seen: dict[str, int] = {}
    expected = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        expected.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    assert stored_ids(state, job) == expected


def test_five_thousand_equal_items_are_numbered_without_gaps(state: State, workspace: Workspace) -> None:
    """A chunk finds the last number of the chunks before it."""
    job = a_job()
    count = 2 * CHUNK_ITEMS + 1_000
    ingest(state, workspace, job, alike("same" for _ in range(count)))
    assert stored_ids(state, job) == ["same", *(f"same-{i}" for i in range(2, count + 1))]


def test_an_id_that_is_too_long_is_an_error(state: State, workspace: Workspace) -> None:
    """SQLite would store it and PostgreSQL would not: both refuse, with its place."""
    with pytest.raises(ItemsError, match=r"item 0 \(row 1\) has 201 characters"):
        ingest(state, workspace, a_job(), [NewItem("i" * 201, "t", {}, source="row 1")])


def test_no_items_is_an_error(state: State, workspace: Workspace) -> None:
    """A job of nothing is refused, and leaves nothing."""
    job = a_job(name="Empty one")
    with pytest.raises(ItemsError, match="Empty one has no items"):
        ingest(state, workspace, job, [])
    assert rows_left(state, job) == 0


def test_an_error_in_the_source_leaves_nothing(state: State, workspace: Workspace, tmp_path: Path) -> None:
    """When reading fails at line 4,001, the rows and the payloads that went in before are removed."""

    def broken() -> Iterator[NewItem]:
        yield NewItem("large", "x" * (PAYLOAD_MAX_BYTES + 1), {})
        yield from plain(2 * CHUNK_ITEMS)
        yield NewItem("large too", "x" * (PAYLOAD_MAX_BYTES + 1), {})
        raise ItemsError("line 4001 is no JSON")

    job = a_job()
    with pytest.raises(ItemsError, match="line 4001"):
        ingest(state, workspace, job, broken())
    assert rows_left(state, job) == 0
    assert [path for path in tmp_path.rglob("payloads/*/*") if path.is_file()] == []


def test_a_large_item_lives_in_the_workspace(state: State, workspace: Workspace) -> None:
    """10 MB of text, and fields as large, come back as they were, and the row holds neither."""
    text = "ü" * 5_000_000
    fields: dict[str, Json] = {"content": "y" * 300_000, "n": 1}
    job = a_job()
    ingest(state, workspace, job, [NewItem("small", "s", {"a": None}), NewItem("large", text, fields)])
    with state.read() as conn:
        small, large = conn.execute(
            select(batch_items).where(batch_items.c.job_id == job.job_id).order_by(batch_items.c.ordinal)
        ).all()
    assert (small.payload_ref, small.text, small.fields) == (None, "s", '{"a":null}')
    assert (large.text, large.fields) == (None, "{}")
    assert large.size_bytes > 10_000_000
    assert load_input(workspace, large.text, large.fields, large.payload_ref) == (text, fields)


def test_hostile_text_can_be_stored(state: State, workspace: Workspace) -> None:
    """NUL characters and lone surrogates are replaced, numbers beyond 64 bits keep their digits, tabs stay tabs."""
    fields: dict[str, Json] = {"nul\x00": "a\x00b", "half": ["\udc00"], "big": 2**80, "path": "C:\\new\tx"}
    job = a_job()
    ingest(state, workspace, job, [NewItem("i", "a\x00b \ud800 \\N\t\r\n\\.", fields)])
    with state.read() as conn:
        row = conn.execute(select(batch_items).where(batch_items.c.job_id == job.job_id)).one()
    text, kept = load_input(workspace, row.text, row.fields, row.payload_ref)
    assert text == "a\ufffdb \ufffd \\N\t\r\n\\."
    assert kept == {"nul\ufffd": "a\ufffdb", "half": ["\ufffd"], "big": str(2**80), "path": "C:\\new\tx"}


def test_a_second_job_of_a_project_finds_it(state: State, workspace: Workspace) -> None:
    """The project's row is made once; its cap and what was spent stay."""
    job = a_job()
    ingest(state, workspace, job, plain(1))
    with state.begin() as conn:
        conn.execute(update(projects).where(projects.c.project == job.project).values(spent_usd=Decimal(3)))
    ingest(state, workspace, a_job(project=job.project), plain(1))
    with state.read() as conn:
        assert conn.execute(select(projects.c.spent_usd).where(projects.c.project == job.project)).scalar_one() == 3


_ONLY = """
import sys, time
from pathlib import Path
from state.engine import State
from state.ingest import MadeMeanwhileError
from state.workspace import Workspace
from tests.test_ingest import a_job, ingest, plain
url, place, project, mine, other = sys.argv[1:]
def items():
    yield from plain(3)
    Path(mine).touch()
    while not Path(other).exists():
        time.sleep(0.01)
job = a_job(project=project, is_only=True)
try:
    ingest(State(url), Workspace(place), job, items())
    print("made", job.job_id)
except MadeMeanwhileError as error:
    print("found", error.job_id)
"""


def test_of_two_processes_that_make_the_same_job_at_once_one_makes_it(
    state: State, workspace: Workspace, tmp_path: Path
) -> None:
    """Both have begun before either is done; one job comes of it, and who comes late is told which."""
    files = [str(tmp_path / "one"), str(tmp_path / "two")]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", _ONLY, state.url, workspace.location, "shared", *names],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parent.parent,
            text=True,
        )
        for names in (files, files[::-1])
    ]
    found, made = sorted(process.communicate(timeout=60)[0].split() for process in both)
    assert [made[0], found[0], found[1]] == ["made", "found", made[1]]
    with state.read() as conn:
        assert list(conn.scalars(select(batch_jobs.c.job_id))) == [made[1]]
        assert conn.execute(select(func.count()).select_from(batch_items)).scalar_one() == 3


def test_a_job_that_need_not_be_the_only_one_is_made_beside_another(state: State, workspace: Workspace) -> None:
    """Without `is_only`, or where the newest one was cancelled, the same spec and items make a job of their own."""
    job = a_job()
    for _ in range(2):
        ingest(state, workspace, a_job(project=job.project), plain(2))
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.project == job.project).values(status="CANCELLED"))
    ingest(state, workspace, a_job(project=job.project, is_only=True), plain(2))
    ingest(state, workspace, a_job(project=job.project, is_only=True), plain(3))
    with pytest.raises(MadeMeanwhileError):
        ingest(state, workspace, a_job(project=job.project, is_only=True), plain(3))


def test_a_publish_that_nobody_heard_of_finds_itself(state: State) -> None:
    """An only job whose publish is committed twice is there, whatever was made between the two."""
    job = a_job(is_only=True)
    state.transact(lambda conn: ingestion._create(conn, job))
    rows: list[ingestion._Row] = [(job.job_id, 0, "i", "t", None, "{}", 1, "PENDING", None)]
    state.transact(lambda conn: ingestion._add(conn, job, 0, rows))
    state.transact(lambda conn: ingestion._publish(conn, job, 1, "d" * 64))
    other = a_job(project=job.project)
    state.transact(lambda conn: ingestion._create(conn, other))
    state.transact(lambda conn: ingestion._add(conn, other, 0, [(other.job_id, *rows[0][1:])]))
    state.transact(lambda conn: ingestion._publish(conn, other, 1, "d" * 64))
    state.transact(lambda conn: ingestion._publish(conn, job, 1, "d" * 64))
    with pytest.raises(MadeMeanwhileError):
        state.transact(lambda conn: ingestion._publish(conn, a_job(project=job.project, is_only=True), 1, "d" * 64))


_INGEST = """
import sys
from state.engine import State
from state.workspace import Workspace
from tests.test_ingest import a_job, ingest, plain
ingest(State(sys.argv[1]), Workspace(sys.argv[2]), a_job(job_id=sys.argv[3]), plain(5000))
"""


def killed_at(point: str, state: State, workspace: Workspace, job: NewJob) -> None:
    """Ingest 5,000 items in a process that dies at a crash point."""
    died = subprocess.run(
        [sys.executable, "-c", _INGEST, state.url, workspace.location, job.job_id],
        env={**os.environ, "BATCHWRIGHT_CRASH": point},
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert died.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "point", ["ingest.chunk.before_commit", "ingest.chunk.after_commit:2", "ingest.publish.before_commit"]
)
def test_a_killed_ingestion_leaves_no_job_and_is_swept(state: State, workspace: Workspace, point: str) -> None:
    """Rows of a dead ingestion have no status; a day later the next create removes them, and not before."""
    job = a_job()
    killed_at(point, state, workspace, job)
    with state.read() as conn:
        assert conn.execute(select(batch_jobs.c.status).where(batch_jobs.c.job_id == job.job_id)).scalar_one() is None
    ingest(state, workspace, a_job(), plain(1))
    assert rows_left(state, job) > 0
    with state.begin() as conn:
        old = utc_now() - timedelta(days=1, seconds=1)
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job.job_id).values(created_at=old))
    ingest(state, workspace, a_job(), plain(1))
    assert rows_left(state, job) == 0


def test_a_kill_after_the_publish_leaves_the_whole_job(state: State, workspace: Workspace) -> None:
    """Once the last commit is through, the job is there with all its items."""
    job = a_job()
    killed_at("ingest.publish.after_commit", state, workspace, job)
    assert len(stored_ids(state, job)) == 5000
    assert remove_job(state, workspace, job.job_id) is False


def test_an_ingestion_that_was_swept_away_stops(state: State, workspace: Workspace) -> None:
    """When another process took it for dead, it does not publish a job with holes."""
    job = a_job()

    def slow() -> Iterator[NewItem]:
        yield from plain(CHUNK_ITEMS)
        yield NewItem("next", "t", {})
        remove_job(state, workspace, job.job_id)
        yield from (NewItem(f"more-{i}", "t", {}) for i in range(CHUNK_ITEMS))

    with pytest.raises(StateUnreachableError, match="were removed while"):
        ingest(state, workspace, job, slow())
    assert rows_left(state, job) == 0


def test_a_chunk_that_is_committed_twice_is_there_once(state: State, workspace: Workspace) -> None:
    """A cut connection after COMMIT tells nothing; the same chunk again changes nothing."""
    job = a_job()
    state.transact(lambda conn: ingestion._create(conn, job))
    rows: list[ingestion._Row] = [(job.job_id, i, f"i{i}", "t", None, "{}", 1, "PENDING", None) for i in range(3)]
    for _ in range(2):
        state.transact(lambda conn: ingestion._add(conn, job, 0, rows))
    for _ in range(2):
        state.transact(lambda conn: ingestion._publish(conn, job, 3, "d" * 64))
    assert stored_ids(state, job) == ["i0", "i1", "i2"]
    with state.read() as conn:
        assert conn.execute(select(func.count()).where(batch_events.c.job_id == job.job_id)).scalar_one() == 1


def test_commits_that_nobody_heard_of_are_there_once(
    postgres: PostgresServer, postgres_url: str, workspace: Workspace
) -> None:
    """PostgreSQL commits and the line is cut: the ingestion goes on, with chunk and publish there once each."""
    job, database = a_job(), postgres_url.rpartition("/")[2]

    def watched(proxy: CuttingProxy) -> Iterator[NewItem]:
        for i, item in enumerate(plain(2 * CHUNK_ITEMS)):
            if i == CHUNK_ITEMS - 1:
                proxy.cut(2)
            yield item
        proxy.cut(1)

    with CuttingProxy(postgres.port) as proxy:
        state = State(postgres.url(database, port=proxy.port))
        assert ingest(state, workspace, job, watched(proxy)) == 2 * CHUNK_ITEMS
        assert proxy.cuts >= 2
        assert stored_ids(state, job) == [f"doc-{i}" for i in range(2 * CHUNK_ITEMS)]
        with state.read() as conn:
            assert conn.execute(select(func.count()).where(batch_events.c.job_id == job.job_id)).scalar_one() == 1
        state.close()


def test_transactions_are_short_and_memory_is_flat(sqlite_url: str, workspace: Workspace) -> None:
    """The number of items that are held at once does not grow with the job: a chunk is written before more is read."""
    state = State(sqlite_url)
    job, ahead = a_job(), []

    def counted() -> Iterator[NewItem]:
        for i, item in enumerate(plain(10 * CHUNK_ITEMS)):
            if i % 500 == 0:
                with state.read() as conn:
                    kept = conn.execute(
                        select(batch_jobs.c.total_items).where(batch_jobs.c.job_id == job.job_id)
                    ).scalar_one()
                ahead.append(i - kept)
            yield item

    ingest(state, workspace, job, counted())
    state.close()
    assert max(ahead) <= CHUNK_ITEMS
