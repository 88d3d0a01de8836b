"""What all sessions share: who listens to what, what may be done, and where a message goes."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from audience import Audience
from auth import Identity, Verifier
from commands import commands_of
from frames import Frame, Refusal
from journal import Journal
from messages import Copy, Message, Receipt
from network import Network
from patterns import matches
from posts import Post
from settings import Settings
from store import Store
from targets import FIRST_STAGE_WITH_INBOXES, FIRST_STAGE_WITH_PEERS, Target, boxes_for, inbox_of, is_inbox
from typists import Typing, Typists
from wire import CloseCode

if TYPE_CHECKING:
    from session import Session


class Hub:
    def __init__(self, stage: int, settings: Settings, store: Store | None) -> None:
        """:param store: None in stage 01, which keeps nothing"""
        self.stage = stage
        self.settings = settings
        self.commands = commands_of(stage)
        self.store = store
        self.journal = Journal(store) if store else None
        self.verifier = Verifier(settings.auth_secret) if stage >= 3 else None
        self.typists = Typists(settings.typing_expiry_s, self._relay_typing) if stage >= 4 else None
        self.network = Network(self, store) if store and stage >= FIRST_STAGE_WITH_PEERS else None
        self.audience = Audience(self._announce)
        self.sessions: set[Session] = set()

    @property
    def between_commits(self) -> AbstractAsyncContextManager[None]:
        if not self.journal:
            raise RuntimeError("a broker without a store commits nothing")
        return self.journal.between_commits

    def listen(self, session: Session, name: str, newest: int) -> None:
        """
        :param name: a channel, an inbox, or from stage 06 on a pattern
        :param newest: the newest number in the box: what is above it comes live
        """
        if name in session.live_since:
            return
        session.live_since[name] = newest
        self.audience.add(session, name)
        if self.typists and not is_inbox(name):
            self.typists.join(session, lambda channel: matches(name, channel))

    def stop_listening(self, session: Session, name: str) -> None:
        if session.live_since.pop(name, None) is None:
            return
        self.audience.remove(session, name)
        if self.typists:
            self.typists.leave(session, session.hears)

    def leave(self, session: Session) -> None:
        """A session has ended: nothing of it stays behind (P2-8)."""
        self.sessions.discard(session)
        if self.typists:
            self.typists.go(session)
        for name in list(session.live_since):
            self.stop_listening(session, name)

    def require_publishing(self, session: Session, target: Target) -> None:
        if session.identity and not session.identity.rights.may_publish(target):
            raise Refusal("FORBIDDEN", f"your token does not allow you to publish to {target}")

    def require_reading(self, session: Session, name: str) -> None:
        if session.identity and not session.identity.rights.may_subscribe(name):
            raise Refusal("FORBIDDEN", f"your token does not allow you to read {name}")

    def require_reachable(self, target: Target) -> None:
        if target.broker and not (self.network and self.network.knows(target.broker)):
            raise Refusal("UNREACHABLE", f"no broker {target.broker} was ever linked with this one")

    async def admit(self, session: Session, identity: Identity) -> None:
        """The session has shown a good token: its first, or a newer one of the same user."""
        first = session.identity is None
        session.admit_user(identity)
        if first and self.stage >= FIRST_STAGE_WITH_INBOXES and self.store:
            inbox = inbox_of(identity.user)
            async with self.between_commits:
                self.listen(session, inbox, (await self.store.head(inbox)).newest)
        for name in list(session.live_since):
            if not is_inbox(name) and not identity.rights.may_subscribe(name):
                self.stop_listening(session, name)

    def start_typing(self, session: Session, target: Target) -> None:
        """The session's user types; whoever hears the place is told, here or on the brokers that want it."""
        if not self.typists:
            return
        here = () if target.broker else self.audience.of(target.name)
        there: tuple[str, ...] = (target.broker,) if target.broker else ()
        if self.network and not target.is_user and not target.broker and not target.is_alone:
            there = self.network.peers_that_want(target.name)
        self.typists.start(target, session, here, there)

    async def publish(self, target: Target, message: Message, session: Session, frame: Frame) -> None:
        """Takes a message that is not refused. What becomes of it is told later; with a store, when it was committed."""

        def settle(outcome: Receipt | Refusal) -> None:
            if isinstance(outcome, Refusal):
                session.refuse(frame, outcome)
            else:
                self.hand_on(message, outcome, session)
                if frame.tagged:
                    session.answer(frame, frame.target or "", _tags(target, message, outcome))
            session.publish_settled()

        forward = self.network.readers_of(target) if self.network else ()
        post = Post(message, boxes_for(target, session.user), settle, target, forward)
        session.published()
        if self.journal:
            await self.journal.put(post)
        else:
            settle(Receipt((Copy(message.target, message.target, message),)))

    def hand_on(self, message: Message, receipt: Receipt, session: Session | None = None) -> None:
        """
        Gives a stored message to all who are to have it.

        :param session: the publisher's; None for what came from another broker
        """
        if receipt.duplicate:
            return
        if self.network:
            self.network.wake(receipt.queued)
        if self.typists:
            self.typists.stop(message.target, message.sender)  # before her message (P5-5)
        for copy in receipt.copies:
            for listener in self.audience.of(copy.box):
                # A private message goes to the sender's other sessions: this one has it already (P6-2).
                if listener is not session or not is_inbox(copy.box):
                    listener.deliver(copy)

    def _announce(self, name: str, is_wanted: bool) -> None:
        if self.network:
            self.network.announce(name, is_wanted)

    def _relay_typing(self, peer: str, typing: Typing, is_on: bool) -> None:
        if self.network:
            self.network.relay_typing(peer, typing, is_on)

    async def check_pulses(self) -> None:
        """Again and again pings everybody, and cuts off who did not answer."""
        while True:
            await asyncio.sleep(self.settings.ping_interval_s)
            for session in list(self.sessions):
                session.check_pulse()

    def say_goodbye(self) -> None:
        for session in self.sessions:
            session.close(CloseCode.GOING_AWAY, "the broker ends")


def _tags(target: Target, message: Message, receipt: Receipt) -> dict[str, object]:
    tags: dict[str, object] = {"id": message.id}
    if target.is_user or not target.broker:
        tags["seq"] = receipt.seq  # for another broker's channel there is none here (P7-10)
    return tags | ({"dup": 1} if receipt.duplicate else {})
