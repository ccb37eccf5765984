"""Texts for people and for events: bounded, and never a reason to fail."""

import os
from typing import Any

#: Bytes of UTF-8 that a text in an event may take.
TEXT_LIMIT = 64 * 1024


def cut(text: str, limit: int = TEXT_LIMIT) -> str:
    """Shorten to `limit` bytes of UTF-8, without splitting a character."""
    short = text[:limit]
    data = short.encode("utf-8", "surrogatepass")
    if len(data) <= limit:
        return short
    return data[:limit].decode("utf-8", "ignore")


def cut_middle(text: str, limit: int = TEXT_LIMIT) -> str:
    """Shorten to `limit` bytes of UTF-8 by what is least missed: the middle."""
    if len(cut(text, limit)) == len(text):
        return text
    gap = "\n…\n"
    half = (limit - len(gap.encode("utf-8"))) // 2
    tail = text[-half:].encode("utf-8", "surrogatepass")[-half:]
    return cut(text, half) + gap + tail.decode("utf-8", "ignore")


def write_text(stream: Any, text: str) -> None:
    """Write what somebody else wrote, also where the stream lacks its characters."""
    try:
        stream.write(text)
    except UnicodeEncodeError as error:
        escaped = text.encode(error.encoding, "backslashreplace")
        stream.write(escaped.decode(error.encoding))
    stream.flush()


def note(sentence: str) -> None:
    """
    Tell the user something, on standard error.

    Straight to the descriptor: the program may have replaced or closed `sys.stderr`.
    """
    try:
        os.write(2, f"jupyterlab-kubeflow: {sentence}\n".encode("utf-8", "replace"))
    except OSError:
        return
