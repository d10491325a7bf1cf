"""Sections of the configuration for who is not watching: `[notify]`, who is told, and `[log]`, what is written."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from state.addresses import VARIABLE, http_parts
from state.spec_errors import fault
from state.spec_values import Line, Section


def _command(value: str) -> str:
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise fault(f"cannot be split into words: {str(error).lower()}; it is no shell's, write sh -c '…'") from None
    if not words:
        raise fault("names no program")
    return value


def _webhook(value: str) -> str:
    """The address of a webhook, or variables that hold it; as its path may be a secret, it is not repeated."""
    if VARIABLE.fullmatch(value):
        return value
    parts = http_parts(VARIABLE.sub("1", value))
    if parts is None:
        raise fault("expected an address, as https://host/path/${NAME}")
    if "@" in parts.netloc:
        raise fault("holds a user or a password; what is secret belongs into the path, as ${NAME} of the environment")
    return value


class Notify(Section):
    """Who is told of alerts and of a job's end.

    `command` is split into words as a shell does, but no shell runs it. In `webhook`, `${NAME}` is read from the
    environment of whoever sends.
    """

    command: Annotated[Line, AfterValidator(_command)] | None = None
    """A command that gets each notice as JSON on stdin."""
    webhook: Annotated[Line, AfterValidator(_webhook)] | None = None
    """An address that gets it in a POST; `${NAME}` in it is read from the environment."""

    @property
    def is_set(self) -> bool:
        """Whether there is anybody to tell."""
        return self.command is not None or self.webhook is not None

    def from_folder(self, folder: Path) -> Notify:
        """The same from everywhere: a program that is named by a path is looked for from the file's folder."""
        words = shlex.split(self.command) if self.command is not None else []
        if not words or "/" not in words[0]:
            return self
        program = str(folder.absolute() / Path(words[0]).expanduser())
        return self.model_copy(update={"command": shlex.join([program, *words[1:]])})


class Log(Section):
    """How a runner's log is written: one line an event, as text or as JSON."""

    format: Literal["text", "json"] = "text"
    """A line of text an event, or a JSON object."""
    level: Literal["debug", "info", "warning", "error"] = Field("info")
    """The least that is written."""
