"""One connection to a provider: fit for another request or not, and the gate before the bytes of one.

from the pool ─► stale? close it, `StaleError`: nothing was sent, another one is taken
             └─► gate ─► bytes out
"""

from __future__ import annotations

import asyncio
import select
import socket
from weakref import WeakSet

import aiohttp

from orchestrator.providers.sending import CURRENT

_PROBES = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 30, "TCP_KEEPCNT": 5}
"""How a connection on which nothing is said is kept known to what stands between, and found dead, in seconds and times.
A model that thinks says nothing, and routers forget connections after some minutes."""

_served: WeakSet[object] = WeakSet()
"""Connections that have had a request. A new one may have news before its first: what TLS says after its handshake."""


class StaleError(aiohttp.ClientError):
    """The connection is of no use any more, and nothing was sent on it."""


class GatedRequest(aiohttp.ClientRequest):
    """aiohttp's request, which has its connection when `send` is called and has written nothing yet."""

    async def send(self, conn: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        """Write the request, if its connection is fit for it and the gate lets it through.

        Raises:
            StaleError: The server closed the connection while it was idle, and what is sent now might be lost and
                billed; or it spoke unasked, which would be taken for our reply.
        """
        protocol = conn.protocol
        if protocol is not None:
            if protocol in _served and (protocol.should_close or _has_news(conn.transport)):
                conn.close()
                raise StaleError
            _served.add(protocol)
        CURRENT.get().pass_gate()
        return await super().send(conn)


def probed(address: aiohttp.AddrInfoType) -> socket.socket:
    """A socket whose connection is probed while nothing is said on it."""
    made = socket.socket(*address[:3])
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _PROBES.items():
        if hasattr(socket, name):  # not on every system
            made.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return made


def _has_news(transport: object) -> bool:
    """Whether the other side has said or closed something that the event loop has not read yet."""
    line = transport.get_extra_info("socket") if isinstance(transport, asyncio.BaseTransport) else None
    if line is None or line.fileno() < 0:
        return False
    if not hasattr(select, "poll"):
        return bool(select.select([line], [], [], 0)[0])
    poll = select.poll()
    poll.register(line.fileno(), select.POLLIN)
    return bool(poll.poll(0))
