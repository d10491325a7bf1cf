"""What reads images, as a record: which engine, of which version, in which languages.

All of it is part of a text's key: what one of them read, another one reads anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

ORIENTATION = "osd"
"""No language of tesseract's: a model that tells which way a page is turned."""

_LONG = 64  # of the languages in a key, which a column of the database has to hold


class Engine(StrEnum):
    """What reads images."""

    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"
    MODEL = "model"  # by calls: here its sight is told, and no more
    NONE = "unread"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Within what an image is rendered for a model: its longer edge, and all of its pixels."""

    edge: int
    pixels: int


@dataclass(frozen=True, slots=True)
class Recogniser:
    """What reads images, and how.

    Args:
        version: Of what makes its texts what they are.
        languages: As tesseract names them, the main one first; rapidocr tells Latin and Chinese signs apart by itself.
        program: Where tesseract is.
        turns: It can tell which way a page is turned.
        lacks: Why nothing reads images, where nothing does.
        model: "provider/model", where one is asked.
        bounds: Of the images that it gets.
        glances: Whoever looks ahead only counts its pages: they are not rendered to see whether anything is on them.
    """

    engine: Engine
    version: str = ""
    languages: tuple[str, ...] = ()
    program: str = ""
    turns: bool = False
    lacks: str = ""
    model: str = ""
    bounds: Bounds | None = None
    glances: bool = False

    @property
    def how(self) -> str:
        """How a page was read by it, for people."""
        return self.model or f"{self.engine} {'+'.join(self.languages)}".strip()

    @property
    def key(self) -> str:
        """What of it decides a text."""
        languages = "+".join(self.languages)
        if len(languages) > _LONG:
            languages = hashlib.sha256(languages.encode()).hexdigest()[:32]
        return f"{self.engine}{self.version}" + (f"-{languages}" if languages else "")
