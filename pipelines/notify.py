"""Tell people of a job's alerts and of its end: a program of theirs, or a webhook. The run never waits for either.

    [notify] command    the notice as JSON on stdin, its words in BATCHWRIGHT_… variables; one try
    [notify] webhook    the notice as JSON in a POST; three tries

What could not be told is an event of the job, in words that hold no address beyond the host's name.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson

from orchestrator.providers.plain_http import Unanswered, ask
from orchestrator.providers.route import Route, route_to
from orchestrator.providers.variables import expanded
from state import views
from state.addresses import http_parts
from state.config import Config
from state.engine import State
from state.errors import ConfigError
from state.events import EventKind
from state.job_again import note
from state.notices import Notice, claim
from state.records import Json

COMMAND_S = 30.0
"""How long a command may take; then it is ended, with all that it has started."""

WEBHOOK_S = 5.0
TRIES = 3
WAITS_S = (1.0, 3.0)
"""Of a webhook: how long one try may take, how many there are, and what lies between them."""

_MAY_HELP = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which another try may go better."""

_WEBHOOK_KEY = "notify.webhook"


class _NotToldError(Exception):
    """Nobody was told; the words are for the job's history."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to post; the address is a secret."""

    url: str
    route: Route

    @property
    def shown(self) -> str:
        """What of it may be seen."""
        return f"the webhook at {urlsplit(self.url).hostname}"

    def __repr__(self) -> str:
        return f"<{self.shown}>"


class Notifier:
    """Tells people of one job's events.

    Args:
        state: Where the job is.
        job_id: Which one.
        config: Whom to tell, and the way there.
        environ: What `${NAME}` stands for, and what a command has in its environment.
        sleep: Waits so many seconds between tries.

    Raises:
        ConfigError: A variable of the webhook is not set, or it is no address with it.
    """

    def __init__(
        self,
        state: State,
        job_id: str,
        config: Config,
        environ: Mapping[str, str],
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._state = state
        self._job_id = job_id
        self._environ = environ
        self._sleep = sleep
        self._running: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self.is_wanted = config.notify.is_set
        self._command = shlex.split(config.notify.command or "")
        self._webhook = None if config.notify.webhook is None else webhook_of(config, environ)

    def tell(self, *, begun: int) -> None:
        """Tell of what nobody has told yet.

        Args:
            begun: The event with which the caller's work began.
        """
        if not self.is_wanted:
            return
        for notice in claim(self._state, self._job_id, begun=begun):
            document = self._document(notice)
            for send in (self._run, self._post):
                try:
                    send(document)
                except _NotToldError as error:
                    facts: dict[str, Json] = {"event": notice.event.kind, "event_id": notice.event.event_id}
                    note(self._state, self._job_id, EventKind.NOTIFY_FAILED, f"{notice.event.kind}: {error}", facts)

    def give_up(self) -> None:
        """End a command that still runs, and begin no other: the run is over, and nobody would end it later."""
        self._is_over = True
        if self._running is not None:
            _end(self._running)

    def _document(self, notice: Notice) -> dict[str, Json]:
        """What is told: the event, in one line as `text`, and the job as it is now."""
        event, view = notice.event, views.status(self._state, self._job_id)
        text = f"{view.name} ({view.id}) {event.kind}: {event.message}"
        return {**event.document(), "text": text, "late": notice.is_late, "job": view.document()}

    def _run(self, document: dict[str, Json]) -> None:
        """Run the command."""
        if not self._command:
            return
        shown = f"the command {self._command[0].rpartition('/')[2]}"
        if self._is_over:
            raise _NotToldError(f"{shown} was not begun before the run was over")
        words = {
            "BATCHWRIGHT_JOB": self._job_id,
            "BATCHWRIGHT_EVENT": str(document["kind"]),
            "BATCHWRIGHT_TEXT": str(document["text"]).replace("\0", ""),
        }
        nowhere = subprocess.DEVNULL  # what it says could hold a secret
        try:
            process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, start_new_session=True,
                env={**self._environ, **words},
            )  # fmt: skip
        except OSError as error:
            raise _NotToldError(f"{shown} cannot be started: {(error.strerror or '').lower()}") from None
        self._running = process
        if self._is_over:
            _end(process)
        try:
            process.communicate(orjson.dumps(document), timeout=COMMAND_S)
        except subprocess.TimeoutExpired:
            raise _NotToldError(f"{shown} had not ended after {COMMAND_S:g} s") from None
        finally:
            self._running = None
            if process.poll() is None:  # too late, or Ctrl-C came
                _end(process)
                process.wait()
        if self._is_over and process.returncode == -signal.SIGKILL:
            raise _NotToldError(f"{shown} had not ended when the run was over, and was ended")
        if process.returncode:
            raise _NotToldError(f"{shown} ended with {process.returncode}")

    def _post(self, document: dict[str, Json]) -> None:
        """Post to the webhook."""
        if self._webhook is None:
            return
        if self._is_over:
            raise _NotToldError(f"{self._webhook.shown} was not asked before the run was over")
        for wait_s in (*WAITS_S, None):
            said, may_help = _try_to_post(self._webhook, orjson.dumps(document))
            if said is None:
                return
            if not may_help or wait_s is None:
                break
            self._sleep(wait_s)
        tries = f", {TRIES} times" if may_help else ""
        raise _NotToldError(f"{self._webhook.shown} {said}{tries}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command with all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def webhook_of(config: Config, environ: Mapping[str, str]) -> Webhook:
    """Where to post, with its variables replaced.

    Raises:
        ConfigError: One is not set, or it is no address with them.
    """
    url = expanded(config.notify.webhook or "", environ, _WEBHOOK_KEY, "the webhook").strip()
    if http_parts(url) is None or not url.isascii() or not url.isprintable() or " " in url:
        raise ConfigError("expected an address, as https://host/path/${NAME}", path=_WEBHOOK_KEY)
    return Webhook(url, route_to(url, config.network_settings(), environ))


def _try_to_post(webhook: Webhook, body: bytes) -> tuple[str | None, bool]:
    """What is wrong, None if it was taken, and whether another try may help."""
    headers = {"Content-Type": "application/json", "User-Agent": "batchwright"}
    came = ask(webhook.url, webhook.route, timeout_s=WEBHOOK_S, headers=headers, body=body)
    if isinstance(came, Unanswered):
        return came.words, True
    return None if came.status < 300 else f"answered {came.status}", came.status in _MAY_HELP


def tell_now(state: State, job_id: str, config: Config, *, begun: int) -> None:
    """Tell of what has just been done to a job that nobody works on."""
    Notifier(state, job_id, config, os.environ).tell(begun=begun)
