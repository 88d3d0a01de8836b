"""A message on its way into the store: where it is to lie, for whom it is queued, and where it came from."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from frames import Refusal
from messages import Message, Receipt
from targets import Target


@dataclass(frozen=True, slots=True)
class Arrival:
    """The place of a message in the queue of the broker that it came from."""

    store: str
    """The epoch of that broker's store: its numbers begin anew with a new one."""
    after: int
    """The number of the one before it in the queue: that one must have been stored first."""
    number: int


@dataclass(frozen=True, slots=True)
class Post:
    message: Message
    boxes: tuple[tuple[str, str], ...]
    """The boxes in which it is to lie, each with what `MSG:` shows there; the publisher's own first."""
    settle: Callable[[Receipt | Refusal], None]
    """Is told what became of it."""
    target: Target
    forward: tuple[str, ...] = ()
    """The peers for which it is to be queued."""
    arrival: Arrival | None = None
    """None for what was published here."""
    at: float = field(default_factory=time.monotonic)
