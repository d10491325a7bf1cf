"""Write what the standard library says of its public names, a row each: the installation has it, nothing is fetched.

They go into `documents/texts.jsonl` beside this file, which git ignores.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

TEXTS = Path(__file__).with_name("documents") / "texts.jsonl"

SHORTEST = 80
"""Characters: a shorter docstring says little more than the name."""

ACT_WHEN_IMPORTED = {"antigravity", "this", "idlelib", "turtledemo"}
"""They open a browser, print, or need a screen."""


def main() -> int:
    """Write them anew; 0, as each installation has them."""
    rows = list(texts())
    TEXTS.parent.mkdir(exist_ok=True)
    TEXTS.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    print(f"{len(rows):,} texts of Python {sys.version.split()[0]}")
    return 0


def texts() -> Iterator[dict[str, str]]:
    """A row for each docstring that is long enough, once, under the first name that has it."""
    seen: set[str] = set()
    for module_name in sorted(sys.stdlib_module_names - ACT_WHEN_IMPORTED):
        if module_name.startswith("_"):
            continue
        try:
            module = importlib.import_module(module_name)
        except ImportError:  # of another system, or left out of this Python
            continue
        for name in sorted(public(module)):
            said = own_docstring(getattr(module, name, None))
            if len(said) > SHORTEST and said not in seen:
                seen.add(said)
                yield {"id": f"{module_name}.{name}", "content": said, "module": module_name}


def public(module: object) -> set[str]:
    """The names that a module offers."""
    offered = getattr(module, "__all__", None) or (name for name in dir(module) if not name.startswith("_"))
    return set(offered)


def own_docstring(thing: object) -> str:
    """What a function or class says of itself; empty for all else, as a number has the docstring of `int`."""
    said = getattr(thing, "__doc__", None) if inspect.isroutine(thing) or inspect.isclass(thing) else None
    return inspect.cleandoc(said) if isinstance(said, str) else ""


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    raise SystemExit(main())
