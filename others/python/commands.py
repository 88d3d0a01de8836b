"""What a client can ask for: one verb, one handler."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import replay
from frames import Frame, Refusal
from inbox import check_target, inbox_of, is_inbox
from messages import Message
from wire import CloseCode

if TYPE_CHECKING:
    from hub import Hub
    from session import Session

DEFAULT_HISTORY = 50
MAX_HISTORY = 1000


class Body(Enum):
    NONE = auto()
    REQUIRED = auto()
    OPTIONAL = auto()
    ARGUMENT = auto()
    """No target and no body: all after the first colon is one argument."""


Handler = Callable[["Hub", "Session", Frame], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    handle: Handler
    example: str
    body: Body = Body.NONE
    first_stage: int = 1
    waits: bool = True
    """Whether it is obeyed only when the session's publishes before it were stored and handed on."""


def commands_of(stage: int) -> dict[str, Command]:
    return {verb: command for verb, command in COMMANDS.items() if command.first_stage <= stage}


async def _subscribe(hub: Hub, session: Session, frame: Frame) -> None:
    """SUBSCRIBE:<channel>, or SUBSCRIBE:@<oneself>"""
    box = check_target(frame.target or "", hub.stage)
    if is_inbox(box):
        if box != inbox_of(session.user):
            raise Refusal("FORBIDDEN", f"you can subscribe to your own inbox only, {inbox_of(session.user)}")
    else:
        hub.require_reading(session, box)
    if hub.store:
        await replay.subscribe(hub, hub.store, session, frame, box)
    else:
        hub.listen(session, box, 0)


async def _unsubscribe(hub: Hub, session: Session, frame: Frame) -> None:
    """UNSUBSCRIBE:<channel>"""
    channel = check_target(frame.target or "", hub.stage)
    if is_inbox(channel):
        raise Refusal("FORBIDDEN", "your own inbox is always yours, and another's never")
    hub.stop_listening(session, channel)
    if frame.tagged:
        session.answer(frame, channel)


async def _publish(hub: Hub, session: Session, frame: Frame) -> None:
    """PUBLISH:<channel>:<body>, or PUBLISH:@<user>:<body>"""
    target = check_target(frame.target or "", hub.stage)
    hub.require_publishing(session, target)
    # An id that the broker makes is long enough never to come twice, on any broker.
    message_id = frame.tag("id") or secrets.token_hex(12)
    message = Message(target, frame.body or "", session.user, message_id, int(time.time() * 1000))
    await hub.publish(message, session, frame)


async def _history(hub: Hub, session: Session, frame: Frame) -> None:
    """HISTORY:<channel>[:<count>], or HISTORY:@<user>[:<count>]"""
    count = DEFAULT_HISTORY if frame.body is None else _count(frame.body)
    target = check_target(frame.target or "", hub.stage)
    if is_inbox(target):
        box, shown = inbox_of(session.user), target
    else:
        hub.require_reading(session, target)
        box, shown = target, None
    if hub.store:
        await replay.history(hub.store, session, frame, count, box, shown)


def _count(text: str) -> int:
    if not re.fullmatch("0*[1-9][0-9]*", text):
        raise Refusal("BAD_FRAME", "how many messages? Give a whole number from 1 on, as in HISTORY:news:20")
    digits = text.lstrip("0")
    return MAX_HISTORY if len(digits) > 4 else min(int(digits), MAX_HISTORY)


async def _auth(hub: Hub, session: Session, frame: Frame) -> None:
    """AUTH:<token>"""
    if not hub.verifier:
        return
    if not frame.argument:
        raise Refusal("BAD_FRAME", "AUTH needs a token, as in AUTH:<token>")
    try:
        identity = hub.verifier.verify(frame.argument)
    except Refusal as refusal:
        session.refuse(frame, refusal)
        if session.count_failure():
            session.close(CloseCode.UNAUTHORIZED, "too many failures")
        return
    if session.identity and session.user != identity.user:
        raise Refusal("FORBIDDEN", "this session is another user's: open a new connection")
    await hub.admit(session, identity)
    session.answer(frame, identity.user)


async def _start_typing(hub: Hub, session: Session, frame: Frame) -> None:
    """USER_TYPING:<channel>, or USER_TYPING:@<user>"""
    target = check_target(frame.target or "", hub.stage)
    if not is_inbox(target) and target not in session.live_since:
        raise Refusal("FORBIDDEN", f"subscribe first: SUBSCRIBE:{target}")
    hub.require_publishing(session, target)
    if hub.typists:
        hub.typists.start(target, session, hub.listeners(target))
    if frame.tagged:
        session.answer(frame, target)


async def _stop_typing(hub: Hub, session: Session, frame: Frame) -> None:
    """USER_STOPPED:<channel>, or USER_STOPPED:@<user>"""
    target = check_target(frame.target or "", hub.stage)
    if hub.typists:
        hub.typists.stop(target, session.user)
    if frame.tagged:
        session.answer(frame, target)


COMMANDS = {
    "SUBSCRIBE": Command(_subscribe, "SUBSCRIBE:news"),
    "UNSUBSCRIBE": Command(_unsubscribe, "UNSUBSCRIBE:news"),
    "PUBLISH": Command(_publish, "PUBLISH:news:Hello!", Body.REQUIRED, waits=False),
    "HISTORY": Command(_history, "HISTORY:news:20", Body.OPTIONAL, first_stage=2),
    "AUTH": Command(_auth, "AUTH:<token>", Body.ARGUMENT, first_stage=3),
    "USER_TYPING": Command(_start_typing, "USER_TYPING:news", first_stage=4),
    "USER_STOPPED": Command(_stop_typing, "USER_STOPPED:news", first_stage=4),
}
