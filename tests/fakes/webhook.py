"""A webhook on loopback: keeps what is posted to it, and answers as it is told."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Webhook:
    """A server in a thread.

    Args:
        answers: Statuses of the first answers; then 200. 0: none before `go_on` is called.
        date: When it says that it answers; the time by default.
    """

    def __init__(self, *answers: int, date: str | None = None) -> None:
        self.posted: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self._answers = list(answers)
        self._may_go_on = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.do_GET()

            def do_GET(self) -> None:
                outer.paths.append(self.path)
                status = outer._answers.pop(0) if outer._answers else 200
                if status == 0:
                    outer._may_go_on.wait(60)
                self.send_response(status or 200)
                if 300 <= status < 400:
                    self.send_header("Location", f"{outer.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string(timestamp) if date is None else date

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def kinds(self) -> list[str]:
        """The kinds of events that were posted, with the percent of alerts."""
        return [
            f"{body['facts']['scope']} {body['facts']['percent']}" if body["kind"] == "alert" else body["kind"]
            for body in self.posted
        ]

    def go_on(self) -> None:
        """Answer those who wait."""
        self._may_go_on.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on()
        self._server.shutdown()
        self._server.server_close()
