"""What a peer says, looked at before it is believed: it may speak for its own users, and for nobody else (P7-14)."""

from __future__ import annotations

from frames import IDENTIFIER, is_channel, is_name
from link import Fields
from messages import Message
from patterns import is_pattern
from posts import Arrival
from targets import Target, is_inbox


class BadArrival(ValueError):
    """A peer says what no broker of this kind would say."""


def message_of(fields: Fields, peer: str, store: str) -> tuple[Target, Message, Arrival]:
    """:param store: the epoch of the peer's store"""
    target = _target(fields)
    message_id = _text(fields, "id")
    if not IDENTIFIER.fullmatch(message_id):
        raise BadArrival("an id that is none")
    message = Message(target.name, _text(fields, "body"), _user(fields, peer), message_id, number_of(fields, "time"), peer)
    return target, message, Arrival(store, number_of(fields, "after"), number_of(fields, "number"))


def typing_of(fields: Fields, peer: str) -> tuple[Target, str, bool]:
    """Where who types, and whether it begins or ends."""
    return _target(fields), _user(fields, peer), fields.get("is_on") is True


def names_of(fields: Fields, key: str) -> list[str]:
    """Channels and patterns."""
    names = fields.get(key)
    if not isinstance(names, list) or not all(isinstance(name, str) and (is_channel(name) or is_pattern(name)) for name in names):
        raise BadArrival(f"{key} is no list of channels and patterns")
    return names


def number_of(fields: Fields, key: str) -> int:
    number = fields.get(key)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise BadArrival(f"{key} is no number")
    return number


def _user(fields: Fields, peer: str) -> str:
    user = _text(fields, "user")
    if not is_name(user):
        raise BadArrival("a user whose name is none")
    return f"{user}@{peer}"


def _target(fields: Fields) -> Target:
    name = _text(fields, "target")
    if not (is_name(name[1:]) if is_inbox(name) else is_channel(name)):
        raise BadArrival("a target that is neither a channel nor a user")
    return Target(name)


def _text(fields: Fields, key: str) -> str:
    text = fields.get(key)
    if not isinstance(text, str):
        raise BadArrival(f"{key} is no text")
    return text
