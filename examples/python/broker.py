#!/usr/bin/env python3
"""
A complete broker in Python, without any package: `python3 broker.py 03` runs what stage 03 of the protocol asks for.

It takes its settings from the environment, says on standard output where it listens, and ends on SIGTERM or SIGINT.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import sys

from handshake import LINK_PROTOCOL, shake_hands
from hub import Hub
from session import Session
from settings import Settings, WrongSetting, read_settings
from store import Store
from websocket import Limits, WebSocket

LAST_STAGE = 6
FAREWELL_S = 1.5
"""So long do sessions have to end when the broker ends; it must be gone within 2 s (P0-4)."""


async def main(stage: int, settings: Settings, store: Store | None) -> None:
    """:raises OSError: when it cannot listen where it should"""
    hub = Hub(stage, settings, store)
    limits = Limits(settings.max_frame_bytes, settings.max_buffer_bytes)
    connections: set[asyncio.Task[None]] = set()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            connections.add(task)
            task.add_done_callback(connections.discard)
        takes_links = hub.network is not None and hub.network.takes_links
        protocol = await shake_hands(reader, writer, settings.allowed_origins, takes_links=takes_links)
        if hub.network and protocol == LINK_PROTOCOL:
            await hub.network.answer(reader, writer)
        elif protocol:
            session = Session(WebSocket(reader, writer, limits), hub)
            hub.sessions.add(session)
            if ended.is_set():
                hub.say_goodbye()  # it came in at the last moment
            await session.run()

    ended = _ended_by_signal()
    server = await asyncio.start_server(connect, settings.host, settings.port)
    background = [asyncio.create_task(hub.check_pulses())]
    if hub.journal:
        background += [asyncio.create_task(hub.journal.run()), asyncio.create_task(hub.journal.sweep())]
    host, port, *_ = server.sockets[0].getsockname()
    if hub.network:
        hub.network.start()
    print(f"listening at ws://{f'[{host}]' if ':' in host else host}:{port}", flush=True)

    await ended.wait()
    server.close()
    if hub.network:
        hub.network.close()
    hub.say_goodbye()
    if connections:
        await asyncio.wait(connections, timeout=FAREWELL_S)
    for task in [*connections, *background]:
        task.cancel()
    if store:
        store.close()


def _ended_by_signal() -> asyncio.Event:
    """Is set when the broker is asked to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(ended.set))
    return ended


def _stage(arguments: list[str]) -> int:
    if len(arguments) != 1 or not re.fullmatch(f"0?[1-{LAST_STAGE}]", arguments[0]):
        raise WrongSetting(f"which stage? Say python3 broker.py 0N, with N from 1 to {LAST_STAGE}")
    return int(arguments[0])


def _run() -> None:
    stage = _stage(sys.argv[1:])
    settings = read_settings(os.environ, stage)
    try:
        store = Store(settings.db_file, settings.retain_messages) if stage >= 2 else None
    except sqlite3.Error as error:
        raise WrongSetting(f"DB_FILE={settings.db_file} cannot be used ({error}): name a file of this broker, or a new one") from None
    try:
        asyncio.run(main(stage, settings, store))
    except OSError as error:
        raise WrongSetting(f"PORT={settings.port} on HOST={settings.host} cannot be listened on: {error.strerror}") from None


if __name__ == "__main__":
    try:
        _run()
    except WrongSetting as wrong:
        sys.exit(str(wrong))
