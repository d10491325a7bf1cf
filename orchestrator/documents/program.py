"""A program that is asked once, through pipes: bounded in time and in what it says, and ended whatever it does."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence

from orchestrator.documents.base import Tell

TELL_S = 1.0
"""How often it is said that a program is being waited for."""

_BLOCK = 1 << 16


class ProgramError(Exception):
    """A program gave no answer; says how, in words that go on from its name."""


class KilledError(ProgramError):
    """A signal ended it: somebody may have sent it, or the system for lack of memory."""


def said_by(
    command: Sequence[str],
    given: bytes = b"",
    *,
    deadline: float,
    most_bytes: int,
    tell: Tell = lambda: None,
    errors: int = subprocess.DEVNULL,
) -> bytes:
    """What a program says.

    Args:
        given: What it may read.
        deadline: When it has to be done, by the clock that only goes on.
        most_bytes: It may say; with more it is ended.
        tell: Is told while it is waited for.
        errors: Where its complaints go; `subprocess.STDOUT` takes them for answers.

    Raises:
        OSError: It cannot be started.
        ProgramError: It failed, took too long, or said too much.
    """
    begun = time.monotonic()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        bufsize=0,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # of tesseract, two threads take twice the time of one
    ) as process:
        try:
            said = _exchanged(process, given, most_bytes, deadline, tell)
            _wait(process, deadline, tell)
        except TimeoutError:
            raise ProgramError(f"was not done after {time.monotonic() - begun:.0f} s") from None
        finally:
            process.kill()
    if process.returncode < 0:
        named = signal.strsignal(-process.returncode) or f"signal {-process.returncode}"
        raise KilledError(f"was ended by a signal: {named}")
    if process.returncode:
        raise ProgramError(f"ended with exit code {process.returncode}")
    return said


def _exchanged(process: subprocess.Popen[bytes], given: bytes, most_bytes: int, deadline: float, tell: Tell) -> bytes:
    """Give and take side by side, as neither side waits for the other to end."""
    assert process.stdin is not None  # noqa: S101  # both are pipes
    assert process.stdout is not None  # noqa: S101
    said, left = bytearray(), memoryview(given)
    with selectors.DefaultSelector() as ready:
        for pipe, event in ((process.stdin, selectors.EVENT_WRITE), (process.stdout, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            ready.register(pipe, event)
        while True:
            for key, _ in ready.select(_pause(deadline)):
                if key.fileobj is process.stdin:
                    left = _given(process.stdin.fileno(), left)
                    if not left:
                        ready.unregister(process.stdin)
                        process.stdin.close()
                elif block := os.read(process.stdout.fileno(), _BLOCK):
                    said += block
                    if len(said) > most_bytes:
                        raise ProgramError(f"said more than {most_bytes >> 20} MB")
                else:
                    return bytes(said)
            tell()


def _given(pipe: int, left: memoryview) -> memoryview:
    """What is left to give after some more was taken; nothing, where the program takes no more."""
    try:
        return left[os.write(pipe, left[:_BLOCK]) :]
    except BrokenPipeError:
        return left[:0]


def _wait(process: subprocess.Popen[bytes], deadline: float, tell: Tell) -> None:
    while True:
        try:
            process.wait(_pause(deadline))
        except subprocess.TimeoutExpired:
            tell()
        else:
            return


def _pause(deadline: float) -> float:
    """How long to wait before it is told again."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(TELL_S, left)
