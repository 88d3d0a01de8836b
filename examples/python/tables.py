"""The tables of stored messages. All of it runs in the store's thread, within its transactions."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from messages import Copy, Message

ID_MEMORY_MS = 120_000
"""So long at least is the id of a message remembered (P3-7)."""

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
    body TEXT NOT NULL,
    origin TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_in_box ON messages (box, seq);
CREATE UNIQUE INDEX IF NOT EXISTS messages_by_id ON messages (box, shown, sender, id);
CREATE TABLE IF NOT EXISTS floors (box TEXT PRIMARY KEY, floor INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a box stands."""

    newest: int
    """The highest number given in it; 0 where it is empty."""
    floor: int
    """The highest number that is no longer retained; 0 where everything is."""


class MessageTables:
    def __init__(self, db: sqlite3.Connection, retain: int) -> None:
        self._db = db
        self._retain = retain

    def prepare(self) -> str:
        """Gives a new file its epoch, and obeys a limit that is lower than when the file was written."""
        self._db.execute("INSERT INTO store SELECT ? WHERE NOT EXISTS (SELECT 1 FROM store)", (secrets.token_hex(8),))
        self.raise_floors([box for (box,) in self._db.execute("SELECT DISTINCT box FROM messages")])
        epoch: str = self._db.execute("SELECT epoch FROM store").fetchone()[0]
        return epoch

    def known(self, message: Message, box: str, shown: str) -> int | None:
        """The number of a message with this id from this sender; None where there is none."""
        row = self._db.execute(
            "SELECT seq FROM messages WHERE box = ? AND shown = ? AND sender = ? AND id = ?", (box, shown, message.sender, message.id)
        ).fetchone()
        return row[0] if row else None

    def insert(self, copy: Copy) -> Copy:
        message = copy.message
        row = (copy.box, copy.shown, message.sender, message.id, message.time, message.body, message.origin)
        seq = self._db.execute(
            "INSERT INTO messages (box, shown, sender, id, time, body, origin) VALUES (?, ?, ?, ?, ?, ?, ?)", row
        ).lastrowid
        return Copy(copy.box, copy.shown, message, seq)

    def raise_floors(self, boxes: Sequence[str]) -> None:
        """What is older than the newest ones of a box is no longer retained (P3-20)."""
        for box in boxes:
            self._db.execute(
                "INSERT INTO floors SELECT box, seq FROM messages WHERE box = ? ORDER BY seq DESC LIMIT 1 OFFSET ?"
                " ON CONFLICT DO UPDATE SET floor = max(floor, excluded.floor)",
                (box, self._retain),
            )

    def head(self, box: str) -> Head:
        (newest,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM messages WHERE box = ?", (box,)).fetchone()
        row = self._db.execute("SELECT floor FROM floors WHERE box = ?", (box,)).fetchone()
        return Head(newest, row[0] if row else 0)

    def page(self, box: str, after: int, limit: int, shown: str | None) -> list[Copy]:
        rows = self._db.execute(
            "SELECT seq, shown, body, sender, id, time, origin FROM messages"
            " WHERE box = ? AND seq > ? AND shown = coalesce(?, shown) ORDER BY seq LIMIT ?",
            (box, after, shown, limit),
        )
        return [Copy(box, target, Message(target, *rest), seq) for seq, target, *rest in rows]

    def before_last(self, box: str, count: int, shown: str | None) -> int:
        floor = self.head(box).floor
        row = self._db.execute(
            "SELECT seq FROM messages WHERE box = ? AND seq > ? AND shown = coalesce(?, shown) ORDER BY seq DESC LIMIT 1 OFFSET ?",
            (box, floor, shown, count),
        ).fetchone()
        return row[0] if row else floor

    def sweep(self, pins: Mapping[str, Sequence[int]]) -> None:
        """:param pins: by box, the numbers above which nothing is removed"""
        forgotten = int(time.time() * 1000) - ID_MEMORY_MS
        for box, floor in self._db.execute("SELECT box, floor FROM floors").fetchall():
            lowest = min([floor, *pins.get(box, ())])
            self._db.execute("DELETE FROM messages WHERE box = ? AND seq <= ? AND time < ?", (box, lowest, forgotten))
