"""Private messages: every user has an inbox, a box like that of a channel, in which lie both sides of what they write."""

from __future__ import annotations

from frames import Refusal, is_channel, is_name

FIRST_STAGE_WITH_INBOXES = 5


def check_target(target: str, stage: int) -> str:
    """
    :returns: a channel or, from stage 05 on, `@user`
    :raises Refusal: BAD_CHANNEL, when it is neither
    """
    if target.startswith("@") and stage >= FIRST_STAGE_WITH_INBOXES:
        if is_name(target[1:]):
            return target
        raise Refusal("BAD_CHANNEL", "a user is @ and one word of at most 64 letters, digits, _ and -")
    if not is_channel(target):
        raise Refusal("BAD_CHANNEL", "a channel is words of letters, digits, _ and - with dots between, at most 255 characters")
    return target


def is_inbox(target: str) -> bool:
    return target.startswith("@")


def inbox_of(user: str) -> str:
    return f"@{user}"


def boxes_for(target: str, sender: str) -> tuple[tuple[str, str], ...]:
    """
    Where a message comes to lie, and what `MSG:` shows there; the sender's own box first.

    A private one lies in both inboxes under the name of the other one (P6-1, P6-2); one to oneself is kept once (P6-10).
    """
    if not is_inbox(target):
        return ((target, target),)
    own = inbox_of(sender)
    return ((own, target),) if target == own else ((own, target), (target, own))
