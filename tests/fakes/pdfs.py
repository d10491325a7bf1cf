"""PDFs of our own making: texts at places, in columns, encrypted, cut off, or made to take time and memory."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

Placed = tuple[float, float, str]
"""A text and its place on a page: points from the left and from the bottom."""

SIZE = 10.0
LEADING = 12.0
WIDTH, HEIGHT = 595, 842
_SIGN = 5.8  # a generous mean width of a sign of Helvetica at that size: lines stay within their columns
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_ID, _OWNER, _RIGHTS = b"a", b"o" * 32, -4
_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def pdf(pages: Sequence[Sequence[Placed]], *, password: bytes = b"") -> bytes:
    """A PDF with these texts."""
    return whole([_content(page) for page in pages], password=password)


def pdf_of(texts: Sequence[str], *, password: bytes = b"") -> bytes:
    """A PDF with a page of prose for each text."""
    return pdf([column(text, 60, 780, width=470) for text in texts], password=password)


def column(text: str, left: float, top: float, *, width: float, indent: float = 0.0) -> list[Placed]:
    """A text in lines of about a width; an empty line begins a paragraph, which may be set in."""
    placed: list[Placed] = []
    for paragraph in text.split("\n\n"):
        line, start = "", left + indent
        for word in paragraph.split():
            if line and (len(line) + len(word) + 1) * _SIGN > width - (start - left):
                placed.append((start, top, line))
                line, start, top = "", left, top - LEADING
            line = f"{line} {word}".strip()
        placed.append((start, top, line))
        top -= LEADING if indent else 2 * LEADING
    return placed


def slow_pdf(signs: int = 3_000_000) -> bytes:
    """One page on which so many texts stand at one place, so that its reader is at it for many seconds."""
    return whole([b"BT /F1 10 Tf 60 700 Td " + b"(a) Tj " * signs + b" ET"], pack=True)


def bomb(size: int = 600_000_000) -> bytes:
    """A page whose content is packed to a thousandth of itself."""
    packer = zlib.compressobj(9)
    block = b"q Q " * 250_000
    packed = b"".join([packer.compress(block) for _ in range(size // len(block))]) + packer.flush()
    return whole([packed], is_packed=True)


def whole(contents: Sequence[bytes], *, password: bytes = b"", pack: bool = False, is_packed: bool = False) -> bytes:
    """A PDF of pages with these contents.

    Args:
        password: Encrypts it as PDF 1.1 does; empty: it is open.
    """
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        _FONT,
    ]
    for index, content in enumerate(contents):
        packed = zlib.compress(content) if pack else content
        packed = locked(5 + 2 * index, packed, password)
        how = b" /Filter /FlateDecode" if pack or is_packed else b""
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (WIDTH, HEIGHT, 5 + 2 * index),
            b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(packed), how, packed),
        ]
    return filed(objects, lock_of(password))


def locked(number: int, data: bytes, password: bytes) -> bytes:
    """The stream of an object as a file with that password has it; empty: it is open."""
    return _rc4(_key_of(_key(password), number), data) if password else data


def lock_of(password: bytes) -> bytes:
    """What the trailer of such a file says of it."""
    return _encrypt(_key(password)) if password else b""


def _key(password: bytes) -> bytes:
    rights = (_RIGHTS & 0xFFFFFFFF).to_bytes(4, "little")
    return hashlib.md5((password + _PAD)[:32] + _OWNER + rights + _ID, usedforsecurity=False).digest()[:5]


def _key_of(key: bytes, number: int) -> bytes:
    """The key of one object."""
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0", usedforsecurity=False).digest()[:10]


def _encrypt(key: bytes) -> bytes:
    user, owner, name = _rc4(key, _PAD).hex().encode(), _OWNER.hex().encode(), _ID.hex().encode()
    return b" /ID [<%s> <%s>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % (
        name, name, owner, user, _RIGHTS,
    )  # fmt: skip


def _rc4(key: bytes, data: bytes) -> bytes:
    box, at = list(range(256)), 0
    for place in range(256):
        at = (at + box[place] + key[place % len(key)]) % 256
        box[place], box[at] = box[at], box[place]
    out, first, second = bytearray(), 0, 0
    for sign in data:
        first = (first + 1) % 256
        second = (second + box[first]) % 256
        box[first], box[second] = box[second], box[first]
        out.append(sign ^ box[(box[first] + box[second]) % 256])
    return bytes(out)


def form(label: str, value: str) -> bytes:
    """A page with a form of one field, and what somebody typed into it."""
    shown = _content([(62, 703, value)])
    content = _content([(60, 720, label)])
    return filed(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            _FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 5 0 R /Annots [6 0 R]"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (WIDTH, HEIGHT),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (%s) /F 4 /Rect [60 700 360 715]"
            b" /AP << /N 7 0 R >> >>" % value.encode(),
            b"<< /Type /XObject /Subtype /Form /BBox [60 700 360 715] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        ]
    )


def filed(objects: Sequence[bytes], more: bytes = b"") -> bytes:
    """A file of these objects, the first of which is its root; more of its trailer."""
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, more, start)
    return bytes(made)


def _content(page: Sequence[Placed]) -> bytes:
    lines = [b"BT /F1 %d Tf" % SIZE]
    for left, bottom, text in page:
        escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        lines.append(b"1 0 0 1 %.2f %.2f Tm (%s) Tj" % (left, bottom, escaped))
    return b"\n".join([*lines, b"ET"])
