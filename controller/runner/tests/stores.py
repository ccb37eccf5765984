"""Small strict servers: an S3 store that checks signatures, and a server of files."""

import gzip
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, List, Optional
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

ACCESS, SECRET = "test-access", "test-secret"
EMPTY = hashlib.sha256(b"").hexdigest()


class Server:
    """Answers on a port of this computer until it is closed."""

    def __init__(self) -> None:
        self.requests: List[str] = []
        self.headers: List[Dict[str, str]] = []
        #: Called with each request; what it gives is answered instead.
        self.fault: Callable[[str], Optional[Any]] = lambda _path: None
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.requests.append(self.path)
                owner.headers.append(dict(self.headers.items()))
                owner.give(self, owner.fault(self.path) or owner.answer(self))

            do_POST = do_GET

            def log_message(self, *_given: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, handler: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def give(handler: Any, answer: Any) -> None:
        status, headers, body = answer
        handler.send_response(status)
        named = {"Content-Length": str(len(body)), **headers}
        for name, value in named.items():
            handler.send_header(name, value)
        handler.end_headers()
        try:
            handler.wfile.write(body)
        except OSError:
            # Who only wanted to know the size has gone.
            handler.close_connection = True


class S3(Server):
    """One bucket, ``data``, in pages of two."""

    def __init__(self, **objects: bytes) -> None:
        super().__init__()
        self.objects: Dict[str, bytes] = dict(objects)

    def answer(self, handler: Any) -> Any:
        parts = urlsplit(handler.path)
        problem = self._refusal(handler, parts)
        if problem:
            return self.error(403, problem)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        if bucket != "data":
            return self.error(404, "NoSuchBucket")
        if not key:
            return self._page({k: v[0] for k, v in parse_qs(parts.query).items()})
        if key not in self.objects:
            return self.error(404, "NoSuchKey")
        body = self.objects[key]
        return 200, {"ETag": f'"{hashlib.md5(body).hexdigest()}"'}, body

    @staticmethod
    def error(status: int, code: str) -> Any:
        return status, {}, f"<Error><Code>{code}</Code></Error>".encode()

    def _page(self, query: Dict[str, str]) -> Any:
        assert query["list-type"] == "2"
        keys = sorted(k for k in self.objects if k.startswith(query.get("prefix", "")))
        after = query.get("continuation-token", "")
        left = [key for key in keys if key > after]
        page, more = left[:2], len(left) > 2
        code = quote if query.get("encoding-type") == "url" else escape
        rows = "".join(
            f"<Contents><Key>{code(key)}</Key><Size>{len(self.objects[key])}</Size>"
            f'<ETag>"{hashlib.md5(self.objects[key]).hexdigest()}"</ETag></Contents>'
            for key in page
        )
        name = "NextContinuationToken"
        token = f"<{name}>{page[-1]}</{name}>" if more else ""
        body = (
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<EncodingType>url</EncodingType>{rows}{token}"
            f"<IsTruncated>{str(more).lower()}</IsTruncated></ListBucketResult>"
        )
        return 200, {}, body.encode()

    @staticmethod
    def _refusal(handler: Any, parts: Any) -> str:
        """Compute the signature anew, from what came over the wire."""
        given = handler.headers.get("Authorization", "")
        if not given.startswith("AWS4-HMAC-SHA256 "):
            return "AccessDenied"
        fields = dict(
            each.strip().split("=", 1) for each in given.split(" ", 1)[1].split(",")
        )
        access, day, region, service, end = fields["Credential"].split("/")
        if access != ACCESS:
            return "InvalidAccessKeyId"
        names = fields["SignedHeaders"].split(";")
        if "host" not in names or "x-amz-date" not in names:
            return "SignatureDoesNotMatch"
        lines = "".join(f"{name}:{handler.headers[name].strip()}\n" for name in names)
        asked = f"GET\n{parts.path}\n{parts.query}\n{lines}"
        request = f"{asked}\n{';'.join(names)}\n{EMPTY}"
        digest = hashlib.sha256(request.encode()).hexdigest()
        scope = f"{day}/{region}/{service}/{end}"
        stamp = handler.headers["x-amz-date"]
        key = f"AWS4{SECRET}".encode()
        for part in (day, region, service, end):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}"
        right = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        return "" if right == fields["Signature"] else "SignatureDoesNotMatch"


class Files(Server):
    """Files by path; ``header``: what a request must have."""

    def __init__(self, header: str = "", **files: bytes) -> None:
        super().__init__()
        self.header = header
        self.files = {f"/{name}": body for name, body in files.items()}

    def answer(self, handler: Any) -> Any:
        name, _, value = self.header.partition(": ")
        if name and handler.headers.get(name) != value:
            return 403, {}, b""
        body = self.files.get(urlsplit(handler.path).path)
        if body is None:
            return 404, {}, b""
        return 200, {"ETag": f'"{len(body)}"'}, body


class Gcs(Server):
    """One bucket, ``data``, for who has the token; gives it to who signs."""

    def __init__(self, **objects: bytes) -> None:
        super().__init__()
        self.objects = dict(objects)
        self.forms: List[Dict[str, str]] = []
        #: Names of objects with the encoding "gzip", which are given unpacked.
        self.packed: List[str] = []

    def answer(self, handler: Any) -> Any:
        parts = urlsplit(handler.path)
        if parts.path == "/token":
            length = int(handler.headers["Content-Length"])
            form = parse_qs(handler.rfile.read(length).decode())
            self.forms.append({name: value[0] for name, value in form.items()})
            return 200, {}, json.dumps({"access_token": "lent"}).encode()
        if handler.headers.get("Authorization") != "Bearer lent":
            return 401, {}, b'{"error": {"message": "Invalid Credentials"}}'
        query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        begin = "/storage/v1/b/data/o"
        assert parts.path.startswith(begin)
        name = unquote(parts.path[len(begin) :].lstrip("/"))
        if not name:
            return self._page(query)
        if name not in self.objects:
            return 404, {}, b""
        if query.get("alt") == "media":
            body = self.objects[name]
            return 200, {}, gzip.decompress(body) if name in self.packed else body
        return 200, {}, json.dumps(self._record(name)).encode()

    def _record(self, name: str) -> Dict[str, str]:
        import base64

        body = self.objects[name]
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()
        record = {"name": name, "size": str(len(body)), "md5Hash": digest}
        coded = {"contentEncoding": "gzip"} if name in self.packed else {}
        return {**record, **coded}

    def _page(self, query: Dict[str, str]) -> Any:
        names = sorted(n for n in self.objects if n.startswith(query.get("prefix", "")))
        left = [name for name in names if name > query.get("pageToken", "")]
        page = {"items": [self._record(name) for name in left[:1]]}
        more = {"nextPageToken": left[0]} if len(left) > 1 else {}
        return 200, {}, json.dumps({**page, **more}).encode()
