"""The tables of a network: which peers there are, what they want, what is queued for them, and how far theirs has come."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from posts import Arrival, Post

MAX_QUEUED = 100_000
"""Messages for one peer (P7-16)."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS peers (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS interest (peer TEXT, name TEXT, PRIMARY KEY (peer, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queued (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    peer TEXT NOT NULL,
    addressed INTEGER NOT NULL,
    message TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS queued_for ON queued (peer, number);
CREATE TABLE IF NOT EXISTS arrived (store TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class KnownPeer:
    name: str
    interest: frozenset[str]
    newest: int
    """The number of the newest message in its queue; 0 where it is empty."""


class QueueTables:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.lengths: dict[str, int] = {}
        """By peer, how many messages are queued for it."""
        self.dropped: dict[str, int] = {}
        """By peer, how many were dropped because its queue was full."""
        self.count()

    def count(self) -> None:
        """Counts anew: at the start, and when a transaction was undone."""
        self.lengths = dict(self._db.execute("SELECT peer, count(*) FROM queued GROUP BY peer"))

    def peers(self) -> list[KnownPeer]:
        names = [name for (name,) in self._db.execute("SELECT name FROM peers")]
        return [KnownPeer(name, self._interest_of(name), self._newest(name)) for name in names]

    def _interest_of(self, peer: str) -> frozenset[str]:
        return frozenset(name for (name,) in self._db.execute("SELECT name FROM interest WHERE peer = ?", (peer,)))

    def _newest(self, peer: str) -> int:
        number: int = self._db.execute("SELECT coalesce(max(number), 0) FROM queued WHERE peer = ?", (peer,)).fetchone()[0]
        return number

    def remember(self, peer: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO peers VALUES (?)", (peer,))

    def want(self, peer: str, names: Sequence[str], no_more: Sequence[str] | None) -> None:
        """:param no_more: None: it wants nothing but these names"""
        if no_more is None:
            self._db.execute("DELETE FROM interest WHERE peer = ?", (peer,))
        self._db.executemany("DELETE FROM interest WHERE peer = ? AND name = ?", [(peer, name) for name in no_more or ()])
        self._db.executemany("INSERT OR IGNORE INTO interest VALUES (?, ?)", [(peer, name) for name in names])

    def push(self, post: Post) -> tuple[tuple[str, int], ...]:
        """Queues a message for its peers, in the same transaction in which it is stored; the numbers it has there."""
        return tuple((peer, self._push(peer, post)) for peer in post.forward)

    def _push(self, peer: str, post: Post) -> int:
        message = post.message
        fields = {"target": post.target.name, "user": message.sender, "id": message.id, "time": message.time, "body": message.body}
        row = (peer, bool(post.target.broker), json.dumps(fields, ensure_ascii=False))
        number = self._db.execute("INSERT INTO queued (peer, addressed, message) VALUES (?, ?, ?)", row).lastrowid or 0
        self.lengths[peer] = self.lengths.get(peer, 0) + 1
        if self.lengths[peer] > MAX_QUEUED:
            self._drop_oldest(peer)
        return number

    def _drop_oldest(self, peer: str) -> None:
        """Of those for channels: what was addressed to the peer is not dropped, but refused when there is no room."""
        oldest = "SELECT min(number) FROM queued WHERE peer = ? AND NOT addressed"
        gone = self._db.execute(f"DELETE FROM queued WHERE number = ({oldest})", (peer,)).rowcount
        self.lengths[peer] -= gone
        self.dropped[peer] = self.dropped.get(peer, 0) + gone

    def page(self, peer: str, after: int, limit: int) -> list[tuple[int, str]]:
        """The first messages of a queue with a number above `after`, as JSON."""
        rows = self._db.execute(
            "SELECT number, message FROM queued WHERE peer = ? AND number > ? ORDER BY number LIMIT ?", (peer, after, limit)
        )
        return rows.fetchall()

    def arrived(self, peer: str, number: int) -> None:
        """The peer has stored all up to this number: they need not be kept."""
        gone = self._db.execute("DELETE FROM queued WHERE peer = ? AND number <= ?", (peer, number)).rowcount
        self.lengths[peer] = self.lengths.get(peer, 0) - gone

    def last_arrival(self, store: str) -> int:
        """The number of the last message that came from that store."""
        row = self._db.execute("SELECT number FROM arrived WHERE store = ?", (store,)).fetchone()
        return row[0] if row else 0

    def mark(self, arrival: Arrival) -> None:
        self._db.execute("INSERT OR REPLACE INTO arrived VALUES (?, ?)", (arrival.store, arrival.number))
