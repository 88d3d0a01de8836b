"""A broker of stage 01 with Tornado: PORT=8765 python3 broker.py"""

import asyncio
import signal
import sys
from collections import defaultdict
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketClosedError, WebSocketHandler

sys.path.append(str(Path(__file__).parent.parent / "python-websockets"))
from protocol import HOST, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, PING_INTERVAL, PORT, Refusal, parse

GOING_AWAY = 1001
channels = defaultdict(set)
sessions = set()


class Session(WebSocketHandler):
    def check_origin(self, _origin):
        return True

    def open(self):
        sessions.add(self)
        self.stream = self.ws_connection.stream

    def on_message(self, message):
        try:
            verb, channel, body = parse(message)
        except Refusal as refusal:
            self.send(str(refusal))
            return
        if verb == "SUBSCRIBE":
            channels[channel].add(self)
        elif verb == "UNSUBSCRIBE":
            channels[channel].discard(self)
        else:
            for reader in list(channels[channel]):
                reader.send(f"MSG:{channel}:{body}")

    def send(self, text):
        # What write_message returns need not be awaited: the frame lies in the buffer of the stream, which Tornado keeps to itself.
        if self.stream.closed():
            return
        if len(self.stream._write_buffer) > MAX_BUFFER_BYTES:
            self.stream.close()
            return
        try:
            self.write_message(text)
        except WebSocketClosedError:
            pass

    def on_close(self):
        sessions.discard(self)
        for readers in channels.values():
            readers.discard(self)


async def main():
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    app = Application(
        [("/", Session)],
        websocket_max_message_size=MAX_FRAME_BYTES,
        websocket_ping_interval=PING_INTERVAL,
        websocket_ping_timeout=PING_INTERVAL * 1.5,  # is counted from pong to pong: one interval would be just too short
    )
    sockets = bind_sockets(PORT, HOST)
    server = HTTPServer(app)
    server.add_sockets(sockets)
    host, port = sockets[0].getsockname()[:2]
    print(f"ws://{host}:{port}", flush=True)
    await stop.wait()
    server.stop()
    for session in list(sessions):
        session.close(GOING_AWAY)
    await asyncio.sleep(0.5)  # for the goodbyes to leave


asyncio.run(main())
