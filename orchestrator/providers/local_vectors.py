"""A small model of vectors in this process: no key, no service, no price. English, 256 numbers of 32 bits, length 1.

    text ─► wordllama's tokenizer ─► a row of its table for each token ─► their mean

A vector depends on its text alone, not on what is embedded with it. The table comes in the wheel and is loaded at the
first call; nothing is ever downloaded.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestrator.providers.vectors import vector_text
from state.storable import storable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROWS = 4096
"""Tokens whose rows are looked up at once: 4 MB, however long a text is."""

_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Model:
    """A row for each token, and what makes tokens of texts."""

    table: NDArray[np.float32]
    tokenizer: Any  # tokenizers ships no types


def embedded(texts: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The vector of each text, as a JSON array, and how many tokens all of them have; takes processor time.

    Raises:
        ValueError: A text has no tokens.
    """
    model = load()
    made: list[str] = []
    tokens = 0
    for text in texts:
        ids = model.tokenizer.encode(storable(text), add_special_tokens=False).ids
        made.append(vector_text(_mean(model.table, ids)))
        tokens += len(ids)
    return tuple(made), tokens


def vector_of(text: str) -> NDArray[np.float32]:
    """The vector of one text.

    Raises:
        ValueError: It has no tokens.
    """
    model = load()
    return _mean(model.table, model.tokenizer.encode(storable(text), add_special_tokens=False).ids)


def load() -> Model:
    """The model, loaded once a process; takes a second then."""
    with _loading:
        return _model()


@lru_cache(maxsize=1)
def _model() -> Model:
    with _logging_untouched():
        import wordllama  # noqa: PLC0415 (a process that does not use the model does not load it)

    loaded = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    loaded.tokenizer.no_padding()
    return Model(loaded.embedding, loaded.tokenizer)


@contextmanager
def _logging_untouched() -> Iterator[None]:
    """Undo that wordllama, when it is imported, sets up logging: the process would be heard on standard error."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def _mean(table: NDArray[np.float32], ids: Sequence[int]) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415 - only what embeds needs it

    rows = np.asarray(ids, dtype=np.int64).clip(0, len(table) - 1)
    total = np.zeros(table.shape[1])
    for start in range(0, len(rows), _ROWS):
        total += table[rows[start : start + _ROWS]].sum(axis=0, dtype=np.float64)
    length = np.linalg.norm(total)
    if not length:
        raise ValueError("a text has no tokens, and so no vector")
    return (total / length).astype(np.float32)
