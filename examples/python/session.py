"""One client, from its connection to its end: its frames are read by one task, and obeyed one after the other by another."""

from __future__ import annotations

import asyncio
import time
import traceback
from typing import TYPE_CHECKING

from commands import Body, Command
from frames import Frame, Refusal, format_frame, parse_frame
from messages import Copy
from patterns import matches
from websocket import WebSocket
from wire import CloseCode, encode_text

if TYPE_CHECKING:
    from auth import Identity
    from hub import Hub

COMMANDS_AHEAD = 64
"""Frames that are read before the ones in front of them were obeyed; then the socket is not read, and TCP slows the client."""
MAX_FAILURES = 5


class Session:
    def __init__(self, socket: WebSocket, hub: Hub) -> None:
        self.socket = socket
        self.identity: Identity | None = None
        self.tagged = False
        """Whether it has ever sent tags: then it gets them."""
        self.live_since: dict[str, int] = {}
        """The channels, patterns and the inbox that it listens to, each with the newest number there when it began."""
        self.catching_up: str | None = None
        """The channel of which a replay is under way that reads from the store what comes in: it does not come through a pattern, too."""
        self._hub = hub
        self._commands: asyncio.Queue[str | bytes | None] = asyncio.Queue(COMMANDS_AHEAD)
        self._ended = False
        self._failures = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._drains = 0
        self._unsettled = 0
        self._settled = asyncio.Event()
        self._settled.set()

    @property
    def user(self) -> str:
        """Empty before it has authenticated, and in the stages that know no users."""
        return self.identity.user if self.identity else ""

    def hears(self, channel: str) -> bool:
        """Whether one of its subscriptions matches."""
        return any(matches(name, channel) for name in self.live_since)

    async def run(self) -> None:
        """Returns when the client has gone, and all that it had asked for is done."""
        if self._hub.verifier:
            self._expect(self._hub.settings.auth_timeout_s)
        receiving = asyncio.create_task(self._receive())
        try:
            while (message := await self._commands.get()) is not None:
                await self._obey(parse_frame(message, self._hub.stage))
        finally:
            self._hub.leave(self)
            if self._deadline:
                self._deadline.cancel()
            receiving.cancel()

    async def _receive(self) -> None:
        try:
            async for message in self.socket:
                await self._commands.put(message)
        except Exception:
            traceback.print_exc()
        await self._commands.put(None)

    def check_pulse(self) -> None:
        """
        Pings it; cuts it off when the last ping was not answered. While its frames wait for us, its answer may be among them: then it
        has to take something of its replay.
        """
        takes = self._commands.full() and self.socket.drains > self._drains
        if self.socket.pong_is_due and not takes:
            self.socket.abort()
        else:
            self._drains = self.socket.drains
            self.socket.ping()

    async def _obey(self, frame: Frame) -> None:
        if self._over():
            return
        self.tagged = self.tagged or frame.tagged
        try:
            command = self._admit(frame)
            if command.waits:
                await self.settled()
            await command.handle(self._hub, self, frame)
        except Refusal as refusal:
            await self.settled()  # answers keep the order of the commands
            self.refuse(frame, refusal)
        except ConnectionError:
            pass  # it went away in the middle of a replay
        except Exception:
            # A mistake of ours costs one answer, and not the broker its life.
            traceback.print_exc()
            self.refuse(frame, Refusal("INTERNAL", "the broker has made a mistake"))

    def _admit(self, frame: Frame) -> Command:
        """The command that a frame is for. The refusals come in the order of the protocol (P1-16)."""
        if frame.refusal:
            raise frame.refusal
        if self._hub.verifier and not self.identity and frame.verb != "AUTH":
            raise Refusal("UNAUTHORIZED", "say who you are first: AUTH:<token>")
        command = self._hub.commands.get(frame.verb)
        if not command:
            raise Refusal("UNKNOWN_COMMAND", f"{frame.verb[:32]} is not known here")
        if command.body is not Body.ARGUMENT:
            if frame.target is None:
                raise Refusal("BAD_FRAME", f"{frame.verb} needs a target, as in {command.example}")
            if command.body is Body.REQUIRED and frame.body is None:
                raise Refusal("BAD_FRAME", f"{frame.verb} needs a body, as in {command.example}")
            if command.body is Body.NONE and frame.body is not None:
                raise Refusal("BAD_FRAME", f"{frame.verb} takes no body: {command.example} is all")
        return command

    def send(self, encoded: bytes) -> None:
        self.socket.send(encoded)

    def deliver(self, copy: Copy) -> None:
        if copy.box != self.catching_up and not self._over():
            self.send(self.encoded(copy))

    def encoded(self, copy: Copy) -> bytes:
        return copy.tagged if self.tagged else copy.plain

    def answer(self, frame: Frame, target: str, tags: dict[str, object] | None = None) -> None:
        """`OK:<verb>:<target>`, with these tags where the session understands tags, and with the frame's own label."""
        shown = (tags or {}) if self.tagged else {}
        self.send(encode_text(format_frame(_label(frame) | shown, "OK", frame.verb, target)))

    def refuse(self, frame: Frame, refusal: Refusal) -> None:
        self.send(encode_text(format_frame(_label(frame), "ERROR", refusal.code, refusal.text)))

    def count_failure(self) -> bool:
        """Whether this failure to authenticate was one too many."""
        self._failures += 1
        return self._failures >= MAX_FAILURES

    def admit_user(self, identity: Identity) -> None:
        self.identity = identity
        self._expect(identity.expires - time.time())

    def _expect(self, seconds: float) -> None:
        """The session is closed after this time, unless a good token says otherwise."""
        if self._deadline:
            self._deadline.cancel()
        self._deadline = asyncio.get_running_loop().call_later(seconds, self.close, CloseCode.UNAUTHORIZED, "authenticate")

    def _over(self) -> bool:
        """Whether the broker has closed it, or must: a timer may come late, and at `exp` it is over (P4-9)."""
        if self.identity and self.identity.expires <= time.time():
            self.close(CloseCode.UNAUTHORIZED, "the token has expired")
        return self._ended

    def close(self, code: int, reason: str = "") -> None:
        """From now on nothing that it has sent is obeyed, and it gets nothing more."""
        self._ended = True
        self.socket.close(code, reason)

    def published(self) -> None:
        """One more publish of it is on its way to the store."""
        self._unsettled += 1
        self._settled.clear()

    def publish_settled(self) -> None:
        self._unsettled -= 1
        if self._unsettled == 0:
            self._settled.set()

    async def settled(self) -> None:
        """Waits until all that it has published was stored and handed on, so that what it asks next sees it (P2-6)."""
        await self._settled.wait()


def _label(frame: Frame) -> dict[str, object]:
    return {"label": frame.label} if frame.label else {}
