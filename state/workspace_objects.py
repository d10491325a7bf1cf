"""Payloads as objects of a store: S3 and what speaks like it, Google Cloud Storage, Azure's blobs; by obstore.

    write:  put, only where nothing is yet ──► the store has it, whole, and every reader sees it ──► done

Keys, region and endpoint come from the environment as obstore reads them (AWS_…, GOOGLE_…, AZURE_…), on each machine
that works on a job: the URL travels in graphs, and holds none of them. obstore is an extra: `state.workspace` loads
this module when a workspace is in an object store, and is used.
"""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import from_url

from state.crash import reach
from state.errors import ConfigError, StateUnreachableError
from state.workspace_place import VARIABLE

if TYPE_CHECKING:  # it has no such name at run time
    from obstore.store import ObjectStore

_TIMEOUT_S, _CONNECT_S = 120, 5
"""A request as a whole, with 50 MB over a slow line; and until there is a connection."""

_RETRIES, _FIRST_PAUSE_MS, _LONGEST_PAUSE_S, _RETRY_S = 4, 100, 2, 30
"""Of a request that met no store or a failing one; it is given up after `_RETRY_S`."""

_OURS = ("AWS_", "GOOGLE_", "AZURE_")
_NO_BUCKET = re.compile(r"NoSuchBucket|ContainerNotFound|FilesystemNotFound")
_NO_KEYS = re.compile(r"169\.254\.|metadata\.google|MissingCredential|login\.microsoftonline|security-credentials")
_REFUSED = re.compile(r"status code: 40[13]|ExpiredToken|InvalidToken|RequestTimeTooSkewed")
_WRONG = re.compile(r"status code: 4(?!08|29)")
_XML = re.compile(r"<Code>([^<]*)</Code>.*?<Message>([^<]*)</Message>", re.DOTALL)
_CAUSE = re.compile(r'(?:message|error): "([^"]+)"')


class ObjectRoom:
    """A prefix of a bucket.

    Args:
        location: Its URL, without a secret.
    """

    def __init__(self, location: str) -> None:
        self._location = location

    def write(self, ref: str, data: bytes) -> None:
        """Keep bytes; the store has acknowledged them when this returns."""
        reach("payload.before_rename")
        with self._translated("written") as store:
            try:
                obstore.put(store, ref, data, mode="create", use_multipart=False)
            except AlreadyExistsError:  # no name is used twice: it is a try of ours whose reply was lost
                if bytes(obstore.get(store, ref).bytes()) != data:
                    raise
        reach("payload.after_rename")

    def read(self, ref: str) -> bytes:
        """The bytes of an object."""
        with self._translated("read") as store:
            return bytes(obstore.get(store, ref).bytes())

    def blocks(self, ref: str) -> Iterator[bytes]:
        """The bytes of an object in pieces."""
        with self._translated("read") as store:
            yield from map(bytes, obstore.get(store, ref).stream())

    def size(self, ref: str) -> int:
        """Bytes of an object."""
        with self._translated("read") as store:
            try:
                size: int = obstore.head(store, ref)["size"]
            except FileNotFoundError:
                obstore.get(store, ref)  # the reply to a HEAD has no body, which would say that there is no bucket
                raise
            return size

    def delete(self, refs: list[str]) -> None:
        """Remove objects: many at a time where the store can, else one by one."""
        with self._translated("written") as store:
            if not _are_deleted(store, refs):
                for ref in refs:
                    _are_deleted(store, [ref])

    def look(self) -> None:
        """Write, read and remove a small object: the three things that a run needs to be allowed."""
        ref = f"payloads/.look-{uuid.uuid4().hex}"
        self.write(ref, b"a look")
        self.read(ref)
        self.delete([ref])

    @contextlib.contextmanager
    def _translated(self, done: str) -> Iterator[ObjectStore]:
        """The store; what goes wrong with it in words. FileNotFoundError is an object's that is not there."""
        store = _opened(self._location, _environment())
        try:
            yield store
        except (BaseError, OSError) as error:
            if isinstance(error, FileNotFoundError) and done == "read" and not _NO_BUCKET.search(str(error)):
                raise
            raise _meant(self._location, done, error) from None  # what it is caused by cannot be pickled


def _are_deleted(store: ObjectStore, refs: list[str]) -> bool:
    """Remove objects; False where the store stopped at one that is gone."""
    try:
        obstore.delete(store, refs)
    except FileNotFoundError as gone:
        if _NO_BUCKET.search(str(gone)):
            raise
        return False
    return True


def _environment() -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith(_OURS)))


@lru_cache(maxsize=8)
def _opened(location: str, environ: tuple[tuple[str, str], ...]) -> ObjectStore:
    """The client of a URL under an environment; all of a process that need it share its connections.

    Raises:
        ConfigError: The environment lacks what the URL does not say.
    """
    # Who names an endpoint as http:// means it; the AWS tools ask for no second word.
    is_plain = any(
        value.startswith("http://") or (name.endswith("_ALLOW_HTTP") and value.lower() in {"1", "true"})
        for name, value in environ
    )
    try:
        return from_url(
            location,
            client_options={
                "timeout": timedelta(seconds=_TIMEOUT_S),
                "connect_timeout": timedelta(seconds=_CONNECT_S),
                "allow_http": is_plain,
            },
            retry_config={
                "max_retries": _RETRIES,
                "retry_timeout": timedelta(seconds=_RETRY_S),
                "backoff": {
                    "init_backoff": timedelta(milliseconds=_FIRST_PAUSE_MS),
                    "max_backoff": timedelta(seconds=_LONGEST_PAUSE_S),
                    "base": 2,
                },
            },
        )
    except (BaseError, ValueError) as error:
        raise ConfigError(
            f"the workspace {location} cannot be opened: {_said(error)}",
            path=VARIABLE,
            hint="what the URL does not say is read from AWS_…, GOOGLE_… or AZURE_… in the environment,"
            " as AZURE_STORAGE_ACCOUNT_NAME",
        ) from None


def _meant(location: str, done: str, error: Exception) -> StateUnreachableError:
    """What an error of the store comes to, with what it said and what to do."""
    whole = f"{type(error).__name__} {error}"
    if _NO_BUCKET.search(whole) or isinstance(error, FileNotFoundError):
        what, hint = "there is no such bucket", "make the bucket, or name another with --workspace"
    elif _NO_KEYS.search(whole):
        what = "no credentials"
        hint = (
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN, too, if they are temporary),"
            " GOOGLE_APPLICATION_CREDENTIALS or AZURE_STORAGE_ACCOUNT_KEY, on each machine that works on the job"
        )
    elif _REFUSED.search(whole) or whole.startswith(("PermissionDenied", "Unauthenticated")):
        what = "no permission"
        hint = "see that the keys in the environment are valid, and may list, read, write and delete there"
    else:
        what, hint = "", "see that the store is up, and the endpoint in the environment right (AWS_ENDPOINT_URL, …)"
    said = f"{what} ({_said(error)})" if what else _said(error)
    unreachable = StateUnreachableError(f"the workspace {location} cannot be {done}: {said}", path=VARIABLE, hint=hint)
    unreachable.may_pass = not what and _WRONG.search(whole) is None
    return unreachable


def _said(error: Exception) -> str:
    """What a store or the way to it said, in one line, without the query of a URL: a signature may stand there."""
    whole = str(error)
    if found := _XML.search(whole):
        said = f"{found[1]}: {found[2].partition('RequestId:')[0]}"
    else:
        said, _, debug = whole.partition("\n\nDebug source:")
        cause = _CAUSE.search(debug)
        said = cause[1] if cause else said
    return re.sub(r"\?\S+", "", " ".join(said.split()))[:300]
