"""A stand-in for a JobManager's REST interface on loopback, for what a real one does once in a year."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass
class FakeJobManager:
    """Knows the jobs that a test gives it.

    Args:
        jobs: The state of each job, by its name.
        trace: What the jobs failed of, if they did.
        odd: The body of all answers in place of its own.
        is_forgetful: It lists its jobs, and knows nothing of one that is asked for.
        cancelled: The ids that were to be cancelled.
        asked: How often it was asked for something.
    """

    jobs: dict[str, str] = field(default_factory=dict)
    trace: str | None = None
    odd: bytes | None = None
    is_forgetful: bool = False
    cancelled: list[str] = field(default_factory=list)
    asked: int = 0

    def __enter__(self) -> Self:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.asked += 1
                self._say(*fake.answer(self.path))

            def do_PATCH(self) -> None:
                flink_id = self.path.split("/")[2].partition("?")[0]
                fake.cancelled.append(flink_id)
                self._say(202, {})

            def _say(self, code: int, told: object) -> None:
                body = json.dumps(told).encode() if fake.odd is None else fake.odd
                self.send_response(code)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def master(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str) -> tuple[int, object]:
        """Status and document of an answer."""
        if path == "/overview":
            return 200, {"slots-total": 4, "slots-available": 4, "taskmanagers": 2}
        if path == "/jobs/overview":
            return 200, {
                "jobs": [
                    {"jid": id_of(number), "name": name, "state": state, "start-time": number}
                    for number, (name, state) in enumerate(self.jobs.items())
                ]
            }
        states = {id_of(number): state for number, state in enumerate(self.jobs.values())}
        flink_id, _, more = path.removeprefix("/jobs/").partition("/")
        if self.is_forgetful or flink_id not in states:
            return 404, {"errors": ["no such job"]}
        if more:
            return 200, {"exceptionHistory": {"entries": [{"stacktrace": self.trace}] if self.trace else []}}
        return 200, {"jid": flink_id, "state": states[flink_id]}


def id_of(number: int) -> str:
    """The id of a job, by its place."""
    return f"{number:032x}"
