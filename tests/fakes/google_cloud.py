"""Google on loopback: the storage, the Dataflow service, the token and metadata servers, the secrets; in one thread.

    POST /token                                  a token for whoever asks
    GET  /storage/v1/b/BUCKET[/o[/NAME]]         a bucket, its list, an object's data about itself
    POST /upload/storage/v1/b/BUCKET/o  … PUT    an object, in one piece (media, multipart) or in several (resumable)
    GET  /download/storage/v1/b/BUCKET/o/NAME    its bytes
    POST /v1b3/projects/P/locations/R/jobs       a job is kept and said to run until `end` says otherwise
    GET  …/jobs/ID, …/jobs/ID/messages           its state, and what the service says of it
    PUT  …/jobs/ID                               another state, as it is asked for
    GET  /v1/projects/P/secrets/S/versions/V:access, /computeMetadata/…/token

It holds only what Beam's runner and our image's entrypoint ask; another question is answered with 404, and kept.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import google_crc32c
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

TOKEN = "a-token-that-was-made-up"
_AT = "2026-11-29T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        """Its body as JSON."""
        found: dict[str, Any] = json.loads(self.body or b"{}")
        return found


@dataclass(frozen=True, slots=True)
class Told:
    """One answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)


class GoogleCloud:
    """A server in a thread.

    Args:
        buckets: Those that are there.
        secrets: What is under `projects/P/secrets/S/versions/V`.
    """

    def __init__(self, *buckets: str, secrets: Mapping[str, str] | None = None) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}
        self.jobs: list[dict[str, Any]] = []
        self.unknown: list[str] = []
        self.refuses: Told | None = None
        self._buckets = buckets
        self._secrets = secrets or {}
        self._uploads: dict[str, tuple[tuple[str, str], bytearray]] = {}
        self.state, self._messages = "JOB_STATE_RUNNING", list[dict[str, str]]()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                query = {name: values[-1] for name, values in parse_qs(url.query).items()}
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                told = outer._answer(Asked(self.command, url.path, query, headers, body))
                self.send_response(told.status)
                for name, value in {"Content-Type": "application/json", **told.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                self.wfile.write(told.body)

            do_POST = do_PUT = do_GET  # noqa: N815  # as http.server calls them

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self, folder: Path) -> dict[str, str]:
        """What sends Google's clients here: the storage's address and a service account's key that nobody trusts."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        account = {
            "type": "service_account",
            "project_id": "a-project",
            "private_key_id": "1",
            "private_key": key.decode(),
            "client_email": "somebody@a-project.iam.gserviceaccount.com",
            "client_id": "1",
            "token_uri": f"{self.url}/token",
        }
        path = folder / "service-account.json"
        path.write_text(json.dumps(account), "utf-8")
        return {
            "GOOGLE_APPLICATION_CREDENTIALS": str(path),
            "STORAGE_EMULATOR_HOST": self.url,
            "NO_GCE_CHECK": "true",
        }

    def end(self, state: str, *messages: str) -> None:
        """Say from now on that all jobs have ended so, with these errors."""
        self._messages = [
            {"id": str(n), "time": _AT, "messageText": text, "messageImportance": "JOB_MESSAGE_ERROR"}
            for n, text in enumerate(messages)
        ]
        self.state = state

    def named(self, name: str) -> bytes:
        """The one object whose name ends so."""
        (found,) = (data for (_, path), data in self.objects.items() if path.rpartition("/")[2] == name)
        return found

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    # ── answers ─────────────────────────────────────────────────────────────────────────────────

    def _answer(self, asked: Asked) -> Told:
        for pattern, answer in _ANSWERS:
            found = re.fullmatch(pattern, f"{asked.method} {asked.path}")
            if found is not None:
                return answer(self, asked, *map(unquote, found.groups()))
        self.unknown.append(f"{asked.method} {asked.path}")
        return Told(404)

    def _token(self, _: Asked) -> Told:
        return _json({"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"})

    def _bucket(self, asked: Asked, bucket: str) -> Told:
        if bucket not in self._buckets:
            return _json({"error": {"code": 404, "message": "The specified bucket does not exist."}}, 404)
        return _json({"kind": "storage#bucket", "id": bucket, "name": bucket})

    def _list(self, asked: Asked, bucket: str) -> Told:
        begins = asked.query.get("prefix", "")
        names = sorted(name for where, name in self.objects if where == bucket and name.startswith(begins))
        return _json({"kind": "storage#objects", "items": [self._about(bucket, name) for name in names]})

    def _object(self, asked: Asked, bucket: str, name: str) -> Told:
        if (bucket, name) not in self.objects:
            return _json({"error": {"code": 404, "message": f"No such object: {bucket}/{name}"}}, 404)
        return self._bytes(asked, bucket, name) if asked.query.get("alt") == "media" else self._kept(bucket, name)

    def _bytes(self, _: Asked, bucket: str, name: str) -> Told:
        if (bucket, name) not in self.objects:
            return Told(404)
        return Told(200, self.objects[bucket, name], {"Content-Type": "application/octet-stream"})

    def _upload(self, asked: Asked, bucket: str) -> Told:
        kind = asked.query.get("uploadType")
        if kind == "media":
            self.objects[bucket, asked.query["name"]] = asked.body
            return self._kept(bucket, asked.query["name"])
        if kind == "multipart":
            name, data = _parts(asked)
            self.objects[bucket, name] = data
            return self._kept(bucket, name)
        name = asked.query.get("name") or asked.document["name"]
        upload = str(len(self._uploads) + 1)
        self._uploads[upload] = (bucket, name), bytearray()
        where = f"{self.url}/upload/storage/v1/b/{bucket}/o?uploadType=resumable&upload_id={upload}"
        return Told(200, b"", {"Location": where})

    def _more(self, asked: Asked, bucket: str) -> Told:
        """A piece of a resumable upload: `bytes 0-9/*`, the last one `bytes 10-12/13`, an empty one `bytes */0`."""
        place, data = self._uploads[asked.query["upload_id"]]
        data += asked.body
        if asked.headers.get("content-range", "").endswith("/*"):
            return Told(308, b"", {"Range": f"bytes=0-{len(data) - 1}"})
        self.objects[place] = bytes(data)
        return self._kept(*place)

    def _kept(self, bucket: str, name: str) -> Told:
        return _json(self._about(bucket, name))

    def _about(self, bucket: str, name: str) -> dict[str, str]:
        """What the clients hold against what they sent: `crc32c` is the checksum in base 64, big-endian."""
        data = self.objects[bucket, name]
        checksum = base64.b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode()
        about = {"kind": "storage#object", "bucket": bucket, "name": name, "generation": "1"}
        return {**about, "size": str(len(data)), "crc32c": checksum}

    def _create(self, asked: Asked) -> Told:
        if self.refuses is not None:
            return self.refuses
        self.jobs.append(asked.document)
        return _json(self._job(asked.document))

    def _look(self, _: Asked, number: str) -> Told:
        return _json(self._job(self.jobs[int(number)]))

    def _job(self, job: Mapping[str, Any]) -> dict[str, str]:
        number = str(self.jobs.index(dict(job)))
        return {"id": number, "name": job["name"], "currentState": self.state, "createTime": _AT}

    def _change(self, asked: Asked, number: str) -> Told:
        self.state = asked.document["requestedState"]
        return self._look(asked, number)

    def _said(self, _: Asked, number: str) -> Told:
        return _json({"jobMessages": self._messages})

    def _secret(self, asked: Asked, name: str) -> Told:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return _json({"error": {"code": 401, "message": "who are you?"}}, 401)
        if name not in self._secrets:
            return _json({"error": {"code": 404, "message": f"Secret [{name}] not found"}}, 404)
        data = base64.b64encode(self._secrets[name].encode()).decode()
        return _json({"name": name, "payload": {"data": data}})


_ANSWERS: tuple[tuple[str, Callable[..., Told]], ...] = (
    (r"POST /token|GET /computeMetadata/v1/instance/service-accounts/default/token", GoogleCloud._token),
    (r"GET /storage/v1/b/([^/]+)", GoogleCloud._bucket),
    (r"GET /storage/v1/b/([^/]+)/o", GoogleCloud._list),
    (r"GET /storage/v1/b/([^/]+)/o/([^/]+)", GoogleCloud._object),
    (r"GET /download/storage/v1/b/([^/]+)/o/([^/]+)", GoogleCloud._bytes),
    (r"POST /(?:upload|resumable/upload)/storage/v1/b/([^/]+)/o", GoogleCloud._upload),
    (r"PUT /(?:upload|resumable/upload)/storage/v1/b/([^/]+)/o", GoogleCloud._more),
    (r"POST /v1b3/projects/[^/]+/locations/[^/]+/jobs", GoogleCloud._create),
    (r"GET /v1b3/projects/[^/]+/locations/[^/]+/jobs/(\d+)", GoogleCloud._look),
    (r"PUT /v1b3/projects/[^/]+/locations/[^/]+/jobs/(\d+)", GoogleCloud._change),
    (r"GET /v1b3/projects/[^/]+/locations/[^/]+/jobs/(\d+)/messages", GoogleCloud._said),
    (r"GET /v1/(projects/[^/]+/secrets/[^/]+/versions/[^/]+):access", GoogleCloud._secret),
)


def _json(document: Mapping[str, object], status: int = 200) -> Told:
    return Told(status, json.dumps(document).encode())


def _parts(asked: Asked) -> tuple[str, bytes]:
    """Name and bytes of a multipart upload: JSON about it, then itself."""
    boundary = asked.headers["content-type"].partition("boundary=")[2].strip("\"'").encode()
    about, data = (part.partition(b"\r\n\r\n")[2] for part in asked.body.split(b"--" + boundary)[1:3])
    name = json.loads(about)["name"]
    return str(name), data.removesuffix(b"\r\n")
