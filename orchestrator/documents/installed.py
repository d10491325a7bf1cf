"""What reads images here: tesseract where it is on the PATH, else rapidocr where it is installed, else nothing.

It is looked for where files are read: on the machine of a worker, which need not be the one that made the job.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import time
from collections.abc import Sequence

from orchestrator.documents.program import ProgramError, said_by
from orchestrator.documents.recogniser import ORIENTATION, Bounds, Engine, Recogniser
from state.digests import short
from state.plan_records import OcrPlan

DEFAULT_LANGUAGES = ("eng",)
"""What tesseract takes pages to be written in where nobody says."""

INSTALL = "install tesseract, or: pip install 'batchwright[ocr]'"
"""What helps where nothing reads images."""

_RAPID_NEEDS = ("rapidocr", "onnxruntime")
_NOT_RAPID = frozenset({
    "amh", "ara", "asm", "aze_cyrl", "bel", "ben", "bod", "bul", "chr", "div", "dzo", "fas", "guj", "heb", "hin",
    "hye", "iku", "kan", "kat", "kaz", "khm", "kir", "kor", "lao", "mal", "mar", "mkd", "mon", "mya", "nep", "ori",
    "pan", "pus", "rus", "san", "sin", "snd", "srp", "syr", "tam", "tat", "tel", "tgk", "tha", "tir", "uig", "ukr",
    "urd", "uzb_cyrl", "yid",
})  # fmt: skip
"""Languages in scripts that its models have no signs of."""

_VERSION = re.compile(r"tesseract v?(\d+\.\d+)")
_ANSWER_S = 20.0
_MOST_SAID = 1024 * 1024


def recogniser_of(languages: Sequence[str], ocr: OcrPlan | None, *, glances: bool = False) -> Recogniser:
    """What reads images for a job: the model that it names, else what is here.

    Args:
        glances: Pages that the model would read are only counted.
    """
    if ocr is None:
        return recogniser_here(languages)
    version = short([ocr.model, ocr.prompt_version, ocr.edge, ocr.pixels])
    return Recogniser(
        Engine.MODEL, version, tuple(languages), model=ocr.model, bounds=Bounds(ocr.edge, ocr.pixels), glances=glances
    )


def recogniser_here(languages: Sequence[str] = (), *, path: str | None = None) -> Recogniser:
    """What reads images on this machine.

    Args:
        languages: That pages are in; `DEFAULT_LANGUAGES` where nobody says.
        path: Where programs are looked for, if not on the PATH.
    """
    program = shutil.which(Engine.TESSERACT, path=path)
    if program is not None and (found := _tesseract(program)) is not None:
        version, has = found
        wanted, there = tuple(languages) or DEFAULT_LANGUAGES, [one for one in has if one != ORIENTATION]
        if any(language not in there for language in wanted):
            return Recogniser(Engine.NONE, lacks=_unread_by_tesseract(wanted, there))
        return Recogniser(Engine.TESSERACT, version, wanted, program, ORIENTATION in has)
    if not all(importlib.util.find_spec(name) is not None for name in _RAPID_NEEDS):
        return Recogniser(Engine.NONE, lacks=f"nothing here reads images; {INSTALL}")
    if lacks := " and ".join(language for language in languages if language in _NOT_RAPID):
        said = f"rapidocr, which reads images here, does not read {lacks}; install tesseract with it"
        return Recogniser(Engine.NONE, lacks=said)
    return Recogniser(Engine.RAPIDOCR, importlib.metadata.version("rapidocr"))


def lacking(languages: Sequence[str], *, path: str | None = None) -> str:
    """Why languages that were asked for are not read here; empty where they are, or where nothing reads images yet."""
    found = recogniser_here(languages, path=path)
    return "" if INSTALL in found.lacks else found.lacks


def _unread_by_tesseract(wanted: Sequence[str], has: Sequence[str]) -> str:
    lacks = " and ".join(language for language in wanted if language not in has)
    there = ", ".join(has)
    if not there:
        return "tesseract here has no languages; install them, or see where TESSDATA_PREFIX leads"
    return f"tesseract here does not read {lacks}; it reads {there}: install the language, or name others"


def _tesseract(program: str) -> tuple[str, tuple[str, ...]] | None:
    """Its version and its languages; None where it does not work."""
    try:
        return _asked(program)
    except (OSError, ProgramError):
        return None


@functools.cache  # of answers: one that failed, on a busy machine, is asked again
def _asked(program: str) -> tuple[str, tuple[str, ...]]:
    version = _VERSION.search(_said(program, "--version"))
    if version is None:
        raise ProgramError("does not say which version it is")
    lines = [line.strip() for line in _said(program, "--list-langs").splitlines()]
    return version[1], tuple(sorted(line for line in lines if line and " " not in line))


def _said(program: str, argument: str) -> str:
    deadline = time.monotonic() + _ANSWER_S
    told = said_by([program, argument], deadline=deadline, most_bytes=_MOST_SAID, errors=subprocess.STDOUT)
    return told.decode("utf-8", "replace")  # older ones say it where others complain
