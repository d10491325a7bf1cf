"""Estimate what a job will cost and how long it takes, before it runs: from its items, and from what is known.

    all items ─► some of each length ─► witness: what do known answers say? ─► go: what is still wanted? ─► forecast
    (a million: streamed)  └ each stands for so many

Up to some hundred items are counted all; of more some of each length stand for the others. What the project knows
already is found by the digests of the requests themselves, costs nothing, and says how long answers are.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import orjson

from orchestrator.chain import Ask, ItemText
from orchestrator.errors import FailureClass
from orchestrator.forecast import PhaseSum, forecast
from orchestrator.limiter import Learned
from orchestrator.models import Models
from orchestrator.rehearsal import Line, Look, Played, Rehearsal, add_failing
from orchestrator.retrieval.library import Library
from pipelines.estimate_notes import budget_warning, cut_warnings, failing_warnings, notes, ocr_note, pages_note
from pipelines.file_texts import FileTexts, Unread, nothing_known, texts_of
from pipelines.some_items import SomeItems
from state.config import Config
from state.engine import State
from state.file_records import FileRef
from state.files import known_text
from state.job_again import same_jobs
from state.known import items_at, recorded
from state.limits import load_learned
from state.look import asked_for, usable_answer
from state.money import usd_text
from state.pages import JobRow, extent, item_sizes
from state.plan_records import Plan
from state.records import ZERO, Json, NewItem, OpenItem, Role
from state.sample import LOOKED_AT, TextSample, sample_for
from state.storable import storable, storable_json
from state.workspace import Workspace

MOST_ITEMS = 1000
"""So many items are counted all; of more about so many stand for the others."""

QUICK_ITEMS = 250
"""The same before a run, which is not to wait for it."""

WITNESSES = 100
"""So many items that have ended show what is known, beside those that are estimated."""

_PLACES = Decimal("0.000001")


WITNESSES_OF = 50_000
"""They are drawn from so many items, the first ones; more would be read for nothing."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What is expected of a phase, and what that goes by.

    Args:
        sums: Its calls, tokens and costs.
        seen: How many answers of it are known; 0: lengths are what is usual for the task.
    """

    phase: str
    task_type: str
    sums: PhaseSum
    seen: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a job will cost and take; money in USD.

    Args:
        items: Those that are still to be done.
        counted: How many of them were looked at; the others are like them.
        known: Answers that are known already, and cost nothing.
        concurrency: Calls out at once, by which `seconds` are reckoned.
        notes: What else there is to say, in sentences.
        dearest: The worst case of its dearest call, as far as that is known.
        sample: The job that ran a sample, if one did.
    """

    name: str
    items: int
    counted: int
    calls: int
    input_tokens: int
    output_tokens: int
    low: Decimal
    likely: Decimal
    high: Decimal
    at_most: Decimal
    phases: tuple[Basis, ...]
    seconds: float
    known: int
    concurrency: int
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failing: int = 0
    allowed: Decimal | None = None
    sample: str | None = None
    dearest: Decimal = ZERO

    @property
    def is_nothing(self) -> bool:
        """Whether no call is to be made: all is known, or `is_hopeless`."""
        return self.calls == 0

    @property
    def is_hopeless(self) -> bool:
        """Whether no call can be made, and no answer is known: each item that is left would fail."""
        return self.is_nothing and not self.known and self.failing > 0

    def document(self) -> dict[str, Json]:
        """The `estimate` document."""
        by_phase: list[Json] = [
            {"phase": one.phase, "likely": usd_text(one.sums.likely.quantize(_PLACES))} for one in self.phases
        ]
        basis: list[Json] = [{"phase": one.phase, "answers_seen": one.seen} for one in self.phases]
        return {
            "items": self.items,
            "calls": self.calls,
            "tokens": {"input": self.input_tokens, "output": self.output_tokens},
            "cost": {
                "low": usd_text(self.low),
                "likely": usd_text(self.likely),
                "high": usd_text(self.high),
                "at_most": usd_text(self.at_most),
                "by_phase": by_phase,
            },
            "seconds": round(self.seconds, 1),
            "concurrency": self.concurrency,
            "known_answers": self.known,
            "items_counted": self.counted,
            "basis": basis,
            "notes": list(self.notes),
            "sample": self.sample,
        }


@dataclass(frozen=True, slots=True)
class Ground:
    """What an estimate stands on.

    Args:
        concurrency: The job's.
        state: What is known; None where no state is there yet.
        allowed: What the budgets of the job and of its project let be spent from now on; None: they have none.
        spec_digests: Of jobs whose answers show what to expect: those of the same phases, and samples of them.
    """

    name: str
    project: str
    plan: Plan
    config: Config
    concurrency: int
    state: State | None
    workspace: Workspace
    allowed: Decimal | None = None
    spec_digests: tuple[str, ...] = ()


# ── of items that are not stored, and of a job ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Crowd:
    """Items of a job that stand for all.

    Args:
        some: Those, as they were read.
        to_try: Others that do, of which a sample may be run: so none of those that are estimated is known on purpose.
        sample: Texts for a phase that draws its labels.
    """

    some: SomeItems[NewItem]
    to_try: SomeItems[NewItem]
    sample: tuple[str, ...]


def crowd_of(plan: Plan, items: Iterable[NewItem]) -> Crowd:
    """Read all items, and keep what stands for them: fewer, where passages are looked for, which takes time."""
    most = QUICK_ITEMS if any(phase.rag is not None for phase in plan.phases) else MOST_ITEMS
    some: SomeItems[NewItem] = SomeItems(most)
    to_try: SomeItems[NewItem] = SomeItems(most)
    texts = TextSample() if any(phase.draws_labels for phase in plan.phases) else None
    for item in items:
        size = len(item.text.encode("utf-8", "surrogatepass")) if item.file is None else item.file.size
        size += len(orjson.dumps(item.fields, default=str)) if item.fields else 0
        some.add(item.item_id, size, item)
        to_try.add(f"to try {item.item_id}", size, item)
        if texts is not None and some.count <= LOOKED_AT:
            texts.add(storable(item.text))
    return Crowd(some, to_try, texts.texts() if texts is not None else ())


def estimate_crowd(ground: Ground, crowd: Crowd) -> Estimate:
    """Estimate a job of items that need not be stored."""
    items = list(crowd.some)
    files = _files(ground, [(one.item.item_id, one.item.file, one.item.text) for one in items])
    lines = [Line(_read(text_of(one.item, one.place), files), one.weight) for one in items]
    return _estimate(ground, lines, _earlier(ground), crowd.sample, crowd.some.count, files)


def estimate_some(ground: Ground, items: Sequence[NewItem], sample: tuple[str, ...] = ()) -> Estimate:
    """Estimate what just these items cost."""
    files = _files(ground, [(item.item_id, item.file, item.text) for item in items])
    lines = [Line(_read(text_of(item, place), files), 1.0) for place, item in enumerate(items)]
    return _estimate(ground, lines, _earlier(ground), sample, len(items), files)


def estimate_job(ground: Ground, state: State, job: JobRow, *, beyond_first: bool = False) -> Estimate:
    """Estimate what is left of a job: those of its items that are pending, and may run for now.

    Args:
        beyond_first: Or of all, whatever `--first` said.
    """
    total, end = extent(state, job.job_id)
    some: SomeItems[int] = SomeItems(QUICK_ITEMS)
    for ordinal, size in item_sizes(state, job.job_id, total if beyond_first else end):
        some.add(str(ordinal), size, ordinal)
    weights = {kept.item: kept.weight for kept in some}
    items = list(items_at(state, ground.workspace, job.job_id, list(weights)))
    files = _files(ground, [(item.item_id, item.unread, item.text) for item in items])
    lines = [Line(_read(_stored(item), files), weights[item.ordinal]) for item in items]
    witnesses = [*_ended(state, ground.workspace, job.job_id, total), *_earlier(ground, but=job.job_id)]
    sample = sample_for(state, ground.workspace, job.job_id, job.plan)
    return _estimate(ground, lines, witnesses, sample, some.count, files)


def text_of(item: NewItem, ordinal: int) -> ItemText:
    """An item as it will be once it is stored."""
    fields = storable_json(dict(item.fields))
    return ItemText("", item.item_id, ordinal, storable(item.text), fields if isinstance(fields, dict) else {}, {})


def _files(ground: Ground, items: Iterable[tuple[str, FileRef | None, str]]) -> FileTexts:
    """The texts of those items that are files which nobody has read yet."""
    unread = [Unread(item_id, file, text) for item_id, file, text in items if file is not None]
    if not unread:
        return FileTexts({})
    state, workspace, project = ground.state, ground.workspace, ground.project
    known = nothing_known if state is None else lambda key: known_text(state, workspace, project, key)
    return texts_of(unread, known, ground.plan)


def _read(item: ItemText, files: FileTexts) -> ItemText:
    if item.item_id not in files.texts:
        return item
    return replace(item, text=files.texts[item.item_id], pages=files.pages.get(item.item_id, ()))


def _stored(item: OpenItem) -> ItemText:
    return ItemText(item.job_id, item.item_id, item.ordinal, item.text, item.fields, {}, item.pages)


def _earlier(ground: Ground, but: str = "") -> Iterator[Line]:
    """Items that have ended in the newest other job of the same phases, and in the newest sample of them."""
    state = ground.state
    if state is None:
        return
    for digest in ground.spec_digests:
        same = same_jobs(state, ground.project, digest)
        jobs = [job.job_id for job in same if job.job_id != but and not job.is_purged]
        for job_id in jobs[:1]:
            yield from _ended(state, ground.workspace, job_id, extent(state, job_id)[0])


def _ended(state: State, workspace: Workspace, job_id: str, total: int) -> Iterator[Line]:
    """Some items of a job that have ended, which stand for none that is to be done."""
    some: SomeItems[int] = SomeItems(WITNESSES)
    for ordinal, size in item_sizes(state, job_id, min(total, WITNESSES_OF), pending=False):
        some.add(str(ordinal), size, ordinal)
    ordinals = [kept.item for kept in some]
    yield from (Line(_stored(item), 0.0) for item in items_at(state, workspace, job_id, ordinals))


# ── the estimate ────────────────────────────────────────────────────────────────────────────────


def _estimate(
    ground: Ground,
    lines: Sequence[Line],
    witnesses: Iterable[Line],
    sample: tuple[str, ...],
    items: int,
    files: FileTexts,
) -> Estimate:
    plan, config = ground.plan, ground.config
    rehearsal = Rehearsal(plan, _look(ground), Library(ground.state, ground.project), sample)
    to_ask = [line for line in lines if line.item.item_id not in files.unreadable]
    to_ask = rehearsal.see(to_ask, files.foreseen)
    rehearsal.witness([*witnesses, *to_ask])
    pages = sum(one.weight for one in rehearsal.wanted if one.ask.role is Role.OCR)
    rehearsal.go(to_ask)
    for line in lines:
        if (why := files.unreadable.get(line.item.item_id)) is not None:
            add_failing(rehearsal.failing, 0, FailureClass.UNREADABLE, line.item.item_id, why, line.weight)
    models = Models(plan, config.provider_settings(), os.environ, config.network_settings())
    found = forecast(rehearsal, models)
    sums = [found.phases[phase.index] for phase in plan.phases]
    phases = tuple(
        Basis(phase.name, phase.task_type, one, rehearsal.habits(phase, _role(phase.index, plan)).count)
        for phase, one in zip(plan.phases, sums, strict=True)
    )
    failing = [*rehearsal.failing.values(), *found.failing.values()]
    likely = _sum(one.likely for one in sums)
    warnings = (
        *budget_warning(ground.allowed, likely, found.dearest, items),
        *failing_warnings(failing),
        *cut_warnings([*found.cut.values()]),
    )
    return Estimate(
        name=ground.name,
        items=items,
        counted=len(lines),
        calls=_whole(sum(one.calls for one in sums)),
        input_tokens=round(sum(one.input_tokens for one in sums)),
        output_tokens=round(sum(one.output_tokens for one in sums)),
        low=_sum(one.low for one in sums),
        likely=likely,
        high=_sum(one.high for one in sums),
        at_most=_sum(one.at_most for one in sums),
        phases=phases,
        seconds=found.seconds(ground.concurrency, config.scope_limits(), _learned(ground)),
        known=round(rehearsal.known_answers),
        concurrency=ground.concurrency,
        warnings=warnings,
        notes=(
            *notes(found, items, len(lines)),
            *((files.note,) if files.note else ()),
            *ocr_note(pages, plan.ocr),
            *pages_note(plan, to_ask),
            *warnings,
        ),
        failing=round(sum(one.count for one in failing)),
        allowed=ground.allowed,
        dearest=found.dearest,
    )


def _role(index: int, plan: Plan) -> Role:
    return Role.EMBEDDING if plan.phases[index].output.format == "vector" else Role.EXECUTOR


def _whole(calls: float) -> int:
    """Calls in whole ones; some are never none."""
    return max(round(calls), math.ceil(min(calls, 1.0)))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO).quantize(_PLACES)


def _look(ground: Ground) -> Look:
    state = ground.state

    def look(asks: Sequence[Ask]) -> Sequence[Played]:
        if state is None:
            return [Played() for _ in asks]
        digests, roots = [ask.digest for ask in asks], [root for ask in asks for root in ask.roots]
        found = recorded(state, ground.workspace, ground.project, digests, roots)
        played = []
        for ask in asks:
            answer = usable_answer(found.answers.get(ask.digest, {}), ask.answering, ask.role)
            latency = found.latencies.get(answer.call_id) if answer is not None else None
            played.append(Played(answer, latency, asked_for(found.generations, ask.roots)))
        return played

    return look


def _learned(ground: Ground) -> Mapping[str, tuple[float, float | None]]:
    """What 429s have shown of the plan's models: calls out at once (0: no limit met), and calls a second."""
    if ground.state is None:
        return {}
    found = {}
    for model, text in load_learned(ground.state, [model.name for model in ground.plan.models]).items():
        if text:
            learned = Learned(**json.loads(text))
            found[model] = (learned.window if learned.is_met else 0.0, learned.rate_per_s)
    return found
