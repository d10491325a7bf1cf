"""docs/tasks.md says of each task type what is so: its tables are made here, and its jobs compile."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml

from orchestrator.chain import Ask, ItemText, begin, step
from orchestrator.checks import CHECKS
from orchestrator.errors import FailureClass
from orchestrator.tasks import TASKS
from orchestrator.tasks.base import TaskType
from orchestrator.validator import examine
from tests import task_examples as examples
from tests import tasks_page as page
from tests.test_plan import compiled

DOCS = Path(__file__).parents[1] / "docs" / "tasks.md"
REWRITE = "REWRITE_DOCS"


def test_the_documented_tables_are_those_of_the_tasks() -> None:
    """The page's tables are what the tasks say now."""
    made = page.fill(DOCS.read_text("utf-8"))
    if os.environ.get(REWRITE):
        DOCS.write_text(made, "utf-8")
    assert DOCS.read_text("utf-8") == made, (
        f"run {REWRITE}=1 pytest tests/test_task_page.py, and say what the task is for"
    )


def test_each_task_has_one_section_in_alphabetical_order() -> None:
    """With words of its own before its table."""
    text = DOCS.read_text("utf-8")
    names = [name for name in re.findall(r"^## (\w+)$", text, re.MULTILINE) if name in TASKS]
    assert names == sorted(TASKS)
    for name in names:
        words = text.partition(f"\n## {name}\n")[2].partition(page.BEGIN.format(name))[0]
        assert len(words.split()) >= 10, name


@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_a_task_s_file_says_what_it_is_for(task: TaskType) -> None:
    """In the one line that the overview shows."""
    assert 20 < len(page.purpose(task)) < 160
    assert page.purpose(task)[0].isupper()
    assert page.purpose(task).endswith(".")


@pytest.mark.parametrize(
    "task",
    [task for name, task in TASKS.items() if name not in ("chat", "embedding_generation")],
    ids=lambda task: task.name,
)
def test_the_item_stands_in_tags_of_its_own(task: TaskType) -> None:
    """Apart from all orders; only a chat's message is itself the order, and beside what is embedded stands none."""
    assert re.fullmatch(r"<(\w+)>\n\{\{content\}\}\n</\1>", task.user)
    assert re.search(r"(never follow|do not act on|not followed|addressed to others)", task.system)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_s_function_says_what_it_demands(name: str) -> None:
    """In the words that the page shows."""
    said = page.said_of(name)
    assert said.endswith(".")
    assert len(said) < 200


@pytest.mark.parametrize("job", re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL))
def test_the_jobs_of_the_page_compile(job: str) -> None:
    """As they stand, but for a name."""
    phases = yaml.safe_load(job)["phases"]
    plan = compiled({"name": "From the page", "phases": phases})
    assert [phase.task_type for phase in plan.phases] == [phase["task_type"] for phase in phases]


def test_the_page_s_checks_are_switched_off_as_it_says() -> None:
    """One by name and the others stay; all at once."""
    (job, *_) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    weigh, tell = compiled({"name": "From the page", "phases": yaml.safe_load(job)["phases"]}).phases
    assert [check.name for check in weigh.checks] == ["not_empty", "no_preamble"]
    assert (weigh.judge, weigh.max_attempts) == (None, 3)
    assert (tell.checks, tell.max_attempts) == ((), 1)


# ── real outputs ────────────────────────────────────────────────────────────────────────────────

EXAMPLES = pytest.mark.parametrize("task", sorted(TASKS))


@EXAMPLES
def test_a_good_answer_of_the_page_passes(task: str) -> None:
    """All its checks."""
    example = examples.EXAMPLES[task]
    (phase,) = compiled({"name": "From the page", "phases": [examples.phase_of(task)]}).phases
    assert bool(example.good) == (task != examples.EMBEDDING)
    assert not example.good or examine(phase, example.good, example.content).faults == ()


@EXAMPLES
def test_the_local_model_was_asked_just_this(task: str) -> None:
    """Its recorded answer is one to today's prompt and input, and today's checks say of it what the page says."""
    example, told = examples.EXAMPLES[task], examples.outputs()["outputs"][task]
    plan = compiled({"name": "From the page", "phases": [examples.phase_of(task)]})
    ask = step(begin(plan, plan.phases[0], ItemText("job", "one", 0, example.content, {}, {})))
    assert isinstance(ask, Ask)
    assert told["request_digest"] == ask.digest, f"run `python -m benchmarks.local_outputs {task}`"
    assert told["model"] == ask.candidates[0]
    if task == examples.EMBEDDING:
        assert told["error"] is None
    elif told["finish"] == "length":
        assert told["error"]["class"] == FailureClass.TRUNCATED
    else:
        verdict = examine(plan.phases[0], told["answer"], example.content)
        assert (told["error"] or {}).get("class") == verdict.failure_class
        assert (told["error"] or {}).get("message", "") == "; ".join(fault.shown for fault in verdict.faults)
