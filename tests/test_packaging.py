"""What is built holds the program, all of it, and nothing else; what is installed owns its names."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from importlib.metadata import distributions, packages_distributions, requires, version
from pathlib import Path

import pytest
from apache_beam.runners.portability.stager import Stager
from packaging.requirements import Requirement

from pipelines.ownership import altered, intruders
from tests.test_imports import ROOMS, ROOT, imported, modules

DATA = ("*.mako",)
"""What belongs to the program beside its modules: alembic's template."""

PARTS = {"pydantic_core": "pydantic"}
"""Libraries that another one brings in exactly the version that it needs."""


def program(root: Path) -> set[str]:
    """The files of the program: every module of every room, and their data."""
    data = {path.relative_to(root) for kind in DATA for room in ROOMS for path in root.glob(f"{room}/**/{kind}")}
    return {str(path) for path in {module.path for module in modules(root)} | data}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree without what is ignored, so that a build leaves nothing in the real one."""
    root = tmp_path_factory.mktemp("clone") / "tree"
    ignored = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "workspace")
    shutil.copytree(ROOT, root, ignore=ignored)
    return root


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    out = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(out),
        ".",
    ]
    subprocess.run(command, cwd=clone, check=True)
    (built,) = out.iterdir()
    return built


def test_the_wheel_is_the_program(wheel: Path) -> None:
    """A wheel holds every module of every room and alembic's template, no test, and nothing that nobody listed."""
    with zipfile.ZipFile(wheel) as file:
        names = {name for name in file.namelist() if ".dist-info/" not in name}
    assert names == program(ROOT)


def test_the_source_package_that_beam_stages_is_the_program(clone: Path, tmp_path: Path) -> None:
    """`--setup_file /…/setup.py` stages a source package with the whole program and no test."""
    built = Stager._build_setup_package(str(clone / "setup.py"), str(tmp_path))
    with tarfile.open(built) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {name for name in names if name.endswith((".py", ".mako"))} == program(ROOT) | {"setup.py"}


def test_the_command_is_in_the_wheel(wheel: Path) -> None:
    """Installing the wheel makes the command `batchwright`."""
    with zipfile.ZipFile(wheel) as file:
        (entry,) = (name for name in file.namelist() if name.endswith("entry_points.txt"))
        assert "batchwright = cli:main" in file.read(entry).decode()


def test_the_version_stands_in_one_place(wheel: Path) -> None:
    """What is installed says the version that setup.py says."""
    assert wheel.name.split("-")[:2] == ["batchwright", version("batchwright")]


def test_every_top_level_name_is_ours_alone() -> None:
    """No other distribution brings a package of one of our names: it would be imported in place of ours, silently."""
    owners = packages_distributions()
    tops = {module.name.partition(".")[0] for module in modules(ROOT)}
    assert {top: set(owners.get(top, [])) for top in tops} == {top: {"batchwright"} for top in tops}


def test_every_import_is_declared() -> None:
    """A library that the program imports stands in setup.py itself, not only in what another library needs."""
    owners = packages_distributions()
    tops = {name.partition(".")[0] for module in modules(ROOT) for _, name in imported(module)}
    tops = {PARTS.get(top, top) for top in tops}
    foreign = tops - set(sys.stdlib_module_names) - {module.name.partition(".")[0] for module in modules(ROOT)}
    declared = {Requirement(line).name.lower() for line in requires("batchwright") or ()}
    assert {top for top in foreign if not declared & {name.lower() for name in owners.get(top, [])}} == set()


@pytest.fixture
def installed(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder into which the wheel was installed, and then another distribution that has a `state` too."""
    site = tmp_path / "site"
    shutil.unpack_archive(wheel, site, "zip")
    (site / "state" / "records.py").write_text("# somebody else's\n", "utf-8")
    other = site / "state_machines-1.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: state-machines\nVersion: 1.0\n", "utf-8")
    (other / "top_level.txt").write_text("state\n", "utf-8")
    (other / "RECORD").write_text("state/records.py,,\n", "utf-8")
    monkeypatch.syspath_prepend(site)
    return site


def test_a_file_that_another_wrote_over_is_seen(installed: Path, wheel: Path, tmp_path: Path) -> None:
    """Of two distributions with one file the later one wins without a word; the earlier one's record tells."""
    (ours,) = (one for one in distributions(path=[str(installed)]) if one.name == "batchwright")
    assert altered(ours) == ["state/records.py"]
    (installed / "cli.py").unlink()
    assert altered(ours) == ["cli.py", "state/records.py"]
    clean = tmp_path / "clean"
    shutil.unpack_archive(wheel, clean, "zip")
    (alone,) = distributions(path=[str(clean)])
    assert altered(alone) == []


def test_a_name_that_another_brings_is_seen(installed: Path) -> None:
    """Who else has a name of ours is named, and the file that is not as installed."""
    assert list(intruders(("state", "cli"))) == [
        "state is brought by state-machines too",
        "state/records.py: not as installed",
    ]


def test_the_core_is_small_and_each_extra_is_explained(wheel: Path) -> None:
    """Who installs no extra gets no database driver, no model and no test tool; the page names each extra."""
    with zipfile.ZipFile(wheel) as file:
        (name,) = (name for name in file.namelist() if name.endswith("METADATA"))
        said = message_from_bytes(file.read(name))
    lines = [Requirement(line) for line in said.get_all("Requires-Dist", [])]
    core = {line.name for line in lines if line.marker is None}
    assert "apache-beam" in core
    assert not core & {"trafilatura", "lxml", "psycopg", "obstore", "xllamacpp", "wordllama", "pytest", "sphinx"}
    page = (ROOT / "docs" / "install.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert (
        named
        == set(said.get_all("Provides-Extra", []))
        == {"local", "documents", "ocr", "postgres", "cloud", "flink", "gcp", "docs", "dev"}
    )
