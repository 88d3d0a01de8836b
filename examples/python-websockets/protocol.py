"""What a broker of stage 01 says and hears, without the WebSocket: settings, frames, refusals. The three brokers in Python share it."""

import os
import re
import sys

COMMANDS = {"SUBSCRIBE": False, "UNSUBSCRIBE": False, "PUBLISH": True}
"""The verbs, and whether each has a body."""

VERB = re.compile(r"[A-Z_]+", re.ASCII)
CHANNEL = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", re.ASCII)


class Refusal(Exception):
    """Goes back as ERROR:<code>:<text>."""

    def __str__(self) -> str:
        return "ERROR:{}:{}".format(*self.args)


def number(name: str, default: int, least: int = 1, most: int = 2**40) -> int:
    text = os.environ.get(name) or str(default)
    if re.fullmatch(r"[0-9]+", text) and least <= int(text) <= most:
        return int(text)
    sys.exit(f"{name}={text} makes no sense: give a whole number from {least} to {most}")


HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = number("PORT", 8765, least=0, most=65535)
MAX_FRAME_BYTES = number("MAX_FRAME_BYTES", 65536)
MAX_BUFFER_BYTES = number("MAX_BUFFER_BYTES", 16 * 2**20)
PING_INTERVAL = number("PING_INTERVAL_MS", 25_000) / 1000


def parse(message: object, commands: dict[str, bool | None] = COMMANDS) -> tuple[str, str, str | None]:
    """
    The verb, the channel and the body.

    :param commands: `None` for a verb that may have a body or not
    """
    if not isinstance(message, str):
        raise Refusal("BAD_FRAME", "this message is binary: send text")
    line = message.removesuffix("\n").removesuffix("\r") if message.endswith("\n") else message
    verb, *rest = line.split(":", 2)
    channel, body = (*rest, None, None)[:2]
    if not VERB.fullmatch(verb):
        raise Refusal("BAD_FRAME", "a frame begins with a verb, as in PUBLISH:news:Hello!")
    if verb not in commands:
        raise Refusal("UNKNOWN_COMMAND", f"{verb[:32]} is not known here")
    if not channel:
        raise Refusal("BAD_FRAME", f"{verb} needs a channel, as in {verb}:news")
    if commands[verb] is not None and commands[verb] != (body is not None):
        raise Refusal("BAD_FRAME", f"{verb} needs a body" if commands[verb] else f"{verb} takes no body")
    if len(channel) > 255 or not CHANNEL.fullmatch(channel):
        raise Refusal("BAD_CHANNEL", "a channel is words of letters, digits, _ and - with dots between, 255 characters at most")
    return verb, channel, body
