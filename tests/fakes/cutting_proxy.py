"""A TCP proxy before PostgreSQL that loses what tells a client that its COMMIT was done.

with CuttingProxy(server.port) as proxy:
    state = State(server.url("job_7", port=proxy.port))
    proxy.cut(2)     # the next two commits happen, and nobody hears of it
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Self

_CHUNK = 65_536


class CuttingProxy:
    """Forwards everything, until told to cut: then a commit reaches the server and its reply is lost with the line."""

    def __init__(self, target_port: int) -> None:
        self._target = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._left = 0
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self.cuts = 0
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        for one in [self._listener, *self._sockets]:
            _end(one)
        for thread in self._threads:
            thread.join(timeout=5)

    def cut(self, commits: int = 1) -> None:
        """Cut the line after each of the next commits."""
        with self._lock:
            self._left = commits

    def _spawn(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]  # any callable
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            self._sockets += [client, server]
            doomed = threading.Event()
            self._spawn(self._ask, client, server, doomed)
            self._spawn(self._answer, server, client, doomed)

    def _ask(self, client: socket.socket, server: socket.socket, doomed: threading.Event) -> None:
        for data in _read(client):
            with self._lock:
                if self._left and b"COMMIT\0" in data:
                    self._left -= 1
                    doomed.set()
            with contextlib.suppress(OSError):
                server.sendall(data)
        _end(server)

    def _answer(self, server: socket.socket, client: socket.socket, doomed: threading.Event) -> None:
        for data in _read(server):
            if doomed.is_set() and b"COMMIT\0" in data:
                self.cuts += 1
                break
            with contextlib.suppress(OSError):
                client.sendall(data)
        _end(client)
        _end(server)


def _read(source: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            data = source.recv(_CHUNK)
        except OSError:
            return
        if not data:
            return
        yield data


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
