"""Credentials for S3: of the Secret, else those that this pod or computer has."""

import configparser
import json
import os
import re
from typing import Optional
from urllib.parse import urlencode

from .faults import Refused
from .sigv4 import Keys
from .source import Wish, lacking, secret_key, sent, setting
from .web import text

_NAMES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def keys_of(wish: Wish, region: str) -> Optional[Keys]:
    """Find credentials; without any, requests are not signed."""
    if wish.secret:
        return _of_secret(wish)
    access, secret = (os.environ.get(name, "") for name in _NAMES)
    if access and secret:
        return Keys(access, secret, os.environ.get("AWS_SESSION_TOKEN", ""))
    return _of_file() or _of_service_account(wish, region) or _of_container(wish)


def region_of(wish: Wish) -> str:
    """Name the region that requests are signed for."""
    found = setting(wish, "AWS_REGION") or setting(wish, "AWS_DEFAULT_REGION")
    return found or "us-east-1"


def _of_secret(wish: Wish) -> Keys:
    values = {name: secret_key(wish, name) for name in _NAMES}
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise lacking(wish, f"it has no {' and no '.join(missing)}")
    values["AWS_SESSION_TOKEN"] = secret_key(wish, "AWS_SESSION_TOKEN")
    return Keys(*(sent(wish, name, value) for name, value in values.items()))


def _of_file() -> Optional[Keys]:
    usual = os.path.join("~", ".aws", "credentials")
    path = os.path.expanduser(os.environ.get("AWS_SHARED_CREDENTIALS_FILE", usual))
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
        profile = parser[os.environ.get("AWS_PROFILE", "default")]
    except (KeyError, OSError, configparser.Error, UnicodeDecodeError):
        return None
    access, secret = (profile.get(name.lower(), "") for name in _NAMES)
    token = profile.get("aws_session_token", "")
    return Keys(access, secret, token) if access and secret else None


def _of_service_account(wish: Wish, region: str) -> Optional[Keys]:
    """Of a service account with a role, as EKS and those who do as it does have it."""
    role = os.environ.get("AWS_ROLE_ARN", "")
    token = os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE", "")
    if not role or not token:
        return None
    query = {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": role,
        "RoleSessionName": "jupyterlab-kubeflow",
        "WebIdentityToken": _file(wish, token),
    }
    place = os.environ.get(
        "AWS_ENDPOINT_URL_STS", f"https://sts.{region}.amazonaws.com"
    )
    try:
        answer = text(f"{place}/", method="POST", data=urlencode(query).encode())
    except Refused as error:
        raise lacking(wish, f"the role {role} is refused: {error}") from None
    names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    found = [re.search(rf"<{name}>([^<]+)</{name}>", answer) for name in names]
    if not all(found):
        raise lacking(wish, f"the answer about the role {role} has no keys")
    return Keys(*(match.group(1) for match in found if match))


def _of_container(wish: Wish) -> Optional[Keys]:
    """Of an agent beside the pod, as EKS Pod Identity has it."""
    url = os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI", "")
    token = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "")
    if not url or not token:
        return None
    try:
        record = json.loads(text(url, {"Authorization": _file(wish, token)}))
        return Keys(record["AccessKeyId"], record["SecretAccessKey"], record["Token"])
    except (Refused, ValueError, KeyError, TypeError) as error:
        raise lacking(wish, f"the pod's identity is refused: {error}") from None


def _file(wish: Wish, path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except OSError as error:
        raise lacking(wish, f"{path} cannot be read: {error.strerror}") from None
