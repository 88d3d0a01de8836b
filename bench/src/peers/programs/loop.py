# The loop that everyone writes first, in Python: `python3 loop.py PORT`.

import asyncio
import sys
from collections import defaultdict

import websockets

channels = defaultdict(set)


async def serve(client, *_path):
    joined = set()
    try:
        async for text in client:
            verb, channel, *body = text.split(":", 2)
            if verb == "SUBSCRIBE":
                channels[channel].add(client)
                joined.add(channel)
            elif verb == "PUBLISH":
                # The library's own way: it makes the frame once, and waits for no slow reader.
                websockets.broadcast(channels[channel], f"MSG:{channel}:{body[0]}")
    finally:
        for channel in joined:
            channels[channel].discard(client)


async def main():
    async with websockets.serve(serve, "127.0.0.1", int(sys.argv[1]), compression=None, ping_interval=None):
        await asyncio.Future()


asyncio.run(main())
