"""The section `[flink]` of the configuration: which cluster runs jobs with `--runner flink`, and how it is reached."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from state.addresses import http_parts
from state.spec_errors import fault
from state.spec_values import Line, Section, Whole

_ENDPOINT = re.compile(r"(?P<host>\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):(?P<port>[0-9]{1,5})")
_OF_THIS_MACHINE = re.compile(r"localhost|127(\.[0-9]+){3}|\[?::1\]?", re.IGNORECASE)


def _endpoint(value: str) -> str:
    if not _ENDPOINT.fullmatch(value):
        raise fault("expected host:port, as localhost:8099")
    return value


def _master(value: str) -> str:
    """The address of a JobManager's REST interface, with its scheme."""
    address = value if "://" in value else f"http://{value}"
    parts = http_parts(address)
    if parts is None or "@" in parts.netloc:
        raise fault("expected the address of a JobManager's REST interface, as localhost:8081 or https://host:8081")
    return address.rstrip("/")


class Flink(Section):
    """The Flink cluster of `--runner flink`."""

    master: Annotated[Line, AfterValidator(_master)] = "http://localhost:8081"
    """The address of the JobManager's REST interface."""
    job_endpoint: Annotated[Line, AfterValidator(_endpoint)] = "localhost:8099"
    """host:port of Beam's job server."""
    worker_endpoint: Annotated[Line, AfterValidator(_endpoint)] = "localhost:50000"
    """host:port at which each TaskManager finds its pool of Python workers."""
    parallelism: Whole | None = Field(None, ge=1, le=10_000)
    """How many slots a job uses. Left out: all that the cluster has."""

    @property
    def is_here(self) -> bool:
        """Whether the cluster is on this machine, and reaches its files."""
        parts = http_parts(self.master)
        return parts is not None and _OF_THIS_MACHINE.fullmatch(parts.hostname or "") is not None
