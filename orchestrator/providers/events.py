"""A reply that comes as server-sent events, collected into the body that it would have been without them.

    chunks of bytes ─► lines ─► an event's data ─┬► `take`, each API's own ─► `payload`, which `decode` and `usage` read
                                                 ├► an error: so the call ends, whatever came before
                                                 └► the last event: the reply is whole. Without it the connection broke

What is kept is bounded as a plain reply is; pings, comments and what nobody reads are not kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from orchestrator.errors import Failure
from orchestrator.providers.decoding import as_object, load_json
from orchestrator.providers.failures import failure_inside, silence
from orchestrator.providers.sending import MAX_REPLY_BYTES
from state.records import Json

TOO_LONG = f"it is longer than {MAX_REPLY_BYTES // 2**20} MiB"


class EventStream(ABC):
    """What has come of one reply; no event of it raises."""

    last: bytes | None = None
    """Data of the event that ends a stream, where it is no JSON."""

    def __init__(self) -> None:
        self.is_whole = False
        self.has_text = False
        self._has_begun = False
        self._error: dict[str, Json] | None = None
        self._fault: str | None = None
        self._line = bytearray()
        self._data: list[bytes] = []
        self._waiting = 0
        self._kept = 0

    def feed(self, chunk: bytes) -> bool:
        """Take what came; returns whether more is wanted."""
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            self._line += line
            whole, self._line = bytes(self._line), bytearray()
            self._take_line(whole.removesuffix(b"\r"))
            if self._is_over:
                return False
        self._line += rest
        if len(self._line) + self._waiting > MAX_REPLY_BYTES:
            self._fault = TOO_LONG
        return not self._is_over

    def end(self) -> None:
        """Nothing more comes; some servers spare the empty line behind the last event."""
        if not self._is_over:
            self._take_line(bytes(self._line).removesuffix(b"\r"))
            self._take_line(b"")
            self._fault = None  # what was cut in its middle is no event

    def failure(self, status: int, headers: Mapping[str, str]) -> Failure | None:
        """Why no whole reply came, None if one did (or one that `collected` cannot read)."""
        if self._error is not None:
            return failure_inside(self._error, status, headers, may_be_billed=self._has_begun)
        if self.is_whole or self._fault is not None:
            return None
        return silence("the stream ended before its last event", sent=True, timed_out=False)

    def collected(self) -> dict[str, Json]:
        """The body of the reply.

        Raises:
            ValueError: An event could not be read.
        """
        if self._fault is not None:
            raise ValueError(self._fault)
        return self.payload()

    @abstractmethod
    def take(self, event: dict[str, Json]) -> None:
        """Take an event that is no error.

        Raises:
            ValueError: It is not what the provider's API promises.
        """

    @abstractmethod
    def payload(self) -> dict[str, Json]:
        """The body that the same reply would have had as a whole."""

    def keep(self, pieces: list[str], text: str) -> None:
        """Keep a piece of the answer.

        Raises:
            ValueError: The answer is longer than any reply that is read.
        """
        if not text:
            return
        self.has_text = True
        self._kept += len(text)
        if self._kept > MAX_REPLY_BYTES:
            raise ValueError(TOO_LONG)
        pieces.append(text)

    @property
    def _is_over(self) -> bool:
        return self.is_whole or self._error is not None or self._fault is not None

    def _take_line(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            self._data.append(line[5:].removeprefix(b" "))
            self._waiting += len(line)
        elif not line and self._data:
            data = b"\n".join(self._data).strip()
            self._data.clear()
            self._waiting = 0
            if data:  # an empty one is a sign of life
                self._take_event(data)

    def _take_event(self, data: bytes) -> None:
        if data == self.last:
            self.is_whole = True
            return
        try:
            event = as_object(load_json(data))
            if event.get("error"):
                self._error = event
            else:
                self.take(event)
                self._has_begun = True
        except ValueError as error:
            self._fault = str(error)


def joined(pieces: list[str]) -> str:
    """The pieces as one text; the two halves of a character may have come in two of them."""
    text = "".join(pieces)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text
