"""A child process as its parent sees it: asked, waited for, and ended whatever it does."""

from __future__ import annotations

import json
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from os import killpg
from pathlib import Path
from typing import cast

from orchestrator.frames import FRAME
from state.records import Json


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What may go through a child's socket.

    Args:
        silence_s: How long a child that says in between that it is getting on may say nothing; None: it says nothing
            until it answers.
    """

    sent_bytes: int
    reply_bytes: int
    silence_s: float | None = None


class LateError(Exception):
    """No answer in time; the process is of no use any more."""


class GoneError(Exception):
    """The process has ended, or does not answer as it should; says how.

    Args:
        code: Its exit code, as far as it is known; a signal's number is negative.
    """

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class TooLargeError(Exception):
    """More than the child may get; says how much. The process is as it was."""


class ChildProcess:
    """A child that answers frames, one at a time.

    Args:
        script: What it runs; it gets the number of its socket as its first argument.
        arguments: The others.

    Raises:
        OSError: No process can be started.
    """

    def __init__(self, script: Path, arguments: Sequence[str], limits: ChildLimits) -> None:
        self._limits = limits
        self._ending = threading.Lock()
        self._is_over = False
        self._socket, theirs = socket.socketpair()
        # By its path and with -P: neither ours nor the user's folder of a script is on its path.
        command = [sys.executable, "-P", str(script), str(theirs.fileno()), *arguments]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C is ours to handle, and what it starts ends with it
            )
        except OSError:
            self._socket.close()
            raise
        finally:
            theirs.close()

    def ask(self, frame: tuple[object, ...], timeout_s: float) -> dict[str, Json]:
        """What the child answers to a frame.

        Raises:
            LateError: Nothing within so many seconds, or silence for longer than it may last.
            GoneError: It has ended, or said what is no answer.
            TooLargeError: The frame is larger than the child may get.
        """
        sent = pickle.dumps(frame, protocol=5)
        if len(sent) > self._limits.sent_bytes:
            most = self._limits.sent_bytes >> 20
            raise TooLargeError(f"{len(sent) / 2**20:.0f} MB, and the most is {most}")
        deadline = time.monotonic() + timeout_s
        try:
            self._wait_until(deadline)
            self._socket.sendall(FRAME.pack(len(sent)))
            self._socket.sendall(sent)  # not in one with its length: it may be large, and would be copied
            size = self._size(deadline)
            if size > self._limits.reply_bytes:
                raise GoneError("wrote where only its answers go")
            reply = json.loads(self._exactly(size, deadline))
            if not isinstance(reply, dict):
                raise GoneError("wrote where only its answers go")
        except TimeoutError:
            raise LateError from None
        except OSError:
            raise self._how_it_ended() from None
        except ValueError:
            raise GoneError("wrote where only its answers go") from None
        return cast("dict[str, Json]", reply)

    def _size(self, deadline: float) -> int:
        """The length of the answer; a frame of no length says that the child is getting on."""
        silence_s = self._limits.silence_s
        while True:
            until = deadline if silence_s is None else min(deadline, time.monotonic() + silence_s)
            (size,) = FRAME.unpack(self._exactly(FRAME.size, until))
            if size or silence_s is None:
                return int(size)

    def _exactly(self, size: int, deadline: float) -> bytes:
        whole = bytearray()
        while len(whole) < size:
            self._wait_until(deadline)
            part = self._socket.recv(size - len(whole))
            if not part:
                raise ConnectionResetError
            whole += part
        return bytes(whole)

    def _wait_until(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)

    def _how_it_ended(self) -> GoneError:
        try:
            code = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return GoneError("closed what its answers go through")
        if code < 0:
            return GoneError(f"ended its process by {_signal_name(-code)}", code)
        return GoneError(f"ended its process with exit code {code}", code)

    def end(self) -> None:
        """End the child and whatever it has started; from any thread, and safe to call twice."""
        with self._ending:
            if self._is_over:  # its number may be somebody else's by now
                return
            self._is_over = True
        with suppress(ProcessLookupError, PermissionError):
            killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def _signal_name(number: int) -> str:
    """A signal as people know it; those for real time have numbers only."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
