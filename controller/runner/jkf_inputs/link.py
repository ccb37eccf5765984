"""``https://host/path``: one file."""

import base64
import binascii
import string
from typing import Any, List
from urllib.parse import quote, unquote, urlsplit

from .source import Remote, Wish, checked, lacking, secret_key, sent
from .web import send

#: Key of the Secret: ``Name: value``.
HEADER = "HTTP_HEADER"


def files_of(wish: Wish) -> List[Remote]:
    """Give the file; its name is the last part of the path."""
    headers = _headers(wish)
    name = unquote(urlsplit(wish.url).path.split("/")[-1]) or "data"
    # As people write it: letters of all scripts; what is encoded stays.
    url = quote(wish.url, safe=string.punctuation)
    with send(url, headers) as answer:
        length = answer.headers.get("Content-Length")
        mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
    return [
        Remote(
            path=checked(wish, name),
            size=int(length) if length and length.isdigit() else None,
            mark=mark,
            open=lambda: send(url, headers),
            md5=_md5,
        )
    ]


def host_of(wish: Wish) -> str:
    """Name the host, for sentences."""
    parts = urlsplit(wish.url)
    return parts.netloc.split("@")[-1]


def _headers(wish: Wish) -> Any:
    if not wish.secret:
        return {}
    name, colon, value = sent(wish, HEADER, secret_key(wish, HEADER)).partition(":")
    if not colon or not name.strip() or not value.strip():
        raise lacking(wish, f"it has no {HEADER} with a line like 'Name: value'")
    return {name.strip(): value.strip()}


def _md5(answer: Any) -> str:
    try:
        return base64.b64decode(answer.headers.get("Content-MD5") or "").hex()
    except binascii.Error:
        return ""
