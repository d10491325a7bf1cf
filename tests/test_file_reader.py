"""The pool that reads files: what a file does to the process that reads it is that file's failure alone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from orchestrator.documents.base import UnreadableError
from orchestrator.documents.pool import FileReader, ReadText
from state.file_records import FileRef, load_pages
from tests.fakes.pdfs import bomb, pdf_of, slow_pdf

SEA = "The sea was calm that morning, and the harbour master wrote nothing down."


class Shelf:
    """Files, and what reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.readers: list[FileReader] = []

    def reader(self, **how: float) -> FileReader:
        """One with one process, unless it is said otherwise."""
        made = FileReader(lambda _: None, **{"processes": 1, **how})  # type: ignore[arg-type]
        self.readers.append(made)
        return made

    def read(self, reader: FileReader, data: bytes) -> Future[ReadText]:
        """Have a file of these bytes read."""
        path = self.folder / f"{len(list(self.folder.iterdir()))}.pdf"
        path.write_bytes(data)
        return reader.submit(FileRef("pdf", path.name, str(path)), "")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """An empty one; what it lent is closed."""
    made = Shelf(tmp_path)
    yield made
    for reader in made.readers:
        reader.close()


def reason(read: Future[ReadText]) -> str:
    """Why a file was not read."""
    with pytest.raises(UnreadableError) as told:
        read.result(60)
    return str(told.value)


def test_pages_are_kept_with_their_numbers(shelf: Shelf) -> None:
    """Each page says where its text begins; one without text says that it has none."""
    read = shelf.read(shelf.reader(), pdf_of([SEA, "", "Third page, of a few words."])).result(60)
    first, second, third = load_pages(read.pages)
    assert (first.page, first.how, read.text[: second.start].strip()) == (1, "text layer", SEA)
    assert (second.page, second.how) == (2, "nothing")
    assert (third.page, read.text[third.start :]) == (3, "Third page, of a few words.")


def test_a_file_that_hangs_its_reader_fails_alone(shelf: Shelf) -> None:
    """What says nothing for too long is ended; the next file is read by a new process."""
    reader = shelf.reader(silence_s=1.0)
    hanging, after = shelf.read(reader, slow_pdf()), shelf.read(reader, pdf_of([SEA]))
    assert reason(hanging).startswith("took too long: what reads it said nothing for 1 s")
    assert after.result(60).text == SEA


def test_a_file_that_swells_its_reader_fails_alone(shelf: Shelf) -> None:
    """One that needs more memory than a process may have ends that process, and says how much was too little."""
    reader = shelf.reader(memory_bytes=200 * 1024 * 1024)
    swelling, after = shelf.read(reader, bomb()), shelf.read(reader, pdf_of([SEA]))
    assert reason(swelling) == "needs more than 200 MB of memory to be read"
    assert after.result(60).text == SEA


def test_a_file_that_crashes_its_reader_fails_alone(shelf: Shelf) -> None:
    """A process that dies while it reads takes its file with it, and no other: before it, beside it or after."""
    reader = shelf.reader(processes=2)
    before = shelf.read(reader, pdf_of([SEA]))
    assert before.result(60).text == SEA
    (process,) = reader._processes
    crashing = shelf.read(shelf.reader(), slow_pdf())
    crasher = shelf.readers[-1]
    ended = threading.Event()

    def kill() -> None:
        while not ended.is_set():
            for one in list(crasher._processes):
                os.kill(one._process.pid, signal.SIGSEGV)
                return

    thread = threading.Thread(target=kill)
    thread.start()
    said = reason(crashing)
    ended.set()
    thread.join()
    assert said == "crashed what reads it: it ended its process by SIGSEGV"
    assert shelf.read(crasher, pdf_of([SEA])).result(60).text == SEA
    assert process in reader._processes
    assert shelf.read(reader, pdf_of([SEA])).result(60).text == SEA


def test_closing_ends_what_is_being_read(shelf: Shelf) -> None:
    """A worker that leaves waits for no file, and leaves no process behind."""
    reader = shelf.reader()
    shelf.read(reader, pdf_of([SEA])).result(60)
    (process,) = reader._processes
    reading = shelf.read(reader, slow_pdf())
    reader.close()
    assert reading.cancelled() or "crashed what reads it" in reason(reading)
    assert process._process.poll() == -signal.SIGKILL


def test_a_text_that_is_known_needs_no_process(tmp_path: Path) -> None:
    """It is found by the digest of the file's bytes, and by what would read it."""
    asked: list[str] = []

    def known(key: str) -> tuple[str, str]:
        asked.append(key)
        return SEA, '[[1,0,"text layer"]]'

    reader = FileReader(known, processes=1)
    (tmp_path / "a.pdf").write_bytes(b"whatever")
    read = reader.submit(FileRef("pdf", "a.pdf", str(tmp_path / "a.pdf")), "").result(60)
    assert (read.text, read.is_known, reader._processes) == (SEA, True, set())
    assert asked == ["pdf1:85738f8f9a7f1b04b5329c590ebcb9e425925c6d0984089c43a022de4f19c281"]
    reader.close()
