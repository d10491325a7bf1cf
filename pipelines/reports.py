"""What is told of an error: its code and words, and for our own bugs a report that holds no word of any document."""

from __future__ import annotations

import errno
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from orchestrator.traces import trace_of
from state.errors import BUG, BatchwrightError, InputError, UnreachableError

_OUR_BUG = 1
_NOT_LOST = "nothing is lost: type the command again; `batchwright status last` says how a job is"
_MACHINES = frozenset(
    getattr(errno, name)
    for name in ("EACCES", "EPERM", "ENOSPC", "EDQUOT", "EROFS", "EIO", "EFBIG", "EMFILE", "ENFILE", "ENAMETOOLONG")
)
"""Errors of the file system that no program could have kept from happening."""


def words_of(error: Exception) -> tuple[int, dict[str, str | None]]:
    """The exit code of an error, and its code, message, path and hint; writes the report of a bug."""
    error = _not_ours(error) or error
    if isinstance(error, BatchwrightError) and error.exit_code != _OUR_BUG:
        hint = error.hint or error.way_out
        return error.exit_code, {"code": error.code, "message": error.message, "path": error.path, "hint": hint}
    ours = isinstance(error, BatchwrightError)
    what = error.message if isinstance(error, BatchwrightError) else f"{type(error).__name__} in our own code"
    report = _write(error)
    hint = error.hint if isinstance(error, BatchwrightError) and error.hint else _NOT_LOST
    return _OUR_BUG, {
        "code": error.code if isinstance(error, BatchwrightError) else BUG,
        "message": f"{'' if ours else 'a bug in Batchwright: '}{what}; please send us the report {report}",
        "path": error.path if isinstance(error, BatchwrightError) else None,
        "hint": hint,
    }


def _not_ours(error: Exception) -> BatchwrightError | None:
    """What was typed or the machine is at fault, though nobody foresaw where it would be met; else None."""
    if isinstance(error, UnicodeEncodeError) and error.encoding.replace("-", "") != "utf8":
        return UnreachableError(
            f"the terminal or file that is written to takes {error.encoding} alone, and the text holds more",
            hint="set PYTHONIOENCODING=utf-8",
        )
    if isinstance(error, UnicodeEncodeError):
        return InputError("a word of the command is not UTF-8, as all names are", hint="type it again")
    if not isinstance(error, OSError) or error.errno not in _MACHINES:
        return None
    what = f"{error.filename} cannot be used" if error.filename else "what the command says cannot be written"
    return UnreachableError(
        f"{what}: {(error.strerror or str(error)).lower()}", hint="mend that, then type the command again"
    )


def _write(error: BaseException) -> Path:
    """Where our code was and what kinds of errors it met."""
    program = f"batchwright {version('batchwright')}, Python {platform.python_version()}, {platform.platform()}\n"
    path = Path(tempfile.mkdtemp(prefix="batchwright-")) / "report.txt"
    path.write_text(program + trace_of(error), "utf-8")
    return path
