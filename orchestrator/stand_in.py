"""A text in the place of an output that nobody knows yet: previews show it, estimates measure it."""

from __future__ import annotations


def named(phase: str) -> str:
    """One for people: it says whose output belongs there."""
    return f"«output of {phase}»"


def sized(key: str, size: int) -> str:
    """One of about so many bytes, that differs from those of other keys."""
    return f"{key}-{'x' * max(0, size - len(key) - 1)}"
