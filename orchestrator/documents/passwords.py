"""Passwords of encrypted files: kept nowhere. What is stored and said is the name of the variable that holds one."""

from __future__ import annotations

import os

from state.file_records import FileRef

LOCKABLE = frozenset({"pdf"})
"""Kinds that are opened with a password."""

_LOCKED = "is encrypted"
_NAME_IT = "name the environment variable that holds its password as `password_env`"


def variable_of(file: FileRef, of_job: str) -> str:
    """The variable that holds a file's password: its item's before its job's; empty where nobody names one."""
    return (file.password_env or of_job) if file.kind in LOCKABLE else ""


def password_in(variable: str) -> str:
    """What a variable holds, without the line end that it has where it comes out of a file; empty: it is not set.

    Bytes that are no UTF-8 are taken for Latin-1, as the older kinds of encryption have them.
    """
    value = os.environ.get(variable, "").rstrip("\r\n") if variable else ""
    try:
        value.encode()
    except UnicodeEncodeError:
        return os.fsencode(value).decode("latin-1")
    return value


def is_unset(variable: str) -> bool:
    """Whether a variable is named that holds nothing here."""
    return bool(variable) and not password_in(variable)


def way_out_of(variable: str) -> str:
    """What to do about a variable that is named and not set: nothing opens without it, and it may be no name at all."""
    return (
        f"type `export {variable}=…`, or leave the key out; if that is the password itself, write the name of a"
        " variable that holds it; nothing was sent"
    )


def locked_words(variable: str, password: str) -> str:
    """Why a file that opens with a password only was not opened, in words that go on from its name."""
    if not variable:
        return f"{_LOCKED}: {_NAME_IT}, or save it without one"
    if not password:
        return f"{_LOCKED}, and {variable}, which its `password_env` names, is not set where the job runs"
    return f"{_LOCKED}, and what {variable} holds does not open it"


def help_with(message: str) -> str | None:
    """What helps an item that failed with this message; None where that is no password."""
    if f" {_LOCKED}" not in message:
        return None
    if _NAME_IT in message:
        return f"{_NAME_IT}, and run the job file again: what is known of other files costs nothing"
    return "set the variable to the password that opens the file, where the job runs"
