"""``s3://bucket/key-or-prefix``: an object, or all objects below a prefix."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timezone
from typing import Any, Dict, Iterator, List, Optional, Tuple
from urllib.parse import unquote_plus, urlsplit

from .aws import keys_of, region_of
from .faults import InputFault, Refused
from .sigv4 import encoded, query_of, signed
from .source import Remote, Wish, checked, setting
from .web import read, send

_REDIRECTS = (301, 307, 400)


class Bucket:
    """Requests to one bucket."""

    def __init__(self, wish: Wish) -> None:
        self.name, self.path = split(wish)
        self._wish = wish
        self._region = region_of(wish)
        self._keys = keys_of(wish, self._region)
        self._endpoint = _endpoint(wish)

    @property
    def place(self) -> str:
        """Where the bucket is, as requests begin."""
        if self._endpoint:
            return f"{self._endpoint}/{encoded(self.name)}"
        zone = f"s3.{self._region}.amazonaws.com"
        # A certificate is for one name below the zone: with a dot it would be another.
        plain = "." not in self.name
        return f"https://{self.name}.{zone}" if plain else f"https://{zone}/{self.name}"

    def get(self, key: str, query: Optional[Dict[str, str]] = None) -> Any:
        """Read an object, or without a key what the query asks of the bucket."""
        try:
            return self._get(key, query)
        except Refused as error:
            # Keys that are lent live an hour, which large inputs may take.
            if "ExpiredToken" in str(error):
                self._keys = keys_of(self._wish, self._region)
                return self._get(key, query)
            region = error.headers.get("x-amz-bucket-region")
            known = error.status not in _REDIRECTS or not region
            if known or region == self._region or self._endpoint:
                raise
            self._region = region
            return self._get(key, query)

    def _get(self, key: str, query: Optional[Dict[str, str]]) -> Any:
        url = f"{self.place}/{encoded(key, safe='/')}"
        url = f"{url}?{query_of(query)}" if query else url
        now = datetime.now(timezone.utc)
        if not self._keys:
            return send(url)
        return send(url, signed(url, self._region, self._keys, now, {}))


def split(wish: Wish) -> Tuple[str, str]:
    """Take ``SCHEME://bucket/path`` apart."""
    parts = re.match(r"[a-z0-9]+://([^/]+)/?(.*)", wish.url, re.S)
    if not parts:
        raise InputFault("input-url-invalid", name=wish.name, detail="it has no bucket")
    return parts.group(1), parts.group(2)


def files_of(wish: Wish) -> List[Remote]:
    """Give the object of that name, else all below it."""
    bucket = Bucket(wish)
    exact = [] if not bucket.path or bucket.path.endswith("/") else _one(bucket)
    if exact:
        return [_remote(wish, bucket, each, each[0].split("/")[-1]) for each in exact]
    prefix = bucket.path.rstrip("/")
    prefix = f"{prefix}/" if prefix else ""
    return [
        _remote(wish, bucket, each, each[0][len(prefix) :])
        for each in _listed(bucket, prefix)
        # Consoles make an empty object for a folder.
        if not each[0].endswith("/")
    ]


#: Key, size and ETag.
Entry = Tuple[str, int, str]


def _one(bucket: Bucket) -> List[Entry]:
    """Find the object by its own name; who may not list may still read it."""
    try:
        with bucket.get(bucket.path) as answer:
            size = int(answer.headers.get("Content-Length") or 0)
            return [(bucket.path, size, answer.headers.get("ETag") or "")]
    except Refused as error:
        if error.status in (403, 404) and "NoSuchBucket" not in str(error):
            return []
        raise


def _listed(bucket: Bucket, prefix: str) -> Iterator[Entry]:
    query = {"list-type": "2", "prefix": prefix, "encoding-type": "url"}
    token = ""
    while True:
        more = {"continuation-token": token} if token else {}
        with bucket.get("", {**query, **more}) as answer:
            page = _page(read(answer, 64 * 1024 * 1024))
        coded = page.findtext("EncodingType") == "url"
        for each in page.findall("Contents"):
            key = each.findtext("Key") or ""
            key = unquote_plus(key) if coded else key
            yield key, int(each.findtext("Size") or 0), each.findtext("ETag") or ""
        token = page.findtext("NextContinuationToken") or ""
        if page.findtext("IsTruncated") != "true" or not token:
            return


def _page(body: bytes) -> ET.Element:
    """Read a page without its namespace, which not every store names alike."""
    try:
        root = ET.fromstring(body)
    except ET.ParseError:
        raise Refused(0, "the list of objects is no XML") from None
    for each in root.iter():
        each.tag = each.tag.split("}")[-1]
    return root


def _remote(wish: Wish, bucket: Bucket, entry: Entry, path: str) -> Remote:
    key, size, etag = entry
    return Remote(
        path=checked(wish, path),
        size=size,
        mark=etag.strip('"'),
        open=lambda: bucket.get(key),
        md5=_md5,
    )


def _md5(answer: Any) -> str:
    """Give the MD5 that the ETag is, unless it is of parts or of what KMS has made."""
    etag = (answer.headers.get("ETag") or "").strip('"').lower()
    kms = "kms" in (answer.headers.get("x-amz-server-side-encryption") or "")
    customer = answer.headers.get("x-amz-server-side-encryption-customer-algorithm")
    plain = re.fullmatch("[0-9a-f]{32}", etag) and not kms and not customer
    return etag if plain else ""


def host_of(wish: Wish) -> str:
    """Name the host, for sentences."""
    return urlsplit(_endpoint(wish)).netloc or "s3.amazonaws.com"


def _endpoint(wish: Wish) -> str:
    given = setting(wish, "AWS_ENDPOINT_URL_S3") or setting(wish, "AWS_ENDPOINT_URL")
    return given.rstrip("/")
