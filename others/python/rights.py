"""What a token allows: lists of patterns, for publishing and for subscribing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ANY_USER = "@*"


@dataclass(frozen=True, slots=True)
class Rights:
    """None allows anything, an empty list nothing (P4-7)."""

    publish: tuple[str, ...] | None = None
    subscribe: tuple[str, ...] | None = None

    def may_publish(self, target: str) -> bool:
        """:param target: a channel or, from stage 05 on, `@user`"""
        return self.publish is None or any(covers(pattern, target) for pattern in self.publish)

    def may_subscribe(self, channel: str) -> bool:
        return self.subscribe is None or any(covers(pattern, channel) for pattern in self.subscribe)


def covers(pattern: str, target: str) -> bool:
    """Whether a pattern of a token covers a channel or a user. `#` is for channels: it covers no user (P6-7)."""
    if target.startswith("@"):
        return pattern in (target, ANY_USER)
    return matches(pattern.split("."), target.split("."))


def matches(pattern: Sequence[str], words: Sequence[str]) -> bool:
    """Whether `*` for one word each and `#` for any number of them, none included, make these words of the pattern."""
    # After each word of the pattern: how many words of the channel it may have used up.
    used = {0}
    for part in pattern:
        if part == "#":
            used = set(range(min(used), len(words) + 1))
        else:
            used = {at + 1 for at in used if at < len(words) and part in ("*", words[at])}
        if not used:
            return False
    return len(words) in used
