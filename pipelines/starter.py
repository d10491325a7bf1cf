"""The first job: a job file that teaches the main keys, and five items, which run as they are with the local model.

What is commented out in it is valid as it stands: a key is tried by taking its # away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from orchestrator.pricing import LOCAL_MODEL
from orchestrator.providers import local_packages
from state.errors import InputError, UnreachableError
from state.records import Json

JOB_FILE, ITEMS_FILE = "job.yaml", "items.jsonl"
_OWN = "first-job"

JOB = f"""\
# A job: what is asked of each item, in one to ten phases, and on what terms.
# It runs as it is, with no key. Take a # away before a key to try that key.

name: First job
# project: notes            # known answers and budgets belong to a project
items: {ITEMS_FILE}          # also .json, .csv, .parquet, .txt, .md or a folder
# id_field: title           # what names an item; else its field `id`

# The local model is tiny, free and poor: it shows how things go. Once one of
# OPENAI_API_KEY and ANTHROPIC_API_KEY is set, take both lines `model:` away: a
# model that fits the task is chosen then; or name one, as openai/gpt-6-luna.
phases:
  - name: topic
    task_type: categorize   # it brings a prompt, checks and a choice of models
    labels: [nature, buildings, food, culture]
    model: {LOCAL_MODEL}

  - name: summarise
    task_type: summarization
    model: {LOCAL_MODEL}
    input: original         # or previous (the default), or a phase's name
    instructions: One short sentence, in the field `summary`.
    output:                 # without it the output is plain text
      format: json
      schema:
        type: object
        properties:
          summary: {{type: string, maxLength: 120}}
        required: [summary]
        additionalProperties: false
    max_output_tokens: 120  # else by the task and by the length of the item
    parameters: {{timeout_s: 600}}  # the local model is slow on a busy machine
    # A judge scores outputs from 1 to 10; below min_score the model is asked
    # again, with the judge's reasons. The judge needs a key:
    # validation: {{min_score: 7, max_attempts: 3}}
    # Your own prompt in place of the task's; {{{{…}}}} are fields of the item:
    # prompt: {{system: You are brief., user: "Sum up {{{{title}}}}: {{{{content}}}}"}}

options:
  concurrency: 2            # calls that are out at once, 1 to 50
  budget_usd: 1             # a hard cap: nothing is sent that could pass it
  # max_failed_percent: 20  # stop when more than that fails (default: never)
"""

ITEMS: tuple[Mapping[str, Json], ...] = (
    {
        "id": "harbour",
        "title": "The harbour in ice",
        "content": "In January the harbour of the small town froze for eight weeks. Two ferries were lost, and the"
        " fish market stayed closed until the middle of March.",
    },
    {
        "id": "bakery",
        "title": "A bakery that opens at four",
        "content": "The bakery in Mill Street sells bread from four in the morning. Most of its customers are nurses"
        " and bus drivers on their way home.",
    },
    {
        "id": "bees",
        "title": "Bees on the roof",
        "content": "The library keeps four hives on its roof. Last summer the bees made sixty jars of honey, which"
        " were sold for the children's books.",
    },
    {
        "id": "bridge",
        "title": "The old bridge",
        "content": "Two arches of the stone bridge have cracks, so it is closed. Repairs cost 1.2 million dollars and"
        " take until autumn; the school bus leaves half an hour earlier.",
    },
    {
        "id": "radio",
        "title": "A radio play",
        "content": "Students recorded a radio play about the year the cinema burned down. It lasts forty minutes and"
        " is broadcast on Friday at eight.",
    },
)


@dataclass(frozen=True, slots=True)
class Starter:
    """What was written, and what the local model lacks to run it, with what to type for that."""

    job: Path
    items: Path
    lacks: str | None
    install: str | None

    def document(self) -> dict[str, Json]:
        """Its keys."""
        return {"job": str(self.job), "items": str(self.items), "missing": self.lacks, "install": self.install}


def write_starter(folder: str) -> Starter:
    """Write the first job into a folder, which is made where there is none; nothing that is there is touched.

    Raises:
        InputError: One of the files is there already, or the folder is a file.
        UnreachableError: They cannot be written there; none of them is left.
    """
    job, items = Path(folder, JOB_FILE), Path(folder, ITEMS_FILE)
    _refuse_in_place_of(folder, job, items)
    begun: list[Path] = []
    try:
        job.parent.mkdir(parents=True, exist_ok=True)
        for path, text in ((items, "".join(json.dumps(item) + "\n" for item in ITEMS)), (job, JOB)):
            with path.open("x", encoding="utf-8") as file:
                begun.append(path)
                file.write(text)
    except OSError as error:
        for path in begun:
            path.unlink(missing_ok=True)
        what = f"{job} and {items} cannot be written: {(error.strerror or str(error)).lower()}"
        raise UnreachableError(what, hint="name another folder, or mend that; nothing was left behind") from error
    missing = local_packages.missing(local_packages.CHAT)
    return Starter(job, items, local_packages.said(missing) if missing else None, local_packages.remedy([LOCAL_MODEL]))


def _refuse_in_place_of(folder: str, *files: Path) -> None:
    """Refuse a folder that is none, and files that are there."""
    hint = f"`batchwright init {_free()}` writes them into a folder of their own"
    above = next((one for one in (Path(folder), *Path(folder).parents) if one.exists()), Path())
    if not folder or not above.is_dir():
        what = f"{above} is a file" if folder else "the name is empty"
        raise InputError(f"{what}, and `init` writes two files into a folder", path="DIR", hint=hint)
    there = [str(path) for path in files if path.exists() or path.is_symlink()]
    if there:
        is_there = "is" if len(there) == 1 else "are"
        raise InputError(f"{' and '.join(there)} {is_there} there already, and `init` overwrites nothing", hint=hint)


def _free() -> str:
    """The name of a folder that is not there yet."""
    names = (_OWN if number == 1 else f"{_OWN}-{number}" for number in count(1))
    return next(name for name in names if not Path(name).exists())
