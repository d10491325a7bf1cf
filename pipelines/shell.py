"""What every command has at hand: the jobs and the screen. What follows is lazy: `--help` loads click alone."""

from __future__ import annotations

import gc
import logging
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pipelines.called import NAME, set_cluster, set_program

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs
    from pipelines.screen import Screen


@contextmanager
def loading() -> Iterator[None]:
    """Load modules without looking for garbage, of which they have none: that is a tenth of a command's time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Shell:
    """What every command has: the jobs and the screen, made when they are first used."""

    def __init__(self, where: tuple[str | None, str | None, str | None], *, quiet: bool, verbose: bool = False) -> None:
        self.where = where
        self.verbose = verbose
        self.quiet = quiet
        self.as_json = False
        self.flink: dict[str, str] = {}
        set_program(self._program)
        set_cluster(self.flink)

    @cached_property
    def jobs(self) -> BatchJobs:
        """The jobs of the state that was named."""
        with loading():
            from pipelines.jobs import BatchJobs  # noqa: PLC0415

        jobs = BatchJobs(*self.where)
        if self.flink:
            state, workspace, _ = self.where
            jobs = BatchJobs(state, workspace, jobs.config.with_flink(self.flink))
        click.get_current_context().call_on_close(jobs.close)
        if self.where[2] is not None:
            _ = jobs.config  # one that was named is read, whatever the command: a slip in its name must not go unseen
        if self.verbose:
            from pipelines.logs import begin_log  # noqa: PLC0415

            begin_log(jobs.config.log)
        return jobs

    @cached_property
    def screen(self) -> Screen:
        """The streams; colours only on a terminal, and never with NO_COLOR."""
        with loading():
            from rich.console import Console  # noqa: PLC0415

            from pipelines.screen import Screen  # noqa: PLC0415

        out, err = Console(highlight=False), Console(stderr=True, highlight=False)
        ask = confirm if sys.stdin.isatty() else None
        return Screen(out, err, as_json=self.as_json, quiet=self.quiet, ask=ask)

    def _program(self) -> tuple[str, ...]:
        """How this program was called, to be called so again: with what was said of state, workspace and config."""
        from state.place import without_password  # noqa: PLC0415

        state, workspace, config = self.where
        shown = None if state is None else without_password(state)
        said = (("--state", shown), ("--workspace", workspace), ("--config", config))
        return (_name(), *(word for name, value in said if value is not None for word in (name, value)))


def _name() -> str:
    """The program's name where the shell finds it by that, else the path that was typed."""
    called, found = Path(sys.argv[0]), shutil.which(NAME)
    is_found = found is not None and called.exists() and Path(found).samefile(called)
    return NAME if is_found or called.name != NAME else sys.argv[0]


def confirm(question: str) -> bool:
    """Ask on the terminal. What was typed before it was asked is no answer: it may be about money.

    Raises:
        KeyboardInterrupt: Ctrl-C, or no more input; what is said next has a line of its own.
    """
    with suppress(ImportError):  # where terminals are not POSIX's
        import termios  # noqa: PLC0415

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    try:
        from pipelines.screen_text import folded  # noqa: PLC0415

        return click.confirm(folded(question, shutil.get_terminal_size().columns), err=True)
    except click.Abort:
        click.echo(err=True)
        raise KeyboardInterrupt from None


def note(context: click.Context, option: click.Parameter, value: object) -> None:
    """Keep what --json, --quiet or --verbose of a command says in its shell."""
    shell = context.find_object(Shell)
    if value and shell is not None:
        setattr(shell, str(option.name), True)
        if option.name == "verbose":
            logging.getLogger().setLevel(logging.INFO)


def note_flink(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Keep how a Flink cluster is reached, where that was typed."""
    shell = context.find_object(Shell)
    if value is not None and shell is not None:
        shell.flink[option.opts[0]] = value


def refuse(name: str, hint: str | None = None) -> NoReturn:
    """Say that something is not in this version."""
    from state.errors import NotBuiltError  # noqa: PLC0415

    raise NotBuiltError(f"{name}: not in this version", hint=hint)
