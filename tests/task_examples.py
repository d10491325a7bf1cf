"""One input for each task type, with a good answer: what docs/tasks.md shows, and what the local model is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestrator.pricing import LOCAL_MODEL, LOCAL_VECTORS
from tests.jobs import Phase
from tests.test_task_analysis import GOOD as ANALYSIS
from tests.test_task_analysis import REPORT
from tests.test_task_categorize import LABELS, LETTER
from tests.test_task_code import GOOD as CODE
from tests.test_task_code import TASK as DESCRIPTION
from tests.test_task_creative import BRIEF, STORY
from tests.test_task_ocr_cleanup import GOOD as PRINTED
from tests.test_task_ocr_cleanup import SCAN
from tests.test_task_research import GOOD as RESEARCH
from tests.test_task_research import QUESTION
from tests.test_task_text_cleanup import GOOD as EDITED
from tests.test_task_text_cleanup import RAW
from tests.test_task_translation import GOOD as GERMAN
from tests.test_task_translation import LETTER as HARBOUR
from tests.test_task_xml_tagging import CHARTER, TAGGED

MAX_TOKENS = 400
"""So long may an answer of the local model be: enough to see what it is worth."""

EMBEDDING = "embedding_generation"

OUTPUTS = Path(__file__).parents[1] / "docs" / "local_outputs.json"
"""What the local models answered; `python -m benchmarks.local_outputs` writes it."""

_SHOWN_CHARS = 420


@dataclass(frozen=True, slots=True)
class Example:
    """An input of a task type.

    Args:
        good: An answer that passes its checks; empty where none can be written.
        settings: What its phase says beside the task.
    """

    content: str
    good: str
    settings: Phase = field(default_factory=dict)


EXAMPLES: Mapping[str, Example] = {
    "analysis": Example(REPORT, ANALYSIS),
    "categorize": Example(LETTER, '{"label": "repairs & heating"}', {"labels": [*LABELS]}),
    "chat": Example(
        LETTER,
        "Dear neighbour, I have rung the heating firm, and the part from Linz is due on Thursday. Thank you, Mrs "
        "Ostrow, for the kettle.",
        {"instructions": "Answer the letter in two sentences."},
    ),
    "code": Example(DESCRIPTION, CODE),
    "creative": Example(BRIEF, STORY),
    EMBEDDING: Example(LETTER, ""),
    "entity_extraction": Example(
        LETTER,
        '{"entities": [{"name": "Linz", "type": "place", "mentions": []}, '
        '{"name": "Mrs Ostrow", "type": "person", "mentions": []}, '
        '{"name": "the 14th", "type": "date", "mentions": []}]}',
    ),
    "ocr_cleanup": Example(SCAN, PRINTED),
    "research": Example(QUESTION, RESEARCH),
    "summarization": Example(
        HARBOUR,
        "The harbour of Aldmouth has declined since 1874, when it took in 1,234 ships. A storm broke its northern pier "
        "in 1891; the wall that a witness asked for cost 1.5 million crowns and was finished in 1902. Of the ships "
        "only 12 % have been fishing boats since the 1980s.",
    ),
    "text_cleanup": Example(RAW, EDITED),
    "translation": Example(HARBOUR, GERMAN, {"target_language": "German"}),
    "xml_tagging": Example(CHARTER, TAGGED),
}


def phase_of(task: str) -> Phase:
    """The phase that asks the local model for an example: one attempt, at temperature 0."""
    known: Phase = {"name": "do", "task_type": task}
    if task == EMBEDDING:
        return {**known, "model": LOCAL_VECTORS}
    return {
        **known,
        "model": LOCAL_MODEL,
        "max_output_tokens": MAX_TOKENS,
        "parameters": {"temperature": 0, "timeout_s": 600},
        "validation": {"enabled": False, "max_attempts": 1},
        **EXAMPLES[task].settings,
    }


# ── on the page ─────────────────────────────────────────────────────────────────────────────────


def outputs() -> dict[str, Any]:
    """What the local models answered, by task type; and their versions."""
    made: dict[str, Any] = json.loads(OUTPUTS.read_text("utf-8"))
    return made


def block_of(task: str) -> str:
    """The example of a task type, folded away until somebody wants to read it."""
    return "\n".join(_lines(task))


def _lines(task: str) -> Iterator[str]:
    example, made = EXAMPLES[task], outputs()
    told = made["outputs"][task]
    model, error = told["model"], told["error"]
    yield f"<details><summary>An input, a good answer, and what <code>{model}</code> made of it</summary>\n"
    settings = "".join(f"; `{name}`: {json.dumps(value)}" for name, value in example.settings.items())
    yield f"The input (of the tests{settings}):\n"
    yield _quoted(example.content)
    if example.good:
        yield "A good answer, written by hand for the tests:\n"
        yield _quoted(example.good)
    yield f"What `{model}` ({made['models'][model]}) answered on {told['made']}:\n"
    yield _quoted(told["answer"])
    passed = "**Passed**: no check found anything; that is not to say that it is good"
    yield f"{passed}.\n" if error is None else f"**Rejected**, `{error['class']}`: {error['message']}.\n"
    yield "</details>"


def _quoted(text: str) -> str:
    left = len(text) - _SHOWN_CHARS
    whole = left < _SHOWN_CHARS // 4
    return f"~~~~text\n{text.strip() if whole else f'{text[:_SHOWN_CHARS].strip()} … ({left} characters more)'}\n~~~~\n"
