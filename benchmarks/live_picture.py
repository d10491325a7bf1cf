"""The picture of the live screen in the README, taken from a real run: `python -m benchmarks.live_picture`.

The provider on loopback takes twelve calls at once and says so to nobody, breaks three requests in a hundred, and
refuses one text for its content; the screen is drawn when a good half of the items are finished.
"""

from __future__ import annotations

import io
import re
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from benchmarks.jobs import place_in, point_at
from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from pipelines.screen_live import LiveScreen
from state.config import Config
from state.records import Json
from state.status import JobStatus
from tests.fakes.provider_server import ProviderProcess

TARGET = Path(__file__).parents[1] / "docs" / "live.svg"

WIDTH, HEIGHT = 80, 24
ITEMS = 600
AT_PERCENT = 60.0

_LUNA, _HAIKU = "openai/gpt-6-luna", "anthropic/claude-haiku-5-5"
_PHASES = [
    {"name": "summarise", "task_type": "summarization", "model": _LUNA},
    {"name": "retell", "task_type": "chat", "model": _HAIKU, "instructions": "Tell it to a sailor."},
    {"name": "find names", "task_type": "entity_extraction", "model": _LUNA},
]
_TEXT = (
    "Ships carry nine tenths of the world's goods, and most of them burn heavy oil; ports ask for cleaner fuel now. "
)
_RULES = (
    {"contains": "Report 0007.", "do": "declined"},
    {"fraction": 0.03, "do": "server_error", "nth": 1},
    {"fraction": 0.004, "do": "invalid_output"},
)
_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts that rich would have a page load: a picture in a README loads nothing."""


def main() -> None:
    """Run a job, draw it on its way, and write the picture."""
    with (
        ProviderProcess(median_ms=500, sigma=0.4, cap_ms=3000, concurrency_limit=12, limit_wait_s=1, rules=_RULES) as
        provider, tempfile.TemporaryDirectory() as folder,
    ):  # fmt: skip
        point_at(provider.base_url)
        place = place_in(Path(folder))
        with BatchJobs(place.url, place.workspace) as jobs:
            items: list[Json] = [
                {"id": f"report-{n:04d}", "content": f"Report {n:04d}. {_TEXT * 3}"} for n in range(ITEMS)
            ]
            options = {"concurrency": 20, "budget_usd": 0.5, "auto_start": False}
            job = jobs.create(name="Harbour reports", items=items, phases=_PHASES, options=options)
            run = threading.Thread(target=run_job, args=(place, Config(), job.id), daemon=True)
            run.start()
            while jobs.status(job.id).progress.percent_complete < AT_PERCENT:
                if not run.is_alive():
                    raise SystemExit(f"the run ended too early: {jobs.status(job.id).status}")
                time.sleep(0.1)
            TARGET.write_text(picture(LiveScreen(jobs.live(job.id), "Ctrl-C pauses it")), "utf-8")
            jobs.pause(job.id)
            run.join()
            if jobs.status(job.id).status is not JobStatus.PAUSED:
                raise SystemExit("the job was not paused")
    print(f"written: {TARGET}")


def picture(screen: LiveScreen) -> str:
    """A terminal with a live screen, as SVG that loads nothing."""
    console = Console(
        record=True, width=WIDTH, height=HEIGHT, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(screen)
    svg = console.export_svg(title="batchwright run reports.yaml")
    return "".join(_trimmed(_FONT.sub("", svg).splitlines(keepends=True)))


def _trimmed(lines: Iterable[str]) -> Iterable[str]:
    """Without blanks at the ends of lines, as files of a repository are."""
    return (f"{line.rstrip()}\n" for line in lines)


if __name__ == "__main__":
    main()
