"""WebSocket frames as bytes (RFC 6455 §5.2): how one is read from a client, and how one is written to it."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass
from enum import IntEnum


class Opcode(IntEnum):
    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA

    @property
    def is_control(self) -> bool:
        return self >= Opcode.CLOSE


class CloseCode(IntEnum):
    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    BAD_UTF8 = 1007
    TOO_LARGE = 1009
    UNAUTHORIZED = 4401


FIN = 0x80
RESERVED = 0x70
OPCODE = 0x0F
MASKED = 0x80
LENGTH = 0x7F
LENGTH_16 = 126
LENGTH_64 = 127
MAX_CONTROL_PAYLOAD = 125


class Violation(Exception):
    """The client broke a rule of the WebSocket protocol: the connection is closed with this code."""

    def __init__(self, code: CloseCode, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(slots=True)
class WireFrame:
    opcode: Opcode
    is_last: bool
    payload: bytes


async def read_frame(reader: asyncio.StreamReader, room: int) -> WireFrame:
    """
    The client's next frame, unmasked.

    :param room: how many bytes a data frame may have; a larger one is refused by its header, before it is read
    :raises Violation: for what the protocol does not allow
    :raises asyncio.IncompleteReadError: where the connection ended
    """
    first, second = await reader.readexactly(2)
    if first & RESERVED:
        raise Violation(CloseCode.PROTOCOL_ERROR, "a reserved bit is set, and no extension was agreed on")
    try:
        opcode = Opcode(first & OPCODE)
    except ValueError:
        raise Violation(CloseCode.PROTOCOL_ERROR, "a reserved opcode") from None
    if not second & MASKED:
        raise Violation(CloseCode.PROTOCOL_ERROR, "a client masks its frames")
    length = second & LENGTH
    if opcode.is_control and (length > MAX_CONTROL_PAYLOAD or not first & FIN):
        raise Violation(CloseCode.PROTOCOL_ERROR, "a control frame is short, and in one piece")
    if length == LENGTH_16:
        (length,) = struct.unpack("!H", await reader.readexactly(2))
    elif length == LENGTH_64:
        (length,) = struct.unpack("!Q", await reader.readexactly(8))
    if not opcode.is_control and length > room:
        raise Violation(CloseCode.TOO_LARGE, "the message is larger than MAX_FRAME_BYTES")
    key = await reader.readexactly(4)
    return WireFrame(opcode, bool(first & FIN), _unmask(await reader.readexactly(length), key))


def _unmask(payload: bytes, key: bytes) -> bytes:
    """XOR with the key, over and over (§5.3): as two large numbers, since a loop over bytes is slow in Python."""
    size = len(payload)
    mask = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(mask, "little")).to_bytes(size, "little")


def encode_frame(opcode: Opcode, payload: bytes) -> bytes:
    """A server's frame: in one piece, not masked."""
    size = len(payload)
    if size < LENGTH_16:
        return bytes((FIN | opcode, size)) + payload
    if size < 2**16:
        return struct.pack("!BBH", FIN | opcode, LENGTH_16, size) + payload
    return struct.pack("!BBQ", FIN | opcode, LENGTH_64, size) + payload


def encode_text(text: str) -> bytes:
    return encode_frame(Opcode.TEXT, text.encode())


def parse_close(payload: bytes) -> int:
    """The code of a close frame; NORMAL where it has none (§5.5.1, §7.4)."""
    if not payload:
        return CloseCode.NORMAL
    if len(payload) == 1:
        raise Violation(CloseCode.PROTOCOL_ERROR, "half of a close code")
    code = int.from_bytes(payload[:2], "big")
    if not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
        raise Violation(CloseCode.PROTOCOL_ERROR, "a close code that nobody may send")
    try:
        payload[2:].decode()
    except UnicodeDecodeError:
        raise Violation(CloseCode.BAD_UTF8, "the reason of a close frame is no UTF-8") from None
    return code
