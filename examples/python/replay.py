"""What was before: `HISTORY`, and a `SUBSCRIBE` that goes on where the client left off, with no gap and no duplicate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from frames import Frame
from messages import Copy
from store import Store
from tables import Head

if TYPE_CHECKING:
    from hub import Hub
    from session import Session

PAGE = 50
"""Messages that are read and sent before the reader is waited for."""


async def history(store: Store, session: Session, frame: Frame, count: int, box: str, shown: str | None) -> None:
    """
    Sends stored messages, the oldest first, and how far they go.

    :param box: the channel's, or the user's inbox
    :param shown: in an inbox, whose conversation
    """
    asked = frame.tag("since")
    if asked is None:
        after = await store.before_last(box, count, shown)
    else:
        after = max(int(asked), (await store.head(box)).floor)
    last = int(asked or 0)
    with _pinned(store, box, after):
        while count > 0 and (page := await store.page(box, after, min(count, PAGE), shown)):
            _send(session, page)
            await session.socket.drained()
            after = last = page[-1].seq or 0
            count -= len(page)
    tags: dict[str, object] = {"last": last}
    if await store.page(box, max(last, (await store.head(box)).floor), 1, shown):
        tags["more"] = 1
    session.answer(frame, frame.target or "", tags)


async def subscribe(hub: Hub, store: Store, session: Session, frame: Frame, box: str) -> None:
    """Subscribes a session to a box or, where it is subscribed already, only replays."""
    since = frame.tag("since")
    async with hub.between_commits:
        head = await store.head(box)
        # What came live is not sent again: a session that listens already gets what lies before that.
        live_since = session.live_since.get(box)
        recovered = since is not None and _is_whole(head, int(since), frame.tag("epoch"), store.epoch)
        if frame.tagged:
            tags: dict[str, object] = {} if since is None else {"recovered": int(recovered)}
            session.answer(frame, box, tags | {"seq": head.newest, "epoch": store.epoch})
        if live_since is None and not recovered:
            hub.listen(session, box, head.newest)
    if not recovered or since is None:
        return
    with _pinned(store, box, int(since)):
        if live_since is None:
            with hub.audience.expected(box):
                await _catch_up(hub, store, session, box, int(since), head.newest)
        else:
            await _replay(store, session, box, int(since), live_since)


def _is_whole(head: Head, since: int, epoch: str | None, own_epoch: str) -> bool:
    """Whether everything after `since` can be sent (P3-16)."""
    return epoch in (None, own_epoch) and head.floor <= since <= head.newest


async def _replay(store: Store, session: Session, box: str, after: int, until: int) -> None:
    while after < until and (page := await store.page(box, after, PAGE)):
        _send(session, [copy for copy in page if (copy.seq or 0) <= until])
        await session.socket.drained()
        after = page[-1].seq or 0


async def _catch_up(hub: Hub, store: Store, session: Session, box: str, after: int, newest: int) -> None:
    """
    Replays page by page, what comes in meanwhile included; the last page is sent between two commits, and then it listens.

    So nothing has to be held in memory for a reader that takes its time.
    """
    session.catching_up = box
    while session.catching_up:
        async with hub.between_commits:
            page = await store.page(box, after, PAGE)
            _send(session, page)
            if len(page) < PAGE:
                session.catching_up = None
                hub.listen(session, box, newest)
            else:
                after = page[-1].seq or 0
        await session.socket.drained()


def _send(session: Session, page: list[Copy]) -> None:
    session.socket.replay([session.encoded(copy) for copy in page])


@contextmanager
def _pinned(store: Store, box: str, after: int) -> Iterator[None]:
    store.pin(box, after)
    try:
        yield
    finally:
        store.unpin(box, after)
