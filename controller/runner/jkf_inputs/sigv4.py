"""Signatures of S3 requests, version 4."""

import hashlib
import hmac
from datetime import datetime
from typing import Dict, NamedTuple
from urllib.parse import quote, urlsplit

#: SHA-256 of nothing: what is read has no body.
EMPTY = hashlib.sha256(b"").hexdigest()
_ALGORITHM = "AWS4-HMAC-SHA256"


class Keys(NamedTuple):
    """Credentials; the token comes with those that are lent for a while."""

    access: str
    secret: str
    token: str = ""


def encoded(text: str, safe: str = "") -> str:
    """Percent-encode as signatures want it."""
    return quote(text, safe=f"-_.~{safe}")


def query_of(values: Dict[str, str]) -> str:
    """Write a query in the order in which it is signed."""
    pairs = sorted((encoded(name), encoded(value)) for name, value in values.items())
    return "&".join(f"{name}={value}" for name, value in pairs)


def signed(
    url: str, region: str, keys: Keys, now: datetime, headers: Dict[str, str]
) -> Dict[str, str]:
    """
    Give the headers of a GET with its signature.

    `url` is encoded as `encoded` and `query_of` do it.
    """
    parts = urlsplit(url)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    every = {
        **headers,
        "host": parts.netloc,
        "x-amz-content-sha256": EMPTY,
        "x-amz-date": stamp,
        **({"x-amz-security-token": keys.token} if keys.token else {}),
    }
    lower = {name.lower(): value.strip() for name, value in every.items()}
    names = ";".join(sorted(lower))
    lines = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower))
    request = "\n".join(
        ["GET", parts.path or "/", parts.query, lines, names, EMPTY],
    )
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"{_ALGORITHM}\n{stamp}\n{scope}\n{digest}"
    signature = _hmac(_key(keys.secret, stamp[:8], region), text).hex()
    authorization = (
        f"{_ALGORITHM} Credential={keys.access}/{scope},"
        f"SignedHeaders={names},Signature={signature}"
    )
    del every["host"]
    return {**every, "Authorization": authorization}


def _key(secret: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
