"""The frame of every HTML page that we write, and its parts: one file that loads nothing, for screens and for paper.

Texts of models and of users are words here, and never markup: `words` escapes them, and `name` also keeps one that is
written from right to left from turning what stands around it. The policy in the head forbids the page to load anything,
and to run anything but a script of ours that it names by its digest, whatever got into it.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.page_style import COLOURS, STYLE
from pipelines.screen_text import visible


def head(title: str, *, wide: bool = False, style: str = "", script: str = "") -> str:
    """The beginning of a page, up to what stands in its middle.

    Args:
        title: As a browser's tab shows it.
        wide: It takes all the width there is, for long rows.
        style: More rules than those that all pages share.
        script: The one script that the page may run, by its digest; `foot` brings it.
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    if script:
        policy += f"; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="generator" content="batchwright"><title>{words(title)}</title>\n'
        f"<style>{STYLE}{style}</style></head>\n"
        f"<body><main{' class=wide' if wide else ''}>"
    )


FOOT = "</main></body></html>"


def foot(script: str) -> str:
    """The end of a page with a script."""
    return f"</main><script>{script}</script></body></html>"


def _digest(script: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


_NO_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}")
"""The characters that set the direction of what follows them."""


def words(text: str) -> str:
    """A text that is no markup, with its control characters replaced."""
    return html.escape(visible(text))


def name(text: str) -> str:
    """A text of somebody else's within ours; the direction that it is written in ends with it."""
    return f"<bdi>{words(text)}</bdi>"


def told(text: str) -> str:
    """A sentence of ours, in which what stands between backticks is code, and no name in it turns what follows."""
    parts = words(text.translate(_NO_TURNS)).split("`")
    if len(parts) % 2 == 0:  # somebody's name has a backtick in it
        return "`".join(parts)
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))


def key(number: int) -> str:
    """A patch of a phase's colour."""
    return f'<i class="key k{number % COLOURS}"></i>'


def section(title: str, *parts: str, is_long: bool = False) -> str:
    """A part of a page; one that `is_long` may go on on another sheet of paper."""
    return f"<section{' class=long' if is_long else ''}><h2>{words(title)}</h2>{''.join(parts)}</section>\n"


def grid(*cells: str) -> str:
    """Cells beside each other where there is room."""
    return f"<div class=grid>{''.join(f'<div>{cell}</div>' for cell in cells)}</div>"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        title: Over it, and beside each of its cells where a row is drawn as a card.
        kind: "n" for numbers, "prose" for long texts.
    """

    title: str
    kind: str = ""


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    total: Sequence[str] = (),
    stacked: bool = True,
) -> str:
    """A table whose cells are HTML already; on a phone each row is a card, or where it is not `stacked` it scrolls."""
    titles = "".join(f"<th scope=col{_class(one.kind)}>{name(one.title)}</th>" for one in columns)
    body = "".join(_row(columns, row, stacked=stacked) for row in rows)
    foot = f"<tfoot>{_row(columns, total, stacked=stacked)}</tfoot>" if total else ""
    made = (
        f"<table{' class=stack' if stacked else ''}><caption>{words(caption)}</caption>"
        f"<thead><tr>{titles}</tr></thead><tbody>{body}</tbody>{foot}</table>\n"
    )
    return made if stacked else f'<div class=scroll tabindex=0 role=group aria-label="{words(caption)}">{made}</div>'


def _row(columns: Sequence[Column], cells: Sequence[str], *, stacked: bool) -> str:
    first, *others = cells
    made = [f"<th scope=row>{first}</th>"]
    for column, cell in zip(columns[1:], others, strict=True):
        beside = f' data-is="{words(column.title)}"' if stacked else ""
        made.append(f"<td{_class(column.kind)}{beside}>{cell}</td>")
    return f"<tr>{''.join(made)}</tr>\n"


def _class(kind: str) -> str:
    return f" class={kind}" if kind else ""
