"""The image of Dataflow's workers: its entrypoint reads secrets, and it is of the version that submits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import metadata, version
from pathlib import Path

from tests.fakes.google_cloud import GoogleCloud
from tests.test_imports import ROOT

ENTRYPOINT = ROOT / "deploy" / "dataflow" / "entrypoint.py"
KEY = "projects/a-project/secrets/openai/versions/latest"


def entered(folder: Path, google: GoogleCloud, **environ: str) -> subprocess.CompletedProcess[str]:
    """What the image's entrypoint comes to, with a program in place of Beam's that prints what it was given."""
    boot = folder / "boot"
    boot.write_text(f"#!{sys.executable}\nimport json, os, sys\nprint(json.dumps([sys.argv[1:], dict(os.environ)]))\n")
    boot.chmod(0o755)
    env = {"SECRET_MANAGER_URL": google.url, "GCE_METADATA_HOST": f"127.0.0.1:{google.port}", **environ}
    return subprocess.run(
        [sys.executable, "-I", ENTRYPOINT, "--id=1", "--semi_persist_dir=/tmp"],
        env={"BATCHWRIGHT_BOOT": str(boot), **env}, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip


def test_the_image_reads_secrets_and_becomes_beams_own(tmp_path: Path) -> None:
    """The variables are set before Beam starts, from Secret Manager; what is set already stays."""
    secrets = {KEY: "a key", "projects/a-project/secrets/state/versions/3": "a word"}
    named = (
        f"OPENAI_API_KEY={KEY.removesuffix('/versions/latest')} PGPASSWORD=projects/a-project/secrets/state/versions/3"
    )
    with GoogleCloud(secrets=secrets) as google:
        ended = entered(tmp_path, google, BATCHWRIGHT_SECRETS=named)
        arguments, environ = json.loads(ended.stdout)
        assert arguments == ["--id=1", "--semi_persist_dir=/tmp"]
        assert (environ["OPENAI_API_KEY"], environ["PGPASSWORD"]) == ("a key", "a word")
        ended = entered(tmp_path, google, BATCHWRIGHT_SECRETS=named, OPENAI_API_KEY="mine", PGPASSWORD="mine")
        assert json.loads(ended.stdout)[1]["OPENAI_API_KEY"] == "mine"
        assert google.unknown == []


def test_a_secret_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The worker's log says which secret, and what it lacks; Beam is not started, and no traceback is shown."""
    with GoogleCloud() as google:
        ended = entered(tmp_path, google, BATCHWRIGHT_SECRETS=f"OPENAI_API_KEY={KEY}")
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"batchwright: the secret {KEY} cannot be read: HTTP 404; see that it is there")
        assert "roles/secretmanager.secretAccessor" in ended.stderr
        ended = entered(tmp_path, google, BATCHWRIGHT_SECRETS="OPENAI_API_KEY=sk-1234")
        assert "OPENAI_API_KEY names no secret; write VARIABLE=projects/P/secrets/S" in ended.stderr
        assert "sk-1234" not in ended.stderr + entered(tmp_path, google, BATCHWRIGHT_SECRETS="sk-1234").stderr
    ended = entered(tmp_path, google, BATCHWRIGHT_SECRETS=f"OPENAI_API_KEY={KEY}")
    assert "OPENAI_API_KEY: no secret can be read" in ended.stderr


def test_the_image_is_of_the_version_that_submits() -> None:
    """Beam's image is of the Beam that is installed, and its extras are ours."""
    text = (ROOT / "deploy" / "dataflow" / "Dockerfile").read_text("utf-8")
    (image,) = re.findall(r"^FROM (\S+)$", text, re.MULTILINE)
    assert image == f"apache/beam_python${{PYTHON}}_sdk:{version('apache-beam')}"
    (extras,) = re.findall(r"^ARG EXTRAS=(\S+)$", text, re.MULTILINE)
    assert set(extras.split(",")) <= set(metadata("batchwright").get_all("Provides-Extra", []))
    for copied in re.findall(r"^COPY (deploy\S+)", text, re.MULTILINE):
        assert (ROOT / copied).is_file()
