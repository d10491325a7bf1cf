"""What a page's text layer is worth, judged without a dictionary, in any script."""

from __future__ import annotations

import inspect
import random

import pytest

from orchestrator.documents import layer
from orchestrator.documents.layer import Layer, layer_of

ENGLISH = "The harbour master wrote down every ship that came in that winter, and what it carried. " * 4
GOOD = {
    "english": ENGLISH,
    "russian": "Начальник порта записывал каждое судно, которое приходило той зимой, и всё, что оно везло. " * 4,
    "japanese": "港長はその冬に入港したすべての船とその積み荷を書き留めた。" * 8,
    "korean": "항만장은 그 겨울에 들어온 모든 배와 화물을 dpkg rpm tgz 로 기록했다. " * 6,
    "vietnamese": "Thuyền trưởng đã ghi lại mọi con tàu cập bến mùa đông ấy và hàng hóa của nó. " * 4,
    "polish": "Kapitan portu zapisywał każdy statek, który przypłynął tej zimy, źdźbło po źdźble. " * 4,
    "hebrew": "רב החובל רשם כל אונייה שהגיעה באותו חורף ואת מטענה. " * 6,
    "numbers": "12.50 13.75 1,204.00 -3.25 (17) 98% 2026-11-29 11:17\n" * 10,
    "code": inspect.getsource(layer),
    "formulae": "y = Xb + Zu + e, e ~ N(0, s2 I), u ~ N(0, S(t)) => L(b, t | y) = p(y | b, t) (1) " * 3,
    "contents": "Chapter one . . . . . . . . . . . . . . . . . 1\nChapter two ................................. 20\n"
    * 8,
    "a title": "Annual report 2026",
    "bullets": "• bread\n• butter\n• candles for the long nights\n• oil\n",
}
POOR = {
    "dingbats": "❚❤❡ ♠❡t❤♦❞s ✐♥ t❤❡ ❧♠❡✹ ♣❛❝❦❛❣❡ ❢♦r ❘ ❢♦r ✜tt✐♥❣ ❧✐♥❡❛r ♠✐①❡❞ ♠♦❞❡❧s",
    "a font's own signs": "\ue001\ue002\ue003 \ue004\ue005 \ue006\ue007\ue008\ue009",
    "codes without a map": "".join(chr(ord(sign) - 29) for sign in ENGLISH if sign.isalpha() or sign == " "),
    "replacements": "T\ufffde h\ufffdrb\ufffdur m\ufffdst\ufffdr wr\ufffdte d\ufffdwn \ufffd\ufffd\ufffd",
    "mojibake": ("Начальник порта записывал каждое судно. " * 3).encode("cp1251").decode("latin-1"),
    "letters for others": ENGLISH.translate(str.maketrans("aeiouy", "bcdfgh")),
}


def no_picture() -> bool:
    """Nothing but text is on the page."""
    return False


def a_picture() -> bool:
    """A picture covers the page."""
    return True


@pytest.mark.parametrize("name", GOOD)
def test_no_good_page_is_called_poor(name: str) -> None:
    """Whatever script, table, code or list a page holds, its layer is used, and nothing is recognised."""
    assert layer_of(GOOD[name], no_picture) is Layer.USABLE


@pytest.mark.parametrize("name", POOR)
def test_signs_that_stand_for_no_letters_are_poor(name: str) -> None:
    """A layer that nobody can read is known for one, with a picture on the page or without."""
    assert layer_of(POOR[name], no_picture) is Layer.POOR


def test_a_page_without_letters_has_no_layer() -> None:
    """Nothing, spaces and marks alone are no text."""
    assert {layer_of(text, no_picture) for text in ("", " \n ", "- — •\n.")} == {Layer.NONE}


def test_few_words_over_a_picture_may_not_be_all() -> None:
    """A stamp on a scan says less than the page; the same words without a picture are a title page."""
    stamp = "Downloaded from an archive on 29 November 2026"
    assert layer_of(stamp, a_picture) is Layer.SPARSE
    assert layer_of(stamp, no_picture) is Layer.USABLE


def test_words_that_are_torn_over_a_picture_were_recognised_badly() -> None:
    """Half of the words torn into letters, as bad recognition leaves them; a text without a picture is what it is."""
    chosen = random.Random(1)  # noqa: S311  # the same ones every time
    torn = " ".join(" ".join(word) if chosen.random() < 0.3 else word for word in ENGLISH.split())
    assert layer_of(torn, a_picture) is Layer.POOR
    assert layer_of(torn, no_picture) is Layer.USABLE
    assert layer_of(ENGLISH, a_picture) is Layer.USABLE
