"""One HTTP request as it leaves: the gate before its bytes, and what is known of it afterwards.

The SDKs speak httpx2; this transport puts aiohttp beneath them, which takes half the processor time, and opens the
two places that money depends on:

    SDK ─► Transport ─► aiohttp: pool, connect, TLS ─► gate ─► bytes out ─► reply
                                                        │          └ `Sending.sent`: from here on it may be billed
                                                        └ says no: no byte was written, `NotSentError`

The gate stands after the connection is made, because a connection may take longer to come than an answer of the gate
stays true.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager

import aiohttp
import httpx2
from aiohttp.http_exceptions import ContentEncodingError

from orchestrator.providers.connection import GatedRequest, StaleError, probed
from orchestrator.providers.route import Route
from orchestrator.providers.sending import COLLECTED, CURRENT, MAX_REPLY_BYTES, UNREADABLE, Events

MAX_CONNECTIONS = 512
"""More than any job's concurrency, so that no call waits for a connection of the pool after it was admitted."""

KEEPALIVE_S = 20.0
"""Shorter than the idle time-out of servers (60 s is usual): a connection that they are closing is not used again."""

CONNECT_S = 30.0
"""For a name, a connection, a proxy's tunnel and TLS together; a call that does not get there in time is free."""

MAX_HEADER_BYTES = 65_536
MAX_HEADERS = 1_000
"""What gateways and proxies add grows; beyond this it is an attack, and the reply is not read."""

IDLE_S = 60.0
"""A stream that stands still for so long in the middle of an answer is dead, however much time the call has left."""

_NOT_PASSED_ON = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})
_PROXY_HEADER = "proxy-authorization"


class Transport(httpx2.AsyncBaseTransport):
    """aiohttp beneath an httpx2 client, with a gate; the body comes whole, the time-out is for the whole request.

    Args:
        route: To where all requests go.
        leave_out: Names of headers (in lower case) that an SDK adds and that are not for this address.
    """

    def __init__(self, route: Route, leave_out: AbstractSet[str] = frozenset()) -> None:
        # What may be compressed, and how, is for aiohttp to say, because it undoes it.
        self._leave_out = leave_out | {"accept-encoding"}
        self._proxy = route.proxy
        self._ssl: ssl.SSLContext = httpx2.create_ssl_context()
        if route.ca_pem is not None:
            self._ssl.load_verify_locations(cadata=route.ca_pem)
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and read its reply whole.

        Raises:
            NotSentError: The gate said no.
            httpx2.TimeoutException: No whole reply in time.
            httpx2.TransportError: No connection, or it broke.
        """
        try:
            return await self._exchange(request)
        except aiohttp.ConnectionTimeoutError as error:
            raise httpx2.ConnectTimeout(f"none within {CONNECT_S:g} s", request=request) from error
        except _StoodStillError as error:
            raise httpx2.ReadTimeout(str(error), request=request) from error
        except TimeoutError as error:
            raise httpx2.ReadTimeout("no reply in time", request=request) from error
        except (aiohttp.ClientError, OSError) as error:
            raise httpx2.NetworkError(_told(error), request=request) from error

    async def _exchange(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request on the first connection that is fit for it; a stale one is closed, and does not come again."""
        while True:
            try:
                async with self._ask(request) as response:
                    content, extensions = await _taken(response)
            except StaleError:
                continue
            # As bytes: a header that is not ASCII is no reason to lose a reply.
            headers = [(name, value) for name, value in response.raw_headers if name.lower() not in _NOT_PASSED_ON]
            return httpx2.Response(
                response.status, headers=headers, content=content, request=request, extensions=extensions
            )

    def _ask(self, request: httpx2.Request) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        headers = [pair for pair in request.headers.multi_items() if pair[0] not in self._leave_out]
        login = {_PROXY_HEADER: self._proxy.authorization} if self._proxy and self._proxy.authorization else {}
        is_tunnel = request.url.scheme == "https"
        return self._open_session().request(
            request.method,
            str(request.url),
            # Within a tunnel the provider would read what is for the proxy.
            headers=headers if is_tunnel else [*headers, *login.items()],
            data=request.content or None,
            allow_redirects=False,
            proxy=self._proxy.url if self._proxy else None,
            proxy_headers=login if is_tunnel else None,
            timeout=aiohttp.ClientTimeout(total=request.extensions.get("timeout", {}).get("read"), connect=CONNECT_S),
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def __del__(self) -> None:
        # A process that ends by an exception closes nothing; aiohttp would print that beneath the traceback.
        session = getattr(self, "_session", None)
        if session is not None and not session.closed:
            connector = session.connector
            session.detach()
            connector._close()  # noqa: SLF001 (its public form has to be awaited, and there may be no loop)

    def _open_session(self) -> aiohttp.ClientSession:
        # Made at the first request, because aiohttp binds a session to the loop that it is made in.
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=MAX_CONNECTIONS, keepalive_timeout=KEEPALIVE_S, ssl=self._ssl, socket_factory=probed
            )
            self._session = aiohttp.ClientSession(
                connector=connector, request_class=GatedRequest, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


class _StoodStillError(TimeoutError):
    """A stream has said nothing for too long."""


async def _taken(response: aiohttp.ClientResponse) -> tuple[bytes, dict[str, object]]:
    """A reply's body, and what there is to say of it; a stream is taken by who collects it."""
    record = CURRENT.get()
    events = record.events
    if events is None or response.status != 200 or response.content_type != "text/event-stream":
        content, why = await _read(response.content)
        return content, {UNREADABLE: why} if why else {}
    await _collect(response.content, events)
    return b"", {COLLECTED: events}


async def _collect(stream: aiohttp.StreamReader, events: Events) -> None:
    while True:
        # A model may think for as long as it likes before it writes; then it goes on, or the connection is dead.
        idle_s = IDLE_S if events.has_text else None
        try:
            async with asyncio.timeout(idle_s) as idle:
                chunk = await stream.readany()
        except TimeoutError as error:
            if not idle.expired():
                raise
            raise _StoodStillError(f"nothing came for {idle_s:g} s in the middle of an answer") from error
        if not chunk:
            events.end()
            return
        if not events.feed(chunk):
            return


async def _read(stream: aiohttp.StreamReader) -> tuple[bytes, str | None]:
    """A body, and why it is not all of it, if it is not."""
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := await stream.readany():
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_REPLY_BYTES:
                return b"", f"it is longer than {MAX_REPLY_BYTES // 2**20} MiB"
    except aiohttp.ClientPayloadError as error:
        if not isinstance(error.__cause__, ContentEncodingError):
            raise
        return b"", "its body is not encoded as its headers say"
    return b"".join(chunks), None


def _told(error: Exception) -> str:
    """What the network did, in words of ours where the library's would repeat what was received."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy answered {error.status}"
    if isinstance(error, aiohttp.ClientResponseError):
        return f"what came back is no reply of HTTP ({type(error.__cause__).__name__})"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the reply broke off"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server hung up"
    return str(error) or type(error).__name__


def gated_client(route: Route, leave_out: AbstractSet[str] = frozenset()) -> httpx2.AsyncClient:
    """An HTTP client for an SDK, with the gate in its transport. It follows no redirect: a call is one request."""
    return httpx2.AsyncClient(transport=Transport(route, leave_out), follow_redirects=False)
