"""What changed: which parts of a request made its answer a new one.

A use of an answer carries short digests of the parts that its request was made of. They are held against those of
the use before that is most like it, and the parts whose digests differ are what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from state.view_item import UseRow

FIRST_TIME = "first time"
"""In place of parts, when nothing like it was used before."""


def changed_parts(use: UseRow, before: Sequence[UseRow], earlier: Iterable[UseRow]) -> list[str]:
    """The parts of a use's request that made its answer new, by name; empty when the answer was known.

    Which use before is most like it: one of the same phase by name, else one in its place that has its prompt (a
    phase that was renamed); of those one of the same attempt, else of another; of those the one that differs in the
    fewest parts, and the same job's before another's. Of a page that a model reads none but the same page is like it.

    Args:
        use: What is asked about.
        before: The uses of the same item and job that came before it, oldest first.
        earlier: The uses of the same item in an earlier job.
    """
    if use.known:
        return []
    same_role = [
        other for other in (*reversed(before), *earlier) if (other.role, _image(other)) == (use.role, _image(use))
    ]
    alike = [other for other in same_role if other.phase_name == use.phase_name]
    if not alike:
        alike = [other for other in same_role if other.phase == use.phase and _prompt(other) == _prompt(use)]
    if not alike:
        return [FIRST_TIME]
    return _differing(use, min(alike, key=lambda other: (other.attempt != use.attempt, len(_differing(use, other)))))


def _image(use: UseRow) -> str | None:
    return use.components.get("image")


def _prompt(use: UseRow) -> str | None:
    return use.components.get("prompt")


def _differing(use: UseRow, other: UseRow) -> list[str]:
    names = use.components.keys() | other.components.keys()
    return sorted(name for name in names if use.components.get(name) != other.components.get(name))
