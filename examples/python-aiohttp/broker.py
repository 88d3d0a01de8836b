"""A broker of stage 01 with aiohttp: PORT=8765 python3 broker.py"""

import asyncio
import signal
import sys
from collections import defaultdict
from pathlib import Path

from aiohttp import WSMsgType, web

sys.path.append(str(Path(__file__).parent.parent / "python-websockets"))
from protocol import HOST, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, PING_INTERVAL, PORT, Refusal, parse

NORMAL, GOING_AWAY = 1000, 1001
stop = asyncio.Event()
channels = defaultdict(set)
sessions = set()


class Session:
    """A WebSocket with a queue in front: to await a send in a loop over all readers would let one slow reader stop everybody."""

    def __init__(self, socket, transport):
        self.socket = socket
        self.transport = transport
        self.queue = asyncio.Queue()
        self.waiting = 0

    def send(self, text):
        if self.waiting > MAX_BUFFER_BYTES:
            self.transport.abort()
            return
        self.waiting += len(text.encode())
        self.queue.put_nowait(text)

    async def write(self):
        while not self.socket.closed:
            text = await self.queue.get()
            await self.socket.send_str(text)
            self.waiting -= len(text.encode())


def obey(session, message):
    verb, channel, body = parse(message)
    if verb == "SUBSCRIBE":
        channels[channel].add(session)
    elif verb == "UNSUBSCRIBE":
        channels[channel].discard(session)
    else:
        for reader in channels[channel]:
            reader.send(f"MSG:{channel}:{body}")


async def serve(request):
    # Of max_msg_size, aiohttp means the first size that is too large. Its heartbeat waits for a pong half as long as it pauses.
    socket = web.WebSocketResponse(max_msg_size=MAX_FRAME_BYTES + 1, heartbeat=PING_INTERVAL, compress=False, timeout=0.5)
    await socket.prepare(request)
    session = Session(socket, request.transport)
    sessions.add(session)
    writing = asyncio.create_task(session.write())
    try:
        async for message in socket:
            if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                try:
                    obey(session, message.data)
                except Refusal as refusal:
                    session.send(str(refusal))
    finally:
        writing.cancel()
        sessions.discard(session)
        for readers in channels.values():
            readers.discard(session)
    # Where close() was called elsewhere, receiving ends first, and the goodbye is said here: by default with 1000.
    await socket.close(code=GOING_AWAY if stop.is_set() else NORMAL)
    return socket


async def main():
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    app = web.Application()
    app.router.add_get("/", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, HOST, PORT)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(f"ws://{host}:{port}", flush=True)
    await stop.wait()
    goodbyes = [session.socket.close(code=GOING_AWAY) for session in sessions]
    await asyncio.wait([asyncio.gather(*goodbyes)], timeout=1)


asyncio.run(main())
