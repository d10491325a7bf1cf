"""The conversation about a page that a model reads, and what its text is worth beside the page's layer."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from orchestrator import sights
from orchestrator.analyzer import needed_tokens, said_tokens
from orchestrator.chain_state import Ask
from orchestrator.documents.base import NOTHING, Sight, UnreadableError
from orchestrator.documents.picture import Picture
from orchestrator.documents.png import png
from orchestrator.documents.pool import ReadText
from orchestrator.errors import FailureClass
from orchestrator.image_tokens import image_tokens, most_image_tokens, size_for
from orchestrator.providers.registry import make_provider
from orchestrator.request import request_digest
from orchestrator.sights import MAX_TOKENS, WIDE_TOKENS, PageToRead, Reading
from state.file_records import PageRead, dump_pages, load_pages, page_texts
from state.provider_settings import NetworkSettings
from state.records import ZERO, Answer, Role, Usage
from tests.fakes.scans import image_of
from tests.golden import assert_golden

MODEL = "openai/gpt-6-luna"
PLAN = sights.ocr_plan(MODEL)
PAGE = PageToRead("letters.pdf", "ab" * 32, 3, Sight(1_054, 1_490, 0, NOTHING))


def wanted(reading: Reading) -> Ask:
    """What is asked now."""
    assert reading.want is not None
    return reading.want


def answer(reading: Reading, text: str, finish: str = "stop") -> Reading:
    """The conversation after an answer."""
    digest = wanted(reading).digest
    return sights.answered(reading, Answer(digest, MODEL, MODEL, text, finish, Usage(1, 1), ZERO, "call_1"))


def test_a_page_is_asked_about_until_its_text_is_there() -> None:
    """Its text is what was answered; a mark that nothing is on it is no text."""
    begun = sights.begin(PLAN, (), PAGE)
    ask = wanted(begun)
    assert (ask.role, ask.attempt, ask.candidates, ask.request.max_tokens) == (Role.OCR, 1, (MODEL,), MAX_TOKENS)
    assert ask.digest == ask.root_digest
    done = answer(begun, " Dear Sir,\n")
    assert (done.want, done.text, done.failed) == (None, "Dear Sir,", None)
    assert answer(begun, "[no text]").text == ""


def test_one_that_is_cut_is_asked_about_once_more() -> None:
    """With more room, as another request of the same root; cut again, or declined, it fails and says which page."""
    wide = answer(sights.begin(PLAN, (), PAGE), "Dear S", "length")
    ask = wanted(wide)
    assert (ask.attempt, ask.request.max_tokens) == (2, WIDE_TOKENS)
    assert ask.digest != ask.root_digest == wanted(sights.begin(PLAN, (), PAGE)).digest
    for finish, failure in (("length", FailureClass.TRUNCATED), ("declined", FailureClass.DECLINED)):
        told = answer(wide, "Dear S", finish).failed
        assert told is not None
        assert (told.ok, told.phase, told.error_class, told.root_digest) == (False, 0, failure, ask.root_digest)
        assert (told.error_message or "").startswith(f"page 3 of letters.pdf could not be read by {MODEL}: the ")


def test_a_retry_asks_for_the_same_page_by_another_request() -> None:
    """Of another generation, and the same root, by which the retry is known."""
    begun = sights.begin(PLAN, (), PAGE)
    again = wanted(sights.renewed(answer(begun, "", "length"), 1))
    assert again.root_digest == wanted(begun).digest != again.digest
    assert (again.generation, again.attempt) == (1, 1)


def test_a_request_is_known_by_the_file_the_page_and_the_bounds() -> None:
    """Neither by how the file is called, nor by what its image turned out to be; no release changes its digest."""
    digest = wanted(sights.begin(PLAN, (), PAGE)).digest
    same = replace(PAGE, file="other.pdf", sight=Sight(9, 9, 9, "text layer, poor"))
    assert wanted(sights.begin(PLAN, (), same)).digest == digest
    shown = wanted(sights.begin(PLAN, (), PAGE)).request.showing("AAAA")
    assert request_digest(shown) == digest
    others = [
        wanted(sights.begin(*of)).digest
        for of in (
            (PLAN, (), replace(PAGE, number=4)),
            (PLAN, (), replace(PAGE, digest="cd" * 32)),
            (PLAN, ("deu",), PAGE),
            (replace(PLAN, pixels=1), (), PAGE),
        )
    ]
    assert len({digest, *others}) == 5
    assert_golden("ocr_request", {"prompt": PLAN.prompt_version, "digest": digest})


def test_pages_are_put_into_the_text_where_they_stand() -> None:
    """What comes to fewer letters than the layer asks for is not believed, and that is said."""
    found = {2: Sight(1, 1, 0, NOTHING), 3: Sight(1, 1, 8, "text layer, sparse"), 4: Sight(1, 1, 8, "text layer, poor")}
    pages = [PageRead(1, 0, "text layer"), PageRead(2, 5, NOTHING), PageRead(3, 7, "text layer, sparse"),
             PageRead(4, 14, "text layer, poor")]  # fmt: skip
    read = ReadText("pdf2/model1:ab", "First\n\nstamp\n\nn01se", dump_pages(pages), sights=found)
    whole = sights.put_together(read, {2: "Second", 3: "No.", 4: "The fourth page"}, MODEL)
    kept = load_pages(whole.pages)
    assert page_texts(whole.text, kept) == ["First", "Second", "stamp", "The fourth page"]
    assert [page.how for page in kept] == ["text layer", MODEL, f"text layer, sparse: {MODEL} found no more", MODEL]
    assert (whole.key, dict(whole.sights)) == (read.key, {})
    empty = ReadText("k:ab", "", dump_pages([PageRead(1, 0, NOTHING)]), sights={1: Sight(1, 1, 0, NOTHING)})
    with pytest.raises(UnreadableError, match="has no text: openai/gpt-6-luna found none in its 1 page"):
        sights.put_together(empty, {1: ""}, MODEL)


@pytest.mark.parametrize(
    ("model", "size", "tokens"),
    [
        ("anthropic/claude-haiku-5-5", (200, 200), 54),  # as the guide "Vision" has them
        ("anthropic/claude-haiku-5-5", (1_000, 1_000), 1_334),
        ("openai/gpt-4o", (1_024, 1_024), 765),  # as the guide "Calculating costs" has them
        ("openai/gpt-4o", (2_048, 4_096), 1_105),
        ("openai/gpt-5", (1_024, 1_024), 630),
        ("openai/gpt-5-mini", (1_024, 1_024), 1_659),
        ("openai/gpt-6-luna", (1_024, 1_024), 1_024),
        ("openai/gpt-6-luna", (4_096, 4_096), 1_536),
        ("mine/qwen-vl", (1_024, 1_024), 1_433),
    ],
)
def test_an_image_is_reckoned_by_its_providers_formula(model: str, size: tuple[int, int], tokens: int) -> None:
    """And what is reserved for it is never less."""
    assert image_tokens(model, *size) == tokens
    assert most_image_tokens(model, *size) >= tokens


@pytest.mark.parametrize("model", [MODEL, "openai/gpt-4o-mini", "anthropic/claude-haiku-5-5"])
def test_an_images_tokens_are_counted_and_its_bytes_are_not(model: str) -> None:
    """In what a request needs of a window and what is reserved for it, whether its bytes are there by then or not."""
    name, _, of = model.partition("/")
    provider = make_provider(name, (), {}, NetworkSettings())
    request = wanted(sights.begin(sights.ocr_plan(model), (), PAGE)).request
    (image,) = request.images
    text = replace(request, messages=tuple(replace(one, image=None) for one in request.messages))
    assert said_tokens(request) == said_tokens(text) + image.tokens
    assert needed_tokens(request) > MAX_TOKENS + image.tokens
    bound = provider.input_tokens_bound(request)
    assert bound >= said_tokens(text) + image.most_tokens
    assert provider.input_tokens_bound(request.showing("A" * 1_000_000)) == bound
    assert of


def test_a_size_is_one_that_the_provider_does_not_make_smaller() -> None:
    """Anthropic's is smaller than what others take; a page of A4 has a good hundred dots an inch in either."""
    sizes = {model: size_for(model) for model in ("anthropic/any", MODEL, "mine/sees")}
    assert sizes["anthropic/any"].pixels < sizes[MODEL].pixels == sizes["mine/sees"].pixels
    assert all((size.pixels / (8.27 * 11.69)) ** 0.5 > 105 for size in sizes.values())


@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40))))
def test_an_image_is_the_same_when_it_is_read_again(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> None:
    """By a reader that is none of ours."""
    with Image.open(io.BytesIO(png(Picture(pixels, 100.0)))) as image:
        assert (image.format, image.mode) == ("PNG", "L")
        assert np.array_equal(np.asarray(image), pixels)


def test_a_page_of_text_is_a_small_image() -> None:
    """So that a call that carries one is soon sent."""
    page = image_of("The sea was calm that morning, and the harbour master wrote nothing down. " * 40, dpi=127)
    assert len(png(Picture(page, 127.0))) < page.size / 50
