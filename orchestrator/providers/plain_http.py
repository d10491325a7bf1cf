"""One HTTP request without an SDK, by the way that the configuration names; what went wrong comes as words.

For what is no call of a model: webhooks, and the question whether a provider is there. No address is in any word.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.providers.route import Route


@dataclass(frozen=True, slots=True)
class Answered:
    """A server's answer: its status, and when it says that it is."""

    status: int
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why there is no answer."""

    words: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other: what is sent goes to whom the user named, and to nobody else."""

    def redirect_request(self, *_: object) -> None:
        """None: it is not followed."""


def ask(
    url: str, route: Route, *, timeout_s: float, headers: Mapping[str, str], body: bytes | None = None
) -> Answered | Unanswered:
    """Send a request: a POST if there is a body, else a GET.

    Args:
        url: http or https.
        timeout_s: For each step: to connect, to be answered.
    """
    request = urllib.request.Request(url, data=body, headers=dict(headers))  # noqa: S310  # its scheme was checked
    try:
        with _opener(route, request).open(request, timeout=timeout_s) as reply:
            return Answered(reply.status, reply.headers.get("Date"))
    except urllib.error.HTTPError as error:
        with error:
            return Answered(error.code, error.headers.get("Date"))
    except (urllib.error.URLError, OSError, http.client.HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            return Unanswered(f"did not answer within {timeout_s:g} s")
        if isinstance(reason, ssl.SSLCertVerificationError):
            return Unanswered(f"cannot be reached: its certificate is not trusted ({reason.verify_message})")
        words = reason.strerror if isinstance(reason, OSError) and reason.strerror else type(reason).__name__
        return Unanswered(f"cannot be reached: {words.lower()}")


def _opener(route: Route, request: urllib.request.Request) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    if route.ca_pem is not None:
        context.load_verify_locations(cadata=route.ca_pem)
    proxies = {} if route.proxy is None else {"http": route.proxy.url, "https": route.proxy.url}
    if route.proxy is not None and route.proxy.authorization is not None:
        request.add_unredirected_header("Proxy-Authorization", route.proxy.authorization)
    handlers = (urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=context), _NoRedirect())
    return urllib.request.build_opener(*handlers)
