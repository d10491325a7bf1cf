"""What users get wrong: each mistake is told in a sentence that names it, with the exit code of its kind."""

from __future__ import annotations

import errno
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.reports import words_of
from tests.commands import JOB, KEYS, PLACES, Typed, environment, folder, typed

NO_MOUNT_ENV = "BATCHWRIGHT_NO_MOUNT"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a job file and items, and an environment without keys."""
    for name in (*KEYS, *PLACES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    place = folder(tmp_path / "work")
    monkeypatch.chdir(place)
    return place


# ruff: noqa: E501  # a mistake is a line of the table
@dataclass(frozen=True, slots=True)
class Mistake:
    """What is typed, with which files, and what is said.

    Args:
        files: Written before, by name.
        stored: A job is stored before, so that `last` means it.
    """

    name: str
    command: str
    said: str
    code: int = 2
    files: tuple[tuple[str, str | bytes], ...] = ()
    environ: tuple[tuple[str, str], ...] = ()
    stored: bool = False


def _phase(words: str) -> str:
    return JOB.replace("model:", f"{words}, model:")


CREATE = "create job.yaml --no-start --items"
MISTAKES = [
    # items
    Mistake("no_items", "create job.yaml --no-start", "there are no items\n  name a file, a folder or a glob"),
    Mistake("empty_file", f"{CREATE} e.jsonl", "there are no items in e.jsonl", files=(("e.jsonl", ""),)),
    Mistake("null", f"{CREATE} n.jsonl", "n.jsonl line 1: is null, which is no item", files=(("n.jsonl", "null\n"),)),
    Mistake("blank", f"{CREATE} b.jsonl", "b.jsonl line 1: `content` is an empty text", files=(("b.jsonl", '{"content": " "}'),)),
    Mistake("empty_text", f"{CREATE} x.txt", "x.txt: the file is an empty text", files=(("x.txt", ""),)),
    Mistake("twice", f"{CREATE} d.jsonl", "two items have the id '1': 0 (d.jsonl line 1) and 1 (d.jsonl line 2)",
        files=(("d.jsonl", '{"id": "1", "content": "a"}\n{"id": "1", "content": "b"}\n'),)),
    Mistake("broken_line", f"{CREATE} j.jsonl", "j.jsonl line 70312: is not JSON",
        files=(("j.jsonl", '{"content": "a"}\n' * 70_311 + '{"content": \n'),)),
    Mistake("encoding", f"{CREATE} c.csv", "c.csv line 2: is not UTF-8: byte 0xe9", files=(("c.csv", b"id,content\n1,caf\xe9\n"),)),
    Mistake("no_such_items", f"{CREATE} itms.jsonl", "itms.jsonl: there is no such file or folder\n  the nearest name there is items.jsonl"),
    Mistake("kind", f"{CREATE} z.xyz", "z.xyz: is of a kind that is not read", files=(("z.xyz", "x"),)),
    Mistake("later_kind", f"{CREATE} z.pdf", "this version does not read z.pdf", files=(("z.pdf", "x"),)),
    Mistake("stdin_twice", f"{CREATE} - --items -", "`-` stands there twice"),
    Mistake("both", "create i.yaml --no-start --items items.jsonl", "items: the job has items, and others were given beside it",
        files=(("i.yaml", f"items: items.jsonl\n{JOB}"),)),
    # templates
    Mistake("field", "create f.yaml --no-start --items items.jsonl",
        "phases[0].prompt.user: phase 'shorten': {{titel}} names nothing: known are",
        files=(("f.yaml", _phase("prompt: {user: '{{titel}} {{content}}'}")),)),
    Mistake("field_near", "create f.yaml --no-start --items t.jsonl",
        "phases[0].prompt.system: phase 'shorten': {{titel}} names nothing: did you mean {{title}}? (known: content, text, title)",
        files=(("f.yaml", _phase("prompt: {system: 'Of {{titel}}'}")), ("t.jsonl", '{"title": "a", "content": "b"}'))),
    Mistake("field_later", "create f.yaml --no-start --items t.jsonl", "t.jsonl line 2: {{title}} names nothing",
        files=(("f.yaml", _phase("prompt: {user: '{{title}}'}")), ("t.jsonl", '{"title": "a", "content": "b"}\n{"content": "b"}'))),
    # the job file
    Mistake("no_file", "run jb.yaml", "there is no job file"),
    Mistake("not_yaml", "run y.yaml", "line 2, column 1: not YAML", files=(("y.yaml", "name: [a\n"),)),
    Mistake("key", "run k.yaml", "phases[0].modle: unknown key; did you mean 'model'?", files=(("k.yaml", JOB.replace("model:", "modle:")),)),
    Mistake("range", "run m.yaml", "phases[0].validation.min_score: 11 is above 10", files=(("m.yaml", _phase("validation: {min_score: 11}")),)),
    Mistake("schema", "run s.yaml", "phases[0].output.schema.type: 'strng' is no JSON type",
        files=(("s.yaml", _phase("output: {schema: {type: strng}}")),)),
    Mistake("not_built", "create r.yaml --items items.jsonl", "phases[0].use_rag: not in this version", files=(("r.yaml", _phase("use_rag: true")),)),
    Mistake("not_built_run", "run r.yaml --items items.jsonl", "phases[0].use_rag: not in this version", files=(("r.yaml", _phase("use_rag: true")),)),
    # models, keys, configuration
    Mistake("no_key", "run job.yaml --items items.jsonl", "OPENAI_API_KEY is not set\n  set one of these keys"),
    Mistake("provider", "run p.yaml --items items.jsonl", "the model opnai/gpt-6-luna is of no provider that is known",
        files=(("p.yaml", JOB.replace("openai/", "opnai/")),)),
    Mistake("price", "run p.yaml --items items.jsonl", "no price is known for the model openai/gpt-6-lunatic",
        files=(("p.yaml", JOB.replace("luna", "lunatic")),)),
    Mistake("config", "--config c.toml run job.yaml", "tiers.fsat: unknown key; did you mean 'fast'?", files=(("c.toml", "[tiers]\nfsat = []\n"),)),
    Mistake("no_config", "--config no.toml run job.yaml", "--config: there is no file"),
    Mistake("runner", "run job.yaml --runner flink", "the runner flink: not in this version\n  use --runner local"),
    # the state
    Mistake("no_state", "status last", "there is no state at"),
    Mistake("no_folder_above", "--state no/such/dir/x.db list", "/no/such for the state"),
    Mistake("no_folder_to_make", f"--state no/such/dir/x.db {CREATE} items.jsonl", "/no/such for the state"),
    Mistake("no_database", "list", "is no SQLite database, or a damaged one; it was not touched", 5, (("s.db", "no database" * 99),), (("BATCHWRIGHT_STATE", "s.db"),)),
    Mistake("address_with_password", "run job.yaml --items items.jsonl", "OPENAI_BASE_URL: the address holds a user or a password",
        environ=(("OPENAI_API_KEY", "any"), ("OPENAI_BASE_URL", "http://me:secret@127.0.0.1:9/v1"))),
    Mistake("kind_of_state", "list", "BATCHWRIGHT_STATE: a state cannot live in mysql", environ=(("BATCHWRIGHT_STATE", "mysql://a/b"),)),
    Mistake("no_server", "list", "postgresql+psycopg://u:***@127.0.0.1:1/x does not answer", 5, (), (("BATCHWRIGHT_STATE", "postgresql://u:secret@127.0.0.1:1/x"),)),
    Mistake("no_folder", f"{CREATE} items.jsonl", "the state's folder", 5, (("file", "x"),), (("BATCHWRIGHT_STATE", "file/state.db"),)),
    Mistake("no_workspace", f"{CREATE} big.jsonl", "the workspace", 5, (("file", "x"), ("big.jsonl", json.dumps({"content": "x" * 300_000}))), (("BATCHWRIGHT_WORKSPACE", "file"),)),
    # jobs and their parts
    Mistake("job", "status job_X", "there is no job 'job_X'\n  `batchwright list` shows the jobs", stored=True),
    Mistake("item", "show last nobody", "has no item 'nobody'", stored=True),
    Mistake("why_item", "why last nobody", "has no item 'nobody'", stored=True),
    Mistake("item_status", "results last --status DONE", "status: 'DONE' is no status of an item", stored=True),
    Mistake("call_status", "calls last --status DONE", "status: 'DONE' is no status of a call", stored=True),
    Mistake("job_status", "list --status DONE", "status: 'DONE' is no status", stored=True),
    Mistake("list_limit", "list --limit 0", "limit: limit 0 and offset 0: a list shows 1–100 jobs", stored=True),
    Mistake("list_offset", "list --offset 99999999999999999999", "a list shows 1–100 jobs from 0 on", stored=True),
    Mistake("results_limit", "results last --limit 99999999999999999999", "must be from 0 to", stored=True),
    Mistake("calls_offset", "calls last --offset 99999999999999999999", "must be from 0 to", stored=True),
    Mistake("no_utf8", "status '\udcff\udcfe'", "a word of the command is not UTF-8", stored=True),
    Mistake("pause", "pause last", "is PENDING: it cannot be paused; possible: cancel, delete, start", stored=True),
    Mistake("retry", "retry last", "is PENDING: it cannot be retried", stored=True),
    Mistake("set_key", "set last concurency=3 budget_usd=x", "concurency: no option that can be changed; did you mean concurrency?; budget_usd: 'x'", stored=True),
    Mistake("export_nowhere", "export last ''", "the name of the export's folder is empty", stored=True),
    Mistake("set_twice", "set last concurrency=5 concurrency=6", "concurrency stands there twice", stored=True),
    Mistake("set_pair", "set last concurrency", "'concurrency' is no KEY=VALUE", stored=True),
    Mistake("budget", "budget set much", "'much' is no amount in US dollars"),
    Mistake("no_budget", "budget set", "`budget set --project P USD` sets a cap"),
    Mistake("project", "budget show --project nope", "there is no project 'nope'", stored=True),
    Mistake("reconcile", "reconcile last call_1", "give either what each call cost", stored=True),
    Mistake("call", "reconcile last call_1 --drop", "has no call call_1", stored=True),
    Mistake("export", "export last job.yaml", "job.yaml is a file; an export needs a folder", stored=True),
    # the command line
    Mistake("command", "frob", "No such command 'frob'.\n  `batchwright --help` shows how"),
    Mistake("option", "list --frob", "No such option '--frob'.\n  `batchwright list --help` shows how"),
    Mistake("argument", "status", "Missing argument 'JOB'."),
    Mistake("first", "run job.yaml --items items.jsonl --first 2", "--first asks whether to go on, and there is no terminal to ask on\n  add --yes"),
    Mistake("delete", "delete last", "would be deleted with its results, and there is no terminal", stored=True),
    *(Mistake(name, f"{name} job.yaml --item 3", f"{name}: not in this version") for name in ("docs",)),
    Mistake("db_backup", "db backup", "`db backup DIR` takes a folder that is not there yet"),
    Mistake("db_backup_there", "db backup .", "is there already, and a backup overwrites nothing", stored=True),
    Mistake("db_backup_above", "db backup no/such", "there is no folder", stored=True),
    Mistake("db_check_folder", "db check there", "`db check` and `db migrate` none"),
    Mistake("purge_what", "purge last", "`purge JOB --payloads`: say what is to be removed", stored=True),
    Mistake("purge_open", "purge last --payloads --yes", "only a job that is over can be purged", stored=True),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name for mistake in MISTAKES])
def test_a_mistake_is_told_by_its_name(mistake: Mistake, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the mistake, the exit code is that of its kind, stdout stays empty, and nothing is traced."""
    if mistake.stored:
        assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    _prepare(mistake, here, monkeypatch)
    said = typed(*shlex.split(mistake.command))
    assert said.err.startswith("batchwright: ")
    assert mistake.said in said.err
    assert said.code == mistake.code
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize("mistake", MISTAKES[::5], ids=[mistake.name for mistake in MISTAKES[::5]])
def test_under_json_the_same_is_a_document(mistake: Mistake, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --json an error is one document on stdout, with the same words and exit code, and stderr stays empty."""
    if mistake.stored:
        assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    _prepare(mistake, here, monkeypatch)
    said = typed(*shlex.split(mistake.command), "--json")
    assert said.code == mistake.code
    error = said.document["error"]
    assert list(error) == ["code", "message", "path", "hint"]
    words = f"{error['path'] + ': ' if error['path'] else ''}{error['message']}\n  {error['hint']}"
    assert mistake.said in words
    assert said.err == ""


def _prepare(mistake: Mistake, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in mistake.files:
        (here / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, value in mistake.environ:
        monkeypatch.setenv(name, value)


def test_a_refused_job_leaves_nothing_behind(here: Path) -> None:
    """After a mistake in the items no job is listed, however many of them were read before it."""
    (here / "j.jsonl").write_text('{"content": "a"}\n' * 5_000 + "{", "utf-8")
    assert typed("create", "job.yaml", "--no-start", "--items", "j.jsonl").code == 2
    assert typed("list", "--json").document == {"jobs": [], "total": 0}


ODD = {
    "ten_megabytes": {"content": "x" * 10_000_000},
    "nul": {"content": "a\0b"},
    "surrogate": {"content": "a\ud800b"},
    "field_like_a_variable": {"content": "a", "phases": "b", "text": "c", "metadata": {"title": "{{content}}"}},
}


@pytest.mark.parametrize("item", ODD.values(), ids=ODD)
def test_an_odd_item_is_stored_and_shown(item: dict[str, object], here: Path) -> None:
    """10 MB of text, NUL, a lone surrogate and fields that are named like template variables are no mistakes."""
    (here / "odd.jsonl").write_text(json.dumps(item), "utf-8")
    assert typed("create", "job.yaml", "--no-start", "--items", "odd.jsonl").code == 0
    shown = typed("results", "last", "--json")
    assert shown.code == 0
    assert len(shown.document["results"][0]["input"]) == len(str(item["content"]))


def test_a_state_of_a_newer_version_is_refused_and_not_touched(here: Path) -> None:
    """A state of a revision that this program does not know is exit code 5, and stays byte for byte what it was."""
    assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    state = here / ".batchwright" / "state.db"
    _sql(state, "UPDATE alembic_version SET version_num = 'bw9999'")
    before = state.read_bytes()
    said = typed("list")
    assert (said.code, state.read_bytes()) == (5, before)
    assert "at revision bw9999, which a newer version wrote" in said.err


def _sql(state: Path, statement: str) -> None:
    import sqlite3

    with sqlite3.connect(state) as conn:
        conn.execute(statement)
    conn.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB; where none may be mounted, the environment must say so."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "none", place], capture_output=True, check=False
    )
    if mounted.returncode and os.environ.get(NO_MOUNT_ENV):
        pytest.skip(f"{NO_MOUNT_ENV} is set: no file system can be mounted here")
    assert mounted.returncode == 0, f"mount: {mounted.stderr.decode()}; set {NO_MOUNT_ENV}=1 where none may be mounted"
    yield place
    subprocess.run(["/bin/umount", place], check=True)


@pytest.mark.parametrize("size", [1_000, 300_000], ids=["state", "workspace"])
def test_a_full_disk_is_told(small_disk: Path, here: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """When the disk of the state or of the workspace is full, that is what is said, with exit code 5."""
    monkeypatch.setenv("BATCHWRIGHT_STATE", str(small_disk / "state.db"))
    row = json.dumps({"content": "x" * size})
    (here / "many.jsonl").write_text(f"{row}\n" * (3_000_000 // size), "utf-8")
    said: Typed = typed("create", "job.yaml", "--no-start", "--items", "many.jsonl")
    assert said.code == 5
    assert "full" in said.err or "No space left" in said.err


def test_a_folder_with_files_that_cannot_be_read_names_them(here: Path) -> None:
    """Links that lead nowhere and files of other kinds in a folder are named before any item is read."""
    texts = here / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("A text", "utf-8")
    (texts / "b.bin").write_bytes(b"\0")
    said = typed("create", "job.yaml", "--no-start", "--items", "texts")
    assert said.code == 2
    assert "b.bin" in said.err
    skipped = typed("create", "job.yaml", "--no-start", "--skip-unknown", "--items", "texts", "--json")
    assert skipped.document["progress"]["total_items"] == 1


@pytest.mark.parametrize("command", ["list", "list --json", "results last --format jsonl", "status nothing --json"])
def test_a_full_disk_behind_stdout_is_told(here: Path, command: str) -> None:
    """Output that cannot be written is the machine's fault, not ours: exit code 5, and nothing is traced."""
    assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    program = [sys.executable, "-m", "cli", *command.split()]
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(program, cwd=here, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert said.returncode == 5
    assert b"Traceback" not in said.stderr
    assert b"report" not in said.stderr
    assert said.stderr.count(b"no space left on device") == 1


def test_a_folder_that_is_locked_is_told() -> None:
    """A file that may not be read is named, with exit code 5: it is no bug of ours."""
    code, said = words_of(PermissionError(errno.EACCES, "Permission denied", "/x/.batchwright/state.db"))
    assert (code, said["code"]) == (5, "unreachable")
    assert said["message"] == "/x/.batchwright/state.db cannot be used: permission denied"


def test_an_output_of_another_encoding_is_told(here: Path) -> None:
    """Where stdout takes ASCII alone, that is what is said."""
    (here / "e.jsonl").write_text('{"content": "é"}', "utf-8")
    assert typed("create", "job.yaml", "--no-start", "--items", "e.jsonl").code == 0
    program = [sys.executable, "-m", "cli", "results", "last", "--format", "jsonl"]
    environ = environment(PYTHONIOENCODING="ascii")
    said = subprocess.run(program, cwd=here, env=environ, capture_output=True, check=False)
    assert said.returncode == 5
    assert b"takes ascii alone" in said.stderr


def test_an_empty_list_says_what_makes_a_job(here: Path) -> None:
    """A list without a job is a sentence and no header; a filter that matches nothing is told from an empty state."""
    said = typed("list")
    assert (said.out, "no jobs yet in" in said.err, "`batchwright create JOBFILE`" in said.err) == ("", True, True)
    assert typed("create", "job.yaml", "--no-start", "--items", "items.jsonl").code == 0
    assert "no such job in" in typed("list", "--status", "failed").err
    assert "Ships" in typed("list", "--status", "pending").out
    assert typed("results", "last", "--status", "pending", "--json").document["total"] == 4
