"""People are told of alerts and of a job's end, each once, by a command or a webhook, and the run waits for neither."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from pipelines import history, notify
from pipelines.follow import follow
from pipelines.jobs import BatchJobs
from pipelines.notify import TRIES, Notifier
from pipelines.screen import Screen
from state.config import Config, parse_config
from state.control import set_options
from state.engine import State
from state.errors import ConfigError
from state.events import EventKind, note_event
from state.leases import finish_run, take
from state.notices import claim, last_event
from state.status import JobStatus
from state.view_ledger import EventRow, events
from tests.books import job_row, new_job
from tests.fakes.provider_server import ProviderServer
from tests.fakes.webhook import Webhook
from tests.invoices import assert_books, ledger
from tests.jobs import ONE_PHASE, Background, Made, items_of, make_job, until
from tests.owner import is_alive

SECRET = "s3cr3t-part-of-the-path"  # made up
KEEP = "import json, os, sys; open({path!r}, 'a').write(json.dumps([json.load(sys.stdin), dict(os.environ)]) + chr(10))"


def notifying(command: str | None = None, webhook: str | None = None) -> Config:
    """A configuration that tells somebody."""
    told = {"command": command, "webhook": webhook}
    return Config.model_validate({"notify": {key: value for key, value in told.items() if value is not None}})


def events_of(made: Made, kind: EventKind | None = None) -> list[EventRow]:
    """The history of a job, or what is of a kind in it."""
    with closing(made.opened()) as state:
        return [event for event in events(state, made.job_id) if kind in (None, event.kind)]


@pytest.fixture
def made(sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A job of one phase."""
    return make_job(sqlite_url, tmp_path, provider, items=items_of(6), phases=ONE_PHASE).into(monkeypatch)


@pytest.fixture
def python(tmp_path: Path) -> str:
    """A command that keeps what it is told."""
    program = tmp_path / "keep it.py"
    program.write_text(KEEP.format(path=str(tmp_path / "told.jsonl")), "utf-8")
    return f"{sys.executable} '{program}'"


def kept(tmp_path: Path) -> list[tuple[dict[str, object], dict[str, str]]]:
    """What the command was told, and its environment."""
    path = tmp_path / "told.jsonl"
    return [(one[0], one[1]) for line in path.read_text().splitlines() for one in [json.loads(line)]]


def test_a_budget_that_is_used_up_raised_and_worked_off_is_told_step_by_step(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over processes and resumes: each alert of each cap once, why it paused with what is left, and the end."""
    phases = ({**ONE_PHASE[0], "max_output_tokens": 60},)
    probe = make_job(state_url, tmp_path, provider, items=items_of(1), phases=phases, project="to-measure")
    probe.into(monkeypatch).run()
    with closing(probe.opened()) as state:
        (one,) = ledger(state)
    first_cap = 6 * one.reserved_usd
    items, budget = items_of(60), str(first_cap)
    made = make_job(state_url, tmp_path, provider, items=items, phases=phases, concurrency=1, budget_usd=budget)
    with Webhook() as hook:
        config = f'[notify]\nwebhook = "{hook.url}/hook"\n'
        assert made.start("--config", config).wait(100) == 0, made.said()[-2000:]
        assert set(hook.kinds) == {"job 50", "job 80", "job 100", "paused"}
        paused = hook.posted[-1]
        assert paused["job"]["status"] == "PAUSED"
        assert "items (" in paused["message"]
        assert "left, for about $" in paused["message"]
        with closing(made.opened()) as state:
            assert "left, for about $" in job_row(state, made.job_id).error_message
            set_options(state, made.job_id, {"budget_usd": str(Decimal("1.7") * first_cap)})
        made.run(parse_config(config, source="a test"))
        with closing(made.opened()) as state:
            set_options(state, made.job_id, {"budget_usd": "1"})
        made.run(parse_config(config, source="a test"))
        assert hook.kinds[-1] == "completed"
        ids = [body["event_id"] for body in hook.posted]
        assert len(set(ids)) == len(ids)
        facts = [body["facts"] for body in hook.posted if body["kind"] == "alert"]
        by_cap = [(one["cap_usd"], one["percent"]) for one in facts]
        assert len(by_cap) == len(set(by_cap)) == 6
    assert {event.event_id for event in events_of(made) if event.kind in {"alert", "paused", "completed"}} == set(ids)
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())


def test_who_follows_a_run_reads_its_alerts(made: Made, provider: ProviderServer) -> None:
    """A line on stderr, once, also when the run ends with it; under --quiet there is none."""
    with closing(made.opened()) as state:
        set_options(state, made.job_id, {"budget_usd": "0.00000001"})
    for quiet, lines in ((False, 1), (True, 0)):
        said = StringIO()
        with BatchJobs(made.place.url, made.place.workspace) as jobs:
            screen = Screen(Console(file=StringIO()), Console(file=said, width=300), quiet=quiet)
            follow(jobs, made.job_id, screen)
        assert (
            said.getvalue().count("the job's budget has no room for the worst case of the next call: $0.00 of") == lines
        )
        with closing(made.opened()) as state:
            set_options(state, made.job_id, {"budget_usd": "0.00000002"})
    assert provider.invoice() == []


def test_a_command_is_told_on_stdin_and_in_its_environment(made: Made, python: str, tmp_path: Path) -> None:
    """The notice is one JSON document with the job as it is; job, event and words are variables, too."""
    made.run(notifying(command=python))
    ((document, environ),) = kept(tmp_path)
    assert environ["BATCHWRIGHT_JOB"] == made.job_id
    assert environ["BATCHWRIGHT_EVENT"] == document["kind"] == "completed"
    assert environ["BATCHWRIGHT_TEXT"] == document["text"]
    assert str(document["text"]).startswith(f"a job ({made.job_id}) completed: 6 of 6 items completed; $")
    assert isinstance(document["job"], dict)
    assert document["job"]["status"] == "COMPLETED"
    assert document["late"] is False


def test_a_webhook_that_does_not_answer_holds_nothing_up(
    made: Made, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While nobody answers the alert, every call is made and the job completes; then it is told, too."""
    monkeypatch.setattr(notify, "WEBHOOK_S", 60.0)
    with Webhook(0) as hook, closing(made.opened()) as state:
        set_options(state, made.job_id, {"budget_usd": "0.0001"})
        with state.begin() as conn:  # an alert that comes before all work
            note_event(conn, made.job_id, EventKind.ALERT, "50 %", {"scope": "job", "percent": 50})
        set_options(state, made.job_id, {"budget_usd": "none"})
        claim(state, made.job_id, begun=0)
        with state.begin() as conn:
            note_event(conn, made.job_id, EventKind.ALERT, "80 %", {"scope": "job", "percent": 80})
        run = Background(lambda: made.run(notifying(webhook=hook.url)))
        until(lambda: hook.kinds == ["job 80"], "the webhook was asked")
        until(lambda: job_row(state, made.job_id).status == JobStatus.COMPLETED, "the job is done meanwhile")
        assert len(provider.invoice()) == 6
        assert hook.kinds == ["job 80"]
        hook.go_on()
        run.wait()
        assert hook.kinds == ["job 80", "completed"]
        assert [body["late"] for body in hook.posted] == [True, False]


@pytest.mark.parametrize(
    ("answers", "posts", "said"),
    [
        ((500, 503), 3, None),
        ((500,) * TRIES, TRIES, "the webhook at 127.0.0.1 answered 500, 3 times"),
        ((404,), 1, "the webhook at 127.0.0.1 answered 404"),
        ((302,), 1, "the webhook at 127.0.0.1 answered 302"),
    ],
)
def test_a_webhook_that_refuses_is_tried_again_where_that_may_help(
    made: Made, answers: tuple[int, ...], posts: int, said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three tries at the most; what fails is an event without the address, and no redirect is followed."""
    monkeypatch.setenv("HOOK", SECRET)
    waited: list[float] = []
    with Webhook(*answers) as hook, closing(made.opened()) as state:
        with state.begin() as conn:
            note_event(conn, made.job_id, EventKind.ALERT, "50 %", {"scope": "job", "percent": 50})
        config = notifying(webhook=hook.url + "/${HOOK}")
        Notifier(state, made.job_id, config, {"HOOK": SECRET}, sleep=waited.append).tell(begun=0)
        assert hook.paths == [f"/{SECRET}"] * posts
        assert len(waited) == posts - 1
    failed = [event.message for event in events_of(made, EventKind.NOTIFY_FAILED)]
    assert failed == ([] if said is None else [f"alert: {said}"])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "no-such-program-anywhere",
            "the command no-such-program-anywhere cannot be started: no such file or directory",
        ),
        ("sh -c 'exit 3'", "the command sh ended with 3"),
        ("sh -c 'sleep 60 & sleep 60'", "the command sh had not ended after 0.2 s"),
    ],
)
def test_a_command_that_fails_is_an_event_and_no_more(
    made: Made, command: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job completes all the same; a command that takes too long is ended."""
    monkeypatch.setattr(notify, "COMMAND_S", 0.2)
    assert made.run(notifying(command=command)).status is JobStatus.COMPLETED
    assert [event.message for event in events_of(made, EventKind.NOTIFY_FAILED)] == [f"completed: {said}"]


def test_a_command_does_not_outlive_its_run(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that has waited long enough ends it with all that it started, and begins no other; both are events."""
    monkeypatch.setattr(history, "CLOSE_S", 0.5)
    with closing(made.opened()) as state:
        set_options(state, made.job_id, {"budget_usd": "0.00000001"})  # an alert, and then a pause
    begun, go_on = tmp_path / "begun", "sleep 60 & echo $! > begun.new; mv begun.new begun; sleep 60"
    monkeypatch.chdir(tmp_path)
    made.run(notifying(command=f"sh -c '{go_on}'"))
    assert not is_alive(int(begun.read_text()))
    assert [event.message for event in events_of(made, EventKind.NOTIFY_FAILED)] == [
        "alert: the command sh had not ended when the run was over, and was ended",
        "paused: the command sh was not begun before the run was over",
    ]


def test_a_webhook_goes_through_the_proxy_of_the_config(made: Made) -> None:
    """As a provider does; a proxy is asked for the whole address."""
    with Webhook() as proxy, closing(made.opened()) as state:
        network = {"proxy": proxy.url}
        config = Config.model_validate({"notify": {"webhook": "http://hooks.invalid/x"}, "network": network})
        with state.begin() as conn:
            note_event(conn, made.job_id, EventKind.PAUSED, "paused")
        Notifier(state, made.job_id, config, {}).tell(begun=0)
        assert proxy.paths == ["http://hooks.invalid/x"]


def test_a_variable_that_is_not_set_is_an_error_before_the_job_is_taken(made: Made) -> None:
    """Nothing was sent, and the job is as it was."""
    with pytest.raises(ConfigError, match="does not set NO_SUCH_HOOK, which the webhook needs") as caught:
        made.run(notifying(webhook="https://example.org/${NO_SUCH_HOOK}"))
    assert caught.value.path == "notify.webhook"
    assert made.row().status is JobStatus.PENDING


def test_who_cancels_a_job_that_nobody_works_on_tells_of_it(made: Made, python: str, tmp_path: Path) -> None:
    """There is no run that would."""
    with BatchJobs(made.place.url, made.place.workspace, config=notifying(command=python)) as jobs:
        jobs.cancel(made.job_id)
        jobs.cancel(made.job_id)
    ((document, _),) = kept(tmp_path)
    assert document["kind"] == "cancelled"


def test_what_a_dead_run_left_untold_is_told_late_and_once(state: State) -> None:
    """Two who look get each event once; what was told is not told again, and of old events nobody ever hears."""
    job = new_job(state)

    def alert(percent: int) -> None:
        with state.begin() as conn:
            note_event(conn, job, EventKind.ALERT, f"{percent} %", {"percent": percent})

    def claimed(begun: int) -> list[tuple[object, bool]]:
        return [(one.event.facts["percent"], one.is_late) for one in claim(state, job, begun=begun)]

    alert(1)
    epoch, _ = take(state, job, runner="local")
    begun = last_event(state, job, EventKind.STARTED)
    assert claimed(begun) == [], "nobody was told of this job before, so that nobody waits for it"
    alert(2)
    assert claimed(begun) == [(2, False)]
    alert(3)
    finish_run(state, job, epoch)
    take(state, job, runner="local")
    begun = last_event(state, job, EventKind.STARTED)
    alert(4)
    kinds = [(one.event.kind, one.is_late) for one in claim(state, job, begun=begun)]
    assert kinds == [("alert", True), ("failed", True), ("alert", False)]
    assert claimed(begun) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('command = "sh -c \'oops"', "notify.command: cannot be split into words: no closing quotation"),
        ('command = "  "', "notify.command: "),
        ('webhook = "ftp://example.org"', "notify.webhook: expected an address, as https://host/path/${NAME}"),
        (f'webhook = "https://me:{SECRET}@example.org/"', "notify.webhook: holds a user or a password"),
    ],
)
def test_a_bad_section_is_an_error_that_repeats_no_secret(text: str, said: str) -> None:
    """The key is named, and what may be secret is not shown."""
    with pytest.raises(ConfigError) as caught:
        parse_config(f"[notify]\n{text}\n", source="c.toml")
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)
