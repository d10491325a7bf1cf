"""Where a page goes: a file, which is overwritten, or `-`."""

from __future__ import annotations

from pathlib import Path

from state.errors import InputError, UnreachableError

STDOUT = "-"


def check_file(file: str) -> None:
    """Check that a page can be written there, as far as one can tell without writing.

    Raises:
        InputError: It has no name, it is a folder, or its folder is not there.
    """
    path = Path(file)
    if file == STDOUT:
        return
    if not file:
        raise InputError("the name of the page's file is empty", path="--html", hint="name a file, or - for stdout")
    if path.is_dir():
        inside = path / "analytics.html"
        raise InputError(f"{file} is a folder, and a page is a file", path="--html", hint=f"name a file: {inside}")
    if not path.parent.is_dir():
        raise InputError(f"{file}: there is no folder {path.parent}", path="--html", hint="make it, or name another")


def write_page(page: str, file: str) -> None:
    """Write a page to a file, in place of what it held.

    Raises:
        UnreachableError: It cannot be written.
    """
    try:
        Path(file).write_text(page, "utf-8")
    except OSError as error:
        told = f"{file} cannot be written: {(error.strerror or str(error)).lower()}"
        raise UnreachableError(told, hint="name another file, or - for stdout") from error
