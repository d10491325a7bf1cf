"""Where a text is cut: within its bytes, where a reader would stop, and never through a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.cutting import NEAR, cut, is_boundary

WORDS = "The mill at Lode grinds. " * 40
SIGNS = {
    "accent": "e\u0301",
    "accents": "o\u0302\u0301",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "hand": "\U0001f44b\U0001f3fd",
    "heart": "\u2764\ufe0f",
    "flag": "\U0001f1e9\U0001f1ea",
    "Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "line": "\r\n",
    "jamo": "\u1112\u1161\u11ab",
    "half jamo": "\ud558\u11ab",
    "conjunct": "\u0915\u094d\u0937\u093f",
    "key": "1\ufe0f\u20e3",
}


@pytest.mark.parametrize(
    ("text", "kept", "end"),
    [
        (f"{'x' * 95}.\n\nNext", 100, f"{'x' * 95}."),
        (f"{'x' * 90}. Then\n\n{'y' * 20}", 100, f"{'x' * 90}. Then"),
        (f"{'x' * 95}. Next one", 100, f"{'x' * 95}."),
        (f"{'x' * 99}. Next", 100, f"{'x' * 99}."),
        (f"{'x' * 100}. Next", 101, f"{'x' * 100}."),
        (f'{"x" * 90}!" she said', 98, f'{"x" * 90}!"'),
        (f"{'x' * 93}\nline", 97, f"{'x' * 93}"),
        (f"{'x' * 93} word more", 100, f"{'x' * 93} word"),
        (f"{'x' * 96} word", 100, f"{'x' * 96}"),
        (f"{'x' * 50}. {'y' * 80}", 100, f"{'x' * 50}. {'y' * 48}"),
        ("水車は粉を挽く。" * 20, 250, "水車は粉を挽く。" * 10),
        ("水車" * 60, 100, "水車" * 16 + "水"),
        ("   \n\n" + "x" * 200, 100, "   \n\n" + "x" * 95),
        ("x", 0, ""),
    ],
)
def test_a_text_ends_where_a_reader_would_stop(text: str, kept: int, end: str) -> None:
    """After a paragraph, else a sentence or a line, else a word, if one ends in the last tenth."""
    assert cut(text, kept) == end


@pytest.mark.parametrize("sign", SIGNS.values(), ids=list(SIGNS))
@pytest.mark.parametrize("before", ["", "ab", "\U0001f1eb\U0001f1f7"])
def test_no_sign_is_parted(sign: str, before: str) -> None:
    """Whatever number of bytes is allowed: a sign of several characters is kept whole or not at all."""
    text = before + sign * 3
    allowed = {(before + sign * n).rstrip() for n in range(4)} | {before[:n] for n in range(len(before)) if n != 1}
    allowed |= {text, before[:1] if before == "ab" else ""}
    for size in range(len(text.encode()) + 1):
        assert cut(text, size) in allowed, size


@given(st.text(max_size=200), st.integers(0, 600))
def test_what_is_kept_is_the_text_s_beginning(text: str, size: int) -> None:
    """Within the bytes, ending at a boundary, and all of it where it fits."""
    kept = cut(text, size)
    assert text.startswith(kept)
    assert len(kept.encode()) <= size
    assert (kept == text) or len(text.encode()) > size
    assert kept == text or is_boundary(text, len(kept)) or text[len(kept)].isspace()


@given(st.integers(30, 900))
def test_little_is_given_up_for_a_better_place(size: int) -> None:
    """At most a tenth, and the spaces at the end."""
    assert len(cut(WORDS, size)) >= int((1 - NEAR) * size) - 1


@pytest.mark.parametrize(
    "text", [" " * 300_000, "\n" * 300_000, "\u0301" * 300_000, "\U0001f1e9" * 300_000, "." * 300_000]
)
def test_a_text_of_one_sign_takes_no_time(text: str) -> None:
    """However long: no pattern goes over it twice."""
    assert len(cut(text, 299_999)) < 300_000
