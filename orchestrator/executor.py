"""Build the requests of a phase: what all items share first, then the item, then what was wrong the time before.

    system      the task's prompt, instructions, form, examples: the same for all items, so that providers cache it
    user        names that are settled, of those that the item has; the item
    assistant   the answer before        ┐ from the second attempt on
    user        what was wrong with it   ┘

The shared part is put together once, when the plan is made, and stands in the plan as it will be sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from orchestrator.analyzer import estimate_tokens
from orchestrator.checks.names import Pair, found
from orchestrator.page_marks import marked, within
from orchestrator.providers.base import Message, Request
from orchestrator.render import CONTENT, PAGE, PHASES, TEXT, item_values, lookup, names, parse_template, render
from orchestrator.retrieval.told import names_words, passages_words
from state.file_records import PageRead
from state.passage import Passage
from state.plan_records import ORIGINAL, Example, OutputForm, OutputFormat, PhasePlan, Plan
from state.records import Json
from state.templates import escape

ROOM = 2
"""An answer that was cut is asked for again with this many times the tokens."""

_JSON_FORM = "Answer with one JSON value and nothing around it."
_SCHEMA_FORM = "Answer with one JSON value that is valid against this JSON schema, and nothing around it:\n{schema}"
_XML_FORM = (
    "Answer with well-formed XML and nothing around it: no XML declaration, no document type, no code fence, no words "
    "before or after it. In its text, & is written &amp; and < is written &lt;."
)
_GLOSSARY = (
    "These names and terms are settled. Write each as it stands behind its arrow wherever the document has it, in the "
    "form that the grammar of the sentence asks for:"
)
_BEFORE = "This stands before the document, for what it means. It is done already: leave it out of the answer."
_FORM_AGAIN = "Give the whole answer again with this put right, in the same form and with nothing around it."
_SCORE_AGAIN = (
    "Give the whole answer again, better where the reviewer is right, in the same form and with nothing around it. "
    "Do not answer the reviewer."
)


@dataclass(frozen=True, slots=True)
class ItemText:
    """What a phase may read of an item.

    Args:
        outputs: Of the phases that are done, by phase.
        pages: Of its text, where it was read in a file that has pages.
        passages: Of the project's documents, that the phase is given.
    """

    job_id: str
    item_id: str
    ordinal: int
    text: str
    fields: Mapping[str, Json]
    outputs: Mapping[int, Json]
    pages: tuple[PageRead, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """What a phase reads of an input that is too long for one request.

    Args:
        before: The end of what stands before it in the input, for its meaning; empty where that is not shown.
        place: Which part of the input it is, in words.
        is_part: False: it is what came of the parts, to be made one of.
        above: Root digests of the texts that it is of: a retry of one of them is of it, too.
        pages: Those that are marked in it.
    """

    text: str
    before: str = ""
    place: str = ""
    is_part: bool = True
    above: tuple[str, ...] = ()
    pages: tuple[PageRead, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What all attempts of a phase at an item share.

    Args:
        content: The phase's input as text, as it is sent; what checks compare an output with.
        bare: The same without marks of pages: what is cut, and divided.
        pages: Those that are marked in it.
        cut_from: How many characters the input has, where `bare` is less of it; None where it is whole.
        told: Words for what is told before the item: passages, and those names of the phase's glossary and of the
            project's documents that it has; empty when there is nothing.
        before: Words for what stands before a part of an input; empty where that is not shown.
        place: Which part of an input `content` is, in words; empty where it is no part.
        salt: Empty, or job and item when the phase does not reuse answers.
        parts: What the request is made of, for `orchestrator.request.components`.
    """

    system: str
    user: str
    content: str
    bare: str
    salt: str
    parts: Mapping[str, Json]
    pages: tuple[PageRead, ...] = ()
    cut_from: int | None = None
    told: str = ""
    before: str = ""
    place: str = ""

    @property
    def brief(self) -> str:
        """What the answer is held to: the shared part, and what is told for this item."""
        return f"{self.system}\n\n{self.told}" if self.told else self.system

    @property
    def asked(self) -> str:
        """What follows the shared part: what is told for this item, what stands before it, and the item."""
        return "\n\n".join(part for part in (self.told, self.before, self.user) if part)

    @property
    def note(self) -> str | None:
        """What is to be said of the input, in words."""
        if self.place:
            return self.place
        return None if self.cut_from is None else f"input cut at {len(self.bare)} of {self.cut_from} characters"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was wrong with an answer. `score` is the reviewer's; None when a check or the form was at fault."""

    previous: str
    reasons: tuple[str, ...]
    score: int | None = None


def shared_part(system: str, instructions: str, output: OutputForm, examples: Sequence[Example]) -> str:
    """The template of what all items of a phase share: a prompt, and the phase's own words for it.

    Args:
        system: Template of the task's prompt, or of the user's own.
        instructions: As the user wrote them; no template.
    """
    parts = [system]
    if instructions:
        parts.append(escape(f"Instructions:\n{instructions}"))
    if output.format is OutputFormat.JSON:
        parts.append(escape(_SCHEMA_FORM.format(schema=output.schema) if output.schema else _JSON_FORM))
    if output.format is OutputFormat.XML:
        parts.append(_XML_FORM)
    if examples:
        parts.append(escape("Examples:\n\n" + "\n\n".join(_example(example) for example in examples)))
    return "\n\n".join(part for part in parts if part)


def _example(example: Example) -> str:
    return f"<example>\n<input>\n{example.input}\n</input>\n<output>\n{example.output}\n</output>\n</example>"


def converse(
    plan: Plan, phase: PhasePlan, item: ItemText, *, content: str | None = None, piece: Piece | None = None
) -> Conversation:
    """The phase's prompt with the item in its place.

    Args:
        content: What is left of the phase's input where it was cut; None: all of it.
        piece: What is read in place of the input.

    Raises:
        UnknownNameError: A template uses a field that the item does not have.
    """
    source: Json = item.text if phase.source == ORIGINAL else item.outputs[phase.source]
    done = [(other, item.outputs[other.index]) for other in plan.phases if other.index in item.outputs]
    whole = written(source)
    bare = piece.text if piece is not None else whole if content is None else content
    system, user = parse_template(phase.system), parse_template(phase.user)
    used = sorted(names(system) | names(user))
    is_marked = PAGE in used and PAGE not in item.fields
    pages = _pages(phase, item, piece, len(bare)) if is_marked else ()
    kept = marked(bare, pages)
    values = item_values(
        source if kept is whole else kept,
        text=marked(item.text, item.pages) if is_marked and TEXT in used else item.text,
        fields=item.fields,
        outputs=done,
    )
    upstream: dict[str, Json] = {name: lookup(values, name) for name in used if name.startswith(f"{PHASES}.")}
    fields: dict[str, Json] = {name: lookup(values, name) for name in used if name != CONTENT and name not in upstream}
    read = "\n".join(written(lookup(values, name)) for name in sorted(names(user)))
    settled = tuple(one.pair for one in found(phase.glossary, read))
    named = tuple(one.pair for one in found(phase.names, read))
    told = (passages_words(item.passages), _glossary(settled), names_words(named))
    return Conversation(
        system=render(system, values),
        user=render(user, values),
        content=kept,
        bare=bare,
        pages=pages,
        salt="" if phase.reuse else f"{item.job_id}/{item.item_id}",
        parts={
            "content": [kept, upstream] if upstream else kept,
            "fields": fields,
            "instructions": phase.instructions,
            "prompt": phase.prompt_version,
            **_settings(phase),
            **({"glossary": [list(pair) for pair in settled]} if settled else {}),
            **({"names": [list(pair) for pair in named]} if named else {}),
            **({"passages": [[one.source, one.label, one.text] for one in item.passages]} if item.passages else {}),
            **({"before": piece.before} if piece is not None and piece.before else {}),
            "examples": [[example.input, example.output] for example in phase.examples],
            "max_tokens": _token_rule(phase),
        },
        cut_from=None if bare == whole or piece is not None else len(whole),
        told="\n\n".join(part for part in told if part),
        before=f"<before>\n{_BEFORE}\n{piece.before}\n</before>" if piece is not None and piece.before else "",
        place="" if piece is None else piece.place,
    )


def _pages(phase: PhasePlan, item: ItemText, piece: Piece | None, size: int) -> tuple[PageRead, ...]:
    """The pages of what a phase reads: of its piece, or of so many characters of the item; an output has none."""
    if piece is not None:
        return piece.pages
    return within(item.pages, 0, size) if phase.source == ORIGINAL else ()


def _settings(phase: PhasePlan) -> dict[str, Json]:
    """The settings that stand in the prompt, where the task has any."""
    labels: dict[str, Json] = {"labels": list(phase.labels)} if phase.labels else {}
    return labels | ({"target_language": phase.target_language} if phase.target_language else {})


def _glossary(pairs: Sequence[Pair]) -> str:
    """What a request says of the names that are settled; empty when there are none."""
    lines = "\n".join(f"- {source} → {target}" for source, target in pairs)
    return f"<glossary>\n{_GLOSSARY}\n{lines}\n</glossary>" if pairs else ""


def written(value: Json) -> str:
    """A phase's output as text: a text as it is, any other value as compact JSON."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _token_rule(phase: PhasePlan) -> Json:
    rule = phase.output_tokens
    return rule.fixed if rule.fixed is not None else [rule.ratio, rule.floor, rule.ceiling]


def max_tokens(phase: PhasePlan, content: str, *, wide: bool) -> int:
    """The most tokens that an answer may have; `wide` after one that was cut, never above the phase's ceiling."""
    return answer_tokens(phase, estimate_tokens(content), wide=wide)


def answer_tokens(phase: PhasePlan, input_tokens: int, *, wide: bool) -> int:
    """The same for an input of about so many tokens; never less for more of them."""
    rule = phase.output_tokens
    limit = rule.limit(input_tokens)
    return limit if not wide or rule.fixed is not None else max(limit, min(ROOM * limit, rule.ceiling))


def request_of(
    phase: PhasePlan,
    conversation: Conversation,
    *,
    attempt: int,
    generation: int,
    wide: bool,
    feedback: Feedback | None,
) -> Request:
    """The request of one attempt."""
    return Request(
        system=conversation.system,
        messages=_messages(conversation.asked, feedback),
        max_tokens=max_tokens(phase, conversation.content, wide=wide),
        output=phase.output,
        parameters=phase.parameters,
        attempt=attempt,
        generation=generation,
        salt=conversation.salt,
    )


def _messages(user: str, feedback: Feedback | None) -> tuple[Message, ...]:
    if feedback is None:
        return (Message("user", user),)
    if feedback.previous.strip():
        said = "This answer" if feedback.score is None else "A reviewer read this answer and"
        return (Message("user", user), Message("assistant", feedback.previous), Message("user", _told(said, feedback)))
    # No provider takes an empty turn, so there is nothing that the words could follow.
    return (Message("user", f"{user}\n\n{_told('An answer to this', feedback)}"),)


def _told(said: str, feedback: Feedback) -> str:
    verdict = "cannot be used" if feedback.score is None else f"gave it {feedback.score} of 10"
    reasons = "".join(f"\n- {reason}" for reason in feedback.reasons)
    again = _FORM_AGAIN if feedback.score is None else _SCORE_AGAIN
    return f"{said} {verdict}:{reasons}\n\n{again}"
