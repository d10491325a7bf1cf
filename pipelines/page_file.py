"""Where a page or rows go: a file, which is overwritten, or `-`."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from state.errors import InputError, UnreachableError

STDOUT = "-"

_FORMS = {".html": "html", ".htm": "html", ".jsonl": "jsonl", ".csv": "csv"}


def form_of(file: str | None, form: str | None) -> str:
    """The form in which rows are shown or written.

    Args:
        file: Where they go; None: to the terminal, or wherever stdout leads.
        form: What was asked for; None: the file's name says it.

    Raises:
        InputError: A table cannot go into a file, or its name does not say what else it is to be.
    """
    if file is None:
        return form or "table"
    if form == "table":
        raise InputError("a table is for a terminal, not for a file", path="--format", hint="say jsonl, csv or html")
    found = form or _FORMS.get(Path(file).suffix.lower())
    if found is None:
        raise InputError(
            f"{file}: its name ends in none of {', '.join(_FORMS)}, so it does not say what to write",
            path="FILE",
            hint="add --format jsonl, csv or html",
        )
    return found


def check_file(file: str, option: str) -> None:
    """Check that something can be written there, as far as one can tell without writing.

    Args:
        file: Its name.
        option: Where it was named.

    Raises:
        InputError: It has no name, it is a folder, or its folder is not there.
    """
    path = Path(file)
    if file == STDOUT:
        return
    if not file:
        raise InputError("the name of the file is empty", path=option, hint="name a file, or - for stdout")
    if path.is_dir():
        inside = path / ("analytics.html" if option == "--html" else "results.html")
        raise InputError(f"{file} is a folder, and a file is needed", path=option, hint=f"name a file: {inside}")
    if not path.parent.is_dir():
        raise InputError(f"{file}: there is no folder {path.parent}", path=option, hint="make it, or name another")


def write_file(pieces: Iterable[str], file: str) -> None:
    """Write pieces to a file; what it held stays until all of them are there.

    Raises:
        UnreachableError: It cannot be written.
    """
    path = Path(file)
    is_plain = not path.is_symlink() and (path.is_file() or not path.exists())  # and no pipe or device
    part = path.with_name(f".{path.name}.part") if is_plain else path
    try:
        with part.open("w", encoding="utf-8", newline="") as written:
            written.writelines(pieces)
        if is_plain:
            part.replace(path)
    except OSError as error:
        told = f"{file} cannot be written: {(error.strerror or str(error)).lower()}"
        raise UnreachableError(told, hint="name another file, or - for stdout") from error
    finally:
        if is_plain:
            with suppress(OSError):
                part.unlink(missing_ok=True)
