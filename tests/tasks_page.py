"""What docs/tasks.md says of the task types by tables: made from the tasks themselves, and from their checks."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module

from orchestrator.checks import CHECKS, KNOWN_PAGE, SCHEMA
from orchestrator.tasks import TASKS
from orchestrator.tasks.base import TaskType
from pipelines.plan import max_attempts, own_checks
from state.plan_records import CheckPlan, OutputForm, OutputFormat
from tests.task_examples import block_of

BEGIN, END = "<!-- made by tests/test_task_page.py: {} begin -->", "<!-- made by tests/test_task_page.py: {} end -->"

INPUTS = (1_000, 10_000, 100_000)
"""Tokens of an input: two pages, a chapter, a book."""

_SCHEMA_SAYS = "The output is valid against the phase's JSON schema."
_FORMS = {
    OutputFormat.TEXT: "text",
    OutputFormat.JSON: "JSON",
    OutputFormat.XML: "XML",
    OutputFormat.VECTOR: "a vector",
}


def blocks() -> dict[str, str]:
    """What stands between the marks of each name."""
    return {
        "all": _overview(),
        "lengths": _lengths(),
        "checks": _checks(),
        **{n: _section(t) for n, t in TASKS.items()},
        **{f"{n} example": block_of(n) for n in TASKS},
    }


def purpose(task: TaskType) -> str:
    """What a task is for: the first line of its file, without the name that it begins with."""
    module = import_module(f"orchestrator.tasks.{task.name}")
    line = inspect.cleandoc(module.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    said = line.partition(": ")[2] or line
    return said[0].upper() + said[1:]


def form(task: TaskType) -> OutputForm:
    """The form that a phase without an `output` asks for; with labels where the task takes them."""
    return task.form(("a", "b")) if task.form is not None else task.output


def checks_of(task: TaskType) -> tuple[str, ...]:
    """The names of a task's own checks, those of its form among them."""
    return own_checks(task, form(task))


def said_of(name: str) -> str:
    """What a check demands: the first paragraph of its function."""
    said = _SCHEMA_SAYS if name == SCHEMA else inspect.cleandoc(CHECKS[name].__doc__ or "").partition("\n\n")[0]
    return re.sub(r"\s+", " ", said)


def _overview() -> str:
    lines = ["| task type | for | tier | form | checks |", "|---|---|---|---|---|"]
    for name, task in TASKS.items():
        checks = ", ".join(f"`{check}`" for check in checks_of(task)) or "none"
        lines.append(f"| [`{name}`](#{name}) | {purpose(task)} | {task.tier} | {_form_of(task)} | {checks} |")
    return "\n".join(lines)


def _lengths() -> str:
    heads = " | ".join(f"{tokens:,}" for tokens in INPUTS)
    lines = [f"| task type | share of the input | at least | at most | {heads} |", "|---|---|---|---|" + "---|" * 3]
    for name, task in TASKS.items():
        rule = task.output_tokens
        if rule.fixed is not None:
            continue
        cells = " | ".join(f"{rule.limit(tokens):,}" for tokens in INPUTS)
        lines.append(f"| `{name}` | {rule.ratio:g} | {rule.floor:,} | {rule.ceiling:,} | {cells} |")
    return "\n".join(lines)


def _checks() -> str:
    lines = ["| check | what it demands | of |", "|---|---|---|"]
    for name in sorted({SCHEMA, *CHECKS}):
        tasks = ", ".join(f"`{task.name}`" for task in TASKS.values() if name in checks_of(task))
        other = "any phase whose prompt has `{{page}}`" if name == KNOWN_PAGE else "any phase in that form"
        lines.append(f"| `{name}` | {said_of(name)} | {tasks or other} |")
    return "\n".join(lines)


def _form_of(task: TaskType) -> str:
    output = form(task)
    return _FORMS[output.format] + (" under a schema" if output.schema is not None else "")


def _section(task: TaskType) -> str:
    return "\n".join(["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in _facts(task))])


def _facts(task: TaskType) -> Iterator[tuple[str, str]]:
    if task.output.format is OutputFormat.VECTOR:
        yield "tier", f"{task.tier}: one model"
        yield "form", _form_of(task)
        yield "settings, checks, attempts", "none, none, 1"
        yield "the next phase reads", "what this one read, without the numbers"
        return
    rule = task.output_tokens
    attempts = max_attempts(form(task), [CheckPlan(name) for name in checks_of(task)])
    off = ", ".join(f"{name}: false" for name in checks_of(task))
    yield "tier", task.tier
    yield "form", _form_of(task)
    yield "settings", ", ".join(f"`{name}`" for name in task.settings) or "none of its own"
    yield "checks", "; ".join(f"`{name}`" for name in checks_of(task))
    yield "to switch them off", f"`checks: {{{off}}}`, each by itself, or `checks: false`"
    yield "attempts without `validation`", str(attempts)
    yield "room for an answer", f"{rule.ratio:g} × the input, from {rule.floor:,} to {rule.ceiling:,} tokens"
    beside = "the text that this one read, with the answer beside it" if task.annotates else "the answer"
    yield "the next phase reads", beside


def fill(text: str) -> str:
    """The page with each block as it is now; a task without a section gets one, in alphabetical order."""
    for name, task in sorted(TASKS.items()):
        if BEGIN.format(name) not in text:
            text = _with_section(text, name, task)
        example = BEGIN.format(f"{name} example")
        if example not in text:
            end = END.format(name)
            text = text.replace(end, f"{end}\n\n{example}\n{END.format(f'{name} example')}", 1)
    for name, block in blocks().items():
        before, begin, rest = text.partition(BEGIN.format(name))
        _, end, after = rest.partition(END.format(name))
        if not end:
            sys.exit(f"docs/tasks.md has no block {name}")
        text = f"{before}{begin}\n\n{block}\n\n{end}{after}"
    return text


def _with_section(text: str, name: str, task: TaskType) -> str:
    section = f"## {name}\n\n{purpose(task)}\n\n{BEGIN.format(name)}\n{END.format(name)}\n"
    for later in re.findall(r"^## (\w+)$", text, re.MULTILINE):
        if later in TASKS and later > name:
            return text.replace(f"## {later}\n", f"{section}\n## {later}\n", 1)
    return f"{text.rstrip()}\n\n{section}"
