"""Vectors as they come in a reply, and as text: base64 or numbers become the shortest JSON of 32-bit floats."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import orjson

from orchestrator.providers.decoding import as_object, list_at
from state.records import Json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def vector_texts(payload: dict[str, Json], count: int) -> tuple[str, ...]:
    """The vectors of a reply in OpenAI's words, each as a JSON array, in the order of the texts that were asked.

    Args:
        count: How many texts were asked.

    Raises:
        ValueError: There are more or less vectors than texts, they differ in length, or one holds no finite number.
    """
    found: dict[int, NDArray[np.float32]] = {}
    for place, each in enumerate(list_at(payload, "data")):
        row = as_object(each)
        index = row.get("index", place)  # some gateways leave it out
        if isinstance(index, bool) or not isinstance(index, int) or index in found:
            raise ValueError(f"{index!r:.40} is no place of a vector, or two have it")
        found[index] = _vector(row.get("embedding"))
    if sorted(found) != list(range(count)):
        raise ValueError(f"{len(found)} vectors for {count} texts" if len(found) != count else "vectors of other texts")
    lengths = sorted({vector.size for vector in found.values()})
    if len(lengths) > 1:
        raise ValueError(f"vectors of different lengths, {lengths[0]} to {lengths[-1]} numbers")
    return tuple(vector_text(found[index]) for index in range(count))


def vector_text(vector: NDArray[np.float32]) -> str:
    """A vector as a compact JSON array, each number as short as it can be for 32 bits."""
    return orjson.dumps(vector, option=orjson.OPT_SERIALIZE_NUMPY).decode()


def _vector(value: Json) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415 - only what embeds needs it

    if isinstance(value, str):
        try:
            vector = np.frombuffer(base64.b64decode(value, validate=True), dtype="<f4").astype(np.float32)
        except ValueError:
            raise ValueError("a text for a vector that is no base64 of 32-bit floats") from None
    else:
        numbers = np.asarray(value)
        if numbers.ndim != 1 or numbers.dtype.kind not in "fiu":
            raise ValueError(f"expected a vector, got {type(value).__name__}")
        with np.errstate(over="ignore"):  # it becomes infinite, and is refused for that
            vector = numbers.astype(np.float32)
    if not vector.size or not np.isfinite(vector).all():
        raise ValueError("a vector that is empty or holds what is no finite number")
    return vector
