"""What Flink's JobManager is asked by its REST interface: slots, jobs by name, why one failed; and to cancel one."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, TypeVar

from state.errors import UnreachableError

T = TypeVar("T")

LOOK_S = 5.0
"""How long a JobManager may take to answer."""

FAILED = "FAILED"
ENDED = frozenset({"FINISHED", FAILED, "CANCELED"})
"""States that no job of Flink's leaves."""

_OURS = re.compile(r"state\.errors\.(?P<name>[A-Z]\w+): (?P<message>.+?)(?: \[while running .*)?$", re.MULTILINE)
_PYTHON = re.compile(r"^(?P<name>[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt)): (?P<message>.*)$", re.MULTILINE)
_JAVA = re.compile(r"(?:^|: )(?P<name>[a-z][\w.$]*\.[A-Z]\w*(?:Exception|Error)): (?P<message>.+)$", re.MULTILINE)
_LONGEST = 300
_Instead = Mapping[int, Mapping[str, Any]]
_NOTHING: _Instead = {}
_FLINK_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Cause:
    """What lies under a job's failure: the class, and the first line of what it said."""

    name: str
    message: str

    def __str__(self) -> str:
        return f"{self.name.rpartition('.')[2]}: {self.message}"


def root_cause(trace: str) -> Cause | None:
    """What lies under a failure by its trace, of Java and of Python; None where it names nothing."""
    for pattern in (_OURS, _PYTHON, _JAVA):
        if found := list(pattern.finditer(trace)):
            name, said = found[-1]["name"], found[-1]["message"].partition(" [while running")[0].strip()
            return Cause(name, said.removeprefix(f"{name}: ")[:_LONGEST])
    return None


@dataclass(frozen=True, slots=True)
class FlinkJob:
    """A job of Flink's."""

    flink_id: str
    state: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ENDED


class JobManager:
    """The REST interface of a cluster.

    Args:
        master: Its address, with its scheme.
    """

    def __init__(self, master: str) -> None:
        self.master = master.rstrip("/")

    def slots(self) -> int:
        """How many slots all TaskManagers have together.

        Raises:
            UnreachableError: It does not answer, or not as a JobManager does.
        """
        return self._told("/overview", lambda told: int(told["slots-total"]))

    def free_slots(self) -> int:
        """How many of them no job has."""
        return self._told("/overview", lambda told: int(told["slots-available"]))

    def task_managers(self) -> int:
        """How many TaskManagers there are."""
        return self._told("/overview", lambda told: int(told["taskmanagers"]))

    def version(self) -> str:
        """Flink's."""
        return self._told("/config", lambda told: str(told["flink-version"]))

    def named(self, name: str) -> FlinkJob | None:
        """The newest job of a name."""

        def newest(told: dict[str, Any]) -> FlinkJob | None:
            found = [job for job in told["jobs"] if job["name"] == name]
            job = max(found, key=lambda one: int(one["start-time"]), default=None)
            return None if job is None else FlinkJob(job["jid"], job["state"])

        return self._told("/jobs/overview", newest)

    def job(self, flink_id: str) -> FlinkJob | None:
        """A job by its id; None when it is not known, or no longer."""

        def known(told: dict[str, Any]) -> FlinkJob | None:
            return None if told["state"] is None else FlinkJob(flink_id, str(told["state"]))

        return self._told(f"/jobs/{flink_id}", known, instead={404: {"state": None}})

    def address(self, flink_job: str) -> str:
        """The address of a job by its id or, before that is known, its name: `cancel_by_url` takes both."""
        return f"{self.master}/jobs/{flink_job}"

    def cause(self, flink_id: str) -> Cause | None:
        """Why a job failed last, or was started again."""
        trace = self.trace(flink_id)
        return None if trace is None else root_cause(trace)

    def trace(self, flink_id: str) -> str | None:
        """The trace, of Java and of Python, of what a job failed of last."""

        def last(told: dict[str, Any]) -> str | None:
            entries = told.get("exceptionHistory", {}).get("entries", [])
            return str(entries[0]["stacktrace"]) if entries else None

        return self._told(f"/jobs/{flink_id}/exceptions", last, instead={404: {}})

    def cancel(self, flink_id: str) -> None:
        """Have a job end; one that has ended stays as it is."""
        self._ask(f"/jobs/{flink_id}?mode=cancel", method="PATCH", instead={400: {}, 404: {}, 409: {}})

    def _told(self, path: str, take: Callable[[dict[str, Any]], T], *, instead: _Instead = _NOTHING) -> T:
        """What an answer holds."""
        told = self._ask(path, instead=instead)
        try:
            return take(told)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._unreachable(f"it answers {path} as no JobManager does") from error

    def _ask(self, path: str, *, method: str = "GET", instead: _Instead = _NOTHING) -> dict[str, Any]:
        """An answer: a JSON object; what is taken instead of one of those codes."""
        try:
            request = urllib.request.Request(self.master + path, method=method)  # noqa: S310  # it is http(s)
            with urllib.request.urlopen(request, timeout=LOOK_S) as answer:  # noqa: S310
                told = json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            if error.code in instead:
                return dict(instead[error.code])
            raise self._unreachable(f"it answers {error.code} to {path}") from error
        except (OSError, ValueError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise self._unreachable(str(reason) or type(error).__name__) from error
        if not isinstance(told, dict):
            raise self._unreachable(f"it answers {path} as no JobManager does")
        return told

    def _unreachable(self, why: str) -> UnreachableError:
        return UnreachableError(
            f"Flink's JobManager at {self.master} does not answer: {why}",
            path="--flink-master",
            hint="name its REST address with --flink-master or `[flink] master`; `make flink-up` starts a cluster here",
        )


def cancel_by_url(url: str) -> bool:
    """Cancel a job by its address, as a run keeps it; False where nobody is to be reached."""
    master, _, flink_job = url.partition("/jobs/")
    manager = JobManager(master)
    try:
        job = manager.job(flink_job) if _FLINK_ID.fullmatch(flink_job) else manager.named(flink_job)
        if job is not None:
            manager.cancel(job.flink_id)
    except UnreachableError:
        return False
    return True
