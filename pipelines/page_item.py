"""One item on a page of results: what it came with, what each phase made of it, what it cost, and folded each request.

The card is made of the document of `show`. Every text in it is somebody else's: it comes as words, and bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipelines.advice import advice_for
from pipelines.item_document import answered, asked, dicts, failure, is_reached, listed, refused
from pipelines.page_frame import key, told, words
from pipelines.page_values import TALK_CHARS, Room, said, value
from pipelines.screen_text import counted
from pipelines.way import command
from state.money import usd
from state.records import Json, Role

BADGES = {"COMPLETED": "good", "FAILED": "bad", "CANCELLED": "dim", "SKIPPED": "dim", "PENDING": "warn"}

_SHOWN_STEPS = 20
"""Of a phase: more are no reading."""

_Document = Mapping[str, Json]


def item_card(job_id: str, item: _Document, *, is_purged: bool = False) -> str:
    """An item as HTML.

    Args:
        job_id: Its job, for the commands.
        item: Its document, as `show` makes it.
        is_purged: Its texts are gone, and nothing can be asked again.
    """
    item_id, status = str(item["item_id"]), str(item["status"])
    room = Room(f"<code>{words(command('show', job_id, item_id))}</code>")
    number = str(item["ordinal"])
    return (
        f'<article class=item id="i{number}" data-status="{words(status)}">'
        f'<h2 dir=auto><bdi class=find>{words(item_id)}</bdi> <span class="badge {BADGES.get(status, "")}">'
        f'{words(status)}</span></h2><p class=dim><a href="#i{number}">#{number}</a>{_figures(item)}</p>'
        f"{''.join(_parts(job_id, item, room, is_purged=is_purged))}</article>\n"
    )


def _figures(item: _Document) -> str:
    """Cost, what was saved, tries and calls."""
    attempts, calls, saved = int(str(item["attempts"])), len(dicts(item["calls"])), Decimal(str(item["cost_saved"]))
    parts = [usd(Decimal(str(item["cost_incurred"])))]
    if saved:
        parts.append(f"{usd(saved)} saved by known answers")
    if attempts:
        parts.append(f"{attempts} tries" if attempts > 1 else "one try")
    if calls:
        parts.append(counted(calls, "call"))
    return "".join(f" · {words(part)}" for part in parts)


def _parts(job_id: str, item: _Document, room: Room, *, is_purged: bool) -> Iterator[str]:
    error = item["error"]
    if isinstance(error, dict):
        step = advice_for(job_id, str(item["item_id"]), str(error["class"]), str(error["message"]))
        helps = "" if is_purged else f"<p class=dim>Next: {told(step)}.</p>"
        yield f'<p class="bad find">{said(failure(error))}</p>{helps}'
    if is_purged:
        return
    yield f"<h3>Input</h3><div class=find>{value(item['input'], room)}</div>"
    fields = item["fields"]
    if isinstance(fields, dict) and fields:
        names = ", ".join(map(str, list(fields)[:6]))
        drawn = value(fields, room, TALK_CHARS, is_open=True)
        yield f"<details class=find><summary>Its fields: {said(names)}</summary>{drawn}</details>"
    requests = refused(item)
    calls = [call for call in dicts(item["calls"]) if call["error"] is not None]
    for number, phase in enumerate(dicts(item["phases"])):
        if is_reached(phase):
            failed = [call for call in calls if call["phase"] == phase["phase"]]
            yield from _phase(number, phase, failed, requests, room)


def _phase(
    number: int, phase: _Document, failed: list[dict[str, Json]], requests: Mapping[str, Json], room: Room
) -> Iterator[str]:
    steps, error = dicts(phase["steps"]), phase["error"]
    attempts = int(str(phase["attempts"]))
    tries = f" <span class=dim>after {attempts} tries</span>" if attempts > 1 else ""
    score = "" if phase["score"] is None else f' <span class="badge good">{phase["score"]} of 10</span>'
    yield f"<section class=phase><h3>{key(number)}{said(phase['phase'])}{score}{tries}</h3>"
    is_done = phase["status"] == "COMPLETED"
    if is_done:
        yield f"<div class=find>{value(phase['output'], room, is_open=True)}</div>"
    elif isinstance(error, dict):
        yield f"<p class=bad>failed: {said(error['class'])}</p>"
    else:
        yield "<p class=dim>not finished</p>"
    yield from _tries(steps, room, is_done=is_done)
    if steps or failed:
        yield _talk(steps, failed, requests, room)
    yield "</section>"


def _tries(steps: list[dict[str, Json]], room: Room, *, is_done: bool) -> Iterator[str]:
    """What each try was worth: what the checks and the judge said, and the answers that were not taken."""
    rejected = _rejected(steps, is_done=is_done)
    for step in steps[:_SHOWN_STEPS]:
        told = list(_try(step, room, is_rejected=step in rejected))
        if told or step["role"] not in (Role.SPLIT, Role.OCR):  # of a book hundreds of parts went well
            yield from (f"<p class=warn>{said(note)}</p>" for note in listed(step["notes"]))
        yield from told


def _rejected(steps: list[dict[str, Json]], *, is_done: bool) -> list[dict[str, Json]]:
    """The answers that were not taken: all before the last one; where a text was read in parts, of each of them."""
    answers = [step for step in steps if step["role"] in (Role.EXECUTOR, Role.SPLIT)]
    if all(step["role"] == Role.EXECUTOR for step in answers):
        return answers[:-1] if is_done else answers
    last = {str(step["notes"]): step for step in answers}
    return [step for step in answers if step is not last[str(step["notes"])]]


def _try(step: dict[str, Json], room: Room, *, is_rejected: bool) -> Iterator[str]:
    """What one try was worth; nothing, where that is all well."""
    if is_rejected and step["reply"]:
        yield f"<p class=dim>Try {step['attempt']} answered:</p>{value(step['reply'], room, TALK_CHARS)}"
    bad = [check for check in dicts(step["checks"]) if check["ok"] is not True]
    if bad and step["finish"] != "declined":
        found = "".join(f"<li>{said(check['name'])}: {said(check['detail'])}</li>" for check in bad)
        yield f"<p class=dim>Checks of try {step['attempt']}:</p><ul class=reasons>{found}</ul>"
    if step["role"] == Role.JUDGE:
        score = "no score" if step["score"] is None else f"{step['score']} of 10"
        reasons = "".join(f"<li>{said(reason)}</li>" for reason in listed(step["reasons"]))
        yield f"<p class=dim>Judge, try {step['attempt']}: {score}</p>"
        yield f"<ul class=reasons>{reasons}</ul>" if reasons else ""


# ── requests and replies ────────────────────────────────────────────────────────────────────────


def _talk(steps: list[dict[str, Json]], failed: list[dict[str, Json]], requests: Mapping[str, Json], room: Room) -> str:
    """What was asked and answered, folded."""
    shown = [_step(step, room) for step in steps[:_SHOWN_STEPS]]
    shown += [_failed(call, requests.get(str(call["call_id"])), room) for call in failed[:_SHOWN_STEPS]]
    more = len(steps) + len(failed) - len(shown)
    rest = f"<p class=dim>… and {more} more: {room.whole} has them</p>" if more else ""
    title = "Request and reply" if len(shown) == 1 else f"Requests and replies ({len(steps) + len(failed)})"
    return f"<details class=talk><summary>{title}</summary>{''.join(shown)}{rest}</details>"


def _step(step: _Document, room: Room) -> str:
    cost = "known already, free" if step["answer"] == "known" else usd(Decimal(str(step["cost"] or 0)))
    head = f"{step['role']}, try {step['attempt']}: {step['model']}, {cost}"
    why = f"<p class=dim>router: {said(step['reason'])}</p>" if step["reason"] else ""
    request = _request(step["request"], room)
    return f"<h4>{said(head)}</h4>{why}{request}<h5>reply</h5>{value(answered(step), room, TALK_CHARS)}"


def _failed(call: _Document, request: Json, room: Room) -> str:
    error = call["error"]
    why = f"{error['class']}: {error['message']}" if isinstance(error, dict) else ""
    http = "" if call["http_status"] is None else f" {call['http_status']}"
    head = f"{call['role']}, try {call['attempt']}: {call['status']}{http}, {call['model']}, {usd(_money(call))}"
    return f"<h4>{said(head)}</h4><p class=bad>{said(why)}</p>{_request(request, room)}"


def _money(call: _Document) -> Decimal:
    return Decimal(str(call["cost"]))


def _request(request: Json, room: Room) -> str:
    return "".join(f"<h5>{words(role)}</h5>{value(content, room, TALK_CHARS)}" for role, content in asked(request))
