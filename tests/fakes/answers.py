"""What the loopback provider answers: made of the input's words, and decided by the request's digest alone."""

from __future__ import annotations

import base64
import math
import random
import re
import zlib
from array import array
from collections.abc import Sequence

import orjson

from tests.fakes.behaviour import Json, Rule
from tests.fakes.dialects import Asked

LONE_SURROGATE = "\ue0d8"
"""Stands for a lone surrogate until the JSON is written: no encoder would let the real one through."""

_WORD = re.compile(r"\w+")
_READ_CHARS = 8_000
_MAX_WORDS = 40
_MAX_DEPTH = 6


def words_of(text: str) -> list[str]:
    """The words of a text's beginning, at least one."""
    return _WORD.findall(text[:_READ_CHARS]) or ["nothing"]


def summary(words: Sequence[str], rng: random.Random) -> str:
    """About a quarter of the words, in their order, at most 40."""
    count = max(1, min(_MAX_WORDS, len(words) // 4))
    return " ".join(words[index] for index in sorted(rng.sample(range(len(words)), count)))


class SchemaAnswer:
    """Makes a value that a JSON schema allows.

    Knows object, array, string, number, integer, boolean, null, enum, const, $ref, anyOf, oneOf, allOf, the bounds of
    numbers, lengths and items, and the formats date, date-time, time, email, uri and uuid. Not: pattern.

    Args:
        root: The whole schema, for its definitions.
        words: What strings are made of.
        rng: Seeded by the digest.
        score: Value of every integer property named score; 7 to 10 if None.
        poison: Added to the first free string.
    """

    def __init__(
        self, root: dict[str, Json], words: Sequence[str], rng: random.Random, *, score: int | None, poison: str = ""
    ) -> None:
        self._root = root
        self._words = words
        self._rng = rng
        self._score = score
        self._poison = poison

    def make(self) -> Json:
        """The value."""
        return self._value(self._root, "", 0)

    def _value(self, schema: Json, name: str, depth: int) -> Json:
        plain = self._resolve(schema)
        if "const" in plain:
            return plain["const"]
        choices = plain.get("enum")
        if isinstance(choices, list) and choices:
            return self._rng.choice(choices)
        kind = plain.get("type")
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), "null")
        if kind == "object" or (kind is None and "properties" in plain):
            return self._object(plain, depth)
        if kind == "array":
            return self._array(plain, name, depth)
        if kind == "integer":
            return self._integer(plain, name)
        if kind == "number":
            low, high = _bounds(plain, 0.0, 1.0)
            return min(high, max(low, round(self._rng.uniform(low, high), 3)))
        if kind == "boolean":
            return self._rng.random() < 0.5
        return None if kind == "null" else self._string(plain)

    def _resolve(self, schema: Json) -> dict[str, Json]:
        """The schema with references, alternatives (the first that is not null) and allOf folded in."""
        plain = dict(schema) if isinstance(schema, dict) else {}
        for _ in range(20):
            if isinstance(ref := plain.pop("$ref", None), str):
                plain = {**self._definition(ref), **plain}
            elif isinstance(options := plain.pop("anyOf", None) or plain.pop("oneOf", None), list):
                real = [one for one in options if isinstance(one, dict) and one.get("type") != "null"]
                plain = {**plain, **(real[0] if real else {"type": "null"})}
            elif isinstance(parts := plain.pop("allOf", None), list):
                for part in parts:
                    plain = {**plain, **(part if isinstance(part, dict) else {})}
            else:
                break
        return plain

    def _definition(self, ref: str) -> dict[str, Json]:
        node: Json = self._root
        for part in ref.removeprefix("#").strip("/").split("/"):
            if part and isinstance(node, dict):
                node = node.get(part.replace("~1", "/").replace("~0", "~"))
        return dict(node) if isinstance(node, dict) else {}

    def _object(self, plain: dict[str, Json], depth: int) -> dict[str, Json]:
        properties = plain.get("properties")
        required = plain.get("required")
        if not isinstance(properties, dict):
            return {}
        needed = required if isinstance(required, list) else []
        return {  # a recursive schema ends by what it lets us leave out
            key: self._value(part, key, depth + 1)
            for key, part in properties.items()
            if depth < _MAX_DEPTH or key in needed
        }

    def _array(self, plain: dict[str, Json], name: str, depth: int) -> list[Json]:
        least = _int(plain.get("minItems"), 0)
        most = _int(plain.get("maxItems"), max(least, 3))
        count = least if depth >= _MAX_DEPTH else self._rng.randint(max(least, min(1, most)), max(least, most))
        made = [self._value(plain.get("items"), name, depth + 1) for _ in range(count)]
        if plain.get("uniqueItems"):
            unique = {orjson.dumps(one): one for one in made}
            return list(unique.values())
        return made

    def _integer(self, plain: dict[str, Json], name: str) -> int:
        low, high = _bounds(plain, 0, 10)
        if name == "score":
            wanted = self._score if self._score is not None else self._rng.randint(7, 10)
            return wanted if self._score is not None else int(min(high, max(low, wanted)))
        step = _int(plain.get("multipleOf"), 1)
        first = -(-math.ceil(low) // step)
        return step * self._rng.randint(first, max(first, math.floor(high) // step))

    def _string(self, plain: dict[str, Json]) -> str:
        formats = {
            "date": "2026-01-15", "date-time": "2026-01-15T12:00:00Z", "time": "12:00:00Z",
            "email": "someone@example.com", "uri": "https://example.com/",
            "uuid": "0b1e7a9c-5d2f-4c3a-9e8b-7f6a5d4c3b2a",
        }  # fmt: skip
        if (shape := plain.get("format")) in formats:
            return formats[str(shape)]
        text = summary(self._words, self._rng)
        text += self._poison
        self._poison = ""
        least = _int(plain.get("minLength"), 0)
        while len(text) < least:
            text += " " + self._rng.choice(self._words)
        return text[: _int(plain.get("maxLength"), len(text))]


def _int(value: Json, default: int) -> int:
    return int(value) if isinstance(value, int | float) else default


def _bounds(plain: dict[str, Json], low: float, width: float) -> tuple[float, float]:
    """Smallest and largest allowed value; `width` applies where one side is open."""
    step = 1 if plain.get("type") == "integer" else 0.001
    least, most = plain.get("minimum"), plain.get("maximum")
    if isinstance(above := plain.get("exclusiveMinimum"), int | float):
        least = above + step
    if isinstance(below := plain.get("exclusiveMaximum"), int | float):
        most = below - step
    if not isinstance(least, int | float):
        least = low if not isinstance(most, int | float) or most >= low else most - width
    return least, most if isinstance(most, int | float) else least + width


def embedding(text: str, dims: int) -> array[float]:
    """A unit vector that hashes the text's words, so that texts with common words are near each other."""
    vector = [0.0] * dims
    for word in words_of(text.lower()):
        code = zlib.crc32(word.encode())
        vector[code % dims] += 1.0 if code & 0x8000_0000 else -1.0
    norm = math.sqrt(sum(value * value for value in vector))
    if not norm:  # two words that cancel each other out
        vector[0] = norm = 1.0
    return array("f", (value / norm for value in vector))


def placed(made: Sequence[array[float]], do: str) -> list[tuple[int, array[float]]]:
    """Each vector with its index, after what the rule does to them."""
    rows = list(enumerate(made))
    if do == "reordered":
        return rows[::-1]
    if do == "missing_vector":
        return rows[:-1]
    index, last = rows[-1]
    if do == "short_vector":
        return [*rows[:-1], (index, last[:-1])]
    return [*rows[:-1], (index, array("f", [math.nan, *last[1:]]))] if do == "nan" else rows


def base64_of(vector: array[float]) -> str:
    """Little-endian float32, as `encoding_format: base64` asks for."""
    return base64.b64encode(vector.tobytes()).decode()


def text_of(asked: Asked, rule: Rule) -> tuple[str, str]:
    """The text of the answer, decided by digest and rule, and how it finishes."""
    rng = random.Random(int(asked.digest[:16], 16))  # noqa: S311 (no secret: the same answer every time)
    words = words_of(asked.texts[-1])
    poison = {"nul": "\0", "surrogate": LONE_SURROGATE}.get(rule.do, "")
    if rule.do == "declined":
        return "", "declined"
    if rule.do == "text":
        return rule.text, "stop"
    if rule.do == "huge":
        return (" ".join(words) + " ") * (rule.chars // (len(" ".join(words)) + 1) + 1), "stop"
    if rule.do == "echo":
        return rule.wrap[0] + _between(asked.texts[-1], rule.between) + rule.wrap[1], "stop"
    if rule.do == "invalid_output":
        if asked.schema is None:
            return "", "stop"
        return ("{}" if asked.schema.get("type") == "array" else '["not what was asked"]'), "stop"
    if asked.images:
        text = "\n\n".join(f"This stands on page {image.number}." for image in asked.images) + poison
    elif asked.schema is None:
        text = summary(words, rng) + poison
    else:
        made = SchemaAnswer(asked.schema, words, rng, score=rule.score, poison=poison).make()
        text = orjson.dumps(made).decode().replace(LONE_SURROGATE, "\\ud800")
    return (text[: len(text) // 2], "length") if rule.do == "truncated" else (text, "stop")


def _between(text: str, marks: tuple[str, ...]) -> str:
    """What stands between the first start mark and the last end mark; all of it without marks."""
    if not marks:
        return text
    start = text.find(marks[0])
    end = text.rfind(marks[1])
    return text[start + len(marks[0]) if start >= 0 else 0 : end if end >= 0 else len(text)]


def cut(text: str, most: int | None, size: int, *, keep: bool) -> tuple[str, int, bool]:
    """The text within `most` tokens of `size` bytes, its tokens, and whether something had to go.

    With `keep` the text stays whole and only its tokens are cut.
    """
    raw = text.encode()
    tokens = max(1, -(-len(raw) // size))
    if most is None or tokens <= most:
        return text, tokens, False
    if keep:
        return text, most, False
    return raw[: most * size].decode(errors="ignore"), most, True
