"""A broker of stage 02 with the library websockets, and SQLite from Python itself: PORT=8765 DB_FILE=messages.db python3 broker02.py"""

import asyncio
import os
import re
import signal
import sqlite3
import time
import uuid
from collections import defaultdict

import websockets
from protocol import COMMANDS, HOST, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, PING_INTERVAL, PORT, Refusal, number, parse

DB_FILE = os.environ.get("DB_FILE") or "messages.db"
RETAIN_MESSAGES = number("RETAIN_MESSAGES", 10_000)
REMEMBER_MS = 120_000
PAGE = 100

VERBS = COMMANDS | {"HISTORY": None}
BROKERS_OWN = {"seq", "time", "from", "origin", "dup", "recovered", "last", "more"}
GRAMMAR = {"id": r"[A-Za-z0-9_.-]{1,64}", "label": r"[A-Za-z0-9_.-]{1,64}", "since": r"[0-9]{1,15}"}


class Store:
    """The messages of each channel are numbered without a gap: the newest number says which of them are retained."""

    def __init__(self):
        self.lock = sqlite3.connect(f"{DB_FILE}-lock", timeout=2, isolation_level=None)
        try:
            self.lock.execute("BEGIN EXCLUSIVE")  # until this process ends, however it ends
        except sqlite3.OperationalError:
            raise SystemExit(f"DB_FILE={DB_FILE} is another broker's: give this one a file of its own")
        self.db = sqlite3.connect(DB_FILE, timeout=5, isolation_level=None)
        self.db.executescript(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS store (epoch TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS messages (
                channel TEXT, seq INTEGER, id TEXT, time INTEGER, body TEXT, PRIMARY KEY (channel, seq)
            ) WITHOUT ROWID;
            CREATE UNIQUE INDEX IF NOT EXISTS ids ON messages (channel, id);
            """
        )
        self.db.execute("INSERT INTO store SELECT ? WHERE NOT EXISTS (SELECT * FROM store)", [uuid.uuid4().hex])
        [self.epoch] = self.db.execute("SELECT epoch FROM store").fetchone()

    def append(self, channel, id, body):
        """Stores a message, unless its id is known: its seq and time, and whether it was new. It is committed when this returns."""
        with self:
            known = self.db.execute("SELECT seq, time FROM messages WHERE channel = ? AND id = ?", [channel, id]).fetchone()
            if known:
                return *known, False
            seq, now = self.newest(channel) + 1, time.time_ns() // 1_000_000
            self.db.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?)", [channel, seq, id, now, body])
            gone = [channel, seq - RETAIN_MESSAGES, now - REMEMBER_MS]
            self.db.execute("DELETE FROM messages WHERE channel = ? AND seq <= ? AND time < ?", gone)
            return seq, now, True

    def newest(self, channel):
        return self.db.execute("SELECT coalesce(max(seq), 0) FROM messages WHERE channel = ?", [channel]).fetchone()[0]

    def floor(self, channel):
        """What has this number or a lower one is no longer retained, though its id may be remembered."""
        return max(0, self.newest(channel) - RETAIN_MESSAGES)

    def read(self, channel, after, count, until=2**60):
        bounds = [channel, max(after, self.floor(channel)), until, count]
        return self.db.execute(
            "SELECT seq, id, time, body FROM messages WHERE channel = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?", bounds
        ).fetchall()

    def __enter__(self):
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, error, *_):
        self.db.execute("ROLLBACK" if error else "COMMIT")


store = Store()
channels = defaultdict(set)


class Session:
    def __init__(self, socket):
        self.socket = socket
        self.tagged = False
        self.starts = {}
        """For each channel that it is subscribed to, the newest number when that began."""

    async def send(self, frame, tags):
        try:
            await asyncio.wait_for(self.socket.send(tag(tags) + frame if self.tagged or "label" in tags else frame), 2 * PING_INTERVAL)
        except asyncio.TimeoutError:  # the library's pings wait behind what it does not take: it has answered none
            self.socket.transport.abort()


def tag(tags):
    return "@" + ";".join(f"{key}={value}" for key, value in tags.items()) + " " if tags else ""


def split_tags(message):
    """The tags, None where there are none, and the frame behind them."""
    if not isinstance(message, str) or not message.startswith("@"):
        return None, message
    listed, space, frame = message[1:].partition(" ")
    pairs = [each.partition("=")[::2] for each in listed.split(";")]
    if not space or not all(re.fullmatch(r"[a-z-]+", key) for key, _ in pairs):
        raise Refusal("BAD_FRAME", "tags look like @label=1;id=x, with a space behind them")
    return dict(pairs), frame


def check(tags):
    for key, value in tags.items():
        if key in BROKERS_OWN:
            raise Refusal("BAD_FRAME", f"the tag {key} is for the broker to set")
        if key in GRAMMAR and not re.fullmatch(GRAMMAR[key], value):
            raise Refusal("BAD_FRAME", f"the tag {key} must look like {GRAMMAR[key]}")


async def receive(session, message):
    label = {}
    try:
        tags, frame = split_tags(message)
        session.tagged = session.tagged or tags is not None
        if tags and re.fullmatch(GRAMMAR["label"], tags.get("label", "")):
            label = {"label": tags["label"]}
        check(tags or {})
        verb, channel, body = parse(frame, VERBS)
        answer = await HANDLERS[verb](session, channel, body, tags or {}, label)
        if answer is not None and (tags is not None or verb == "HISTORY"):
            await session.send(f"OK:{verb}:{channel}", label | answer)
    except Refusal as refusal:
        await session.send(str(refusal), label)
    except sqlite3.Error as error:
        await session.send(f"ERROR:INTERNAL:the store failed: {error}", label)


async def publish(_session, channel, body, tags, _label):
    id = tags.get("id") or uuid.uuid4().hex
    seq, stamp, is_new = store.append(channel, id, body)
    if not is_new:
        return {"seq": seq, "id": id, "dup": 1}
    plain = f"MSG:{channel}:{body}"
    readers = channels[channel]
    for reader in list(readers):
        if reader.socket.transport.get_write_buffer_size() > MAX_BUFFER_BYTES:
            reader.socket.transport.abort()
            readers.discard(reader)
    websockets.broadcast([each.socket for each in readers if not each.tagged], plain)
    websockets.broadcast([each.socket for each in readers if each.tagged], tag({"seq": seq, "id": id, "time": stamp}) + plain)
    return {"seq": seq, "id": id}


async def subscribe(session, channel, _body, tags, label):
    newest, since = store.newest(channel), int(tags["since"]) if "since" in tags else None
    answer = {"seq": newest, "epoch": store.epoch}
    if since is None:
        begin(session, channel, newest)
        return answer
    recovered = tags.get("epoch", store.epoch) == store.epoch and store.floor(channel) <= since <= newest
    await session.send(f"OK:SUBSCRIBE:{channel}", label | answer | {"recovered": int(recovered)})
    cursor = since
    # An awaited send is what makes a replay wait for its reader. What is published meanwhile comes with a later page.
    while recovered and (page := store.read(channel, cursor, PAGE, session.starts.get(channel, 2**60))):
        if page[0][0] != cursor + 1:
            return session.socket.transport.abort()  # retention was faster: it comes back, and learns so
        for seq, *rest in page:
            await send_stored(session, channel, seq, *rest)
            cursor = seq
    begin(session, channel, max(newest, cursor))  # without an await since the last look
    return None


def begin(session, channel, newest):
    session.starts.setdefault(channel, newest)
    channels[channel].add(session)


async def unsubscribe(session, channel, _body, _tags, _label):
    session.starts.pop(channel, None)
    channels[channel].discard(session)
    return {}


async def history(session, channel, body, tags, _label):
    if body is not None and not re.fullmatch(r"0*[1-9][0-9]*", body):
        raise Refusal("BAD_FRAME", "behind the channel, HISTORY takes how many messages, as in HISTORY:news:20")
    digits = (body or "50").lstrip("0")
    count = min(int(digits), 1000) if len(digits) < 5 else 1000
    last = int(tags["since"]) if "since" in tags else None
    messages = store.read(channel, max(0, store.newest(channel) - count) if last is None else last, count)
    for message in messages:
        await send_stored(session, channel, *message)
        last = message[0]
    more = {"more": 1} if store.read(channel, last or 0, 1) else {}
    return {"last": last or 0} | more


async def send_stored(session, channel, seq, id, stamp, body):
    await session.send(f"MSG:{channel}:{body}", {"seq": seq, "id": id, "time": stamp})


HANDLERS = {"PUBLISH": publish, "SUBSCRIBE": subscribe, "UNSUBSCRIBE": unsubscribe, "HISTORY": history}


async def serve(socket, _path=None):
    session = Session(socket)
    try:
        async for message in socket:
            await receive(session, message)
    except websockets.ConnectionClosed:
        pass
    finally:
        for channel in session.starts:
            channels[channel].discard(session)


async def main():
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    limits = {"max_size": MAX_FRAME_BYTES, "compression": None, "close_timeout": 0.3}
    pings = {"ping_interval": PING_INTERVAL, "ping_timeout": PING_INTERVAL}
    server = await websockets.serve(serve, HOST, PORT, **limits, **pings)
    host, port = server.sockets[0].getsockname()[:2]
    print(f"ws://{host}:{port}", flush=True)
    await stop.wait()
    server.close()
    await asyncio.wait([asyncio.ensure_future(server.wait_closed())], timeout=1.5)


asyncio.run(main())
