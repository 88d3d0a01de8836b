"""The brokers around this one: who is dialled, who is let in, and which one of two lines to the same broker stays."""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from frames import Refusal
from link import Greeting, Link, LinkRefused, dial, new_greeting
from peer import LOST, Conversation, Peer
from targets import Target

if TYPE_CHECKING:
    from hub import Hub
    from store import Store
    from typists import Typing

REDIAL_S = 1.0
"""A lost link is dialled again at least every 2 s, also while an earlier attempt hangs (P7-17)."""
GREETING_LIMIT_S = 10.0


class AlreadyLinked(LinkRefused):
    """There is a line to this broker, and it is alive: no second one is needed."""


class Oneself(LinkRefused):
    """The address is this broker's own."""


class Network:
    def __init__(self, hub: Hub, store: Store) -> None:
        self._hub = hub
        self._store = store
        self._name = hub.settings.broker_name
        self._secret = hub.settings.peer_secret
        self._peers = {known.name: Peer(known.name, known.interest, known.newest) for known in store.peers}
        self._met_at: dict[str, str] = {}
        """By address, the name of the broker that was met there."""
        self._doors: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """By name of a broker: one line is let in at a time, else two from the same one would not see each other."""
        self._own_addresses: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._complaints: dict[str, str] = {}
        self._is_over = False

    @property
    def takes_links(self) -> bool:
        return bool(self._secret)

    def knows(self, broker: str) -> bool:
        """Whether it was ever linked with this one (P7-12)."""
        return broker in self._peers

    def readers_of(self, target: Target) -> tuple[str, ...]:
        """
        The peers for which a message is queued.

        :raises Refusal: UNREACHABLE, when there is no room for a message that must reach one of them
        """
        if target.broker:
            if self._store.is_full(target.broker):
                raise Refusal("UNREACHABLE", f"{target.broker} was away for so long that no more can be kept for it")
            return (target.broker,)
        return () if target.is_user or target.is_alone else self.peers_that_want(target.name)

    def peers_that_want(self, channel: str) -> tuple[str, ...]:
        return tuple(name for name, peer in self._peers.items() if peer.wants(channel))

    def wake(self, queued: tuple[tuple[str, int], ...]) -> None:
        """Messages have been queued for these peers."""
        for name, number in queued:
            self._peers[name].queue(number)
            dropped = self._store.dropped(name)
            if dropped:
                self._complain(name, f"its queue is full, and its oldest messages are dropped: so far {dropped // 1000} thousand and more")

    def announce(self, name: str, is_wanted: bool) -> None:
        """Somebody here wants a channel or a pattern, or nobody does any more."""
        for peer in self._peers.values():
            if peer.line and not self._is_over:
                peer.line.announce(name, is_wanted)

    def relay_typing(self, peer: str, typing: Typing, is_on: bool) -> None:
        self._peers[peer].say_typing(target=typing.target.name, user=typing.user, is_on=is_on)

    def start(self) -> None:
        for address in self._hub.settings.peers:
            self._spawn(self._keep_linked(address))

    def close(self) -> None:
        """Ends all lines before the sessions end: what these wanted is still wanted when the broker is back."""
        self._is_over = True
        for task in self._tasks:
            task.cancel()
        for peer in self._peers.values():
            if peer.line:
                peer.line.abort()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _keep_linked(self, address: str) -> None:
        attempts: set[asyncio.Task[None]] = set()
        while address not in self._own_addresses:
            line = self._line_to(address)
            if not line or not line.is_up:
                attempt = self._spawn(self._dial(address))
                attempts.add(attempt)
                attempt.add_done_callback(attempts.discard)
            await asyncio.sleep(REDIAL_S)

    def _line_to(self, address: str) -> Conversation | None:
        peer = self._peers.get(self._met_at.get(address, ""))
        return peer.line if peer else None

    async def _dial(self, address: str) -> None:
        try:
            async with asyncio.timeout(GREETING_LIMIT_S):
                link = await dial(address)
        except LinkRefused as refused:
            self._complain(address, str(refused))
        except LOST:
            pass  # nobody is there: it is dialled again
        else:
            await self._converse(link, address, dialled=True)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Another broker has dialled this one; returns when the line has ended."""
        await self._converse(Link(reader, writer), "somebody", dialled=False)

    async def _converse(self, link: Link, who: str, *, dialled: bool) -> None:
        """:param who: the address that was dialled, or for the log whoever it may be"""
        conversation = None
        try:
            async with asyncio.timeout(GREETING_LIMIT_S):
                other = await link.greet(new_greeting(self._name, self._store.epoch), self._secret, dialled=dialled)
            if dialled:
                self._met_at[who] = other.name
            async with self._doors[other.name]:
                conversation = await self._let_in(link, other, dialled)
            self._complaints.pop(who, None)
            await conversation.run()
        except AlreadyLinked:
            pass
        except LinkRefused as refused:
            if isinstance(refused, Oneself):
                self._own_addresses.add(who)
            self._complain(who, str(refused))
        except LOST:
            pass  # whoever names the other in PEERS dials again
        finally:
            link.abort()
            if conversation:
                self._let_go(conversation)

    async def _let_in(self, link: Link, other: Greeting, dialled: bool) -> Conversation:
        """:raises LinkRefused: when the line is not wanted"""
        if other.store == self._store.epoch:
            raise Oneself("that is this broker itself")
        if other.name == self._name:
            raise LinkRefused(f"it is called {other.name} as this broker is: names must differ")
        peer = self._peers.get(other.name)
        old = peer.line if peer else None
        if old:
            # Both have dialled at once: the line of the one whose name comes first stays. Else an old line stays if it is
            # alive; one that is silent must not stand in the way of the one that replaces it (nats-server#1399).
            is_same = old.store_name == other.store
            comes_first = (self._name < other.name) == dialled
            if not (is_same and old.dialled != dialled and comes_first) and await old.is_alive():
                raise AlreadyLinked if is_same else LinkRefused(f"the name {other.name} is in use by another broker: names must differ")
            old.abort()
            self._let_go(old)
        if not peer:
            await self._store.remember_peer(other.name)
            peer = self._peers.setdefault(other.name, Peer(other.name, (), 0))
        peer.line = Conversation(self._hub, self._store, peer, link, other.store, dialled=dialled)
        return peer.line

    def _let_go(self, conversation: Conversation) -> None:
        peer = conversation.peer
        if peer.line is not conversation:
            return  # another one has taken its place
        peer.line = None
        peer.typing.clear()
        if self._hub.typists:
            self._hub.typists.lose_peer(peer.name)

    def _complain(self, who: str, text: str) -> None:
        """One line in the log, and not the same one again with every attempt."""
        if self._complaints.get(who) != text:
            self._complaints[who] = text
            print(f"no link with {who}: {text}", file=sys.stderr)
