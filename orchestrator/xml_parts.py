"""Put marked-up parts of a text together inside the root element that they share, and lose nothing of any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from orchestrator.parts import Part, join

_DECLARATION = re.compile(r"\A\s*<\?xml\s[^<>]*\?>\s*")
_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


@dataclass(frozen=True, slots=True)
class _Rooted:
    """A text that is one element.

    Args:
        before: What may stand before the element: comments.
        begin: Its tag.
    """

    before: str
    begin: str
    name: str
    attributes: Mapping[str, str]
    inner: str
    after: str


def in_one_root(parts: Sequence[Part], texts: Sequence[str]) -> str:
    """XML of parts inside the root element of the first; one after the other where that has none.

    A part with another root, or with attributes of its own, keeps its root inside that one: attributes may declare the
    names in it. No part but the first keeps its declaration, which may stand nowhere else.
    """
    declaration = _DECLARATION.match(texts[0])
    bare = [_DECLARATION.sub("", text).strip() for text in texts]
    first = _rooted(bare[0])
    if first is None:
        return (declaration[0] if declaration else "") + join(parts, bare)
    inner = [first.inner]
    for text in bare[1:]:
        one = _rooted(text)
        is_same = one is not None and one.name == first.name and one.attributes.items() <= first.attributes.items()
        inner.append(f"{one.before}{one.inner}{one.after}" if one is not None and is_same else text)
    begin = f"{declaration[0] if declaration else ''}{first.before}{first.begin}"
    return f"{begin}{join(parts, inner)}</{first.name}>{first.after}"


def _rooted(text: str) -> _Rooted | None:
    """A text as the one element that it is; None where it is more than one, or none."""
    if "<!DOCTYPE" in text:
        return None
    raw = text.encode("utf-8", "replace")
    parser = expat.ParserCreate("utf-8")
    begun: list[tuple[int, str, dict[str, str]]] = []
    ended = [0]

    def begin(name: str, attributes: dict[str, str]) -> None:
        if not begun:
            begun.append((parser.CurrentByteIndex, name, attributes))

    def end(_: str) -> None:
        ended[0] = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(raw, True)
    except expat.ExpatError:
        return None
    place, name, attributes = begun[0]
    tag = _TAG.match(raw, place)
    if tag is None:
        return None
    is_empty = tag[0].endswith(b"/>")
    inner = b"" if is_empty else raw[tag.end() : ended[0]]
    after = raw[tag.end() :] if is_empty else raw[raw.index(b">", ended[0]) + 1 :]
    begin_tag = tag[0][:-2].rstrip() + b">" if is_empty else tag[0]
    return _Rooted(raw[:place].decode(), begin_tag.decode(), name, attributes, inner.decode(), after.decode())
