"""Where a job runs on Dataflow, and all that is missing for it, said at once. Needs no Beam.

batchwright.toml [dataflow] ─┐
GOOGLE_CLOUD_PROJECT …       ├─► DataflowPlace ─► check_dataflow ─► (a graph) ─► dataflow_run.submit_dataflow
the checkout's setup.py     ─┘
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pydantic_core import PydanticCustomError

from pipelines.ownership import HOME
from pipelines.reach import unreached
from state.config import Config, StatePlace
from state.config_dataflow import project_id, region
from state.errors import ConfigError, Problem
from state.spec_errors import told

PROJECT_ENV, REGION_ENV = "GOOGLE_CLOUD_PROJECT", "CLOUDSDK_COMPUTE_REGION"

CLIENTS = ("google.auth", "google.cloud.dataflow", "google.cloud.storage", "google_auth_httplib2")
"""What Beam's Dataflow runner imports of the extra `gcp`."""

_DRIVER = "psycopg"
_STORAGE_S = 30.0
_HINT = "set the keys under [dataflow] in batchwright.toml; docs/dataflow.md has a whole one. Nothing was sent"


@dataclass(frozen=True, slots=True)
class DataflowPlace:
    """Where a job is to run on Dataflow; None where nobody said.

    Args:
        project: Id of the Cloud project.
        region: Where its workers are.
        temp_location: `gs://` folder.
        staging_location: `gs://` folder for the graph and the packages.
        image: Of the workers; None: Beam's own of this version.
        setup_file: Absolute path of the setup.py whose package is staged; None: the image has all.
        workers: Machines, each with one Python process.
        service_options: Of the service, as they are.
        options: Further flags of Beam's, as they are.
    """

    project: str | None
    region: str | None
    temp_location: str | None
    staging_location: str | None
    image: str | None
    setup_file: str | None
    workers: int = 1
    service_options: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def lanes(self) -> int:
        """How many lanes a job has: one for each process that opens pages.

        A lane's end drains its process's window, so few long ones are better than many; the calls of a process
        without a lane are made by the others, as concurrency is the job's.
        """
        return self.workers

    @property
    def is_here(self) -> bool:
        """Whether the service is a stand-in on this machine, so that its workers reach what this machine reaches."""
        return any(one.startswith("--dataflow_endpoint=http://localhost") for one in self.options)


def dataflow_place(config: Config, environ: Mapping[str, str] = os.environ, *, home: Path = HOME) -> DataflowPlace:
    """What is said of Dataflow, in the configuration first, then in the environment.

    Args:
        config: Its section `[dataflow]`.
        environ: Where the variables of Google's own tools are read.
        home: Where our packages are; with a setup.py beside them it is a checkout.

    Raises:
        ConfigError: A variable of the environment holds no project or no region.
    """
    said = config.dataflow
    setup_file = said.setup_file
    if setup_file is None and said.image is None and (home / "setup.py").is_file():
        setup_file = str(home / "setup.py")
    return DataflowPlace(
        project=said.project or _variable(environ, PROJECT_ENV, project_id),
        region=said.region or _variable(environ, REGION_ENV, region),
        temp_location=said.temp_location,
        staging_location=said.staging_location or said.temp_location,
        image=said.image,
        setup_file=setup_file,
        workers=said.workers,
        service_options=said.service_options,
        options=said.options,
    )


def _variable(environ: Mapping[str, str], name: str, checked: Callable[[str], str]) -> str | None:
    value = environ.get(name)
    if not value:
        return None
    try:
        return checked(value)
    except PydanticCustomError as error:
        raise ConfigError(
            error.message(), path=name, hint=f"mend it, or say it under [dataflow]; `unset {name}`"
        ) from None


def check_dataflow(place: StatePlace, found: DataflowPlace) -> None:
    """See that a job can be sent to Dataflow, before anything is sent; the storage is asked when all else is there.

    Raises:
        ConfigError: It cannot; the message tells all that is missing, each with the key or the command that mends it.
    """
    problems = [*_unsaid(found), *_not_here(), *_unknown(found.options)]
    if not found.is_here:
        problems += unreached(place)
    if problems := problems or list(_closed(found)):
        message, path = told(problems, "--runner dataflow")
        raise ConfigError(message, path=path, hint=_HINT)


def _unsaid(found: DataflowPlace) -> Iterator[Problem]:
    """What the configuration does not say."""
    if found.project is None:
        yield Problem("dataflow.project", f"missing: the id of the Cloud project, here or in {PROJECT_ENV}")
    if found.region is None:
        yield Problem("dataflow.region", f"missing: where the workers are, as europe-west1, here or in {REGION_ENV}")
    if found.temp_location is None:
        yield Problem("dataflow.temp_location", "missing: a folder in Cloud Storage, as gs://bucket/temp")
    if found.setup_file is not None and not Path(found.setup_file).is_file():
        yield Problem("dataflow.setup_file", f"there is no file {found.setup_file}")
    if found.image is None and found.setup_file is None:
        said = "missing: Batchwright is installed here, and no checkout, so that workers need an image that has it;"
        yield Problem("dataflow.image", f"{said} deploy/dataflow builds one")


def _not_here() -> Iterator[Problem]:
    """What this machine lacks."""
    lacking = [name for name in (*CLIENTS, _DRIVER) if not _is_there(name)]
    if lacking:
        yield Problem("", f"not installed here: {', '.join(lacking)}; type: pip install 'batchwright[gcp]'")
    if _is_there(CLIENTS[0]) and (why := _without_credentials()) is not None:
        said = "no credentials of Google Cloud: type `gcloud auth application-default login`, or name a file in"
        yield Problem("", f"{said} GOOGLE_APPLICATION_CREDENTIALS ({why})")


def _unknown(flags: tuple[str, ...]) -> Iterator[Problem]:
    """What Beam does not take of its further flags; one that it does not know it would pass over, and log so."""
    if not flags:
        return
    from apache_beam.options.pipeline_options import PipelineOptions  # noqa: PLC0415  # Beam takes seconds to load

    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            options = PipelineOptions(list(flags))
            known = options.get_all_options()
            unknown = sorted(options.get_all_options(retain_unknown_options=True).keys() - known.keys())
    except SystemExit:  # argparse's way to say what is wrong
        yield Problem("dataflow.options", said.getvalue().strip().rpartition("error: ")[2])
        return
    for name in unknown:
        yield Problem("dataflow.options", f"Beam has no flag --{name}")


def _closed(found: DataflowPlace) -> Iterator[Problem]:
    """What of the storage cannot be used; asked here, Beam would try it again for minutes."""
    from google.api_core.exceptions import GoogleAPIError  # noqa: PLC0415  # an extra
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415
    from google.cloud.storage import Client  # noqa: PLC0415

    client = Client(project=found.project)
    for key in ("temp_location", "staging_location"):
        bucket = str(getattr(found, key)).split("/")[2]
        try:
            client.get_bucket(bucket, timeout=_STORAGE_S, retry=None)
        except (GoogleAPIError, GoogleAuthError, OSError) as error:
            yield Problem(f"dataflow.{key}", f"gs://{bucket} cannot be used: {' '.join(str(error).split())[:300]}")
    client.close()


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # of the package that it is in
        return False


def _without_credentials() -> str | None:
    """Why nobody can be asked in this user's name; None where somebody can."""
    from google.auth import default  # noqa: PLC0415  # an extra
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415

    try:
        default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
    except (GoogleAuthError, OSError, ValueError) as error:
        return " ".join(str(error).split())[:200]
    return None
