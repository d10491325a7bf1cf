"""Which chunks a search may find: those of some kinds, and with some values of their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

import numpy as np
import orjson
from numpy.typing import NDArray

from state.records import Json

_MOST_MASKS = 16
"""Masks that are kept: the items of a phase ask for the same kinds, and mostly for the same values."""

_BIG_INTEGERS = 2**63

Mask = NDArray[np.bool_]


class Filters:
    """Kinds and fields of the rows of an index, each different one once.

    Args:
        rows: Kind and fields of each.
    """

    def __init__(self, rows: Iterable[tuple[str, Mapping[str, Json]]]) -> None:
        kinds: dict[str, int] = {}
        different: dict[bytes, int] = {}
        self._fields: list[Mapping[str, Json]] = []
        codes: list[tuple[int, int]] = []
        for kind, fields in rows:
            place = different.setdefault(_key(dict(fields)), len(different))
            if place == len(self._fields):
                self._fields.append(fields)
            codes.append((kinds.setdefault(kind, len(kinds)), place))
        self._kinds = kinds
        self._by_kind, self._by_fields = np.array(codes, dtype=np.int32).reshape(-1, 2).T.copy()
        self._values: dict[str, dict[bytes, list[int]]] = {}
        self._made = lru_cache(_MOST_MASKS)(self._make)

    def mask(self, kinds: Collection[str], where: Mapping[str, Json]) -> Mask:
        """True for each row of these kinds, all where none is named, that has these values."""
        return self._made(frozenset(kinds), tuple(sorted((name, _key(value)) for name, value in where.items())))

    def _make(self, kinds: frozenset[str], wanted: tuple[tuple[str, bytes], ...]) -> Mask:
        mask = np.ones(len(self._by_kind), dtype=np.bool_)
        if kinds:
            mask &= np.array([kind in kinds for kind in self._kinds], dtype=np.bool_)[self._by_kind]
        for name, value in wanted:
            has = np.zeros(len(self._fields), dtype=np.bool_)
            has[self._holders(name).get(value, [])] = True
            mask &= has[self._by_fields]
        mask.flags.writeable = False
        return mask

    def _holders(self, name: str) -> dict[bytes, list[int]]:
        """Which fields have which value of a name; made when it is first asked for."""
        if name not in self._values:
            holders: dict[bytes, list[int]] = {}
            for place, fields in enumerate(self._fields):
                if name in fields:
                    value = fields[name]
                    for one in [value, *(value if isinstance(value, list) else ())]:
                        holders.setdefault(_key(one), []).append(place)
            self._values[name] = holders
        return self._values[name]


def _key(value: Json) -> bytes:
    """Equal for equal values: 2 and 2.0 are, 1 and true are not; a text is equal to what it says, as in rows of CSV."""
    plain = _plain(value)
    told = plain.casefold().encode("utf-8", "surrogatepass") if isinstance(plain, str) else None
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS) if told is None else told


def _plain(value: Json) -> Json:
    if isinstance(value, float) and value.is_integer() and abs(value) < _BIG_INTEGERS:
        return int(value)
    if isinstance(value, int) and abs(value) >= _BIG_INTEGERS:
        return str(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, dict) else value
