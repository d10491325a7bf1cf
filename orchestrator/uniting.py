"""Make one JSON value of those that the parts of a text came to.

               records                         texts that differ       numbers
united         each once, lists filled         the first               the first         of what a text holds
one after …    all of them, in order           one after the other     the first         of what a text is made into

What says nothing (null, an empty text, list or record) gives way to what says something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import orjson

from state.records import Json


@dataclass(frozen=True, slots=True)
class Said:
    """What one part came to.

    Args:
        gap: What stands between it and the next part.
    """

    value: Json
    gap: str = ""


def united(said: Sequence[Said]) -> Json:
    """What the parts of a text hold together: each record once, of values that differ the first."""
    return _as_one(said, _once, lambda some: some[0].value)


def one_after_another(said: Sequence[Said]) -> Json:
    """What the parts of a text were made into, in order: all that their lists hold, and their texts joined."""
    return _as_one(said, lambda lists: [value for one in lists for value in one], _texts)


def _as_one(
    said: Sequence[Said],
    lists: Callable[[Sequence[list[Json]]], list[Json]],
    others: Callable[[Sequence[Said]], Json],
) -> Json:
    """Values as one: records name by name, lists and the rest as is said; where the kinds differ, a list takes all."""
    some = [one for one in said if not _says_nothing(one.value)] or list(said)[:1]
    if len(some) == 1:
        return some[0].value
    if any(isinstance(one.value, list) for one in some):
        return lists([one.value if isinstance(one.value, list) else [one.value] for one in some])
    records = [(one.value, one.gap) for one in some if isinstance(one.value, dict)]
    if not records:
        return some[0].value if all(one.value == some[0].value for one in some) else others(some)
    names = dict.fromkeys(name for record, _ in records for name in record)
    return {
        name: _as_one([Said(record[name], gap) for record, gap in records if name in record], lists, others)
        for name in names
    }


def _says_nothing(value: Json) -> bool:
    return value is None or value in ("", [], {})


def _texts(some: Sequence[Said]) -> Json:
    if not all(isinstance(one.value, str) for one in some):
        return some[0].value
    return "".join(f"{one.value}{one.gap}" for one in some).rstrip()


def _once(lists: Sequence[list[Json]]) -> list[Json]:
    """Each record once: those that differ by their lists alone are the same thing, seen in several parts.

    Not where one part has two of them, which therefore says that they are not: then only equal ones are the same.
    """
    ambiguous = {name for one in lists for name, count in Counter(_names(one)).items() if count > 1}
    found: dict[bytes, list[Said]] = {}
    for value in (value for one in lists for value in one):
        name = _key(_named(value))
        found.setdefault(_key(value) if name in ambiguous else name, []).append(Said(value))
    return [some[0].value if _are_equal(some) else united(some) for some in found.values()]


def _names(values: Sequence[Json]) -> Iterator[bytes]:
    """What the records of one part are known by; those that are equal count once."""
    return (_key(_named(value)) for value in {_key(value): value for value in values}.values())


def _are_equal(some: Sequence[Said]) -> bool:
    return all(one.value == some[0].value for one in some)


def _named(value: Json) -> Json:
    """What a record is known by: all of it but the lists in it."""
    if not isinstance(value, dict):
        return value
    plain: dict[str, Json] = {name: _named(one) for name, one in value.items() if not isinstance(one, list)}
    return plain or value


def _key(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
