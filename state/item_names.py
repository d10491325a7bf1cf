"""The ids of a new job's items: given ones are unique or an error, generated ones are made so, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from state.engine import State
from state.errors import ItemsError
from state.records import NewItem
from state.schema import batch_items

ITEM_ID_MAX = 200
_LOOKUP = 1_000


class ItemNames:
    """Gives the items of one job their ids, a chunk at a time.

    A chunk is named in the hope that no earlier one has its ids, which costs nothing; where the insert then fails,
    it is named again carefully, with what is stored. From then on every chunk is.
    """

    def __init__(self, state: State, job_id: str) -> None:
        self._state = state
        self._job_id = job_id
        self.are_careful = False

    def hopeful(self, chunk: Sequence[NewItem], start: int) -> list[str]:
        """Ids that are unique within a chunk whose first ordinal is `start`."""
        return self._name(chunk, start, {}, {})

    def careful(self, chunk: Sequence[NewItem], start: int) -> list[str]:
        """Ids that are unique within the job, given the chunks before `start`."""
        self.are_careful = True
        stored = self._stored({item.item_id for item in chunk})
        return self._name(chunk, start, stored, self._last_numbers(stored))

    def _name(self, chunk: Sequence[NewItem], start: int, stored: dict[str, int], last: dict[str, int]) -> list[str]:
        taken: dict[str, int] = {}
        ids: list[str] = []
        for ordinal, item in enumerate(chunk, start):
            item_id = item.item_id
            if item_id in taken or item_id in stored:
                if not item.generated:
                    raise _duplicate(chunk, start, ordinal, taken.get(item_id, stored.get(item_id, -1)))
                item_id = _next(item_id, taken, last)
            if len(item_id) > ITEM_ID_MAX:
                raise ItemsError(
                    f"the id of item {_place(ordinal, item)} has {len(item_id)} characters, at most {ITEM_ID_MAX} can"
                    " be stored; name another field with id_field"
                )
            taken[item_id] = ordinal
            ids.append(item_id)
        return ids

    def _stored(self, ids: Iterable[str]) -> dict[str, int]:
        """Those of the ids that earlier chunks have, with their ordinals."""
        wanted = list(ids)
        found: dict[str, int] = {}
        for i in range(0, len(wanted), _LOOKUP):
            with self._state.read() as conn:
                rows = conn.execute(
                    select(batch_items.c.item_id, batch_items.c.ordinal).where(
                        batch_items.c.job_id == self._job_id, batch_items.c.item_id.in_(wanted[i : i + _LOOKUP])
                    )
                )
                found.update((row.item_id, row.ordinal) for row in rows)
        return found

    def _last_numbers(self, stored: Iterable[str]) -> dict[str, int]:
        """For each id that is stored the last number that is, too: 7 when `id-7` is there and `id-8` is not.

        By doubling, then halving, for all ids at once: about 2 log2(n) look-ups for n equal items, and no memory.
        """
        last = dict.fromkeys(stored, 1)
        free: dict[str, int] = {}
        while True:
            tried = {
                name: (there + free[name]) // 2 if name in free else there * 2
                for name, there in last.items()
                if free.get(name, 0) != there + 1
            }
            if not tried:
                return last
            found = self._stored(f"{name}-{number}" for name, number in tried.items())
            for name, number in tried.items():
                (last if f"{name}-{number}" in found else free)[name] = number


def _next(item_id: str, taken: dict[str, int], last: dict[str, int]) -> str:
    number = last.get(item_id, 1) + 1
    while f"{item_id}-{number}" in taken:
        number += 1
    last[item_id] = number
    return f"{item_id}-{number}"


def _duplicate(chunk: Sequence[NewItem], start: int, ordinal: int, earlier: int) -> ItemsError:
    item = chunk[ordinal - start]
    first = _place(earlier, chunk[earlier - start]) if earlier >= start else str(earlier)
    return ItemsError(
        f"two items have the id {item.item_id!r}: {first} and {_place(ordinal, item)}, counted from 0; ids must be"
        " unique",
        path=f"items[{ordinal}]",
        hint="give each an id of its own, or name another field with id_field",
    )


def _place(ordinal: int, item: NewItem) -> str:
    return f"{ordinal} ({item.source})" if item.source else str(ordinal)
