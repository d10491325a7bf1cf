"""A model reads the pages of an item's file: as many at once as the job lets be out, each a call of its own.

pages ─┬► conversation ─► Caller.ask ─► … ─► its text ─┬► the item's text
       ├► conversation ─► Caller.ask ─► … ─► its text ─┤
       └► …                └ its image ◄─ a process    └► one failed: no other is sent, and so has the item
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial, reduce
from itertools import islice

from orchestrator import sights
from orchestrator.calls import Caller, GaveUp
from orchestrator.documents.pool import FileReader, ReadText
from orchestrator.held import HeldError, outcome
from orchestrator.item_run import Asker, ItemRun
from orchestrator.sights import Page, Reading
from state.errors import EngineError
from state.file_records import FileRef
from state.plan_records import Plan
from state.records import Checkpoint, HeldReason, Renewed
from state.reopen import beside


class Seeing:
    """Has pages read by the model that a plan names; on the event loop.

    Args:
        reader: Makes their images.
        at_once: So many pages of one item are asked about at once.
    """

    def __init__(self, plan: Plan, caller: Caller, reader: FileReader, at_once: Callable[[], int]) -> None:
        self._plan = plan
        self._caller = caller
        self._reader = reader
        self._at_once = at_once

    async def text_of(self, run: ItemRun, file: FileRef, read: ReadText) -> ReadText | Checkpoint:
        """A file's text with what the model read in its pages; or the failure of the first page that has one.

        Raises:
            HeldError: The item was let go of.
            UnreadableError: No text is on any page, or too much of it.
        """
        ocr = self._plan.ocr
        if ocr is None:
            raise EngineError(f"{file.name} has pages for a model to read, and the plan names none")
        pages = sights.pages_of(read, file.name)
        begun = (sights.begin(ocr, self._plan.ocr_languages, page) for page in pages)
        over = await self._side_by_side(run, file, begun)
        failed = [one.failed for one in over if one.failed is not None]
        if failed:
            return reduce(beside, failed)
        texts = {one.page.number: one.text for one in over if one.text is not None}
        return sights.put_together(read, texts, ocr.model)

    async def _side_by_side(self, run: ItemRun, file: FileRef, coming: Iterator[Reading]) -> list[Reading]:
        """Have pages read, in their order; once one has failed no other is sent.

        What is out then runs on to its settle, and is known when the item is tried again.
        """
        begun: list[asyncio.Task[Reading]] = []
        out: set[asyncio.Task[Reading]] = set()
        has_failed = False
        with run.parts() as asker:
            try:
                while True:
                    for reading in islice(coming, 0 if has_failed else max(0, self._at_once() - len(out))):
                        begun.append(asyncio.ensure_future(self._to_its_end(asker, file, reading)))
                        out.add(begun[-1])
                    if not out:
                        break
                    run.could_be_out = len(out)
                    over, out = await asyncio.wait(out, return_when=asyncio.FIRST_COMPLETED)
                    if not has_failed and any(task.result().failed is not None for task in over):
                        has_failed = True
                        asker.stop(HeldReason.STOPPED, "another page has failed")
            finally:
                asker.stop(HeldReason.STOPPED, "another page was let go of")
                ended = await asyncio.gather(*begun, return_exceptions=True)
                run.could_be_out = 1
                for bug in ended:
                    if isinstance(bug, BaseException) and not isinstance(bug, HeldError):
                        raise bug  # whatever became of the item, it must be heard of
        return [task.result() for task in begun if task.exception() is None]

    async def _to_its_end(self, asker: Asker, file: FileRef, reading: Reading) -> Reading:
        """A conversation about a page, from where it is to its end."""
        while reading.want is not None:
            image = partial(self._image, asker, file, reading.page)
            got = await self._caller.ask(asker, self._plan.phases[0], reading.want, image=image)
            if isinstance(got, Renewed):
                reading = sights.renewed(reading, got.generation)
            elif isinstance(got, GaveUp):
                asker.check()
                reading = sights.failed(reading, got.failure_class, got.message)
            else:
                reading = sights.answered(reading, got)
        return reading

    async def _image(self, asker: Asker, file: FileRef, page: Page) -> str:
        """A page's image, for a call that was admitted."""
        return await outcome(asker, self._reader.image(file, asker.item.text, page.digest, page.number))
