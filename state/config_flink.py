"""The section `[flink]` of the configuration: which cluster runs jobs with `--runner flink`, and how it is reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from state.addresses import http_parts, is_loopback
from state.errors import ConfigError
from state.spec_errors import fault, problems_of
from state.spec_values import Line, Section, Whole

_ENDPOINT = re.compile(r"(?P<host>\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):(?P<port>[0-9]{1,5})")


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


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

    def with_options(self, typed: Mapping[str, str]) -> Flink:
        """The same with what was typed, by its options.

        Raises:
            ConfigError: An option's value is none.
        """
        given = {option.removeprefix("--").replace("flink-", "").replace("-", "_"): option for option in typed}
        values = {
            key: _number(typed[option]) if key == "parallelism" else typed[option] for key, option in given.items()
        }
        try:
            return Flink.model_validate({**self.model_dump(exclude_unset=True), **values})
        except ValidationError as error:
            first = problems_of(error, {}, frozenset())[0]
            raise ConfigError(first.message, path=given.get(first.path, first.path)) from None

    @property
    def is_here(self) -> bool:
        """Whether the cluster is on this machine, and reaches its files."""
        parts = http_parts(self.master)
        return parts is not None and is_loopback(parts.hostname or "")
