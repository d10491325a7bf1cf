"""Encrypted PDFs: opened by what a variable holds, which is kept and shown nowhere."""

from __future__ import annotations

import base64
import json
import logging
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.errors import ConfigError, ItemsError, SpecError
from state.migrate import open_state
from state.records import Json
from state.schema import metadata
from state.spec import parse_job, spec_digest
from state.views import ResultRow
from tests.commands import typed
from tests.fakes.pdfs import pdf_of
from tests.fakes.provider_server import ProviderServer

SEA = "The sea was calm that morning, and the harbour master wrote nothing down."
LAND = "Inland the fields were dry; nobody had seen rain since the middle of May."
WORD = "swordfish-4711"
SAY: dict[str, Json] = {"name": "say", "task_type": "chat", "model": "openai/gpt-6-luna"}


def spec(**more: Json) -> dict[str, Json]:
    """A job of one phase."""
    return {"name": "Locked", "phases": [SAY], **more}


def locked(folder: Path, name: str, text: str, password: bytes = WORD.encode()) -> None:
    """Write an encrypted PDF."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(pdf_of([text], password=password))


def run(jobs: BatchJobs, job_id: str) -> dict[str, ResultRow]:
    """Run a job to its end; its results by item."""
    run_job(jobs.place, jobs.config, job_id)
    return {row.item_id: row for row in jobs.results(job_id)}


def test_a_password_opens_files_and_is_kept_nowhere(
    jobs: BatchJobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """By the job's key, and by an item's own before that, by path and in base64; neither value is stored or said."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("PDF_WORD", WORD)
    monkeypatch.setenv("OTHER_WORD", "pike-0815")
    monkeypatch.setenv("WRONG_WORD", "carp-1234")
    locked(tmp_path, "a.pdf", SEA)
    locked(tmp_path, "b.pdf", LAND, b"pike-0815")
    content = base64.b64encode((tmp_path / "b.pdf").read_bytes()).decode()
    items: list[Json] = [
        {"id": "job's", "path": "a.pdf"},
        {"id": "its own", "path": "b.pdf", "password_env": "OTHER_WORD"},
        {"id": "bytes", "filename": "b.pdf", "content": content, "password_env": "OTHER_WORD"},
        {"id": "wrong", "filename": "c.pdf", "password_env": "WRONG_WORD",
         "content": base64.b64encode(pdf_of(["Not opened."], password=b"perch")).decode()},
    ]  # fmt: skip
    job_id = jobs.create(spec(password_env="PDF_WORD"), items=items, start=False).id
    jobs.estimate(spec(password_env="PDF_WORD"), items=items)
    rows = run(jobs, job_id)
    assert {name: row.input for name, row in rows.items()} == {
        "job's": SEA, "its own": LAND, "bytes": LAND, "wrong": "",
    }  # fmt: skip
    error = rows["wrong"].error
    assert error is not None
    assert (error.error_class, error.message) == (
        "unreadable",
        "c.pdf is encrypted, and what WRONG_WORD holds does not open it",
    )
    shown = json.dumps([jobs.show(job_id, name) for name in rows] + [jobs.why(job_id, name) for name in rows])
    told = [shown, caplog.text, *_stored(jobs), *_files(tmp_path)]
    assert "OTHER_WORD" in shown  # the variable may be told
    assert [word for word in (WORD, "pike-0815", "carp-1234") for text in told if word in text] == []


def _stored(jobs: BatchJobs) -> list[str]:
    with closing(open_state(jobs.place.url)) as state, state.read() as conn:
        return [str(conn.execute(select(table)).all()) for table in metadata.sorted_tables]


def _files(folder: Path) -> list[str]:
    return [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]


def test_a_retry_reads_what_a_variable_opens_that_was_set_since(
    jobs: BatchJobs, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the job runs without it, the file fails with its name, at no cost, and others go on; then it is read."""
    locked(tmp_path, "a.pdf", SEA)
    (tmp_path / "open.pdf").write_bytes(pdf_of([LAND]))
    items: list[Json] = [
        {"path": "a.pdf", "password_env": "LATER_WORD"},
        {"path": "open.pdf", "password_env": "LATER_WORD"},
    ]
    monkeypatch.setenv("LATER_WORD", WORD)
    job_id = jobs.create(spec(), items=items, start=False).id
    monkeypatch.delenv("LATER_WORD")
    rows = run(jobs, job_id)
    assert rows["open.pdf"].input == LAND  # it opens without
    error = rows["a.pdf"].error
    assert error is not None
    assert error.message == (
        "a.pdf is encrypted, and LATER_WORD, which its `password_env` names, is not set where the job runs"
    )
    assert provider.stats()["total"] == 1
    monkeypatch.setenv("LATER_WORD", WORD)
    jobs.retry(job_id, classes=["unreadable"], start=False)
    assert run(jobs, job_id)["a.pdf"].input == SEA
    assert provider.stats()["total"] == 2


@pytest.mark.parametrize("of", ["job", "item"])
def test_a_variable_that_is_not_set_is_told_alike_before_anything_is_stored(
    jobs: BatchJobs, tmp_path: Path, of: str
) -> None:
    """Whoever looks at the job or makes it hears the same, whether it is to start or not."""
    locked(tmp_path, "a.pdf", SEA)
    (tmp_path / "open.pdf").write_bytes(pdf_of([LAND]))
    own: dict[str, Json] = {"password_env": "MY_WORD"} if of == "item" else {}
    asked = spec() if own else spec(passwordEnv="MY_WORD")
    items: list[Json] = [{"path": "open.pdf"}, {"path": "a.pdf", **own}]
    told = set()
    for look in (
        lambda: jobs.preview(asked, items=items, item="a.pdf"),
        lambda: jobs.estimate(asked, items=items),
        lambda: jobs.create(asked, items=items, start=False),
        lambda: jobs.create(asked, items=items, start=True),
        lambda: jobs.find_or_create(*jobs.read(asked, values=items), new=False, first=None),
    ):
        with pytest.raises(ItemsError if own else ConfigError) as refused:
            look()
        told.add((str(refused.value), refused.value.hint))
    hint = (
        "type `export MY_WORD=…`, or leave the key out; if that is the password itself, write the name of a"
        " variable that holds it; nothing was sent"
    )
    message = (
        "items[1]: its `password_env` names MY_WORD, which is not set"
        if own
        else "password_env: names MY_WORD, the variable that holds the password of encrypted files, which is not set"
    )
    assert told == {(message, hint)}
    assert jobs.list().total == 0


def test_a_run_needs_the_variable_while_there_are_files_to_read(
    jobs: BatchJobs, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused before anything is sent; once all are read nothing is opened, and it goes on without."""
    locked(tmp_path, "a.pdf", SEA)
    monkeypatch.setenv("MY_WORD", WORD)
    job_id = jobs.create(spec(password_env="MY_WORD"), items="a.pdf", start=False).id
    monkeypatch.delenv("MY_WORD")
    with pytest.raises(ConfigError, match="names MY_WORD, the variable .* which is not set"):
        run_job(jobs.place, jobs.config, job_id)
    assert provider.stats()["total"] == 0
    monkeypatch.setenv("MY_WORD", WORD)
    provider.behave([{"do": "bad_request"}])
    error = run(jobs, job_id)["a.pdf"].error
    assert error is not None
    assert error.error_class == "bad_request"
    provider.behave([])
    monkeypatch.delenv("MY_WORD")
    jobs.retry(job_id, start=False)
    assert run(jobs, job_id)["a.pdf"].output


def test_a_file_that_is_locked_is_told_with_its_cause_and_what_opens_it(
    jobs: BatchJobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 80 columns the run says why; what helps is about the password, and what reads a file anew is not paid."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("WRONG_WORD", "carp-1234")
    locked(tmp_path, "in/statement-of-march.pdf", SEA)
    name = "statement-of-march.pdf"
    for key, cause, helps in (
        ({}, "is encrypted: name", "name the environment variable that holds its password as `password_env`, and run"),
        ({"password_env": "WRONG_WORD"}, "is encrypted, and what W", "set the variable to the password that opens"),
    ):
        (tmp_path / "job.json").write_text(json.dumps(spec(items="in", **key)))
        ran = typed("run", "job.json", "--yes")
        assert f"failed: {name} (say): unreadable: {cause}" in ran.out
        assert "retry last --attach\n      tries again, and pays for what it asks\n" in ran.err
        shown = typed("show", "last", name)
        assert f"what helps: {helps}" in " ".join(shown.out.split())
        assert shown.err.endswith(" --attach\n      reads the file again\n")
        page = typed("results", "last", "-", "--format", "html").out
        assert f"Next: {helps}"[:30] in page
        assert "--attach</code> reads the file again" in page


def test_going_on_with_a_job_without_its_variable_is_refused_before_a_word_of_cost(
    jobs: BatchJobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`run` of a job that is there says what `run` of a new one says, and estimates nothing."""
    locked(tmp_path, "a.pdf", SEA)
    (tmp_path / "job.json").write_text(json.dumps(spec(password_env="MY_WORD", items="a.pdf")))
    monkeypatch.setenv("MY_WORD", WORD)
    assert typed("create", "job.json", "--no-start").code == 0
    monkeypatch.delenv("MY_WORD")
    again = typed("run", "job.json", "--yes")
    assert again.code == 2
    assert "it goes on" in again.err
    assert "names MY_WORD, the variable that holds the password" in again.err
    assert "estimate" not in again.err
    assert jobs.status("last").status == "PENDING"


def test_a_file_without_a_variable_says_what_to_name(jobs: BatchJobs, tmp_path: Path) -> None:
    """An estimate says so before the run does."""
    locked(tmp_path, "a.pdf", SEA)
    words = (
        "a.pdf is encrypted: name the environment variable that holds its password as `password_env`, or save it"
        " without one"
    )
    assert any(words in note for note in jobs.estimate(spec(), items="a.pdf").notes)
    error = run(jobs, jobs.create(spec(), items="a.pdf", start=False).id)["a.pdf"].error
    assert error is not None
    assert error.message == words


@pytest.mark.parametrize(
    "wrong", ["p4ss w0rd!", "hunter2", "Summer", 19840512, "", "1ST", ["hunter2"], {"a": "hunter2"}]
)
def test_what_names_no_variable_is_refused_and_not_repeated(jobs: BatchJobs, tmp_path: Path, wrong: Json) -> None:
    """In the job and in an item, by preview as by create: it may be the password itself, and is stored nowhere."""
    locked(tmp_path, "a.pdf", SEA)
    with pytest.raises(SpecError) as of_job:
        jobs.create(spec(password_env=wrong), items="a.pdf", start=False)
    assert str(of_job.value).startswith(
        "password_env: is the name of an environment variable in capitals, not the pass"
    )
    items: list[Json] = [{"path": "a.pdf", "password_env": wrong}]
    for look in (jobs.preview, jobs.create):
        with pytest.raises(ItemsError) as of_item:
            look(spec(), items=items)
        assert str(of_item.value) == (
            "items[0]: its `password_env` is the name of an environment variable in capitals, not the password itself"
        )
        told = f"{of_job.value}{of_job.value.hint}{of_item.value}{of_item.value.hint}"
        assert [word for word in ("w0rd", "hunter2", "Summer", "19840512", "1ST") if word in told] == []
    assert "hunter2" not in "".join(_stored(jobs))


def test_the_variable_is_a_part_of_what_a_job_is() -> None:
    """Another one makes another job, which reads what could not be read; without one nothing changes."""
    plain, own = (parse_job(one, source="job") for one in (spec(), spec(password_env="A_WORD")))
    assert "password_env" not in plain.document()
    assert own.document()["password_env"] == "A_WORD"
    assert spec_digest(plain) != spec_digest(own)


def test_words_of_other_encodings_open_a_file(jobs: BatchJobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password that is no ASCII, as the file's program wrote it, and with a line end as a file of secrets has it."""
    locked(tmp_path, "a.pdf", SEA, "Zürich".encode("latin-1"))
    locked(tmp_path, "b.pdf", LAND, "Łódź".encode())
    monkeypatch.setenv("A_WORD", "Zürich\n")
    monkeypatch.setenv("B_WORD", "Łódź")
    items: list[Json] = [{"path": f"{name}.pdf", "password_env": f"{name.upper()}_WORD"} for name in "ab"]
    rows = run(jobs, jobs.create(spec(), items=items, start=False).id)
    assert [row.input for row in rows.values()] == [SEA, LAND]
