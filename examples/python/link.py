"""
The line between two brokers: JSON objects, each with its length in front of it, over a connection that began with HTTP.

Both brokers prove that they know the common secret, and neither tells it: each signs what both have said (an HMAC over two nonces).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

from handshake import LINK_PROTOCOL

MAX_GREETING = 4096
MAX_OBJECT = 2**28
"""Of a peer that has proved itself; its messages may be larger than those of our own clients."""
DIALLED, ANSWERED = "dialled", "answered"

Fields = dict[str, object]


class LinkRefused(Exception):
    """The other broker, or this one, does not want the link. The text is for the log."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a broker says of itself."""

    name: str
    store: str
    """The epoch of its store: what the broker is, whatever it is called."""
    nonce: str


class Link:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._is_proved = False

    async def receive(self) -> Fields:
        """
        :raises OSError: when the line is dead
        :raises EOFError: when it has ended
        :raises ValueError: for what is no JSON object
        """
        (size,) = struct.unpack("!I", await self._reader.readexactly(4))
        if size > (MAX_OBJECT if self._is_proved else MAX_GREETING):
            raise ValueError("an object that is too large")
        fields = json.loads(await self._reader.readexactly(size))
        if not isinstance(fields, dict):
            raise ValueError("no JSON object")
        return fields

    def send(self, **fields: object) -> None:
        if not self._writer.transport.is_closing():
            payload = json.dumps(fields, ensure_ascii=False).encode()
            self._writer.write(struct.pack("!I", len(payload)) + payload)

    async def drained(self) -> None:
        await self._writer.drain()

    def abort(self) -> None:
        self._writer.transport.abort()

    async def greet(self, own: Greeting, secret: bytes, *, dialled: bool) -> Greeting:
        """
        Tells who this broker is, and hears who the other one is, with proofs.

        :raises LinkRefused: when the other one does not know the secret
        """
        self.send(name=own.name, store=own.store, nonce=own.nonce)
        other = _greeting(await self.receive())
        order = (own, other) if dialled else (other, own)
        mine, theirs = (DIALLED, ANSWERED) if dialled else (ANSWERED, DIALLED)
        self.send(proof=_proof(secret, mine, *order))
        proof = (await self.receive()).get("proof")
        if not isinstance(proof, str) or not hmac.compare_digest(proof.encode(), _proof(secret, theirs, *order).encode()):
            raise LinkRefused(f"{other.name} has another PEER_SECRET")
        self._is_proved = True
        return other


def new_greeting(name: str, store: str) -> Greeting:
    return Greeting(name, store, secrets.token_hex(16))


def _greeting(fields: Fields) -> Greeting:
    name, store, nonce = fields.get("name"), fields.get("store"), fields.get("nonce")
    if not (isinstance(name, str) and isinstance(store, str) and isinstance(nonce, str)):
        raise ValueError("no greeting")
    return Greeting(name, store, nonce)


def _proof(secret: bytes, role: str, dialled: Greeting, answered: Greeting) -> str:
    said = [role, dialled.name, dialled.store, dialled.nonce, answered.name, answered.store, answered.nonce]
    return hmac.digest(secret, json.dumps(said).encode(), hashlib.sha256).hex()


async def dial(address: str) -> Link:
    """
    :param address: such as `ws://127.0.0.1:8766`
    :raises OSError: when nobody answers there
    :raises LinkRefused: when who answers is no broker of this kind
    """
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        request = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", f"Upgrade: {LINK_PROTOCOL}", "Connection: Upgrade"]
        writer.write("\r\n".join([*request, "", ""]).encode())
        response = await reader.readuntil(b"\r\n\r\n")
        if not response.startswith(b"HTTP/1.1 101 "):
            raise LinkRefused("who answers there takes no links")
        return Link(reader, writer)
    except BaseException:
        writer.transport.abort()
        raise
