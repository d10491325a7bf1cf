"""What can be typed behind a command: its arguments and options, each said once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import click

from pipelines import shell_completion as complete
from pipelines.shell import Shell, note, note_flink

Decorator: TypeAlias = "Callable[[Any], Any]"

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FLINK_RUNNER = "flink"
RUNNERS = ("local", "direct", FLINK_RUNNER, "dataflow")


FLINK = {
    "--flink-master": ("URL", "Of Flink's JobManager."),
    "--job-endpoint": ("HOST:PORT", "Of Beam's job server."),
    "--worker-endpoint": ("HOST:PORT", "Where each TaskManager finds its pool of workers."),
    "--parallelism": ("N", "Slots of the job; else all of the cluster."),
}
"""What says how a Flink cluster is reached, in place of `[flink]` in the configuration."""


def _runner(function: Any) -> Any:
    """The options that say where a job runs."""
    for name, (shape, told) in reversed(FLINK.items()):
        function = click.option(name, metavar=shape, expose_value=False, callback=note_flink, help=told)(function)

    @wraps(function)
    def checked(*args: Any, runner: str, **given: Any) -> Any:
        shell = click.get_current_context().find_object(Shell)
        if runner != FLINK_RUNNER and shell is not None and shell.flink:
            raise click.UsageError(f"{', '.join(shell.flink)}: only with --runner {FLINK_RUNNER}")
        return function(*args, runner=runner, **given)

    runner = click.option(
        "--runner",
        type=click.Choice(RUNNERS),
        default="local",
        show_default=True,
        help="Where it runs.",
    )
    return runner(checked)


def flag(name: str, told: str) -> Decorator:
    """An option that is there or not."""
    return click.option(name, is_flag=True, help=told)


def command_of(group: click.Group, *parameters: Decorator, name: str | None = None) -> Decorator:
    """A command of a group: its arguments and options in the order in which help shows them, and what all have."""

    def made(function: Any) -> Any:
        wrapped = click.make_pass_decorator(Shell)(function)
        for parameter in reversed((*parameters, JSON, QUIET, VERBOSE)):
            wrapped = parameter(wrapped)
        return group.command(name)(wrapped)

    return made


def typed(*names: str) -> set[str]:
    """Those of a command's parameters that were typed."""
    told, default = click.get_current_context().get_parameter_source, click.core.ParameterSource.DEFAULT
    return {name for name in names if told(name) is not default}


STATE = click.option(
    "--state",
    metavar="URL",
    help="The state: a database URL, or a path ending in .db.",
    shell_complete=complete.files,
)
WORKSPACE = click.option(
    "--workspace",
    metavar="DIR",
    help="Where large payloads go: a folder, an object store's URL, or `database`.",
    shell_complete=complete.folders,
)
CONFIG = click.option(
    "--config",
    metavar="FILE",
    help="The configuration, in place of the nearest batchwright.toml.",
    shell_complete=complete.files,
)
JOB = click.argument("job", shell_complete=complete.jobs)
ITEM = click.argument("item", shell_complete=complete.items)
JOBFILE = click.argument("jobfile", shell_complete=complete.files)
SHELL = click.argument("shell", type=click.Choice(complete.SHELLS))
CHANGES = click.argument("changes", nargs=-1, required=True, metavar="KEY=VALUE…", shell_complete=complete.changes)
SET_OR_SHOW = click.argument("what", type=click.Choice(("set", "show")))
USD = click.argument("usd", required=False)
DIR = click.argument("folder", metavar="DIR", shell_complete=complete.folders)
HTML = click.option(
    "--html", metavar="FILE", help="Write it with pictures to FILE; - is stdout.", shell_complete=complete.files
)
ONE_ITEM = click.option("--item", metavar="ID", help="Only this item's.", shell_complete=complete.items)
RUNNER = _runner
JSON = click.option("--json", "as_json", is_flag=True, expose_value=False, callback=note, help="Print JSON.")
QUIET = click.option("--quiet", is_flag=True, expose_value=False, callback=note, help="No progress and no messages.")
VERBOSE = click.option(
    "--verbose", is_flag=True, expose_value=False, callback=note, help="Log what happens inside, on stderr."
)
ATTACH = flag("--attach", "Run it in this process and follow it to its end.")
FIRST = click.option("--first", type=click.IntRange(min=1), metavar="N", help="Run N items, show them, ask to go on.")
ITEMS = click.option(
    "--items",
    "paths",
    multiple=True,
    metavar="PATH",
    help="File, folder, glob; - is JSONL on stdin.",
    shell_complete=complete.files,
)
SKIP = flag("--skip-unknown", "Leave out files of kinds that are not read.")
YES = flag("--yes", "Answer yes to every question.")
SAMPLE = click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Run N items first, and go by what they cost."
)
NO_WAIT = flag("--no-wait", "Do not wait until it has taken effect.")
ONLY_ITEMS = click.option(
    "--item", "items", multiple=True, metavar="ID", help="Only this item.", shell_complete=complete.items
)
ONLY_CLASSES = click.option("--class", "classes", multiple=True, metavar="CLASS", help="Only items that failed so.")
LIMIT = click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, help="At most so many.")
LIST_LIMIT = click.option("--limit", default=20, show_default=True, help="1–100.")
OFFSET = click.option(
    "--offset", type=click.IntRange(min=0), default=0, show_default=True, help="Leave out so many first."
)
FILE = click.argument("file", required=False, metavar="[FILE]", shell_complete=complete.files)
FORM = click.option(
    "--format",
    "form",
    type=click.Choice(("table", "jsonl", "csv", "html")),
    default="table",
    help="How rows are written.",
)
OF_PROJECT = click.option("--project", default="default", show_default=True, help="Whose documents.")
PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH…", shell_complete=complete.files)
KIND = click.option(
    "--kind",
    type=click.Choice(("passage", "example", "glossary", "character", "setting")),
    help="What the documents are for; else as each says.",
)
TOP = click.option("--top", type=click.IntRange(min=1, max=100), default=5, show_default=True, help="At most so many.")
FILTERS = click.option(
    "--filter", "filters", multiple=True, metavar="NAME=VALUE", help="Only documents with this field."
)
VECTORS = click.option("--model", required=True, metavar="PROVIDER/MODEL", help="Whose vectors they get.")
CONCURRENCY = click.option(
    "--concurrency", type=click.IntRange(min=1), default=20, show_default=True, help="Calls at once."
)
BUDGET = click.option("--budget", metavar="USD", help="The most that it may cost.")
FROM = click.argument("source", metavar="FROM", shell_complete=complete.files)
TO = click.argument("target", metavar="TO", shell_complete=complete.files)
TO_WORKSPACE = click.option(
    "--to-workspace",
    metavar="DIR",
    help="Where TO has its large payloads; else beside its file.",
    shell_complete=complete.folders,
)
IN_PROJECT = click.option("--project", default="default", show_default=True, help="Whose budget.")
CALL_STATUS = click.option(
    "--status",
    help="Only calls in this status, as `unknown`; shows their ids.",
    shell_complete=complete.words(
        ["admitted", "sent", "parked", "ok", "limited", "declined", "invalid", "error", "withdrawn", "unknown", "stale"]
    ),
)
JOB_STATUS = click.option(
    "--status",
    help="PENDING, RUNNING, PAUSED, COMPLETED, FAILED or CANCELLED.",
    shell_complete=complete.words(["PENDING", "RUNNING", "PAUSED", "COMPLETED", "FAILED", "CANCELLED"]),
)
ITEM_STATUS = click.option(
    "--status",
    help="COMPLETED, FAILED, PENDING or CANCELLED.",
    shell_complete=complete.words(["COMPLETED", "FAILED", "PENDING", "CANCELLED"]),
)
FOLLOW, FOLLOW_ITEMS = (
    flag("--follow", "Go on until nobody works on it."),
    flag("--follow", "Each as it ends, until the job is over."),
)
CALLS = click.argument("call_ids", nargs=-1, required=True, metavar="CALL…")
TARGET = click.argument("target", required=False, metavar="[DIR]")
COST = click.option("--cost", metavar="USD", help="What each of them cost.")
