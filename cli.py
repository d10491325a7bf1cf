"""The command line: parse what was typed, call `pipelines`, print. What follows is lazy: `--help` loads click alone."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import click

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs
    from pipelines.screen import Screen
    from state.job_view import JobView

AT_ONCE = 130
RUNNERS = ("local", "direct", "flink", "dataflow")


class Shell:
    """What every command has: the jobs and the screen, made when they are first used."""

    def __init__(self, where: tuple[str | None, str | None, str | None], *, quiet: bool) -> None:
        self._where = where
        self.quiet = quiet
        self.as_json = False

    @cached_property
    def jobs(self) -> BatchJobs:
        """The jobs of the state that was named."""
        from pipelines.jobs import BatchJobs

        jobs = BatchJobs(*self._where)
        click.get_current_context().call_on_close(jobs.close)
        return jobs

    @cached_property
    def screen(self) -> Screen:
        """The streams; colours only on a terminal, and never with NO_COLOR."""
        from rich.console import Console

        from pipelines.screen import Screen

        out, err = Console(highlight=False), Console(stderr=True, highlight=False)
        ask = partial(click.confirm, err=True) if sys.stdin.isatty() else None
        return Screen(out, err, as_json=self.as_json, quiet=self.quiet, ask=ask)


def _note(context: click.Context, option: click.Parameter, value: Any) -> None:
    """Keep what --json or --quiet of a command says in its shell."""
    shell = context.find_object(Shell)
    if value and shell is not None:
        setattr(shell, str(option.name), True)


def _built(_context: click.Context, _option: click.Parameter, value: str) -> str:
    return value if value in RUNNERS[:2] else _refuse(f"the runner {value}", hint="use --runner local")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--state", metavar="URL", help="The state: a database URL, or a path ending in .db.")
@click.option("--workspace", metavar="DIR", help="The folder of large payloads.")
@click.option("--config", metavar="FILE", help="The configuration, in place of the nearest batchwright.toml.")
@click.option("--quiet", is_flag=True, help="No progress and no messages.")
@click.option("--verbose", is_flag=True, help="Log what happens inside, on stderr.")
@click.version_option(package_name="batchwright", message="batchwright %(version)s")
@click.pass_context
def cli(context: click.Context, /, *, quiet: bool, verbose: bool, **where: str | None) -> None:
    """Run large batches of documents through multi-phase LLM pipelines, and keep count of work and money.

    JOB is an id, a unique prefix of one, or `last`.
    """
    # What Beam and the SDKs log is ours to tell: a job's events and its error say what happened.
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
    logging.getLogger().setLevel(logging.INFO if verbose else logging.CRITICAL + 1)
    context.obj = Shell((where["state"], where["workspace"], where["config"]), quiet=quiet)


Decorator: TypeAlias = "Callable[[Any], Any]"


def command(*parameters: Decorator, name: str | None = None) -> Decorator:
    """A command of the group: its arguments and options in the order in which help shows them, and --json."""

    def made(function: Any) -> Any:
        wrapped = click.make_pass_decorator(Shell)(function)
        for parameter in reversed((*parameters, JSON)):
            wrapped = parameter(wrapped)
        return cli.command(name)(wrapped)

    return made


def _flag(flag: str, told: str) -> Decorator:
    return click.option(flag, is_flag=True, help=told)


JOB, ITEM, JOBFILE = click.argument("job"), click.argument("item"), click.argument("jobfile")
RUNNER = click.option("--runner", type=click.Choice(RUNNERS), default="local", show_default=True, callback=_built)
JSON = click.option("--json", "as_json", is_flag=True, expose_value=False, callback=_note, help="Print JSON.")
QUIET = click.option("--quiet", is_flag=True, expose_value=False, callback=_note, help="No progress and no messages.")
ATTACH = _flag("--attach", "Run it in this process and follow it to its end.")
FIRST = click.option("--first", type=click.IntRange(min=1), metavar="N", help="Run N items, show them, ask to go on.")
ITEMS = click.option("--items", multiple=True, metavar="PATH", help="File, folder, glob, or - for JSONL on stdin.")
SKIP = _flag("--skip-unknown", "Leave out files of kinds that are not read.")
YES = _flag("--yes", "Answer yes to every question.")
NO_WAIT = _flag("--no-wait", "Do not wait until it has taken effect.")
ONLY_ITEMS = click.option("--item", "items", multiple=True, metavar="ID", help="Only this item.")
ONLY_CLASSES = click.option("--class", "classes", multiple=True, metavar="CLASS", help="Only items that failed so.")
LIMIT = click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True)
LIST_LIMIT = click.option("--limit", default=20, show_default=True, help="1–100.")
OFFSET = click.option("--offset", type=click.IntRange(min=0), default=0, show_default=True)
FORM = click.option("--format", "form", type=click.Choice(("table", "jsonl", "csv", "html")), default="table")
IN_PROJECT = click.option("--project", default="default", show_default=True)
JOB_STATUS = click.option("--status", help="PENDING, RUNNING, PAUSED, COMPLETED, FAILED or CANCELLED.")
ITEM_STATUS = click.option("--status", help="COMPLETED, FAILED, PENDING or CANCELLED.")
FOLLOW, FOLLOW_ITEMS = _flag("--follow", "Go on until nobody works on it."), _flag("--follow", "Go on, as JSONL.")
CALLS = click.argument("call_ids", nargs=-1, required=True, metavar="CALL…")


def _refuse(name: str, hint: str | None = None) -> NoReturn:
    from state.errors import NotBuiltError

    raise NotBuiltError(f"{name}: not in this version", hint=hint)


def _shown(shell: Shell, view: JobView) -> int:
    shell.screen.job(view)
    return 0


def _follow(shell: Shell, job: str, verb: str, runner: str, *, force: bool = False) -> int:
    """Run a job here, to the exit code that it comes to."""
    from pipelines.follow import go_on

    return go_on(shell.jobs, job, verb, shell.screen, runner=runner, force=force).code


# ── making jobs and running them ────────────────────────────────────────────────────────────────


@command(QUIET)
def demo(shell: Shell, /) -> int:
    """Run a real two-phase job on this machine with the local model: no key, no service."""
    from pipelines.demo import run_demo

    return run_demo(shell.jobs, shell.screen)


@command(JOBFILE, ITEMS, SKIP, FIRST, _flag("--new", "Make a new job, whatever is there."), RUNNER, YES, QUIET)
def run(shell: Shell, /, jobfile: str, first: int | None, runner: str, *, yes: bool, new: bool, **given: Any) -> int:
    """Create a job, start it, watch it to its end; or go on with the same one.

    Exit codes: 0 all items completed, 3 some failed, 4 stopped before the end, 130 stopped at once.
    """
    from pipelines.follow import run_found

    ask = shell.screen.asker("--first asks whether to go on", yes=yes or first is None)
    spec, source = shell.jobs.read(jobfile, paths=given["items"], skip_unknown=given["skip_unknown"])
    found = shell.jobs.find_or_create(spec, source, new=new, first=first)
    return run_found(shell.jobs, found, shell.screen, first=first, runner=runner, ask=ask)


@command(JOBFILE, ITEMS, SKIP, _flag("--no-start", "Store it only."), RUNNER)
def create(shell: Shell, /, jobfile: str, runner: str, *, no_start: bool, **given: Any) -> None:
    """Store a job and print its id; its option `auto_start` starts it in the background."""
    spec, source = shell.jobs.read(jobfile, paths=given["items"], skip_unknown=given["skip_unknown"])
    starts = spec.options.auto_start and not no_start
    job_id = shell.jobs.store(spec, source, must_start=starts)
    if starts:
        shell.jobs.start(job_id, runner=runner)
    else:
        shell.screen.say(shell.jobs.plan_text(job_id))
    shell.screen.put(shell.jobs.status(job_id).document, lambda: job_id)


@command(JOB, ATTACH, RUNNER, QUIET)
def start(shell: Shell, /, job: str, runner: str, *, attach: bool) -> int:
    """Start a job in the background."""
    if attach:
        return _follow(shell, job, "start", runner)
    return _shown(shell, shell.jobs.start(job, runner=runner))


@command(JOB, ATTACH, _flag("--force", "Take it from a living worker, too."), RUNNER, QUIET)
def resume(shell: Shell, /, job: str, runner: str, *, attach: bool, force: bool) -> int:
    """Go on with a job that is paused, failed or stalled."""
    if attach:
        return _follow(shell, job, "resume", runner, force=force)
    return _shown(shell, shell.jobs.resume(job, runner=runner, force=force))


@command(JOB, NO_WAIT)
def pause(shell: Shell, /, job: str, *, no_wait: bool) -> None:
    """Pause a job: the calls that are out may finish."""
    shell.screen.job(shell.jobs.pause(job, wait=not no_wait))


@command(JOB, NO_WAIT)
def cancel(shell: Shell, /, job: str, *, no_wait: bool) -> None:
    """Cancel a job for good; what it paid for stays known."""
    shell.screen.job(shell.jobs.cancel(job, wait=not no_wait))


@command(JOB, YES)
def delete(shell: Shell, /, job: str, *, yes: bool) -> None:
    """Delete a job; its ledger rows stay with the project."""
    job_id = shell.jobs.find(job)
    if not shell.screen.asker(f"{job_id} would be deleted with its results", yes=yes)(f"delete {job_id}?"):
        raise click.Abort
    shell.jobs.delete(job_id)
    shell.screen.put(lambda: {"deleted": job_id}, lambda: f"{job_id} deleted")


@command(JOB, ONLY_ITEMS, ONLY_CLASSES, ATTACH, RUNNER)
def retry(shell: Shell, /, job: str, runner: str, *, attach: bool, **which: tuple[str, ...]) -> int:
    """Run only what failed again."""
    job_id, items, classes = shell.jobs.find(job), which["items"] or None, which["classes"] or None
    opened = shell.jobs.retry(job_id, items=items, classes=classes, start=not attach, runner=runner)
    shell.screen.say(f"{opened} failed items are open again" if opened else "no item has failed so: nothing is run")
    if opened and attach:
        return _follow(shell, job_id, "resume", runner)
    return _shown(shell, shell.jobs.status(job_id))


# ── looking at jobs ─────────────────────────────────────────────────────────────────────────────


@command(JOB, _flag("--watch", "Follow it to its end."), _flag("--events", "Show its history, too."))
def status(shell: Shell, /, job: str, *, watch: bool, events: bool) -> None:
    """Show how far a job is and what it costs."""
    view = shell.jobs.status(job)
    if watch:
        from pipelines.follow import watch_job

        view = watch_job(shell.jobs, view.id, shell.screen)
    shell.screen.job(view, shell.jobs.events(view.id) if events else None)


@command(JOB, FOLLOW)
def events(shell: Shell, /, job: str, *, follow: bool) -> None:
    """Show a job's history."""
    from pipelines.follow import follow_events

    shell.screen.events(follow_events(shell.jobs, job) if follow else shell.jobs.events(job))


@command(click.option("--project"), JOB_STATUS, LIST_LIMIT, OFFSET, name="list")
def list_(shell: Shell, /, **which: Any) -> None:
    """List jobs, newest first."""
    found = shell.jobs.list(**which)
    shell.screen.list(found)
    if not found.jobs:
        shell.screen.say(f"no such job in {shell.jobs.place.shown_url}")


@command(JOB, ITEM_STATUS, LIMIT, OFFSET, FORM, FOLLOW_ITEMS)
def results(shell: Shell, /, job: str, form: str, *, follow: bool, **which: Any) -> None:
    """Show inputs, outputs, cost and error of each item, by ordinal."""
    from pipelines.follow import show_as_they_end

    if follow:
        told = click.get_current_context().get_parameter_source
        typed = {name for name in ("limit", "offset", "form") if told(name) is not click.core.ParameterSource.DEFAULT}
        show_as_they_end(shell.jobs, job, shell.screen, which["status"], form if "form" in typed else "jsonl", typed)
    else:
        total = shell.jobs.count(job, status=which["status"])
        shell.screen.results(shell.jobs.results(job, **which), total, form)


@command(JOB, click.option("--item", metavar="ID", help="Only this item's."), LIMIT, OFFSET, FORM)
def calls(shell: Shell, /, job: str, form: str, **which: Any) -> None:
    """Show the ledger, one row a call."""
    shell.screen.calls(shell.jobs.calls(job, **which), shell.jobs.count_calls(job, item=which["item"]), form)


@command(JOB, ITEM, click.option("--phase", help="Only this phase."))
def show(shell: Shell, /, job: str, item: str, phase: str | None) -> None:
    """Show everything about one item: requests, replies, scores."""
    shell.screen.item(shell.jobs.show(job, item, phase=phase))


@command(JOB, ITEM)
def why(shell: Shell, /, job: str, item: str) -> None:
    """Show what made each answer of an item new or known."""
    shell.screen.why(shell.jobs.why(job, item))


@command(JOB, click.option("--html", hidden=True))
def analytics(shell: Shell, /, job: str, html: str | None) -> None:
    """Show cost, time and success: overall, by phase, by model, by failure class."""
    if html is not None:
        _refuse("analytics --html")
    shell.screen.analytics(shell.jobs.analytics(job))


@command(JOB, click.argument("folder", metavar="DIR"))
def export(shell: Shell, /, job: str, folder: str) -> None:
    """Write results and ledger as a Parquet data set."""
    shell.screen.export(shell.jobs.export(job, folder), folder)


# ── options, money, upkeep ──────────────────────────────────────────────────────────────────────


@command(JOB, click.argument("changes", nargs=-1, required=True, metavar="KEY=VALUE…"), name="set")
def set_(shell: Shell, /, job: str, changes: tuple[str, ...]) -> None:
    """Change options of a job: budget_usd, concurrency, max_failed_percent, checkpoint_frequency."""
    shell.jobs.set(job, changes)
    shell.screen.job(shell.jobs.status(job))


@command(click.argument("what", type=click.Choice(("set", "show"))), click.argument("usd", required=False), IN_PROJECT)
def budget(shell: Shell, /, what: str, usd: str | None, project: str) -> None:
    """Set or show a project's hard cap, in US dollars; `none` lifts it."""
    if (what == "set") is (usd is None):
        raise click.UsageError("`budget set --project P USD` sets a cap, `budget show --project P` shows it")
    shell.screen.budget(shell.jobs.budget(project, cap_usd=usd))


@command(JOB, CALLS, click.option("--cost", metavar="USD"), _flag("--drop", "None of them was billed."))
def reconcile(shell: Shell, /, job: str, call_ids: tuple[str, ...], cost: str | None, *, drop: bool) -> None:
    """Set what unknown calls really cost, as the provider's usage page says."""
    done = shell.jobs.reconcile(job, call_ids, cost_usd=cost, drop=drop)
    shell.screen.say(f"{done.calls} calls corrected, the cost moved by {done.moved_usd.normalize():f} USD")
    shell.screen.job(shell.jobs.status(job))


@command(click.argument("what", type=click.Choice(("migrate", "check", "backup"))))
def db(shell: Shell, /, what: str) -> None:
    """Bring the state's tables up to date: `db migrate`."""
    if what != "migrate":
        _refuse(f"db {what}")
    shell.screen.facts({"state": shell.jobs.place.shown_url, "revision": shell.jobs.migrate()})


@command(click.argument("model", required=False))
def prices(shell: Shell, /, model: str | None) -> None:
    """Show what models cost: MODEL as provider/model, else those of the tiers and the config."""
    shell.screen.prices(shell.jobs.prices(model))


@command()
def providers(shell: Shell, /) -> None:
    """Show which providers there are, and whether they can be asked from here."""
    shell.screen.providers(shell.jobs.providers())


for _name in ("init", "preview", "docs", "estimate", "purge", "doctor"):
    _any = {"ignore_unknown_options": True, "allow_extra_args": True}
    cli.add_command(click.Command(_name, callback=partial(_refuse, _name), hidden=True, context_settings=_any))


# ── errors ──────────────────────────────────────────────────────────────────────────────────────


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; no error, ours or the user's, ends in a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _code(given)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # who read our output has enough of it; click and rich make that an exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    if code == AT_ONCE:  # a thread may still have calls out
        os._exit(code)
    sys.exit(code)


def _code(given: Sequence[str]) -> int:
    """Run a command; its exit code, once an error has been told."""
    told: tuple[int, Mapping[str, str | None]]
    try:
        return cli.main(list(given), prog_name="batchwright", standalone_mode=False) or 0
    except (click.Abort, KeyboardInterrupt):
        told = AT_ONCE, {"code": "stopped", "message": "stopped"}
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "batchwright"
        told = 2, {"code": "usage", "message": error.format_message(), "hint": f"`{where} --help` shows how"}
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told without a traceback
        from pipelines.reports import words_of

        told = words_of(error)
    said = {key: told[1].get(key) for key in ("code", "message", "path", "hint")}
    if "--json" in given:
        click.echo(json.dumps({"error": said}, indent=2, ensure_ascii=False))
    else:
        click.echo(f"batchwright: {said['path'] + ': ' if said['path'] else ''}{said['message']}", err=True)
        click.echo(f"  {said['hint']}" if said["hint"] else "", err=True, nl=bool(said["hint"]))
    return told[0]


if __name__ == "__main__":
    main()
