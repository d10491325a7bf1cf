"""Bytes of item files: opened, cut into lines, decoded as UTF-8; what is no UTF-8 is named with its place."""

from __future__ import annotations

import codecs
import gzip
import shlex
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from state.errors import ItemsError
from state.item_input import MAX_TEXT_BYTES

MAX_LINE_BYTES = 4 * MAX_TEXT_BYTES
"""The longest line that is read into memory: JSON may write a letter in several bytes, and has other fields."""

_FOREIGN_BOMS = (  # longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@contextmanager
def opened(path: Path, shown: str) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacked when its name ends in .gz.

    Raises:
        ItemsError: It cannot be read or unpacked, now or while it is read.
    """
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
            yield cast("IO[bytes]", stream)
    except (gzip.BadGzipFile, zlib.error):
        raise ItemsError("is not a gzip file, or is broken", path=shown, hint="copy it again") from None
    except EOFError:
        raise ItemsError("the gzip file ends too early", path=shown, hint="copy it again") from None
    except OSError as error:
        raise ItemsError(f"cannot be read: {error.strerror or type(error).__name__}", path=shown) from None


def lines(stream: IO[bytes], shown: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream, numbered from 1, without a byte order mark."""
    number = 0
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if number == 1:
            raw = without_bom(raw, shown)  # the mark is no part of the line
        if len(raw) > MAX_LINE_BYTES:
            raise ItemsError(f"is longer than {MAX_LINE_BYTES:,} bytes", path=f"{shown} line {number}")
        yield number, raw


def without_bom(raw: bytes, shown: str) -> bytes:
    """The first bytes of a file without the byte order mark of UTF-8; that of another encoding is an error."""
    if raw.startswith(codecs.BOM_UTF8):
        return raw[len(codecs.BOM_UTF8) :]
    for bom, encoding in _FOREIGN_BOMS:
        if raw.startswith(bom):
            raise ItemsError(f"is {encoding}; items are read as UTF-8", path=shown, hint=_convert(encoding, shown))
    return raw


def decode(raw: bytes, where: str) -> str:
    """The text of these bytes.

    Args:
        where: Where they stand, for messages.

    Raises:
        ItemsError: They are not UTF-8.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise ItemsError(
            f"is not UTF-8: byte 0x{raw[error.start]:02x} at byte {error.start + 1}",
            path=where,
            hint=_convert("WINDOWS-1252", where.partition(" line ")[0]),
        ) from None


def _convert(encoding: str, shown: str) -> str:
    """How to convert a file; the encoding is a guess unless the file says it itself."""
    guess = " (or whatever its encoding is)" if encoding == "WINDOWS-1252" else ""
    return f"convert it: iconv -f {encoding}{guess} -t UTF-8 {shlex.quote(shown)} > converted"
