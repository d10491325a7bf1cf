"""Look whether a run would find what it needs: versions, packages, configuration, state, keys, providers, clock, disk.

    each look ─► a Finding: good, doubtful or bad, and where it is not good, what to type or mend

Nothing is made or changed, and nothing is paid: a provider is asked for its list of models, once. For a runner
elsewhere its cluster and its workers are looked at, too (`pipelines.doctor_flink`).
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from orchestrator.documents.installed import lacking, recogniser_here
from orchestrator.pricing import LOCAL, LOCAL_MODEL
from orchestrator.providers import local_packages
from orchestrator.providers.plain_http import Unanswered, ask
from orchestrator.providers.registry import known_providers, make_provider
from orchestrator.providers.sdk import HttpProvider
from pipelines.findings import NO_WORKSPACE, Finding, Health, good
from pipelines.notify import webhook_of
from pipelines.options import FLINK
from pipelines.ownership import HOME, PACKAGES, intruders
from state.config import BUILT_IN_PROVIDERS, Config
from state.errors import BatchwrightError, ConfigError, NotFoundError
from state.migrate import HISTORY, open_state
from state.place import StatePlace
from state.workspace import Workspace
from state.workspace_place import DATABASE, Kind, kind_of

_VERSIONS = ("batchwright", "apache-beam", "anthropic", "openai", "sqlalchemy")

LOOK_S = 5.0
"""How long a provider may take to answer."""

SKEW_S = 30.0
"""A clock that is off by more makes times of the history and of logs misleading; leases do not go by it."""

LITTLE_BYTES, TOO_LITTLE_BYTES = 2 * 1024**3, 100 * 1024**2
"""Free space below which a disk is doubtful, and below which a run is likely to stop."""


def examine(
    place: StatePlace,
    config: Config | ConfigError,
    environ: Mapping[str, str] | None = None,
    *,
    offline: bool = False,
    runner: str = "local",
) -> Iterator[Finding]:
    """Look at everything, one by one.

    Args:
        place: The state and the workspace.
        config: The configuration, or what is wrong with it.
        environ: Where keys and addresses are read; the process's environment by default.
        offline: Ask no provider.
        runner: Where a job would run.
    """
    environ = os.environ if environ is None else environ
    yield good("versions", ", ".join([f"Python {platform.python_version()}", *map(_version, _VERSIONS)]))
    yield _packages()
    if isinstance(config, ConfigError):
        yield Finding("configuration", Health.BAD, str(config), config.hint or "mend the file", 2)
        config = Config()
    else:
        yield good("configuration", "read, and valid")
    yield from _notified(config, environ)
    yield _images(config, environ)
    yield from _state(place)
    yield from _providers(config, environ, offline=offline)
    yield from _disks(place)
    if runner == FLINK:
        from pipelines.doctor_flink import examine_flink  # noqa: PLC0415  # it loads Beam

        yield from examine_flink(place, config, environ)


def _notified(config: Config, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether those whom `[notify]` names can be told; nobody is."""
    try:
        if config.notify.webhook is not None:
            webhook_of(config, environ)
    except ConfigError as error:
        yield Finding("notify", Health.BAD, str(error), "set it, or take the webhook away: no run begins without", 2)
    program = shlex.split(config.notify.command or "")[:1]
    if program and shutil.which(program[0], path=environ.get("PATH")) is None:
        said = f"notify.command: there is no program {program[0]} that can be run"
        yield Finding("notify", Health.DOUBTFUL, said, "a run goes on without, and nobody is told")


def _images(config: Config, environ: Mapping[str, str]) -> Finding:
    """What reads scans and images here, in the languages that the configuration names; most jobs have none."""
    languages = config.documents.ocr_languages
    found = recogniser_here(languages, path=environ.get("PATH"))
    if not found.lacks:
        return good("scans", f"pages that are images are read by {found.how}, version {found.version}")
    if lacking(languages, path=environ.get("PATH")):
        return Finding("scans", Health.DOUBTFUL, found.lacks, "`[documents] ocr_languages` names the languages")
    return good("scans", found.lacks)


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} not installed"


def _packages(names: Sequence[str] = PACKAGES) -> Finding:
    """Whether what is imported under our names is ours, all out of one folder and as it was installed."""
    others = list(intruders(names))
    if not others:
        return good("packages", f"all five are ours, in {HOME}")
    fix = "remove the package that brought it and install batchwright anew, or into an environment of its own"
    return Finding("packages", Health.BAD, f"not those of batchwright in {HOME}: {'; '.join(others)}", fix, 2)


def _state(place: StatePlace) -> Iterator[Finding]:
    """Whether the state is there, of this version, and by which clock it counts."""
    try:
        state = open_state(place.url, migrate=False)
    except NotFoundError:
        yield good("state", f"{place.shown_url} is not there yet; the first `create` makes it")
        return
    except BatchwrightError as error:
        yield Finding("state", Health.BAD, error.message, error.hint or "see the message", error.exit_code)
        return
    with closing(state):
        yield good("state", f"{place.shown_url}, revision {HISTORY.head}")
        if state.dialect == "postgresql":
            with state.read() as conn:
                yield _clock("the database", state.now(conn) - time.time())


def _clock(of: str, ahead_s: float) -> Finding:
    said = f"{of} is {abs(ahead_s):.1f} s {'ahead of' if ahead_s > 0 else 'behind'} this machine"
    if abs(ahead_s) <= SKEW_S:
        return good("clock", said)
    return Finding("clock", Health.DOUBTFUL, said, "set this machine's clock (ntp): times of events mislead")


def _providers(config: Config, environ: Mapping[str, str], *, offline: bool) -> Iterator[Finding]:
    """Whether keys are set and providers answer; that none of them can be asked is bad."""
    settings, skews, found = config.provider_settings(), list[float](), list[Finding]()
    for name in known_providers(settings):
        try:
            provider = make_provider(name, settings, environ, config.network_settings())
        except ConfigError as error:
            found.append(Finding(f"provider {name}", Health.BAD, str(error), error.hint or "mend that", 2))
            continue
        missing = provider.missing_key()
        if missing is not None:
            install = local_packages.remedy([LOCAL_MODEL]) if name == LOCAL else None
            fix = "only needed for its models" + (f"; type: {install}" if install else "")
            found.append(Finding(f"provider {name}", Health.DOUBTFUL, missing, fix))
        elif not isinstance(provider, HttpProvider) or BUILT_IN_PROVIDERS.get(name, name) is None:
            found.append(good(f"provider {name}", "ready, on this machine"))
        elif offline:
            found.append(good(f"provider {name}", "its key is set; not asked, as --offline says"))
        else:
            found.append(_asked(provider, skews))
    yield from found
    if skews:
        yield _clock("a provider", sorted(skews)[len(skews) // 2])


def _asked(provider: HttpProvider[Any], skews: list[float]) -> Finding:
    """Ask a provider for its models; notes how far its clock is ahead of ours."""
    about = f"provider {provider.name}"
    url, headers, route = provider.models_request()
    began = time.time()
    came = ask(url, route, timeout_s=LOOK_S, headers=headers)
    if isinstance(came, Unanswered):
        fix = "is its address right, and is there a proxy to name under [network]?"
        return Finding(about, Health.BAD, came.words, fix, 5)
    took_s = time.time() - began
    with suppress(ValueError):  # it says no time, or nonsense
        skews.append(parsedate_to_datetime(came.date or "").timestamp() + 0.5 - began - took_s / 2)
    if came.status in (401, 403):
        return Finding(about, Health.BAD, f"refuses the key ({came.status})", "set a valid key", 5)
    if came.status >= 500:
        return Finding(about, Health.BAD, f"answers {came.status}", "wait until it is well, or use another", 5)
    return good(about, f"its key is set, and it answers ({came.status} after {1000 * took_s:.0f} ms)")


def _workspace(location: str) -> Finding:
    """Whether a workspace that is no folder can be used: an object is written, read and removed."""
    if location == DATABASE:
        return good("workspace", NO_WORKSPACE)
    try:
        Workspace(location).look()
    except BatchwrightError as error:
        return Finding("workspace", Health.BAD, error.message, error.hint or "see the message", error.exit_code)
    return good("workspace", f"{location} can be written, read and emptied")


def _disks(place: StatePlace) -> Iterator[Finding]:
    """Whether there is room beside the state, in the workspace and for temporary files."""
    path = place.url.partition(":///")[2] if place.url.startswith("sqlite") else ""
    folders = {"temporary files": tempfile.gettempdir()}
    if kind_of(place.workspace) is Kind.FOLDER:
        folders = {"workspace": place.workspace, **folders}
    else:
        yield _workspace(place.workspace)
    folders = {"state": str(Path(path).parent), **folders} if path else folders
    for what, folder in folders.items():
        there = next((one for one in (Path(folder), *Path(folder).parents) if one.is_dir()), None)
        if there is None:
            continue
        free = shutil.disk_usage(there).free
        said = f"{free / 1024**3:.1f} GB free for {what} in {there}"
        if not os.access(there, os.W_OK):
            yield Finding("disk", Health.BAD, f"{there} cannot be written, and {what} is there", "mend its rights", 5)
        elif free < TOO_LITTLE_BYTES:
            yield Finding("disk", Health.BAD, said, "make room: a full disk stops the run", 5)
        elif free < LITTLE_BYTES:
            yield Finding("disk", Health.DOUBTFUL, said, "make room before a large job")
        else:
            yield good("disk", said)
