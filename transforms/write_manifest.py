"""WriteManifest: all written files -> manifest.json, which is written last and is what an export holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import apache_beam as beam

from orchestrator.kept_errors import kept_error
from state.durable import sync
from transforms import labels
from transforms.parquet_file import OURS, WrittenFile, reachable, written

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """An export: whose it is, what it counts and costs, and its files.

    Args:
        counts: Items by final state, and calls.
        cost: US dollars as plain decimal strings: incurred = settled + unknown.
        versions: What wrote it; the bytes of a file depend on them.
    """

    job_id: str
    spec_digest: str
    counts: Mapping[str, int]
    cost: Mapping[str, str]
    files: tuple[WrittenFile, ...]
    versions: Mapping[str, str]

    def text(self) -> str:
        """The manifest as JSON."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def load_manifest(text: str) -> Manifest:
    """The manifest that `Manifest.text` wrote.

    Raises:
        ValueError: It is none.
    """
    try:
        read = json.loads(text)
        return Manifest(**{**read, "files": tuple(WrittenFile(**file) for file in read["files"])})
    except (KeyError, TypeError) as error:
        raise ValueError("it is no manifest of an export") from error


class WriteManifest(beam.PTransform):
    """Ends the graph: once all files are there, names them.

    Args:
        folder: Where they are.
        manifest: All of the manifest but its files.
    """

    def __init__(self, folder: str, manifest: Manifest) -> None:
        super().__init__(labels.WRITE_MANIFEST)
        self._folder = folder
        self._manifest = manifest

    def expand(self, files: beam.PCollection[WrittenFile]) -> beam.PCollection[str]:
        """PCollection[WrittenFile] -> PCollection of the manifest's path."""
        start = files.pipeline | labels.START >> beam.Create([self._folder])
        fn = _WriteManifestFn(self._manifest)
        return start | labels.WRITE_ONCE >> beam.ParDo(fn, files=beam.pvalue.AsList(files))


class _WriteManifestFn(beam.DoFn):
    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def process(self, folder: str, files: Sequence[WrittenFile]) -> Iterator[str]:
        named = tuple(sorted(files, key=lambda file: file.name))
        with kept_error(folder):
            write_manifest(Path(folder), replace(self._manifest, files=named))
        yield NAME


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, then remove the files of ours that it does not name; crash points manifest.*."""
    with written(folder, NAME, "manifest") as part:
        part.write_text(manifest.text(), "utf-8")
    named = {file.name for file in manifest.files}
    with reachable(folder):
        for path in folder.iterdir():
            if OURS.fullmatch(path.name) and path.name not in named:
                path.unlink(missing_ok=True)
        sync(folder)
