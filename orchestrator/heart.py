"""A worker's heart: a thread that beats, hears what is wanted of the job, and leaves where nobody else does.

    every 0.25 s  look ─┬► what is wanted ─► the worker heeds it
    every 5 s     beat ─┘   the database's time, and when it last answered: the gate before each request
    2 s after a job is over here and nothing goes on ─► leave

On this machine a worker leaves when the graph lets go of it. A cluster ends its processes without a word, and a job
that was paused would wait for them until they have lapsed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from orchestrator.lease import LOOK_S
from state.alive import BEAT_S, GATE_S
from state.clock import boot_seconds
from state.engine import State
from state.errors import StateUnreachableError
from state.group import WorkerRef
from state.leases import Pulse, beat, join, pulse
from state.outage import insist

LEAVE_S = 2.0
"""How long a worker stays at a job that is over for it: the graph on this machine lets go of it sooner."""

_LOOKS = 16


class Heart:
    """Beats for a worker, from its joining on.

    Args:
        state: Where the job is.
        worker: Who beats.
        heed: Hears what each look brought, from the heart's thread.
        is_idle: Whether no item is in progress.
        leave: Leaves the job; called once at most.
        fail: Hears of a bug: a dead heart would be seen as a dead worker.

    Raises:
        FencedError: The run is over: another one owns the job.
    """

    def __init__(
        self,
        state: State,
        worker: WorkerRef,
        *,
        heed: Callable[[Pulse], object],
        is_idle: Callable[[], bool],
        leave: Callable[[], object],
        fail: Callable[[BaseException], object],
    ) -> None:
        self._state = state
        self._worker = worker
        self._heed = heed
        self._is_idle = is_idle
        self._leave = leave
        self._fail = fail
        self._over = threading.Event()
        self._idle_since: float | None = None
        self._acked_at = boot_seconds()
        self._offsets: tuple[float, ...] = ()
        self._learn(insist(state, lambda: join(state, worker)))
        self._thread: threading.Thread | None = None

    def start(self, turn: Callable[[], object]) -> None:
        """Begin to beat.

        Args:
            turn: Something to be done at each look between two beats.
        """
        self._thread = threading.Thread(target=self._beat, args=(turn,), name="batchwright-heart", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Beat no more."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def db_now(self) -> float:
        """Database seconds, as far as they are known here."""
        return boot_seconds() + max(self._offsets)  # of the look that came back soonest

    def why_not_send(self) -> str | None:
        """Why no byte may leave now, as far as the state's acknowledgements go."""
        if boot_seconds() - self._acked_at >= GATE_S:
            return f"the state has acknowledged no beat for {GATE_S:g} s"
        return None

    def _beat(self, turn: Callable[[], object]) -> None:
        beaten = boot_seconds()
        while not self._over.wait(LOOK_S):
            asked = boot_seconds()
            try:
                if asked - beaten >= BEAT_S:
                    told = beat(self._state, self._worker)
                    beaten = self._acked_at = asked
                else:
                    told = pulse(self._state, self._worker)
                    turn()
            except StateUnreachableError:
                continue
            except BaseException as error:  # noqa: BLE001
                self._fail(error)
                return
            self._learn(told)
            if self._is_time_to_leave(told):
                self._leave()
                return

    def _is_time_to_leave(self, told: Pulse) -> bool:
        if not told.is_over or not self._is_idle():
            self._idle_since = None
            return False
        self._idle_since = self._idle_since or boot_seconds()
        return boot_seconds() - self._idle_since >= LEAVE_S

    def _learn(self, told: Pulse) -> None:
        self._offsets = (*self._offsets[1 - _LOOKS :], told.now - boot_seconds())
        self._heed(told)
