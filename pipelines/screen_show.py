"""How `show` looks: what an item came with, what each phase made of it and was told of it, and what each call cost.

    item, cost, failure with what helps ─► input ─► for each phase: tries, scores with reasons, output ─► calls

Requests are long and much alike, so that of each the beginning is shown, unless all of it is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from pipelines.advice import advice
from pipelines.item_document import answered, asked, dicts, failure, is_reached, listed, refused
from pipelines.passages_shown import passage_words
from pipelines.pretty_json import pretty
from pipelines.screen_calls import call_lines
from pipelines.screen_items import is_vector, on_screen, shortened
from pipelines.screen_text import counted
from pipelines.screen_why import notes, verdict
from state.money import usd
from state.records import Json

_BEGINNING = 50
"""Of a request, so that its beginning, its role and its length fit into a line of 80."""

_INPUT = 600
_PAGES = 12  # numbers that a line names
_REPLY = 1_500
_STYLES = {"COMPLETED": "green", "FAILED": "red", "CANCELLED": "dim", "PENDING": "blue"}
_WIDTH = 76

_Document = Mapping[str, Json]


def show(document: _Document, *, full: bool = False) -> RenderableType:
    """Everything about one item.

    Args:
        document: As `show --json` has it.
        full: Inputs, requests and replies whole.
    """
    return Group(*_Shown(document, full).parts())


@dataclass(frozen=True, slots=True)
class _Shown:
    document: _Document
    full: bool

    def parts(self) -> Iterator[RenderableType]:
        document = self.document
        status = str(document["status"])
        yield Text.assemble(
            (str(document["item_id"]), "bold"), "  ", (status, _STYLES.get(status, "")), f"  #{document['ordinal']}"
        )
        yield Text(self._cost())
        yield from self._failure()
        yield from self._file()
        yield self._named("input", document["input"], _INPUT)
        fields = document["fields"]
        if isinstance(fields, dict) and fields:
            yield self._named("fields", fields, _INPUT)
        missed = []
        for phase in dicts(document["phases"]):
            if is_reached(phase):
                yield from self._phase(phase)
            else:
                missed.append(str(phase["phase"]))
        if missed:
            yield Text(f"\nnot reached: {', '.join(missed)}", style="dim")
        yield from self._calls()

    def _cost(self) -> str:
        document = self.document
        saved, tries = Decimal(str(document["cost_saved"])), int(str(document["attempts"]))
        parts = [f"{usd(Decimal(str(document['cost_incurred'])))} in {counted(len(dicts(document['calls'])), 'call')}"]
        if saved:
            parts.append(f"{usd(saved)} saved by known answers")
        if tries > 1:
            parts.append(f"{tries} tries")
        return " · ".join(parts)

    def _failure(self) -> Iterator[RenderableType]:
        error = self.document["error"]
        if isinstance(error, dict):
            yield Text(failure(error), style="red")
            told = advice(str(error["class"]), str(error["message"]))
            if told is not None:
                yield Text(f"what helps: {told}", style="dim")

    def _file(self) -> Iterator[RenderableType]:
        """Which file the item is, and how its pages were read: those that are alike in one line, unless it is full."""
        if self.document["file"] is None:
            return
        yield Text.assemble(("file: ", "dim"), str(self.document["file"]))
        pages = dicts(self.document["pages"])
        if self.full:
            for page in pages:
                yield Text(f"  page {page['page']}: {page['how']}, {page['characters']:,} characters", style="dim")
            return
        for how in dict.fromkeys(str(page["how"]) for page in pages):
            some = [page for page in pages if page["how"] == how]
            numbers = ", ".join(str(page["page"]) for page in some[:_PAGES]) + (" …" if len(some) > _PAGES else "")
            count = sum(int(str(page["characters"])) for page in some)
            yield Text(f"  {counted(len(some), 'page')}, {how}, {count:,} characters: {numbers}", style="dim")

    def _phase(self, phase: _Document) -> Iterator[RenderableType]:
        score = "" if phase["score"] is None else f", {phase['score']} of 10"
        tries = f" after {phase['attempts']} tries" if int(str(phase["attempts"])) > 1 else ""
        yield Text(f"\n── {phase['phase']}: {phase['status']}{score}{tries}", style="bold")
        yield from self._passages(phase["passages"])
        steps, error = dicts(phase["steps"]), phase["error"]
        for step in steps:
            yield from self._step(step)
        if isinstance(error, dict):
            yield Text(f"failed: {error['class']}: {error['message']}", style="red")
        elif phase["status"] == "COMPLETED" and phase["output"] not in [answered(step) for step in steps]:
            yield self._named("output", phase["output"], None)

    def _passages(self, found: Json) -> Iterator[RenderableType]:
        """What the phase was given of the project's documents."""
        if found is None:
            return
        passages = dicts(found)
        if not passages:
            yield Text("passages: none fits", style="dim")
        for number, one in enumerate(passages, start=1):
            text = str(one["text"])
            said = text if self.full else on_screen(shortened(text, _BEGINNING))
            yield Text.assemble((f"passage {number}: ", "dim"), f"{passage_words(one)} ", (said, "dim"))

    def _step(self, step: _Document) -> Iterator[RenderableType]:
        cost = "known already, free" if step["cost"] is None else usd(Decimal(str(step["cost"])))
        router = f" (router: {step['reason']})" if step["reason"] else ""
        head = f"try {step['attempt']}, {step['role']}: {step['model']}, {cost}"
        yield Text.assemble((head, "cyan"), (router, "dim"))
        yield from notes(step)
        yield from self._request(step["request"])
        if step["score"] is not None and not self.full:
            yield Text(f"  score: {step['score']} of 10")
            for reason in listed(step["reasons"]):
                yield Padding(Text(f"- {reason}"), (0, 0, 0, 2))
        else:
            yield Padding(self._named("reply", answered(step), _REPLY), (0, 0, 0, 2))
        for check in dicts(step["checks"]):
            if check["ok"] is not True:
                yield Text(f"  check {check['name']}: {verdict(check)}", style="yellow")

    def _request(self, request: Json) -> Iterator[RenderableType]:
        """What was asked, a part for the system's words and one for each message."""
        for role, content in asked(request):
            yield Padding(self._named(role, content, _BEGINNING, in_line=True), (0, 0, 0, 2))

    def _calls(self) -> Iterator[RenderableType]:
        requests, calls = refused(self.document), dicts(self.document["calls"])
        steps = [step for phase in dicts(self.document["phases"]) for step in dicts(phase["steps"])]
        notes = {str(step["call_id"]): ", ".join(map(str, listed(step["notes"]))) for step in steps}
        if calls:
            yield Text("\n── calls", style="bold")
        for call in calls:
            yield call_lines(call, notes.get(str(call["call_id"]), ""))
            yield from self._request(requests.get(str(call["call_id"])))
        if not self.full:
            yield Text("\n--full shows inputs, requests and replies whole", style="dim")

    def _named(self, title: str, value: Json, most: int | None, *, in_line: bool = False) -> Text:
        """A value behind its name: whole, or its beginning and how long it is."""
        is_long_json = isinstance(value, dict | list) and not is_vector(value)
        text = pretty(value, _WIDTH) if is_long_json else on_screen(value)
        if most is None or self.full or len(text) <= most:
            between = "\n" if is_long_json and "\n" in text else ""
            return Text.assemble((f"{title}: ", "dim"), between, text)
        begun = shortened(text, most) if in_line else f"{text[:most].rstrip()}…"
        return Text.assemble((f"{title}: ", "dim"), begun, (f" ({len(text):,} characters)", "dim"))
