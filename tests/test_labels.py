"""Labels are a contract with runners and with whoever reads their metrics: they change on purpose only."""

from __future__ import annotations

import re

import apache_beam as beam
import pytest

from pipelines.export import build_export
from state.records import JobRef, Json
from tests.desk import A, B, phase_for
from tests.golden import assert_golden
from tests.graphs import job_graph, labels_of
from transforms import labels
from transforms.read_results import parts_of
from transforms.write_manifest import Manifest
from transforms.write_results import ExportTarget

REF = JobRef("sqlite:////nowhere/state.db", "/nowhere/workspace", "job_01HXXXXXXXXXXXXXXXXXXXXXXX", 7)
OURS = {value for name, value in vars(labels).items() if name.isupper()}
_PHASE = re.compile(r"RunPhase\d+[A-Za-z0-9]+")
_OUTPUTS = re.compile(r"ParDo\(_\w+Fn\)")
"""What Beam itself calls a step with several outputs, inside the label that we give it."""


def is_ours(segment: str) -> bool:
    """Whether a part of a step's name is a label of ours."""
    return segment in OURS or _PHASE.fullmatch(segment) is not None or _OUTPUTS.fullmatch(segment) is not None


def ours(names: list[str]) -> list[str]:
    """The steps that we named, without what Beam puts inside them."""
    return [name for name in names if name and all(map(is_ours, name.split("/")))]


def graphs() -> dict[str, list[str]]:
    """The names of all steps of both graphs."""
    root = beam.Pipeline(runner="FnApiRunner")
    target = ExportTarget(REF.state_url, REF.workspace, REF.job_id, "/nowhere/export", ())
    build_export(root, parts_of(1, [""]), target, Manifest(REF.job_id, "0" * 64, {}, {}, (), {}))
    phases = [phase_for(A), phase_for(B, index=1)]
    return {"job": labels_of(job_graph(REF, phases)), "export": labels_of(root.to_runner_api())}


def test_the_labels_of_both_graphs_are_what_they_were() -> None:
    """A runner that updates a job, and a chart of its metrics, find each step again."""
    named: dict[str, Json] = {graph: list(ours(names)) for graph, names in graphs().items()}
    assert_golden("labels", named)


def test_every_step_of_ours_has_a_label() -> None:
    """No step at the top, nor right inside one of ours, goes by a name that Beam made up."""
    for graph, names in graphs().items():
        steps = {"/".join(name.split("/")[:2]) for name in names if not name.startswith("ref_")}
        assert {step for step in steps if step and not ours([step])} == set(), graph


def test_no_label_holds_an_id() -> None:
    """Labels are the same for every job and run, in CamelCase."""
    for names in graphs().values():
        for name in ours(names):
            assert REF.job_id not in name
            parts = [part for part in name.split("/") if not _OUTPUTS.fullmatch(part)]
            assert all(re.fullmatch(r"([A-Z][a-z0-9]*)+", part) for part in parts), name


@pytest.mark.parametrize(
    ("index", "slug", "label"),
    [(0, "extract_entities", "RunPhase1ExtractEntities"), (9, "a", "RunPhase10A"), (1, "2nd_pass", "RunPhase22ndPass")],
)
def test_a_phase_is_labelled_by_its_place_and_its_slug(index: int, slug: str, label: str) -> None:
    """Two phases never share a label."""
    assert labels.run_phase(index, slug) == label
