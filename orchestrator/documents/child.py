"""A process that reads files, one at a time: started by its path, bounded in memory, and of no use after a fault.

    parent ── a frame: pickle of (kind, part, page, seconds, recogniser, password, digest, bytes) ─────► child
           ◄── frames of no length: it is getting on ── a frame: JSON, the text, or the page's image, or why not ──┘
           no bytes: the file whose page it was asked for last

What reads files is trusted with nothing: it gets the bytes of one file and opens none. It ends with its parent,
whatever it is at.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import pickle
import resource
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

if __name__ == "__main__":
    os.nice(5)  # before anything is loaded: the loop that has calls out goes first
sys.path.insert(0, str(Path(__file__).parents[2]))  # ours, wherever the parent has it from

from orchestrator.documents.base import TOO_LARGE, LockedError, Part, Sight, Tell, UnreadableError, joined
from orchestrator.documents.image_reader import ImageReader, image_reader_of
from orchestrator.documents.kinds import page_image, parts_of
from orchestrator.documents.png import png
from orchestrator.frames import FRAME, read_frame

_GRACE_S = 5.0  # later than its parent would, it ends itself
_LOOK_S = 0.05
_TELL_S = 0.5
_WALL = 3  # times the limit: what allocates faster than we look ends there


def main() -> None:
    """Answer frames until there are no more."""
    parent = socket.socket(fileno=int(sys.argv[1]))
    most_bytes = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold documents
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_WALL * most_bytes, _WALL * most_bytes))
    threading.Thread(target=_watch, args=(parent, most_bytes), daemon=True).start()
    tell = _teller(parent)
    held = ("", b"")
    reader_for = functools.cache(lambda recogniser: image_reader_of(recogniser, tell))  # models are loaded once
    while (frame := read_frame(parent)) is not None:
        kind, part, page, seconds, recogniser, password, digest, data = pickle.loads(frame)  # noqa: S301  # the parent made it
        del frame
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE_S)
        reader = reader_for(recogniser)
        if page:
            held = held if data is None else (digest, data)
            told = look(kind, page, held[1] if held[0] == digest else b"", tell, reader, password)
        else:
            told = read(kind, part, data, tell, reader, password)
        del data  # the next frame is as large
        signal.setitimer(signal.ITIMER_REAL, 0)
        reply = json.dumps(told).encode()
        parent.sendall(FRAME.pack(len(reply)) + reply)


def read(kind: str, part: int, data: bytes, tell: Tell, reader: ImageReader, password: str) -> dict[str, object]:
    """What a file comes to: its text and its parts, or why there is none."""

    def whole() -> dict[str, object]:
        parts = _wanted(kind, part, data, tell, reader, password)
        text, places = joined(parts)
        told = [(number, start, astuple(how) if isinstance(how, Sight) else how) for number, start, how in places]
        if not text and not any(isinstance(one.how, Sight) for one in parts):
            return {"unreadable": "has no text"}
        return {"text": text, "places": told, "is_final": all(one.is_final for one in parts)}

    return _guarded(kind, whole)


def look(kind: str, page: int, data: bytes, tell: Tell, reader: ImageReader, password: str) -> dict[str, object]:
    """The image of a page, for a model; or why there is none."""

    def image() -> dict[str, object]:
        if reader.bounds is None:
            return {"unreadable": "is read by no model"}
        picture = page_image(kind, data, page, reader.bounds, tell, password)
        return {"png": base64.b64encode(png(picture)).decode()}

    return _guarded(kind, image)


def _guarded(kind: str, work: Callable[[], dict[str, object]]) -> dict[str, object]:
    try:
        return work()
    except LockedError:
        return {"locked": True}
    except UnreadableError as error:
        return {"unreadable": str(error)}
    except MemoryError:
        os._exit(TOO_LARGE)
    except ModuleNotFoundError as error:
        return {"missing": error.name or "a module"}
    except Exception as error:  # noqa: BLE001  # whatever a library does with hostile bytes; its words may be the file's
        return {"unreadable": f"cannot be read as {kind}: {type(error).__name__}"}


_last: tuple[str, bytes, list[Part]] | None = None
"""The book whose chapter was asked for last: its other chapters come next, and it is not read for each of them."""


def _wanted(kind: str, number: int, data: bytes, tell: Tell, reader: ImageReader, password: str) -> list[Part]:
    global _last  # one process reads one file at a time
    if number == 0:
        return list(parts_of(kind, data, tell, reader, password))
    if _last is None or _last[:2] != (kind, data):
        _last = (kind, data, list(parts_of(kind, data, tell, reader)))
    found = [part for part in _last[2] if part.number == number]
    if not found:
        raise UnreadableError(f"has no chapter {number} by now: it is another book than when the job was made")
    return found


def _teller(parent: socket.socket) -> Callable[[], None]:
    last = time.monotonic()

    def tell() -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _TELL_S:
            last = now
            parent.sendall(FRAME.pack(0))

    return tell


def _watch(parent: socket.socket, most_bytes: int) -> None:
    """End the process once it holds more memory than it may, or its parent is gone; libraries in C stop for neither."""
    begun = _most_held()
    hang_up = select.poll()
    hang_up.register(parent, 0)
    while not hang_up.poll(_LOOK_S * 1000):
        if _held(begun) > most_bytes:
            os._exit(TOO_LARGE)
    os.killpg(0, signal.SIGKILL)  # with what recognises a page just now


def _held(begun: int) -> int:
    """Bytes of memory that are held; where only the most ever is known, what was added to it since the start."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # twenty times a second
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return _most_held() - begun


def _most_held() -> int:
    """The most that was ever held, by the parent too before we were another process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
