"""Who is typing where: a state that ends by itself, and that nobody is left believing in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from frames import format_frame
from targets import Target, inbox_of, is_inbox
from wire import encode_text

if TYPE_CHECKING:
    from session import Session

Hears = Callable[[str], bool]
"""Whether somebody hears what comes into a channel."""


@dataclass(slots=True)
class Typing:
    """One user who types in one place."""

    target: Target
    user: str
    """On the other brokers `user@broker`."""
    timer: asyncio.TimerHandle | None
    """None for who types on another broker: that one tells the end."""
    sessions: set[Session] = field(default_factory=set)
    """Those of the typist that have said so."""
    told: set[Session] = field(default_factory=set)
    """Those of others that know of it, and so will be told of the end."""
    relayed: set[str] = field(default_factory=set)
    """The peers that know of it."""

    @property
    def shown(self) -> str:
        """The place as the others see it: the channel, or for a private message the typist."""
        return inbox_of(self.user) if self.target.is_user else self.target.name


Relay = Callable[[str, Typing, bool], None]
"""Tells a peer that somebody types, or has stopped."""


class Typists:
    def __init__(self, expiry_s: float, relay: Relay) -> None:
        self._expiry_s = expiry_s
        self._relay = relay
        self._typing: dict[tuple[str, str], Typing] = {}

    def start(self, target: Target, session: Session, others: Collection[Session], peers: Collection[str]) -> None:
        """The session's user types; if that is news, the others are told, here and on the peers."""
        user = session.user
        typing = self._typing.get((str(target), user))
        if not typing:
            typing = self._begin(Typing(target, user, None), others)
            self._tell_peers(typing, peers)
        if typing.timer:
            typing.timer.cancel()
        typing.timer = asyncio.get_running_loop().call_later(self._expiry_s, self.stop, str(target), user)
        typing.sessions.add(session)

    def arrive(self, target: Target, user: str, others: Collection[Session]) -> None:
        """A peer says that one of its users types."""
        if (str(target), user) not in self._typing:
            self._begin(Typing(target, user, None), others)

    def _begin(self, typing: Typing, others: Collection[Session]) -> Typing:
        self._typing[str(typing.target), typing.user] = typing
        for session in others:
            self._tell(typing, session)
        return typing

    def stop(self, target: str, user: str) -> None:
        typing = self._typing.pop((target, user), None)
        if not typing:
            return
        if typing.timer:
            typing.timer.cancel()
        for session in typing.told:
            session.send(_frame("USER_STOPPED", typing))
        for peer in typing.relayed:
            self._relay(peer, typing, False)

    def join(self, session: Session, hears: Hears) -> None:
        """A session hears more channels than before: it is told who is typing there (P5-7)."""
        for typing in self._typing.values():
            if not is_inbox(typing.target.name) and not typing.target.broker and hears(typing.target.name):
                self._tell(typing, session)

    def leave(self, session: Session, hears: Hears) -> None:
        """A session hears only these channels now: of the others it is told nothing more, and it does not type there."""
        for key, typing in list(self._typing.items()):
            if typing.target.is_user or hears(typing.target.name):
                continue
            typing.told.discard(session)
            self._end_of(session, key, typing)

    def go(self, session: Session) -> None:
        """A session has ended."""
        for key, typing in list(self._typing.items()):
            typing.told.discard(session)
            self._end_of(session, key, typing)

    def _end_of(self, session: Session, key: tuple[str, str], typing: Typing) -> None:
        if session in typing.sessions:
            typing.sessions.remove(session)
            if not typing.sessions:
                self.stop(*key)

    def join_peer(self, peer: str, wants: Hears) -> None:
        """A peer is linked, or interested in more than before: it is told who of ours is typing there."""
        for typing in self._typing.values():
            target = typing.target
            if typing.timer and not (target.is_user or target.broker or target.is_alone) and wants(target.name):
                self._tell_peers(typing, [peer])

    def lose_peer(self, peer: str) -> None:
        """A link is lost: nobody believes in the typists behind it any more (P7-18), nor does it know ours."""
        for key, typing in list(self._typing.items()):
            typing.relayed.discard(peer)
            if typing.user.endswith(f"@{peer}"):
                self.stop(*key)

    def _tell(self, typing: Typing, session: Session) -> None:
        if session.user != typing.user and session not in typing.told:
            typing.told.add(session)
            session.send(_frame("USER_TYPING", typing))

    def _tell_peers(self, typing: Typing, peers: Collection[str]) -> None:
        for peer in peers:
            if peer not in typing.relayed:
                typing.relayed.add(peer)
                self._relay(peer, typing, True)


def _frame(verb: str, typing: Typing) -> bytes:
    return encode_text(format_frame({}, verb, typing.shown, typing.user))
