"""Reading files into texts, in a few processes: what no file can do is hang, crash or swell what asks for it.

event loop ── submit ──► a few threads ── bytes, digest ─► known? ──► its text
                           └ a process each ── read ─► the text, or a reason
                               ├ gone, too large: a new one reads the file, once
                               └ silent: it is ended, and the next file gets a new one
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from orchestrator.child_pool import ChildPool
from orchestrator.child_process import ChildLimits, ChildProcess, GoneError, LateError
from orchestrator.documents.base import PLAIN, TOO_LARGE, SlowError, UnreadableError
from orchestrator.documents.contents import MAX_FILE_BYTES, bytes_of, keys_of
from orchestrator.documents.installed import recogniser_here
from orchestrator.documents.passwords import locked_words, password_in, variable_of
from state.crash import reach
from state.file_records import FileRef, PageRead, dump_pages
from state.item_input import MAX_TEXT_BYTES
from state.storable import storable

MEMORY_BYTES = 1024 * 1024 * 1024
"""What a process may hold: a page of a scan in full colour takes some hundred MB."""

SILENCE_S = 30.0
"""How long a process may say nothing: a page takes milliseconds, a bad one seconds."""

FILE_S = 4 * 3600.0
"""How long a file may take in all: a scan of a thousand pages takes an hour or two."""

_ONCE = "?"
"""Ends the key of a text that nobody takes over: recognition of a page failed, and may go better for the next job."""

_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a file.

    Args:
        key: Of the text: by it the next job finds it.
        pages: As the state holds them.
        is_known: It was there already, and nothing was read but the file's bytes.
    """

    key: str
    text: str
    pages: str
    is_known: bool = False


Known = Callable[[str], tuple[str, str] | None]
"""The text and the pages of a key, if they are there."""


class FileReader:
    """Reads files in processes that begin with the first file, and end with `close`.

    Args:
        known: Looks a text up.
        languages: That pages which are images are in, as tesseract names them.
        password_env: The variable that holds the password of files whose items name none.
        processes: How many; by default as many as there are cores, and two at least: one may hang for a while.
        memory_bytes: What each may hold.
        silence_s: How long each may say nothing.
        file_s: How long a file may take.
    """

    def __init__(
        self,
        known: Known,
        *,
        languages: Sequence[str] = (),
        password_env: str = "",
        processes: int | None = None,
        memory_bytes: int = MEMORY_BYTES,
        silence_s: float = SILENCE_S,
        file_s: float = FILE_S,
    ) -> None:
        self._known = known
        self._languages = tuple(languages)
        self._password_env = password_env
        self._memory_bytes = memory_bytes
        self._silence_s = silence_s
        self._file_s = file_s
        self._limits = ChildLimits(2 * MAX_FILE_BYTES, 8 * MAX_TEXT_BYTES, silence_s)
        self._pool = ChildPool(processes or max(2, os.cpu_count() or 1), "batchwright-file", self._process)

    def submit(self, file: FileRef, text: str) -> Future[ReadText]:
        """Have a file read as soon as a process is free; the future may have `UnreadableError`.

        Args:
            text: The file in base64, where it has no path.
        """
        return self._pool.submit(self._read, file, text)

    def close(self) -> None:
        """End all processes, whatever they are at; who waits for a text gets none."""
        self._pool.close()

    # ── in a thread that has a process ──

    def _read(self, file: FileRef, text: str) -> ReadText:
        reach("file.before_read")
        data = bytes_of(file, text)
        recogniser = recogniser_here(self._languages)
        keys = keys_of(file, data, recogniser)
        for key in keys:
            found = self._known(key)
            if found is not None:
                return ReadText(key, *found, is_known=True)
        variable = variable_of(file, self._password_env)
        password = password_in(variable)
        told = self._ask((file.kind, file.part, self._file_s, recogniser, password, data))
        if "locked" in told:
            raise UnreadableError(locked_words(variable, password))
        if "missing" in told:
            raise UnreadableError(f"needs {told['missing']}, which is not installed where the job runs")
        if "unreadable" in told:
            raise UnreadableError(storable(str(told["unreadable"])))
        whole, pages = told.get("text"), _pages(told.get("places"))
        if not isinstance(whole, str) or not pages:
            raise UnreadableError("was read into what is no text")
        if len(whole) > MAX_TEXT_BYTES // 4 and len(whole.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
            raise UnreadableError(f"has a text of more than {MAX_TEXT_BYTES:,} bytes; split it")
        key = keys[0] if all(page.how in PLAIN for page in pages) else keys[-1]
        return ReadText(key if told.get("is_final") else f"{key}{_ONCE}", storable(whole), dump_pages(pages))

    def _ask(self, frame: tuple[object, ...]) -> dict[str, object]:
        try:
            return self._ask_twice(frame)
        except OSError as error:
            raise UnreadableError(f"was not read: no process can be started ({error.strerror})") from None
        except LateError:
            raise SlowError(
                f"took too long: what reads it said nothing for {self._silence_s:g} s, or was not done after"
                f" {self._file_s:g} s"
            ) from None
        except GoneError as gone:
            if gone.code == TOO_LARGE:
                most = self._memory_bytes >> 20
                raise UnreadableError(f"needs more than {most:,} MB of memory to be read") from None
            raise UnreadableError(f"crashed what reads it: it {gone}") from None

    def _ask_twice(self, frame: tuple[object, ...]) -> dict[str, object]:
        """Have a file read; where its process ends, by a new one: that one's end is the file's own fault.

        The first may have been swollen by the files before, or ended by somebody.
        """
        try:
            return self._ask_once(frame)
        except GoneError:
            return self._ask_once(frame)

    def _ask_once(self, frame: tuple[object, ...]) -> dict[str, object]:
        process = self._pool.mine()
        try:
            return dict(process.ask(frame, self._file_s))
        except (LateError, GoneError):
            self._pool.give_up(process)
            raise

    def _process(self) -> ChildProcess:
        return ChildProcess(_CHILD, [str(self._memory_bytes)], self._limits)


def _pages(told: object) -> list[PageRead]:
    """The pages that a process tells of; none where it tells of anything else, as one that a file took over may."""
    places = told if isinstance(told, list) else []
    pages = [
        PageRead(page, start, storable(how))
        for page, start, how in (place for place in places if isinstance(place, list) and len(place) == 3)
        if isinstance(page, int) and isinstance(start, int) and isinstance(how, str)
    ]
    return pages if len(pages) == len(places) else []
