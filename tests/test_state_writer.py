"""The writer commits in groups, keeps good rows from bad ones, and leaves nobody waiting."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, func, select

from state.clock import boot_seconds
from state.control import delete, set_options
from state.engine import State
from state.errors import EngineError, StateUnreachableError
from state.leases import LAPSE_S
from state.locks import lock_job
from state.migrate import open_state
from state.records import Admitted, Busy, Checkpoint, Concluded, Conclusion, Known, Look, Settled, Usage
from state.schema import answers, batch_calls, batch_checkpoints, batch_jobs, call_items, workers
from state.status import CallStatus, JobStatus, Wanted
from state.workspace import Workspace
from state.writer import Commit, Sent, ShareAsk, Stop, UnstorableError, Writer, run_group
from tests.books import (
    COST,
    Hand,
    age,
    assert_books,
    call,
    done,
    embedding,
    enter,
    item_id,
    job_row,
    new_job,
    pack,
    pack_reply,
    reply,
    row_of,
    start,
)
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.postgres import PostgresServer


@pytest.fixture(autouse=True)
def balanced(state_url: str) -> Iterator[None]:
    """After each test the books of its state balance."""
    yield
    with closing(open_state(state_url)) as state:
        assert_books(state)


@pytest.fixture
def hand(state: State) -> Hand:
    """A worker on a job of 100 items."""
    return start(state, new_job(state, items=100))


@asynccontextmanager
async def writing(
    hand: Hand,
    *,
    most_settled: int = 100,
    on_commit: Callable[[Commit], None] = lambda _: None,
    outage_s: float = 60,
) -> AsyncIterator[Writer]:
    """A writer for a worker, closed at the end."""
    writer = Writer(
        hand.state,
        hand.ref,
        asyncio.get_running_loop(),
        most_settled=most_settled,
        on_commit=on_commit,
        outage_s=outage_s,
    )
    try:
        yield writer
    finally:
        writer.close()


def test_what_waits_together_is_committed_together(hand: Hand) -> None:
    """Fifty admits that arrive at once are one commit, and each gets its own result in order."""
    calls = [call(i) for i in range(50)]

    async def main() -> None:
        async with writing(hand) as writer:
            results = await asyncio.gather(*(writer.do(one) for one in calls))
            assert results == [Admitted(one.call_id) for one in calls]
            assert writer.commits == 1

    asyncio.run(main())


def test_what_comes_while_others_hold_the_job_goes_along(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that waits for another worker's takes what has come meanwhile: nothing waits for two of them."""
    calls = [call(i) for i in range(3)]
    begun = threading.Event()

    def run(*given: Any) -> Commit:
        begun.set()
        return run_group(*given)

    monkeypatch.setattr("state.writer.run_group", run)

    async def main() -> None:
        async with writing(hand) as writer:
            with hand.state.begin() as conn:
                lock_job(conn, hand.ref.job_id)
                asked = [asyncio.create_task(writer.do(calls[0]))]
                assert await asyncio.to_thread(begun.wait, 30)
                asked += [asyncio.create_task(writer.do(one)) for one in calls[1:]]
                await asyncio.sleep(0)  # each task puts its own
                assert writer.commits == 0
            assert await asyncio.gather(*asked) == [Admitted(one.call_id) for one in calls]
            assert writer.commits == 1

    asyncio.run(main())


def test_one_commit_holds_back_no_more_settled_results_than_asked(hand: Hand) -> None:
    """With checkpoint_frequency 5, twenty settles that arrive at once take four commits of five."""
    set_options(hand.state, hand.ref.job_id, {"checkpoint_frequency": 5})
    calls = [call(i) for i in range(20)]
    hand.do(*calls)
    sizes: list[int] = []

    async def main() -> None:
        count = lambda commit: sizes.append(len(commit.results))  # noqa: E731
        async with writing(hand, most_settled=5, on_commit=count) as writer:
            await asyncio.gather(*(writer.do(reply(one)) for one in calls))

    asyncio.run(main())
    assert sizes == [5, 5, 5, 5]


def test_a_changed_checkpoint_frequency_holds_from_the_next_commit_on(hand: Hand) -> None:
    """What `set` says in the middle of a run, up or down, is what the commits after the next one keep to."""
    calls = [call(i) for i in range(40)]
    hand.do(*calls)
    sizes: list[int] = []

    async def main() -> None:
        count = lambda commit: sizes.append(len(commit.results))  # noqa: E731
        async with writing(hand, most_settled=10, on_commit=count) as writer:
            for frequency, part in ((20, calls[:20]), (2, calls[20:])):
                set_options(hand.state, hand.ref.job_id, {"checkpoint_frequency": frequency})
                await writer.do(ShareAsk(1, 0))
                await asyncio.gather(*(writer.do(reply(one)) for one in part))

    asyncio.run(main())
    assert sizes == [1, 20, 1, *[2] * 10]


def test_a_note_does_not_make_others_wait(hand: Hand) -> None:
    """An operation that somebody waits for goes at once, although a note that nobody waits for came before it."""

    async def main() -> float:
        (admitted,) = hand.do(call(0))
        assert isinstance(admitted, Admitted)
        async with writing(hand) as writer:
            await writer.do(call(1))
            writer.post(Sent(admitted.call_id, boot_seconds(), 60))
            before = time.monotonic()
            await writer.do(call(2))
            assert row_of(hand.state, admitted.call_id).status == CallStatus.SENT
            return time.monotonic() - before

    assert asyncio.run(main()) < 0.15


def test_a_note_alone_is_committed_too(hand: Hand) -> None:
    """A note that nobody follows is committed before the writer is closed."""
    one = call(0)
    hand.do(one)

    async def main() -> None:
        async with writing(hand) as writer:
            writer.post(Sent(one.call_id, 7.0, 60))

    asyncio.run(main())
    row = row_of(hand.state, one.call_id)
    assert (row.status, row.sent_at, row.expires_at) == (CallStatus.SENT, 7.0, 82.0)


def test_each_commit_tells_what_the_jobs_row_says(hand: Hand) -> None:
    """A commit reports what is wanted, so that a worker hears of a stop without asking."""
    told: list[tuple[bool, Wanted]] = []

    async def main() -> None:
        async with writing(hand, on_commit=lambda c: told.append((c.is_current, c.wanted))) as writer:
            await writer.do(ShareAsk(1, 0))
            await writer.do(Stop("no_credit", "no credit is left"))

    asyncio.run(main())
    assert told == [(True, Wanted.RUN), (True, Wanted.PAUSE)]
    assert job_row(hand.state, hand.ref.job_id).error_class == "no_credit"


BAD_TEXTS = {"nul": "a\0b", "surrogate": "a\ud800b"}


@pytest.mark.parametrize("bad", ["nul", "surrogate", "tokens", "cost"])
def test_a_poisonous_reply_among_fifty_is_booked_without_its_answer(hand: Hand, bad: str) -> None:
    """One reply of fifty cannot be stored: 49 are, and that one is a settled, paid call of class unstorable."""
    calls = [call(i) for i in range(50)]
    hand.do(*calls)
    replies = [reply(one) for one in calls]
    poison = {
        "nul": lambda: reply(calls[13], text=BAD_TEXTS["nul"]),
        "surrogate": lambda: reply(calls[13], text=BAD_TEXTS["surrogate"]),
        "tokens": lambda: reply(calls[13], usage=Usage(2**70, 1)),
        "cost": lambda: reply(calls[13], cost=Decimal(10**8)),
    }
    replies[13] = poison[bad]()

    async def main() -> list[object]:
        async with writing(hand) as writer:
            return list(await asyncio.gather(*(writer.do(one) for one in replies)))

    results = asyncio.run(main())
    if bad == "nul" and hand.state.dialect == "sqlite":
        assert results[13] == Settled(calls[13].call_id, CallStatus.OK, COST), "SQLite stores NUL as any character"
        return
    spoilt = results.pop(13)
    assert isinstance(spoilt, Settled)
    assert spoilt.status is CallStatus.INVALID
    assert all(isinstance(result, Settled) and result.status is CallStatus.OK for result in results)
    row = row_of(hand.state, calls[13].call_id)
    assert (row.error_class, row.status) == ("unstorable", CallStatus.INVALID)
    assert row.cost_usd == (Decimal(9_000_000) if bad == "cost" else COST)
    with hand.state.read() as conn:
        assert conn.execute(select(func.count()).select_from(answers)).scalar_one() == 49


@pytest.mark.parametrize("bad", ["surrogate", "cost", "share", "answers"])
def test_a_poisonous_pack_is_booked_with_its_shares(hand: Hand, bad: str) -> None:
    """One answer of a pack cannot be stored: the call is settled as unstorable, its cost is shared, others are kept."""
    one, other = (pack(*map(embedding, some)) for some in ((0, 1, 2), (3, 4)))
    hand.do(one, other)
    good = pack_reply(one)
    first, second, third = good.part_answers
    poison = {
        "surrogate": lambda: replace(good, part_answers=(first, replace(second, text=BAD_TEXTS["surrogate"]), third)),
        "cost": lambda: pack_reply(one, COST, Decimal(10**8), COST),
        "share": lambda: replace(good, part_answers=(first, replace(second, cost_usd=Decimal("NaN")), third)),
        "answers": lambda: replace(good, part_answers=(first, third)),
    }

    async def main() -> list[object]:
        async with writing(hand) as writer:
            return list(await asyncio.gather(writer.do(poison[bad]()), writer.do(pack_reply(other))))

    spoilt, settled = asyncio.run(main())
    assert settled == Settled(other.call_id, CallStatus.OK, 2 * COST)
    paid = Decimal(9_000_000) if bad == "cost" else 3 * COST
    assert spoilt == Settled(one.call_id, CallStatus.INVALID, paid)
    assert row_of(hand.state, one.call_id).error_class == "unstorable"
    with hand.state.read() as conn:
        mine = call_items.c.call_id == one.call_id
        assert set(conn.execute(select(call_items.c.share_usd).where(mine)).scalars()) == {paid / 3}
        assert conn.execute(select(func.count()).select_from(answers)).scalar_one() == 2


@pytest.mark.parametrize(
    "poison",
    [
        call(13, item_id="a\ud800b"),
        call(13, worst_case_usd=Decimal(10**8)),
        Conclusion(13, item_id(13), Checkpoint(0, True, {"k": "a\ud800b"}, 1), None),
        Conclusion(13, item_id(13), Checkpoint(0, True, "x", 2**70), None),
        reply(call(13)),
        pack(embedding(13), embedding(13, item_id="item-14")),
        pack_reply(pack(embedding(13), embedding(14))),
        Look(call(13, digest="a\ud800b")),
    ],
    ids=["text", "money", "output", "integer", "never admitted", "one input twice", "pack never admitted", "look"],
)
def test_a_poisonous_row_fails_its_waiter_alone(hand: Hand, poison: object) -> None:
    """Of fifty operations the bad one raises to whoever waits for it; the 49 others are committed."""
    good: list[object] = [call(i) for i in range(100) if i != 13]
    operations = [*good[:13], poison, *good[13:49]]

    async def main() -> list[object]:
        async with writing(hand) as writer:
            waiting = [writer.do(one) for one in operations]  # type: ignore[arg-type]  # operations, all of them
            return list(await asyncio.gather(*waiting, return_exceptions=True))

    results = asyncio.run(main())
    assert isinstance(results.pop(13), UnstorableError | EngineError)
    assert all(isinstance(result, Admitted) for result in results)


def test_a_dying_writer_fails_all_who_wait_at_once(hand: Hand) -> None:
    """When the writer dies of a bug, everybody who waits hears of it, and so does whoever comes after."""

    def explode(commit: Commit) -> None:
        raise RuntimeError("a bug")

    async def main() -> None:
        async with writing(hand, most_settled=1, on_commit=explode) as writer:
            waiting = [asyncio.ensure_future(writer.do(call(i))) for i in range(20)]
            results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
            assert all(isinstance(result, RuntimeError) for result in results)
            with pytest.raises(EngineError, match="has stopped: a bug"):
                await writer.do(call(50))

    asyncio.run(main())


def test_a_closed_writer_takes_nothing(hand: Hand) -> None:
    """What comes after close is refused, not left to wait for ever."""

    async def main() -> None:
        async with writing(hand) as writer:
            pass
        with pytest.raises(EngineError, match="closed"):
            await writer.do(call(0))

    asyncio.run(main())


def test_operations_on_a_deleted_job_end_and_its_bill_is_booked(hand: Hand) -> None:
    """The reply of a call whose job was deleted is kept and paid by the project; everything else is refused."""
    one = call(0)
    hand.do(one)
    with hand.state.begin() as conn:
        conn.execute(batch_jobs.update().values(status=JobStatus.PAUSED))
    delete(hand.state, Workspace("/nowhere"), hand.ref.job_id)

    async def main() -> list[object]:
        async with writing(hand) as writer:
            operations = (reply(one), reply(one), call(1), done(0), ShareAsk(3, 0), Sent(one.call_id, 1.0, 60))
            return list(await asyncio.gather(*(writer.do(operation) for operation in operations)))

    settled, again, refused, concluded, share, sent = asyncio.run(main())
    assert settled == again == Settled(one.call_id, CallStatus.STALE, COST)
    assert getattr(refused, "reason", None) == "fenced"
    assert (concluded, share, sent) == (Concluded(False), 0, None)
    with hand.state.read() as conn:
        assert conn.execute(select(func.count()).select_from(answers)).scalar_one() == 1


# ── a state that goes away ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def pg_hand(request: pytest.FixtureRequest, state_url: str) -> Hand:
    """A worker on a job in PostgreSQL."""
    return start(request.getfixturevalue("state"), new_job(request.getfixturevalue("state"), items=100))


only_postgres = pytest.mark.parametrize("state_url", ["postgresql"], indirect=True)


@only_postgres
def test_an_outage_is_waited_for(pg_hand: Hand, postgres: PostgresServer) -> None:
    """PostgreSQL stops in mid-run and comes back: every waiter gets its result, nothing is lost or doubled."""
    calls = [call(i) for i in range(40)]
    pg_hand.do(*calls)
    back = threading.Timer(1.5, postgres.start)

    async def main() -> list[object]:
        async with writing(pg_hand, most_settled=5) as writer:
            waiting = [asyncio.ensure_future(writer.do(reply(one))) for one in calls]
            await waiting[0]
            postgres.crash()
            back.start()
            return list(await asyncio.gather(*waiting))

    results = asyncio.run(main())
    back.join()
    assert results == [Settled(one.call_id, CallStatus.OK, COST) for one in calls]


@only_postgres
def test_after_an_outage_the_worker_beats_first_and_declares_nobody(pg_hand: Hand, postgres: PostgresServer) -> None:
    """Back from an outage a worker has beaten before it settles, and its neighbour's call is still its own."""
    other = enter(pg_hand.state, pg_hand.ref.job_id, pg_hand.ref.epoch, "worker-2")
    theirs, mine = call(0), call(1)
    other.do(theirs)
    pg_hand.do(mine)
    with pg_hand.state.begin() as conn:  # PostgreSQL has been up for long: its own start says nothing
        before = conn.execute(select(workers.c.beat_at).where(workers.c.worker_id == "worker-1")).scalar_one()
    age(pg_hand.state, "worker-1", LAPSE_S + 5)
    age(pg_hand.state, "worker-2", LAPSE_S + 5)

    async def main() -> list[object]:
        async with writing(pg_hand) as writer:
            postgres.crash()
            waiting = asyncio.ensure_future(writer.do(reply(mine)))
            await asyncio.sleep(0)
            threading.Timer(0.5, postgres.start).start()
            return [await waiting, await writer.do(replace(call(0), call_id="call_again"))]

    settled, busy = asyncio.run(main())
    assert settled == Settled(mine.call_id, CallStatus.OK, COST)
    assert busy == Busy(theirs.call_id, "worker-2")
    with pg_hand.state.read() as conn:
        row = conn.execute(select(workers).where(workers.c.worker_id == "worker-1")).one()
    assert row.beat_at > before
    assert row.cut_off_until > row.beat_at


@only_postgres
def test_an_outage_that_lasts_too_long_is_told(pg_hand: Hand, postgres: PostgresServer) -> None:
    """When the state does not come back within the limit, everybody who waits is told."""

    async def main() -> None:
        async with writing(pg_hand, outage_s=0.6) as writer:
            await writer.do(ShareAsk(1, 0))
            postgres.stop()
            results = await asyncio.gather(*(writer.do(call(i)) for i in range(5)), return_exceptions=True)
            assert all(isinstance(result, StateUnreachableError) for result in results)

    asyncio.run(main())
    postgres.start()


@pytest.mark.parametrize("state_url", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_as_what_it_is_to_who_comes_late(hand: Hand) -> None:
    """Who writes after the writer has met it is told of the disk, as those were who waited: it is no bug of ours."""

    async def main() -> None:
        async with writing(hand) as writer:
            event.listen(hand.state.engine, "begin", lambda conn: conn.exec_driver_sql("PRAGMA max_page_count = 1"))
            met = await asyncio.gather(*(writer.do(call(i)) for i in range(100)), return_exceptions=True)
            assert isinstance(met[0], StateUnreachableError)
            with pytest.raises(StateUnreachableError, match="is full; make room, then resume$") as late:
                writer.post(Stop("bug", "made up"))
            assert not hand.state.may_come_back(late.value)

    asyncio.run(main())


@only_postgres
def test_a_cut_after_commit_doubles_nothing(postgres: PostgresServer, state_url: str) -> None:
    """The connection is lost right after COMMIT, again and again: the group is repeated and moves nothing twice."""
    with (
        CuttingProxy(postgres.port) as proxy,
        closing(State(state_url.replace(str(postgres.port), str(proxy.port)))) as state,
    ):
        hand = start(state, new_job(state, items=30))
        calls = [call(i) for i in range(30)]

        async def main() -> None:
            async with writing(hand) as writer:
                proxy.cut()
                admitted = await asyncio.gather(*(writer.do(one) for one in calls))
                assert admitted == [Admitted(one.call_id) for one in calls]
                proxy.cut(2)
                settled = await asyncio.gather(*(writer.do(reply(one)) for one in calls))
                assert settled == [Settled(one.call_id, CallStatus.OK, COST) for one in calls]
                looks = [Look(call(i)) for i in range(30)]
                proxy.cut()
                assert all(isinstance(found, Known) for found in await asyncio.gather(*map(writer.do, looks)))
                packs = [pack(*(embedding(i, phase=1) for i in range(start, start + 10))) for start in (0, 10, 20)]
                proxy.cut()
                admitted = await asyncio.gather(*(writer.do(one) for one in packs))
                assert admitted == [Admitted(one.call_id) for one in packs]
                proxy.cut(2)
                settled = await asyncio.gather(*(writer.do(pack_reply(one)) for one in packs))
                assert settled == [Settled(one.call_id, CallStatus.OK, 10 * COST) for one in packs]
                proxy.cut()
                concluded = await asyncio.gather(*(writer.do(done(i)) for i in range(30)))
                assert concluded == [Concluded(True)] * 30

        asyncio.run(main())
        assert proxy.cuts == 8
        row = job_row(state, hand.ref.job_id)
        assert (row.spent_usd, row.reserved_usd, row.open_items, row.status) == (60 * COST, 0, 0, "COMPLETED")
        with state.read() as conn:
            for table, rows in ((batch_calls, 33), (call_items, 30), (batch_checkpoints, 30), (answers, 60)):
                assert conn.execute(select(func.count()).select_from(table)).scalar_one() == rows
