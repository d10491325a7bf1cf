"""What is told of an error: its code and words, and for our own bugs a report that holds no word of any document."""

from __future__ import annotations

import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from orchestrator.traces import trace_of
from state.errors import BUG, BatchwrightError

_OUR_BUG = 1


def words_of(error: Exception) -> tuple[int, dict[str, str | None]]:
    """The exit code of an error, and its code, message, path and hint; writes the report of a bug."""
    if isinstance(error, BatchwrightError) and error.exit_code != _OUR_BUG:
        return error.exit_code, {"code": error.code, "message": error.message, "path": error.path, "hint": error.hint}
    ours = isinstance(error, BatchwrightError)
    what = error.message if isinstance(error, BatchwrightError) else f"{type(error).__name__} in our own code"
    report = _write(error)
    hint = error.hint if isinstance(error, BatchwrightError) and error.hint else "nothing is lost: `resume` goes on"
    return _OUR_BUG, {
        "code": error.code if isinstance(error, BatchwrightError) else BUG,
        "message": f"{'' if ours else 'a bug in Batchwright: '}{what}; please send us the report {report}",
        "path": error.path if isinstance(error, BatchwrightError) else None,
        "hint": hint,
    }


def _write(error: BaseException) -> Path:
    """Where our code was and what kinds of errors it met."""
    program = f"batchwright {version('batchwright')}, Python {platform.python_version()}, {platform.platform()}\n"
    path = Path(tempfile.mkdtemp(prefix="batchwright-")) / "report.txt"
    path.write_text(program + trace_of(error), "utf-8")
    return path
