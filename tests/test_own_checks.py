"""Users' check functions: whatever one does, it ends as an opinion or a failure with its name, and nothing is left."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from orchestrator.checks.base import Opinion, Review
from orchestrator.checks.child import GRACE_S, MAX_REASON_CHARS, MAX_REASONS, UnfitError, as_check, reasons_of
from orchestrator.checks.own import OwnChecks, folders_of
from orchestrator.checks.process import SENT_MAX_BYTES, CheckProcess, LateError
from state.plan_records import CheckPlan
from state.records import Json
from tests.jobs import until

RULES = """
import os, re, sys, signal, time

def good(output): return None
def short(output, content): return None if len(output) < len(content) else f"{len(output)} is not below {len(content)}"
def fields(output, *, fields): return [f"{output} is not {fields['wanted']}"] if output != fields["wanted"] else []
def loud(output):
    print("to stdout", output); os.write(2, b"to stderr"); sys.stderr.write("more")
    return True
def raises(output): raise KeyError(output)
def leaves(output): sys.exit(3)
def quits(output): os._exit(7)
def ends_by_40(output): os.kill(os.getpid(), 40)
def crashes(output): os.kill(os.getpid(), signal.SIGSEGV)
def hangs(output): return bool(re.match("(a+)+$", "a" * 64 + "b"))
def forks(output):
    pid = os.fork()
    if pid == 0: time.sleep(600)
    open(output, "w").write(str(pid))
    while True: pass
def odd(output): return {"ok": True}
def odd_list(output): return ["fine", 7]
def says_pid(output): return str(os.getpid())
def interrupts(output): raise KeyboardInterrupt
def closes(output): os.closerange(3, 4096)
def writes(output):
    for fd in range(3, 4096):
        try: os.write(fd, b"x" * 64)
        except OSError: pass
"""


def line_of(function: str) -> int:
    """The line of RULES that a function stands in."""
    return RULES[: RULES.index(f"def {function}(")].count("\n") + 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a module of checks."""
    (tmp_path / "rules.py").write_text(RULES, "utf-8")
    return tmp_path


@pytest.fixture
def own(folder: Path) -> Iterator[OwnChecks]:
    """What calls its functions; one of them at a time, and for two seconds at most."""
    with closing(OwnChecks([str(folder)], timeout_s=2.0, processes=1)) as checks:
        yield checks


def say(own: OwnChecks, function: str, output: Json = "abc", content: str = "", **fields: Json) -> Opinion:
    """What one function of the module says."""
    (opinion,) = own.review(Review((CheckPlan("mine", f"rules:{function}"),), output, content, fields))
    return opinion


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not, where the system tells one."""
    if not Path("/proc/self/stat").exists():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_function_gets_what_it_names(own: OwnChecks) -> None:
    """The output always, the phase's input and the item's fields where it takes them; what it says comes back."""
    assert say(own, "good").reasons == ()
    assert say(own, "short", "abc", "abcd").reasons == ()
    assert say(own, "short", "abc", "ab").reasons == ("3 is not below 2",)
    assert say(own, "fields", "abc", wanted="abd").reasons == ("abc is not abd",)
    assert say(own, "fields", {"a": [1, None, 0.5]}, wanted={"a": [1, None, 0.5]}).reasons == ()
    assert say(own, "good").source == hashlib.sha256(RULES.encode()).hexdigest()


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("raises", f"raised KeyError at rules.py, line {line_of('raises')}"),
        ("leaves", f"raised SystemExit at rules.py, line {line_of('leaves')}"),
        ("interrupts", f"raised KeyboardInterrupt at rules.py, line {line_of('interrupts')}"),
        ("quits", "ended its process with exit code 7"),
        ("crashes", "ended its process by SIGSEGV"),
        ("ends_by_40", "ended its process by signal 40"),
        ("hangs", "took longer than 2 s"),
        ("odd", "returned a value of type dict; None and True are yes, a text is no"),
        ("odd_list", "returned a list that holds a value of type int, and not texts alone"),
    ],
)
def test_what_is_no_opinion_is_said_without_the_document(own: OwnChecks, function: str, said: str) -> None:
    """What the function did, and where; never its words, which may be the document's. The next call is as ever."""
    opinion = say(own, function, "a secret of the document")
    assert (opinion.broken, opinion.reasons, opinion.is_missing) == (said, (), False)
    assert say(own, "good").broken is None


@pytest.mark.parametrize("function", ["closes", "writes"])
def test_a_function_that_meddles_with_its_process_harms_itself_alone(own: OwnChecks, function: str) -> None:
    """It gives no opinion, and the next call has a process of its own."""
    assert say(own, function).broken is not None
    assert say(own, "good").broken is None


def test_what_a_function_prints_goes_nowhere(own: OwnChecks, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither into our output, which may be JSON, nor into a log."""
    assert say(own, "loud", "a secret of the document").reasons == ()
    assert capfd.readouterr() == ("", "")


def test_one_process_is_used_again_and_ends_with_the_last(own: OwnChecks) -> None:
    """A module is imported once in each; after `close` none is left."""
    (pid,) = {int(say(own, "says_pid").reasons[0]) for _ in range(3)}
    assert is_alive(pid)
    own.close()
    assert not is_alive(pid)


def test_what_a_function_started_ends_with_it(own: OwnChecks, tmp_path: Path) -> None:
    """A process that it forked burns no core after its time is over."""
    assert say(own, "forks", str(tmp_path / "pid")).broken == "took longer than 2 s"
    until(lambda: not is_alive(int((tmp_path / "pid").read_text())), "the forked process is gone")


def test_a_machine_that_starts_no_process_says_so(own: OwnChecks, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no item's fault and no bug: the check cannot be called here, until it can."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    opinion = say(own, "good")
    assert opinion.broken == "no process can be started for it: no such file or directory"
    assert opinion.is_missing
    monkeypatch.undo()
    assert say(own, "good").broken is None


def test_nothing_is_started_before_a_check_is_called(folder: Path) -> None:
    """A job without checks of its own has no process and no thread for them."""
    checks = OwnChecks([str(folder)])
    assert checks._pool._children == set()
    assert not checks._pool._threads._threads
    checks.close()


def test_a_job_without_such_checks_needs_no_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be gone, as that of a job which was started in the background."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert folders_of([CheckPlan("shorter")]) == ()


def test_a_closing_waits_for_no_function(folder: Path) -> None:
    """A function that is called when the worker ends is ended, and who waits in line gets nothing."""
    checks = OwnChecks([str(folder)], timeout_s=600.0, processes=1)
    hanging = checks.submit(Review((CheckPlan("mine", "rules:hangs"),), "abc", "", {}))
    waiting = checks.submit(Review((CheckPlan("mine", "rules:good"),), "abc", "", {}))
    until(lambda: any(seat.loaded for seat in checks._pool._children), "the function is called")
    began = time.monotonic()
    checks.close()
    assert time.monotonic() - began < 60
    assert hanging.result()[0].broken == "ended its process by SIGKILL"
    assert waiting.cancelled()


def test_an_orphan_ends_by_itself(folder: Path) -> None:
    """A function that never returns burns no core for ever when its parent died, whatever lock it holds."""
    process = CheckProcess([str(folder)])
    try:
        process.ask(("rules:hangs", 60.0), 60.0)
        with pytest.raises(LateError):
            process.ask(("rules:hangs", 0.2 - GRACE_S, "abc", "", {}), 0.1)  # as if the parent had died then
        until(lambda: not is_alive(process._process.pid), "the alarm has ended it")
    finally:
        process.end()


def test_more_than_a_check_may_get_is_not_sent(own: OwnChecks) -> None:
    """It is said with both sides, and the process stays."""
    opinion = say(own, "good", "x" * (SENT_MAX_BYTES + 1))
    assert opinion.broken == "would get 64 MB, and the most is 64"
    assert say(own, "good").broken is None


# ── what can be loaded ──────────────────────────────────────────────────────────────────────────

MODULES = {
    "exits": "import os\nos._exit(4)\n",
    "leaves": "import sys\nsys.exit('bye')\n",
    "hangs": "while True: pass\n",
    "prints": "print('hello')\ndef mine(output): pass\n",
    "wants": "import no_such_library\n",
    "torn": "def mine(output:\n",
    "fails": "\n\n1 / 0\n",
    "json": "def mine(output): pass\n",
    "state": "def mine(output): pass\n",
    "shapes": "class Mine: pass\nvalue = 3\nasync def later(output): pass\ndef nothing(): pass\n"
    "def text(output, text): pass\ndef content(content): pass\ndef named(*, output): pass\n"
    "def more(output, content='', limit=3, **rest): pass\n",
}


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("prints:mine", None),
        ("state:mine", None),
        ("shapes:more", None),
        ("builtins:bool", "bool is of type type, and no function"),
        ("exits:mine", "its module ended its process with exit code 4 while it was imported"),
        ("leaves:mine", "importing leaves raised SystemExit: bye at leaves.py, line 2"),
        ("hangs:mine", "its module is not imported after 3 s"),
        (
            "wants:mine",
            "importing wants raised ModuleNotFoundError: No module named 'no_such_library' at wants.py, line 1",
        ),
        ("torn:mine", "importing torn raised SyntaxError: '(' was never closed (torn.py, line 1)"),
        ("fails:mine", "importing fails raised ZeroDivisionError: division by zero at fails.py, line 3"),
        ("nowhere:mine", "there is no module nowhere in {folder} or installed ("),
        ("shapes.inner:mine", "there is no module shapes.inner in {folder} or installed ("),
        ("prints:mime", "prints has no 'mime'; did you mean 'mine'?"),
        ("shapes:zzz", "shapes has no 'zzz'; its functions: later, nothing, text, content, named, more"),
        ("shapes:value", "value is of type int, and no function"),
        ("shapes:Mine", "Mine is of type type, and no function"),
        ("shapes:later", "it is async, and a check is a plain function"),
        ("shapes:nothing", "it takes nothing; write def check(output, content, fields)"),
        ("shapes:text", "it wants 'text'; a check gets output, and content and fields by name"),
        ("shapes:content", "its first parameter is 'content'; the first is the output: def check(output, content)"),
        ("shapes:named", "its first parameter is 'output'; the first is the output: def check(output, content)"),
    ],
)
def test_what_cannot_be_a_check_is_said_when_it_is_loaded(tmp_path: Path, function: str, said: str | None) -> None:
    """What is wrong and what would be right, whatever a module does at its top; no name of ours is in its way."""
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    with closing(OwnChecks([str(tmp_path)], load_timeout_s=3.0, processes=1)) as checks:
        unfit = checks.load([function])[function].unfit
    assert (unfit or "").startswith((said or "").format(folder=tmp_path))
    assert (unfit is None) == (said is None)


def test_the_working_folder_comes_before_the_job_file_s(tmp_path: Path) -> None:
    """Both before what is installed; a folder that is not there is left out, as on another machine."""
    places = {name: tmp_path / name for name in ("here", "beside")}
    for name, place in places.items():
        place.mkdir()
        (place / "rules.py").write_text(f"def mine(output): return {name!r}\n", "utf-8")
    (places["beside"] / "more.py").write_text("import rules\ndef mine(output): return rules.mine(output)\n", "utf-8")
    checks = [
        CheckPlan("mine", "rules:mine", str(places["beside"])),
        CheckPlan("more", "more:mine", str(tmp_path / "no")),
    ]
    with closing(OwnChecks(folders_of(checks, places["here"]), processes=1)) as own:
        opinions = own.review(Review(tuple(checks), "abc", "", {}))
    assert [one.reasons for one in opinions] == [("here",), ("here",)]


# ── in this process ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "reasons"),
    [
        (None, []),
        (True, []),
        ("", []),
        ([], []),
        (False, ["it did not pass"]),
        (" too dull ", ["too dull"]),
        (["too dull", " ", "too long"], ["too dull", "too long"]),
        (("too dull",), ["too dull"]),
        ((f"fault {n}" for n in range(10**9)), [f"fault {n}" for n in range(MAX_REASONS)]),
        ("x" * 10_000, ["x" * MAX_REASON_CHARS]),
    ],
)
def test_what_a_function_may_return(found: object, reasons: list[str]) -> None:
    """Nothing and True are yes, False and texts are no; what is told to a model has an end."""
    assert reasons_of(found) == reasons


@pytest.mark.parametrize("found", [0, 1, {"a": 1}, [1], [None], object(), 0.5, b"no"])
def test_what_a_function_may_not_return(found: object) -> None:
    """A number might mean either."""
    with pytest.raises(UnfitError, match="of type"):
        reasons_of(found)


@pytest.mark.parametrize(
    ("function", "got"),
    [
        (lambda output: (output,), ("o",)),
        (lambda output, content: (output, content), ("o", "c")),
        (lambda output, fields: (output, fields), ("o", {"f": 1})),
        (lambda output, fields, content: (output, content, fields), ("o", "c", {"f": 1})),
        (lambda output, limit=3: (output, limit), ("o", 3)),
        (lambda *everything: everything, ("o",)),
        (lambda output, **rest: (output, rest), ("o", {"content": "c", "fields": {"f": 1}})),
        ("o".__eq__, True),
    ],
)
def test_what_a_function_takes_it_gets(function: Callable[..., object], got: Any) -> None:
    """By the names of its parameters."""
    assert as_check(function)("o", "c", {"f": 1}) == got
