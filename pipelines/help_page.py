"""The first page of `--help`: the commands by what one wants to do, in the order in which they are first needed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import click

SECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Begin": ("demo", "init", "preview", "estimate"),
        "Run": ("run", "create", "start", "pause", "resume", "retry", "cancel"),
        "Look": ("status", "events", "list", "results", "show", "why", "calls", "analytics", "export"),
        "Money": ("prices", "budget", "set", "reconcile"),
        "Keep": ("docs", "doctor", "providers", "db", "state", "purge", "delete", "completion"),
    }
)


class Sections(click.Group):
    """A group of commands that shows them by section."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        widest = max(len(name) for names in SECTIONS.values() for name in names)
        room = formatter.width - widest - 6  # as click indents and spaces them
        for title, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            rows = [(name.ljust(widest), one.get_short_help_str(room)) for name, one in commands if one is not None]
            with formatter.section(title):
                formatter.write_dl(rows)
