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
        "c.pdf is encrypted, and what WRONG_WORD holds does not open it; set it right, and retry the class unreadable",
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
    """Without it the file fails with the variable's name, at no cost, and others go on; then it is read."""
    locked(tmp_path, "a.pdf", SEA)
    (tmp_path / "open.pdf").write_bytes(pdf_of([LAND]))
    items: list[Json] = [
        {"path": "a.pdf", "password_env": "LATER_WORD"},
        {"path": "open.pdf", "password_env": "LATER_WORD"},
    ]
    parsed = parse_job(spec(), source="job")
    source = jobs.source(parsed, tmp_path, values=items)
    job_id = jobs.store(parsed, source, must_start=True)
    heard = [event.message for event in jobs.events(job_id)]
    assert any("LATER_WORD, the `password_env` of 2 files, is not set here" in one for one in heard)
    rows = run(jobs, job_id)
    assert rows["open.pdf"].input == LAND  # it opens without
    error = rows["a.pdf"].error
    assert error is not None
    assert error.message == (
        "a.pdf is encrypted, and LATER_WORD, which its `password_env` names, is not set where the job runs; set it, and"
        " retry the class unreadable"
    )
    assert provider.stats()["total"] == 1
    monkeypatch.setenv("LATER_WORD", WORD)
    jobs.retry(job_id, classes=["unreadable"], start=False)
    assert run(jobs, job_id)["a.pdf"].input == SEA
    assert provider.stats()["total"] == 2


def test_a_jobs_variable_that_is_not_set_is_told_before_anything_is_stored_or_sent(
    jobs: BatchJobs, tmp_path: Path
) -> None:
    """Where the job is to start; it can be stored without, and is refused when it starts."""
    locked(tmp_path, "a.pdf", SEA)
    with pytest.raises(ConfigError, match="names MY_WORD, the variable .* which is not set") as refused:
        jobs.create(spec(password_env="MY_WORD"), items="a.pdf", start=True)
    assert (refused.value.path, refused.value.hint) == (
        "password_env",
        "type `export MY_WORD=…`, or leave the key out; nothing was sent",
    )
    assert jobs.list().total == 0
    job_id = jobs.create(spec(passwordEnv="MY_WORD"), items="a.pdf", start=False).id
    with pytest.raises(ConfigError, match="MY_WORD"):
        run_job(jobs.place, jobs.config, job_id)


def test_a_file_without_a_variable_says_what_to_name(jobs: BatchJobs, tmp_path: Path) -> None:
    """An estimate says so before the run does."""
    locked(tmp_path, "a.pdf", SEA)
    words = (
        "a.pdf is encrypted, and opens with a password only: name the environment variable that holds it as"
        " `password_env`, or save the file without one"
    )
    assert any(words in note for note in jobs.estimate(spec(), items="a.pdf").notes)
    error = run(jobs, jobs.create(spec(), items="a.pdf", start=False).id)["a.pdf"].error
    assert error is not None
    assert error.message == words


@pytest.mark.parametrize("wrong", ["p4ss w0rd!", 7, "", "1st"])
def test_what_names_no_variable_is_refused_and_not_repeated(jobs: BatchJobs, tmp_path: Path, wrong: Json) -> None:
    """In the job and in an item: it may be the password itself."""
    locked(tmp_path, "a.pdf", SEA)
    with pytest.raises(SpecError) as of_job:
        jobs.create(spec(password_env=wrong), items="a.pdf", start=False)
    with pytest.raises(ItemsError, match="its `password_env` names no environment variable") as of_item:
        jobs.create(spec(), items=[{"path": "a.pdf", "password_env": wrong}], start=False)
    assert of_item.value.path == "items[0]"
    assert "w0rd" not in f"{of_job.value}{of_item.value}{of_item.value.hint}"


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
