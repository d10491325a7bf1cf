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

import ssl
from collections.abc import Set as AbstractSet

import aiohttp
import httpx2
from aiohttp.http_exceptions import ContentEncodingError

from orchestrator.providers.route import Route
from orchestrator.providers.sending import CURRENT, UNREADABLE

MAX_CONNECTIONS = 512
"""More than any job's concurrency, so that no call waits for a connection of the pool after it was admitted."""

KEEPALIVE_S = 20.0
"""Shorter than the idle time-out of servers (60 s is usual): a connection that they are closing is not used again."""

_NOT_PASSED_ON = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})
_PROXY_HEADER = "proxy-authorization"


class _GatedRequest(aiohttp.ClientRequest):
    """aiohttp's request, which has its connection when `send` is called and has written nothing yet."""

    async def send(self, conn: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        if conn.protocol is not None and conn.protocol.should_close:
            # Bytes that nobody asked for came while the connection was idle: they would be taken for our reply.
            conn.close()
            raise aiohttp.ServerDisconnectedError("the server spoke unasked")
        CURRENT.get().pass_gate()
        return await super().send(conn)


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
        most = CURRENT.get().max_reply_bytes
        headers = [pair for pair in request.headers.multi_items() if pair[0] not in self._leave_out]
        login = {_PROXY_HEADER: self._proxy.authorization} if self._proxy and self._proxy.authorization else {}
        is_tunnel = request.url.scheme == "https"
        try:
            async with self._open_session().request(
                request.method,
                str(request.url),
                # Within a tunnel the provider would read what is for the proxy.
                headers=headers if is_tunnel else [*headers, *login.items()],
                data=request.content or None,
                allow_redirects=False,
                proxy=self._proxy.url if self._proxy else None,
                proxy_headers=login if is_tunnel else None,
                timeout=aiohttp.ClientTimeout(total=request.extensions.get("timeout", {}).get("read")),
            ) as response:
                content, why = await _read(response.content, most)
        except TimeoutError as error:
            raise httpx2.ReadTimeout("no reply in time", request=request) from error
        except (aiohttp.ClientError, OSError) as error:
            raise httpx2.NetworkError(_told(error), request=request) from error
        # As bytes: a header that is not ASCII is no reason to lose a reply.
        passed = [(name, value) for name, value in response.raw_headers if name.lower() not in _NOT_PASSED_ON]
        extensions = {UNREADABLE: why} if why else {}
        return httpx2.Response(response.status, headers=passed, content=content, request=request, extensions=extensions)

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
            connector = aiohttp.TCPConnector(limit=MAX_CONNECTIONS, keepalive_timeout=KEEPALIVE_S, ssl=self._ssl)
            self._session = aiohttp.ClientSession(
                connector=connector, request_class=_GatedRequest, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


async def _read(stream: aiohttp.StreamReader, most: int) -> tuple[bytes, str | None]:
    """A reply's body, and why it is not all of it, if it is not."""
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := await stream.readany():
            chunks.append(chunk)
            size += len(chunk)
            if size > most:
                return b"", f"it is longer than {most // 2**20} MiB"
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
