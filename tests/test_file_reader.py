"""The pool that reads files: what a file does to the process that reads it is that file's failure alone."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestrator.child_process import ChildProcess
from orchestrator.documents.base import UnreadableError
from orchestrator.documents.pool import FileReader, ReadText
from state.file_records import FileRef, load_pages
from tests.fakes.pdfs import HEIGHT, WIDTH, bomb, pdf, pdf_of, slow_pdf
from tests.jobs import until

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


def megabytes(process: ChildProcess) -> int:
    """What a process holds."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process._process.pid)], capture_output=True, check=True)  # noqa: S607
    return int(told.stdout) >> 10


@contextmanager
def killing(reader: FileReader, *, times: int) -> Iterator[None]:
    """End so many of a reader's processes while they begin."""
    is_over = threading.Event()

    def kill() -> None:
        ended: set[int] = set()
        while len(ended) < times and not is_over.is_set():
            for pid in {one._process.pid for one in list(reader._pool._children)} - ended:
                os.kill(pid, signal.SIGSEGV)
                ended.add(pid)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def test_pages_are_kept_with_their_numbers(shelf: Shelf) -> None:
    """Each page says where its text begins; one without text says that it has none."""
    read = shelf.read(shelf.reader(), pdf_of([SEA, "", "Third page, of a few words."])).result(60)
    first, second, third = load_pages(read.pages)
    assert (first.page, first.how, read.text[: second.start].strip()) == (1, "text layer", SEA)
    assert (second.page, second.how) == (2, "nothing")
    assert (third.page, read.text[third.start :]) == (3, "Third page, of a few words.")


def test_a_page_of_ten_thousands_of_places_is_read_before_it_is_taken_to_hang(shelf: Shelf) -> None:
    """A map, or a table of small numbers: columns are looked for at the likeliest places alone."""
    draw = random.Random(1)  # noqa: S311  # the same ones every time
    page = [(draw.uniform(0, WIDTH), draw.uniform(0, HEIGHT), "x") for _ in range(30_000)]
    read = shelf.read(shelf.reader(), pdf([page])).result(100)
    assert read.text.count("x") > 29_000  # PDFium takes two at one place for one


def test_a_file_that_hangs_its_reader_fails_alone(shelf: Shelf) -> None:
    """What says nothing for too long is ended; the next file is read by a new process."""
    reader = shelf.reader(silence_s=4.0, memory_bytes=4 << 30)
    hanging, after = shelf.read(reader, slow_pdf()), shelf.read(reader, pdf_of([SEA]))
    assert reason(hanging).startswith("took too long: what reads it said nothing for 4 s")
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
    (process,) = reader._pool._children
    crasher = shelf.reader()
    with killing(crasher, times=2):
        crashing = shelf.read(crasher, slow_pdf())
        assert reason(crashing) == "crashed what reads it: it ended its process by SIGSEGV"
    assert shelf.read(crasher, pdf_of([SEA])).result(60).text == SEA
    assert process in reader._pool._children
    assert shelf.read(reader, pdf_of([SEA])).result(60).text == SEA


def test_a_file_whose_process_is_ended_by_others_is_read_by_a_new_one(shelf: Shelf) -> None:
    """While it waits for a file, or while it reads one: that says nothing of the file."""
    reader = shelf.reader()
    assert shelf.read(reader, pdf_of([SEA])).result(60).text == SEA
    (process,) = reader._pool._children
    os.kill(process._process.pid, signal.SIGKILL)
    assert shelf.read(reader, pdf_of([SEA])).result(60).text == SEA
    pages = pdf_of([SEA] * 400)
    beside = shelf.reader()
    with killing(beside, times=1):
        assert len(load_pages(shelf.read(beside, pages).result(60).pages)) == 400


def test_a_process_ends_with_its_parent_whatever_it_is_at(shelf: Shelf) -> None:
    """Who is killed leaves nobody behind that reads on for minutes."""
    reader = shelf.reader(memory_bytes=4 << 30)
    shelf.read(reader, slow_pdf())
    until(lambda: bool(reader._pool._children), "a process was started")
    (process,) = reader._pool._children
    until(lambda: megabytes(process) > 100, "it is in the middle of a page")
    process._socket.shutdown(socket.SHUT_RDWR)  # as the kernel does when the parent is gone
    assert process._process.wait(10) == -signal.SIGKILL


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
def test_what_is_no_file_any_more_is_not_waited_for(shelf: Shelf, make: Callable[[Path], None]) -> None:
    """A pipe that nobody writes into, a device without an end and a folder are no files, and say so."""
    path = shelf.folder / "a.pdf"
    make(path)
    reader = shelf.reader()
    said = reason(reader.submit(FileRef("pdf", "a.pdf", str(path)), ""))
    assert said == "is a folder, a pipe or a device by now, and no file"


@pytest.mark.parametrize("text", ["JVBERi0xLjQ", "JVBERé", "JVBER-_8"])
def test_what_is_no_base64_says_so(shelf: Shelf, text: str) -> None:
    """Cut off, with letters that are none of it, or of another alphabet."""
    assert reason(shelf.reader().submit(FileRef("pdf", "a.pdf"), text)) == "is no whole base64; encode it anew"


def test_closing_ends_what_is_being_read(shelf: Shelf) -> None:
    """A worker that leaves waits for no file, and leaves no process behind."""
    reader = shelf.reader()
    shelf.read(reader, pdf_of([SEA])).result(60)
    (process,) = reader._pool._children
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
    assert (read.text, read.is_known, reader._pool._children) == (SEA, True, set())
    assert asked == ["pdf2:85738f8f9a7f1b04b5329c590ebcb9e425925c6d0984089c43a022de4f19c281"]
    reader.close()
