"""Hints: what in the figures of a job a practitioner would look at, and what to do about it.

Each rule gives one sentence: what was seen, with both figures, then the key or the command that changes it. A rule has
a least number of cases, below which a share says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from state.analytics_view import Analytics, PhaseSums
from state.latencies import Durations
from state.money import usd
from state.status import CallStatus

LOW_SUCCESS_PERCENT = 70
DEAR_PHASE_PERCENT = 50
DEAR_JUDGE_PERCENT = 50
AGAIN_PERCENT = 25
LIMITED_PERCENT = 5
INVALID_PERCENT = 5
SLOWER_TIMES = 3
CACHED_PERCENT = 10

FEWEST = 20
"""So many items or calls are needed before a share of them is worth a word."""

CACHED_FROM_TOKENS = 1_024
"""The shortest beginning of a request that Anthropic and OpenAI cache; smaller models may need more."""

_CHARS_PER_TOKEN = 4
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """What is known of a phase beside its sums.

    Args:
        shared_chars: The length of what all items share: system prompt and examples.
        speeds: For those who answer, and those who judge, the latencies of single calls by model.
    """

    shared_chars: int = 0
    speeds: tuple[Mapping[str, Durations], ...] = ()


def hints(job_id: str, found: Analytics, facts: Sequence[PhaseFacts]) -> Iterator[str]:
    """The hints, the gravest first.

    Args:
        job_id: Which job, for the commands.
        found: Its sums.
        facts: For each of its phases, in order.
    """
    yield from _success(job_id, found)
    yield from _unknown(job_id, found)
    yield from _dear(found)
    for phase, known in zip(found.phases, facts, strict=True):
        yield from _again(job_id, phase)
        yield from _judging(phase)
        yield from _caching(phase, known)
        yield from _slow(phase, known)
    yield from _limited(found)
    yield from _invalid(job_id, found)


def _percent(part: Decimal | int, whole: Decimal | int) -> float:
    return float(100 * part / whole) if whole else 0.0


def _success(job_id: str, found: Analytics) -> Iterator[str]:
    rate = found.success_rate
    if rate is not None and rate < LOW_SUCCESS_PERCENT:
        first = found.by_class[0] if found.by_class else None
        is_most = first is not None and 2 * first.items > found.failed_items
        most = f", most of them for {first.failure_class}" if first is not None and is_most else ""
        yield (
            f"{found.failed_items:,} of {found.finished_items:,} finished items failed{most}: look at"
            f" `batchwright results {job_id} --status FAILED`"
        )


def _unknown(job_id: str, found: Analytics) -> Iterator[str]:
    for one in found.statuses:
        if one.status == CallStatus.UNKNOWN and one.cost:
            whose = (
                "1 call whose outcome nobody saw is"
                if one.rows == 1
                else f"{one.rows:,} calls whose outcome nobody saw are"
            )
            yield (
                f"{whose} booked at the worst case, {usd(one.cost)}: `batchwright calls {job_id} --status unknown`"
                f" names them, `batchwright reconcile {job_id} CALL… --cost USD` sets what the provider's page says"
            )


def _dear(found: Analytics) -> Iterator[str]:
    for phase in found.phases if len(found.phases) > 1 else ():
        if phase.cost * 100 > found.total * DEAR_PHASE_PERCENT:
            share = round(_percent(phase.cost, found.total))
            yield f"{phase.name} costs {share} % of the job: a cheaper model or a shorter prompt there saves the most"


def _again(job_id: str, phase: PhaseSums) -> Iterator[str]:
    ended = phase.completed + phase.failed
    share = _percent(phase.again, ended)
    if ended < FEWEST or share < AGAIN_PERCENT:
        return
    seen = f"{share:.0f} % of the items needed more than one attempt in {phase.name}"
    if phase.min_score is None:
        yield f"{seen}: `batchwright why {job_id} ITEM` says which check refuses; say it in the instructions"
        return
    mean = f" (mean {phase.mean_score:g})" if phase.mean_score is not None else ""
    yield (
        f"{seen}, whose judge wants {phase.min_score} of 10{mean}: `batchwright why {job_id} ITEM` says what it misses;"
        " say that in the instructions, take a better `model`, or lower `validation.min_score`"
    )


def _judging(phase: PhaseSums) -> Iterator[str]:
    share = _percent(phase.judge, phase.cost)
    if share > DEAR_JUDGE_PERCENT and phase.calls >= FEWEST:
        yield (
            f"judging costs {share:.0f} % of {phase.name}: a cheaper `validation.judge_model`, or a check of your own,"
            " which costs nothing"
        )


def _caching(phase: PhaseSums, known: PhaseFacts) -> Iterator[str]:
    shared = known.shared_chars // _CHARS_PER_TOKEN
    share = _percent(phase.tokens.cached, phase.tokens.input)
    is_priced = phase.cost > 0
    if is_priced and phase.calls >= FEWEST and shared >= CACHED_FROM_TOKENS and share < CACHED_PERCENT:
        yield (
            f"{phase.name} sends about {shared:,} tokens that all items share with each call, and {share:.0f} % of its"
            " input came from the provider's cache: keep fields of the item out of `prompt.system`, or take a model"
            " whose provider caches"
        )


def _slow(phase: PhaseSums, known: PhaseFacts) -> Iterator[str]:
    for speeds in known.speeds:
        for (slow, its), (fast, other) in permutations(speeds.items(), 2):
            if min(its.count, other.count) < FEWEST or its.p50_ms is None or not other.p50_ms:
                continue
            if its.p50_ms >= SLOWER_TIMES * other.p50_ms:
                yield (
                    f"in {phase.name} {slow} takes {its.p50_ms / 1000:.1f} s at the median and {fast}"
                    f" {other.p50_ms / 1000:.1f} s: name {fast} as `model`, or first in its tier under [tiers]"
                )


def _limited(found: Analytics) -> Iterator[str]:
    for model in found.models:
        share = _percent(model.limited, model.calls)
        if model.limited >= FEWEST and share >= LIMITED_PERCENT:
            yield (
                f"{model.model} refused {share:.0f} % of its calls ({model.limited:,} of {model.calls:,}) with 429: set"
                f' `requests_per_minute` under [limits."{model.model}"] in batchwright.toml to what your account allows'
            )


def _invalid(job_id: str, found: Analytics) -> Iterator[str]:
    cost = found.wasted.get("invalid", Decimal(0))
    share = _percent(cost, found.total)
    if cost >= _CENT and share >= INVALID_PERCENT:
        yield (
            f"replies that could not be used cost {usd(cost)}, {share:.0f} % of the job:"
            f" `batchwright calls {job_id} --status invalid` shows whose they are"
        )
