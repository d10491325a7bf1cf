"""The workspace: where payloads live that are too large for a row of the database.

    put(text):  a name never used before ──► the room writes it, durably, whole or not at all ──► ref

    location                                  room
    /a/folder, file:///a/folder               state/workspace_folder.py
    s3://bucket/prefix, gs://…, az://…        state/workspace_objects.py
    database                                  none: payloads of any size stay in their rows

A payload is durable before the transaction that names it, and no name is used twice; so a crash leaves at most a
payload that nothing names, never a row whose payload is missing or is another one's. The name says what is in it, so
that `db check` can tell a whole one from a cut one; those of the first versions say it not.
"""

from __future__ import annotations

import hashlib
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

from state.errors import ConfigError, EngineError, StateUnreachableError
from state.workspace_folder import FolderRoom
from state.workspace_place import DATABASE, VARIABLE, Kind, kind_of

PAYLOAD_MAX_BYTES = 256 * 1024
"""UTF-8 bytes up to which a payload lives in the database: above, a row is dear to rewrite and to page over."""

ROW_MAX_BYTES = 200_000_000
"""The largest input that goes into a row where there is no workspace: it takes seconds to write, and to read."""

_AWAY_S = 10.0
"""How long a workspace that could not be written is not tried again by those who can do without it."""

GONE = "is not in the workspace"
"""What is wrong with a payload that is not there."""

_PREFIX = "payloads"
_REF = re.compile(r"payloads/[0-9a-f]{2}/[0-9a-f]{32}(-[0-9a-f]{64})?")


def is_ref(text: str) -> bool:
    """Whether a text can be the name of a payload; one that somebody wrote into a row by hand may not be."""
    return _REF.fullmatch(text) is not None


class Room(Protocol):
    """Keeps bytes under refs; whatever else fails is a StateUnreachableError that says so in words."""

    def write(self, ref: str, data: bytes) -> None:
        """Keep bytes under a ref that was never used; they are durable when this returns."""

    def read(self, ref: str) -> bytes:
        """The bytes of a ref; FileNotFoundError when there are none."""

    def blocks(self, ref: str) -> Iterator[bytes]:
        """The same in pieces, so that a large payload need not be in memory."""

    def size(self, ref: str) -> int:
        """How many bytes a ref has; FileNotFoundError when there are none."""

    def delete(self, refs: list[str]) -> None:
        """Remove refs; those that are gone already are passed over."""

    def look(self) -> None:
        """See that it can be written, read and emptied."""


class Workspace:
    """What all workers of a job reach; nothing is made in it before the first `put`.

    Args:
        location: A folder's path or its `file://` URL, an object store's URL, or `database`.

    Raises:
        ConfigError: It is a URL that no workspace can have.
    """

    def __init__(self, location: str) -> None:
        self.location = location
        self.kind = kind_of(location)
        self._away_until = 0.0

    @cached_property
    def _room(self) -> Room:
        if self.kind is Kind.OBJECTS:
            return _objects(self.location)
        return NoRoom() if self.kind is Kind.DATABASE else FolderRoom(self.location)

    @property
    def is_away(self) -> bool:
        """Whether it could not be written a moment ago."""
        return time.monotonic() < self._away_until

    def note_away(self) -> None:
        """Note that it could not be written."""
        self._away_until = time.monotonic() + _AWAY_S

    def takes(self, size: int) -> bool:
        """Whether a payload of so many UTF-8 bytes goes here, and not into its row."""
        return size > PAYLOAD_MAX_BYTES and self.kind is not Kind.DATABASE

    def takes_text(self, text: str) -> bool:
        """The same of a text, whose bytes are counted only where it can matter."""
        return len(text) * 4 > PAYLOAD_MAX_BYTES and self.takes(len(text.encode("utf-8", "surrogatepass")))

    def put(self, text: str) -> str:
        """Keep a text and return its ref; it is durable, under its name, when this returns.

        Raises:
            StateUnreachableError: The workspace cannot be written, or is full.
        """
        data = text.encode("utf-8", "surrogatepass")
        name = f"{uuid.uuid4().hex}-{hashlib.sha256(data).hexdigest()}"
        ref = f"{_PREFIX}/{name[:2]}/{name}"
        self._room.write(ref, data)
        return ref

    def get(self, ref: str) -> str:
        """The text that was put under a ref.

        Raises:
            StateUnreachableError: It is not there: another workspace, or one that this machine does not reach.
        """
        _check(ref)
        try:
            return self._room.read(ref).decode("utf-8", "surrogatepass")
        except FileNotFoundError as error:
            raise StateUnreachableError(
                f"the workspace {self.location} cannot be read: it has no {ref}",
                path=VARIABLE,
                hint="a job is read with the workspace that it was begun with: name that one with --workspace",
            ) from error

    def fault(self, ref: str) -> str | None:
        """What is wrong with the payload of a ref; None where it is there and holds what its name says.

        Raises:
            StateUnreachableError: It is there and cannot be read, or nothing is that is in an object store.
        """
        if not is_ref(ref):
            return "is no name of a payload"
        if self.kind is Kind.DATABASE:
            return "has no files: that payload is in another workspace"
        digest, size = hashlib.sha256(), 0
        try:
            for block in self._room.blocks(ref):
                digest.update(block)
                size += len(block)
        except FileNotFoundError:
            return GONE
        return _fault(ref, digest.hexdigest(), size)

    def size(self, ref: str) -> int:
        """Bytes of a payload; 0 when it is gone."""
        _check(ref)
        try:
            return self._room.size(ref)
        except FileNotFoundError:
            return 0

    def take_over(self, other: Workspace, ref: str) -> str | None:
        """Copy another workspace's payload, as it is, to the same ref, unless it is there already, whole.

        Returns:
            What is wrong with the other's; None where nothing is.

        Raises:
            StateUnreachableError: It cannot be read or written.
        """
        fault = self.fault(ref)
        if fault is None:
            return None
        try:
            data = other._room.read(ref)
        except FileNotFoundError:
            return GONE
        if fault != GONE:
            self.delete([ref])  # what is there is not whole
        self._room.write(ref, data)
        return _fault(ref, hashlib.sha256(data).hexdigest(), len(data))

    def delete(self, refs: Iterable[str]) -> None:
        """Remove payloads; those that are gone already are passed over."""
        every = list(refs)
        for ref in every:
            _check(ref)
        if every:
            self._room.delete(every)

    def look(self) -> None:
        """See that it can be used: an object store's is written, read and emptied; a folder is made when it is needed.

        Raises:
            ConfigError: The package that speaks to the object store is not installed.
            StateUnreachableError: It cannot be used.
        """
        self._room.look()


def _fault(ref: str, digest: str, size: int) -> str | None:
    """What is wrong with bytes by the digest that their name has, if it has one."""
    if ref.partition("-")[2] not in ("", digest):
        return f"holds {size} bytes that are not those that were written"
    return None if size else "is empty"


def _check(ref: str) -> None:
    if not is_ref(ref):
        raise EngineError(f"{ref!r} is no payload of a workspace")


def _objects(location: str) -> Room:
    try:
        from state.workspace_objects import ObjectRoom  # noqa: PLC0415  # an extra: who has a folder needs none of it
    except ImportError as error:
        raise ConfigError(
            f"the workspace {location} needs obstore, which is not installed here",
            path=VARIABLE,
            hint="`pip install 'batchwright[cloud]'`, or name a folder with --workspace",
        ) from error
    return ObjectRoom(location)


class NoRoom:
    """Payloads stay in their rows: what a row names all the same is in a workspace that the job was begun with."""

    def write(self, ref: str, data: bytes) -> None:
        """Nobody asks for it."""
        raise self._elsewhere(ref)

    def read(self, ref: str) -> bytes:
        """Say where it may be."""
        raise self._elsewhere(ref)

    def blocks(self, ref: str) -> Iterator[bytes]:
        """Say where it may be."""
        raise self._elsewhere(ref)

    def size(self, ref: str) -> int:
        """Say where it may be."""
        raise self._elsewhere(ref)

    def delete(self, refs: list[str]) -> None:
        """Say where they may be: none is left behind in silence."""
        raise self._elsewhere(refs[0])

    def look(self) -> None:
        """The state is looked at elsewhere."""

    def _elsewhere(self, ref: str) -> StateUnreachableError:
        return StateUnreachableError(
            f"the workspace {DATABASE} has no files, and a row names {ref}: it is in a folder or an object store",
            path=VARIABLE,
            hint="name the workspace that the job was begun with, with --workspace",
        )
