"""What a command is aimed at: a channel or a user, here or on another broker; and the boxes in which a message to it lies."""

from __future__ import annotations

from dataclasses import dataclass

from frames import Refusal, is_channel, is_name

FIRST_STAGE_WITH_INBOXES = 5
FIRST_STAGE_WITH_PEERS = 6


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    """A channel, or `@user`."""
    broker: str = ""
    """Empty: this one."""
    is_alone: bool = False
    """Whether this broker was named: then no other one gets it."""

    @property
    def is_user(self) -> bool:
        return is_inbox(self.name)

    def __str__(self) -> str:
        return f"{self.name}@{self.broker}" if self.broker else self.name


def parse_target(text: str, stage: int, own_broker: str = "") -> Target:
    """
    :param own_broker: an address on this broker is one here
    :raises Refusal: BAD_CHANNEL, when it is no target of this stage
    """
    name, at, broker = text, "", ""
    if stage >= FIRST_STAGE_WITH_PEERS:
        first, at, broker = text[1:].partition("@")
        name = text[:1] + first
    if at and not is_name(broker):
        raise Refusal("BAD_CHANNEL", "behind the second @ stands the name of a broker: one word of at most 64 characters")
    if is_inbox(name) and stage >= FIRST_STAGE_WITH_INBOXES:
        if not is_name(name[1:]):
            raise Refusal("BAD_CHANNEL", "a user is @ and one word of at most 64 letters, digits, _ and -")
    elif not is_channel(name):
        raise Refusal("BAD_CHANNEL", "a channel is words of letters, digits, _ and - with dots between, at most 255 characters")
    is_own = at != "" and broker == own_broker
    return Target(name, "" if is_own else broker, is_own)


def is_inbox(box: str) -> bool:
    return box.startswith("@")


def inbox_of(user: str) -> str:
    """Every user has an inbox: a box like that of a channel, in which lie both sides of what they write."""
    return f"@{user}"


def boxes_for(target: Target, sender: str) -> tuple[tuple[str, str], ...]:
    """
    Where a message comes to lie on its publisher's broker, and what `MSG:` shows there; the publisher's own box first.

    A private one lies in both inboxes under the name of the other one (P6-1, P6-2); one to oneself is kept once (P6-10).
    What is for another broker's channel lies in a box that nobody reads: its id has to be remembered.
    """
    if not target.is_user:
        return ((str(target), str(target)),)
    own = inbox_of(sender)
    if target.broker or target.name == own:
        return ((own, str(target)),)
    return ((own, target.name), (target.name, own))


def boxes_of_arrival(target: Target, sender: str) -> tuple[tuple[str, str], ...]:
    """The same for what comes from another broker: `sender` is a `user@broker`."""
    return ((target.name, inbox_of(sender) if target.is_user else target.name),)
