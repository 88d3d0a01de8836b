"""The settings of the broker: what the environment says, checked before anything else happens (PROTOCOL, "Running")."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from frames import is_name

MAX_PORT = 65535
MAX_DIGITS = 15

Value = TypeVar("Value")


class WrongSetting(Exception):
    """One line that names the variable, its value, and what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    port: int
    host: str
    max_frame_bytes: int
    max_buffer_bytes: int
    ping_interval_s: float
    db_file: str
    retain_messages: int
    auth_secret: bytes
    auth_timeout_s: float
    allowed_origins: frozenset[str] | None
    typing_expiry_s: float
    broker_name: str
    peers: tuple[str, ...]
    peer_secret: bytes


def read_settings(environment: Mapping[str, str], stage: int) -> Settings:
    """
    The settings that a stage knows; of the others, the defaults.

    :raises WrongSetting: for the first one that makes no sense
    """

    def setting(name: str, default: str, first_stage: int, parse: Callable[[str], Value]) -> Value:
        value = environment.get(name) or default  # an empty variable is an unset one
        if stage < first_stage:
            value = default
        try:
            return parse(value)
        except ValueError as error:
            raise WrongSetting(f"{name}={value} {error}") from None

    secret = environment.get("AUTH_SECRET", "")
    if stage >= 3 and secret == "":
        raise WrongSetting("AUTH_SECRET is not set, and tokens are signed with it: set it to a long random text")
    peers = setting("PEERS", "", 6, _addresses)
    peer_secret = environment.get("PEER_SECRET", "") if stage >= 6 else ""
    if peers and peer_secret == "":
        raise WrongSetting("PEER_SECRET is not set, and PEERS is: give all brokers of the network the same long random text")
    return Settings(
        port=setting("PORT", "8765", 1, _port),
        host=setting("HOST", "127.0.0.1", 1, str),
        max_frame_bytes=setting("MAX_FRAME_BYTES", "65536", 1, _positive("bytes")),
        max_buffer_bytes=setting("MAX_BUFFER_BYTES", "16777216", 1, _positive("bytes")),
        ping_interval_s=setting("PING_INTERVAL_MS", "25000", 1, _milliseconds),
        db_file=setting("DB_FILE", "messages.db", 2, str),
        retain_messages=setting("RETAIN_MESSAGES", "10000", 2, _positive("messages")),
        auth_secret=secret.encode(),
        auth_timeout_s=setting("AUTH_TIMEOUT_MS", "10000", 3, _milliseconds),
        allowed_origins=setting("ALLOWED_ORIGINS", "", 3, _origins),
        typing_expiry_s=setting("TYPING_EXPIRY_MS", "6000", 4, _milliseconds),
        broker_name=setting("BROKER_NAME", "broker1", 6, _name),
        peers=peers,
        peer_secret=peer_secret.encode(),
    )


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > MAX_PORT:
        raise ValueError(f"is not a port: give a number from 0 to {MAX_PORT}")
    return int(text)


def _positive(unit: str) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(rf"0*[1-9][0-9]{{0,{MAX_DIGITS - 1}}}", text):
            raise ValueError(f"is not a number of {unit}: give a whole number from 1 on")
        return int(text)

    return parse


def _milliseconds(text: str) -> float:
    return _positive("milliseconds")(text) / 1000


def _origins(text: str) -> frozenset[str] | None:
    if text == "":
        return None
    origins = frozenset(part.strip() for part in text.split(","))
    for origin in origins:
        if origin != "null" and not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/?#@\s,]+", origin):
            raise ValueError("is no list of origins: give some as browsers send them, such as https://example.org,http://localhost:5173")
    return origins


def _name(text: str) -> str:
    if not is_name(text):
        raise ValueError("is no name: give one word of letters, digits, _ and -, at most 64 characters")
    return text


def _addresses(text: str) -> tuple[str, ...]:
    addresses = tuple(part.strip() for part in text.split(",")) if text else ()
    if not all(_is_address(address) for address in addresses):
        raise ValueError("is no list of brokers: give addresses such as ws://127.0.0.1:8766,ws://127.0.0.1:8767")
    return addresses


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "ws" and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        return False
