"""Reading order: the text of a page as people read it, whatever its columns, headers, hyphens and order in the file."""

from __future__ import annotations

import random

import pytest

from orchestrator.documents.base import TEXT_LAYER, UnreadableError, joined
from orchestrator.documents.image_reader import NoImageReader
from orchestrator.documents.layout import Piece, in_order
from orchestrator.documents.page_texts import Page
from orchestrator.documents.paragraphs import line_text, paragraphs, words_of
from orchestrator.documents.pdf import read_pdf
from tests.fakes.pdfs import Placed, column, form, pdf

NO_READER = NoImageReader("no images here")
WORDS = [
    "harbour", "lantern", "winter", "captain", "measure", "quarter", "village", "orchard", "silence", "gravel",
    "thunder", "meadow", "copper", "saddle", "window", "barley", "timber", "ribbon", "candle", "pepper",
    "anchor", "basket", "feather", "garden", "hammer", "island", "jacket", "kettle",
]  # fmt: skip


def prose(seed: int, words: int, *, paragraphs: int = 3) -> str:
    """Words in an order that no other seed has, so that each place of it is known again."""
    chosen = random.Random(seed)  # noqa: S311  # the same ones every time
    made = []
    for _ in range(paragraphs):
        some = " ".join(chosen.choice(WORDS) for _ in range(words // paragraphs))
        made.append(f"{some.capitalize()}.")
    return "\n\n".join(made)


def text_of(*pages: list[Placed]) -> str:
    """What is read on these pages."""
    return joined(list(read_pdf(pdf(pages), lambda: None, NO_READER)))[0]


def across(texts: list[str], *, gap: float = 24.0, top: float = 700.0) -> list[Placed]:
    """Columns side by side."""
    width = (475 - gap * (len(texts) - 1)) / len(texts)
    return [
        piece
        for index, text in enumerate(texts)
        for piece in column(text, 60 + index * (width + gap), top, width=width)
    ]


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("shuffled", [False, True])
def test_columns_are_read_one_after_the_other(columns: int, shuffled: bool) -> None:
    """Whatever their order in the file: the title, the first column to its end, the next, and what lies under all."""
    texts = [prose(seed, 120 // columns + 60) for seed in range(columns)]
    title, note = "A title over all of the columns of this page, and of no other one", prose(99, 40, paragraphs=1)
    page = [(60.0, 760.0, title), *across(texts), *column(note, 60, 120, width=475)]
    if shuffled:
        page = sorted(page, key=lambda placed: (-placed[1], placed[0]))  # row by row, as some programs write
    assert text_of(page).split() == " ".join([title, *texts, note]).split()


def test_a_wide_figure_parts_the_columns_above_it_from_those_below() -> None:
    """Both columns above a caption over all are read before it, and both below it after."""
    above, below = [prose(seed, 60) for seed in (1, 2)], [prose(seed, 60) for seed in (3, 4)]
    caption = "Figure 1: the caption of a figure that is as wide as both columns and stands in between"
    page = [*across(above, top=760), (60.0, 500.0, caption), *across(below, top=440)]
    assert text_of(page).split() == " ".join([*above, caption, *below]).split()


def test_a_table_is_read_row_by_row() -> None:
    """Cells are short, and belong to their row."""
    rows = [
        ("Oslo", "12", "3.4"),
        ("Bergen", "7", "1.2"),
        ("Tromsø", "4", "0.9"),
        ("Hamar", "3", "0.2"),
        ("Moss", "1", "0"),
    ]
    page = [(60.0 + 150 * place, 700.0 - 14 * n, cell) for n, row in enumerate(rows) for place, cell in enumerate(row)]
    assert text_of(page).split() == [cell for row in rows for cell in row]


def test_paragraphs_are_kept_apart_by_space_and_by_indent() -> None:
    """A blank line ends a paragraph, and so does a line that is set in."""
    text = prose(7, 120)
    assert text_of(column(text, 60, 780, width=300)).split("\n\n") == text.split("\n\n")
    assert text_of(column(text, 60, 780, width=300, indent=15)).split("\n\n") == text.split("\n\n")


def test_what_was_typed_into_a_form_is_read() -> None:
    """It stands beside the page's own text, and is a part of what one reads."""
    read = joined(list(read_pdf(form("Name of the ship", "Fram, of Larvik"), lambda: None, NO_READER)))[0]
    assert read.split() == ["Name", "of", "the", "ship", "Fram,", "of", "Larvik"]


def test_headers_and_footers_are_left_out() -> None:
    """What comes again at the edges of pages, but for its numbers, is no text; what stands there once is."""
    texts = [prose(seed, 60) for seed in range(5)]
    pages = [
        [(60.0, 810.0, f"Journal of Harbours {12 + n}"), *column(text, 60, 760, width=475), (290.0, 30.0, f"{n + 1}")]
        for n, text in enumerate(texts)
    ]
    pages[0].append((60.0, 50.0, "A note under the first page alone."))
    read = text_of(*pages)
    assert "Journal" not in read
    assert read.split() == " ".join([texts[0], "A note under the first page alone.", *texts[1:]]).split()


def test_pages_that_are_all_alike_are_no_headers() -> None:
    """A form of one line a page keeps it."""
    assert text_of(*([(60.0, 700.0, "To be filled in.")] for _ in range(4))).split("\n\n") == ["To be filled in."] * 4


def lines(*texts: str) -> list[tuple[Piece, ...]]:
    """Lines of one block."""
    return [(Piece(text, 0.0, 100.0 - 12 * n, 200.0, 110.0 - 12 * n, 10.0),) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("the har-", "bour lay"), "the harbour lay"),
        (("a well-", "known one, as well-known as any"), "a well-known one, as well-known as any"),
        (("the North-", "South line"), "the North-South line"),
        (("the har\u00ad", "bour lay"), "the harbour lay"),
        (("the har\u0002", "bour lay"), "the harbour lay"),
        (("neue Hard-", "und Software"), "neue Hard- und Software"),
        (("many pre-", "and suffixes"), "many pre- and suffixes"),
        (("the may-", "or of the town; a mayor"), "the mayor of the town; a mayor"),
        (("from 1990-", "1995 on"), "from 1990- 1995 on"),
        (("これは日本", "語です"), "これは日本語です"),
        (("한국어 문장", "입니다"), "한국어 문장 입니다"),
        (("Это пере-", "нос слова"), "Это перенос слова"),
    ],
)
def test_lines_become_words_again(texts: tuple[str, ...], whole: str) -> None:
    """Hyphens of a line's end go, others stay; letters that need no space between them get none."""
    assert paragraphs(lines(*texts), words_of(texts)) == [whole]


def test_ligatures_are_letters() -> None:
    """Signs for two letters are those letters."""
    from orchestrator.documents.paragraphs import plain

    assert plain("ﬁnd the eﬃcient\u00a0ﬂow") == "find the efficient flow"


def test_signs_without_letters_are_no_text() -> None:
    """A font without a map of its signs fails the file, and is not passed on as noise."""
    from orchestrator.documents.pdf import _see_letters

    with pytest.raises(UnreadableError, match="its fonts have no map"):
        _see_letters([Page([Piece("\ue001\ue002\ue003 \ue004", 0, 0, 9, 9, 9)], TEXT_LAYER)], NO_READER)


def test_pieces_of_a_line_stay_on_it() -> None:
    """A number behind a wide space is on its line, as in a list of contents."""
    pieces = [Piece("Chapter one", 60, 700, 120, 710, 10), Piece("12", 500, 700, 510, 710, 10)]
    assert [[line_text(line) for line in block] for block in in_order(pieces)] == [["Chapter one 12"]]


def test_a_page_says_what_its_text_comes_from() -> None:
    """By its text layer."""
    (part,) = read_pdf(pdf([[(60.0, 700.0, "Words.")]]), lambda: None, NO_READER)
    assert (part.number, part.text, part.how) == (1, "Words.", TEXT_LAYER)
