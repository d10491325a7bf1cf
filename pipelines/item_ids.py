"""Ids of items: the one that an item names, its file's path, or one made from its content."""

from __future__ import annotations

import difflib
import re

import orjson

from pipelines.item_json import kind_in_words
from state.errors import ItemsError
from state.records import Json
from state.storable import storable

MAX_ID_CHARACTERS = 200

USUAL_FIELD = "id"
"""The id field of a job that names none: items may go without it. One that is named is a promise that they have it."""

_LISTED = 10  # fields that a message names

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


class IdRule:
    """Takes the ids of the items of one job, which have all an id field or none.

    Args:
        id_field: The field that holds the id.
    """

    def __init__(self, id_field: str) -> None:
        self._field = id_field
        self._with = ""  # where the first item with an id stands
        self._without = ""  # where the first one without stands

    def take(self, value: Json, where: str) -> str | None:
        """The id that an item names, or None when it names none, like all before it.

        Raises:
            ItemsError: It is no id, or items with and without an id stand side by side.
        """
        found = value.get(self._field) if isinstance(value, dict) else None
        if found is None or found == "":
            self._without = self._without or where
            if self._with:
                raise self._mixed(where, f"{self._lack(value)}, but {self._with} has one")
            if self._field != USUAL_FIELD:
                raise self._unmet(value, where)
            return None
        if not self._with:
            self._with = where
        if self._without:
            raise self._mixed(where, f"has a `{self._field}`, but {self._without} has none")
        if isinstance(found, str):
            return checked_id(found, f"`{self._field}`", where)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise ItemsError(
                f"`{self._field}` is {kind_in_words(found)}; an id is a text or a number",
                path=where,
                hint="name another field as `id_field`",
            )
        return orjson.dumps(found).decode()

    def _lack(self, value: Json) -> str:
        """How an item lacks its id: a field that is there and empty is not missing."""
        if not isinstance(value, dict) or self._field not in value:
            return f"has no `{self._field}`"
        return f"has {'null' if value[self._field] is None else 'an empty text'} as `{self._field}`"

    def _unmet(self, value: Json, where: str) -> ItemsError:
        """No item so far has the field that the job names."""
        if not isinstance(value, dict):
            has = "it is no object"
        else:
            near = difflib.get_close_matches(self._field.casefold(), [name.casefold() for name in value], n=_LISTED)
            fields = sorted(value, key=lambda name: near.index(name.casefold()) if name.casefold() in near else _LISTED)
            more = f" and {len(fields) - _LISTED} more" if len(fields) > _LISTED else ""
            has = f"its fields are {', '.join(fields[:_LISTED])}{more}"
        return ItemsError(
            f"{self._lack(value)}, the job's `id_field`; {has}",
            path=where,
            hint="name the field that holds the ids, or take id_field away (then ids are made from contents)",
        )

    def _mixed(self, where: str, message: str) -> ItemsError:
        return ItemsError(message, path=where, hint="give every item an id, or none (then ids are made from contents)")


def checked_id(item_id: str, what: str, where: str) -> str:
    """The id, if it can be one.

    Args:
        what: What the id is made of, for messages ("`doi`", "its path").

    Raises:
        ItemsError: It is too long, or holds control characters.
    """
    if len(item_id) > MAX_ID_CHARACTERS:
        raise ItemsError(
            f"{what} is {len(item_id)} characters long; an id has {MAX_ID_CHARACTERS} at the most", path=where
        )
    if _CONTROL.search(item_id):
        raise ItemsError(f"{what} holds control characters; an id has none", path=where)
    return storable(item_id)
