"""How the documents of a project look: what came of adding them, a list, what a search finds."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from pipelines.project_documents import Added
from pipelines.screen_items import shortened
from pipelines.screen_jobs import plain_table
from pipelines.screen_text import cell, counted
from state.document_records import Collected, KeptDocument
from state.passage import Passage

_LEFT_OUT = 10
_PASSAGE = 400


def added_words(added: Added) -> str:
    """How far it is, in one line."""
    parts = [(added.new, "new"), (added.replaced, "replaced"), (added.unchanged, "unchanged")]
    told = ", ".join(f"{count:,} {word}" for count, word in parts if count) or "nothing yet"
    if added.removed:
        told += f", {added.removed:,} chapters removed that are there no more"
    left = f", {len(added.left_out):,} left out" if added.left_out else ""
    return f"{counted(added.seen, 'document')}: {told}{left}; {counted(added.chunks, 'chunk')} added"


def added_look(added: Added) -> RenderableType:
    """What came of documents that were given."""
    lines = [Text(added_words(added))]
    lines += [Text(f"  {one.document_id} {one.why}", style="red") for one in added.left_out[:_LEFT_OUT]]
    if len(added.left_out) > _LEFT_OUT:
        lines.append(Text(f"  and {len(added.left_out) - _LEFT_OUT:,} more (--json names all)", style="red"))
    return Group(*lines)


def list_look(rows: Sequence[KeptDocument], found: Collected, project: str) -> RenderableType:
    """Documents with what they are for."""
    table = plain_table(("document", 4), "kind", ("label or note", 3), ("chunks", "right"))
    for row in rows:
        note = row.label or str(row.fields.get("target") or row.fields.get("note") or "")
        table.add_row(cell(row.document_id), row.kind, shortened(note), f"{row.chunks:,}")
    return Group(table, Text(collected_words(found, project), style="dim"))


def collected_words(found: Collected, project: str) -> str:
    """What a project's documents come to."""
    by = f"found by words and by vectors of {found.vectors}" if found.vectors else "found by their words alone"
    if found.documents and not found.chunks:
        return f"project {project}: {counted(found.documents, 'document')}, told of where a text has their names"
    told = f"project {project}: {counted(found.documents, 'document')}, {counted(found.chunks, 'chunk')}, {by}"
    if found.vectors and found.without:
        told += f"; {found.without:,} without such a vector, found by words alone"
    return told


def search_look(found: Sequence[Passage]) -> RenderableType:
    """Passages with their scores and where each came from."""
    lines: list[RenderableType] = []
    for one in found:
        label = f" [{one.label}]" if one.label else ""
        lines.append(Text.assemble((f"{one.score:.3f}  ", "dim"), (one.source, "bold"), label))
        lines.append(Padding(Text(shortened(one.text, _PASSAGE)), (0, 0, 0, 7)))
    return Group(*lines)
