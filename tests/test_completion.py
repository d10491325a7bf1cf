"""What a shell completes: commands, options, ids of jobs and items of the state that is named, states, keys, files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import CompletionItem, ShellComplete

import cli
from pipelines import shell_completion
from pipelines.jobs import BatchJobs
from state.engine import State
from state.job_lookup import items_from, jobs_from
from state.option_changes import CHANGEABLE
from state.status import CallStatus, ItemStatus, JobStatus
from tests.books import new_job
from tests.commands import environment, folder, typed

VARIABLE = "_BATCHWRIGHT_COMPLETE"

PATIENT = "import sys, cli; from pipelines import shell_completion; shell_completion.GIVE_UP_S = 60\n"
"""A busy machine is no reason to complete nothing in a test."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a stored job of twelve items."""
    monkeypatch.setattr(shell_completion, "GIVE_UP_S", 60.0)
    made = folder(tmp_path / "here", items=12)
    monkeypatch.chdir(made)
    assert typed("create", "job.yaml", "--items", "items.jsonl", "--no-start").code == 0
    return made


def items(line: str) -> list[CompletionItem]:
    """What is offered behind a line; its last word is the one that is begun."""
    *words, begun = line.split(" ")
    return ShellComplete(cli.cli, {}, "batchwright", VARIABLE).get_completions(words, begun)


def offered(line: str) -> list[str]:
    """The same as words."""
    return [str(item.value) for item in items(line)]


def job_id() -> str:
    """The job that is there."""
    with BatchJobs() as jobs:
        return jobs.find("last")


@pytest.mark.usefixtures("here")
def test_a_job_is_last_or_an_id_of_the_state() -> None:
    """Behind each command that takes a job, with its name and state; by what is typed of it."""
    known = job_id()
    for verb in [
        "start",
        "pause",
        "resume",
        "cancel",
        "delete",
        "retry",
        "status",
        "events",
        "results",
        "calls",
        "show",
        "why",
        "analytics",
        "export",
        "set",
    ]:
        assert offered(f"{verb} ") == ["last", known], verb
    assert offered(f"show {known[:6]}") == [known]
    assert offered("show la") == ["last"]
    assert offered("show nothing") == []
    assert [item.help for item in items("show ")] == ["the job that was created last", "PENDING Ships"]


def test_an_item_is_one_of_the_job_before_it(here: Path) -> None:
    """As an argument and behind --item; ids that a shell's list cannot hold are left out."""
    assert offered("show last doc-1") == ["doc-1", "doc-10", "doc-11"]
    assert offered("retry last --item doc-2") == offered("calls last --item doc-2") == ["doc-2"]
    assert len(offered(f"why {job_id()} ")) == 12
    (here / "odd.jsonl").write_text('{"id": "a,b", "content": "x"}\n{"id": "a b", "content": "y"}\n', "utf-8")
    assert typed("create", "job.yaml", "--items", "odd.jsonl", "--no-start").code == 0
    assert offered("show last a") == ["a b"]


def test_the_state_that_is_named_is_asked(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--state before the command, else the environment, else the folder."""
    known, elsewhere = job_id(), tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert offered("show ") == ["last"]
    assert offered(f"--state {here}/.batchwright/state.db show ") == ["last", known]
    monkeypatch.setenv("BATCHWRIGHT_STATE", f"{here}/.batchwright/state.db")
    assert offered("show ") == ["last", known]
    assert not list(elsewhere.iterdir()), "looking makes nothing"


@pytest.mark.usefixtures("here")
def test_options_choices_states_and_keys_are_known() -> None:
    """What can be said is offered."""
    assert offered("results last --format ") == ["table", "jsonl", "csv", "html"]
    assert offered("results last --status f") == ["FAILED"]
    assert offered("list --status p") == ["PENDING", "PAUSED"]
    assert offered("calls last --status unk") == ["unknown"]
    assert offered("set last c") == ["concurrency=", "checkpoint_frequency="]
    assert offered("set last ") == [f"{key}=" for key in CHANGEABLE]
    assert "--attach" in offered("resume --")
    assert offered("completion ") == ["bash", "zsh", "fish"]
    assert "docs" in offered("")
    assert offered("docs ") == ["add", "embed", "list", "remove", "search"]


@pytest.mark.usefixtures("here")
def test_the_states_that_are_offered_are_all_there_are() -> None:
    """They are written down again, as `--help` loads no state: a new one must not be forgotten."""
    for line, statuses in (("list", JobStatus), ("results last", ItemStatus), ("calls last", CallStatus)):
        assert set(offered(f"{line} --status ")) == {str(one) for one in statuses}, line


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("run jo", "file"), ("preview ", "file"), ("run job.yaml --items it", "file"), ("results last ou", "file"),
        ("analytics last --html ou", "file"), ("export last ou", "dir"), ("--config ba", "file"), ("--state s", "file"),
        ("--workspace w", "dir"),
    ],
)  # fmt: skip
def test_files_are_left_to_the_shell(line: str, kind: str) -> None:
    """It knows how to complete them."""
    (item,) = items(line)
    assert (item.type, item.value) == (kind, line.rpartition(" ")[2])


def test_a_state_that_cannot_be_asked_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever is wrong, a prompt stays clean, and waits for no server for long."""
    (tmp_path / "odd.db").write_text("no database", "utf-8")
    monkeypatch.setattr(shell_completion, "GIVE_UP_S", 0.5)
    monkeypatch.chdir(tmp_path)
    for state in ("odd.db", "mysql://x", "no/such/folder/x.db", "postgresql://nobody@203.0.113.1/x"):
        assert offered(f"--state {tmp_path}/{state} show " if "://" not in state else f"--state {state} show ") == [
            "last"
        ]
        assert offered(f"--state {state} show last ") == []
    assert capfd.readouterr() == ("", "")


def test_the_protocol_answers_without_beam(here: Path) -> None:
    """A shell runs the command with click's variable: words on stdout, nothing on stderr, exit code 0."""
    code = f"{PATIENT}try: cli.main([])\nfinally: assert 'apache_beam' not in sys.modules, 'Beam was loaded'"
    environ = environment(PYTHONPATH=os.fspath(Path(cli.__file__).parent))
    environ |= {VARIABLE: "bash_complete", "COMP_WORDS": "batchwright show last doc-1", "COMP_CWORD": "3"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=here, env=environ, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr.decode()) == (0, "")
    assert ran.stdout.decode().splitlines() == ["plain,doc-1", "plain,doc-10", "plain,doc-11"]


@pytest.mark.parametrize("shell", shell_completion.SHELLS)
def test_the_command_prints_a_script(shell: str) -> None:
    """For each shell; with --json as a document."""
    said = typed("completion", shell)
    assert said.code == 0
    assert f"{VARIABLE}={shell}_complete" in said.out
    assert typed("completion", shell, "--json").document == {"shell": shell, "script": said.out.rstrip("\n")}


def test_another_shell_is_refused() -> None:
    """With those that there are."""
    said = typed("completion", "tcsh")
    assert said.code == 2
    assert "'bash', 'zsh', 'fish'" in said.err


SCRIPTS = {
    "bash": 'eval "$(batchwright completion bash)"; COMP_WORDS=(batchwright show last doc-1); COMP_CWORD=3; '
    '_batchwright_completion batchwright; printf "%s\\n" "${COMPREPLY[@]}"',
    "fish": "batchwright completion fish | source; complete -C 'batchwright show last doc-1'",
}


@pytest.mark.parametrize("shell", [one for one in SCRIPTS if shutil.which(one)])
def test_a_real_shell_completes(shell: str, here: Path, tmp_path: Path) -> None:
    """By the script that the command prints."""
    program = tmp_path / "bin" / "batchwright"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{PATIENT}cli.main()\n", "utf-8")
    program.chmod(0o755)
    environ = environment(PYTHONPATH=os.fspath(Path(cli.__file__).parent), HOME=str(tmp_path))
    environ["PATH"] = f"{program.parent}{os.pathsep}{environ['PATH']}"
    ran = subprocess.run([shell, "-c", SCRIPTS[shell]], cwd=here, env=environ, capture_output=True, check=False)
    assert ran.stderr.decode() == ""
    assert sorted(ran.stdout.decode().split()) == ["doc-1", "doc-10", "doc-11"]


def test_both_stores_are_asked_alike(state: State) -> None:
    """By prefixes in which nothing is a pattern; the newest jobs first, and none that is still coming in."""
    first, second = (new_job(state, items=3) for _ in range(2))
    assert [job_id for job_id, _, _ in jobs_from(state, "job_", 9)] == [second, first]
    assert [job_id for job_id, _, _ in jobs_from(state, first, 9)] == [first]
    assert len(jobs_from(state, "", 1)) == 1
    assert jobs_from(state, "%", 9) == jobs_from(state, "job%", 9) == []
    assert len(items_from(state, first, "", 2)) == 2
    assert items_from(state, first, "_", 9) == []
