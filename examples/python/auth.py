"""Who somebody is: a JSON Web Token, signed with HMAC-SHA256, says it (RFC 7519, RFC 7515)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import TypeGuard

from frames import Refusal, is_name
from rights import Rights

FAR_AWAY_S = 10 * 365 * 24 * 3600
"""No session lasts that long, and no timer has to: JSON's numbers have no end."""

JSON = object
"""Whatever JSON can say: it is looked at before it is believed."""


@dataclass(frozen=True, slots=True)
class Identity:
    user: str
    rights: Rights
    expires: float
    """Seconds since 1970."""


class Verifier:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def verify(self, token: str) -> Identity:
        """:raises Refusal: UNAUTHORIZED, with the reason; never with anything of the token in it"""
        signed, dot, signature = token.rpartition(".")
        header, dot_too, claims = signed.partition(".")
        if not dot or not dot_too or "." in claims:
            raise _bad("a token has three parts with dots between")
        # The header is not asked how to verify: HS256 is what is expected, and nothing else is taken (RFC 8725 §3.1).
        _check_header(_decode(header))
        expected = base64.urlsafe_b64encode(hmac.digest(self._secret, signed.encode(), hashlib.sha256)).rstrip(b"=")
        if not hmac.compare_digest(expected, signature.encode()):
            raise _bad("the signature does not fit: is it signed with this broker's AUTH_SECRET?")
        return _identity(_decode(claims))


def _check_header(header: dict[str, JSON]) -> None:
    if header.get("alg") != "HS256":
        raise _bad("only tokens signed with HS256 are taken")
    if "crit" in header:
        raise _bad("the token asks for an extension that is not known here")


def _identity(claims: dict[str, JSON]) -> Identity:
    user, expires = claims.get("sub"), claims.get("exp")
    now = time.time()
    not_before = claims.get("nbf", now)
    if not isinstance(user, str) or not is_name(user):
        raise _bad("sub is not the name of a user")
    if not _is_number(expires):
        raise _bad("exp is missing, or is no number")
    if expires <= now:
        raise _bad("the token has expired")
    if not _is_number(not_before) or not_before > now:
        raise _bad("the token is not valid yet")
    rights = Rights(_patterns(claims, "publish"), _patterns(claims, "subscribe"))
    return Identity(user, rights, float(min(expires, now + FAR_AWAY_S)))


def _patterns(claims: dict[str, JSON], right: str) -> tuple[str, ...] | None:
    if right not in claims:
        return None
    patterns = claims[right]
    if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
        raise _bad(f"{right} is not a list of patterns")
    return tuple(patterns)


def _is_number(value: JSON) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _decode(part: str) -> dict[str, JSON]:
    """A part of a token: a JSON object in base64url without padding."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        value = json.loads(raw.decode(), parse_constant=_no_number)
    except (binascii.Error, ValueError, RecursionError):
        raise _bad("a part of the token is no JSON in base64url") from None
    if not isinstance(value, dict):
        raise _bad("a part of the token is no JSON object")
    return value


def _no_number(name: str) -> float:
    """Python reads NaN and Infinity, and JSON has neither."""
    raise ValueError(name)


def _bad(reason: str) -> Refusal:
    return Refusal("UNAUTHORIZED", reason)
