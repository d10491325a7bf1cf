"""A real S3 on loopback: moto's server, with buckets of its own, keys that can be made to count, and outages.

with ObjectStore() as store:
    url, env = store.bucket(), store.environ
    store.stop()     # nobody listens any more; what was kept is there after `start`
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Self

from moto.server import ThreadedMotoServer

_TEXT = {"Content-Type": "text/plain"}


class ObjectStore:
    """An S3 server in threads of this process."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._port = 0
        self._server: ThreadedMotoServer | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether somebody listens."""
        return self._server is not None

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def environ(self) -> Mapping[str, str]:
        """What whoever uses it has in the environment."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test-key-of-s3",
            "AWS_SECRET_ACCESS_KEY": "test-secret-of-s3",
            "AWS_REGION": "us-east-1",
        }

    def start(self) -> None:
        """Listen, at the same port as before."""
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self._port, verbose=False)
        self._server.start()
        self._port = self._server.get_host_and_port()[1]

    def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def bucket(self) -> str:
        """The URL of a prefix in a new bucket."""
        name = f"bucket-{os.getpid()}-{next(self._numbers)}"
        self._ask("PUT", f"/{name}")
        return f"s3://{name}/a/prefix"

    def names(self, url: str) -> list[str]:
        """The names of all objects under a URL."""
        bucket, _, prefix = url.removeprefix("s3://").partition("/")
        said = self._ask("GET", f"/{bucket}?list-type=2&max-keys=1000&prefix={prefix}/").decode()
        return sorted(part.partition("</Key>")[0].removeprefix(f"{prefix}/") for part in said.split("<Key>")[1:])

    @contextmanager
    def checking_keys(self) -> Iterator[None]:
        """While the block lasts, only keys that it gave count: it gave none."""
        self._ask("POST", "/moto-api/reset-auth", b"0")
        try:
            yield
        finally:
            self._ask("POST", "/moto-api/reset-auth", json.dumps(float("inf")).encode())

    def _ask(self, method: str, path: str, data: bytes | None = None) -> bytes:
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)) as line:
            line.request(method, path, data, _TEXT if data else {})
            reply = line.getresponse()
            said = reply.read()
        assert reply.status < 300, said
        return said
