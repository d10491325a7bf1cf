r"""A server on loopback that reads a request and answers with whatever bytes a test wants, or with none.

with HostileServer(lambda asked: [b"HTTP/1.1 200 OK\r\n", HOLD]) as server:
    ask(server.url)
    assert server.asked[0].header("authorization") is None
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Self

HOLD: Final = b"<hold>"
"""A piece that is not written: from there on nothing more is said, until the client leaves."""

DRIP_S = 0.02
"""Between two pieces of an answer."""

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, None if it is not there."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.decode("latin-1").partition(":")
            if key.lower() == name:
                return value.strip()
        return None


Script = Callable[[Asked], Iterable[bytes]]
"""The pieces of an answer; after the last one the connection is closed, or kept for the next request by a tuple."""


@dataclass(slots=True)
class HostileServer:
    """Answers every request as the script says.

    Args:
        script: From a request to the pieces of its answer.
        reads: No: it closes each connection at once.
        tls: It speaks TLS so.
        asked: All requests.
        written: Bytes that the clients' sockets took.
        connections: How many were made.
        closed: How many this side has ended.
    """

    script: Script
    reads: bool = True
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    written: int = 0
    connections: int = 0
    closed: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=64))

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, name="hostile-server", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            client.settimeout(30)
            with client if self.tls is None else self.tls.wrap_socket(client, server_side=True) as line:
                self._serve(line)
        self.closed += 1

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            rest = b""
            while self.reads:
                asked, rest = _request(client, rest)
                if asked is None:
                    return
                self.asked.append(asked)
                if not self._answer(client, asked):
                    return

    def _answer(self, client: socket.socket, asked: Asked) -> bool:
        """Write an answer; whether the connection stays open for the next request."""
        pieces = self.script(asked)
        for number, piece in enumerate(pieces):
            if number:
                self._over.wait(DRIP_S)
            if self._over.is_set():
                return False
            if piece == HOLD:
                while client.recv(_CHUNK):
                    pass
                return False
            for start in range(0, len(piece), _CHUNK):
                client.sendall(piece[start : start + _CHUNK])
                self.written += len(piece[start : start + _CHUNK])
        return isinstance(pieces, tuple)


def _request(client: socket.socket, rest: bytes) -> tuple[Asked | None, bytes]:
    """The next request and what came after it; None when the client has left."""
    while b"\r\n\r\n" not in rest:
        more = client.recv(_CHUNK)
        if not more:
            return None, b""
        rest += more
    head, _, rest = rest.partition(b"\r\n\r\n")
    length = int(Asked(head, b"").header("content-length") or 0)
    while len(rest) < length:
        more = client.recv(_CHUNK)
        if not more:
            return None, b""
        rest += more
    return Asked(head, rest[:length]), rest[length:]


def http(body: bytes, *headers: str, status: str = "200 OK", version: str = "1.1", length: int | None = None) -> bytes:
    """A reply of HTTP.

    Args:
        length: What it says to be its length, in place of the true one; negative: it does not say.
    """
    lines = [f"HTTP/{version} {status}", *headers]
    said = len(body) if length is None else length
    if said >= 0:
        lines.append(f"content-length: {said}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
