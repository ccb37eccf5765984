"""``gs://bucket/object-or-prefix``: an object, or all objects below a prefix."""

import base64
import json
from typing import Any, Dict, Iterator, List
from urllib.parse import quote, urlencode, urlsplit

from .faults import InputFault, Refused
from .google import token_of
from .s3 import split
from .source import Remote, Wish, checked, setting
from .web import read, send


def place_of(wish: Wish) -> str:
    """Name the service; an emulator has the variable that its clients know."""
    given = setting(wish, "STORAGE_EMULATOR_HOST").rstrip("/")
    if not given:
        return "https://storage.googleapis.com"
    return given if "://" in given else f"http://{given}"


def host_of(wish: Wish) -> str:
    """Name the host, for sentences."""
    return urlsplit(place_of(wish)).netloc


class Bucket:
    """Requests to one bucket."""

    def __init__(self, wish: Wish) -> None:
        self.name, self.path = split(wish)
        self._wish = wish
        self._place = place_of(wish)
        emulated = bool(setting(wish, "STORAGE_EMULATOR_HOST"))
        self._token = "" if emulated and not wish.secret else token_of(wish)

    def get(self, name: str, query: Dict[str, str]) -> Any:
        """Read about an object, or its bytes, or without a name about the bucket."""
        item = f"/{quote(name, safe='')}" if name else ""
        url = f"{self._place}/storage/v1/b/{quote(self.name, safe='')}/o{item}"
        try:
            return self._send(f"{url}?{urlencode(query)}")
        except Refused as error:
            # Tokens live an hour, which large inputs may take.
            if error.status != 401 or not self._token:
                raise
            self._token = token_of(self._wish)
            return self._send(f"{url}?{urlencode(query)}")

    def _send(self, url: str) -> Any:
        bearer = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        return send(url, bearer)


def files_of(wish: Wish) -> List[Remote]:
    """Give the object of that name, else all below it."""
    bucket = Bucket(wish)
    exact = [] if not bucket.path or bucket.path.endswith("/") else _one(bucket)
    if exact:
        return [_remote(wish, bucket, one, one["name"].split("/")[-1]) for one in exact]
    prefix = bucket.path.rstrip("/")
    prefix = f"{prefix}/" if prefix else ""
    return [
        _remote(wish, bucket, each, each["name"][len(prefix) :])
        for each in _listed(bucket, prefix)
        if not each["name"].endswith("/")
    ]


def _one(bucket: Bucket) -> List[Dict[str, Any]]:
    try:
        return [_record(bucket.get(bucket.path, {}))]
    except Refused as error:
        if error.status in (403, 404):
            return []
        raise


def _listed(bucket: Bucket, prefix: str) -> Iterator[Dict[str, Any]]:
    fields = "nextPageToken,items(name,size,md5Hash,etag,contentEncoding)"
    query = {"prefix": prefix, "fields": fields}
    token = ""
    while True:
        more = {"pageToken": token} if token else {}
        page = _record(bucket.get("", {**query, **more}))
        yield from page.get("items", [])
        token = page.get("nextPageToken", "")
        if not token:
            return


def _record(answer: Any) -> Dict[str, Any]:
    with answer:
        try:
            record = json.loads(read(answer, 64 * 1024 * 1024))
        except ValueError:
            raise Refused(0, "the answer is no JSON") from None
    return record if isinstance(record, dict) else {}


def _remote(wish: Wish, bucket: Bucket, record: Dict[str, Any], path: str) -> Remote:
    try:
        name, size = record["name"], int(record["size"])
    except (KeyError, ValueError):
        detail = "the answer names no object"
        raise InputFault("input-failed", name=wish.name, detail=detail) from None
    digest = base64.b64decode(record.get("md5Hash") or "").hex()
    # Such objects come unpacked; what is said of them is of what is stored.
    packed = record.get("contentEncoding") == "gzip"
    return Remote(
        path=checked(wish, path),
        size=None if packed else size,
        mark=record.get("etag") or digest,
        open=lambda: bucket.get(name, {"alt": "media"}),
        # Objects that were composed have none.
        md5=lambda _answer: "" if packed else digest,
    )
