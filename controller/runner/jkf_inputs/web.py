"""HTTP as fetching needs it: attempts that come to an end, errors as values."""

import http.client
import os
import random
import re
import ssl
import time
import urllib.error
import urllib.request
from typing import Any, Callable, Dict, Optional, TypeVar
from urllib.parse import urlsplit

from .faults import Damaged, Passing, Refused

Result = TypeVar("Result")

ATTEMPTS = 6
#: Seconds before any attempt, at most; that a server may ask for; before the second.
_MOST, _ASKED = 8.0, 30.0
_FIRST = float(os.environ.get("JKF_FETCH_FIRST", "0.5"))
#: Seconds without a byte.
_TIMEOUT = float(os.environ.get("JKF_FETCH_TIMEOUT", "30"))
_PASSING = {408, 425, 429, 500, 502, 503, 504}
#: Bytes of an answer that is no data.
_ANSWER_LIMIT = 16 * 1024 * 1024


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but takes nothing secret along to another place."""

    def redirect_request(self, *given: Any) -> Any:
        """Make the next request, without headers that only the first place may see."""
        before, made = given[0], super().redirect_request(*given)
        if made is not None and _origin(made.full_url) != _origin(before.full_url):
            made.headers = {
                name: value
                for name, value in made.headers.items()
                if name.lower() in ("user-agent", "accept")
            }
        return made


def _origin(url: str) -> Any:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


_OPENER = urllib.request.build_opener(Redirects())


def send(
    url: str,
    headers: Optional[Dict[str, str]] = None,
    method: str = "GET",
    data: Optional[bytes] = None,
) -> Any:
    """Send one request; gives the answer, to be read and closed."""
    request = urllib.request.Request(
        url,
        data=data,
        method=method,
        headers={"User-Agent": "jupyterlab-kubeflow", **(headers or {})},
    )
    try:
        return _OPENER.open(request, timeout=_TIMEOUT)
    except ValueError:
        # Its text quotes headers, which may be secret.
        raise Refused(0, "the request has characters that it may not have") from None
    except urllib.error.HTTPError as error:
        raise _answered(error) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise Refused(0, f"certificate: {error.reason.verify_message}") from None
        raise Passing(_words(error.reason)) from None
    except (OSError, http.client.HTTPException) as error:
        raise Passing(_words(error)) from None


def text(url: str, headers: Optional[Dict[str, str]] = None, **more: Any) -> str:
    """Read a small answer."""
    with send(url, headers, **more) as answer:
        return read(answer, _ANSWER_LIMIT).decode("utf-8", "replace")


def read(answer: Any, size: int) -> bytes:
    """Read at most so many bytes; a connection that breaks is tried again."""
    try:
        return answer.read(size)
    except http.client.IncompleteRead as error:
        detail = f"the connection ended {error.expected or 0} bytes early"
        raise Damaged(detail) from None
    except (OSError, http.client.HTTPException) as error:
        raise Passing(_words(error)) from None


def attempts(action: Callable[[], Result], say: Callable[[str], None]) -> Result:
    """Do it until it works, at most so often, with growing pauses of random length."""
    for number in range(1, ATTEMPTS):
        try:
            return action()
        except Passing as error:
            most = min(_MOST, _FIRST * 2 ** (number - 1))
            pause = max(random.uniform(most / 2, most), error.wait)
            say(f"{error}; trying again in {pause:.1f} s")
            time.sleep(pause)
    return action()


def _answered(error: urllib.error.HTTPError) -> Exception:
    with error:
        try:
            body = error.read(4096).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            body = ""
    detail = _detail(body) or str(error.reason)
    if error.code not in _PASSING:
        return Refused(error.code, detail, error.headers)
    return Passing(f"{error.code} {detail}", _wanted(error.headers.get("Retry-After")))


def _wanted(text: Optional[str]) -> float:
    return min(float(text), _ASKED) if text and text.isdigit() else 0.0


def _detail(body: str) -> str:
    """Name the error as object stores do: a code in XML, or a message in JSON."""
    code = re.search(r"<Code>([\w.-]+)</Code>", body)
    if code:
        return code.group(1)
    message = re.search(r'"message":\s*"([^"\\]{1,200})"', body)
    return message.group(1) if message else ""


def _words(error: Any) -> str:
    if isinstance(error, TimeoutError) or str(error) == "timed out":
        return f"no answer within {_TIMEOUT:g} s"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
