"""What a token allows: lists of patterns, for publishing and for subscribing."""

from __future__ import annotations

from dataclasses import dataclass

from patterns import covers, matches
from targets import Target

ANY_USER = "@*"


@dataclass(frozen=True, slots=True)
class Rights:
    """None allows anything, an empty list nothing (P4-7)."""

    publish: tuple[str, ...] | None = None
    subscribe: tuple[str, ...] | None = None

    def may_publish(self, target: Target) -> bool:
        """The patterns of channels cover no user, and `@bob` is the one here only (P6-7)."""
        if self.publish is None:
            return True
        if target.is_user:
            return str(target) in self.publish or ANY_USER in self.publish
        return any(matches(pattern, target.name) for pattern in self.publish)

    def may_subscribe(self, name: str) -> bool:
        """:param name: a channel or, from stage 06 on, a pattern: one of the token's must cover all of it (P7-5)"""
        return self.subscribe is None or any(covers(pattern, name) for pattern in self.subscribe)
