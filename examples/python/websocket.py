"""One WebSocket connection, seen from the server: messages come in, messages go out, and it ends in an orderly way."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass

from wire import CloseCode, Opcode, Violation, encode_frame, parse_close, read_frame

GRACE_S = 1.0
"""How long the other side has to end the connection too, once it was told goodbye."""


@dataclass(frozen=True, slots=True)
class Limits:
    max_message: int
    """Bytes of a message, all its fragments added up."""
    max_backlog: int
    """Bytes that the socket may have left over before the reader counts as slow."""


class WebSocket:
    """Iterating over it gives the messages, a `str` for text and `bytes` for binary, until the connection has ended."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: Limits) -> None:
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._outgoing: list[bytes] = []
        self._closing = False
        self._pings = 0
        self._pong_due = False
        self._replayed = 0
        self.drains = 0
        """How many parts of replays its reader has taken."""

    @property
    def is_open(self) -> bool:
        return not self._closing and not self._writer.transport.is_closing()

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        try:
            while (message := await self._next_message()) is not None:
                if not self._closing:
                    yield message
        except Violation as violation:
            self.close(violation.code, str(violation))
            await self._discard()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # it hung up, or crashed: the end like any other
        finally:
            self._closing = True
            self._writer.close()

    async def _next_message(self) -> str | bytes | None:
        kind: Opcode | None = None
        message = bytearray()
        while True:
            frame = await read_frame(self._reader, self._limits.max_message - len(message))
            if frame.opcode is Opcode.CLOSE:
                self.close(parse_close(frame.payload))
                return None
            if frame.opcode.is_control:
                self._control(frame.opcode, frame.payload)
                continue
            if (frame.opcode is Opcode.CONTINUATION) != (kind is not None):
                raise Violation(CloseCode.PROTOCOL_ERROR, "the fragments of two messages do not mix (§5.4)")
            kind = kind or frame.opcode
            message += frame.payload
            if frame.is_last:
                return bytes(message) if kind is Opcode.BINARY else _decode(message)

    def _control(self, opcode: Opcode, payload: bytes) -> None:
        if opcode is Opcode.PING:
            self.send(encode_frame(Opcode.PONG, payload))
        elif payload == self._ping_payload():
            self._pong_due = False

    async def _discard(self) -> None:
        """Reads what is still coming: to close with unread bytes would reset the connection, and the goodbye with it."""
        try:
            while await self._reader.read(2**16):
                pass
        except ConnectionError:
            pass

    def send(self, encoded: bytes) -> None:
        """Queues a frame. All that is queued in one turn of the event loop leaves in one write."""
        if not self.is_open:
            return
        if not self._outgoing:
            self._loop.call_soon(self._flush)
        self._outgoing.append(encoded)

    def _flush(self) -> None:
        if not self._outgoing or self._writer.transport.is_closing():
            return
        # P0-7: what earlier turns left over counts, and not what is sent in this one. A replay waits for its reader,
        # so what it has under way does not count either (P3-19).
        if self._writer.transport.get_write_buffer_size() - self._replayed > self._limits.max_backlog:
            self.abort()
            return
        self._writer.write(b"".join(self._outgoing))
        self._outgoing.clear()

    def replay(self, encoded: list[bytes]) -> None:
        """Sends a part of a replay, whose reader is then waited for by `drained`."""
        for each in encoded:
            self.send(each)
        self._flush()
        self._replayed = sum(map(len, encoded))

    async def drained(self) -> None:
        """
        Waits until the socket has taken most of what it was given.

        :raises ConnectionError: when the connection is lost
        """
        await self._writer.drain()
        self._replayed = 0
        self.drains += 1

    def ping(self) -> None:
        self._pings += 1
        self._pong_due = True
        self.send(encode_frame(Opcode.PING, self._ping_payload()))

    def _ping_payload(self) -> bytes:
        return struct.pack("!I", self._pings % 2**32)

    @property
    def pong_is_due(self) -> bool:
        """Whether the last ping was not answered."""
        return self._pong_due

    def close(self, code: int, reason: str = "") -> None:
        """Says goodbye, sends nothing more, and lets the connection go when the other side ends it too, or after a moment."""
        if not self.is_open:
            return
        self._flush()
        self._closing = True
        if self._writer.transport.is_closing():
            return
        self._writer.write(encode_frame(Opcode.CLOSE, struct.pack("!H", code) + reason.encode()))
        try:
            self._writer.write_eof()
            self._loop.call_later(GRACE_S, self.abort)
        except OSError:
            self.abort()  # it has crashed, and the event loop does not know yet

    def abort(self) -> None:
        """Cuts the connection without a goodbye: that would wait behind all that the other side does not read."""
        self._closing = True
        self._outgoing.clear()
        self._writer.transport.abort()


def _decode(message: bytearray) -> str:
    try:
        return message.decode()
    except UnicodeDecodeError:
        raise Violation(CloseCode.BAD_UTF8, "a text message is UTF-8") from None
