"""Marked-up text into plain text: blocks apart, headings and list items marked, rows of tables on their own lines."""

from __future__ import annotations

import re

from lxml import etree, html

from orchestrator.documents.base import UnreadableError

_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_NONE = frozenset(("script", "style", "head", "title", "template", "noscript", "svg", "iframe", "object", "nav"))
_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul",
    ]
)  # fmt: skip
_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ", "li": "- "}
_TIGHT = frozenset(("li", "tr"))


def tree_of(text: str) -> html.HtmlElement | None:
    """A page or a chapter as a tree; None where there is nothing in it.

    Raises:
        UnreadableError: It is nested deeper than it can be read: what comes after that would be lacking.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise UnreadableError("has more than 2,000 elements within one another; save it anew with another program")
    return root


def text_of(root: html.HtmlElement) -> str:
    """The text below an element, all of it."""
    writer = _Writer()
    walk = etree.iterwalk(root, events=("start", "end"))  # no function within itself: pages nest deeper than that may
    for event, element in walk:
        if event == "end":
            writer.end(element)
        elif not writer.begin(element):
            walk.skip_subtree()
    return writer.text()


class _Writer:
    """Blocks in the making."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, bool]] = []
        self._line: list[str] = []
        self._mark = ""
        self._is_tight = False

    def begin(self, element: html.HtmlElement) -> bool:
        """Begin an element; False where nothing in it is text."""
        tag = element.tag
        if tag in _NONE:
            return False
        if tag == "math":
            self._line.append(element.get("alttext") or " ".join(element.text_content().split()))
            return False
        if tag == "br":
            self._line.append("\n")
        if tag in _BLOCKS:
            self._end_block()
            self._mark, self._is_tight = _MARKS.get(tag, self._mark), tag in _TIGHT
        if tag == "pre":
            self._blocks.append((element.text_content().strip("\n"), False))
            return False
        self._line.append(_SPACES.sub(" ", element.text or ""))
        return True

    def end(self, element: html.HtmlElement) -> None:
        """End an element, and go on with what comes after it."""
        tag = element.tag
        if tag in _BLOCKS:
            self._end_block()
            self._mark, self._is_tight = "", False
        elif tag in ("td", "th"):
            self._line.append("\t")
        self._line.append(_SPACES.sub(" ", element.tail or ""))

    def _end_block(self) -> None:
        lines = [re.sub(r" *\t *", "\t", line).strip() for line in "".join(self._line).split("\n")]
        text = "\n".join(re.sub(r" +", " ", line) for line in lines if line)
        self._line = []
        if text:
            self._blocks.append((f"{self._mark}{text}", self._is_tight))
            self._mark = ""

    def text(self) -> str:
        """All blocks."""
        self._end_block()
        whole = list[str]()
        was_tight = False
        for text, is_tight in self._blocks:
            if whole:
                whole.append("\n" if is_tight and was_tight else "\n\n")
            whole.append(text)
            was_tight = is_tight
        return "".join(whole)
