"""Items that are files: which file, the text that was read in it, and its pages.

    stored: the file's name ──► its turn: read, in a process ──► the text, its key and its pages in the item's row
                                  └ a text of the same key is there already, in any job of the project: taken over

The key is the digest of the file's bytes and the version of what read them, so no file is read twice, and one that has
changed is another one. An item keeps the text that was read when its turn came, whatever becomes of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from state.bulk import Bulk
from state.engine import State
from state.errors import StateUnreachableError
from state.group import Group
from state.item_input import StoredInput, load_input
from state.listed import Among
from state.records import Concluded
from state.schema import batch_items, batch_jobs
from state.status import ItemStatus
from state.workspace import Workspace

# ── what was read ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file was read: its text becomes its item's.

    Args:
        key: Of the text.
        stored: The text and the item's fields, as the row holds them.
        pages: As the column holds them.
    """

    ordinal: int
    key: str
    stored: StoredInput
    pages: str


_KEPT = (
    update(batch_items)
    .where(
        batch_items.c.job_id == bindparam("b_job_id"),
        batch_items.c.ordinal == bindparam("b_ordinal"),
        batch_items.c.file_key.is_(None),
    )
    .values(
        {name: bindparam(f"b_{name}") for name in ("text", "payload_ref", "fields", "size_bytes", "file_key", "pages")}
    )
)
_KEEP = Bulk(lambda _: _KEPT)

_ITEMS = select(batch_items.c.ordinal, batch_items.c.file_key).where(
    batch_items.c.job_id == bindparam("job_id"),
    batch_items.c.status == ItemStatus.PENDING,
    Among(batch_items.c.ordinal, "ordinals"),
)


def keep_read(group: Group, reads: Sequence[FileRead]) -> list[Concluded]:
    """Make the texts of files those of their items. What was read first stands; it says so when it is another one."""
    if not reads:
        return []
    if not group.is_current or not group.is_running:
        return [Concluded(False) for _ in reads]
    asked = {"job_id": group.job_id, "ordinals": sorted({read.ordinal for read in reads})}
    there: dict[int, str | None] = {row.ordinal: row.file_key for row in group.conn.execute(_ITEMS, asked)}
    rows: dict[int, Mapping[str, object]] = {}
    results = []
    for read in reads:
        if read.ordinal in there and there[read.ordinal] is None:
            there[read.ordinal] = read.key
            rows[read.ordinal] = {
                "b_job_id": group.job_id,
                "b_ordinal": read.ordinal,
                "b_text": read.stored.text,
                "b_payload_ref": read.stored.payload_ref,
                "b_fields": read.stored.fields,
                "b_size_bytes": read.stored.size_bytes,
                "b_file_key": read.key,
                "b_pages": read.pages,
            }
        results.append(Concluded(there.get(read.ordinal) == read.key))
    _KEEP.run(group.conn, list(rows.values()))
    return results


def has_unread(state: State, job_id: str) -> bool:
    """Whether a file of a job is still to be read."""
    item = batch_items.c
    unread = select(item.ordinal).where(
        item.job_id == job_id, item.status == ItemStatus.PENDING, item.file.is_not(None), item.file_key.is_(None)
    )
    with state.read() as conn:
        return conn.execute(unread.limit(1)).first() is not None


def known_text(state: State, workspace: Workspace, project: str, key: str) -> tuple[str, str] | None:
    """The text and the pages of a key, if an item of the project has them; None: the file has to be read."""
    item, job = batch_items.c, batch_jobs.c
    query = (
        select(item.text, item.fields, item.payload_ref, item.pages)
        .join_from(batch_items, batch_jobs, job.job_id == item.job_id)
        .where(item.file_key == key, job.project == project, job.status.is_not(None), job.purged_at.is_(None))
        .limit(1)
    )
    with state.read() as conn:
        row = conn.execute(query).first()
    if row is None or row.pages is None:
        return None
    try:
        return load_input(workspace, row.text, row.fields, row.payload_ref)[0], row.pages
    except (StateUnreachableError, ValueError):  # its payload is gone or cut: read the file
        return None
