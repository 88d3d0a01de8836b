"""The opening handshake: an HTTP request that asks for a WebSocket (RFC 6455 §4.2), or for a line between two brokers."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
from collections.abc import Collection
from http import HTTPStatus

HANDSHAKE_LIMIT_S = 10.0
WEBSOCKET, LINK_PROTOCOL = "websocket", "broker-link"
WEBSOCKET_VERSION = "13"
# RFC 6455 §1.3: what proves that the server has understood what it was asked.
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class BadRequest(Exception):
    """A request that is answered with an HTTP error."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


async def shake_hands(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, allowed_origins: Collection[str] | None, *, takes_links: bool
) -> str | None:
    """Answers the request, and says what the connection is from now on. None: nothing, and it is closed."""
    try:
        async with asyncio.timeout(HANDSHAKE_LIMIT_S):
            request = await reader.readuntil(b"\r\n\r\n")
        method, headers = _parse(request)
        _check_origin(headers, allowed_origins)
        if takes_links and _has_token(headers, "upgrade", LINK_PROTOCOL):
            writer.write(_switch(LINK_PROTOCOL))
            return LINK_PROTOCOL
        writer.write(_accept(method, headers))
        return WEBSOCKET
    except BadRequest as error:
        writer.write(_refuse(error))
    except asyncio.LimitOverrunError:
        writer.write(_refuse(BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request is too long")))
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
        pass  # nobody is there any more to be told
    writer.close()
    return None


def _check_origin(headers: dict[str, str], allowed_origins: Collection[str] | None) -> None:
    origin = headers.get("origin")
    if allowed_origins is not None and origin is not None and origin not in allowed_origins:
        raise BadRequest(HTTPStatus.FORBIDDEN, "pages of this origin are not let in")


def _accept(method: str, headers: dict[str, str]) -> bytes:
    if method != "GET" or not _has_token(headers, "upgrade", WEBSOCKET) or not _has_token(headers, "connection", "upgrade"):
        raise BadRequest(HTTPStatus.UPGRADE_REQUIRED, "this is a message broker: speak WebSocket to it")
    if headers.get("sec-websocket-version") != WEBSOCKET_VERSION:
        raise BadRequest(HTTPStatus.UPGRADE_REQUIRED, f"the WebSocket version here is {WEBSOCKET_VERSION}")
    key = headers.get("sec-websocket-key", "")
    if not _is_key(key):
        raise BadRequest(HTTPStatus.BAD_REQUEST, "Sec-WebSocket-Key is not 16 bytes in base64")
    accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
    return _switch(WEBSOCKET, f"Sec-WebSocket-Accept: {accept}")


def _switch(protocol: str, *lines: str) -> bytes:
    head = ["HTTP/1.1 101 Switching Protocols", f"Upgrade: {protocol}", "Connection: Upgrade"]
    return "\r\n".join([*head, *lines, "", ""]).encode()


def _parse(request: bytes) -> tuple[str, dict[str, str]]:
    request_line, *header_lines = request.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    words = request_line.split(" ")
    if len(words) != 3 or words[2] != "HTTP/1.1":
        raise BadRequest(HTTPStatus.BAD_REQUEST, "this is no HTTP/1.1 request")
    headers: dict[str, str] = {}
    for line in header_lines:
        name, colon, value = line.partition(":")
        if not colon or name != name.strip():
            raise BadRequest(HTTPStatus.BAD_REQUEST, "a header line is broken")
        name, value = name.lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return words[0], headers


def _has_token(headers: dict[str, str], name: str, token: str) -> bool:
    return token in (part.strip().lower() for part in headers.get(name, "").split(","))


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _refuse(error: BadRequest) -> bytes:
    body = f"{error.text}\n".encode()
    lines = [f"HTTP/1.1 {error.status.value} {error.status.phrase}", "Content-Type: text/plain; charset=utf-8"]
    lines += [f"Content-Length: {len(body)}", "Connection: close"]
    if error.status is HTTPStatus.UPGRADE_REQUIRED:
        lines += ["Upgrade: websocket", f"Sec-WebSocket-Version: {WEBSOCKET_VERSION}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
