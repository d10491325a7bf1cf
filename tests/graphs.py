"""The graph of a job as runners get it, and what is pickled in it."""

from __future__ import annotations

import base64
import bz2
import zlib
from collections.abc import Iterator, Sequence

import apache_beam as beam
from apache_beam.portability.api import beam_runner_api_pb2 as pb
from google.protobuf.message import Message  # type: ignore[import-untyped]  # it ships no types

from orchestrator.worker_settings import WorkerSettings
from pipelines.build import build
from pipelines.options import beam_options
from state.plan_records import PhasePlan
from state.records import JobRef
from tests.desk import plan_for
from transforms.worker_fn import StageConfig


def job_graph(ref: JobRef, phases: Sequence[PhasePlan], *, settings: WorkerSettings | None = None) -> pb.Pipeline:
    """The graph of a job with these phases, serialised."""
    root = beam.Pipeline(runner="FnApiRunner", options=beam_options())
    build(plan_for(*phases), root, StageConfig(ref, settings or WorkerSettings()))
    return root.to_runner_api()


def labels_of(graph: pb.Pipeline) -> list[str]:
    """The unique names of all steps, Beam's own inside ours too, sorted."""
    return sorted(step.unique_name for step in graph.components.transforms.values())


def pickled_in(message: Message) -> bytes:
    """All bytes of a graph, with every pickle in it unpacked: Beam compresses them and writes them in base 64."""
    return b"\n".join([message.SerializeToString(), *_unpacked(message)])


def _unpacked(message: Message) -> Iterator[bytes]:
    for _, value in message.ListFields():
        for one in _each(value):
            if isinstance(one, Message):
                yield from _unpacked(one)
            elif isinstance(one, bytes):
                yield from _unpack(one)


def _each(value: object) -> Iterator[object]:
    if isinstance(value, Message | bytes | str):
        yield value
    elif hasattr(value, "values"):
        yield from value.values()
    elif hasattr(value, "__iter__"):
        yield from value


def _unpack(payload: bytes) -> Iterator[bytes]:
    """A payload's own texts: as it stands, and from each offset at which a packed text of Beam's begins."""
    for magic, unpack in ((b"eN", zlib.decompress), (b"QlpoO", bz2.decompress)):
        start = payload.find(magic)
        while start >= 0:
            packed = _base64_from(payload, start)
            try:
                text = unpack(base64.b64decode(packed))
            except (ValueError, OSError, zlib.error):
                pass
            else:
                yield text
                yield from _unpack(text)
            start = payload.find(magic, start + 1)


_BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")


def _base64_from(payload: bytes, start: int) -> bytes:
    end = start
    while end < len(payload) and payload[end] in _BASE64:
        end += 1
    whole = payload[start:end]
    return whole[: len(whole) - len(whole) % 4]
