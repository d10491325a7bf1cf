"""What is in a file: its bytes, from a path or out of base64, and the key of the text that is read in them."""

from __future__ import annotations

import base64
import hashlib
import os
import stat

from orchestrator.documents.base import UnreadableError
from orchestrator.documents.kinds import HAVE_IMAGES, VERSIONS
from orchestrator.documents.recogniser import Recogniser
from state.file_records import FileRef

MAX_FILE_BYTES = 200 * 1024 * 1024
"""The largest file that is read: it is held in memory, once where it is asked for and once where it is read."""

ONCE = "?"
"""Ends the key of a text that nobody takes over: recognition of a page failed, and may go better for the next job."""


def bytes_of(file: FileRef, text: str) -> bytes:
    """The bytes of a file.

    Args:
        text: The file in base64, where it has no path.

    Raises:
        UnreadableError: They cannot be had.
    """
    data = _at(file.path) if file.path else _decoded(text)
    if (fault := fault_of_size(len(data))) is not None:
        raise UnreadableError(fault)
    return data


def fault_of_size(size: int) -> str | None:
    """Why no file of so many bytes is read; None: it may be."""
    if not size:
        return "is empty: it has 0 bytes"
    return f"has more than {MAX_FILE_BYTES >> 20} MB; split it" if size > MAX_FILE_BYTES else None


def keys_of(file: FileRef, data: bytes, recogniser: Recogniser) -> tuple[str, ...]:
    """The keys that a file's text may have: what reads it, in which version, which part, and the digest of its bytes.

    The first is that of a text whose pages are all read alike everywhere. Where a file may have images, another one
    names what reads those, so that a text is not taken for what a better recogniser would read.
    """
    part = f"#{file.part}" if file.part else ""
    kind, digest = f"{file.kind}{VERSIONS[file.kind]}{part}", hashlib.sha256(data).hexdigest()
    plain = f"{kind}:{digest}"
    return (plain, f"{kind}/{recogniser.key}:{digest}") if file.kind in HAVE_IMAGES else (plain,)


def digest_in(key: str) -> str:
    """The digest of the bytes of a file, out of a key of its text."""
    return key.rpartition(":")[2].removesuffix(ONCE)


def from_base64(text: str) -> bytes:
    """The bytes that a text stands for.

    Raises:
        ValueError: It is no base64.
    """
    return base64.b64decode("".join(without_head(text).split()), validate=True)


def without_head(text: str) -> str:
    """Base64 without the `data:…;base64,` that it has where it comes out of a web page."""
    return text.partition(";base64,")[2] if text.startswith("data:") else text


def _decoded(text: str) -> bytes:
    try:
        return from_base64(text)
    except ValueError:
        raise UnreadableError("is no whole base64; encode it anew") from None


def _at(path: str) -> bytes:
    try:
        # without waiting: a pipe that nobody writes into would be waited for without an end
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise UnreadableError("is a folder, a pipe or a device by now, and no file")
            with open(number, "rb", closefd=False) as stream:
                return stream.read(MAX_FILE_BYTES + 1)
        finally:
            os.close(number)
    except FileNotFoundError:
        raise UnreadableError("is not there any more, or not on the machine that runs the job") from None
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {(error.strerror or type(error).__name__).lower()}") from None
