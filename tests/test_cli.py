"""Commands as processes: exit codes, signals, what is printed, and that nothing is paid twice."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

import cli
from pipelines import help_page
from pipelines.follow import exit_code
from pipelines.jobs import BatchJobs
from pipelines.run_found import run_found
from pipelines.screen import Screen
from state.job_view import ErrorView
from state.migrate import open_state
from state.pages import load_job
from state.status import JobStatus
from state.sums import SUMS_DIFFER
from tests.commands import JOB, Command, environment, folder, run_command, typed, until, write_items
from tests.fakes.provider_server import ProviderServer

STATUS = {
    "id", "name", "project", "status", "current_phase", "progress", "analytics", "runner", "stalled", "created_at",
    "started_at", "completed_at", "purged_at", "error",
}  # fmt: skip
PROGRESS = {"total_items", "completed_items", "failed_items", "cancelled_items", "pending_items", "percent_complete"}
FIGURES = {
    "cost_incurred", "cost_settled", "cost_unknown", "cost_saved", "cost_reserved", "tokens_used",
    "estimated_time_remaining_ms", "items_per_s", "calls", "calls_in_flight", "calls_unknown",
}  # fmt: skip
RESULT = {
    "item_id", "ordinal", "status", "input", "output", "phase_outputs", "cost_incurred", "cost_saved", "error",
    "attempts",
}  # fmt: skip
CALL = {
    "call_id", "item_id", "phase", "attempt", "role", "kind", "items", "provider", "model", "status", "input_tokens",
    "output_tokens", "cached_tokens", "cost", "price_version", "started_at", "ended_at", "latency_ms", "http_status",
    "request_id", "request_digest", "epoch", "worker_id", "bundle_id", "answered_model", "error",
}  # fmt: skip
STEP = {"attempt", "role", "call_id", "request_digest", "answer", "model", "score", "checks", "changed", "notes"}
GOLDEN_HELP = Path(__file__).parent / "golden" / "help.txt"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A working folder with a job of four items."""
    return folder(tmp_path / "work")


def _state(here: Path) -> str:
    return f"sqlite:///{here / '.batchwright' / 'state.db'}"


def test_run_twice_makes_no_second_call_and_every_document_has_its_keys(
    here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job runs to exit code 0; the same command again makes no call; each --json document has exactly its keys."""
    environ = environment(provider)
    first = run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl", "--json")
    assert (first.code, first.document["status"]) == (0, "COMPLETED"), first.err
    calls = provider.stats()["total"]
    assert calls == 4
    again = run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl", "--json")
    assert (again.code, again.document["id"]) == (0, first.document["id"])
    assert "nothing is run again" in again.err
    assert provider.stats()["total"] == calls

    monkeypatch.chdir(here)
    status = typed("status", "last", "--json").document
    assert set(status) == STATUS
    assert (set(status["progress"]), set(status["analytics"])) == (PROGRESS, FIGURES)
    assert set(status["analytics"]["tokens_used"]) == {"input", "output", "cached", "total"}
    assert set(status["analytics"]["calls_unknown"]) == {"sent", "admitted"}
    listed = typed("list", "--json").document
    assert (set(listed), set(listed["jobs"][0]), listed["total"]) == ({"jobs", "total"}, STATUS, 1)
    results = typed("results", "last", "--json").document
    assert (set(results), set(results["results"][0]), results["total"]) == ({"results", "total"}, RESULT, 4)
    ledger = typed("calls", "last", "--json").document
    assert (set(ledger), set(ledger["calls"][0]), ledger["total"]) == ({"calls", "total"}, CALL, 4)
    sums = typed("analytics", "last", "--json").document
    assert set(sums) == {"cost", "tokens", "performance", "scores", "overall", "hints"}
    assert set(sums["cost"]) == {"total", "per_item", "by_phase", "by_model", "judge", "wasted"}
    why = typed("why", "last", "doc-1", "--json").document
    assert set(why) == {"item_id", "phases"}
    assert set(why["phases"][0]) == {"phase", "status", "router", "passages", "attempts", "failed_calls"}
    assert set(why["phases"][0]["attempts"][0]) == STEP
    shown = typed("show", "last", "doc-1", "--json").document
    assert "Document 1 says" in shown["phases"][0]["steps"][0]["request"]["messages"][0]["content"]
    assert shown["phases"][0]["steps"][0]["reply"] == shown["output"]
    exported = typed("export", "last", "out", "--json").document
    assert set(exported) == {"job_id", "spec_digest", "counts", "cost", "files", "versions"}
    assert {file["name"] for file in exported["files"]} <= {path.name for path in (here / "out").iterdir()}


def test_a_table_fits_into_80_columns(here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No table is wider than 80 columns, whatever the items are called, and no colour stands in what is no terminal."""
    long = '{"id": "' + "x" * 190 + '", "content": "A text that is long enough to be summarised in a few words"}\n'
    (here / "items.jsonl").write_text(long, "utf-8")
    assert run_command(here, environment(provider), "run", "job.yaml", "--items", "items.jsonl").code == 0
    monkeypatch.chdir(here)
    monkeypatch.setenv("COLUMNS", "80")
    for command in (["status", "last"], ["list"], ["results", "last"], ["calls", "last"], ["analytics", "last"]):
        said = typed(*command)
        assert said.code == 0
        assert max(map(len, said.out.splitlines())) <= 80, command
        assert "\x1b" not in said.out
    lines = typed("results", "last", "--format", "csv").out.splitlines()
    assert lines[0] == "item_id,ordinal,status,input,output,phase_outputs,cost_incurred,cost_saved,error,attempts"
    assert lines[1].startswith("x" * 190 + ",0,COMPLETED,")


def test_a_job_that_waits_goes_on_with_changed_options(here: Path, provider: ProviderServer) -> None:
    """`run` of a job that is stored already goes on with it, takes over the options that changed, and says so."""
    environ = environment(provider)
    stored = run_command(here, environ, "create", "job.yaml", "--items", "items.jsonl", "--no-start", "--json")
    (here / "job.yaml").write_text(f"{JOB}options: {{concurrency: 9}}\n", "utf-8")
    ran = run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl", "--json")
    assert (ran.code, ran.document["id"]) == (0, stored.document["id"]), ran.err
    assert "is the same job, PENDING: it goes on" in ran.err
    assert "its options are now as given: concurrency 5 → 9\n" in ran.err
    with closing(open_state(_state(here))) as state:
        assert load_job(state, ran.document["id"]).options.concurrency == 9


def test_first_may_be_more_than_there_is(here: Path, provider: ProviderServer) -> None:
    """Any number is all of them, however long it is."""
    command = ["run", "job.yaml", "--items", "items.jsonl", "--first", "9" * 30, "--yes"]
    ran = run_command(here, environment(provider), *command)
    assert ran.code == 0, ran.err


def test_closed_streams_are_no_bug(here: Path) -> None:
    """A command whose stdout, or all of whose streams, nobody opened does what it does, and ends as ever."""
    for closed in (">&-", "<&- >&- 2>/dev/null"):
        command = ["sh", "-c", f"{shlex.quote(sys.executable)} -m cli providers {closed}"]
        ran = subprocess.run(command, cwd=here, env=environment(), capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")


def test_items_from_stdin_are_found_again(here: Path, provider: ProviderServer) -> None:
    """Items on stdin are kept while they are read twice, so that the same ones are the same job."""
    items = (here / "items.jsonl").read_bytes()
    command = [sys.executable, "-m", "cli", "run", "job.yaml", "--items", "-"]
    for _ in range(2):
        subprocess.run(command, cwd=here, env=environment(provider), input=items, capture_output=True, check=True)
    assert provider.stats()["total"] == 4


@pytest.mark.parametrize(
    ("rule", "code", "status", "words"),
    [
        ({"do": "declined", "contains": "Document 2"}, 3, "COMPLETED", "doc-2 (shorten): declined"),
        ({"do": "bad_key"}, 4, "PAUSED", "bad_key"),
        ({"do": "unknown_model"}, 4, "PAUSED", "unknown_model"),
        ({"do": "no_credit"}, 4, "PAUSED", "no_credit"),
    ],
)
def test_the_exit_code_says_how_a_job_ended(
    here: Path, provider: ProviderServer, rule: dict[str, object], code: int, status: str, words: str
) -> None:
    """3 when some items failed; 4 when the key, the credit or the model stopped it; the summary says why."""
    provider.behave([rule])
    ran = run_command(here, environment(provider), "run", "job.yaml", "--items", "items.jsonl")
    assert ran.code == code, ran.err
    assert words in ran.out
    assert status in ran.out
    assert "Traceback" not in ran.err


def test_the_first_items_are_shown_before_the_others_run(here: Path, provider: ProviderServer) -> None:
    """--first runs so many items, shows them and goes on when it may; it is one job, and nothing is asked twice."""
    ran = run_command(here, environment(provider), "run", "job.yaml", "--items", "items.jsonl", "--first", "2", "--yes")
    assert ran.code == 0, ran.err
    assert "doc-1" in ran.err
    assert "doc-2" not in ran.err
    assert "4 of 4 items completed" in ran.out
    assert provider.stats()["total"] == 4


def test_resume_after_the_first_items_runs_the_others(here: Path, provider: ProviderServer) -> None:
    """A job that waits after its first items runs all others when it is resumed, and says so."""
    environ = environment(provider)
    assert run_command(here, environ, "create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    with BatchJobs(_state(here)) as jobs:
        jobs.run_first("last", 2)
    started = run_command(here, environ, "start", "last", "--attach")
    assert (started.code, provider.stats()["total"]) == (4, 2), started.err
    assert "only the first 2 items run for now" in started.err
    resumed = run_command(here, environ, "resume", "last", "--attach")
    assert (resumed.code, provider.stats()["total"]) == (0, 4), resumed.err
    assert "the first 2 items have ended: all others run now" in resumed.err


def test_the_way_to_run_what_failed_again_is_retry(here: Path, provider: ProviderServer) -> None:
    """`run` of a job that is done names `retry` where items failed, which makes no new job of all of them."""
    provider.behave([{"do": "declined", "contains": "Document 1 says"}])
    environ = environment(provider)
    assert run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl", "--quiet").code == 3
    again = run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl")
    assert again.code == 3
    assert "nothing is run again; `run --new` makes a new one" in again.err
    assert "next: batchwright results last --status FAILED\nthen: batchwright retry last --attach\n" in again.err


def test_the_question_after_the_first_items_tells_what_the_others_cost(
    here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cost of the others is that of the first ones by number; a no leaves them, and nothing more was asked."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    screen = Screen(Console(file=io.StringIO()), Console(file=io.StringIO()))
    with BatchJobs(_state(here), cwd=here) as jobs:
        spec, source = jobs.read("job.yaml", paths=["items.jsonl"])
        found = jobs.find_or_create(spec, source, new=False, first=1)
        assert run_found(jobs, found, screen, first=1, runner="local", ask=no) == 4
        cost = jobs.status("last").analytics.cost_incurred
    (question,) = asked
    told = re.fullmatch(
        r"the first item cost \$(\S+); run the other 3, for about \$(\S+) \(.*\), in about .*\?", question
    )
    assert told is not None
    assert (Decimal(told[1]), provider.stats()["total"]) == (cost.quantize(Decimal("0.000001")), 1)
    assert abs(Decimal(told[2]) - 3 * cost) <= Decimal("0.05") * 3 * cost


def test_ctrl_c_lets_calls_finish_and_pauses(here: Path, provider: ProviderServer) -> None:
    """After one Ctrl-C the calls that are out settle, the job is PAUSED and the exit code 4; `resume` repeats none."""
    provider.behave(latency_ms=700)
    (here / "job.yaml").write_text(f"{JOB}options: {{concurrency: 1}}\n", "utf-8")
    environ = environment(provider)
    command = Command(here, environ, "run", "job.yaml", "--items", "items.jsonl")
    until(lambda: provider.stats()["total"] > 0, command)
    command.send(signal.SIGINT)
    ended = command.end()
    assert ended.code == 4, ended.err
    assert "pausing: the calls that are out may finish; Ctrl-C again stops at once" in ended.err
    assert "PAUSED" in ended.out
    provider.behave(latency_ms=0)
    resumed = run_command(here, environ, "resume", "last", "--attach", "--json")
    assert (resumed.code, resumed.document["progress"]["completed_items"]) == (0, 4), resumed.err
    assert provider.stats()["total"] == 4
    told = run_command(here, environ, "events", "last").out
    assert re.search(r"paused: signal: paused by Ctrl-C \(pid \d+ on ", told)


@pytest.mark.parametrize("beside", [(), ("--first", "2", "--yes")])
def test_a_second_ctrl_c_stops_at_once_and_the_crash_is_priced(
    here: Path, provider: ProviderServer, beside: tuple[str, ...]
) -> None:
    """Two Ctrl-C end it with 130 while calls are out; `run` takes it over, tells what that may cost, and finishes."""
    provider.behave(latency_ms=60_000)
    environ = environment(provider)
    command = Command(here, environ, "run", "job.yaml", "--items", "items.jsonl", *beside)
    until(lambda: provider.stats()["in_flight"] > 0, command)
    command.send(signal.SIGINT)
    until(lambda: _wanted(here) == "pause", command)
    command.send(signal.SIGINT)
    ended = command.end()
    assert ended.code == 130, ended.err
    assert (ended.out.count("cost: "), ended.err.count("next: ")) == (1, 1), "it is told once how it ended"
    assert "stopped at once" in ended.err
    assert re.search(r"cost: \$0.00 settled, up to \$0.\d*[1-9]\d* for calls that are out, \$0.00 saved", ended.out)
    assert "next: batchwright resume last --attach\n" in ended.err
    provider.behave(latency_ms=0)
    again = run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl", "--json")
    assert again.code == 0, again.err
    assert "this crash may have cost $" in again.err
    assert sum(again.document["analytics"]["calls_unknown"].values()) > 0


def _wanted(here: Path) -> str:
    with BatchJobs(_state(here)) as jobs:
        return jobs.status("last").wanted


def test_a_detached_job_is_guarded_paused_and_resumed(here: Path, provider: ProviderServer) -> None:
    """`create` starts a runner that outlives it; `run` and `start` are refused with who runs it; `pause` waits."""
    provider.behave(latency_ms=1_500)
    write_items(here / "items.jsonl", 80)
    (here / "job.yaml").write_text(f"{JOB}options: {{concurrency: 1}}\n", "utf-8")
    (here / "cli.py").write_text("raise SystemExit('a file of the user was taken for ours')", "utf-8")
    environ = environment(provider)
    batchwright = [str(Path(sys.executable).with_name("batchwright"))]
    made = subprocess.run(
        [*batchwright, "create", "job.yaml", "--items", "items.jsonl", "--json"], cwd=here, env=environ,
        capture_output=True, check=True,
    )  # fmt: skip
    assert b'"RUNNING"' in made.stdout
    (here / "cli.py").unlink()
    for verb in (["run", "job.yaml", "--items", "items.jsonl"], ["start", "last"], ["resume", "last"]):
        refused = run_command(here, environ, *verb)
        assert refused.code == 2
        assert re.search(r"is running \(pid \d+ on ", refused.err), refused.err
    paused = run_command(here, environ, "pause", "last", "--json")
    assert (paused.code, paused.document["status"]) == (0, "PAUSED"), paused.err
    provider.behave(latency_ms=0)
    assert run_command(here, environ, "resume", "last").code == 0
    with BatchJobs(_state(here)) as jobs:
        assert jobs.wait("last", timeout_s=60).status is JobStatus.COMPLETED
        assert jobs.pause("last").status is JobStatus.COMPLETED
    assert provider.stats()["total"] == 80


def test_who_reads_may_stop_reading(here: Path, provider: ProviderServer) -> None:
    """A closed pipe ends a command quietly with exit code 0."""
    (here / "items.jsonl").write_text('{"content": "a text"}\n' * 3_000, "utf-8")
    assert run_command(here, environment(), "create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    command = [sys.executable, "-m", "cli", "results", "last", "--format", "jsonl", "--limit", "3000"]
    with subprocess.Popen(
        command, cwd=here, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"item_id"')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_exit_codes_by_state(here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every end of a job has its exit code; a difference of the two sums is 1 whatever the status."""
    monkeypatch.chdir(here)
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    with BatchJobs() as jobs:
        view = jobs.status("last")
    failed = replace(view.progress, failed_items=1)
    differ, connection = ErrorView(SUMS_DIFFER, "they differ"), ErrorView("connection", "no reply")
    expected = {
        0: replace(view, status=JobStatus.COMPLETED),
        1: replace(view, status=JobStatus.COMPLETED, error=differ),
        3: replace(view, status=JobStatus.COMPLETED, progress=failed),
        4: replace(view, status=JobStatus.PAUSED),
        5: replace(view, status=JobStatus.PAUSED, error=connection),
    }
    assert {exit_code(one): code for code, one in expected.items()} == {code: code for code in expected}
    for status in (JobStatus.CANCELLED, JobStatus.FAILED, JobStatus.RUNNING):
        assert exit_code(replace(view, status=status)) == 4


def test_a_bug_writes_a_report_without_a_word_of_any_document(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody raised on purpose is exit code 1 and a report: where it was, and no message of it."""
    monkeypatch.chdir(here)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the words of " + "a document")

    monkeypatch.setattr(BatchJobs, "list", broken)
    said = typed("list")
    assert said.code == 1
    assert "a bug in Batchwright: ZeroDivisionError in our own code" in said.err
    report = Path(re.search(r"report (\S+report\.txt)", said.err)[1]).read_text("utf-8")  # type: ignore[index]
    assert "in broken" in report
    assert "words of a document" not in report + said.err


def test_looking_at_jobs_loads_no_beam(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--help`, `status`, `list` and `results` start at once: none of them loads Beam."""
    monkeypatch.chdir(here)
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    for command in (["--help"], ["status", "last"], ["list"], ["results", "last"], ["why", "last", "doc-1"]):
        ending = "finally: sys.stderr.write(str('apache_beam' in sys.modules))"
        code = f"import sys, cli\ntry: cli.main({['--quiet', *command]!r})\n{ending}"
        ran = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True)
        assert ran.stderr.decode() == "False", command


def test_help_is_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The help of each command is the golden one; `REWRITE_GOLDEN=1` writes it anew."""
    monkeypatch.setenv("COLUMNS", "100")
    names = sorted(name for name, command in cli.cli.commands.items() if not command.hidden)
    texts = [typed("--help").out, *(typed(name, "--help").out for name in names)]
    text = "\n".join(texts)
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN_HELP.write_text(text, "utf-8")
    assert GOLDEN_HELP.read_text("utf-8") == text


def test_each_command_stands_in_one_section_of_the_help() -> None:
    """The first page names every command that is not hidden once; it is shown, too, when no command is typed."""
    named = [name for names in help_page.SECTIONS.values() for name in names]
    assert sorted(named) == sorted(name for name, command in cli.cli.commands.items() if not command.hidden)
    nothing = typed()
    assert (nothing.code, nothing.out, nothing.err) == (2, "", typed("--help").out)


def test_every_form_says_that_there_are_more_rows(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that stop at --limit say so on stderr in every form, and --offset shows the rest; a whole list says none."""
    write_items(here / "items.jsonl", 130)
    monkeypatch.chdir(here)
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    for form in (["--format", "jsonl"], ["--format", "csv"], ["--format", "html"], [], ["--json"]):
        assert "100 of 130 results shown; --limit and --offset show others" in typed("results", "last", *form).err, form
    rest = typed("results", "last", "--format", "jsonl", "--offset", "100")
    assert len(rest.out.splitlines()) == 30
    assert "30 of 130 results shown" in rest.err
    assert typed("results", "last", "--format", "jsonl", "--limit", "130").err == ""


def test_a_job_that_is_only_stored_shows_its_plan(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`create --no-start` prints the id on stdout, and on stderr what the job will do, by whom and at what price."""
    monkeypatch.chdir(here)
    made = typed("create", "job.yaml", "--items", "items.jsonl", "--no-start")
    assert re.fullmatch(r"job_\w{26}\n", made.out)
    assert "1. shorten: summarization" in made.err
    assert "attempt 1 and later: openai/gpt-6-luna" in made.err
    assert re.search(r"openai/gpt-6-luna: [\d.]+ / [\d.]+", made.err)
    (here / "job.yaml").write_text(JOB.replace("luna}", "luna, use_rag: true}"), "utf-8")
    later = typed("create", "job.yaml", "--items", "items.jsonl", "--no-start")
    assert (later.code, "project default has no documents" in " ".join(later.err.split())) == (0, True)
    assert typed("--quiet", "create", "job.yaml", "--items", "items.jsonl", "--no-start").err == ""


def test_what_is_replaced_in_items_is_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`create` says on stderr how many items held what cannot be stored, and the job's events keep it."""
    monkeypatch.chdir(here)
    (here / "odd.jsonl").write_text('"a\\u0000b"\n"c"\n"\\ud800d"\n', "utf-8")
    said = "2 items held NUL characters or broken surrogates: replaced by U+FFFD"
    made = typed("create", "job.yaml", "--items", "odd.jsonl", "--no-start")
    assert (made.code, made.err.splitlines()[0]) == (0, said)
    assert f"items: {said}" in typed("events", "last").out
    assert said not in typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").err


def test_calls_go_on_behind_an_offset(here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """`calls --offset` leaves out the first calls of a job or of an item, and what is left out is said."""
    assert run_command(here, environment(provider), "run", "job.yaml", "--items", "items.jsonl").code == 0
    monkeypatch.chdir(here)
    ids = [row["call_id"] for row in typed("calls", "last", "--json").document["calls"]]
    page = typed("calls", "last", "--json", "--limit", "2", "--offset", "1")
    assert [row["call_id"] for row in page.document["calls"]] == ids[1:3]
    assert "2 of 4 calls shown" in page.err
    assert typed("calls", "last", "--json", "--item", "doc-1", "--offset", "1").document == {"calls": [], "total": 1}


def test_a_failed_call_says_why(here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why a call failed stands in `calls` and in `show`, in words and as a document, beside the model that answered."""
    provider.behave([{"do": "bad_request", "contains": "Document 2"}])
    assert run_command(here, environment(provider), "run", "job.yaml", "--items", "items.jsonl").code == 3
    monkeypatch.chdir(here)
    monkeypatch.setenv("COLUMNS", "80")
    rows = {row["item_id"]: row for row in typed("calls", "last", "--json").document["calls"]}
    assert (rows["doc-1"]["error"], rows["doc-2"]["error"]["class"]) == (None, "bad_request")
    assert rows["doc-1"]["answered_model"]
    assert "doc-2 (shorten): bad_request: " in typed("calls", "last").out
    assert "doc-1 (shorten)" not in typed("calls", "last").out
    shown = " ".join(typed("show", "last", "doc-2").out.split())
    assert f"executor: error 400, {rows['doc-2']['model']}" in shown
    assert f"bad_request: {rows['doc-2']['error']['message']}" in shown.partition("── calls")[2]
    assert f"answered by {rows['doc-1']['answered_model']}, $" in " ".join(typed("show", "last", "doc-1").out.split())


def test_results_are_followed_in_each_line_form(
    here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--follow writes every item that has ended in the format that was asked for; what it cannot obey is refused."""
    provider.behave([{"do": "declined", "contains": "Document 2"}])
    assert run_command(here, environment(provider), "run", "job.yaml", "--items", "items.jsonl").code == 3
    monkeypatch.chdir(here)
    lines = typed("results", "last", "--follow").out.splitlines()
    assert [json.loads(line)["item_id"] for line in lines] == [f"doc-{i}" for i in range(4)]
    table = list(csv.DictReader(typed("results", "last", "--follow", "--format", "csv").out.splitlines()))
    assert [row["status"] for row in table] == ["COMPLETED", "COMPLETED", "FAILED", "COMPLETED"]
    failed = typed("results", "last", "--follow", "--status", "FAILED").out.splitlines()
    assert [json.loads(line)["item_id"] for line in failed] == ["doc-2"]
    for odd in (["--limit", "100"], ["--offset", "1"], ["--format", "table"]):
        refused = typed("results", "last", "--follow", *odd)
        assert (refused.code, refused.out) == (2, "")
        assert " ".join(odd[:1]) in refused.err
