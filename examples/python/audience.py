"""Who listens to what, and so what this broker is interested in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from patterns import is_pattern, matches
from targets import is_inbox

if TYPE_CHECKING:
    from session import Session

OnInterest = Callable[[str, bool], None]
"""Is told when the first session wants a channel or a pattern, and when no session wants it any more."""


class Audience:
    def __init__(self, on_interest: OnInterest) -> None:
        self._listeners: dict[str, set[Session]] = {}
        self._patterns: set[str] = set()
        self._wanted: Counter[str] = Counter()
        self._on_interest = on_interest

    def add(self, session: Session, name: str) -> None:
        """:param name: a channel, an inbox, or from stage 06 on a pattern"""
        self._listeners.setdefault(name, set()).add(session)
        if is_pattern(name):
            self._patterns.add(name)
        self._want(name)

    def remove(self, session: Session, name: str) -> None:
        listeners = self._listeners[name]
        listeners.remove(session)
        if not listeners:
            del self._listeners[name]
            self._patterns.discard(name)
        self._want_no_more(name)

    def of(self, box: str) -> set[Session]:
        """The sessions that hear what comes into a box: each is there once, however many of its subscriptions match (P7-2)."""
        listeners = self._listeners.get(box, set())
        if is_inbox(box):
            return listeners  # no pattern matches an inbox (P7-5)
        return listeners.union(*(self._listeners[pattern] for pattern in self._patterns if matches(pattern, box)))

    @property
    def interest(self) -> list[str]:
        """The channels and patterns that somebody here wants."""
        return list(self._wanted)

    @contextmanager
    def expected(self, name: str) -> Iterator[None]:
        """For the time of a replay: somebody wants what comes in, but does not yet listen."""
        self._want(name)
        try:
            yield
        finally:
            self._want_no_more(name)

    def _want(self, name: str) -> None:
        if is_inbox(name):
            return
        self._wanted[name] += 1
        if self._wanted[name] == 1:
            self._on_interest(name, True)

    def _want_no_more(self, name: str) -> None:
        if is_inbox(name):
            return
        self._wanted[name] -= 1
        if self._wanted[name] == 0:
            del self._wanted[name]
            self._on_interest(name, False)
