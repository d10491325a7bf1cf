"""The command line: parse what was typed, call `pipelines`, print. What follows is lazy: `--help` loads click alone."""

from __future__ import annotations

from pipelines import interrupts  # isort: skip  # before all that takes time

import logging
import os
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from pipelines import parameters as p
from pipelines import way
from pipelines.documents_commands import docs
from pipelines.help_page import Sections
from pipelines.program import AT_ONCE, STOPPED, exit_code
from pipelines.shell import Shell
from pipelines.state_commands import state

if TYPE_CHECKING:
    from state.job_view import JobView
    from state.view_ledger import EventRow


@click.group(cls=Sections, epilog="To begin: batchwright init", context_settings=p.HELP)
@p.STATE
@p.WORKSPACE
@p.CONFIG
@click.option("--quiet", is_flag=True, help="No progress and no messages.")
@click.option("--verbose", is_flag=True, help="Log what happens inside, on stderr.")
@click.version_option(package_name="batchwright", message="batchwright %(version)s")
@click.pass_context
def cli(context: click.Context, /, *, quiet: bool, verbose: bool, **where: str | None) -> None:
    """Run large batches of documents through multi-phase LLM pipelines, and keep count of work and money.

    JOB is an id, a unique prefix of one, or `last`, the job that was created last.
    """
    # What Beam and the SDKs log is ours to tell: a job's events and its error say what happened.
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
    logging.getLogger().setLevel(logging.INFO if verbose else logging.CRITICAL + 1)
    context.obj = Shell((where["state"], where["workspace"], where["config"]), quiet=quiet, verbose=verbose)


command = partial(p.command_of, cli)


def _shown(shell: Shell, view: JobView, job: str, history: Iterable[EventRow] | None = None) -> None:
    shell.screen.job(view, history)
    shell.screen.next(way.after_look(view, job))


def _set_off(shell: Shell, job: str, verb: str, runner: str, *, attach: bool, force: bool = False) -> int:
    """Start or resume a job: here, to the exit code that it comes to, or in the background."""
    if attach:
        from pipelines.follow import go_on

        return go_on(shell.jobs, job, verb, shell.screen, runner=runner, force=force).code
    begin = shell.jobs.start if verb == "start" else partial(shell.jobs.resume, force=force)
    _shown(shell, begin(job, runner=runner), job)
    return 0


# ── making jobs and running them ────────────────────────────────────────────────────────────────


@command()
def demo(shell: Shell, /) -> int:
    """Run a real job of two phases with the local model. No key, no service."""
    from pipelines.demo import run_demo

    return run_demo(shell.jobs, shell.screen)


@command(click.argument("folder", default=".", metavar="[DIR]"))
def init(shell: Shell, /, folder: str) -> None:
    """Write a job file with comments, and five items. They run as they are."""
    from pipelines.starter import write_starter

    written = write_starter(folder)
    shell.screen.starter(written)
    shell.screen.next(way.after_init(str(written.job)))


@command(p.JOBFILE, p.ITEMS, p.SKIP, p.FIRST, p.flag("--new", "Make a new job, whatever is there."), p.RUNNER, p.YES)
def run(shell: Shell, /, jobfile: str, first: int | None, runner: str, *, yes: bool, new: bool, **given: Any) -> int:
    """Create a job and run it to its end, or go on with it.

    Exit codes: 0 all items completed, 3 some failed, 4 stopped before the end, 130 stopped at once.
    """
    from pipelines.run_found import run_found

    ask = shell.screen.asker("--first asks whether to go on", yes=yes or first is None)
    spec, source = shell.jobs.read(jobfile, **given, tell=shell.screen.say)
    found = shell.jobs.find_or_create(spec, source, new=new, first=first, runner=runner)
    others = way.after_first(jobfile, given)
    return run_found(shell.jobs, found, shell.screen, first=first, runner=runner, ask=ask, yes=yes, others=others)


@command(p.JOBFILE, p.ITEMS, p.SKIP, click.option("--item", metavar="ID", help="For this item; else the first."))
def preview(shell: Shell, /, jobfile: str, item: str | None, **given: Any) -> None:
    """Show the requests as they would be sent. No call, no key, nothing is stored."""
    from pipelines.outlook import preview_of

    shell.screen.preview(preview_of(shell.jobs, *shell.jobs.read(jobfile, **given), item_id=item))
    shell.screen.next(way.after_preview(jobfile, given))


@command(p.JOBFILE, p.ITEMS, p.SKIP, p.SAMPLE, p.RUNNER, p.YES)
def estimate(shell: Shell, /, jobfile: str, sample: int | None, runner: str, *, yes: bool, **given: Any) -> None:
    """Show what a job would cost and how long it would take."""
    from pipelines.consent import estimate_on

    spec, source = shell.jobs.read(jobfile, **given)
    found = estimate_on(shell.jobs, shell.screen, spec, source, sample=sample, runner=runner, yes=yes)
    shell.screen.estimate(found)
    if not found.is_hopeless:
        shell.screen.next(way.after_estimate(jobfile, given, found.items, is_nothing=found.is_nothing))


@command(p.JOBFILE, p.ITEMS, p.SKIP, p.flag("--no-start", "Store it only."), p.RUNNER)
def create(shell: Shell, /, jobfile: str, runner: str, *, no_start: bool, **given: Any) -> None:
    """Store a job and print its id. Its option `auto_start` starts it in the background."""
    spec, source = shell.jobs.read(jobfile, **given, tell=shell.screen.say)
    starts = spec.options.auto_start and not no_start
    job_id = shell.jobs.store(spec, source, must_start=starts, runner=runner)
    if starts:
        shell.jobs.start(job_id, runner=runner)
    else:
        shell.screen.say(shell.jobs.plan_text(job_id))
    view = shell.jobs.status(job_id)
    shell.screen.put(view.document, lambda: job_id)
    shell.screen.next(way.after_look(view, job_id))


@command(p.JOB, p.ATTACH, p.RUNNER, p.YES)
def start(shell: Shell, /, job: str, runner: str, *, attach: bool, yes: bool) -> int:
    """Start a job in the background. On a terminal it asks as `run` does, where that is likely to cost much."""
    from pipelines.consent import agrees_to_start

    is_agreed = agrees_to_start(shell.jobs, job, shell.screen, runner=runner, yes=yes)
    return _set_off(shell, job, "start", runner, attach=attach) if is_agreed else STOPPED


@command(p.JOB, p.ATTACH, p.flag("--force", "Take it from a living worker, too."), p.RUNNER)
def resume(shell: Shell, /, job: str, runner: str, *, attach: bool, force: bool) -> int:
    """Go on with a job that is paused, failed or stalled."""
    return _set_off(shell, job, "resume", runner, attach=attach, force=force)


@command(p.JOB, p.NO_WAIT)
def pause(shell: Shell, /, job: str, *, no_wait: bool) -> None:
    """Pause a job: the calls that are out may finish."""
    _shown(shell, shell.jobs.pause(job, wait=not no_wait), job)


@command(p.JOB, p.NO_WAIT)
def cancel(shell: Shell, /, job: str, *, no_wait: bool) -> None:
    """Cancel a job for good; what it paid for stays known."""
    _shown(shell, shell.jobs.cancel(job, wait=not no_wait), job)


@command(p.JOB, p.YES)
def delete(shell: Shell, /, job: str, *, yes: bool) -> None:
    """Delete a job; its ledger rows stay with the project."""
    left = shell.jobs.before_delete(job)
    ask = shell.screen.asker(f"{left.words()}; {left.job_id} would be deleted with its results", yes=yes)
    if not ask(f"{left.words()}\ndelete {left.job_id}?"):
        raise click.Abort
    shell.jobs.delete(left.job_id)
    shell.screen.put(left.document, lambda: f"{left.job_id} deleted; {left.words()}")


@command(p.JOB, p.ONLY_ITEMS, p.ONLY_CLASSES, p.ATTACH, p.RUNNER)
def retry(shell: Shell, /, job: str, runner: str, *, attach: bool, **which: tuple[str, ...]) -> int:
    """Run only what failed again."""
    job_id, items, classes = shell.jobs.find(job), which["items"] or None, which["classes"] or None
    opened = shell.jobs.retry(job_id, items=items, classes=classes, start=not attach, runner=runner)
    shell.screen.reopened(opened)
    if opened and attach:
        return _set_off(shell, job_id, "resume", runner, attach=True)
    _shown(shell, shell.jobs.status(job_id), job)
    return 0


# ── looking at jobs ─────────────────────────────────────────────────────────────────────────────


@command(p.JOB, p.flag("--watch", "Follow it to its end."), p.flag("--events", "Show its history, too."))
def status(shell: Shell, /, job: str, *, watch: bool, events: bool) -> None:
    """Show how far a job is and what it costs."""
    view = shell.jobs.status(job)
    if watch:
        from pipelines.follow import watch_job

        view = watch_job(shell.jobs, view.id, shell.screen)
    _shown(shell, view, job, shell.jobs.events(view.id) if events else None)


@command(p.JOB, p.FOLLOW)
def events(shell: Shell, /, job: str, *, follow: bool) -> None:
    """Show a job's history."""
    from pipelines.follow import follow_events

    shown = follow_events(shell.jobs, job) if follow else shell.jobs.events(job)
    shell.screen.events(shown, follow=follow)


@command(click.option("--project", help="Only this project's."), p.JOB_STATUS, p.LIST_LIMIT, p.OFFSET, name="list")
def list_(shell: Shell, /, **which: Any) -> None:
    """List jobs, newest first."""
    is_all = which["project"] is None and which["status"] is None
    shell.screen.list(shell.jobs.list(**which), shell.jobs.place.shown_url, is_all=is_all)


@command(p.JOB, p.FILE, p.ITEM_STATUS, p.LIMIT, p.OFFSET, p.FORM, p.FOLLOW_ITEMS)
def results(shell: Shell, /, job: str, file: str | None, form: str, *, follow: bool, **which: Any) -> None:
    """Show inputs, outputs, cost and error of each item, by ordinal.

    With FILE they go there: a page to read (.html), or rows (.jsonl, .csv).
    """
    from pipelines.shown_results import show_results

    typed = p.typed("file", "limit", "offset", "form")
    form_typed = form if "form" in typed else None
    show_results(shell.jobs, shell.screen, job, file, form_typed, typed=typed, follow=follow, **which)


@command(p.JOB, p.ONE_ITEM, p.CALL_STATUS, p.LIMIT, p.OFFSET, p.FORM)
def calls(shell: Shell, /, job: str, form: str, item: str | None, status: str | None, **page: int) -> None:
    """Show the ledger, one row a call."""
    rows = shell.jobs.calls(job, item=item, status=status, **page)
    shell.screen.calls(rows, shell.jobs.count_calls(job, item=item, status=status), form, ids=status is not None)


@command(
    p.JOB, p.ITEM, click.option("--phase", help="Only this phase."), p.flag("--full", "Inputs and requests whole.")
)
def show(shell: Shell, /, job: str, item: str, phase: str | None, *, full: bool) -> None:
    """Show everything about one item: requests, replies, scores."""
    found = shell.jobs.show(job, item, phase=phase)
    shell.screen.item(found, full=full)
    shell.screen.next(way.after_show(shell.jobs.status(job), job, item, found))


@command(p.JOB, p.ITEM)
def why(shell: Shell, /, job: str, item: str) -> None:
    """Show what made each answer of an item new or known."""
    shell.screen.why(shell.jobs.why(job, item))


@command(p.JOB, p.HTML)
def analytics(shell: Shell, /, job: str, html: str | None) -> None:
    """Show what a job cost, how long it took, and what failed."""
    if html is None:
        shell.screen.analytics(shell.jobs.analytics(job))
    else:
        shell.screen.page(lambda: [shell.jobs.analytics_page(job)], html)
    shell.screen.next(way.after_analytics(job, html, is_purged=shell.jobs.status(job).purged_at is not None))


@command(p.JOB, p.DIR)
def export(shell: Shell, /, job: str, folder: str) -> None:
    """Write results and ledger as a Parquet data set."""
    manifest = shell.jobs.export(job, folder)
    shell.screen.export(manifest, folder)
    files, is_local = [file.name for file in manifest.files], way.is_local(shell.jobs.models(job))
    shell.screen.next(way.after_export(folder, files, is_local=is_local))


# ── options, money, upkeep ──────────────────────────────────────────────────────────────────────


@command(p.JOB, p.CHANGES, name="set")
def set_(shell: Shell, /, job: str, changes: tuple[str, ...]) -> None:
    """Change options of a job. They are budget_usd, concurrency, max_failed_percent, checkpoint_frequency."""
    shell.jobs.set(job, changes)
    _shown(shell, shell.jobs.status(job), job)


@command(p.SET_OR_SHOW, p.USD, p.IN_PROJECT)
def budget(shell: Shell, /, what: str, usd: str | None, project: str) -> None:
    """Set or show a project's hard cap in US dollars. `none` lifts it."""
    if (what == "set") is (usd is None):
        raise click.UsageError("`budget set --project P USD` sets a cap, `budget show --project P` shows it")
    shell.screen.budget(shell.jobs.budget(project, cap_usd=usd))


@command(p.JOB, p.CALLS, p.COST, p.flag("--drop", "None of them was billed."))
def reconcile(shell: Shell, /, job: str, call_ids: tuple[str, ...], cost: str | None, *, drop: bool) -> None:
    """Set what unknown calls cost, as a provider's usage page says."""
    done = shell.jobs.reconcile(job, call_ids, cost_usd=cost, drop=drop)
    shell.screen.reconciled(done, shell.jobs.status(job))


@command(click.argument("what", type=click.Choice(("migrate", "check", "backup"))), p.TARGET)
def db(shell: Shell, /, what: str, target: str | None) -> int:
    """Verify, copy or upgrade the state.

    `db check` verifies it, `db backup DIR` copies it, `db migrate` follows an upgrade. The first two work beside a
    running job, and exit with 1 where the state is not sound.
    """
    if (what == "backup") is (target is None):
        raise click.UsageError("`db backup DIR` takes a folder that is not there yet, `db check` and `db migrate` none")
    if what == "migrate":
        shell.screen.facts({"state": shell.jobs.place.shown_url, "revision": shell.jobs.migrate()})
        return 0
    from pipelines import upkeep

    return upkeep.check(shell.jobs, shell.screen) if target is None else upkeep.backup(shell.jobs, shell.screen, target)


@command(p.JOB, p.flag("--payloads", "Its inputs, outputs and answers."), p.YES)
def purge(shell: Shell, /, job: str, *, payloads: bool, yes: bool) -> None:
    """Remove what an ended job read and wrote; its ledger stays."""
    if not payloads:
        raise click.UsageError("`purge JOB --payloads`: say what is to be removed; the ledger never is")
    from pipelines import upkeep

    if not upkeep.purge(shell.jobs, shell.screen, job, yes=yes):
        raise click.Abort


@command(click.argument("model", required=False))
def prices(shell: Shell, /, model: str | None) -> None:
    """Show what models cost. MODEL is provider/model; else those of the tiers and the config."""
    shell.screen.prices(shell.jobs.prices(model))


@command()
def providers(shell: Shell, /) -> None:
    """Show which providers there are, and which can be asked."""
    shell.screen.providers(shell.jobs.providers())


@command(p.flag("--offline", "Ask no provider."), p.RUNNER)
def doctor(shell: Shell, /, *, offline: bool, runner: str) -> int:
    """Look whether a run would find what it needs."""
    return shell.screen.findings(shell.jobs.doctor(offline=offline, runner=runner))


@command(p.SHELL)
def completion(shell: Shell, /, **which: str) -> None:
    """Print what completes commands and jobs in bash, zsh or fish.

    To turn it on in bash or zsh: eval "$(batchwright completion bash)"; in fish: batchwright completion fish | source.
    """
    from pipelines.shell_completion import script

    text = script(which["shell"], cli)
    if shell.as_json:
        shell.screen.json({**which, "script": text})
    else:
        shell.screen.line(text)


cli.add_command(docs)
cli.add_command(state)


interrupts.give_back()


# ── errors ──────────────────────────────────────────────────────────────────────────────────────


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; no error, ours or the user's, ends in a traceback."""
    given, code = list(sys.argv[1:] if arguments is None else arguments), 0
    for name in ("stdin", "stdout", "stderr"):  # closed ones: else a file of ours would get their number
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    try:
        code = exit_code(cli, given)
        sys.stdout.flush()
    except (OSError, SystemExit) as error:  # a full disk, or who read our output has enough: click makes that an exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError | SystemExit):
            code = 0
        elif code == 0:
            code = 5
            click.echo(f"batchwright: stdout cannot be written: {(error.strerror or '').lower()}", err=True)
    if code == AT_ONCE:  # a thread may still have calls out
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
