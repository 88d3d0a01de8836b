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
from messages import Message
from patterns import is_pattern
from targets import FIRST_STAGE_WITH_PEERS, Target, inbox_of, is_inbox, parse_target
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


def _target(hub: Hub, frame: Frame) -> Target:
    return parse_target(frame.target or "", hub.stage, hub.settings.broker_name)


def _name(hub: Hub, frame: Frame) -> str:
    """What one can listen to, here: a channel, an inbox, or from stage 06 on a pattern."""
    name = frame.target or ""
    if hub.stage >= FIRST_STAGE_WITH_PEERS:
        if is_pattern(name):
            return name
        if "@" in name[1:]:
            raise Refusal("BAD_CHANNEL", "one can listen only here: what is on other brokers comes by itself")
    return _target(hub, frame).name


async def _subscribe(hub: Hub, session: Session, frame: Frame) -> None:
    """SUBSCRIBE:<channel>, SUBSCRIBE:@<oneself>, or SUBSCRIBE:<pattern>"""
    box = _name(hub, frame)
    if is_pattern(box):
        if frame.tag("since") is not None:
            raise Refusal("BAD_CHANNEL", "a pattern cannot be resumed: its messages have no common numbers")
        hub.require_reading(session, box)
        hub.listen(session, box, 0)
        if frame.tagged:
            session.answer(frame, box)
        return
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
    """UNSUBSCRIBE:<channel>, or UNSUBSCRIBE:<pattern>"""
    name = _name(hub, frame)
    if is_inbox(name):
        raise Refusal("FORBIDDEN", "your own inbox is always yours, and another's never")
    hub.stop_listening(session, name)
    if frame.tagged:
        session.answer(frame, name)


async def _publish(hub: Hub, session: Session, frame: Frame) -> None:
    """PUBLISH:<channel>:<body>, or PUBLISH:@<user>:<body>; behind either, @<broker>"""
    target = _target(hub, frame)
    hub.require_publishing(session, target)
    hub.require_reachable(target)
    # An id that the broker makes is long enough never to come twice, on any broker.
    message_id = frame.tag("id") or secrets.token_hex(12)
    message = Message(str(target), frame.body or "", session.user, message_id, int(time.time() * 1000))
    await hub.publish(target, message, session, frame)


async def _history(hub: Hub, session: Session, frame: Frame) -> None:
    """HISTORY:<channel>[:<count>], or HISTORY:@<user>[@<broker>][:<count>]"""
    count = DEFAULT_HISTORY if frame.body is None else _count(frame.body)
    target = _target(hub, frame)
    box, shown = target.name, None
    if target.is_user:
        hub.require_reachable(target)
        box, shown = inbox_of(session.user), str(target)
    else:
        hub.require_reading(session, _name(hub, frame))
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
    """USER_TYPING:<channel>, or USER_TYPING:@<user>; behind either, @<broker>"""
    target = _target(hub, frame)
    if not target.is_user and not session.hears(target.name):
        raise Refusal("FORBIDDEN", f"subscribe first: SUBSCRIBE:{target.name}")
    hub.require_publishing(session, target)
    hub.require_reachable(target)
    hub.start_typing(session, target)
    if frame.tagged:
        session.answer(frame, frame.target or "")


async def _stop_typing(hub: Hub, session: Session, frame: Frame) -> None:
    """USER_STOPPED:<channel>, or USER_STOPPED:@<user>; behind either, @<broker>"""
    target = _target(hub, frame)
    hub.require_reachable(target)
    if hub.typists:
        hub.typists.stop(str(target), session.user)
    if frame.tagged:
        session.answer(frame, frame.target or "")


COMMANDS = {
    "SUBSCRIBE": Command(_subscribe, "SUBSCRIBE:news"),
    "UNSUBSCRIBE": Command(_unsubscribe, "UNSUBSCRIBE:news"),
    "PUBLISH": Command(_publish, "PUBLISH:news:Hello!", Body.REQUIRED, waits=False),
    "HISTORY": Command(_history, "HISTORY:news:20", Body.OPTIONAL, first_stage=2),
    "AUTH": Command(_auth, "AUTH:<token>", Body.ARGUMENT, first_stage=3),
    "USER_TYPING": Command(_start_typing, "USER_TYPING:news", first_stage=4),
    "USER_STOPPED": Command(_stop_typing, "USER_STOPPED:news", first_stage=4),
}
