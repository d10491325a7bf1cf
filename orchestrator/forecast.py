"""What the requests that are wanted will cost, and how long they take: low, likely, high, and at most.

    low, likely, high    the tokens that are likely, and answers that are sent back; each as few or as many as may be
    at most              each attempt of each item, each answer as long as it may be, at the bound a budget reserves

A failure that is paid and answers nothing, as a time-out, is in none of them: nobody can count those beforehand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from orchestrator.analyzer import BYTES_PER_TOKEN, needed_tokens
from orchestrator.errors import FailureClass
from orchestrator.executor import ROOM, answer_tokens
from orchestrator.fitting import SPLIT
from orchestrator.habits import Band, Habits
from orchestrator.joining import Joining, joining_of
from orchestrator.judge import MAX_JUDGE_TRIES
from orchestrator.models import Models
from orchestrator.packing import MOST_INPUTS
from orchestrator.pricing import tier_of
from orchestrator.rehearsal import Failing, Rehearsal, Wanted, add_failing, kind_of
from orchestrator.router import Choice
from orchestrator.sights import MAX_TOKENS, WIDE_TOKENS
from state.provider_settings import ScopeLimit
from state.records import PACKED_ROLES, ZERO, Role

_TOLD_AGAIN = 100
"""Tokens of the words by which an answer is sent back."""

_START_S = 1.5
"""Until the first call of a run."""


@dataclass(slots=True)
class PhaseSum:
    """Sums of one phase: what is likely of calls and tokens, and costs in USD."""

    calls: float = 0.0
    input_tokens: float = 0.0
    output_tokens: float = 0.0
    low: Decimal = ZERO
    likely: Decimal = ZERO
    high: Decimal = ZERO
    at_most: Decimal = ZERO


@dataclass(slots=True)
class Load:
    """What a model has to do."""

    calls: float = 0.0
    busy_s: float = 0.0
    tokens: float = 0.0


@dataclass(slots=True)
class Forecast:
    """What is to be expected.

    Args:
        phases: Sums by phase.
        loads: By model.
        longest_s: How long one item takes through all its phases.
        dearest: The most that one of the first calls can cost, asked of whom it would be.
        failing: Items whose requests nobody can be asked, by phase and failure class.
        cut: Items whose answers are likely to be cut, and no more is asked for them, likewise.
        missing: What has to be set before a phase can be asked.
    """

    phases: dict[int, PhaseSum] = field(default_factory=lambda: defaultdict(PhaseSum))
    loads: dict[str, Load] = field(default_factory=lambda: defaultdict(Load))
    longest_s: float = 0.0
    dearest: Decimal = ZERO
    failing: dict[tuple[int, str], Failing] = field(default_factory=dict)
    cut: dict[tuple[int, str], Failing] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)

    def seconds(
        self, concurrency: int, limits: Sequence[ScopeLimit], learned: Mapping[str, tuple[float, float | None]]
    ) -> float:
        """How long it takes.

        Args:
            concurrency: Calls out at once.
            limits: The config's.
            learned: Of a model, calls out at once and calls a second, as its 429s have shown; 0 and None: no limit.
        """
        if not self.loads:
            return 0.0
        times = [sum(load.busy_s for load in self.loads.values()) / concurrency]
        for model, load in self.loads.items():
            window, rate = learned.get(model, (0.0, None))
            times.append(load.busy_s / window if window else 0.0)
            times.append(load.calls / rate if rate else 0.0)
        for limit in limits:
            mine = [load for model, load in self.loads.items() if limit.holds_for(model)]
            calls, tokens = sum(one.calls for one in mine), sum(one.tokens for one in mine)
            times.append(sum(one.busy_s for one in mine) / limit.concurrency if limit.concurrency else 0.0)
            times.append(60 * calls / limit.requests_per_minute if limit.requests_per_minute else 0.0)
            times.append(60 * tokens / limit.tokens_per_minute if limit.tokens_per_minute else 0.0)
        return _START_S + max(self.longest_s, *times)


def forecast(rehearsed: Rehearsal, models: Models) -> Forecast:
    """Add up what a rehearsal found to be wanted."""
    made = Forecast()
    customs: dict[tuple[int, Role], _Customs] = {}
    takes: dict[tuple[int, Role], float] = {}
    for wanted in rehearsed.wanted:
        if not wanted.weight:
            continue
        phase, role = wanted.phase, kind_of(wanted.ask.role)
        key = (phase.index, role)
        if key not in customs:
            customs[key] = _Customs(rehearsed.habits(phase, role), rehearsed.again(phase), rehearsed.cut(phase))
        seconds = _add(made, wanted, customs[key], models)
        takes[key] = max(takes.get(key, 0.0), seconds)
    made.longest_s = sum(takes.values())
    return made


@dataclass(frozen=True, slots=True)
class _Customs:
    """What is likely of a phase's calls in a role, and how often an answer is sent back, or cut."""

    habits: Habits
    sent_back: Band
    cut: Band


@dataclass(frozen=True, slots=True)
class _Try:
    """A call that is made, or follows with some likelihood.

    Args:
        share: How often, for each item that it is wanted for.
        told: How many answers that were sent back stand in it.
    """

    share: Band
    told: int
    candidates: tuple[str, ...]
    weaker: tuple[tuple[str, ...], ...]


def _add(made: Forecast, wanted: Wanted, customs: _Customs, models: Models) -> float:
    """Add a request with what follows it; returns how long its call takes."""
    ask, weight, habits = wanted.ask, wanted.weight, customs.habits
    sums = made.phases[wanted.phase.index]
    output = habits.output_tokens(wanted.read, ask.request.max_tokens)
    seconds = habits.seconds(output)
    is_cut = _is_cut(wanted, habits)
    for number, one in enumerate(_tries(wanted, customs)):
        if number and is_cut:  # which fails its item
            break
        told = one.told * (output + _TOLD_AGAIN)
        would = models.would_ask(one.candidates, needed_tokens(ask.request) + round(told), one.weaker)
        if not isinstance(would.choice, Choice):
            if number == 0:
                none, phase = would.choice, wanted.phase.index
                add_failing(made.failing, phase, none.failure_class, wanted.item_id, none.message, weight)
                return 0.0
            break
        if number == 0:
            more, most = wanted.growth * BYTES_PER_TOKEN, ask.request.max_tokens
            worst = models.worst_case(would.choice.model, ask.request, more_tokens=more, most=most)
            made.dearest = max(made.dearest, worst)
        if would.missing is not None:
            made.missing[would.missing] = None
        shares = Band(weight * one.share.low, weight * one.share.likely, weight * one.share.high)
        used = habits.input_tokens(wanted.said) + told
        _add_costs(sums, wanted, would.choice.model, shares, (used, output), habits, models)
        calls = shares.likely / MOST_INPUTS if ask.role in PACKED_ROLES else shares.likely
        load = made.loads[would.choice.model]
        load.calls += calls
        load.busy_s += calls * seconds
        load.tokens += shares.likely * (used + output)
        sums.calls += calls
        sums.input_tokens += shares.likely * used
        sums.output_tokens += shares.likely * output
    if is_cut:
        message = _cut_words(wanted, habits)
        add_failing(made.cut, wanted.phase.index, FailureClass.TRUNCATED, wanted.item_id, message, weight)
    sums.at_most += Decimal(repr(weight)) * _at_most(wanted, models)
    return seconds


def _is_cut(wanted: Wanted, habits: Habits) -> bool:
    """Whether an answer that is about as long as what it is of is likely to be longer than it may be at all."""
    phase = wanted.phase
    if wanted.ask.role is not Role.EXECUTOR or phase.on_too_long == SPLIT or joining_of(phase) is not Joining.IN_ORDER:
        return False
    return habits.whole_answer(wanted.read) > answer_tokens(phase, wanted.read, wide=True)


def _cut_words(wanted: Wanted, habits: Habits) -> str:
    likely, most = round(habits.whole_answer(wanted.read)), wanted.ask.request.max_tokens
    return (
        f"an answer of {wanted.phase.name} has at most {most:,} tokens, and about {likely:,} are likely;"
        " set `on_too_long: split`"
    )


def _tries(wanted: Wanted, customs: _Customs) -> Iterator[_Try]:
    """The call that is wanted, the one with more room if it is cut, and those of the attempts that may follow."""
    ask, phase = wanted.ask, wanted.phase
    yield _Try(Band(1.0, 1.0, 1.0), 0, ask.candidates, ask.weaker)
    if kind_of(ask.role) is Role.EXECUTOR and customs.cut.high:
        yield _Try(customs.cut, 0, ask.candidates, ask.weaker)
    if kind_of(ask.role) not in (Role.EXECUTOR, Role.JUDGE):
        return
    for attempt in range(wanted.attempt + 1, phase.max_attempts + 1):
        power, back = attempt - wanted.attempt, customs.sent_back
        share = Band(back.low**power, back.likely**power, back.high**power)
        if ask.role is Role.JUDGE:
            yield _Try(share, 0, ask.candidates, ())
        else:
            candidates, *weaker = phase.ladder(attempt)
            yield _Try(share, 1, candidates, tuple(weaker))


def _add_costs(
    sums: PhaseSum,
    wanted: Wanted,
    model: str,
    shares: Band,
    tokens: tuple[float, float],
    habits: Habits,
    models: Models,
) -> None:
    used, output = tokens
    longest, tier = wanted.ask.request.max_tokens, tier_of(wanted.ask.request.parameters)
    for name in ("low", "likely", "high"):
        share = getattr(shares, name)
        if share:
            most = min(output * getattr(habits.outputs, name), longest)
            usage = habits.usage(used * getattr(habits.inputs, name), most)
            cost = Decimal(repr(share)) * models.prices.cost(model, usage, tier=tier)
            setattr(sums, name, getattr(sums, name) + cost)


def _at_most(wanted: Wanted, models: Models) -> Decimal:
    """The most that a request and all that may follow it cost."""
    ask, phase, request = wanted.ask, wanted.phase, wanted.ask.request
    growth = wanted.growth * BYTES_PER_TOKEN
    if ask.role is Role.OCR:  # one that is cut is asked for once more, with more room
        (model,) = ask.candidates
        return sum((models.worst_case(model, request, most=most) for most in (MAX_TOKENS, WIDE_TOKENS)), ZERO)
    if kind_of(ask.role) is not Role.EXECUTOR:
        times = MAX_JUDGE_TRIES if ask.role in (Role.JUDGE, Role.LABELS) else 1
        rounds = phase.max_attempts - wanted.attempt + 1 if ask.role is Role.JUDGE else 1
        return (
            times
            * rounds
            * max(
                models.worst_case(model, request, more_tokens=growth, most=times * request.max_tokens)
                for model in ask.candidates
            )
        )
    longest = answer_tokens(phase, wanted.read + wanted.growth, wide=False)
    total, candidates = ZERO, ask.candidates
    for attempt in range(wanted.attempt, phase.max_attempts + 1):
        is_again = attempt > wanted.attempt
        candidates = phase.candidates(attempt) if is_again else candidates
        more = growth + is_again * (longest + _TOLD_AGAIN) * BYTES_PER_TOKEN
        total += max(models.worst_case(model, request, more_tokens=more, most=longest) for model in candidates)
    if phase.output_tokens.fixed is None:  # an answer that is cut is asked for once more, with more room
        wide = min(ROOM * longest, max(longest, phase.output_tokens.ceiling))
        total += max(models.worst_case(model, request, more_tokens=growth, most=wide) for model in candidates)
    return total
