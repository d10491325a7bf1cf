"""Frames between a parent and a child: a length, then bytes. A child that imports nothing of ours has its own."""

from __future__ import annotations

import socket
import struct

FRAME = struct.Struct(">Q")
"""A frame's length, before it."""

_BLOCK = 1 << 20


def read_frame(parent: socket.socket) -> bytearray | None:
    """The next frame, in a child; None when the parent is gone."""
    head = _exactly(parent, FRAME.size)
    return None if head is None else _exactly(parent, FRAME.unpack(head)[0])


def _exactly(parent: socket.socket, size: int) -> bytearray | None:
    whole = bytearray()
    while len(whole) < size:
        part = parent.recv(min(size - len(whole), _BLOCK))
        if not part:
            return None
        whole += part
    return whole
