"""
The way of a publish: it waits in line, is stored together with all that wait with it, and only then is handed on.

While one transaction is on its way to the disk, the next one gathers: many publishes share the price of a commit.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from frames import Frame, Refusal
from messages import Message, Receipt
from store import Store

if TYPE_CHECKING:
    from session import Session

MAX_WAITING = 1024
"""Publishes in line; whoever has one more is held up until there is room."""
MAX_BATCH = 64
"""Publishes in one transaction, and so what readers get in one go."""
SWEEP_INTERVAL_S = 30.0


@dataclass(frozen=True, slots=True)
class Publication:
    """A publish that was not refused, and who is to be told what became of it."""

    message: Message
    boxes: tuple[tuple[str, str], ...]
    """The boxes in which it is to lie, each with what `MSG:` shows there; the publisher's own first."""
    session: Session
    frame: Frame
    at: float = field(default_factory=time.monotonic)


Settle = Callable[[Publication, Receipt | Refusal], None]


class Journal:
    def __init__(self, store: Store, settle: Settle) -> None:
        """:param settle: called for each publication in turn, when it was stored or could not be"""
        self._store = store
        self._settle = settle
        self._line: asyncio.Queue[Publication] = asyncio.Queue(MAX_WAITING)
        self.between_commits = asyncio.Lock()
        """Whoever holds it knows that all that is stored was handed on: what comes next comes live."""

    async def put(self, publication: Publication) -> None:
        await self._line.put(publication)

    async def run(self) -> None:
        while True:
            batch = [await self._line.get()]
            while len(batch) < MAX_BATCH and not self._line.empty():
                batch.append(self._line.get_nowait())
            async with self.between_commits:
                for publication, outcome in zip(batch, await self._write(batch), strict=True):
                    self._settle(publication, outcome)

    async def _write(self, batch: list[Publication]) -> Sequence[Receipt | Refusal]:
        try:
            return await self._store.write([(each.message, each.boxes) for each in batch], batch[0].at)
        except sqlite3.Error as error:
            print(f"a publish could not be stored: {error}", file=sys.stderr)
            return [Refusal("INTERNAL", "the message could not be stored, and nobody got it: try again later")] * len(batch)

    async def sweep(self) -> None:
        """Again and again removes what is no longer needed."""
        while True:
            await asyncio.sleep(SWEEP_INTERVAL_S)
            try:
                await self._store.sweep()
            except sqlite3.Error as error:
                print(f"old messages could not be removed: {error}", file=sys.stderr)
