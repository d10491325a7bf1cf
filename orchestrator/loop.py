"""The one event loop of a worker process, on a thread of its own."""

from __future__ import annotations

import asyncio
import threading

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def process_loop() -> asyncio.AbstractEventLoop:
    """The loop of this process; its thread starts at the first call and ends with the process."""
    global _loop  # one a process is what it is
    with _lock:
        if _loop is None or _loop.is_closed():
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="batchwright-loop", daemon=True).start()
        return _loop
