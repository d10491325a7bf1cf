"""What has to be the same where a graph is built and where it runs: graphs and pickles cross between the two."""

from __future__ import annotations

import platform
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from state.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Release:
    """The versions of one side; Python's without its last number, whose changes no pickle sees."""

    batchwright: str
    apache_beam: str
    python: str


@cache
def release_here() -> Release:
    """The versions of this process."""
    return Release(_version("batchwright"), _version("apache-beam"), ".".join(platform.python_version_tuple()[:2]))


def differences(here: Release, there: Release) -> list[str]:
    """What is not the same on two sides, each with both versions."""
    return [
        f"{field.name.replace('_', '-')} {getattr(here, field.name)} here, {getattr(there, field.name)} there"
        for field in fields(Release)
        if getattr(here, field.name) != getattr(there, field.name)
    ]


def check_release(theirs: Release) -> None:
    """See that a graph was built by the versions that are here, before anything of it is done.

    Raises:
        ConfigError: It was not; each difference is named.
    """
    if differ := differences(release_here(), theirs):
        raise ConfigError(
            f"a worker on {platform.node()} is not of the version that submitted the job: {'; '.join(differ)};"
            " install the same in both places; nothing was sent"
        )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
