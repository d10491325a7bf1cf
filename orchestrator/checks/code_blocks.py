"""Which programming language a piece of an answer is in, as far as a fence, the instructions and its looks tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

TAGS: Mapping[str, str] = {
    "py": "Python",
    "py3": "Python",
    "python": "Python",
    "python3": "Python",
    "json": "JSON",
    "toml": "TOML",
    "xml": "XML",
    "svg": "XML",
    "xsd": "XML",
    "xsl": "XML",
    "xslt": "XML",
    "yaml": "YAML",
    "yml": "YAML",
}
"""The first word of a fence, in small letters, and the language that it names."""

MAX_LINE_CHARS = 400
"""A longer line is no fence, and tells nothing more about its language."""

MAX_FENCES = 2000
"""An answer with more of them is no answer that somebody wants to be told the faults of."""

MAX_ENDS = 4
"""Code may hold fences of its own, in a docstring say: so many of the lines that may end a block are tried."""

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([^`]*)")
_TAG = re.compile(r"\{?\s*\.?([\w+#-]+)")
_OTHERS = (
    r"python\s?2|typescript|javascript|java|golang|rust|ruby|php|perl|kotlin|swift|scala|sql|bash|shell|powershell|"
    r"html|css|lua|haskell|julia|matlab|fortran|cobol|dart|elixir|erlang|clojure|groovy|terraform|markdown|latex"
)
_NAMED = re.compile(rf"(?<![\w.])(?:(?i:{_OTHERS}|python3?|json|toml|xml|ya?ml)|C(?:\+\+|#)?|R|Go)(?![\w+#])")
_STATEMENT = re.compile(
    r"(?:async\s+)?def\s+\w+\s*[(\[]|class\s+\w+\s*[:(\[]|from\s+[\w.]+\s+import\b|"
    r"import\s+[\w.]+(?:\s+as\s+\w+)?\s*(?:,|#|$)|@\w|if\s+__name__\b|"
    r"\w+(?:\.\w+)*\s*(?::[\w\[\], |.]+)?=[^=]|\w+(?:\.\w+)*\(.*\)\s*$"
)
_LOOKS: Mapping[str, re.Pattern[str]] = {
    "Python": _STATEMENT,
    "JSON": re.compile(r'\{\s*(?:["}]|$)|\[\s*(?:["\[{\]]|-?\d[\d.]*\s*,|$)'),
    "TOML": re.compile(r"\[\[?[\w.\"'-]+\]\]?\s*(?:#|$)|[\w.\"-]+\s*=\s*\S"),
    "XML": re.compile(r"<(?:\?xml\b|!--|[A-Za-z_])"),
    "YAML": re.compile(r"---\s*$|%YAML\b"),
}


@dataclass(frozen=True, slots=True)
class Fence:
    """A line that begins or ends a block: its number (from 0), its marks, and the words behind them."""

    line: int
    marks: str
    words: str

    @property
    def tag(self) -> str:
        """The first word, in small letters."""
        found = _TAG.match(self.words)
        return found[1].lower() if found else ""


def fences_of(lines: Sequence[str]) -> list[Fence]:
    """The lines of an answer that are fences, at most one more than `MAX_FENCES`."""
    near = (
        (n, line) for n, line in enumerate(lines) if ("```" in line or "~~~" in line) and len(line) <= MAX_LINE_CHARS
    )
    found = ((n, _FENCE.fullmatch(line)) for n, line in near)
    return list(islice((Fence(n, fence[1], fence[2].strip()) for n, fence in found if fence), MAX_FENCES + 1))


def ends_of(fences: Sequence[Fence], opening: int) -> Iterator[int]:
    """The first few lines that may end the block that the fence of that index opens."""
    marks = fences[opening].marks
    later = (fences[n] for n in range(opening + 1, len(fences)))
    return islice((fence.line for fence in later if not fence.words and fence.marks.startswith(marks)), MAX_ENDS)


def language_of_instructions(instructions: str) -> str | None:
    """The language that instructions name, None when they name none, several, or one that nobody here can parse."""
    named = {re.sub(r"\s", "", found).lower() for found in _NAMED.findall(instructions)}
    languages = {TAGS.get(name, name) for name in named}
    return next(iter(languages & set(TAGS.values())), None) if len(languages) == 1 else None


def looks_like(language: str, code: str) -> bool:
    """Whether a text without a tag begins as code of a language does; words about code do not."""
    comment = None if language in ("JSON", "XML") else "#"
    lines = (line.strip() for line in code.splitlines())
    first = next((line for line in lines if line and not (comment and line.startswith(comment))), "")
    return _LOOKS[language].match(first[:MAX_LINE_CHARS]) is not None
