"""What all sessions share: who listens to what, what may be done, and where a message goes."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from auth import Identity, Verifier
from commands import commands_of
from frames import Frame, Refusal
from inbox import FIRST_STAGE_WITH_INBOXES, boxes_for, inbox_of, is_inbox
from journal import Journal, Publication
from messages import Copy, Message, Receipt
from settings import Settings
from store import Store
from typists import Typists
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
        self.journal = Journal(store, self._settle) if store else None
        self.verifier = Verifier(settings.auth_secret) if stage >= 3 else None
        self.typists = Typists(settings.typing_expiry_s) if stage >= 4 else None
        self.sessions: set[Session] = set()
        self._listeners: dict[str, set[Session]] = {}

    @property
    def between_commits(self) -> AbstractAsyncContextManager[None]:
        if not self.journal:
            raise RuntimeError("a broker without a store commits nothing")
        return self.journal.between_commits

    def listeners(self, box: str) -> set[Session]:
        return self._listeners.get(box, set())

    def listen(self, session: Session, box: str, newest: int) -> None:
        """:param newest: the newest number in the box: what is above it comes live"""
        if box in session.live_since:
            return
        session.live_since[box] = newest
        self._listeners.setdefault(box, set()).add(session)
        if self.typists and not is_inbox(box):
            self.typists.join(box, session)

    def stop_listening(self, session: Session, box: str) -> None:
        if session.live_since.pop(box, None) is None:
            return
        self._listeners[box].discard(session)
        if not self._listeners[box]:
            del self._listeners[box]
        if self.typists:
            self.typists.leave(session, box)

    def leave(self, session: Session) -> None:
        """A session has ended: nothing of it stays behind (P2-8)."""
        self.sessions.discard(session)
        for box in list(session.live_since):
            self.stop_listening(session, box)
        if self.typists:
            self.typists.leave(session)

    def require_publishing(self, session: Session, target: str) -> None:
        if session.identity and not session.identity.rights.may_publish(target):
            raise Refusal("FORBIDDEN", f"your token does not allow you to publish to {target}")

    def require_reading(self, session: Session, channel: str) -> None:
        if session.identity and not session.identity.rights.may_subscribe(channel):
            raise Refusal("FORBIDDEN", f"your token does not allow you to read {channel}")

    async def admit(self, session: Session, identity: Identity) -> None:
        """The session has shown a good token: its first, or a newer one of the same user."""
        first = session.identity is None
        session.admit_user(identity)
        if first and self.stage >= FIRST_STAGE_WITH_INBOXES and self.store:
            inbox = inbox_of(identity.user)
            async with self.between_commits:
                self.listen(session, inbox, (await self.store.head(inbox)).newest)
        for box in list(session.live_since):
            if not is_inbox(box) and not identity.rights.may_subscribe(box):
                self.stop_listening(session, box)

    async def publish(self, message: Message, session: Session, frame: Frame) -> None:
        """Takes a message that is not refused. What becomes of it is told later; with a store, when it was committed."""
        publication = Publication(message, boxes_for(message.target, message.sender), session, frame)
        session.published()
        if self.journal:
            await self.journal.put(publication)
        else:
            self._settle(publication, Receipt((Copy(message.target, message.target, message),)))

    def _settle(self, publication: Publication, outcome: Receipt | Refusal) -> None:
        session, frame, message = publication.session, publication.frame, publication.message
        if isinstance(outcome, Refusal):
            session.refuse(frame, outcome)
        else:
            if self.typists and outcome.copies:
                self.typists.stop(message.target, message.sender)  # before her message (P5-5)
            for copy in outcome.copies:
                self._deliver(copy, publication)
            if frame.tagged:
                tags: dict[str, object] = {"seq": outcome.seq, "id": outcome.id}
                session.answer(frame, message.target, tags | ({"dup": 1} if outcome.duplicate else {}))
        session.publish_settled()

    def _deliver(self, copy: Copy, publication: Publication) -> None:
        for listener in self.listeners(copy.box):
            # A private message goes to the sender's other sessions: this one has it already (P6-2).
            if listener is not publication.session or not is_inbox(copy.box):
                listener.deliver(copy)

    async def check_pulses(self) -> None:
        """Again and again pings everybody, and cuts off who did not answer."""
        while True:
            await asyncio.sleep(self.settings.ping_interval_s)
            for session in list(self.sessions):
                session.check_pulse()

    def say_goodbye(self) -> None:
        for session in self.sessions:
            session.close(CloseCode.GOING_AWAY, "the broker ends")
