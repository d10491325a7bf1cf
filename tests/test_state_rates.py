"""Limits by the minute and at once that all jobs of a state share: booked by many, never passed, committed twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from state.buckets import LIFE_S, WAY_S
from state.control import delete
from state.engine import State
from state.events import EventKind
from state.group import WorkerRef
from state.leases import stop_unattended, take
from state.provider_settings import ScopeLimit
from state.rates import Booked, RateAsk, Unsent, Used
from state.schema import batch_calls, batch_events, shares
from state.status import JobStatus
from state.workspace import Workspace
from state.writer import Operation, Sent, ShareAsk
from tests.books import MODEL, OTHER_MODEL, Hand, age, call, enter, new_job, start
from tests.test_state_races import _race, _results

LIMIT = 1_200
CHUNK = 7
ASKS = 150
BY_MODEL = ScopeLimit(MODEL, requests_per_minute=LIMIT)
BY_PROVIDER = ScopeLimit("anthropic", requests_per_minute=LIMIT)
BY_TOKENS = ScopeLimit(MODEL, tokens_per_minute=60_000)


def ask(number: int, calls: int = 1, tokens: int = 0, *limits: ScopeLimit, **more: object) -> RateAsk:
    """An ask for the model of `call`."""
    return replace(RateAsk(MODEL, number, limits or (BY_MODEL,), calls, tokens), **more)  # type: ignore[arg-type]


def booked(hand: Hand, asked: RateAsk) -> Booked:
    """What an ask comes to."""
    (result,) = hand.do(asked)
    assert isinstance(result, Booked)
    return result


def apart(*asked: RateAsk, hand: Hand) -> float:
    """How long after the first of some asks the last one may go."""
    results = [booked(hand, one) for one in asked]
    return results[-1].at - results[0].at


@pytest.fixture
def hand(state: State) -> Hand:
    """A joined worker."""
    return start(state, new_job(state))


# ── many workers ────────────────────────────────────────────────────────────────────────────────


def book_on(url: str, job: str, epoch: str, name: str) -> None:
    """Book as fast as can be, which is ahead of time, and print what for; every third booking is given back later."""
    hand = Hand(State(url), WorkerRef(job, int(epoch), name))
    print("ready", flush=True)  # noqa: T201  # to the test
    input()
    unsent: tuple[Unsent, ...] = ()
    for number in range(1, ASKS + 1):
        got = booked(hand, ask(number, CHUNK, 0, BY_PROVIDER, BY_MODEL, unsent=unsent))
        unsent = (Unsent(got.at, CHUNK - 1, 0),) if number % 3 == 0 else ()
        print(f"{got.at:.6f}/{1 if unsent else got.calls}")  # noqa: T201  # to the test


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_together_never_pass_a_limit(state: State, processes: int) -> None:
    """Processes of several projects that book minutes ahead: no window of 60 s holds more, and nearly as many."""
    children = []
    for number in range(processes):
        job = new_job(state, project=f"project {number}")
        epoch, _ = take(state, job, runner="local")
        children.append(_race(state, "book_on", job, str(epoch), f"worker-{number}", module=__name__))
    lines = [line.partition("/") for lines in _results(children) for line in lines]
    sent = sorted((float(at), int(calls)) for at, _, calls in lines)
    assert len(sent) == processes * ASKS
    window = 60 + LIFE_S + WAY_S
    assert most_in(sent, window) <= LIMIT
    lasted = sent[-1][0] - sent[0][0]
    assert processes > 2 or lasted > 60, "more than a minute was booked"
    assert sum(calls for _, calls in sent) > 0.95 * LIMIT * lasted / 60


def most_in(sent: Sequence[tuple[float, int]], window_s: float) -> int:
    """The most calls in any window of so many seconds."""
    return max(sum(calls for at, calls in sent if first <= at < first + window_s) for first, _ in sent)


def test_a_booking_of_a_worker_that_is_gone_is_lost_and_no_more(state: State) -> None:
    """What a worker that died had booked ahead holds others back for just that long."""
    first = start(state, new_job(state))
    second = start(state, new_job(state, project="another"), worker_id="worker-2")
    booked(first, ask(1, 10))
    lost = booked(first, ask(2, 10))
    age(state, "worker-1", 100)
    after = booked(second, ask(1, 10))
    assert 0.4 < after.at - lost.at < 0.6


# ── one worker ──────────────────────────────────────────────────────────────────────────────────


def test_a_booking_counts_for_the_model_and_for_its_provider(hand: Hand) -> None:
    """Another model of the provider waits for what this one has booked, and is not held to this one's own limit."""
    slow, wide = ScopeLimit(MODEL, requests_per_minute=60), ScopeLimit("anthropic", requests_per_minute=6_000)
    assert apart(ask(1, 1, 0, wide, slow), ask(2, 1, 0, wide, slow), hand=hand) == pytest.approx(1.02, abs=0.1)
    other = RateAsk("anthropic/other", 1, (wide,), 1)
    assert booked(hand, other).at < booked(hand, ask(3, 1, 0, wide, slow)).at - 0.9
    narrow = ScopeLimit("anthropic", requests_per_minute=30)
    mine = booked(hand, ask(4, 1, 0, narrow))
    assert booked(hand, replace(other, number=2, limits=(narrow,))).at - mine.at == pytest.approx(2.04, abs=0.1)


@pytest.mark.parametrize("key", ["requests_per_minute", "tokens_per_minute"])
def test_each_limit_counts_its_own(hand: Hand, key: str) -> None:
    """Requests count where requests are limited, tokens where tokens are."""
    limit = ScopeLimit(MODEL, **{key: 600})
    few_large = apart(ask(1, 1, 300, limit), ask(2, 1, 300, limit), ask(3, 1, 300, limit), hand=hand)
    assert (few_large > 25) == (key == "tokens_per_minute")
    assert few_large > 25 or few_large < 1


def test_an_ask_that_is_committed_twice_books_once(hand: Hand) -> None:
    """A group that is repeated after a lost COMMIT finds what it booked, and gives nothing back twice."""
    limit = ScopeLimit(MODEL, requests_per_minute=60)
    first = booked(hand, ask(1, 10, 0, limit))
    assert booked(hand, ask(1, 10, 0, limit)) == first
    back = ask(2, 1, 0, limit, unsent=(Unsent(first.at, 10, 0),))
    second = booked(hand, back)
    assert second.at - first.at < 1.5
    assert booked(hand, back) == second
    third = booked(hand, ask(3, 60, 0, limit))
    assert third.at - second.at > 60, "the one booking counts, and none was given back twice"


def test_what_was_not_sent_may_be_booked_again(hand: Hand) -> None:
    """A booking that is given back holds nobody up."""
    limit = ScopeLimit(MODEL, requests_per_minute=60)
    first = booked(hand, ask(1, 30, 0, limit))
    kept = booked(hand, ask(2, 1, 0, limit))
    assert kept.at - first.at > 25
    sooner = booked(hand, ask(3, 1, 0, limit, unsent=(Unsent(first.at, 30, 0), Unsent(kept.at, 1, 0))))
    assert sooner.at - first.at < 2


def test_what_replies_did_not_use_may_be_booked_again(hand: Hand) -> None:
    """A claim stands until the reply tells what was used; then the rest is free."""
    first = booked(hand, ask(1, 1, 60_000, BY_TOKENS))
    assert booked(hand, ask(2, 1, 1_000, BY_TOKENS)).at - first.at > 60
    told = ask(3, 1, 1_000, BY_TOKENS, used=(Used(first.at, 60_000, 600),), instead_of=None)
    assert booked(hand, told).at - first.at < 62
    clear = ask(4, 1, 10, BY_TOKENS, unsent=(Unsent(first.at + 61, 1, 1_000),))
    assert booked(hand, clear).at - first.at < 62


def test_a_booking_ahead_stands_where_nothing_earlier_is_to_be_had(hand: Hand) -> None:
    """Who asks for its booking once more keeps its time at the least, whoever has booked behind it."""
    limit = ScopeLimit(MODEL, requests_per_minute=60)
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    booked(hand, ask(1, 5, 0, limit))
    mine = booked(hand, ask(2, 5, 0, limit))
    booked(other, ask(1, 5, 0, limit))
    again = booked(hand, ask(3, 5, 0, limit, unsent=(Unsent(mine.at, 5, 0),), instead_of=mine.at))
    assert again.at == mine.at
    behind = booked(hand, ask(4, 5, 0, limit, unsent=(Unsent(mine.at, 5, 0),)))
    assert behind.at > mine.at + 4


def test_who_may_not_send_books_nothing_and_gives_back(hand: Hand, tmp_path: Path) -> None:
    """A worker of a run that is over, of a stopped job or of a deleted one gets nothing; what it returns counts."""
    limit = ScopeLimit(MODEL, requests_per_minute=60)
    first = booked(hand, ask(1, 30, 0, limit))
    age(hand.state, hand.ref.worker_id, 20)
    stop_unattended(hand.state, hand.ref.job_id, JobStatus.CANCELLED)
    assert booked(hand, ask(2, 1, 0, limit, unsent=(Unsent(first.at, 30, 0),))) == Booked()
    other = start(hand.state, new_job(hand.state, project="another"))
    assert booked(other, ask(1, 1, 0, limit)).at - first.at < 3
    delete(hand.state, Workspace(str(tmp_path)), hand.ref.job_id)
    assert booked(hand, ask(3, 1, 0, limit)) == Booked()


def test_a_run_that_waits_says_so_once(hand: Hand) -> None:
    """That those who wait have to wait for seconds stands in the job's events once a run, with the key."""
    narrow = ScopeLimit("anthropic", requests_per_minute=60)
    booked(hand, ask(1, 1, 0, narrow))
    booked(hand, ask(2, 1, 0, narrow))
    assert told(hand) == []
    for number in range(3, 6):
        booked(hand, ask(number, 1, 0, narrow, behind=30))
    assert told(hand) == ["calls wait, as [limits.anthropic] has requests_per_minute = 60"]
    age(hand.state, hand.ref.worker_id, 20)
    epoch, _ = take(hand.state, hand.ref.job_id, runner="local", force=True)
    again = enter(hand.state, hand.ref.job_id, epoch, "worker-2")
    booked(again, ask(1, 1, 0, narrow, behind=30))
    booked(again, ask(2, 1, 0, narrow, behind=30))
    assert len(told(again)) == 2


def told(hand: Hand) -> list[str]:
    """What the job's events say of limits."""
    query = select(batch_events.c.message).where(batch_events.c.kind == EventKind.LIMIT)
    with hand.state.read() as conn:
        return list(conn.execute(query).scalars())


# ── at once ─────────────────────────────────────────────────────────────────────────────────────

FOUR = ScopeLimit("anthropic", concurrency=4)


def two_jobs(state: State) -> tuple[Hand, Hand]:
    """Workers of two jobs in two projects."""
    one = start(state, new_job(state, concurrency=50))
    return one, start(state, new_job(state, concurrency=50, project="another"), worker_id="worker-2")


def test_a_limit_at_once_holds_over_jobs(state: State) -> None:
    """Jobs of several projects divide it fairly, and a job's own concurrency is another matter."""
    first, second = two_jobs(state)
    assert first.do(ShareAsk(50, 0), ShareAsk(50, 0, FOUR)) == [50, 4]
    assert second.do(ShareAsk(50, 0), ShareAsk(50, 0, FOUR)) == [50, 0]
    assert first.one(ShareAsk(50, 3, FOUR)) == 3
    assert second.one(ShareAsk(50, 0, FOUR)) == 1
    assert first.one(ShareAsk(50, 1, FOUR)) == 2
    assert second.one(ShareAsk(50, 1, FOUR)) == 2


def test_a_lapsed_workers_part_of_a_limit_returns_when_its_calls_have_expired(state: State) -> None:
    """Of a worker of another project the calls that the limit counts may still be out; others do not matter."""
    first, second = two_jobs(state)
    counted, other = call(0), call(1, model=OTHER_MODEL, candidates=(OTHER_MODEL,))
    first.do(counted, other, ShareAsk(50, 0, FOUR))
    with state.read() as conn:
        now = state.now(conn)
    first.do(Sent(counted.call_id, now, 60), Sent(other.call_id, now, 60))
    age(state, "worker-1", 16)
    assert second.one(ShareAsk(50, 0, FOUR)) == 3
    assert second.one(ShareAsk(50, 0, ScopeLimit(MODEL, concurrency=4))) == 4
    with state.begin() as conn:
        conn.execute(update(batch_calls).values(expires_at=now - 1))
    assert second.one(ShareAsk(50, 0, FOUR)) == 4
    with state.read() as conn:
        assert set(conn.execute(select(shares.c.worker_id)).scalars()) == {"worker-2"}


def share_on(url: str, job: str, epoch: str, name: str) -> None:
    """Ask for a share of a limit, as calls begin and end, and print the sum over all jobs each time."""
    hand = Hand(State(url), WorkerRef(job, int(epoch), name))
    print("ready", flush=True)  # noqa: T201  # to the test
    input()
    held = 0
    for turn in range(100):
        (result,) = hand.do(ShareAsk(2 + turn % 7, held // 2, FOUR))
        assert isinstance(result, int)
        held = result
        with hand.state.read() as conn:
            print(conn.exec_driver_sql("SELECT coalesce(sum(held), 0) FROM shares").scalar_one())  # noqa: T201


def test_jobs_of_two_processes_never_pass_a_limit_at_once(state: State) -> None:
    """Whenever anybody looks, what workers of two projects hold together is within the limit."""
    first, second = two_jobs(state)
    children = [
        _race(state, "share_on", one.ref.job_id, str(one.ref.epoch), one.ref.worker_id, module=__name__)
        for one in (first, second)
    ]
    sums = [int(line) for lines in _results(children) for line in lines]
    assert len(sums) == 200
    assert 0 < max(sums) <= 4


def test_a_limit_that_all_lock_at_once_blocks_nobody(state: State) -> None:
    """Groups that need the same rows in another order lock them by name."""
    first, second = two_jobs(state)
    limits = [ScopeLimit(name, requests_per_minute=6_000, concurrency=4) for name in ("b", "a")]
    asks: list[Operation] = [
        RateAsk("a/x", 1, (limits[1], limits[0]), 1),
        ShareAsk(1, 0, limits[0]),
        ShareAsk(1, 0, limits[1]),
    ]
    assert [type(result) for result in first.do(*asks)] == [Booked, int, int]
    assert [type(result) for result in second.do(*reversed(asks))] == [int, int, Booked]
