"""
The way of a message: it waits in line, is stored together with all that wait with it, and only then is handed on.

While one transaction is on its way to the disk, the next one gathers: many publishes share the price of a commit.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Sequence

from frames import Refusal
from messages import Receipt
from posts import Post
from store import Store

MAX_WAITING = 1024
"""Messages in line; whoever has one more is held up until there is room."""
MAX_BATCH = 64
"""Messages in one transaction, and so what readers get in one go."""
SWEEP_INTERVAL_S = 30.0


class Journal:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._line: asyncio.Queue[Post] = asyncio.Queue(MAX_WAITING)
        self.between_commits = asyncio.Lock()
        """Whoever holds it knows that all that is stored was handed on: what comes next comes live."""

    async def put(self, post: Post) -> None:
        await self._line.put(post)

    async def run(self) -> None:
        while True:
            batch = [await self._line.get()]
            while len(batch) < MAX_BATCH and not self._line.empty():
                batch.append(self._line.get_nowait())
            async with self.between_commits:
                for post, outcome in zip(batch, await self._write(batch), strict=True):
                    post.settle(outcome)

    async def _write(self, batch: list[Post]) -> Sequence[Receipt | Refusal]:
        try:
            return await self._store.write(batch)
        except sqlite3.Error as error:
            print(f"a message could not be stored: {error}", file=sys.stderr)
            return [Refusal("INTERNAL", "the message could not be stored, and nobody got it: try again later")] * len(batch)

    async def sweep(self) -> None:
        """Again and again removes what is no longer needed."""
        while True:
            await asyncio.sleep(SWEEP_INTERVAL_S)
            try:
                await self._store.sweep()
            except sqlite3.Error as error:
                print(f"old messages could not be removed: {error}", file=sys.stderr)
