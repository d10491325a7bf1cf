"""A process that calls users' checks, one at a time. It is started by its path, and imports nothing of ours.

    parent ── a frame: pickle of (function, seconds), or of (function, seconds, output, content, fields) ──► child
           ◄── a frame: JSON of what came of loading it, or of calling it ────────────────────────────────┘

So no module of a user's is taken for one of ours, nor the reverse. What it prints goes nowhere. It ends with its
parent: at the next frame, or by an alarm where a function never returns.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib
import inspect
import itertools
import json
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import traceback
import types
from collections.abc import Callable, Mapping

FRAME = struct.Struct(">Q")
"""A frame's length, before it."""

GRACE_S = 5.0
"""How much later than its parent the process itself ends a function that never returns."""

MAX_REASONS = 20
MAX_REASON_CHARS = 1_000
"""The next request holds what a check says, and is paid for: more of it mends no answer."""

GIVEN = ("content", "fields")
"""What a check gets beside the output if it names it."""

_MAX_TOLD_CHARS = 300

Caller = Callable[[object, str, Mapping[str, object]], object]


class UnfitError(Exception):
    """A function that is no check, or did not answer like one; says why."""


def main() -> None:
    """Answer frames until there are no more."""
    parent = socket.socket(fileno=int(sys.argv[1]))
    sys.path[:0] = sys.argv[2:]
    sys.argv[1:] = []
    sys.dont_write_bytecode = True  # an edit within a second of the last import would be taken for no edit
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold documents
    loaded: dict[str, Caller] = {}
    while (frame := _read(parent)) is not None:
        function, seconds, *arguments = pickle.loads(frame)  # noqa: S301  # the parent made it
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_S)
        told = _called(loaded[function], *arguments) if arguments else _loaded(function, loaded)
        signal.setitimer(signal.ITIMER_REAL, 0)
        reply = json.dumps(told).encode()
        parent.sendall(FRAME.pack(len(reply)) + reply)


def _read(parent: socket.socket) -> bytes | None:
    """The next frame; None when the parent is gone."""
    head = _exactly(parent, FRAME.size)
    return None if head is None else _exactly(parent, FRAME.unpack(head)[0])


def _exactly(parent: socket.socket, size: int) -> bytes | None:
    whole = bytearray()
    while len(whole) < size:
        part = parent.recv(min(size - len(whole), 1 << 20))
        if not part:
            return None
        whole += part
    return bytes(whole)


# ── loading ─────────────────────────────────────────────────────────────────────────────────────


def _loaded(function: str, loaded: dict[str, Caller]) -> dict[str, object]:
    """Import a function and see that it can be a check: its source's digest, or what is wrong."""
    name, _, path = function.partition(":")
    try:
        loaded[function] = as_check(_found(importlib.import_module(name), path))
        return {"source": _source(sys.modules[name])}
    except UnfitError as error:
        return {"unfit": str(error)}
    except ModuleNotFoundError as error:
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            return {"unfit": f"there is no module {error.name}", "is_nowhere": True}
        return {"unfit": f"importing {name} raised {_kind(error)}: {_cut(str(error))}{_place(error)}"}
    except BaseException as error:  # noqa: BLE001  # whatever a module does at its top
        return {"unfit": f"importing {name} raised {_kind(error)}: {_cut(str(error))}{_place(error)}"}


def _found(module: types.ModuleType, path: str) -> Callable[..., object]:
    found: object = module
    for part in path.split("."):
        if not hasattr(found, part):
            functions = [name for name, one in vars(module).items() if inspect.isfunction(one) and name[0] != "_"]
            near = difflib.get_close_matches(path, functions, n=1)
            told = f"did you mean {near[0]!r}?" if near else f"its functions: {', '.join(functions[:10]) or 'none'}"
            raise UnfitError(f"{module.__name__} has no {path!r}; {told}")
        found = getattr(found, part)
    if not callable(found) or inspect.isclass(found):
        raise UnfitError(f"{path} is of type {type(found).__name__}, and no function")
    return found


def as_check(function: Callable[..., object]) -> Caller:
    """The function as one that takes output, content and fields, of which it gets what it names.

    Raises:
        UnfitError: It wants something else, or cannot be called as a check.
    """
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise UnfitError("it is async, and a check is a plain function")
    try:
        takes = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # one in C that does not say what it takes
        return lambda output, *_: function(output)
    if not takes:
        raise UnfitError("it takes nothing; write def check(output, content, fields)")
    first, *rest = takes
    kind = inspect.Parameter
    if first.kind in (kind.KEYWORD_ONLY, kind.VAR_KEYWORD) or first.name in GIVEN:
        raise UnfitError(f"its first parameter is {first.name!r}; the first is the output: def check(output, content)")
    odd = [
        one.name
        for one in rest
        if one.default is kind.empty
        and one.kind not in (kind.VAR_POSITIONAL, kind.VAR_KEYWORD)
        and (one.name not in GIVEN or one.kind is kind.POSITIONAL_ONLY)
    ]
    if odd:
        raise UnfitError(f"it wants {', '.join(map(repr, odd))}; a check gets output, and content and fields by name")
    by_name = {one.name for one in rest if one.kind in (kind.POSITIONAL_OR_KEYWORD, kind.KEYWORD_ONLY)}
    wanted = [name for name in GIVEN if name in by_name or any(one.kind is kind.VAR_KEYWORD for one in rest)]

    def call(output: object, content: str, fields: Mapping[str, object]) -> object:
        given = {"content": content, "fields": fields}
        return function(output, **{name: given[name] for name in wanted})

    return call


def _source(module: types.ModuleType) -> str | None:
    file = getattr(module, "__file__", None)
    if not file:
        return None
    with open(file, "rb") as source:  # noqa: PTH123  # pathlib alone costs a tenth of the start
        return hashlib.sha256(source.read()).hexdigest()


# ── calling ─────────────────────────────────────────────────────────────────────────────────────


def _called(check: Caller, output: object, content: str, fields: Mapping[str, object]) -> dict[str, object]:
    try:
        return {"reasons": reasons_of(check(output, content, fields))}
    except UnfitError as error:
        return {"broken": str(error)}
    except BaseException as error:  # noqa: BLE001  # sys.exit too is no way out; its words may be the document's
        return {"broken": f"raised {_kind(error)}{_place(error)}"}


def reasons_of(found: object) -> list[str]:
    """What is wrong, by what a check returned.

    Raises:
        UnfitError: It returned something else.
    """
    if found is None or found is True:
        return []
    if found is False:
        return ["it did not pass"]
    listed = [found] if isinstance(found, str) else found
    if not isinstance(listed, list | tuple | types.GeneratorType):
        raise UnfitError(f"returned a value of type {type(found).__name__}; None and True are yes, a text is no")
    reasons = list(itertools.islice(listed, MAX_REASONS))
    for reason in reasons:
        if not isinstance(reason, str):
            raise UnfitError(f"returned a list that holds a value of type {type(reason).__name__}, and not texts alone")
    return [reason.strip()[:MAX_REASON_CHARS] for reason in reasons if reason.strip()]


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _place(error: BaseException) -> str:
    """Where an error was raised, as far as it was raised in a file that is neither ours nor Python's own."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith("<")]
    there = [frame for frame in frames if frame.filename not in (__file__, importlib.__file__)]
    return f" at {os.path.basename(there[-1].filename)}, line {there[-1].lineno}" if there else ""  # noqa: PTH119


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TOLD_CHARS else f"{line[: _MAX_TOLD_CHARS - 1]}…"


if __name__ == "__main__":
    main()
