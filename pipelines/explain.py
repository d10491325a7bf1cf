"""Explain one item: its requests, replies and scores, and what made each answer new or known.

No request is stored. The conversation is a fold over recorded answers, so playing them in again gives each request as
it was sent, and the same checks over the same answers: the user's own are called again, with the code that is here now.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from orchestrator import sights, split
from orchestrator.chain import Ask, Done, ItemText, Review
from orchestrator.checks import SCHEMA
from orchestrator.checks.base import Opinion
from orchestrator.checks.own import OwnChecks
from orchestrator.documents.contents import digest_in
from orchestrator.errors import FailureClass
from orchestrator.executor import Conversation
from orchestrator.judge import Score, read_score
from orchestrator.providers.base import Message, Request
from orchestrator.request import request_digest
from orchestrator.retrieval.queries import query_ask, query_of
from orchestrator.retrieval.reading import read_by
from orchestrator.sights import UNSEEN, PageToRead
from orchestrator.validator import examine
from pipelines.changes import changed_parts
from pipelines.passages_shown import passage_document
from state.file_records import PAGED, page_texts
from state.ledger_row import CallRow
from state.money import usd_text
from state.plan_records import PhasePlan, Plan
from state.records import Answer, Json, Role
from state.view_item import ItemView, UseRow
from state.view_results import ResultRow

_Step = tuple[int, str]  # phase and digest

_ANSWERS = (Role.EXECUTOR, Role.SPLIT, Role.EMBEDDING)
"""What a phase's own answers are for, in contrast to a judge's."""


@dataclass(frozen=True, slots=True)
class _Played:
    """What an item was asked, by phase and digest: the request, what it read, what the user's checks say of the answer.

    Args:
        contents: What each phase read last.
        phases: Those that drew their labels, with them.
        said: What is to be said of a request, each once: equal parts of a text have one.
    """

    requests: dict[_Step, Request]
    contents: dict[int, str]
    phases: dict[int, PhasePlan]
    talks: dict[_Step, Conversation]
    opinions: dict[_Step, tuple[Opinion, ...]]
    said: dict[_Step, dict[str, None]]

    def notes(self, use: UseRow) -> list[Json]:
        """What is to be said of a use's request."""
        return list[Json](self.said.get((use.phase, use.digest), ()))


def why_document(
    view: ItemView, plan: Plan, earlier: Sequence[UseRow], own: OwnChecks, sample: tuple[str, ...] = ()
) -> dict[str, Json]:
    """The `why` document.

    Args:
        view: The item.
        plan: Of its job.
        earlier: What the newest earlier job of the project used for the same item.
        own: Calls the user's own checks.
        sample: Texts of some items, for phases that draw their labels.
    """
    played = _play(view, plan, own, sample)
    phases: list[Json] = []
    for phase in plan.phases:
        mine = [use for use in view.uses if use.phase == phase.index]
        router = next((use for use in mine if use.role in _ANSWERS), None)
        phases.append(
            {
                "phase": phase.name,
                "status": _status(view, phase),
                "router": {
                    "model": router.requested_model if router else None,
                    "reason": router.reason if router else None,
                },
                "passages": _passages(view, phase),
                "attempts": [
                    {
                        "attempt": use.attempt,
                        "role": use.role,
                        "call_id": use.call_id,
                        "request_digest": use.digest,
                        "answer": "known" if use.known else "new",
                        "model": use.requested_model,
                        "score": judged.score if (judged := _judged(use)) else None,
                        "checks": _checks(played, phase, use),
                        "notes": played.notes(use),
                        "changed": list[Json](changed_parts(use, mine[:number], earlier)),
                    }
                    for number, use in enumerate(mine)
                ],
                "failed_calls": [call.document() for call in _failed_calls(view) if call.phase == phase.name],
            }
        )
    return {"item_id": view.result.item_id, "phases": phases}


def show_document(
    view: ItemView, plan: Plan, own: OwnChecks, sample: tuple[str, ...] = (), *, phase: str | None = None
) -> dict[str, Json]:
    """The `show` document: the item's row of `results`, and each phase with its steps and calls.

    Args:
        own: Calls the user's own checks, whose words stand in the requests that follow them.
        sample: Texts of some items, for phases that draw their labels.
        phase: Only this phase, by name or slug.
    """
    played = _play(view, plan, own, sample)
    document: dict[str, Json] = {"job_id": view.job_id, **view.result.document()}
    document["fields"] = dict(view.result.fields)
    document["file"], document["pages"] = _file_document(view.result)
    document["phases"] = [
        _phase_document(view, one, played) for one in plan.phases if phase is None or phase in (one.name, one.slug)
    ]
    document["calls"] = [call.document() for call in view.calls]
    document["refused"] = [_refused(call, played, plan) for call in _failed_calls(view)]
    return document


def _file_document(row: ResultRow) -> tuple[Json, Json]:
    """Which file an item is, and its pages: how each was read, and how many characters came out of it."""
    if row.file is None:
        return None, []
    texts = page_texts(row.input, row.pages)
    pages: list[Json] = [
        {"page": page.page, "how": page.how, "characters": len(text)}
        for page, text in zip(row.pages, texts, strict=True)
    ]
    return row.file.path or row.file.name, pages


def _failed_calls(view: ItemView) -> list[CallRow]:
    """The calls that brought no answer, with why; those that were answered are told by the answers' uses."""
    return [call for call in view.calls if call.error_class]


def _refused(call: CallRow, played: _Played, plan: Plan) -> dict[str, Json]:
    """What a call asked for that failed; None where the request cannot be built again."""
    phase = next((one.index for one in plan.phases if one.name == call.phase), None)
    request = None if phase is None else played.requests.get((phase, call.request_digest))
    return {"call_id": call.call_id, "request": None if request is None else request_document(request)}


def _phase_document(view: ItemView, phase: PhasePlan, played: _Played) -> dict[str, Json]:
    kept = view.result.checkpoints.get(phase.index)
    error: Json = None
    if kept is not None and not kept.ok:
        error = {"class": kept.error_class, "message": kept.error_message}
    return {
        "phase": phase.name,
        "status": _status(view, phase),
        "output": kept.output if kept else None,
        "score": kept.score if kept else None,
        "attempts": kept.attempts if kept else 0,
        "error": error,
        "passages": _passages(view, phase),
        "steps": [_step_document(use, phase, played) for use in view.uses if use.phase == phase.index],
    }


def _passages(view: ItemView, phase: PhasePlan) -> Json:
    """What a phase was given of the project's documents; null: it asks for none, or was not reached."""
    found = view.passages.get(phase.index)
    if found is None:
        return None
    return [passage_document(one) for one in found]


def _step_document(use: UseRow, phase: PhasePlan, played: _Played) -> dict[str, Json]:
    request, judged = played.requests.get((use.phase, use.digest)), _judged(use)
    return {
        "attempt": use.attempt,
        "role": use.role,
        "answer": "known" if use.known else "new",
        "call_id": use.call_id,
        "request_digest": use.digest,
        "model": use.requested_model,
        "reason": use.reason,
        "request": None if request is None else request_document(request),
        "notes": played.notes(use),
        "reply": use.answer.text if use.answer else None,
        "finish": use.answer.finish if use.answer else None,
        "cost": usd_text(use.answer.cost_usd) if use.answer and not use.known else None,
        "saved": usd_text(use.saved_usd),
        "score": judged.score if judged else None,
        "reasons": list[Json](judged.reasons) if judged else [],
        "checks": _checks(played, phase, use),
    }


def request_document(request: Request) -> dict[str, Json]:
    """A request as documents show it."""
    return {
        "system": request.system,
        "messages": [_message_document(one) for one in request.messages],
        "max_tokens": request.max_tokens,
        "format": str(request.output.format),
    }


def _message_document(message: Message) -> dict[str, Json]:
    """A message; with its image, where it has one, by what that is of: its bytes are nowhere."""
    told: dict[str, Json] = {"role": message.role, "content": message.content}
    if (image := message.image) is not None:
        told["image"] = {"of": image.name, "edge": image.edge, "pixels": image.pixels}
    return told


def _status(view: ItemView, phase: PhasePlan) -> str:
    kept = view.result.checkpoints.get(phase.index)
    if kept is None:
        return "PENDING" if view.result.status == "PENDING" else "SKIPPED"
    return "COMPLETED" if kept.ok else "FAILED"


def _judged(use: UseRow) -> Score | None:
    """What a judge's answer says, None where it says nothing that can be used, and for answers of others."""
    return read_score(use.answer.text) if use.role == Role.JUDGE and use.answer is not None else None


def _checks(played: _Played, phase: PhasePlan, use: UseRow) -> list[Json]:
    """The phase's checks over a recorded answer of the executor, as they look now."""
    if use.role not in _ANSWERS or use.answer is None:
        return []
    talk = played.talks.get((phase.index, use.digest))
    content = played.contents.get(phase.index, "") if talk is None else talk.content
    verdict = examine(played.phases.get(phase.index, phase), use.answer.text, content)
    details = [fault.shown for fault in verdict.faults]
    found: list[dict[str, Json]] = []
    for check in phase.checks:
        if check.function is not None:
            continue
        mine = [one for one in details if f"check {check.name} " in one]
        wrong = mine or (details if check.name == SCHEMA and verdict.output is None else [])
        found.append({"name": check.name, "ok": not wrong, "detail": "; ".join(wrong) or None})
    if details and all(one["ok"] for one in found):
        found.append({"name": "form", "ok": False, "detail": "; ".join(details)})
    return [*found, *map(_own_check, played.opinions.get((phase.index, use.digest), ()))]


def _own_check(opinion: Opinion) -> dict[str, Json]:
    """A check of the user's own, which is only asked after the others; `ok` is null where it gave no opinion."""
    wrong = "; ".join(opinion.reasons)
    return {
        "name": opinion.check.name,
        "ok": None if opinion.broken is not None else not wrong,
        "detail": opinion.broken or wrong or None,
        "function": opinion.check.function,
        "source": opinion.source,
    }


# ── playing the answers in again ────────────────────────────────────────────────────────────────


def _play(view: ItemView, plan: Plan, own: OwnChecks, sample: tuple[str, ...]) -> _Played:
    outputs = {index: kept.output for index, kept in view.result.checkpoints.items() if kept.ok}
    played = _Played({}, {}, {}, {}, {}, {})
    _play_pages(view, plan, played)
    for phase in plan.phases:
        if any(
            source not in outputs for source in (phase.source, phase.annotation) if source is not None and source >= 0
        ):
            continue
        done = {index: output for index, output in outputs.items() if index < phase.index}
        result = view.result
        pages = result.pages if result.file is not None and result.file.kind in PAGED else ()
        item = ItemText(
            view.job_id, result.item_id, result.ordinal, result.input, result.fields, done, pages,
            view.passages.get(phase.index, ()),
        )  # fmt: skip
        _play_query(phase, item, view, played)
        mine = [use for use in view.uses if use.phase == phase.index]
        calls = [call for call in view.calls if call.phase == phase.name]
        too_long = {call.request_digest for call in calls if call.error_class == FailureClass.TOO_LONG}
        for generation in _generations(mine, view.generations.get(phase.index, ())):
            course = split.begin(plan, phase, item, generation=generation, sample=sample)
            _replay(course, mine, too_long, own, played)
    return played


def _play_pages(view: ItemView, plan: Plan, played: _Played) -> None:
    """The requests for those pages of an item's file that a model has read."""
    row, ocr = view.result, plan.ocr
    uses = [use for use in view.uses if use.role == Role.OCR]
    if row.file is None or row.file_key is None or ocr is None:
        return
    generations = sorted({use.generation for use in uses})
    for page in row.pages if uses else ():
        seen = PageToRead(row.file.name, digest_in(row.file_key), page.page, UNSEEN)
        for is_wide, generation in itertools.product((False, True), generations):
            request = sights.request_of(ocr, plan.ocr_languages, seen, is_wide=is_wide, generation=generation)
            key = (0, request_digest(request))
            played.requests[key] = request
            played.said[key] = {f"page {page.page}": None}


def _play_query(phase: PhasePlan, item: ItemText, view: ItemView, played: _Played) -> None:
    """The requests for the vector by which a phase's passages were looked for."""
    if phase.rag is None:
        return
    mine = (use for use in view.uses if use.phase == phase.index and use.role == Role.RETRIEVAL)
    for generation in {use.generation for use in mine}:
        ask = query_ask(phase.rag.vectors, query_of(read_by(phase, item)), generation)
        played.requests[phase.index, ask.digest] = ask.request


def _generations(uses: Sequence[UseRow], asked: Collection[int]) -> list[int]:
    """The generations that steps of a phase have had: those of its answers, and those that its calls were built with.

    Labels are drawn in a count of their own.
    """
    return sorted({*asked, *(use.generation for use in uses if use.role != Role.LABELS)} or {0})


def _replay(
    course: split.Course, uses: Sequence[UseRow], too_long: Collection[str], own: OwnChecks, played: _Played
) -> None:
    """Play the recorded answers in, as far as they lead; the user's own checks look at each anew.

    Args:
        too_long: Digests of the requests that a provider found too long, where a shorter one may have followed.
    """
    answers = {use.digest: use.answer for use in uses}
    drawn = max((use.generation for use in uses if use.role == Role.LABELS), default=0)
    if drawn and isinstance(want := split.step(course), Ask) and want.role is Role.LABELS:
        course = split.renewed(course, drawn)
    generations = sorted({use.generation for use in uses})
    stuck: set[split.Path] = set()
    while found := next(((path, want) for path, want in split.wants(course) if path not in stuck), None):
        path, want = found
        state = split.at(course, path)
        if state is None or not isinstance(want, Ask):
            break
        key = (state.phase.index, want.digest)
        played.requests[key] = want.request
        if state.talk is not None:
            played.talks[key] = state.talk
            if state.talk.note is not None:
                played.said.setdefault(key, {})[state.talk.note] = None
        after: split.Course | None = None
        if (answer := answers.get(want.digest)) is not None:
            after = split.answered(course, answer, path)
        elif want.digest in too_long:
            after = split.failed(course, FailureClass.TOO_LONG, "", path)
        elif path:
            after = _renewed(course, path, want, generations, answers)
        asked = None if after is None else split.at(after, path)
        if after is not None and asked is not None and isinstance(asked.want, Review):
            opinions = played.opinions[key] = own.review(asked.want)
            after = split.reviewed(after, opinions, path)
        if after is None or (path and _has_failed(after)):  # the other parts have requests, too
            stuck.add(path)
        else:
            course = after
    _, state = split.current(course)
    if state.talk is not None:
        played.contents[state.phase.index] = state.talk.content
    played.phases[state.phase.index] = state.phase


def _has_failed(course: split.Course) -> bool:
    return isinstance(done := split.step(course), Done) and not done.checkpoint.ok


def _renewed(
    course: split.Course, path: split.Path, want: Ask, generations: Sequence[int], answers: Mapping[str, Answer | None]
) -> split.Course | None:
    """The conversation with a part as another retry asked about it; None where no answer is of one.

    A retry is of the part that failed, or of all parts where their sum did: so each may have another generation.
    """
    for generation in reversed(generations):
        if generation != want.generation:
            again = split.renewed(course, generation, path)
            state = split.at(again, path)
            if state is not None and isinstance(state.want, Ask) and answers.get(state.want.digest) is not None:
                return again
    return None
