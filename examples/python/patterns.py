"""Patterns of channels: `*` stands for one word, `#` for any number of words, none included (P7-1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from frames import MAX_CHANNEL

PATTERN = re.compile(r"(?:[A-Za-z0-9_-]+|[*#])(?:\.(?:[A-Za-z0-9_-]+|[*#]))*", re.ASCII)
ANY_WORD, ANY_WORDS = "*", "#"

# A word that stands in no pattern. What a pattern matches with it in a place, it matches with any word there.
FRESH = ""

Places = frozenset[int]
"""How many words of a pattern may have been used up so far."""


def is_pattern(text: str) -> bool:
    """Whether it is a pattern, and no channel."""
    return len(text) <= MAX_CHANNEL and PATTERN.fullmatch(text) is not None and (ANY_WORD in text or ANY_WORDS in text)


@lru_cache(maxsize=4096)
def matches(pattern: str, channel: str) -> bool:
    """Whether a channel is one of those that a pattern, or a plain name, stands for."""
    parts = pattern.split(".")
    places = _start(parts)
    for word in channel.split("."):
        places = _step(parts, places, word)
    return len(parts) in places


def covers(pattern: str, other: str) -> bool:
    """Whether every channel that the other pattern stands for is one of this one's, too."""
    parts, others = pattern.split("."), other.split(".")
    seen: set[tuple[int, Places, bool]] = set()
    # How much of the other pattern is read, how much of this one that may use up, and whether a channel has begun: none is empty.
    reached = [(0, _start(parts), False)]
    while reached:
        state = at, places, is_channel = reached.pop()
        if state in seen:
            continue
        seen.add(state)
        if at == len(others):
            if is_channel and len(parts) not in places:
                return False
        elif others[at] == ANY_WORDS:
            # No further word, or one more: any number of them, step by step.
            reached += [(at + 1, places, is_channel), (at, _step(parts, places, FRESH), True)]
        else:
            reached.append((at + 1, _step(parts, places, FRESH if others[at] == ANY_WORD else others[at]), True))
    return True


def _start(parts: Sequence[str]) -> Places:
    return _past_any(parts, {0})


def _step(parts: Sequence[str], places: Places, word: str) -> Places:
    used = {at for at in places if at < len(parts) and parts[at] == ANY_WORDS}
    used |= {at + 1 for at in places if at < len(parts) and parts[at] in (ANY_WORD, word)}
    return _past_any(parts, used)


def _past_any(parts: Sequence[str], used: set[int]) -> Places:
    """A `#` may stand for nothing: then what follows it is next."""
    for at, part in enumerate(parts):
        if part == ANY_WORDS and at in used:
            used.add(at + 1)
    return frozenset(used)
