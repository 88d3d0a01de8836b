"""What is published, and the forms in which it goes out: plain and with tags, each encoded once for all its readers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from frames import format_frame
from wire import encode_text


@dataclass(frozen=True, slots=True)
class Message:
    target: str
    """As its publisher named it: a channel, or from stage 05 on `@user`."""
    body: str
    sender: str = ""
    """The user who published it, and on the other brokers `user@broker`; empty before stage 03."""
    id: str = ""
    time: int = 0
    """Milliseconds since 1970."""
    origin: str = ""
    """The broker it was published on, if that is another one."""


@dataclass(frozen=True)
class Copy:
    """
    A message as it lies in one box: that of its channel, or a user's inbox.

    Its encodings are cached: a thousand readers get the same bytes.
    """

    box: str
    shown: str
    """What stands after `MSG:`. In an inbox that is the other one of the two."""
    message: Message
    seq: int | None = None
    """Its number in the box; None before stage 02."""

    @cached_property
    def plain(self) -> bytes:
        return encode_text(format_frame({}, "MSG", self.shown, self.message.body))

    @cached_property
    def tagged(self) -> bytes:
        tags: dict[str, object] = {"seq": self.seq, "id": self.message.id, "time": self.message.time}
        if self.message.sender:
            tags["from"] = self.message.sender
        if self.message.origin:
            tags["origin"] = self.message.origin
        return encode_text(format_frame(tags, "MSG", self.shown, self.message.body))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message that was accepted."""

    copies: tuple[Copy, ...]
    """One for each box that it came to lie in, the publisher's own first; none for a duplicate."""
    seq: int | None = None
    """Its number in the publisher's own box."""
    duplicate: bool = False
    queued: tuple[tuple[str, int], ...] = ()
    """The peers for which it was queued, each with its number in that queue."""
