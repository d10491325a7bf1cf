"""How Sphinx makes the pages: `make docs`. Parts of them are made by docs/reference.py while they are read."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
logging.getLogger("apache_beam").setLevel(logging.WARNING)  # which of Google's clients it lacks is no matter here

from docs.reference import fill  # noqa: E402  # the program is not always installed where its pages are made

project = "Batchwright"
(release,) = re.findall(r'^VERSION = "(.*)"', (ROOT / "setup.py").read_text("utf-8"), re.MULTILINE)
extensions = ["myst_parser"]
myst_heading_anchors = 4
exclude_patterns = ["_build"]
suppress_warnings = ["misc.highlighting_failure"]  # `…` and `{{name}}` in a block are meant

html_theme = "furo"
html_title = "Batchwright"
html_static_path = ["style.css"]
html_search_scorer = str(ROOT / "docs" / "search_order.js")
html_css_files = ["style.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}

_RECORDS = "\n```{toctree}\n:hidden:\n:glob:\n\n0*\n```\n"
"""The records of decisions are below their list; in the file itself the list is enough."""

_LOADED = re.compile(
    r"<(?:script|img|link|iframe|source)\b[^>]*?\b(?:src|href)=[\"'](?:https?:)?//|url\([\"']?https?://"
)


def setup(app: Sphinx) -> None:
    """Fill the pages as they are read, and look at them when they are written."""
    app.connect("source-read", _filled)
    app.connect("build-finished", _load_nothing)


def _filled(_: Sphinx, page: str, source: list[str]) -> None:
    source[0] = fill(source[0]) + (_RECORDS if page == "adr/README" else "")


def _load_nothing(app: Sphinx, failed: Exception | None) -> None:
    """No page loads anything from another host: they are read on trains, and in networks that let nothing out."""
    for path in [*Path(app.outdir).rglob("*.html"), *Path(app.outdir).rglob("*.css")] if failed is None else []:
        found = _LOADED.search(path.read_text("utf-8"))
        if found:
            raise ValueError(f"{path}: loads from another host: {found[0]}")
