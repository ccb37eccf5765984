"""Access tokens for Google Cloud: of the Secret, else those that this place has."""

import base64
import json
import os
import time
from typing import Any, Dict
from urllib.parse import urlencode

from .faults import Passing, Refused
from .rsa import sign
from .source import Wish, lacking, secret_key
from .web import text

#: Content of a key file in a Secret, and its path in the environment.
VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
_SCOPE = "https://www.googleapis.com/auth/devstorage.read_only"
_TOKEN_URL = "https://oauth2.googleapis.com/token"
_USUAL = os.path.join("~", ".config", "gcloud", "application_default_credentials.json")


def token_of(wish: Wish) -> str:
    """Give a token; empty: nobody is asked for one, and what is public can be read."""
    content = _content(wish)
    return _of_content(wish, content) if content else _of_metadata(wish)


def _content(wish: Wish) -> str:
    if wish.secret:
        content = secret_key(wish, VARIABLE)
        if not content:
            raise lacking(wish, f"it has no {VARIABLE}")
        return content
    given = os.environ.get(VARIABLE, "")
    path = os.path.expanduser(given or _USUAL)
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as error:
        if given:
            raise lacking(wish, f"{path} cannot be read: {error.strerror}") from None
        return ""


def _of_content(wish: Wish, content: str) -> str:
    try:
        record = json.loads(content)
        form = _form(record)
        url = record.get("token_uri") or _TOKEN_URL
        answer = text(url, method="POST", data=urlencode(form).encode())
        return str(json.loads(answer)["access_token"])
    except Refused as error:
        raise lacking(wish, f"they are refused: {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # The text of the error may quote the key.
        detail = f"{VARIABLE} cannot be used: {type(error).__name__}"
        raise lacking(wish, detail) from None


def _form(record: Dict[str, Any]) -> Dict[str, str]:
    """Ask as a service account, or as the user who has logged in."""
    if record["type"] == "service_account":
        grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        return {"grant_type": grant, "assertion": _assertion(record)}
    if record["type"] == "authorized_user":
        names = ("client_id", "client_secret", "refresh_token")
        return {"grant_type": "refresh_token", **{name: record[name] for name in names}}
    raise ValueError("another type")


def _assertion(record: Dict[str, Any]) -> str:
    now = int(time.time())
    claims = {
        "iss": record["client_email"],
        "scope": _SCOPE,
        "aud": record.get("token_uri") or _TOKEN_URL,
        "iat": now,
        "exp": now + 3600,
    }
    head = _coded(json.dumps({"alg": "RS256", "typ": "JWT"}).encode())
    message = f"{head}.{_coded(json.dumps(claims).encode())}"
    return f"{message}.{_coded(sign(record['private_key'], message.encode()))}"


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _of_metadata(wish: Wish) -> str:
    """Ask the place for the token of the pod's service account."""
    host = os.environ.get("GCE_METADATA_HOST", "metadata.google.internal")
    path = "computeMetadata/v1/instance/service-accounts/default/token"
    try:
        answer = text(f"http://{host}/{path}", {"Metadata-Flavor": "Google"})
        return str(json.loads(answer)["access_token"])
    except (Passing, Refused, ValueError, KeyError, TypeError):
        # Not on Google Cloud, or without an account: what is public needs none.
        return ""
