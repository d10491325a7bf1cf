"""Reading files into texts, in a few processes: what no file can do is hang, crash or swell what asks for it.

event loop ── submit ──► a few threads ── bytes, digest ─► known? ──► its text
        └──── image ───► (as many more)    └ a process each ── read ─► the text, or a reason
                               ├ gone, too large: a new one reads the file, once
                               └ silent: it is ended, and the next file gets a new one
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from orchestrator.child_pool import ChildPool
from orchestrator.child_process import ChildLimits, ChildProcess, GoneError, LateError
from orchestrator.documents.base import PLAIN, TOO_LARGE, Sight, SlowError, UnreadableError
from orchestrator.documents.contents import MAX_FILE_BYTES, ONCE, bytes_of, digest_in, keys_of
from orchestrator.documents.installed import recogniser_of
from orchestrator.documents.passwords import locked_words, password_in, variable_of
from orchestrator.documents.recogniser import Recogniser
from state.crash import reach
from state.file_records import FileRef, PageRead, dump_pages
from state.item_input import MAX_TEXT_BYTES
from state.plan_records import OcrPlan, Plan
from state.storable import storable

MEMORY_BYTES = 1024 * 1024 * 1024
"""What a process may hold: a page of a scan in full colour takes some hundred MB."""

SILENCE_S = 30.0
"""How long a process may say nothing: a page takes milliseconds, a bad one seconds."""

FILE_S = 4 * 3600.0
"""How long a file may take in all: a scan of a thousand pages takes an hour or two."""

_Frame = tuple[str, int, int, float, Recogniser, str, str, bytes | None]
"""What a process is asked: see `orchestrator.documents.child`."""

_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a file.

    Args:
        key: Of the text: by it the next job finds it.
        pages: As the state holds them.
        is_known: It was there already, and nothing was read but the file's bytes.
        sights: Pages that a model is to read, by their numbers; until then it is no file's text.
    """

    key: str
    text: str
    pages: str
    is_known: bool = False
    sights: Mapping[int, Sight] = field(default_factory=dict)


Known = Callable[[str], tuple[str, str] | None]
"""The text and the pages of a key, if they are there."""


class FileReader:
    """Reads files in processes that begin with the first file, and end with `close`.

    Args:
        known: Looks a text up.
        languages: That pages which are images are in, as tesseract names them.
        ocr: How a model reads those pages; None: what is installed does.
        glances: Pages that the model would read are only counted.
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
        ocr: OcrPlan | None = None,
        glances: bool = False,
        password_env: str = "",
        processes: int | None = None,
        memory_bytes: int = MEMORY_BYTES,
        silence_s: float = SILENCE_S,
        file_s: float = FILE_S,
    ) -> None:
        self._known = known
        self._languages = tuple(languages)
        self._ocr = ocr
        self._glances = glances
        self._password_env = password_env
        self._memory_bytes = memory_bytes
        self._silence_s = silence_s
        self._file_s = file_s
        self._limits = ChildLimits(2 * MAX_FILE_BYTES, 8 * MAX_TEXT_BYTES, silence_s)
        count = processes or max(2, os.cpu_count() or 1)
        self._pool = ChildPool(count, "batchwright-file", self._process)
        self._images = ChildPool(count, "batchwright-page", self._process)  # a call waits for each
        self._holds: WeakKeyDictionary[ChildProcess, str] = WeakKeyDictionary()  # the file whose page it made last

    def submit(self, file: FileRef, text: str) -> Future[ReadText]:
        """Have a file read as soon as a process is free; the future may have `UnreadableError`.

        Args:
            text: The file in base64, where it has no path.
        """
        return self._pool.submit(self._read, file, text)

    def image(self, file: FileRef, text: str, digest: str, page: int) -> Future[str]:
        """Have a page's image made, as PNG in base64; the future may have `UnreadableError`.

        Args:
            text: The file in base64, where it has no path.
            digest: Of the bytes that the page was seen in.
            page: Its number, from 1.
        """
        return self._images.submit(self._image, file, text, digest, page)

    def close(self) -> None:
        """End all processes, whatever they are at; who waits for a text gets none."""
        self._images.close()
        self._pool.close()

    # ── in a thread that has a process ──

    def _read(self, file: FileRef, text: str) -> ReadText:
        reach("file.before_read")
        data = bytes_of(file, text)
        recogniser = recogniser_of(self._languages, self._ocr, glances=self._glances)
        keys = keys_of(file, data, recogniser)
        for key in keys:
            found = self._known(key)
            if found is not None:
                return ReadText(key, *found, is_known=True)
        told = self._ask(self._pool, file, 0, recogniser, digest_in(keys[0]), lambda _: data)
        whole, (pages, sights) = told.get("text"), _pages(told.get("places"))
        if not isinstance(whole, str) or not pages:
            raise UnreadableError("was read into what is no text")
        see_length(whole)
        is_plain = not sights and all(page.how in PLAIN for page in pages)
        key = keys[0] if is_plain else keys[-1]
        return ReadText(
            key if told.get("is_final") else f"{key}{ONCE}", storable(whole), dump_pages(pages), sights=sights
        )

    def _image(self, file: FileRef, text: str, digest: str, page: int) -> str:
        recogniser = recogniser_of(self._languages, self._ocr)

        def data_for(process: ChildProcess) -> bytes | None:
            holds = self._holds.get(process) == digest
            data = None if holds else _same_bytes(file, text, digest, recogniser)
            self._holds[process] = digest
            return data

        image = self._ask(self._images, file, page, recogniser, digest, data_for).get("png")
        if not isinstance(image, str) or not image:
            raise UnreadableError("was rendered into what is no image")
        return image

    def _ask(
        self,
        pool: ChildPool[ChildProcess],
        file: FileRef,
        page: int,
        recogniser: Recogniser,
        digest: str,
        data_for: Callable[[ChildProcess], bytes | None],
    ) -> dict[str, object]:
        """What a process makes of a file.

        Args:
            page: Whose image is wanted; 0: the file's text is.
            digest: Of the file's bytes.
            data_for: Those that a process gets, which may be a new one; None: it has them.

        Raises:
            UnreadableError: Nothing, and why.
        """
        variable = variable_of(file, self._password_env)
        password = password_in(variable)

        def frame(process: ChildProcess) -> _Frame:
            return file.kind, file.part, page, self._file_s, recogniser, password, digest, data_for(process)

        told = self._answer(pool, frame)
        if "locked" in told:
            raise UnreadableError(locked_words(variable, password))
        if "missing" in told:
            raise UnreadableError(f"needs {told['missing']}, which is not installed where the job runs")
        if "unreadable" in told:
            raise UnreadableError(storable(str(told["unreadable"])))
        return told

    def _answer(self, pool: ChildPool[ChildProcess], frame: Callable[[ChildProcess], _Frame]) -> dict[str, object]:
        try:
            return self._ask_twice(pool, frame)
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

    def _ask_twice(self, pool: ChildPool[ChildProcess], frame: Callable[[ChildProcess], _Frame]) -> dict[str, object]:
        """Have a file read; where its process ends, by a new one: that one's end is the file's own fault.

        The first may have been swollen by the files before, or ended by somebody.
        """
        try:
            return self._ask_once(pool, frame)
        except GoneError:
            return self._ask_once(pool, frame)

    def _ask_once(self, pool: ChildPool[ChildProcess], frame: Callable[[ChildProcess], _Frame]) -> dict[str, object]:
        process = pool.mine()
        try:
            return dict(process.ask(frame(process), self._file_s))
        except (LateError, GoneError):
            pool.give_up(process)
            raise

    def _process(self) -> ChildProcess:
        return ChildProcess(_CHILD, [str(self._memory_bytes)], self._limits)


def reader_of(
    plan: Plan,
    known: Known,
    *,
    glances: bool = False,
    processes: int | None = None,
    silence_s: float = SILENCE_S,
    file_s: float = FILE_S,
) -> FileReader:
    """What reads the files of a job, as its plan has it; the rest is as `FileReader` takes it."""
    return FileReader(
        known,
        languages=plan.ocr_languages,
        ocr=plan.ocr,
        password_env=plan.password_env,
        glances=glances,
        processes=processes,
        silence_s=silence_s,
        file_s=file_s,
    )


def see_length(text: str) -> None:
    """Refuse a text that is longer than an item may be.

    Raises:
        UnreadableError: So it is.
    """
    if len(text) > MAX_TEXT_BYTES // 4 and len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        raise UnreadableError(f"has a text of more than {MAX_TEXT_BYTES:,} bytes; split it")


def _same_bytes(file: FileRef, text: str, digest: str, recogniser: Recogniser) -> bytes:
    """The bytes of a file that were read before.

    Raises:
        UnreadableError: It has others by now, or none.
    """
    data = bytes_of(file, text)
    if digest_in(keys_of(file, data, recogniser)[0]) != digest:
        raise UnreadableError("was written anew while its pages were read; `retry` reads it from its beginning")
    return data


def _pages(told: object) -> tuple[list[PageRead], dict[int, Sight]]:
    """The pages that a process tells of; none where it tells of anything else, as one that a file took over may."""
    places = told if isinstance(told, list) else []
    pages, sights = [], dict[int, Sight]()
    for page, start, how in (place for place in places if isinstance(place, list) and len(place) == 3):
        if not isinstance(page, int) or not isinstance(start, int):
            continue
        if isinstance(how, str):
            pages.append(PageRead(page, start, storable(how)))
        elif (sight := _sight(how)) is not None:
            pages.append(PageRead(page, start, storable(sight.before)))
            sights[page] = sight
    return (pages, sights) if len(pages) == len(places) else ([], {})


def _sight(told: object) -> Sight | None:
    match told:
        case [int(width), int(height), int(least), str(before)]:
            return Sight(width, height, least, before)
    return None
