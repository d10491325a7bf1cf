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
from collections.abc import Sequence

from orchestrator.documents.recogniser import Engine, Recogniser

DEFAULT_LANGUAGES = ("eng",)
"""What tesseract takes pages to be written in where nobody says."""

INSTALL = "install tesseract, or: pip install 'batchwright[ocr]'"
"""What helps where nothing reads images."""

_RAPID_NEEDS = ("rapidocr", "onnxruntime")
_ORIENTATION = "osd"  # no language: a model that tells which way a page is turned
_VERSION = re.compile(r"tesseract v?(\d+\.\d+)")
_ANSWER_S = 20.0


def recogniser_here(languages: Sequence[str] = ()) -> Recogniser:
    """What reads images on this machine.

    Args:
        languages: That pages are in; `DEFAULT_LANGUAGES` where nobody says.
    """
    program = shutil.which(Engine.TESSERACT)
    if program is not None and (found := _tesseract(program)) is not None:
        version, has = found
        wanted = tuple(languages) or DEFAULT_LANGUAGES
        lacks = _lacks([language for language in wanted if language not in has], has)
        if lacks:
            return Recogniser(Engine.NONE, lacks=lacks)
        return Recogniser(Engine.TESSERACT, version, wanted, program, _ORIENTATION in has)
    if all(importlib.util.find_spec(name) is not None for name in _RAPID_NEEDS):
        return Recogniser(Engine.RAPIDOCR, importlib.metadata.version("rapidocr"))
    return Recogniser(Engine.NONE, lacks=f"nothing here reads images; {INSTALL}")


def _lacks(lacking: Sequence[str], has: Sequence[str]) -> str:
    if not lacking:
        return ""
    there = ", ".join(one for one in has if one != _ORIENTATION) or "no language"
    return (
        f"tesseract here does not read {' and '.join(lacking)}; it reads {there}: install the language, or name others"
    )


@functools.cache
def _tesseract(program: str) -> tuple[str, tuple[str, ...]] | None:
    """Its version and its languages; None where it does not work."""
    try:
        said = _said(program, "--version")
        version = _VERSION.search(said)
        listed = _said(program, "--list-langs").splitlines()
    except (OSError, subprocess.SubprocessError):
        return None
    names = tuple(sorted(line.strip() for line in listed if line.strip() and " " not in line.strip()))
    return None if version is None else (version[1], names)


def _said(program: str, *arguments: str) -> str:
    told = subprocess.run(
        [program, *arguments], capture_output=True, check=True, timeout=_ANSWER_S, stdin=subprocess.DEVNULL
    )
    return (told.stdout + told.stderr).decode("utf-8", "replace")  # older ones say it on stderr
