"""A program that is called tesseract and answers as it does, whatever the image: for what is said of pages and kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page'>
<span class='ocr_line' title="bbox 100 100 900 140; baseline 0 -8; x_size 40">{words}</span>
</div></body></html>"""
_WORD = "<span class='ocrx_word' title='bbox 100 100 900 140; x_wconf 95'>{}</span>"


def tesseract(
    folder: Path, text: str, *, languages: Sequence[str] = ("eng",), does: str = "", version: str = "5.3"
) -> str:
    """Put the program into a folder; returns the folder, as a PATH.

    Args:
        text: What it reads on every page.
        does: What it does when it is to read, in place of answering.
    """
    folder.mkdir(parents=True, exist_ok=True)
    answer = folder / "answer.hocr"
    answer.write_text(_HOCR.format(words=" ".join(map(_WORD.format, text.split()))))
    listed = "\\n".join(languages)
    lines = [
        "#!/bin/sh",
        f'[ "$1" = --version ] && echo "tesseract {version}.0" && exit 0',
        f'[ "$1" = --list-langs ] && printf "List of available languages (1):\\n{listed}\\n" && exit 0',
        f"echo $$ > {folder}/pid",
        does or f"/bin/cat > /dev/null; exec /bin/cat {answer}",
    ]
    program = folder / "tesseract"
    program.write_text("\n".join(lines) + "\n")
    program.chmod(0o755)
    return str(folder)
