"""A job of the Dataflow service by its address, so that whoever stops ours can stop that one, too."""

from __future__ import annotations

import logging
import re

from state.errors import UnreachableError

_JOB = re.compile(r"https?://[^/]+/v1b3/projects/[^/]+/locations/[^/]+/jobs/[^/]+")
_ASK_S = 20.0
_log = logging.getLogger("batchwright")


def job_url(endpoint: str, project: str, region: str, dataflow_id: str) -> str:
    """The address at which the service is asked about a job."""
    return f"{endpoint.rstrip('/')}/v1b3/projects/{project}/locations/{region}/jobs/{dataflow_id}"


def is_job_url(url: str) -> bool:
    """Whether it is a job of the Dataflow service."""
    return _JOB.fullmatch(url) is not None


def cancel_by_url(url: str) -> bool:
    """Have the service cancel a job; whether it was told so. That it was not is in the log, and never an error."""
    try:
        cancel(url)
    except UnreachableError as error:
        _log.warning("%s", error.message)
        return False
    return True


def cancel(url: str) -> None:
    """Have the service cancel a job.

    Raises:
        UnreachableError: It cannot be told so, or refuses.
    """
    try:
        from google.auth import default  # noqa: PLC0415  # an extra
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415
        from google.auth.transport.requests import AuthorizedSession  # noqa: PLC0415
    except ImportError as error:
        raise UnreachableError(f"without the extra gcp nobody can cancel {url}") from error
    try:
        credentials, _ = default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
        with AuthorizedSession(credentials) as session:
            session.put(url, json={"requestedState": "JOB_STATE_CANCELLED"}, timeout=_ASK_S).raise_for_status()
    except (GoogleAuthError, OSError) as error:
        raise UnreachableError(f"Dataflow does not cancel {url}: {error}") from error
