"""A proxy of HTTP on loopback: tunnels, and requests that it passes on; it alone knows where the hosts are.

with Proxy({"models.test": server.port}, login="me:word") as proxy:
    ask(f"https://models.test/v1", through=f"http://me:word@127.0.0.1:{proxy.port}")
    assert proxy.heard[0].startswith("CONNECT models.test:443 ")
"""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

_CHUNK = 65_536


class Proxy:
    """Connects each known host to its port on loopback; answers 502 for others.

    Args:
        hosts: Name to port.
        login: What it wants to be told, as user:password; None: nothing.
    """

    def __init__(self, hosts: Mapping[str, int], login: str | None = None) -> None:
        self.heard: list[str] = []
        self._hosts = hosts
        self._wanted = None if login is None else f"Basic {base64.b64encode(login.encode()).decode()}"
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            client.settimeout(30)
            head, rest = _head(client)
            method, target = head.split(" ", 2)[:2]
            self.heard.append(head)
            if self._wanted is not None and f"proxy-authorization: {self._wanted}".lower() not in head.lower():
                client.sendall(b"HTTP/1.1 407 Who are you\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n")
                return
            host = target.partition(":")[0] if method == "CONNECT" else urlsplit(target).hostname or ""
            if host not in self._hosts:
                client.sendall(b"HTTP/1.1 502 Not found\r\ncontent-length: 0\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", self._hosts[host])) as server:
                if method == "CONNECT":
                    client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                    server.sendall(rest)
                else:
                    server.sendall(_passed_on(head, target) + rest)
                threading.Thread(target=_pump, args=(server, client), daemon=True).start()
                _pump(client, server)


def _head(client: socket.socket) -> tuple[str, bytes]:
    """The first line and the headers of a request, and what came after them."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = client.recv(_CHUNK)
        if not more:
            raise ConnectionResetError
        got += more
    head, _, rest = got.partition(b"\r\n\r\n")
    return head.decode("latin-1"), rest


def _passed_on(head: str, target: str) -> bytes:
    """A request as a proxy passes it on: to a path, without what was for the proxy."""
    parts = urlsplit(target)
    first, *lines = head.split("\r\n")
    first = first.replace(target, parts.path + (f"?{parts.query}" if parts.query else ""), 1)
    kept = [line for line in lines if not line.lower().startswith("proxy-")]
    return "\r\n".join([first, *kept]).encode("latin-1") + b"\r\n\r\n"


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            sink.sendall(data)
    for one in (source, sink):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
