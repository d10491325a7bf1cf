"""Files of the workspace that rows name: each is there, and holds what its name says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Row, Select, select

from state.audit_records import REPORT, RESTORE, Discrepancy, Told
from state.audit_records import Kind as Finding
from state.engine import State
from state.errors import StateUnreachableError
from state.purged import LEAVING
from state.schema import answers, batch_calls, projects
from state.workspace import Workspace
from state.workspace_place import Kind

_WINDOW = 2_000
_ANSWER = (
    *(answers.c[name] for name in ("digest", "requested_model", "call_id", "payload_ref")),
    answers.c.text.is_not(None).label("has_text"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A payload that a row names.

    Args:
        about: Whose it is.
        what: What it is of it.
        again: Reads the refs that the row has by now: a job may have been deleted or purged meanwhile.
    """

    ref: str
    about: str
    what: str
    again: Select[tuple[object, ...]]


def audit_files(state: State, workspace: Workspace, named: Iterable[Named]) -> Iterator[Discrepancy]:
    """Look at each file, whole.

    Raises:
        StateUnreachableError: They are in an object store, and it cannot be read.
    """
    for one in named:
        try:
            fault = workspace.fault(one.ref)
        except StateUnreachableError as error:
            if workspace.kind is Kind.OBJECTS:  # not this one: all of them
                raise
            fault = error.message
        if fault is None:
            continue
        with state.read() as conn:
            is_named = one.ref in {row.payload_ref for row in conn.execute(one.again)}
        if is_named:
            said = f"{one.what} is in {one.ref} of {workspace.location}, which {fault}"
            fix = f"name the right workspace with --workspace, or {RESTORE}"
            yield Discrepancy(Finding.PAYLOAD, one.about, said, fix)


def audit_answers(state: State, workspace: Workspace | None, told: Told) -> Iterator[Discrepancy]:
    """Look at all answers, some at a time: the call that brought each is in the ledger, and its payload is there."""
    answer = answers.c
    with state.read() as conn:
        owners = list(conn.scalars(select(projects.c.project).order_by(projects.c.project)))
    for project in owners:
        after = ""
        while True:
            query: Select[tuple[object, ...]] = (
                select(*_ANSWER, batch_calls.c.project)
                .join_from(answers, batch_calls, batch_calls.c.call_id == answer.call_id, isouter=True)
                .where(answer.project == project, answer.digest > after)
                .order_by(answer.digest)
            )
            with state.read(whole=True) as conn:
                rows = list(conn.execute(query.limit(_WINDOW)))
                if len(rows) == _WINDOW:  # a digest's answers of several models stay together
                    last = rows[-1].digest
                    rest = conn.execute(query.where(answer.digest == last)).all()
                    rows = [*(row for row in rows if row.digest != last), *rest]
            for row in rows:
                if row.project != project:
                    said = f"an answer of {row.requested_model} came by {row.call_id}, which is not in its ledger"
                    yield Discrepancy(Finding.REFERENCE, f"project {project}", said, REPORT)
                if row.digest.startswith(LEAVING):
                    said = f"an answer of {row.requested_model} was about to go with its file: a purge goes on, or was"
                    fix = "`batchwright purge JOB --payloads` of the job that was purged last does it to its end"
                    yield Discrepancy(Finding.PAYLOAD, f"project {project}", f"{said} cut off", fix, is_wrong=False)
                if row.payload_ref is None and not row.has_text:
                    said = f"the answer of {row.requested_model} to {row.digest[:12]}… is neither in its row nor in the"
                    yield Discrepancy(Finding.PAYLOAD, f"project {project}", f"{said} workspace", RESTORE)
            if workspace is not None:
                yield from audit_files(state, workspace, _payloads(project, rows))
            told("answers", len(rows))
            if len(rows) < _WINDOW:
                break
            after = rows[-1].digest


def _payloads(project: str, rows: Iterable[Row[tuple[object, ...]]]) -> Iterator[Named]:
    """The payloads that answers name, but for those that a purge was about to remove."""
    answer = answers.c
    for row in rows:
        digest, model, ref = row.digest, row.requested_model, row.payload_ref
        if ref is not None and not digest.startswith(LEAVING):
            mine = select(answer.payload_ref).where(
                answer.project == project, answer.digest == digest, answer.requested_model == model
            )
            yield Named(ref, f"project {project}", f"the answer of {model} to {digest[:12]}…", mine)
