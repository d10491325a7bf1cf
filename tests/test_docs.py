"""The pages: what is made of the program is whole, links lead somewhere, and what one is to type can be typed."""

from __future__ import annotations

import inspect
import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pyarrow.parquet as pq
import pytest
import yaml
from pydantic import BaseModel, Field

import cli
from benchmarks import page_pictures
from docs.file_keys import camel, config_sections, keys, sections
from docs.python_api import INSIDE, OWNERS, error_classes, members, returned, said_of
from docs.reference import PARTS, commands, fill, options_of
from orchestrator.documents.image_reader import NoImageReader, image_reader_of
from orchestrator.documents.installed import recogniser_here
from pipelines.estimate import Estimate
from pipelines.jobs import BatchJobs
from state import errors, exports
from state.config import Config, parse_config
from state.errors import ConfigError
from state.records import Json
from state.spec import JobSpec, parse_job
from state.status import ItemStatus
from state.views import CallRow, JobView, Progress, ResultRow
from tests.fakes.scans import scan
from transforms.read_results import CallsPart, ResultsPart
from transforms.result_columns import PhaseColumn, results_table
from transforms.shapes import Scalar
from transforms.write_manifest import Manifest
from transforms.write_results import CALLS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BESIDE = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "examples/README.md",
    "examples/papers/README.md",
    "deploy/flink/README.md",
)

PAGES: Mapping[Path, str] = {
    path: fill(path.read_text("utf-8")) for path in (*sorted(DOCS.rglob("*.md")), *(ROOT / name for name in BESIDE))
}
"""All pages as they are shown."""

# ── what is made of the program ─────────────────────────────────────────────────────────────────


def test_every_key_of_a_file_says_what_it_does() -> None:
    """Each key of the job file and of the configuration has a line under it in the models, and is on its page."""
    files = {
        "job-file.md": [one for _, one in sections(JobSpec)],
        "config-file.md": [one for _, one in config_sections()],
    }
    for page, models in files.items():
        made = [(model.__name__, key) for model in models for key in keys(model)]
        assert [(model, key.name) for model, key in made if not key.said] == []
        missing = [key.name for _, key in made if f"| `{key.name}`" not in PAGES[DOCS / page]]
        assert missing == []


def test_no_section_is_left_out() -> None:
    """All that the two files may hold is on their pages: a model that one of theirs holds is found."""
    assert {one.__name__ for _, one in sections(JobSpec)} == {
        "JobSpec", "PhaseSpec", "RagSpec", "PromptSpec", "ExampleSpec", "OutputSpec", "ValidationSpec",
        "ParametersSpec", "OptionsSpec",
    }  # fmt: skip
    assert {name.removeprefix("[").partition(".")[0].rstrip("]") for name, _ in config_sections()} == {
        *Config.model_fields
    }


def test_a_key_that_nobody_described_is_seen() -> None:
    """A new key without a line under it has no description, and one that has, has it, with its bounds."""
    told, untold = keys(_Section)
    assert (told.kind, told.default, told.said) == ("whole number, 1–9", "`3`", "What it does.")
    assert untold.said == ""


class _Section(BaseModel):
    told: Whole = Field(3, ge=1, le=9)
    """What it does."""

    untold: Whole = Field(3, ge=1, le=9)


Whole = int
_Section.model_rebuild()


def test_camel_case_on_the_page_is_what_is_read() -> None:
    """A job that is written in the other form of every key of an option is the same job."""
    options: dict[str, Json] = {
        "concurrency": 3,
        "checkpoint_frequency": 4,
        "auto_start": False,
        "budget_usd": 5,
        "max_failed_percent": 6,
    }
    phase: dict[str, Json] = {"name": "b", "use_rag": True}
    job: dict[str, Json] = {"name": "a", "project": "p"}
    assert set(options) == {key.name for key in keys(dict(sections(JobSpec))["options"])}

    def other(section: Mapping[str, Json]) -> dict[str, Json]:
        return {camel(key): value for key, value in section.items()}

    given = {**other(job), "phases": [other(phase)], "options": other(options)}
    assert {"projectId", "useRAG", "budgetUsd"} <= {*given, *other(phase), *other(options)}
    assert parse_job(given, source="a") == parse_job({**job, "phases": [phase], "options": options}, source="a")


def test_every_command_and_option_has_its_words() -> None:
    """Each command that help shows has a section, says what it does, and so do its options."""
    page = PAGES[DOCS / "commands.md"]
    shown = {name for name, command in cli.cli.commands.items() if not command.hidden}
    assert {name.partition(" ")[0] for name in commands()} == shown
    for name, command in {"": cli.cli, **commands()}.items():
        assert command.help, name
        assert not name or f"\n## {name}\n" in page
        assert [option for option, said in options_of(command) if not said or said.startswith("[")] == []
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0] in page


def test_every_method_and_what_it_returns_is_told() -> None:
    """Each public method of BatchJobs has a section and words, and so has each record that one returns."""
    page = PAGES[DOCS / "python.md"]
    public = {name for name, _ in inspect.getmembers(BatchJobs) if not name.startswith("_")}
    found = [(name, member) for owner in OWNERS for name, member in members(owner)]
    assert {name for name, _ in found} == public
    assert public >= INSIDE
    assert [name for name, member in found if not said_of(member).text or f"\n### {name}\n" not in page] == []
    records = returned()
    assert {JobView, Progress, ResultRow, CallRow, Manifest, Estimate} <= set(records)
    assert [one.__name__ for one in records if not said_of(one).text or f"\n### {one.__name__}\n" not in page] == []


def test_every_error_is_told() -> None:
    """Each class of the tree is on the page, with its code, and in the tree that is drawn."""
    page = PAGES[DOCS / "python.md"]
    classes = {
        one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, errors.BatchwrightError)
    }
    assert set(error_classes()) == classes
    for one in classes:
        assert f"| `{one.__name__}` | `{one.code}` |" in page
        assert one.__name__ in page.partition("```text")[2].partition("```")[0]


def test_every_part_is_on_a_page() -> None:
    """What is made is shown somewhere, and no mark is left."""
    raw = "".join(path.read_text("utf-8") for path in sorted(DOCS.rglob("*.md")))
    assert [name for name in PARTS if f"<!-- made by docs/reference.py: {name} -->" not in raw] == []
    assert [path.name for path, page in PAGES.items() if "made by docs/reference.py" in page] == []


# ── links ───────────────────────────────────────────────────────────────────────────────────────


def without_blocks(page: str) -> str:
    """A page without its blocks of code; one may hold shorter fences."""
    return re.sub(r"^(`{3,})[^`\n]*\n.*?^\1$", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub and MyST make them."""
    text = without_blocks(page)
    seen: Counter[str] = Counter()
    made = set()
    for heading in re.findall(r"^#{1,4} (.*)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        made.add(slug if not seen[slug] else f"{slug}-{seen[slug]}")
        seen[slug] += 1
    return made


def broken(path: Path, page: str) -> Iterator[str]:
    """The links of a page that lead nowhere; other hosts are not asked."""
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", without_blocks(page))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.is_file() or (anchor and anchor not in anchors(PAGES[there])):
            yield target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    """A link within the pages names a page that is there, and a heading that it has."""
    assert list(broken(path, PAGES[path])) == []


def test_a_link_that_leads_nowhere_is_seen() -> None:
    """A page that is missing, and a heading that is missing, are both told."""
    said = "[a](gone.md) [b](tasks.md#nowhere) [c](tasks.md#chat) [d](#prices) [e](#nowhere) `[f](code.md)`"
    assert list(broken(DOCS / "money.md", said)) == ["gone.md", "tasks.md#nowhere", "#nowhere"]


def test_every_page_is_in_the_contents() -> None:
    """A page of the folder is named once in the contents of the first page, and each name there is a page."""
    contents = re.findall(r"```{toctree}(.*?)```", PAGES[DOCS / "index.md"], re.DOTALL)
    named = re.findall(r"^([\w/-]+)$", "\n".join(contents), re.MULTILINE)
    pages = {path.stem for path in DOCS.glob("*.md")} - {"index"} | {"adr/README"}
    assert Counter(named) == Counter(pages)


def test_every_page_begins_with_its_title() -> None:
    """A page has one title, in its first line."""
    for path, page in PAGES.items():
        assert page.startswith("# "), path.name
        assert len(re.findall(r"^# ", without_blocks(page), re.MULTILINE)) == 1, path.name


# ── what one is to type ─────────────────────────────────────────────────────────────────────────


def typed_lines() -> list[tuple[str, str]]:
    """Each command of ours that a page has one type, in a console or within a line."""
    return sorted(
        {
            (path.name, command.strip())
            for path, page in PAGES.items()
            for line in lines_of(page)
            for command in re.split(r"&&|;|\|(?=\s)|\s#\s|\s>\s", line)
            if re.match(r"(\.venv/bin/)?batchwright ", command.strip()) and "[" not in command
        }
    )


def lines_of(page: str) -> list[str]:
    """What stands behind a prompt in a page's consoles, and the commands within its lines."""
    consoles = re.findall(r"^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    behind_prompts = re.findall(r"^\$ (.*)$", "\n".join(consoles), re.MULTILINE)
    return [*behind_prompts, *re.findall(r"`(batchwright [a-z][^`\n]*)`", page)]


@pytest.mark.parametrize(("page", "line"), typed_lines())
def test_what_a_page_has_one_type_is_a_command(page: str, line: str) -> None:
    """The command is there, and takes the arguments and options that stand behind it."""
    words = shlex.split(line.replace("…", ""))[1:]
    context = cli.cli.make_context("batchwright", words, resilient_parsing=False)
    name, command, rest = cli.cli.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    command.make_context(name, rest, parent=context)


def blocks(language: str) -> list[tuple[str, str]]:
    """The blocks of code of a language, each with its page."""
    return [
        (path.name, block)
        for path, page in PAGES.items()
        for block in re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    ]


@pytest.mark.parametrize(("page", "text"), blocks("toml"))
def test_every_configuration_on_a_page_is_valid(page: str, text: str) -> None:
    """It can be pasted into batchwright.toml as it stands."""
    try:
        parse_config(text, source=page)
    except ConfigError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize(("page", "text"), [one for one in blocks("yaml") if "phases:" in one[1]])
def test_every_job_on_a_page_is_valid(page: str, text: str) -> None:
    """It can be pasted into a job file as it stands, or with a name before it."""
    parse_job({"name": "left out", **yaml.safe_load(text)}, source=page)


def test_the_tutorial_reads_what_an_export_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The outputs of its two phases are found beside the ledger's files, which have other columns."""
    monkeypatch.chdir(tmp_path)
    (code,) = [block for page, block in blocks("python") if page == "tutorial.md" and "pyarrow" in block]
    columns = [
        PhaseColumn(number, name, Scalar.TEXT) for number, name in enumerate(("phase_summarise", "phase_extract"))
    ]
    row = exports.ResultRow(0, "a", ItemStatus.COMPLETED, "text", {0: "short", 1: "{}"}, None, None)
    part, calls = ResultsPart(0, 0, 0).name, CallsPart(0, "", 1).name
    (tmp_path / "out").mkdir()
    pq.write_table(results_table([row], columns), tmp_path / "out" / part)
    pq.write_table(CALLS.empty_table(), tmp_path / "out" / calls)
    exec(compile(code, "tutorial.md", "exec"), {})  # noqa: S102  # a page of ours
    assert "'phase_summarise': 'short'" in capsys.readouterr().out


def test_the_items_of_the_tutorial_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tutorial's lines of Python write items with an id, a title and a text that its job can read."""
    monkeypatch.chdir(tmp_path)
    (code,) = [block for page, block in blocks("python") if page == "tutorial.md" and "distributions" in block]
    exec(compile(code, "tutorial.md", "exec"), {})  # noqa: S102  # a page of ours
    rows = [json.loads(line) for line in (tmp_path / "papers.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) > 5
    assert all(set(row) == {"id", "title", "text"} and row["text"] for row in rows)


# ── what is shown ───────────────────────────────────────────────────────────────────────────────


def test_the_page_in_the_docs_and_its_scan_come_out_as_they_say() -> None:
    """The text beside both pictures is what is read of the page that they were drawn of."""
    (shown,) = re.findall(r"\(page\.png\)\n\n```text\n(.*?)```", PAGES[DOCS / "files.md"], re.DOTALL)
    assert page_pictures.read(page_pictures.page(), NoImageReader("not asked for")).split() == shown.split()
    assert page_pictures.read(
        scan([page_pictures.scanned()]), image_reader_of(recogniser_here(("eng",)), lambda: None)
    ) == (page_pictures.read(page_pictures.page(), NoImageReader("not asked for")))


def test_a_page_that_is_an_example_leads_to_it_in_the_repository() -> None:
    """What is made of it is not there to be read; on the page itself a link to a file that is no page leads nowhere."""
    source = (DOCS / "papers.md").read_text("utf-8")
    (target,) = re.findall(r"\]\((\.\./[^)]*)\)", source)
    assert (DOCS / target).is_file()
    assert "](../examples" not in fill(source)
    assert "](../answers.md)" in fill("[a](../answers.md)")
