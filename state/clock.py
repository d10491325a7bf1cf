"""Clocks: what time it is for leases, and which boot of which host this process lives in.

Leases are compared in *database seconds*: PostgreSQL's own clock, and for SQLite the seconds since this
machine booted (they count a laptop's sleep, and never jump), together with the boot's id.
"""

from __future__ import annotations

import getpass
import os
import socket
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def boot_seconds() -> float:
    """Seconds since this machine booted, its sleep included (macOS: the monotonic clock, which counts it too)."""
    return time.clock_gettime(_BOOT_CLOCK)


def utc_now() -> datetime:
    """Wall time, for people."""
    return datetime.now(UTC)


def iso(moment: datetime | None) -> str | None:
    """ISO-8601 in UTC, to the millisecond."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _read(path: str, default: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return default


def user_name() -> str:
    """Who runs this process; in a container that knows no name, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"uid {os.getuid()}"


def boot_id() -> str:
    """Which boot of this machine: two boots never share it."""
    return _read("/proc/sys/kernel/random/boot_id", f"boot-{uuid.getnode():x}")


def start_ticks(pid: int) -> str:
    """When a process started, as the kernel counts it; empty when there is no such process or it is a zombie."""
    stat = _read(f"/proc/{pid}/stat", "")
    if stat:
        fields = stat.rpartition(")")[2].split()
        return "" if fields[0] in ("Z", "X") else fields[19]
    if Path("/proc/self/stat").exists():
        return ""
    try:  # no /proc (macOS): alive is all that can be known
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        return "alive"
    return "alive"


def stopped_holders(path: Path) -> list[int]:
    """The stopped processes of this host that have a file open, as far as this one may look; Linux alone tells."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile, or is somebody else's
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            if state == "T" and any(_leads_to(link, path) for link in (process / "fd").iterdir()):
                found.append(int(process.name))
    return sorted(found)


def _leads_to(link: Path, path: Path) -> bool:
    try:
        return link.readlink() == path
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """Enough to know a process again: the same five values are the same process, on this host only."""

    host: str
    boot: str
    pid_namespace: str
    pid: int
    started: str

    @classmethod
    def of_this_process(cls) -> ProcessIdentity:
        """The identity of the process that calls."""
        return cls.of(os.getpid())

    @classmethod
    def of(cls, pid: int) -> ProcessIdentity:
        """The identity of a process where the caller lives, as one that it has just started."""
        try:
            namespace = str(Path("/proc/self/ns/pid").readlink())
        except OSError:
            namespace = "-"
        return cls(socket.gethostname(), boot_id(), namespace, pid, start_ticks(pid))

    def is_local_to(self, other: ProcessIdentity) -> bool:
        """Whether both live where one can see the other's pid."""
        return (self.host, self.boot, self.pid_namespace) == (other.host, other.boot, other.pid_namespace)

    def is_dead(self) -> bool:
        """Whether this process, which must be local, is gone or a zombie."""
        return start_ticks(self.pid) != self.started
