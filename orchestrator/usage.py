"""Adding up the tokens of calls; associative and commutative, with `NO_USAGE` as zero."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from state.records import Usage

NO_USAGE = Usage()


def add_usage(left: Usage, right: Usage) -> Usage:
    """The tokens of two calls together."""
    return Usage(
        input_tokens=left.input_tokens + right.input_tokens,
        output_tokens=left.output_tokens + right.output_tokens,
        cached_tokens=left.cached_tokens + right.cached_tokens,
        cache_write_tokens=left.cache_write_tokens + right.cache_write_tokens,
    )


def total_usage(usages: Iterable[Usage]) -> Usage:
    """The tokens of many calls together."""
    return reduce(add_usage, usages, NO_USAGE)
