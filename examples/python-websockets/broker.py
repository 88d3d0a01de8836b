"""A broker of stage 01 with the library websockets: PORT=8765 python3 broker.py"""

import asyncio
import signal
from collections import defaultdict

import websockets
from protocol import HOST, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, PING_INTERVAL, PORT, Refusal, parse

channels = defaultdict(set)


def publish(channel, body):
    readers = channels[channel]
    for reader in list(readers):
        # broadcast() waits for nobody. What a reader has not taken lies in its transport, and only there can one see how much it is.
        if reader.transport.get_write_buffer_size() > MAX_BUFFER_BYTES:
            reader.transport.abort()
            readers.discard(reader)
    websockets.broadcast(readers, f"MSG:{channel}:{body}")


async def serve(session, _path=None):
    try:
        async for message in session:
            try:
                verb, channel, body = parse(message)
            except Refusal as refusal:
                await session.send(str(refusal))
                continue
            if verb == "SUBSCRIBE":
                channels[channel].add(session)
            elif verb == "UNSUBSCRIBE":
                channels[channel].discard(session)
            else:
                publish(channel, body)
    except websockets.ConnectionClosed:
        pass
    finally:
        for channel in [name for name, readers in channels.items() if session in readers]:
            channels[channel].discard(session)


async def main():
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    server = await websockets.serve(
        serve,
        HOST,
        PORT,
        max_size=MAX_FRAME_BYTES,
        compression=None,
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_INTERVAL,
        close_timeout=0.3,  # is waited up to four times: for both goodbyes and both ends of the connection
    )
    host, port = server.sockets[0].getsockname()[:2]
    print(f"ws://{host}:{port}", flush=True)
    await stop.wait()
    server.close()  # with 1001
    await asyncio.wait([asyncio.ensure_future(server.wait_closed())], timeout=1.5)  # who has not even shaken hands is not waited for


asyncio.run(main())
