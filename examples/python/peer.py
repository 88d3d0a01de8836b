"""One other broker: what it wants, what is queued for it, and the conversation with it while it is linked."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from arrivals import BadArrival, message_of, names_of, number_of, typing_of
from frames import Refusal
from link import Fields, Link
from messages import Receipt
from patterns import is_pattern, matches
from posts import Post
from targets import boxes_of_arrival

if TYPE_CHECKING:
    from hub import Hub
    from store import Store

PAGE = 100
"""Messages that are sent before the line is waited for."""
PROBE_S = 1.0
"""So long has a line to show that it is alive, when another one wants its place."""


class Peer:
    """It stays when its line is lost: what it wants holds, and messages are queued for it."""

    def __init__(self, name: str, interest: Iterable[str], newest: int) -> None:
        self.name = name
        self.line: Conversation | None = None
        self.newest = newest
        """The number of the newest message in its queue."""
        self.awake = asyncio.Event()
        """There is something to send."""
        self.typing: deque[tuple[int, Fields]] = deque()
        """Who types, each behind the message with this number: so it stays in order with what was published."""
        self._channels: set[str] = set()
        self._patterns: set[str] = set()
        self.want(interest, ())

    def want(self, names: Iterable[str], no_more: Iterable[str] | None) -> None:
        """:param no_more: None: nothing but these names"""
        if no_more is None:
            self._channels, self._patterns = set(), set()
        for name in no_more or ():
            self._channels.discard(name)
            self._patterns.discard(name)
        for name in names:
            (self._patterns if is_pattern(name) else self._channels).add(name)

    def wants(self, channel: str) -> bool:
        return channel in self._channels or any(matches(pattern, channel) for pattern in self._patterns)

    def queue(self, number: int) -> None:
        self.newest = max(self.newest, number)
        self.awake.set()

    def say_typing(self, **fields: object) -> None:
        if self.line:
            self.typing.append((self.newest, fields))
            self.awake.set()


class Conversation:
    def __init__(self, hub: Hub, store: Store, peer: Peer, link: Link, store_name: str, *, dialled: bool) -> None:
        """:param store_name: the epoch of the peer's store"""
        self.store_name = store_name
        self.dialled = dialled
        self.peer = peer
        self.is_up = False
        """Whether the other side has let the line in, too."""
        self._hub = hub
        self._store = store
        self._link = link
        self._hello = asyncio.Event()
        self._heard = asyncio.Event()
        self._pong_due = False
        self._is_held_up = False
        self._last_sent = 0
        self._unsettled = 0
        self._settled = asyncio.Event()
        self._settled.set()

    async def run(self) -> None:
        """
        Returns when the line is lost.

        :raises OSError, EOFError, ValueError, sqlite3.Error: why it was
        """
        tasks = [asyncio.create_task(work) for work in (self._receive(), self._send(), self._watch())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            self._link.abort()

    def abort(self) -> None:
        self._link.abort()

    async def is_alive(self) -> bool:
        """Asks, and waits a moment for any sign of life."""
        self._heard.clear()
        self._link.send(kind="ping")
        try:
            async with asyncio.timeout(PROBE_S):
                await self._heard.wait()
            return True
        except TimeoutError:
            return False

    async def _watch(self) -> None:
        """The line is given up by the rule of sessions (P7-17)."""
        while not (self._pong_due and not self._is_held_up):
            self._pong_due = True
            self._link.send(kind="ping")
            await asyncio.sleep(self._hub.settings.ping_interval_s)
        raise TimeoutError("it is silent")

    async def _send(self) -> None:
        """Sends what is queued, page by page from the store, and who types in its place between."""
        last = await self._store.last_arrival(self.store_name)
        self._link.send(kind="hello", last=last, interest=self._hub.audience.interest)
        await self._hello.wait()
        while True:
            self.peer.awake.clear()
            newest = self.peer.newest
            page = await self._store.queued(self.peer.name, self._last_sent, PAGE)
            for number, message in page:
                self._say_typing(self._last_sent)
                self._link.send(kind="message", number=number, after=self._last_sent, **json.loads(message))
                self._last_sent = number
            self._say_typing(self._last_sent if page else newest)
            await self._link.drained()
            if not page:
                await self.peer.awake.wait()

    def _say_typing(self, until: int) -> None:
        waiting = self.peer.typing
        while waiting and waiting[0][0] <= until:
            self._link.send(kind="typing", **waiting.popleft()[1])

    def announce(self, name: str, is_wanted: bool) -> None:
        self._link.send(kind="interest", want=[name] if is_wanted else [], no_more=[] if is_wanted else [name])

    async def _hear_hello(self, fields: Fields) -> None:
        """What the peer says first: how far it has come, and what it wants."""
        self._last_sent = number_of(fields, "last")
        await self._store.arrived(self.peer.name, self._last_sent)
        await self._interest(names_of(fields, "interest"), None)
        self.is_up = True
        self._hello.set()

    async def _receive(self) -> None:
        while True:
            fields = await self._link.receive()
            self._heard.set()
            kind = fields.get("kind")
            if kind == "hello":
                await self._hear_hello(fields)
            elif kind == "message":
                await self._message(fields)
            elif kind == "arrived":
                await self._store.arrived(self.peer.name, number_of(fields, "number"))
            elif kind == "typing":
                await self._typing(fields)
            elif kind == "interest":
                await self._interest(names_of(fields, "want"), names_of(fields, "no_more"))
            elif kind == "ping":
                self._link.send(kind="pong")
            elif kind == "pong":
                self._pong_due = False
            else:
                raise BadArrival("an object of an unknown kind")

    async def _message(self, fields: Fields) -> None:
        """It is answered when it is stored; until then the peer keeps it."""
        if not self._hub.journal:
            return
        target, message, arrival = message_of(fields, self.peer.name, self.store_name)

        def settle(outcome: Receipt | Refusal) -> None:
            self._unsettled -= 1
            if self._unsettled == 0:
                self._settled.set()
            if isinstance(outcome, Refusal):
                self.abort()  # it comes again, and so does all that was sent behind it
                return
            self._hub.hand_on(message, outcome)
            if self._unsettled == 0 or arrival.number % PAGE == 0:
                self._link.send(kind="arrived", number=arrival.number)

        self._unsettled += 1
        self._settled.clear()
        self._is_held_up = True
        post = Post(message, boxes_of_arrival(target, message.sender), settle, target, arrival=arrival)
        await self._hub.journal.put(post)
        self._is_held_up = False

    async def _typing(self, fields: Fields) -> None:
        await self._settled.wait()  # what was published before comes before
        target, user, is_on = typing_of(fields, self.peer.name)
        if not self._hub.typists:
            return
        if is_on:
            self._hub.typists.arrive(target, user, self._hub.audience.of(target.name))
        else:
            self._hub.typists.stop(target.name, user)

    async def _interest(self, names: list[str], no_more: list[str] | None) -> None:
        """Kept first: what a peer wants holds while it is away, and after a restart (P7-9)."""
        await self._store.want(self.peer.name, names, no_more)
        self.peer.want(names, no_more)
        if self._hub.typists:
            self._hub.typists.join_peer(self.peer.name, self.peer.wants)


LOST = (OSError, EOFError, ValueError, sqlite3.Error)
"""What may end a conversation: a dead line, the end of one, nonsense on it, and a store that cannot be written."""
