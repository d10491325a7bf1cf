"""The numbers of a text by their values, however a language writes them.

"1,234.5" "1.234,5" "1 234,5" "1’234.5"   one value
"1,234" "1.234"                           either of two: where a mark may be both, both readings count
"1.5 million" "150万" "1 500 000"          one value
"15:30" "3:30 pm", "19th" "XIX", "1980s" "80er"   likewise
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_THIN = "\u00a0\u2007\u2009\u202f "
_GROUPED = rf"\d{{1,3}}(?:([,.'’{_THIN}\u066c])\d{{3}})(?:\1\d{{3}}){{0,8}}(?!\d)(?:[.,\u066b]\d{{1,30}})?(?!\d)"
_INDIAN = r"\d{1,2}(?:,\d{2}){1,6},\d{3}(?:\.\d{1,30})?(?!\d)"
_DATE = r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}([./-])\d{1,2}\2\d{2}(?:\d{2})?(?!\d)"
_TIME = r"[0-2]?\d[:.h][0-5]\d(?![\d.,:])"
_TOKEN = re.compile(
    rf"(?<!\d)(?=\d)(?:(?P<date>{_DATE})|(?P<time>{_TIME})|(?P<indian>{_INDIAN})|(?P<grouped>{_GROUPED})"
    r"|(?P<plain>\d+(?:[.,\u066b]\d+)?(?![.,]?\d)|\d+))",
)
_SPLIT = re.compile(r"\d+")
_BROKEN = re.compile(r"(?<!\d)\d{1,12}-[^\S\n]{0,8}\n\s{0,8}\d")
_ROMAN = re.compile(r"\b(?:[IVXLC]{2,7}|[VX])(?=\b|[eè])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HAN = re.compile(r"[〇零一二三四五六七八九十百千两兩]{1,9}")
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}

_SCALES = (
    (r"(?:thousand|tausend|tsd\b|mille?\b|mil\b|mila\b|duizend|tusen|тыс|tys\b|k\b|千|천)", (3,)),
    (r"(?:mil mill|mil milh)", (9,)),
    (r"(?:milliard|miliard|miljard|mrd\b|млрд|bn\b)", (9,)),
    (r"(?:billion|billón|billon|bilhõ|bilhã|bilió|bilion|biljo|трлн)", (9, 12)),
    (r"(?:trillion|trilhõ|trilli|trilió)", (12, 18)),
    (r"(?:million|millón|millon|milhõ|milhã|milion|milió|miljo|mio\b|mln\b|млн|миллион|m\b)", (6,)),
    (r"(?:lakh|लाख)", (5,)),
    (r"(?:crore|करोड़)", (7,)),
    (r"(?:十[万萬])", (5,)),
    (r"(?:百[万萬])", (6,)),
    (r"(?:千[万萬])", (7,)),
    (r"(?:[万萬만])", (4,)),
    (r"(?:[亿億억])", (8,)),
    (r"(?:兆|조)", (12,)),
)
_SCALE = re.compile(
    r"[\s\u00a0-]?(?:" + "|".join(f"(?P<s{n}>{words})" for n, (words, _) in enumerate(_SCALES)) + ")", re.IGNORECASE
)
_SECOND = re.compile(r"(\d[\d,]{0,8})([万萬만])?")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_HOUR = re.compile(r"\s?(?:[ap]\.?\s?m\b|uhr\b|h\b|o['’]clock|時|时|点|點|시)", re.IGNORECASE)
_CENTURY = re.compile(r"-?(?:tal|luku)")
_DECADE = re.compile(r"['’]?(?:s|er|ern)\b")

MAX_DIGITS = 400
"""Of a longer row of digits the rest says nothing more."""

FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅛": "1/8"}
_FRACTION = re.compile(f"[{''.join(FRACTIONS)}]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a text.

    Args:
        written: As it stands there.
        values: What it may mean.
        parts: What may stand in its place: the numbers of a time, or of a list that looks like one number.
        optional: A translation may say it in words, or a cleanup mend it: nobody can tell whether it is missing.
    """

    written: str
    values: frozenset[Decimal]
    parts: tuple[str, ...] = ()
    optional: bool = False


def whole(digits: str) -> Figure:
    """The number of a row of digits."""
    return Figure(digits, frozenset((Decimal(digits[:MAX_DIGITS]),)))


def unlike(content: str, output: str) -> tuple[list[Figure], list[Figure]]:
    """The numbers of either text, without those that both write alike."""
    ours, theirs = ascii_digits(content), ascii_digits(output)
    tokens, others = list(_TOKEN.finditer(ours)), list(_TOKEN.finditer(theirs))
    written, there = [token[0] for token in tokens], [token[0] for token in others]
    alike = Counter(written) & Counter(there)
    return _figures(ours, tokens, written, alike.copy()), _figures(theirs, others, there, alike)


def _figures(text: str, tokens: list[re.Match[str]], written: list[str], alike: Counter[str]) -> list[Figure]:
    broken = {match.end() - 1 for match in _BROKEN.finditer(text)} | {match.start() for match in _BROKEN.finditer(text)}
    found: list[Figure] = []
    for token, word in zip(tokens, written, strict=True):
        if alike[word] > 0:
            alike[word] -= 1
        else:
            found.extend(_figures_of(token, text, doubtful=token.start() in broken))
    return found


def ascii_digits(text: str) -> str:
    """The text with the digits of all scripts as 0-9, fractions written out."""
    if text.isascii():
        return text
    wide = {char for char in set(text) if char > "\x7f" and char.isdecimal()}
    table = {ord(char): str(unicodedata.digit(char)) for char in wide}
    return _FRACTION.sub(lambda match: f" {FRACTIONS[match[0]]} ", text.translate(table) if table else text)


def words_as_figures(text: str) -> Iterator[Figure]:
    """Numbers that a text writes with letters which are digits too: Roman and Chinese ones."""
    for match in _ROMAN.finditer(text):
        value = _roman(match[0])
        if value is not None:
            yield Figure(match[0], frozenset((Decimal(value),)))
    if not text.isascii():
        for match in _HAN.finditer(text):
            yield Figure(match[0], frozenset((Decimal(_han(match[0])),)))


def _figures_of(token: re.Match[str], text: str, *, doubtful: bool) -> Iterator[Figure]:
    written, end = token[0], token.end()
    if token["date"]:
        yield from _date(written)
    elif token["time"]:
        yield _time(written)
    else:
        values = set(_values(written, grouped=bool(token["grouped"] or token["indian"])))
        before = text[token.start() - 1] if token.start() else " "
        optional = doubtful or (before.isalpha() and len(written) == 1)
        values |= set(_scaled(values, text, end))
        after = text[end : end + 9]
        if len(written) <= 2 and written.isdigit():
            number = int(written)
            if number <= 24 and _HOUR.match(after):
                values |= {Decimal(n) for n in (number + 12, number - 12) if 0 <= n <= 24}
            if _ORDINAL.match(after):
                optional = optional or number <= 12
                values.add(Decimal((number - 1) * 100))
        elif len(written) == 4 and written.isdigit():
            if _DECADE.match(after):
                values.add(Decimal(int(written) % 100))
            if _CENTURY.match(after):
                values.add(Decimal(int(written) // 100 + 1))
        pieces = tuple(_SPLIT.findall(written)) if not written.isdigit() else ()
        parts = pieces if len(pieces) > 1 else ()
        if len(pieces) == 2 and "." in written and after[:1] == "." and len(pieces[1]) <= 2 and int(pieces[1]) <= 12:
            parts = parts[:1]  # "5.10." is the fifth of a month that may be a word
        yield Figure(written, frozenset(values), parts, optional)


def _values(written: str, *, grouped: bool) -> Iterator[Decimal]:
    """What a number with marks in it may mean."""
    marks = [char for char in written if not char.isdigit()]
    digits = re.sub(r"\D", "", written)
    if not marks:
        yield Decimal(digits[:MAX_DIGITS])
        return
    decimals = len(re.split(r"\D", written)[-1])
    last_differs = len(marks) > 1 and marks[-1] != marks[0]
    if grouped and not last_differs:
        yield Decimal(digits)
    if last_differs or (len(marks) == 1 and marks[0] in ".,\u066b"):
        yield Decimal(digits[:MAX_DIGITS]).scaleb(-decimals if len(digits) <= MAX_DIGITS else 0)


def _scaled(values: set[Decimal], text: str, end: int) -> Iterator[Decimal]:
    """The values times the scale that follows, as "million" does; with a second part, as in 3億2000万."""
    scale = _SCALE.match(text, end)
    if scale is None or scale.lastgroup is None:
        return
    powers = _SCALES[int(scale.lastgroup[1:])][1]
    scaled = [value.scaleb(power) for value in values for power in powers]
    yield from scaled
    rest = _SECOND.match(text, scale.end())
    if rest is not None and scale[0].strip() in "亿億억万萬만":
        more = Decimal(rest[1].replace(",", "")).scaleb(4 if rest[2] else 0)
        yield from (value + more for value in scaled)


def _date(written: str) -> Iterator[Figure]:
    """The numbers of a date; its month may be a word elsewhere."""
    numbers = _SPLIT.findall(written)
    at = [1] if len(numbers[0]) == 4 else [n for n in (0, 1) if int(numbers[n]) <= 12]
    for n, number in enumerate(numbers):
        yield Figure(number, frozenset((Decimal(number),)), optional=n in at)


def _time(written: str) -> Figure:
    hour, minute = (int(part) for part in _SPLIT.findall(written))
    hours = {hour % 24, (hour + 12) % 24} | ({24} if hour in (0, 12, 24) else set())
    values = {_clock(h, minute) for h in hours}
    if "." in written:
        values |= {Decimal(written)}
    return Figure(written, frozenset(values), (str(hour), str(minute)))


def _clock(hour: int, minute: int) -> Decimal:
    # A time of day is a value of its own kind, which no number has.
    return Decimal(-(hour * 60 + minute + 1))


def _roman(written: str) -> int | None:
    values = [_ROMAN_VALUES[char] for char in written]
    total = sum(-v if any(v < later for later in values[n + 1 : n + 2]) else v for n, v in enumerate(values))
    return total if 0 < total < 100 else None


def _han(written: str) -> int:
    if not any(char in _HAN_TENS for char in written):
        return int("".join(str(_HAN_DIGITS[char]) for char in written))
    total, digit = 0, 0
    for char in written:
        if char in _HAN_TENS:
            total += (digit or 1) * _HAN_TENS[char]
            digit = 0
        else:
            digit = _HAN_DIGITS[char]
    return total + digit
