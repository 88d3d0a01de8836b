"""Who is typing where: a state that ends by itself, and that nobody is left believing in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from frames import format_frame
from wire import encode_text

if TYPE_CHECKING:
    from session import Session


@dataclass(slots=True)
class Typing:
    """One user who types in one place."""

    shown: str
    """The place as the others see it: the channel, or for a private message the typist."""
    timer: asyncio.TimerHandle
    sessions: set[Session] = field(default_factory=set)
    """Those of the typist that have said so."""
    told: set[Session] = field(default_factory=set)
    """Those of others that know of it, and so will be told of the end."""


class Typists:
    def __init__(self, expiry_s: float) -> None:
        self._expiry_s = expiry_s
        self._typing: dict[tuple[str, str], Typing] = {}

    def start(self, target: str, session: Session, others: Iterable[Session]) -> None:
        """
        The session's user types; if that is news, the others are told.

        :param target: a channel, or `@user`
        """
        key = (target, session.user)
        typing = self._typing.get(key)
        timer = asyncio.get_running_loop().call_later(self._expiry_s, self.stop, target, session.user)
        if typing:
            typing.timer.cancel()
            typing.timer = timer
        else:
            typing = self._typing[key] = Typing(f"@{session.user}" if target.startswith("@") else target, timer)
            for other in others:
                if other.user != session.user:
                    self._tell(typing, session.user, other)
        typing.sessions.add(session)

    def stop(self, target: str, user: str) -> None:
        typing = self._typing.pop((target, user), None)
        if not typing:
            return
        typing.timer.cancel()
        for session in typing.told:
            session.send(_frame("USER_STOPPED", typing.shown, user))

    def join(self, channel: str, session: Session) -> None:
        """A session has subscribed: it is told who is typing there (P5-7)."""
        for (target, user), typing in self._typing.items():
            if target == channel and user != session.user:
                self._tell(typing, user, session)

    def leave(self, session: Session, channel: str | None = None) -> None:
        """A session has unsubscribed from a channel, or is gone altogether: it is told nothing more, and types no more."""
        for (target, user), typing in list(self._typing.items()):
            if channel not in (None, target):
                continue
            typing.told.discard(session)
            typing.sessions.discard(session)
            if not typing.sessions:
                self.stop(target, user)

    def _tell(self, typing: Typing, user: str, session: Session) -> None:
        typing.told.add(session)
        session.send(_frame("USER_TYPING", typing.shown, user))


def _frame(verb: str, shown: str, user: str) -> bytes:
    return encode_text(format_frame({}, verb, shown, user))
