"""The store: an SQLite file, used by one thread of its own, so that nobody waits for the disk but who must."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import queues
import tables
from frames import Refusal
from messages import Copy, Receipt
from posts import Post
from queues import KnownPeer, QueueTables
from tables import Head, MessageTables

LOCK_LIMIT_S = 5.0
"""So long is a locked file waited for (P3-21)."""
LOCK_TRY_MS = 100
"""A locked file is tried again and again in small steps, so that the broker can end in between."""

Result = TypeVar("Result")


class Store:
    def __init__(self, path: str, retain: int) -> None:
        """:raises sqlite3.Error: when the file cannot be opened, is none of SQLite's, or another broker has it"""
        self._lock = _take(path)
        self._stopping = False
        self._pins: dict[str, list[int]] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._db = self._thread.submit(_open, path).result()
        self._messages = MessageTables(self._db, retain)
        self._queues = self._thread.submit(lambda: QueueTables(self._db)).result()
        self.epoch: str = self._thread.submit(lambda: self._patiently(self._messages.prepare)).result()
        self.peers: list[KnownPeer] = self._thread.submit(self._queues.peers).result()
        """As they were when the broker started."""

    async def write(self, posts: Sequence[Post]) -> list[Receipt | Refusal]:
        """
        Stores messages in one transaction, and queues them for peers; when this returns, all of it has been committed.

        :raises sqlite3.Error: when nothing was stored
        """
        return await self._in_thread(lambda: self._patiently(lambda: self._write(posts), posts[0].at))

    async def head(self, box: str) -> Head:
        return await self._in_thread(lambda: self._messages.head(box))

    async def page(self, box: str, after: int, limit: int, shown: str | None = None) -> list[Copy]:
        """The first messages with a number above `after`; with `shown`, of these only."""
        return await self._in_thread(lambda: self._messages.page(box, after, limit, shown))

    async def before_last(self, box: str, count: int, shown: str | None = None) -> int:
        """The number after which the last `count` retained messages lie."""
        return await self._in_thread(lambda: self._messages.before_last(box, count, shown))

    async def sweep(self) -> None:
        """Removes what is neither retained nor remembered."""
        await self._change(lambda: self._messages.sweep(self._pins))

    async def remember_peer(self, peer: str) -> None:
        await self._change(lambda: self._queues.remember(peer))

    async def want(self, peer: str, names: Sequence[str], no_more: Sequence[str] | None) -> None:
        """Keeps what a peer is interested in; with None, in nothing but these names."""
        await self._change(lambda: self._queues.want(peer, names, no_more))

    async def queued(self, peer: str, after: int, limit: int) -> list[tuple[int, str]]:
        """The first messages in the queue for a peer with a number above `after`, as JSON."""
        return await self._in_thread(lambda: self._queues.page(peer, after, limit))

    async def arrived(self, peer: str, number: int) -> None:
        """A peer has stored what was queued for it, up to this number."""
        await self._change(lambda: self._queues.arrived(peer, number))

    async def last_arrival(self, store: str) -> int:
        return await self._in_thread(lambda: self._queues.last_arrival(store))

    def is_full(self, peer: str) -> bool:
        """Whether no further message can be queued for a peer."""
        return self._queues.lengths.get(peer, 0) >= queues.MAX_QUEUED

    def dropped(self, peer: str) -> int:
        """How many messages have been dropped because the queue was full."""
        return self._queues.dropped.get(peer, 0)

    def pin(self, box: str, after: int) -> None:
        """From now on what lies after this number is not removed: a replay is on its way through it."""
        self._pins.setdefault(box, []).append(after)

    def unpin(self, box: str, after: int) -> None:
        self._pins[box].remove(after)
        if not self._pins[box]:
            del self._pins[box]

    def close(self) -> None:
        self._stopping = True
        self._thread.submit(self._db.close)
        self._thread.shutdown()
        self._lock.close()

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _change(self, work: Callable[[], None]) -> None:
        await self._in_thread(lambda: self._patiently(work))

    def _patiently(self, work: Callable[[], Result], since: float | None = None) -> Result:
        """Does it in a transaction; waits for a locked file, but no longer than is right for what has waited since then."""
        since = time.monotonic() if since is None else since
        while True:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError as error:
                locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not locked or self._stopping or time.monotonic() - since >= LOCK_LIMIT_S:
                    raise
        try:
            with self._db:  # commits, or rolls back when something is raised
                return work()
        except sqlite3.Error:
            self._queues.count()
            raise

    def _write(self, posts: Sequence[Post]) -> list[Receipt | Refusal]:
        outcomes = [self._store(post) for post in posts]
        copies = [copy for outcome in outcomes if isinstance(outcome, Receipt) for copy in outcome.copies]
        self._messages.raise_floors(list({copy.box for copy in copies}))
        return outcomes

    def _store(self, post: Post) -> Receipt | Refusal:
        if post.arrival:
            last = self._queues.last_arrival(post.arrival.store)
            if post.arrival.number <= last:
                return Receipt((), duplicate=True)  # sent again because our word that it is here was lost
            if post.arrival.after > last:
                return Refusal("INTERNAL", "the message before it could not be stored")
            self._queues.mark(post.arrival)
        (own, shown), *_ = post.boxes
        known = self._messages.known(post.message, own, shown)
        if known is not None:
            return Receipt((), known, duplicate=True)
        copies = tuple(self._messages.insert(Copy(box, shown, post.message)) for box, shown in post.boxes)
        return Receipt(copies, copies[0].seq, queued=self._queues.push(post))


def _take(path: str) -> sqlite3.Connection:
    """Locks a file beside it, until the process ends, however it ends (P3-22): others may still look into the file itself."""
    lock = sqlite3.connect(f"{path}-lock", timeout=LOCK_LIMIT_S, isolation_level=None, check_same_thread=False)
    lock.execute("BEGIN EXCLUSIVE")
    return lock


def _open(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=LOCK_LIMIT_S, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    # FULL writes through to the disk at every commit: an answered publish survives a loss of power (P3-2).
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(tables.SCHEMA + queues.SCHEMA)
    db.execute(f"PRAGMA busy_timeout = {LOCK_TRY_MS}")
    return db
