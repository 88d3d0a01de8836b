"""The store: an SQLite file, used by one thread of its own, so that nobody waits for the disk but who must."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from messages import Copy, Message, Receipt

ID_MEMORY_MS = 120_000
"""So long at least is the id of a message remembered (P3-7)."""
LOCK_LIMIT_S = 5.0
"""So long is a locked file waited for (P3-21)."""
LOCK_TRY_MS = 100
"""A locked file is tried again and again in small steps, so that the broker can end in between."""

# One line of numbers for the whole file: within each box they rise, and AUTOINCREMENT never gives one twice. What lies at or
# below its box's floor is no longer retained, and stays only until its id may be forgotten.
SCHEMA = """
CREATE TABLE IF NOT EXISTS store (epoch TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    box TEXT NOT NULL,
    shown TEXT NOT NULL,
    sender TEXT NOT NULL,
    id TEXT NOT NULL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_in_box ON messages (box, seq);
CREATE UNIQUE INDEX IF NOT EXISTS messages_by_id ON messages (box, shown, sender, id);
CREATE TABLE IF NOT EXISTS floors (box TEXT PRIMARY KEY, floor INTEGER NOT NULL) WITHOUT ROWID;
"""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a box stands."""

    newest: int
    """The highest number given in it; 0 where it is empty."""
    floor: int
    """The highest number that is no longer retained; 0 where everything is."""


class Store:
    def __init__(self, path: str, retain: int) -> None:
        """:raises sqlite3.Error: when the file cannot be opened, or is none of SQLite's"""
        self._retain = retain
        self._stopping = False
        self._pins: dict[str, list[int]] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._db = self._thread.submit(_open, path).result()
        self.epoch: str = self._thread.submit(self._prepare).result()

    async def write(self, publishes: Sequence[tuple[Message, tuple[tuple[str, str], ...]]], since: float) -> list[Receipt]:
        """
        Stores messages in one transaction; when this returns, they have been committed.

        :param publishes: each message with the boxes in which it is to lie, and what is shown of it there
        :param since: when the first of them was published, as `time.monotonic()` says
        :raises sqlite3.Error: when nothing was stored
        """
        return await self._in_thread(lambda: self._patiently(since, lambda: self._write(publishes)))

    async def head(self, box: str) -> Head:
        return await self._in_thread(lambda: self._head(box))

    async def page(self, box: str, after: int, limit: int, shown: str | None = None) -> list[Copy]:
        """The first messages with a number above `after`; with `shown`, of these only."""
        return await self._in_thread(lambda: self._page(box, after, limit, shown))

    async def before_last(self, box: str, count: int, shown: str | None = None) -> int:
        """The number after which the last `count` retained messages lie."""
        return await self._in_thread(lambda: self._before_last(box, count, shown))

    async def sweep(self) -> None:
        """Removes what is neither retained nor remembered."""
        await self._in_thread(lambda: self._patiently(time.monotonic(), self._sweep))

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

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _prepare(self) -> str:
        """Gives a new file its epoch, and obeys a limit that is lower than when the file was written."""

        def work() -> str:
            self._db.execute("INSERT INTO store SELECT ? WHERE NOT EXISTS (SELECT 1 FROM store)", (secrets.token_hex(8),))
            for (box,) in self._db.execute("SELECT DISTINCT box FROM messages").fetchall():
                self._raise_floor(box)
            epoch: str = self._db.execute("SELECT epoch FROM store").fetchone()[0]
            return epoch

        return self._patiently(time.monotonic(), work)

    def _patiently(self, since: float, work: Callable[[], Result]) -> Result:
        while True:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError as error:
                locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not locked or self._stopping or time.monotonic() - since >= LOCK_LIMIT_S:
                    raise
        with self._db:  # commits, or rolls back when something is raised
            return work()

    def _write(self, publishes: Sequence[tuple[Message, tuple[tuple[str, str], ...]]]) -> list[Receipt]:
        receipts = [self._store(message, boxes) for message, boxes in publishes]
        for box in {copy.box for receipt in receipts for copy in receipt.copies}:
            self._raise_floor(box)
        return receipts

    def _store(self, message: Message, boxes: tuple[tuple[str, str], ...]) -> Receipt:
        (own, shown), *_ = boxes
        known = self._db.execute(
            "SELECT seq FROM messages WHERE box = ? AND shown = ? AND sender = ? AND id = ?",
            (own, shown, message.sender, message.id),
        ).fetchone()
        if known:
            return Receipt((), known[0], True, message.id)
        copies = tuple(self._insert(Copy(box, shown, message)) for box, shown in boxes)
        return Receipt(copies, copies[0].seq, False, message.id)

    def _insert(self, copy: Copy) -> Copy:
        message = copy.message
        row = (copy.box, copy.shown, message.sender, message.id, message.time, message.body)
        seq = self._db.execute("INSERT INTO messages (box, shown, sender, id, time, body) VALUES (?, ?, ?, ?, ?, ?)", row).lastrowid
        return Copy(copy.box, copy.shown, message, seq)

    def _raise_floor(self, box: str) -> None:
        self._db.execute(
            "INSERT INTO floors SELECT box, seq FROM messages WHERE box = ? ORDER BY seq DESC LIMIT 1 OFFSET ?"
            " ON CONFLICT DO UPDATE SET floor = max(floor, excluded.floor)",
            (box, self._retain),
        )

    def _head(self, box: str) -> Head:
        (newest,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM messages WHERE box = ?", (box,)).fetchone()
        row = self._db.execute("SELECT floor FROM floors WHERE box = ?", (box,)).fetchone()
        return Head(newest, row[0] if row else 0)

    def _page(self, box: str, after: int, limit: int, shown: str | None) -> list[Copy]:
        rows = self._db.execute(
            "SELECT seq, shown, body, sender, id, time FROM messages WHERE box = ? AND seq > ? AND shown = coalesce(?, shown)"
            " ORDER BY seq LIMIT ?",
            (box, after, shown, limit),
        )
        return [Copy(box, target, Message(target, *rest), seq) for seq, target, *rest in rows]

    def _before_last(self, box: str, count: int, shown: str | None) -> int:
        floor = self._head(box).floor
        row = self._db.execute(
            "SELECT seq FROM messages WHERE box = ? AND seq > ? AND shown = coalesce(?, shown) ORDER BY seq DESC LIMIT 1 OFFSET ?",
            (box, floor, shown, count),
        ).fetchone()
        return row[0] if row else floor

    def _sweep(self) -> None:
        forgotten = int(time.time() * 1000) - ID_MEMORY_MS
        for box, floor in self._db.execute("SELECT box, floor FROM floors").fetchall():
            floor = min([floor, *self._pins.get(box, ())])
            self._db.execute("DELETE FROM messages WHERE box = ? AND seq <= ? AND time < ?", (box, floor, forgotten))


def _open(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=LOCK_LIMIT_S, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    # FULL writes through to the disk at every commit: an answered publish survives a loss of power (P3-2).
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(SCHEMA)
    db.execute(f"PRAGMA busy_timeout = {LOCK_TRY_MS}")
    return db
