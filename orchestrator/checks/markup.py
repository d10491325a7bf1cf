"""Markup around a text: it is well-formed, and the text inside is still the text."""

from __future__ import annotations

import html
import re
from itertools import islice
from unicodedata import normalize
from xml.parsers import expat

from orchestrator.checks.base import Fault
from orchestrator.checks.differences import Difference, differences, same_chars
from state.plan_records import PhasePlan
from state.records import Json

ROOT = "batchwright-root"
"""Put around an output, which may be a piece of a document with several elements, or with text around them."""

TAGGING = "xml_tagging"
"""The task whose output may be without an element: there may be nothing to mark in a text."""

MAX_DIFFERENCES = 5
"""A model that is told of five changed places sees what it does wrong."""

CONTEXT_CHARS = 24
PIECE_CHARS = 160

_DECLARATION = re.compile(r"\A<\?xml\s[^<>]*\?>")
_TAG = re.compile(r"<[/!?A-Za-z_:][^<>]*>")
_MARKED = re.compile(r"</[A-Za-z_:]|<[A-Za-z_:][^<>]*/>|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BYTE_ORDER_MARK = "\ufeff"


def well_formed(output: Json, content: str, phase: PhasePlan) -> str | None:
    """The output is well-formed XML with a root around it, and declares neither a document type nor entities."""
    if not isinstance(output, str):
        return "it is no text"
    if "<!DOCTYPE" in output or "<!ENTITY" in output:
        return "it declares a document type or entities: give the marked-up text alone"
    try:
        _, elements = _read(output)
    except expat.ExpatError as error:
        return f"it is no well-formed XML: {expat.ErrorString(error.code)} at {_place_of(error, output)}"
    if not elements and phase.task_type != TAGGING:
        return "it has no element, and is no XML: put what you answer into elements"
    return None


def text_kept(output: Json, content: str, phase: PhasePlan) -> Fault | str | None:
    """Without its tags the output is the phase's input, character for character but for white space at both ends.

    Line ends count as XML reads them, and characters that XML cannot hold need not be kept. An input that is marked
    up itself may keep its tags as tags or as text.
    """
    if not isinstance(output, str):
        return None
    kept = _trimmed(_plain(_text_of(output)))
    texts = [_plain(content)]
    if _MARKED.search(content):
        texts.append(_plain(_text_of_input(content)))
    if kept in map(_trimmed, texts):
        return None
    if not kept:
        return "it holds nothing of the text: give all of it, with the tags in it"
    return _changed(max(texts, key=lambda text: same_chars(_trimmed(text), 0, kept, 0)), kept)


# ── the text inside ─────────────────────────────────────────────────────────────────────────────


def _read(marked: str) -> tuple[str, int]:
    """The text inside well-formed markup, and how many elements there are.

    Raises:
        ExpatError: It is not well-formed.
    """
    parser = expat.ParserCreate(namespace_separator="}")  # so that a prefix must be declared, as all readers demand
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    pieces: list[str] = []
    elements: list[str] = []
    parser.CharacterDataHandler = pieces.append
    parser.StartElementHandler = lambda name, _: elements.append(name)
    declaration = _declaration(marked)
    parser.Parse(f"{declaration}<{ROOT}>{marked[len(declaration) :]}</{ROOT}>", True)
    return "".join(pieces), len(elements) - 1


def _declaration(marked: str) -> str:
    """The XML declaration, which must stand before the root that we put around."""
    found = _DECLARATION.match(marked)
    return found[0] if found else ""


def _place_of(error: expat.ExpatError, marked: str) -> str:
    declaration = _declaration(marked)
    root_begins = len(declaration) - (declaration.rfind("\n") + 1)
    is_behind_root = error.lineno == declaration.count("\n") + 1 and error.offset > root_begins
    return f"line {error.lineno}, column {error.offset + 1 - (len(f'<{ROOT}>') if is_behind_root else 0)}"


def _text_of(marked: str) -> str:
    """The text inside markup; of one that is not well-formed, what is left without whatever looks like a tag."""
    try:
        return _read(marked)[0]
    except expat.ExpatError:
        return _REFERENCE.sub(_character, _TAG.sub("", marked))


def _text_of_input(content: str) -> str:
    """The text inside an input's own markup, which may be HTML."""
    try:
        return _read(content)[0]
    except expat.ExpatError:
        return html.unescape(_TAG.sub("", content))


def _character(reference: re.Match[str]) -> str:
    name, decimal, hexadecimal = reference.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= 0x10FFFF else reference[0]


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _trimmed(text: str) -> str:
    return text.strip().strip(_BYTE_ORDER_MARK).strip()


# ── what was changed ────────────────────────────────────────────────────────────────────────────


def _changed(text: str, kept: str) -> Fault:
    trimmed = _trimmed(text)
    before = text.find(trimmed)
    found = list(islice(differences(trimmed, kept), MAX_DIFFERENCES + 1))
    first, more = found[:MAX_DIFFERENCES], len(found) > MAX_DIFFERENCES
    places = [_place(text, before + change.start) for change in first]
    told = "; ".join(
        f"at {place} of the text {_both(trimmed, kept, change)}" for place, change in zip(places, first, strict=True)
    )
    return Fault(
        "the text between the tags was changed, and must stay as it is, character for character: "
        f"{told}{'; and further on' if more else ''}",
        "the check text_kept failed: the text between the tags differs from the phase's input at "
        f"{'; '.join(places)}{'; and further on' if more else ''}",
    )


def _place(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def _both(was: str, became: str, change: Difference) -> str:
    left = _piece(was, change.start, change.end)
    right = _piece(became, change.other_start, change.other_end)
    # Where they look the same, only their codes tell them apart.
    written = ascii if normalize("NFC", left) == normalize("NFC", right) else repr
    return f"stands {written(left)} and in the answer {written(right)}"


def _piece(text: str, start: int, end: int) -> str:
    """The piece with a little around it; of a long one its beginning and its end."""
    head, tail = text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS]
    if end - start <= PIECE_CHARS:
        return head + text[start:end] + tail
    half = PIECE_CHARS // 2
    return f"{head}{text[start : start + half]} […] {text[end - half : end]}{tail}"
