"""Extraction: an item that is a file gets its text, or fails with the reason, before anything is asked for it.

    attached ─► read, in a process ─┬► text ───────────────────────┬► kept in the item's row ─► its phases
                                    ├► pages that a model reads ─┬─┘
                                    └► a reason ─────────────────┴► a failed checkpoint of the first phase

What was read is kept before the first call: a run that goes on after a crash reads no file again, and finds the text
that the calls before the crash were about, whatever has become of the file.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from orchestrator.documents.base import UnreadableError
from orchestrator.documents.pool import FileReader
from orchestrator.errors import FailureClass
from orchestrator.held import HeldError, outcome
from orchestrator.item_run import EXTRACT, ItemRun
from orchestrator.saying import Waits
from orchestrator.seeing import Seeing
from orchestrator.surroundings import Ledger
from state.doing import FILE
from state.files import FileRead
from state.outage import insist, kept_input
from state.records import Checkpoint, Concluded, HeldReason, OpenItem
from state.workspace import Workspace


class Extraction:
    """Gives items that are files their texts; on the event loop.

    Args:
        reader: Reads files.
        ledger: Takes what was read.
        workspace: Takes texts that are too large for the database.
        seeing: Has pages read by a model.
        waits: Where it says how many files are not read yet.
    """

    def __init__(self, reader: FileReader, ledger: Ledger, workspace: Workspace, seeing: Seeing, waits: Waits) -> None:
        self._reader = reader
        self._seeing = seeing
        self._ledger = ledger
        self._workspace = workspace
        self._waits = waits

    async def text_of(self, run: ItemRun) -> Checkpoint | None:
        """See that an item has its text; the failed checkpoint where it can have none.

        Raises:
            HeldError: It was let go of.
        """
        item = run.item
        if item.unread is None:
            return None
        await run.attached(EXTRACT)
        try:
            with self._waits.on(FILE, ""):
                read = await outcome(run, self._reader.submit(item.unread, item.text))
            if read.sights:
                seen = await self._seeing.text_of(run, item.unread, read)
                if isinstance(seen, Checkpoint):
                    return seen
                read = seen
        except UnreadableError as error:
            return _failed(item, f"{item.unread.name} {error}")
        elsewhere = asyncio.get_running_loop().run_in_executor
        stored = await elsewhere(None, kept_input, self._workspace, read.text, item.fields)
        kept = await self._ledger.do(FileRead(item.ordinal, read.key, stored, read.pages))
        if not isinstance(kept, Concluded) or not kept.stands:
            raise HeldError("another run owns the job", reason=HeldReason.FENCED)
        if (ref := item.payload_ref) is not None:  # the file itself, in base64
            await elsewhere(None, insist, None, lambda: self._workspace.delete([ref]))
        pages = item.unread.pages(read.pages)
        run.item = replace(item, text=read.text, unread=None, payload_ref=stored.payload_ref, pages=pages)
        return None


def _failed(item: OpenItem, message: str) -> Checkpoint:
    return Checkpoint(
        phase=0, ok=False, output=None, attempts=0, error_class=FailureClass.UNREADABLE, error_message=message
    )
