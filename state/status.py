"""All statuses and every legal move between them; SQL, verbs and tests read this table."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from state.errors import IllegalMoveError


class JobStatus(StrEnum):
    """What a job is. A job that is still being ingested has no status and no query shows it."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class Wanted(StrEnum):
    """What somebody asked of a job; visible before it has taken effect."""

    RUN = "run"
    PAUSE = "pause"
    CANCEL = "cancel"


class ItemStatus(StrEnum):
    """What an item is. CANCELLED is never stored: the open items of a cancelled job are cancelled."""

    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class CallStatus(StrEnum):
    """The life of one HTTP request, as DESIGN names it."""

    ADMITTED = "admitted"
    SENT = "sent"
    PARKED = "parked"
    OK = "ok"
    LIMITED = "limited"
    DECLINED = "declined"
    INVALID = "invalid"
    ERROR = "error"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    STALE = "stale"


OPEN_CALLS = frozenset({CallStatus.ADMITTED, CallStatus.SENT, CallStatus.PARKED})
"""Calls that hold a reservation and whose outcome may still come."""

SEEN_CALLS = frozenset(
    {CallStatus.OK, CallStatus.LIMITED, CallStatus.DECLINED, CallStatus.INVALID, CallStatus.ERROR, CallStatus.STALE}
)
"""Calls whose reply was seen by the worker that made them; both cost sums are over these."""


_ENDS = frozenset(CallStatus) - OPEN_CALLS
"""Whatever becomes of an open call: what its owner saw, stale when that comes too late, unknown when nobody saw it."""

CALL_MOVES: dict[CallStatus, frozenset[CallStatus]] = {
    CallStatus.ADMITTED: _ENDS | {CallStatus.SENT},
    CallStatus.SENT: _ENDS,
    CallStatus.PARKED: _ENDS,
    CallStatus.UNKNOWN: frozenset(
        {
            CallStatus.ADMITTED,  # its owner asks again for what it never heard of, so nothing was sent
            CallStatus.STALE,  # its owner saw a reply after all
            CallStatus.WITHDRAWN,  # it was not sent after all, or a person says that it was not billed
            CallStatus.ERROR,  # a person says what it cost
        }
    ),
    CallStatus.ERROR: frozenset({CallStatus.WITHDRAWN}),  # a person corrects what a person said
    CallStatus.WITHDRAWN: frozenset({CallStatus.ERROR}),  # the same
    **{end: frozenset() for end in SEEN_CALLS - {CallStatus.ERROR}},
}
"""The statuses that each status of a call may become; a status in which a call ended stays, but for people's words."""


def moved(was: str, to: CallStatus) -> CallStatus:
    """The status that a call takes.

    Raises:
        ValueError: The table has no such move: our own bug.
    """
    if to not in CALL_MOVES[CallStatus(was)]:
        raise ValueError(f"a call that is {was} cannot become {to}: no such move in CALL_MOVES")
    return to


class Verb(StrEnum):
    """What a user can do to a job."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    DELETE = "delete"

    @property
    def participle(self) -> str:
        """What a job is after it: started, cancelled."""
        return {Verb.CANCEL: "cancelled", Verb.RETRY: "retried"}.get(self, f"{self.removesuffix('e')}ed")


MOVES: dict[JobStatus, frozenset[Verb]] = {
    JobStatus.PENDING: frozenset({Verb.START, Verb.CANCEL, Verb.DELETE}),
    JobStatus.RUNNING: frozenset({Verb.PAUSE, Verb.CANCEL}),
    JobStatus.PAUSED: frozenset({Verb.START, Verb.RESUME, Verb.RETRY, Verb.CANCEL, Verb.DELETE}),
    JobStatus.FAILED: frozenset({Verb.RESUME, Verb.RETRY, Verb.CANCEL, Verb.DELETE}),
    JobStatus.COMPLETED: frozenset({Verb.RETRY, Verb.DELETE}),
    JobStatus.CANCELLED: frozenset({Verb.DELETE}),
}
"""The verbs that each status allows. A stalled RUNNING job also allows RESUME."""

STALLED_MOVES = MOVES[JobStatus.RUNNING] | {Verb.RESUME}
"""The verbs of a RUNNING job whose workers have all lapsed."""

PURGEABLE = frozenset({JobStatus.COMPLETED, JobStatus.CANCELLED})
"""The statuses of jobs that are over, whose payloads may go; to others they are what a resume goes on with."""

REACHED: dict[Verb, frozenset[JobStatus]] = {
    Verb.PAUSE: frozenset({JobStatus.PAUSED, JobStatus.COMPLETED}),
    Verb.CANCEL: frozenset({JobStatus.CANCELLED, JobStatus.COMPLETED}),
}
"""The statuses in which a verb finds its end already reached, and so succeeds without a move."""


def allowed(status: JobStatus, *, stalled: bool = False) -> frozenset[Verb]:
    """The verbs that a job in this status allows."""
    if status is JobStatus.RUNNING and stalled:
        return STALLED_MOVES
    return MOVES[status]


def _hint(job_id: str, status: JobStatus, verb: Verb, possible: Collection[Verb]) -> str:
    """What to type next; nobody who wanted something else is told to end a job for good."""
    if (status, verb) == (JobStatus.PENDING, Verb.PAUSE):
        return (
            "no call is made before it has started: Ctrl-C ends a `run` that is about to start it, and once it is"
            f" RUNNING, `batchwright pause {job_id}` pauses it"
        )
    kept = sorted(set(possible) - {Verb.DELETE, Verb.CANCEL})
    typed = " or ".join(f"`batchwright {verb} {job_id}`" for verb in kept)
    return f"type {typed}" if typed else "it is over for good; `batchwright run JOBFILE` makes another one"


def check_move(job_id: str, status: JobStatus, verb: Verb, *, stalled: bool = False) -> None:
    """Check that a job in this status allows a verb.

    Raises:
        IllegalMoveError: It does not; the message says what is possible.
    """
    possible = allowed(status, stalled=stalled)
    if verb not in possible:
        verbs = ", ".join(sorted(possible))
        raise IllegalMoveError(
            f"{job_id} is {status}: it cannot be {verb.participle}; possible: {verbs}",
            hint=_hint(job_id, status, verb, possible),
        )
