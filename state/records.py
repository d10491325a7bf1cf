"""The frozen records that flow between the rooms: items, calls, intents, and what became of them.

Those of a plan are in `state.plan_records`. Units: money is `Decimal` US dollars, durations are seconds (`_s`) or
milliseconds (`_ms`), token counts are whole tokens. `ordinal` counts the items of a job from 0, `phase` counts its
phases from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from state.file_records import FileRef, PageRead
from state.passage import Passage
from state.status import CallStatus, ItemStatus

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

ZERO = Decimal(0)
# ── items ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NewItem:
    """One item on its way into the state: its id, its text, and the fields that it came with.

    Args:
        generated: The id was made from the content: equal ones get `-2`, `-3`. A given id that comes twice is an error.
        source: Where it was read, for messages ("items.jsonl line 7").
        file: Which file it is, to be read when its turn comes; its text is empty by then, or the file in base64.
    """

    item_id: str
    text: str
    fields: Mapping[str, Json]
    generated: bool = False
    source: str = ""
    file: FileRef | None = None

    @property
    def mark(self) -> str:
        """What its content is told by: its text, or which file it is."""
        return self.text if self.file is None else self.file.dumped()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a phase of an item ended with.

    Args:
        output: The phase's output as JSON (a string for text), None when it failed.
        attempts: How many attempts it took.
        score: The judge's score of the output that was taken, if there was a judge.
        root_digest: Digest of the phase's first request; `retry` raises its generation.
        beside: Of a text in parts: the same of other parts, where their answers failed them too.
        payload_ref: Where the output is when it is too large for the database.
        code_digest: Digest of the code of the user's checks, where one of them failed the phase; `retry` compares it.
        cut_chars: How many characters of its input the phase read, where that was cut.
    """

    phase: int
    ok: bool
    output: Json
    attempts: int
    score: int | None = None
    root_digest: str | None = None
    error_class: str | None = None
    error_message: str | None = None
    payload_ref: str | None = None
    code_digest: str | None = None
    cut_chars: int | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that is not finished, with the checkpoints that it has (by phase).

    Args:
        unread: The file whose text is to become its own; None for a text, and once the file was read.
        payload_ref: Where text and fields are when they are too large for the database.
        pages: Of the text, where it was read in a file that has pages.
        passages: Of the project's documents, for phases that were given some, by phase.
    """

    job_id: str
    ordinal: int
    item_id: str
    text: str
    fields: Mapping[str, Json]
    checkpoints: Mapping[int, Checkpoint] = field(default_factory=dict)
    unread: FileRef | None = None
    payload_ref: str | None = None
    pages: tuple[PageRead, ...] = ()
    passages: Mapping[int, tuple[Passage, ...]] = field(default_factory=dict)

    @property
    def is_ahead(self) -> bool:
        """Whether it is a file at a path that was not read yet: it holds no text, not even its own bytes."""
        return self.unread is not None and self.unread.path != ""


# ── calls ───────────────────────────────────────────────────────────────────────────────────────


LIVE, PACKED = "live", "packed"
"""Kinds of calls: one that is waited for, and one of those that asks for several items at once."""


class Role(StrEnum):
    """What a call is for."""

    EXECUTOR = "executor"
    JUDGE = "judge"
    EMBEDDING = "embedding"
    RETRIEVAL = "retrieval"
    LABELS = "labels"
    SPLIT = "split"
    OCR = "ocr"


PACKED_ROLES = frozenset({Role.EMBEDDING, Role.RETRIEVAL})
"""What is packed: requests of other roles are in no pack, so nobody looks for them there."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of a call. `input_tokens` includes cached and cache-written ones, for every provider."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider returned, kept. `model` is the one that the reply names; `requested_model` is the key's.

    `payload_ref` says where the text is when it is too large for the database.
    """

    digest: str
    requested_model: str
    model: str
    text: str
    finish: str  # stop | length | declined
    usage: Usage
    cost_usd: Decimal
    call_id: str
    payload_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """One call that a worker wants to make.

    Args:
        call_id: Made by us, sent along in a header; equal in ledger and provider's log.
        digest: Request digest (64 hex digits).
        root_digest: Digest of the phase's first request (attempt 1, generation 0) for this item.
        generation: The retry generation that the request was built with.
        candidates: Models whose kept answer would do, in the plan's order.
        model: The one to ask ("provider/model").
        worst_case_usd: Upper bound of what the call can cost.
        timeout_s: After this long (plus a grace) a sent call counts as expired.
        components: Short digests of the parts of the request by name; `why` compares them.
        reason: Why the router took this model, for `why`.
        above: Of a call about a part of a text: the root digests of the text, and of what that is a part of.
        parts: Of a packed call, its inputs, each as a call of its own would be; the call's worst case is the sum of
            theirs, its item is the first one's, and its digest is over all of theirs.
    """

    call_id: str
    digest: str
    root_digest: str
    generation: int
    candidates: tuple[str, ...]
    model: str
    role: Role
    ordinal: int
    item_id: str
    phase: int
    attempt: int
    worst_case_usd: Decimal
    price_version: str
    timeout_s: float
    bundle_id: str
    components: Mapping[str, str]
    reason: str = ""
    kind: str = LIVE
    above: tuple[str, ...] = ()
    parts: tuple[Intent, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """Whose retries are of this request."""
        return (self.root_digest, *self.above)


@dataclass(frozen=True, slots=True)
class Look:
    """Whether the answer that an intent wants is there, or on its way; nothing is reserved and no call is written."""

    intent: Intent


@dataclass(frozen=True, slots=True)
class Admitted:
    """The intent is on disk and its worst case is reserved: send it."""

    call_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """The answer is there already; no call is made."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Renewed:
    """The user asked for a retry of this request: build it anew with this generation."""

    generation: int


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody else's call for the same answer is out; wait for it, then admit again."""

    call_id: str
    worker_id: str


@dataclass(frozen=True, slots=True)
class NoBudget:
    """The worst case does not fit. `waits_for` says for whose reservations it waits; empty: nothing is out."""

    scope: str  # job | project
    message: str
    waits_for: str


class HeldReason(StrEnum):
    """Why an item is let go of unfinished."""

    PAUSED = "paused"
    CANCELLED = "cancelled"
    BUDGET = "budget"
    FENCED = "fenced"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Refused:
    """The job is not wanted to run, or is not ours any more."""

    reason: HeldReason
    message: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What a `Look` found: nobody has the answer or asks for it."""


@dataclass(frozen=True, slots=True)
class Regroup:
    """Some input of a packed call was answered meanwhile, is asked by somebody, or is to be asked anew.

    The call is not written, and its inputs look again; the call that they come into then has an id of its own.
    """


Admission = Admitted | Known | Renewed | Busy | NoBudget | Refused | Missing | Regroup


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a call, as its owner saw it; recorded before any check looks at the reply.

    Args:
        status: ok, limited, declined, invalid, error, withdrawn or unknown.
        answer: The answer to keep (ok and declined), else None.
        cost_usd: What the reply says it cost; for unknown calls the worst case.
        part_answers: Of a packed call that is ok: the answers of its parts, in their order; what they cost adds up to
            `cost_usd`, and their tokens to `usage`.
    """

    intent: Intent
    status: CallStatus
    usage: Usage = field(default_factory=Usage)
    cost_usd: Decimal = ZERO
    model: str | None = None
    answer: Answer | None = None
    latency_ms: int | None = None
    http_status: int | None = None
    request_id: str | None = None
    error_class: str | None = None
    error_message: str | None = None
    part_answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """The call's row as it now is: the status may be stale when the intent was taken over."""

    call_id: str
    status: CallStatus
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A phase of an item is over; `final` is set when the item is, too."""

    ordinal: int
    item_id: str
    checkpoint: Checkpoint
    final: ItemStatus | None = None


@dataclass(frozen=True, slots=True)
class Concluded:
    """Whether the conclusion stands (False: the epoch is over, or the job was stopped meanwhile)."""

    stands: bool


# ── what a run reports ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CallCost:
    """One call that its owner saw settle: what the combiner adds up.

    Args:
        cost_usd: Of a packed call, the item's share.
        calls: 1; of a packed call, 0 for every item but the first.
    """

    bundle_id: str
    call_id: str
    cost_usd: Decimal
    calls: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item in this run: a final status, or None when it was held, and why."""

    ordinal: int
    item_id: str
    status: ItemStatus | None
    held: HeldReason | None
    costs: tuple[CallCost, ...] = ()


@dataclass(frozen=True, slots=True)
class JobRef:
    """Which run of which job a worker works for; what the engine of a process is keyed by.

    Args:
        state_url: Without its password: this travels in graphs.
    """

    state_url: str
    workspace: str
    job_id: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Page:
    """A range of ordinals [first, last] of a job, in a lane; this, not documents, crosses the shuffle."""

    lane: int
    first: int
    last: int
