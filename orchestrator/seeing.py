"""A model reads the pages of an item's file: as many at once as the job lets be out, each a call of its own.

pages ─┬► conversation ─► Caller.ask ─► … ─► its text ─┬► the item's text
       ├► conversation ─► Caller.ask ─► … ─► its text ─┤
       └► …                └ its image ◄─ a process    └► one failed: no other is sent, and so has the item
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, reduce
from itertools import islice

from orchestrator import sights
from orchestrator.calls import Caller, GaveUp
from orchestrator.documents.pool import FileReader, ReadText
from orchestrator.held import outcome
from orchestrator.item_run import Asker, ItemRun
from orchestrator.side_by_side import SideBySide
from orchestrator.sights import PageToRead, Reading
from state.errors import EngineError
from state.file_records import FileRef
from state.plan_records import Plan
from state.records import Checkpoint, Renewed
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
        over: dict[int, Reading] = {}
        async with SideBySide[int, Reading](run, self._at_once) as pages:
            while True:
                for reading in islice(coming, pages.room):
                    pages.begin(reading.page.number, self._to_its_end(pages.asker, file, reading))
                if not pages.out:
                    break
                for number, reading in await pages.next():
                    over[number] = reading
                    if reading.failed is not None:
                        pages.stop("another page has failed")
        return [over[number] for number in sorted(over)]

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

    async def _image(self, asker: Asker, file: FileRef, page: PageToRead) -> str:
        """A page's image, for a call that was admitted."""
        return await outcome(asker, self._reader.image(file, asker.item.text, page.digest, page.number))
