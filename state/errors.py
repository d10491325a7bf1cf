"""The error tree: each leaf answers one question that a caller can act on.

    BatchwrightError                      exit code, path, hint
    ├── InputError                   2    what was given is wrong: mend it and type the command again
    │   ├── SpecError                     the job file (all problems at once)
    │   ├── ItemsError                    the items
    │   ├── ConfigError                   batchwright.toml, the environment, a key
    │   ├── NotBuiltError                 a key or flag that this version does not have yet
    │   ├── NotFoundError                 no such job, item or call
    │   ├── ExportError                   the folder of an export: another job's, or no folder
    │   ├── VectorsReplacedError          a project's documents have vectors of another model than the job's plan says
    │   ├── IllegalMoveError              the job's state does not allow this verb
    │   ├── PurgedError                   the job's inputs and outputs were purged
    │   └── ConfirmationError             a question, without a terminal and without --yes
    ├── UnreachableError             5    the state or every provider cannot be reached: wait or mend, then repeat
    │   ├── StateUnreachableError         no connection, read-only folder, full disk
    │   └── StateForeignError             not our database, or one of a newer version
    ├── FencedError                  4    the job belongs to somebody else by now: stop, write nothing
    └── EngineError                  1    our own bug: stop the job, write a report

Every class takes one positional message and keyword-only details, so that it pickles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BUG = "bug"
"""The class of what our own code did wrong, of a call, an item or a job; such a job ends FAILED."""


class BatchwrightError(Exception):
    """Any error that Batchwright raises on purpose.

    Args:
        message: One sentence that names the thing, both sides of the mismatch and the next step.
        path: Where in the input it is, as `phases[1].validation.min_score`.
        hint: What to do next, when the message does not say it.
    """

    exit_code = 1
    code = "error"
    way_out: str | None = None
    """What to do next where an error has no hint of its own: whoever tells it always ends with that."""

    def __init__(self, message: str, *, path: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.hint: str | None = None
        if hint:
            self.advise(hint)

    def advise(self, hint: str) -> None:
        """Say what to do next; in Python and in a notebook it stands below the message, as a note."""
        self.hint = hint
        self.add_note(hint)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{where}{self.message}"


class InputError(BatchwrightError):
    """What the user gave is wrong; nothing was sent and nothing was lost."""

    exit_code = 2
    code = "bad_input"
    way_out = "mend that, then type the command again"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a job file: its path and what is wrong there."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class SpecError(InputError):
    """A job file that is not valid; carries every problem found, not just the first."""

    code = "bad_job_file"
    way_out = "mend that, then type the command again; nothing was sent"

    def __init__(
        self,
        message: str,
        *,
        problems: Sequence[Problem] = (),
        path: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, path=path, hint=hint)
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.message,), self.__dict__)


class ItemsError(InputError):
    """The items cannot be read, or are not what a job can take."""

    code = "bad_items"
    way_out = "mend that, then type the command again; nothing was sent"


class ConfigError(InputError):
    """The configuration file, the environment or a key is wrong or missing."""

    code = "bad_config"
    way_out = "mend that, then type the command again; nothing was sent"


class NotBuiltError(InputError):
    """A part of the contract that this version does not have; refused, never ignored."""

    code = "not_in_this_version"
    way_out = "leave that out; README.md lists what this version does not do"


class NotFoundError(InputError):
    """No job, item or call of that name."""

    code = "not_found"


class ExportError(InputError):
    """The folder is no place for this export: it holds another job's, or is no folder."""

    code = "bad_export_folder"


class VectorsReplacedError(InputError):
    """A project's passages are found by the vectors of another model than a job's plan says."""

    code = "vectors_replaced"


class IllegalMoveError(InputError):
    """The job's state does not allow the verb; the message says what is possible."""

    code = "illegal_move"


class PurgedError(InputError):
    """What is wanted needs a job's inputs or outputs, and those were purged; the message says when."""

    code = "purged"


class ConfirmationError(InputError):
    """A question has to be answered, and there is no terminal and no --yes."""

    code = "needs_confirmation"


class UnreachableError(BatchwrightError):
    """Something that we depend on cannot be reached; the same command may work later."""

    exit_code = 5
    code = "unreachable"
    way_out = "mend that, or wait, then type the command again"


class StateUnreachableError(UnreachableError):
    """The state or its workspace cannot be opened or written: no connection, read-only, full."""

    code = "state_unreachable"
    may_pass = False
    """Whether waiting can help, where the error itself tells: a store of objects that does not answer."""


class StateForeignError(UnreachableError):
    """The state is no database of ours, or was written by a newer version; it was not touched."""

    code = "state_foreign"


class FencedError(BatchwrightError):
    """The epoch of this worker is over: another run owns the job."""

    exit_code = 4
    code = "fenced"
    way_out = "`batchwright list` shows the jobs and how they are"


class EngineError(BatchwrightError):
    """Our own bug; the job stops and can be resumed."""

    exit_code = 1
    code = BUG


def no_job(job_id: str) -> NotFoundError:
    """The error of a job that is not there, or whose items are still coming in."""
    return NotFoundError(f"there is no job {job_id}", hint="`batchwright list` shows the jobs")
