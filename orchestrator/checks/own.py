"""Users' own checks: functions that nobody has tried before, called where they can do no harm.

    event loop ── submit ──► a few threads ── a process each ──► the function ──► Opinion
                                 └ too slow, or the process is gone: it is ended, and the next call gets a new one

What a function does is the item's failure, or its opinion; never ours. The processes begin with the first call and end
with `close`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from orchestrator.checks.base import Opinion, Review, code_digest
from orchestrator.checks.process import CheckProcess, GoneError, LateError, TooLargeError
from orchestrator.child_pool import ChildPool
from state.errors import EngineError
from state.plan_records import CheckPlan
from state.records import Json
from state.storable import storable

CALL_TIMEOUT_S = 10.0
"""How long one call of a function may take, unless the configuration says otherwise."""

LOAD_TIMEOUT_S = 60.0
"""How long the import of a function's module may take: it may bring a large library along, from a cold disk."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A function that a process has loaded: its source's digest, or why it cannot be had there."""

    source: str | None = None
    unfit: str | None = None


class OwnChecks:
    """Calls users' functions in a few processes.

    Args:
        folders: Where their modules are looked for, before what is installed; those that are not there are left out.
        timeout_s: For one call.
        load_timeout_s: For the import of a module.
        processes: How many; by default as many as there are cores for them, but one.
    """

    def __init__(
        self,
        folders: Iterable[str],
        *,
        timeout_s: float = CALL_TIMEOUT_S,
        load_timeout_s: float = LOAD_TIMEOUT_S,
        processes: int | None = None,
    ) -> None:
        self._folders = tuple(dict.fromkeys(folder for folder in folders if Path(folder).is_dir()))
        self._timeout_s = timeout_s
        self._load_timeout_s = load_timeout_s
        self._pool = ChildPool(processes or max(1, _cores() - 1), "batchwright-check", self._seat)

    def submit(self, review: Review) -> Future[tuple[Opinion, ...]]:
        """Have an output looked at by the checks, one after the other, as soon as a process is free."""
        return self._pool.submit(self._review, review)

    def review(self, review: Review) -> tuple[Opinion, ...]:
        """What the checks say of an output; waits for it."""
        return self.submit(review).result()

    def load(self, functions: Iterable[str]) -> dict[str, Loaded]:
        """Which functions can be had, by "module:function"; waits for it."""
        names = list(dict.fromkeys(functions))
        loading = [self._pool.submit(self._load, name) for name in names]
        return {name: one.result() for name, one in zip(names, loading, strict=True)}

    def close(self) -> None:
        """End all processes, whatever they are at; who waits for an opinion gets none."""
        self._pool.close()

    # ── in a thread that has a process ──

    def _review(self, review: Review) -> tuple[Opinion, ...]:
        return tuple(self._opinion(check, review) for check in review.checks)

    def _opinion(self, check: CheckPlan, review: Review) -> Opinion:
        function = check.function
        if function is None:
            raise EngineError(f"the check {check.name} is built in, and none of a user's own")
        loaded = self._load(function)
        if loaded.unfit is not None:
            return Opinion(check, broken=loaded.unfit, is_missing=True)
        seat = self._pool.mine()
        frame = (function, self._timeout_s, review.output, review.content, dict(review.fields))
        try:
            told = seat.process.ask(frame, self._timeout_s)
        except LateError:
            self._pool.give_up(seat)
            return Opinion(check, broken=f"took longer than {self._timeout_s:g} s", source=loaded.source)
        except GoneError as gone:
            self._pool.give_up(seat)
            return Opinion(check, broken=str(gone), source=loaded.source)
        except TooLargeError as large:
            return Opinion(check, broken=f"would get {large}", source=loaded.source)
        if "broken" in told:
            return Opinion(check, broken=storable(str(told["broken"])), source=loaded.source)
        reasons = told.get("reasons")
        listed = reasons if isinstance(reasons, list) else []
        return Opinion(check, reasons=tuple(storable(str(one)) for one in listed), source=loaded.source)

    def _load(self, function: str) -> Loaded:
        """Have this thread's process load a function, unless it has."""
        try:
            seat = self._pool.mine()
        except OSError as error:
            return Loaded(unfit=f"no process can be started for it: {(error.strerror or str(error)).lower()}")
        if function in seat.loaded:
            return seat.loaded[function]
        try:
            told = seat.process.ask((function, self._load_timeout_s), self._load_timeout_s)
        except LateError:
            self._pool.give_up(seat)
            return Loaded(unfit=f"its module is not imported after {self._load_timeout_s:g} s")
        except GoneError as gone:
            self._pool.give_up(seat)
            return Loaded(unfit=f"its module {gone} while it was imported")
        seat.loaded[function] = self._loaded(told)
        return seat.loaded[function]

    def _loaded(self, told: dict[str, Json]) -> Loaded:
        if "unfit" not in told:
            source = told.get("source")
            return Loaded(source=None if source is None else str(source))
        where = ""
        if told.get("is_nowhere"):
            where = f" in {', '.join(self._folders) or 'a folder'} or installed ({sys.executable})"
        return Loaded(unfit=storable(f"{told['unfit']}{where}"))

    def _seat(self) -> _Seat:
        return _Seat(CheckProcess(self._folders))


class _Seat:
    """A thread's process, and what it has loaded."""

    def __init__(self, process: CheckProcess) -> None:
        self.process = process
        self.loaded: dict[str, Loaded] = {}

    def end(self) -> None:
        """End the process."""
        self.process.end()


def folders_of(checks: Iterable[CheckPlan], cwd: Path | None = None) -> tuple[str, ...]:
    """Where the modules of the user's own checks are looked for: the working folder, then the job file's."""
    own = [check for check in checks if check.function is not None]
    if not own:  # a worker needs no working folder for anything else, and it may be gone
        return ()
    return tuple(dict.fromkeys([str(cwd or Path.cwd()), *(check.folder for check in own if check.folder)]))


def code_of(opinions: Sequence[Opinion]) -> str:
    """Digest of the code that gave these opinions, all of one phase."""
    return code_digest({str(one.check.function): one.source for one in opinions})


def _cores() -> int:
    """The cores that this process may use; only some systems say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
