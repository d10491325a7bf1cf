"""Markup around a text: it is well-formed."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from state.plan_records import PhasePlan
from state.records import Json

ROOT = "batchwright-root"
"""Put around an output, which may be a piece of a document with several elements, or with text around them."""


def well_formed(output: Json, content: str, phase: PhasePlan) -> str | None:
    """The output is well-formed XML with a root around it, and declares neither a document type nor entities."""
    if not isinstance(output, str):
        return "it is no text"
    if "<!DOCTYPE" in output or "<!ENTITY" in output:
        return "it declares a document type or entities: give the marked-up text alone"
    parser: XMLPullParser[Element] = XMLPullParser(("start",))
    try:
        parser.feed(f"<{ROOT}>")
        parser.feed(output)
        parser.feed(f"</{ROOT}>")
        parser.close()
    except ParseError as error:
        line, column = error.position
        at = f"line {line}, column {column - (len(ROOT) + 2 if line == 1 else 0) + 1}"
        return f"it is no well-formed XML: {_reason(error)} at {at}"
    return None


def _reason(error: ParseError) -> str:
    return str(error).partition(":")[0]
