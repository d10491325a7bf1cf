"""Marked-up text into plain text: blocks apart, headings and list items marked, rows of tables on their own lines."""

from __future__ import annotations

import re

from lxml import etree, html

_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_NONE = frozenset(("script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "nav"))
_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul",
    ]
)  # fmt: skip
_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ", "li": "- "}
_TIGHT = frozenset(("li", "tr"))
_MOST_DEPTH = 200


def plain_text(data: bytes) -> str:
    """The text of a page or a chapter, all of it."""
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    return text_of(root)


def text_of(root: html.HtmlElement) -> str:
    """The text below an element."""
    writer = _Writer()
    writer.element(root, 0)
    return writer.text()


class _Writer:
    """Blocks in the making."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, bool]] = []
        self._line: list[str] = []
        self._mark = ""
        self._is_tight = False

    def element(self, element: html.HtmlElement, depth: int) -> None:
        """Write an element with all that is in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _NONE or depth > _MOST_DEPTH:
            return
        if tag == "br":
            self._line.append("\n")
        is_block = tag in _BLOCKS
        if is_block:
            self._end()
            self._mark, self._is_tight = _MARKS.get(tag, self._mark), tag in _TIGHT
        if tag == "pre":
            self._blocks.append((element.text_content().strip("\n"), False))
        else:
            self._inside(element, depth)
        if is_block:
            self._end()
            self._mark, self._is_tight = "", False
        elif tag in ("td", "th"):
            self._line.append("\t")

    def _inside(self, element: html.HtmlElement, depth: int) -> None:
        self._line.append(_SPACES.sub(" ", element.text or ""))
        for child in element:
            self.element(child, depth + 1)
            self._line.append(_SPACES.sub(" ", child.tail or ""))

    def _end(self) -> None:
        lines = [re.sub(r" *\t *", "\t", line).strip() for line in "".join(self._line).split("\n")]
        text = "\n".join(re.sub(r" +", " ", line) for line in lines if line)
        self._line = []
        if text:
            self._blocks.append((f"{self._mark}{text}", self._is_tight))
            self._mark = ""

    def text(self) -> str:
        """All blocks."""
        whole, before = "", False
        for text, is_tight in self._blocks:
            whole += ("\n" if is_tight and before else "\n\n") * bool(whole) + text
            before = is_tight
        return whole
