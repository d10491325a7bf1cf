"""export: a job's results and ledger as Parquet, by a second small graph.

    ReadResults ─► WriteResults ─► WriteManifest
    (parts of a     (one file        (written last; files that
     fixed grid)     a part)          it does not name go)

The submitter reads no row. Workers reach the state and the folder by themselves, so a cluster can run the same graph
over a folder that all its machines share.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

from orchestrator.kept_errors import error_of, forget
from pipelines.data_frames import result_columns
from pipelines.own_graph import own_graph
from state import errors
from state.config import StatePlace
from state.durable import sync
from state.exports import Totals, has_files, ledger_marks, totals
from state.migrate import open_state
from state.money import usd_text
from state.pages import load_job
from state.place import remember
from state.workspace import Workspace
from transforms.parquet_file import OURS, reachable
from transforms.read_results import PART_CALLS, Part, ReadResults, parts_of
from transforms.write_manifest import NAME, Manifest, WriteManifest, load_manifest
from transforms.write_results import ExportTarget, WriteResults

FORMAT = "1"
"""The version of the files' columns; raised when one of them changes its meaning."""

_MARK = ".batchwright-export"
"""Names the job whose files a folder holds while no manifest does."""

_RUNNERS = {"local": "FnApiRunner", "direct": "FnApiRunner"}


def export(place: StatePlace, job_id: str, folder: Path, *, runner: str = "local") -> Manifest:
    """Write a job to a folder, the same bytes whatever its runs were, and return the manifest.

    Args:
        place: The state and the workspace.
        folder: Made if it is not there. Files in it that are not an export's are left alone.
        runner: Where the graph runs.

    Raises:
        NotFoundError: There is no such job.
        ExportError: The folder holds another job's export or files that may be the user's, or is no folder.
        NotBuiltError: No such runner in this version.
        UnreachableError: State, workspace or folder cannot be reached, or a disk is full.
    """
    if runner not in _RUNNERS:
        raise errors.NotBuiltError(f"an export on the runner {runner}: not in this version", hint="use --runner local")
    state = open_state(place.url, migrate=False)
    try:
        job = load_job(state, job_id)
        summed = totals(state, job_id)
        parts = parts_of(job.total_items, ledger_marks(state, job_id, PART_CALLS))
        columns, has_pages = result_columns(state, Workspace(place.workspace), job_id), has_files(state, job_id)
    finally:
        state.close()
    target = ExportTarget(remember(place.url), place.workspace, job_id, str(folder.absolute()), columns, has_pages)
    _prepare(folder, job_id)
    forget(target.folder)
    try:
        # Without flags of its own Beam would read those of the program's command line.
        with own_graph(), beam.Pipeline(runner=_RUNNERS[runner], options=PipelineOptions([])) as root:
            build_export(root, parts, target, _manifest(job_id, summed))
    except Exception as error:  # Beam makes an error anew from its text, or of another class
        met = error_of(target.folder)
        if met is not None:
            raise met from error
        raise errors.EngineError(f"the export failed on a worker: {_last_line(error)}") from error
    with reachable(folder):
        (folder / _MARK).unlink(missing_ok=True)
        return load_manifest((folder / NAME).read_text("utf-8"))


def build_export(root: beam.Pipeline, parts: tuple[Part, ...], target: ExportTarget, manifest: Manifest) -> None:
    """Build the graph."""
    written = root | ReadResults(parts) | WriteResults(target)
    _ = written | WriteManifest(target.folder, manifest)


def _prepare(folder: Path, job_id: str) -> None:
    """Make the folder, refuse what is not this job's, and take away its manifest until the files are whole again."""
    path, mark = folder / NAME, folder / _MARK
    above = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not above.is_dir():
        raise errors.ExportError(f"{above} is a file; an export needs a folder", hint="name another folder")
    with reachable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _check_manifest(path, job_id)
        elif not mark.exists() or mark.read_text("utf-8") != job_id:
            _check_empty(folder, job_id)
        mark.write_text(job_id, "utf-8")
        sync(mark)
        sync(folder)
        path.unlink(missing_ok=True)
        sync(folder)


def _check_manifest(path: Path, job_id: str) -> None:
    try:
        owner = load_manifest(path.read_text("utf-8")).job_id
    except ValueError:
        raise errors.ExportError(
            f"{path} is no manifest of an export, and {job_id}'s would overwrite it", hint="name another folder"
        ) from None
    if owner != job_id:
        raise errors.ExportError(
            f"{path.parent} holds the export of {owner}, and {job_id}'s would overwrite it", hint="name another folder"
        )


def _check_empty(folder: Path, job_id: str) -> None:
    """Without a manifest, files that are called as an export's may be anybody's."""
    named = sorted(one.name for one in folder.iterdir() if OURS.fullmatch(one.name) and one.suffix == ".parquet")
    if named:
        raise errors.ExportError(
            f"{folder} holds {named[0]} without a manifest, and the export of {job_id} would overwrite or remove it",
            hint="move such files away, or name another folder",
        )


def _manifest(job_id: str, summed: Totals) -> Manifest:
    return Manifest(
        job_id=job_id,
        spec_digest=summed.spec_digest,
        counts={
            "total": summed.total,
            "completed": summed.completed,
            "failed": summed.failed,
            "cancelled": summed.cancelled,
            "pending": summed.pending,
            "calls": summed.calls,
        },
        cost={
            "incurred": usd_text(summed.settled_usd + summed.unknown_usd),
            "settled": usd_text(summed.settled_usd),
            "unknown": usd_text(summed.unknown_usd),
        },
        files=(),
        versions={"format": FORMAT, **{name: version(name) for name in ("batchwright", "apache-beam", "pyarrow")}},
    )


def _last_line(error: Exception) -> str:
    return next(reversed(str(error).strip().splitlines()), type(error).__name__)
