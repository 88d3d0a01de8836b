"""The frames of the protocol: `[@tags ]VERB[:target[:body]]` as text, and as what it says (PROTOCOL, "Frames")."""

from __future__ import annotations

import re
from dataclasses import dataclass

VERB = re.compile(r"[A-Z_]+", re.ASCII)
TAG_KEY = re.compile(r"[a-z-]+", re.ASCII)
WORD = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
CHANNEL = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", re.ASCII)
IDENTIFIER = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)
CURSOR = re.compile(r"[0-9]{1,15}", re.ASCII)

MAX_CHANNEL = 255
MAX_NAME = 64
FIRST_STAGE_WITH_TAGS = 2

BROKERS_OWN_TAGS = frozenset({"seq", "time", "from", "origin", "dup", "recovered", "last", "more"})
CLIENTS_TAGS = {"id": IDENTIFIER, "label": IDENTIFIER, "since": CURSOR}


class Refusal(Exception):
    """A "no" to one command, told to its session as `ERROR:<code>:<text>`."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(slots=True)
class Frame:
    """A client's frame. `tags` is None where it had none that are well-formed; `target` and `body` where they were missing."""

    verb: str
    target: str | None = None
    body: str | None = None
    tags: dict[str, str] | None = None
    label: str | None = None
    """Comes back in the answer, also where the other tags are bad."""
    refusal: Refusal | None = None
    """What is wrong with it as a frame."""

    @property
    def tagged(self) -> bool:
        return self.tags is not None

    def tag(self, key: str) -> str | None:
        return self.tags.get(key) if self.tags else None

    @property
    def argument(self) -> str | None:
        """All that follows the first colon: what `AUTH` takes."""
        return self.target if self.body is None else f"{self.target or ''}:{self.body}"


def parse_frame(message: str | bytes, stage: int) -> Frame:
    """Never raises: a frame that cannot be understood comes back with its `refusal` set."""
    if isinstance(message, bytes):
        return Frame("", refusal=Refusal("BAD_FRAME", "a frame is a text message, and this one is binary"))
    text = message[:-2] if message.endswith("\r\n") else message.removesuffix("\n")
    tags: dict[str, str] | None = None
    if text.startswith("@"):
        tag_list, space, text = text[1:].partition(" ")
        if stage >= FIRST_STAGE_WITH_TAGS:
            try:
                tags = _parse_tags(tag_list, space)
            except Refusal as refusal:
                return Frame("", label=_label_of(tag_list), refusal=refusal)
    verb, *parts = text.split(":", 2)
    target = parts[0] if parts and parts[0] != "" else None
    frame = Frame(verb, target, parts[1] if len(parts) == 2 else None, tags, tags.get("label") if tags else None)
    if not VERB.fullmatch(verb):
        frame.refusal = Refusal("BAD_FRAME", "a frame starts with a verb of A-Z and _, as in SUBSCRIBE:news")
    return frame


def _parse_tags(tag_list: str, space: str) -> dict[str, str]:
    if not space:
        raise Refusal("BAD_FRAME", "tags end with a space, and the verb follows it")
    tags: dict[str, str] = {}
    for tag in tag_list.split(";"):
        key, _, value = tag.partition("=")
        if not TAG_KEY.fullmatch(key):
            raise Refusal("BAD_FRAME", "tags are key=value with ; between them, and a key is of a-z and -")
        if key in BROKERS_OWN_TAGS:
            raise Refusal("BAD_FRAME", f"the tag {key} is for the broker to set")
        tags[key] = value  # the last of two equal keys counts
    for key, grammar in CLIENTS_TAGS.items():
        if key in tags and not grammar.fullmatch(tags[key]):
            raise Refusal("BAD_FRAME", f"the tag {key} has a value that it cannot have")
    return tags


def _label_of(tag_list: str) -> str | None:
    """The label that stands among bad tags, if it is a good one itself."""
    labels = [value for key, _, value in (tag.partition("=") for tag in tag_list.split(";")) if key == "label"]
    return labels[-1] if labels and IDENTIFIER.fullmatch(labels[-1]) else None


def format_frame(tags: dict[str, object], *parts: str) -> str:
    """Such as `@seq=1 MSG:news:Hi`; no `@` where there are no tags."""
    head = f"@{';'.join(f'{key}={value}' for key, value in tags.items())} " if tags else ""
    return head + ":".join(parts)


def is_name(text: str) -> bool:
    """Whether it can be the name of a user or of a broker."""
    return len(text) <= MAX_NAME and WORD.fullmatch(text) is not None


def is_channel(text: str) -> bool:
    return len(text) <= MAX_CHANNEL and CHANNEL.fullmatch(text) is not None
