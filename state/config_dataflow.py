"""Section `[dataflow]` of the configuration: where and how jobs run on Google Cloud Dataflow; it holds no secret."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from state.spec_errors import fault, shown
from state.spec_values import Line, Section, Text, Whole

_PROJECT = re.compile(r"[a-z][-a-z0-9:.]+[a-z0-9]")
_REGION = re.compile(r"[a-z]+-[a-z]+[0-9]+")
_FOLDER = re.compile(r"gs://[a-z0-9][-_a-z0-9.]+[a-z0-9]/[^\r\n]*")
_FLAG = re.compile(r"--(?:no_)?([a-z][a-z0-9_]*)(?:=.*)?", re.DOTALL)

_KEYS = {
    "project": "project",
    "region": "region",
    "temp_location": "temp_location",
    "staging_location": "staging_location",
    "sdk_container_image": "image",
    "setup_file": "setup_file",
    "num_workers": "workers",
    "max_num_workers": "workers",
    "dataflow_service_options": "service_options",
    "dataflow_service_option": "service_options",
}
"""Beam's flags that keys of this section stand for."""

_OURS = frozenset(
    {"runner", "job_name", "autoscaling_algorithm", "streaming", "save_main_session", "template_location"}
)
"""Beam's flags that a job of ours sets itself, or that it cannot run with."""


def project_id(value: str) -> str:
    """A Cloud project's id, which is neither its number nor its name."""
    if not _PROJECT.fullmatch(value):
        raise fault(f"{shown(value)} is no id of a Cloud project, as my-project-123; its number or its name is not it")
    return value


def region(value: str) -> str:
    """A region of Google Cloud."""
    if not _REGION.fullmatch(value):
        raise fault(f"{shown(value)} is no region, as europe-west1")
    return value


def gs_folder(value: str) -> str:
    """A folder in Cloud Storage, without the slash at its end; a bucket alone gets one."""
    with_slash = value if value.count("/") > 2 else f"{value}/"
    if not _FOLDER.fullmatch(with_slash):
        raise fault(f"{shown(value)} is no folder in Cloud Storage, as gs://bucket/folder")
    return value.rstrip("/") if value.rstrip("/").count("/") > 2 else with_slash


def _flag(value: str) -> str:
    """One of Beam's own flags."""
    found = _FLAG.fullmatch(value)
    if found is None:
        raise fault(f"{shown(value)} is no flag of Beam's; write each as --name=value or --name")
    name = found[1]
    if name in _KEYS:
        raise fault(f"--{name} has a key of its own: {_KEYS[name]}")
    if name in _OURS:
        raise fault(f"--{name} is set by the job itself; leave it out")
    return value


ProjectId = Annotated[str, Field(strict=True), AfterValidator(project_id)]
Region = Annotated[str, Field(strict=True), AfterValidator(region)]
GsFolder = Annotated[str, Field(strict=True), AfterValidator(gs_folder)]
BeamFlag = Annotated[Line, AfterValidator(_flag)]


class Dataflow(Section):
    """Where jobs run with `--runner dataflow`; keys and passwords are not in it, workers have them in their image."""

    project: ProjectId | None = None
    """The id of the Cloud project. Left out: that of `GOOGLE_CLOUD_PROJECT`."""
    region: Region | None = None
    """Where the workers are, as `europe-west1`. Left out: that of `CLOUDSDK_COMPUTE_REGION`."""
    temp_location: GsFolder | None = None
    """A folder in Cloud Storage for what a run needs while it runs, as `gs://bucket/temp`."""
    staging_location: GsFolder | None = None
    """A folder in Cloud Storage for the graph and the packages. Left out: `temp_location`."""
    image: Line | None = None
    """The image of the workers, as `deploy/dataflow` builds it. Left out: Beam's own, and `setup_file`."""
    setup_file: Text | None = None
    """A setup.py whose package workers install as they start; from the folder of this file. Left out: with an `image`
    none, else that of the checkout that Batchwright runs from."""
    workers: Whole = Field(1, ge=1, le=1000)
    """How many machines; a job's `concurrency` is shared among them."""
    service_options: tuple[Line, ...] = ()
    """Options of the Dataflow service, as `enable_prime`."""
    options: tuple[BeamFlag, ...] = ()
    """Further flags of Beam's, as `--machine_type=n2-standard-2` or `--subnetwork=regions/…`."""

    def from_folder(self, folder: Path) -> Dataflow:
        """The same from everywhere: a setup.py is looked for from the file's folder."""
        if self.setup_file is None:
            return self
        placed = str(folder.absolute() / Path(self.setup_file).expanduser())
        return self.model_copy(update={"setup_file": placed})
