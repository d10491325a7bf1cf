"""Truth: PDFs whose source text came in the same package, and which share of its words comes out of them, in its order.

    text, reStructuredText, Sweave, R Markdown ─► words without markup ─┐
    PDF ─► what is read ─► words ───────────────────────────────────────┴► longest common subsequence / source's words

Words are taken as they stand: one that was cut by a hyphen and not made whole again is missing. What only the PDF has,
as page numbers and what code printed, counts for nothing; what the source has elsewhere, as footnotes, is lost.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
_CLOSE = frozenset({"ja", "ko"})
"""Languages that are compared by signs: where a word ends there is anybody's guess."""


@dataclass(frozen=True, slots=True)
class Source:
    """A PDF and the text that it was made of.

    Args:
        kind: What it is, for people.
        name: Which of them.
        by_sign: Compare it by signs, not by words.
    """

    pdf: Path
    kind: str
    name: str
    text: str
    by_sign: bool = False


_LEAST_WORDS = 400
"""Of a paper: one that has less is code."""


def sources(folder: Path) -> Iterator[Source]:
    """All that the packages in a folder have."""
    for packed in sorted(folder.rglob("project-history.*.txt.gz")):
        language = packed.name.split(".")[1]
        with gzip.open(packed, "rt", encoding="utf-8") as file:
            pdf = packed.with_name(f"project-history.{language}.pdf")
            yield Source(pdf, "languages (ja, ko by signs)", language, file.read(), language in _CLOSE)
    for pdf in folder.rglob("developers-reference.pdf"):
        chapters = [pdf.with_name("_sources") / f"{name}.rst.txt" for name in _CHAPTERS]
        yield Source(
            pdf, "a manual of 114 pages", "rst", _restructured("\n".join(path.read_text("utf-8") for path in chapters))
        )
    for path in folder.rglob("UsingAnnoyInCpp.Rmd"):
        pdf = next(folder.rglob("UsingAnnoyInCcppWrapper.pdf"))
        yield Source(pdf, "a paper in two columns", "Rmd", _marked_down(path.read_text("utf-8")))
    for path in sorted(folder.rglob("*.Rnw")):
        text = path.read_text("utf-8", "replace")
        if "includepdf" not in text:
            paper = Source(path.with_suffix(".pdf"), "papers without formulas and code", path.stem, _tex(text))
            if len(units(paper.text, by_sign=False)) >= _LEAST_WORDS:
                yield paper


_CHAPTERS = (
    "index", "scope", "new-maintainer", "developer-duties", "resources", "pkgs", "best-pkging-practices",
    "beyond-pkging", "l10n", "tools",
)  # fmt: skip
"""Of the manual, in the order of its index."""


def share(source: Source, read: str) -> float:
    """Which share of a source's words was read, in its order."""
    wanted, got = units(source.text, by_sign=source.by_sign), units(read, by_sign=source.by_sign)
    return common(wanted, got) / max(1, len(wanted))


def units(text: str, *, by_sign: bool) -> list[str]:
    """Words, or signs."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text.translate({0xAD: None})).casefold())
    return [sign for word in words for sign in word] if by_sign else words


def common(wanted: Sequence[str], got: Sequence[str]) -> int:
    """The length of the longest common subsequence: a row of the table is the bits of one number (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for place, unit in enumerate(wanted):
        places[unit] = places.get(unit, 0) | 1 << place
    whole = (1 << len(wanted)) - 1
    row = whole
    for unit in got:
        if match := places.get(unit):
            both = row & match
            row = (row + both | row - both) & whole
    return len(wanted) - row.bit_count()


# ── sources without their markup ────────────────────────────────────────────────────────────────

Change = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _changed(text: str, changes: Sequence[Change]) -> str:
    for pattern, by in changes:
        text = pattern.sub(by, text)
    return text


_RST: tuple[Change, ...] = (
    (re.compile(r"^\.\. (?:_.*:.*|toctree::\n(?:[ ]+.*\n|\n)*)$", re.MULTILINE), ""),  # labels, contents
    (re.compile(r"^\.\. \w+::", re.MULTILINE), ""),
    (re.compile(r":ref:`[^`<]*`"), ""),  # the title of what is meant
    (re.compile(r":\w+:`([^`<]*?)\s*(?:<[^>`]*>)?`"), r"\1"),
    (re.compile(r"`([^`<]+?)\s*<[^>`]*>`__?"), r"\1"),
    (re.compile(r"\|[\w-]+\|"), ""),  # names and numbers that are put in
    (re.compile(r"\s?\[#?\w+\]_|^\.\. \[.*(?:\n[ ]+.*)*$", re.MULTILINE), ""),  # notes, at the foot of the page
    (re.compile(r"\\ "), ""),
    (re.compile(r"[`*]+"), ""),
)


def _restructured(text: str) -> str:
    return _changed(text, _RST)


_RMD: tuple[Change, ...] = (
    (re.compile(r"\A---\n.*?^abstract: \|\n(.*?)^\w.*?^---$", re.DOTALL | re.MULTILINE), r"\1"),
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"^```.*$", re.MULTILINE), ""),
    (re.compile(r"\\cite\w*\{[^}]*\}"), ""),
    (re.compile(r"\\\w+\{([^}]*)\}"), r"\1"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[?@[\w:]+\]?"), ""),
    (re.compile(r"<https?:[^>]*>"), ""),
    (re.compile(r"[`*#]+"), ""),
)


def _marked_down(text: str) -> str:
    return _changed(text, _RMD)


_ACCENTS: Mapping[str, str] = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "c": "\u0327"}
_NO_PROSE = "equation|align|eqnarray|displaymath|figure|table|tabular|array|thebibliography|center|Schunk|Code\\w*"

_TEX: tuple[Change, ...] = (
    (re.compile(r"^<<.*?>>=.*?^@.*?$", re.DOTALL | re.MULTILINE), ""),  # code: what it prints is not in the source
    (re.compile(r"(?<!\\)%.*$", re.MULTILINE), ""),
    (re.compile(rf"\\begin\{{({_NO_PROSE})(\*?)\}}.*?\\end\{{\1\2\}}", re.DOTALL), ""),
    (re.compile(r"\$\$.*?\$\$|\$[^$]*\$|\\\[.*?\\\]|\\\(.*?\\\)", re.DOTALL), " "),
    (re.compile(r"\\verb(\W)(.*?)\1"), r"\2"),
    (re.compile(r"\\([\"'`^~]|c(?=[\s{]))\s*\{?(\\?[A-Za-z])\}?"), lambda one: one[2].strip("\\") + _ACCENTS[one[1]]),
    (re.compile(r"\\footnote(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})"), ""),  # at the foot of the page
    (re.compile(r"\\(?:\w*cite\w*|label|\w*ref|Sexpr|input|include\w*|biblio\w*|usepackage|begin|end|vspace|hspace"
                r"|setkeys|SweaveOpts|setcounter|Plain\w+|set\w+|Keywords|Address|email|newcommand|renewcommand)\*?"
                r"(?:\[[^\]]*\])*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*"), " "),
    (re.compile(r"\\([{}%$&_#])"), r"\1"),
    (re.compile(r"\\[A-Za-z]+\*?(?:\[[^\]]*\])?"), " "),
    (re.compile(r"---?|~|\\\\"), " "),
    (re.compile(r"[{}]"), ""),
)  # fmt: skip


def _tex(text: str) -> str:
    """The prose of a paper: neither code nor formulas nor tables, and nothing before it begins."""
    return _changed(text.partition(r"\begin{document}")[2].partition(r"\end{document}")[0], _TEX)
