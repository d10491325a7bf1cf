"""What Flink's JobManager is asked by its REST interface: slots, jobs by name, why one failed; and to cancel one."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from state.errors import UnreachableError

LOOK_S = 5.0
"""How long a JobManager may take to answer."""

ENDED = frozenset({"FINISHED", "FAILED", "CANCELED"})
"""States that no job of Flink's leaves."""

_OURS = re.compile(r"state\.errors\.(?P<name>[A-Z]\w+): (?P<message>.+?)(?: \[while running .*)?$", re.MULTILINE)
_PYTHON = re.compile(r"^(?P<name>[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt)): (?P<message>.*)$", re.MULTILINE)
_JAVA = re.compile(r"(?:^|: )(?P<name>[a-z][\w.$]*\.[A-Z]\w*(?:Exception|Error)): (?P<message>.+)$", re.MULTILINE)
_LONGEST = 300


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
            UnreachableError: It does not answer.
        """
        return int(self._ask("/overview")["slots-total"])

    def free_slots(self) -> int:
        """How many of them no job has."""
        return int(self._ask("/overview")["slots-available"])

    def task_managers(self) -> int:
        """How many TaskManagers there are."""
        return int(self._ask("/overview")["taskmanagers"])

    def version(self) -> str:
        """Flink's."""
        return str(self._ask("/config")["flink-version"])

    def named(self, name: str) -> FlinkJob | None:
        """The newest job of a name."""
        found = [job for job in self._ask("/jobs/overview")["jobs"] if job["name"] == name]
        newest = max(found, key=lambda job: int(job["start-time"]), default=None)
        return None if newest is None else FlinkJob(newest["jid"], newest["state"])

    def cause(self, flink_id: str) -> Cause | None:
        """Why a job failed last, or was started again."""
        trace = self.trace(flink_id)
        return None if trace is None else root_cause(trace)

    def trace(self, flink_id: str) -> str | None:
        """The trace, of Java and of Python, of what a job failed of last."""
        history = self._ask(f"/jobs/{flink_id}/exceptions").get("exceptionHistory", {})
        entries = history.get("entries", [])
        return str(entries[0]["stacktrace"]) if entries else None

    def cancel(self, flink_id: str) -> None:
        """Have a job end; one that has ended stays as it is."""
        self._ask(f"/jobs/{flink_id}?mode=cancel", method="PATCH", missing=(400, 404, 409))

    def _ask(self, path: str, *, method: str = "GET", missing: tuple[int, ...] = ()) -> dict[str, Any]:
        request = urllib.request.Request(self.master + path, method=method)  # noqa: S310  # `[flink] master` is http(s)
        try:
            with urllib.request.urlopen(request, timeout=LOOK_S) as answer:  # noqa: S310
                told: dict[str, Any] = json.loads(answer.read() or b"{}")
                return told
        except urllib.error.HTTPError as error:
            if error.code in missing:
                return {}
            raise self._unreachable(f"it answers {error.code} to {path}") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise self._unreachable(str(reason)) from error

    def _unreachable(self, why: str) -> UnreachableError:
        return UnreachableError(
            f"Flink's JobManager at {self.master} does not answer: {why}",
            path="--flink-master",
            hint="name its REST address with --flink-master or `[flink] master`; `make flink-up` starts a cluster here",
        )


def cancel_by_url(url: str) -> bool:
    """Cancel a job by its address, as a run keeps it; False where nobody is to be reached."""
    master, _, flink_id = url.partition("/jobs/")
    try:
        JobManager(master).cancel(flink_id)
    except UnreachableError:
        return False
    return True
