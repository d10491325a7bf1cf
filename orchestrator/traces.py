"""Where our code was when an error came, and of what kinds it was: all of an error that may be written down."""

from __future__ import annotations

import traceback


def trace_of(error: BaseException) -> str:
    """The stack of an error and of those behind it, without their words, which may be a document's."""
    lines: list[str] = []
    met: BaseException | None = error
    while met is not None:
        lines += [f"\n{type(met).__module__}.{type(met).__qualname__}\n", *traceback.format_tb(met.__traceback__)]
        met = met.__cause__ or met.__context__
    return "".join(lines)
