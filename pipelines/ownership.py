"""Whether what is installed under our names is ours: other distributions may have modules of these names.

pip lets two distributions write the same file, and the later one wins without a word. So three things are looked at:
where each name is imported from, who else says that it brings it, and whether each file is the one that was installed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path

NAME = "batchwright"
PACKAGES = ("state", "orchestrator", "transforms", "pipelines", "cli")
"""Ours, by names that others may also have."""

HOME = Path(__file__).resolve().parents[1]
_SHOWN = 3


def intruders(names: Sequence[str] = PACKAGES) -> Iterator[str]:
    """What of other distributions stands in the place of ours, in words."""
    for name in names:
        spec = find_spec(name)
        origin = None if spec is None or spec.origin is None else Path(spec.origin).resolve()
        if origin is None or HOME not in origin.parents:
            yield f"{name} is {origin or 'missing'}"
    owners = packages_distributions()
    for name in names:
        others = sorted({owner for owner in owners.get(name, ()) if owner != NAME})
        if others:
            yield f"{name} is brought by {', '.join(others)} too"
    try:
        changed = altered(distribution(NAME))
    except PackageNotFoundError:
        return
    if changed:
        more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
        yield f"{', '.join(changed[:_SHOWN])}{more}: not as installed"


def altered(installed: Distribution) -> list[str]:
    """Files of a distribution that are missing, or not those that it installed."""
    return [
        str(file)
        for file in installed.files or ()
        if file.hash is not None and file.hash.value != _digest(Path(str(installed.locate_file(file))), file.hash.mode)
    ]


def _digest(path: Path, mode: str) -> str | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return base64.urlsafe_b64encode(hashlib.new(mode, content).digest()).rstrip(b"=").decode()
