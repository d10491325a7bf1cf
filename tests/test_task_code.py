"""Code: what is in a language that is known here parses."""

from __future__ import annotations

import time
import warnings

import pytest

from orchestrator.checks import Fault, run_check
from orchestrator.checks.code_blocks import language_of_instructions
from orchestrator.checks.source_code import MAX_FAULTS, MAX_PARSED_CHARS
from orchestrator.errors import FailureClass
from orchestrator.tasks import TASKS
from orchestrator.validator import examine
from state.plan_records import PhasePlan
from state.records import Json
from tests.talks import phase_of
from tests.test_plan import compiled

TASK = "A function that reads the tolls of a bridge from a CSV file (columns day, vehicle, pence) and sums them by day."
GOOD = '''\
tolls.py

```python
"""Tolls of a bridge."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path


def pence_by_day(path: Path) -> dict[str, int]:
    """The sums of a file's tolls by day.

    ```python
    pence_by_day(Path("tolls.csv"))
    ```
    """
    sums: Counter[str] = Counter()
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sums[row["day"]] += int(row["pence"])
    return dict(sums)
```

A settings file for it:

```toml
[tolls]
path = "tolls.csv"
```

A row whose pence are no whole number raises `ValueError`.'''


def coding(**keys: Json) -> PhasePlan:
    """The plan of one phase that writes code."""
    return compiled({"name": "Code", "phases": [{"name": "Write", "task_type": "code", **keys}]}).phases[0]


def found(output: Json, instructions: str = "") -> Fault | None:
    """What `parses` finds."""
    return run_check("parses", output, TASK, phase_of("code", instructions=instructions))


def block(tag: str, code: str) -> str:
    """A fenced block."""
    return f"Here:\n\n```{tag}\n{code}\n```\n"


# ── answers ─────────────────────────────────────────────────────────────────────────────────────


def test_a_good_answer_passes_as_it_is() -> None:
    """With its fences and the words around them."""
    verdict = examine(coding(), f"\n{GOOD}\n", TASK)
    assert (verdict.output, verdict.faults) == (GOOD, ())


@pytest.mark.parametrize(
    ("was", "became", "shown"),
    [
        (
            "            sums[row",
            "        sums[row",
            "the Python of block 1 does not parse: the fault is at or before its line 20",
        ),
        ('dict[str, int]:\n    """The', 'dict[str, int]\n    """The', "Python of block 1"),
        ("    return dict(sums)\n```", "    return dict(\n```", "at or before its line 21"),
        (
            'path = "tolls.csv"',
            "path = tolls.csv",
            "the TOML of block 2 does not parse: the fault is at or before its line 2",
        ),
    ],
)
def test_broken_code_is_rejected(was: str, became: str, shown: str) -> None:
    """A body that lost its indentation, a forgotten colon, a bracket that is not closed, a text without quotes."""
    answer = GOOD.replace(was, became)
    assert answer != GOOD
    verdict = examine(coding(), answer, TASK)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    (fault,) = verdict.faults
    assert fault.shown.startswith("the check parses failed: ")
    assert shown in fault.shown
    assert examine(coding(checks={"parses": False}), answer, TASK).faults == ()


def test_an_answer_that_breaks_off_is_rejected() -> None:
    """A block without an end goes to the end of the answer."""
    assert found(GOOD[: GOOD.index("csv.DictReader(") + len("csv.DictReader(")]) is not None
    assert found('```json\n{"a": [1, 2') is not None


def test_nothing_is_rejected() -> None:
    """An empty answer is no code."""
    (fault,) = examine(coding(), " \n", TASK).faults
    assert "not_empty" in fault.shown
    assert examine(coding(checks={"not_empty": False}), " \n", TASK).faults == ()


def test_the_line_is_told_and_its_number_shown() -> None:
    """The model sees what it wrote; the user's screens hold no word of it."""
    fault = found(block("python", "x = 1\nname = 'Mary Fenn\n"))
    assert fault == Fault(
        'the Python of block 1 does not parse: the fault is at or before its line 2, "name = \'Mary Fenn"; '
        "give the code whole, so that it parses",
        "the check parses failed: the Python of block 1 does not parse: the fault is at or before its line 2",
    )


def test_all_blocks_are_looked_at() -> None:
    """Each by its own language, and the first few faults are told."""
    fault = found(
        block("py", "x = 1") + block("json", "{1}") + block("rust", "{{{") + block("yaml", "a: [") + block("", "((")
    )
    assert fault is not None
    assert "JSON of block 2" in fault.shown
    assert "YAML of block 4" in fault.shown
    assert fault.shown.count("does not parse") == 2
    many = found(block("py", "(") * 20)
    assert many is not None
    assert many.shown.count("does not parse") == MAX_FAULTS


# ── languages ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("python", "x = 1"),
        ("Python", "async def f():\n    await g()"),
        ("py title='a.py'", "return 1"),
        ("{.python .numbered}", "x = 1"),
        ("python", "    def inner(self):\n        return '''\nflush left\n'''"),
        ("python", "\n\n    x = 1\n    y = 2"),
        ("python", ">>> 1 +\n... 2\n3 apples"),
        ("python", "!pip install x\n%matplotlib inline\nimport x"),
        ("python", "re.match('\\d', x)"),
        ("python", 'x = f"{d["a"]}"'),
        ("python", "type Pair[T] = tuple[T, T]\n\ndef first[T](p: Pair[T]) -> T: ..."),
        ("python", "try:\n    f()\nexcept OSError, ValueError:\n    pass"),
        ("python", "-" * 50_000 + "1"),
        ("python", "# nothing but a comment"),
        ("python", ""),
        ("py2", "print 1"),
        ("pycon", ">>> 1 +"),
        ("json", '{"a": [1, 2.5e3, null, "{{x}}"]}'),
        ("json", "9" * 5000),
        ("json", '"scripts": {"test": "pytest"},'),
        ("json", '{"a": 1}\n{"a": 2}\n'),
        ("json", '{"name": {{ name }}}'),
        ("json", "[" * 50_000 + "]" * 50_000),
        ("jsonc", '{"a": 1} // one'),
        ("toml", "[a.b]\nc = 1979-05-27\nd = [1,\n2]"),
        ("yaml", "a: 1\n---\nb: !Ref c\nd: &x [1]\ne: *x\n"),
        ("yml", "run: echo ${{ github.sha }}"),
        ("yaml", "{{- if .Values.on }}\na: 1\n{{- end }}"),
        ("xml", "<?xml version='1.0' encoding='utf-8'?>\n<a/>"),
        ("xml", "\n<!DOCTYPE mapper PUBLIC '-//m//EN' 'http://example.com/m.dtd'>\n<mapper/>"),
        ("xml", "<a/>\n<b android:text='x'/>"),
        ("svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        ("html", "<p>A<br>B"),
        ("text", "def ("),
        ("diff", "-def f(:"),
    ],
)
def test_what_parses_passes(tag: str, code: str) -> None:
    """Pieces of files, notebooks, sessions, templates and what this program's Python cannot know; others unseen."""
    assert found(block(tag, code)) is None


@pytest.mark.parametrize(
    ("tag", "code", "line"),
    [
        ("python", "x = 1\ny = (2", 2),
        ("python", "def f():\nreturn 1", 2),
        ("python", "print 'x'", 1),
        ("python", "    x = 1\n  y = 2", 2),
        ("python", "!pip install x\nx = (", 2),
        ("python", "x = “1”", 1),
        ("python", "class A {\n}", 1),
        ("json", "{'a': 1}", 1),
        ("json", '{"a": 1,\n}', 2),
        ("json", '{"a":\nNaN}', 2),
        ("json", '{"a": 1} // one', 1),
        ("toml", "a = 1\na = 2", 2),
        ("toml", "[a\nb = 1", 1),
        ("toml", "a = 2026-02-30", 1),
        ("yaml", "a: 1\nb: [1, 2\nc: 3", 3),
        ("yaml", "a:\n\t- b", 2),
        ("xml", "<a>\n<b>\n</a>", 3),
        ("xml", "\n<?xml version='1.0'?>\n<a>\n</b>", 4),
        ("xml", "<a>R&D</a>", 1),
    ],
)
def test_what_does_not_parse_is_told_with_its_line(tag: str, code: str, line: int) -> None:
    """Counted from the block's first line."""
    fault = found(block(tag, code))
    assert fault is not None
    assert fault.shown.endswith(f"line {line}")


@pytest.mark.parametrize(
    ("instructions", "language"),
    [
        ("Write a Python module.", "Python"),
        ("python3 please, and no other Python", "Python"),
        ("As YAML; a .yml file", "YAML"),
        ("Return JSON", "JSON"),
        ("", None),
        ("Be brief.", None),
        ("Translate the Python into Rust", None),
        ("Port this C program to Python", None),
        ("Read JSON in Python", None),
        ("Python 2 only", None),
        ("Use Go", None),
        ("C++", None),
        ("pythonic, in cpython.json", None),
    ],
)
def test_instructions_name_a_language(instructions: str, language: str | None) -> None:
    """One alone; two, or one that nobody can parse here, say nothing."""
    assert language_of_instructions(instructions) == language


@pytest.mark.parametrize(
    ("output", "instructions", "ok"),
    [
        ("x = (1", "Write Python.", False),
        ("# Sums\n\nimport csv\n\ndef f(:\n    pass", "Write Python.", False),
        ("import csv\n\nprint(csv)", "Write Python.", True),
        ("x = (1", "", True),
        ("The function is right as it stands (and short", "Look through the Python.", True),
        ("# Review\n\nImport of csv is missing: add it.", "Look through the Python.", True),
        (block("", "def f(:\n    pass"), "Write Python.", False),
        (block("", "Traceback (most recent call last):\n  x"), "Write Python.", True),
        (block("js", "function f( {"), "Write Python.", True),
        ('{"a": 1', "Give JSON.", False),
        ("[1] Smith, On Bridges.", "Give JSON.", True),
        ("[tolls]\nx = y", "Give TOML.", False),
        ("<a><b></a>", "Give XML.", False),
        ("There is <no> tag.", "Give XML.", True),
        ("---\na: [", "Give YAML.", False),
    ],
)
def test_a_language_that_only_instructions_name(output: str, instructions: str, ok: bool) -> None:
    """Holds for what looks like it; words about code are no code."""
    assert (found(output, instructions) is None) == ok


# ── fences ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "output",
    [
        "````markdown\n```python\nx = (\n```\n````",
        "~~~python\nx = '''\n```\n'''\n~~~",
        "1. First:\n   ```python\n   x = 1\n   if x:\n       y = 2\n   ```\n",
        "```python\nx = '''\n```json\n{}\n```\n'''\n```\nand\n```json\n{}\n```",
        "```python\r\nx = 1\r\n```\r\n",
        "Use ```x = (``` here.",
    ],
)
def test_fences_in_fences(output: str) -> None:
    """Longer ones, others, indented ones, and such as belong to the code."""
    assert found(output) is None


@pytest.mark.parametrize(
    "output",
    [
        "~~~python\nx = (\n~~~",
        "   ```python\n   x = (\n   ```",
        "````python\nx = (\n````",
        "```json\n{\n```\n```\n}\n```",
    ],
)
def test_code_in_any_fence_is_looked_at(output: str) -> None:
    """Whatever it is made of, and whatever follows."""
    assert found(output) is not None


def test_warnings_about_an_answer_are_none_about_this_program() -> None:
    """Nothing is printed, raised, or taken for a fault."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert found(block("python", "x = '\\d'\ny = 1 is 1\nz = 0x1for x in y")) is None
    assert seen == []


def test_a_very_long_answer_is_looked_at_in_part() -> None:
    """What stands behind the first part passes: no event loop waits for a parser."""
    assert found(block("python", "x = 1\n" * (MAX_PARSED_CHARS // 6 + 1) + "(")) is None
    assert found(block("python", "x = 1\n" * (MAX_PARSED_CHARS // 6 - 1) + "(")) is not None


def test_a_value_is_no_code() -> None:
    """A phase with a schema of its own puts out what that says."""
    assert found({"code": "def ("}) is None


def test_the_task_asks_for_fences_with_their_language() -> None:
    """So that what it answers can be checked."""
    assert "begins with the name of its language" in TASKS["code"].system


@pytest.mark.parametrize(
    "output",
    [
        pytest.param(block("toml", "a." * 40_000 + "b = 1"), id="one key of many parts"),
        pytest.param("```python\n(\n```\n" * 60_000, id="fences"),
        pytest.param("~" * 1_000_000 + "`", id="marks"),
        pytest.param(block("python", "\n" * 1_000_000), id="empty lines"),
    ],
)
def test_hostile_answers_take_no_time(output: str) -> None:
    """None of them is looked at for longer than an event loop may wait, with room for a slow machine."""
    began = time.process_time()
    assert found(output, "Write Python.") is None
    assert time.process_time() - began < 2
