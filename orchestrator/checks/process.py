"""One process that calls users' checks, as its parent sees it: asked, waited for, and ended whatever it does."""

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
from os import killpg
from pathlib import Path
from typing import cast

from orchestrator.checks.child import FRAME
from state.records import Json

SENT_MAX_BYTES = 64 * 1024 * 1024
"""The most that a check gets: output, input and fields."""

_REPLY_MAX_BYTES = 1024 * 1024
_CHILD = Path(__file__).with_name("child.py")


class LateError(Exception):
    """No answer in time; the process is of no use any more."""


class GoneError(Exception):
    """The process has ended, or does not answer as it should; says how."""


class TooLargeError(Exception):
    """More than a check may get; says how much. The process is as it was."""


class CheckProcess:
    """A child that calls users' functions.

    Args:
        folders: Where their modules are looked for, before what is installed.

    Raises:
        OSError: No process can be started.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._ending = threading.Lock()
        self._is_over = False
        self._socket, theirs = socket.socketpair()
        # By its path and with -P: neither ours nor the user's folder of a script is on its path.
        command = [sys.executable, "-P", str(_CHILD), str(theirs.fileno()), *folders]
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

    def ask(self, frame: tuple[Json, ...], timeout_s: float) -> dict[str, Json]:
        """What the child answers to a frame.

        Raises:
            LateError: Nothing within so many seconds.
            GoneError: It has ended, or said what is no answer.
            TooLargeError: The frame is larger than a check may get.
        """
        sent = pickle.dumps(frame, protocol=5)
        if len(sent) > SENT_MAX_BYTES:
            raise TooLargeError(f"{len(sent) / 2**20:.0f} MB, and a check gets at most {SENT_MAX_BYTES >> 20}")
        deadline = time.monotonic() + timeout_s
        try:
            self._wait_until(deadline)
            self._socket.sendall(FRAME.pack(len(sent)) + sent)
            (size,) = FRAME.unpack(self._exactly(FRAME.size, deadline))
            if size > _REPLY_MAX_BYTES:
                raise GoneError("wrote where only its answers go")
            reply = json.loads(self._exactly(size, deadline))
            if not isinstance(reply, dict):
                raise GoneError("wrote where only its answers go")
        except TimeoutError:
            raise LateError from None
        except OSError:
            raise GoneError(self._how_it_ended()) from None
        except ValueError:
            raise GoneError("wrote where only its answers go") from None
        return cast("dict[str, Json]", reply)

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

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return "closed what its answers go through"
        if code < 0:
            return f"ended its process by {_signal_name(-code)}"
        return f"ended its process with exit code {code}"

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
