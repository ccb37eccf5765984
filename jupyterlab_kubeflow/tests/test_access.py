"""Who may ask what: Jupyter's rules hold for everything below the API."""

import json

import pytest
import websocket
from served import TOKEN

FOREIGN = "http://evil.example"
PATHS = ("health", "runs/a/files/0/plot.png", "gateway/log")
CHANGES = (("POST", "plan"), ("DELETE", "runs/a"), ("POST", "gateway/restart"))


def origin_of(server):
    return f"http://127.0.0.1:{server.port}"


def xsrf(page):
    return {"X-XSRFToken": page.cookies["_xsrf"]}


@pytest.mark.parametrize("path", PATHS)
def test_nobody_reads(shared, path):
    assert shared.client().get(path).status_code == 403


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_nobody_changes(shared, method, path):
    assert shared.client().request(method, path).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_a_wrong_token_reads_nothing(shared, path):
    client = shared.client(Authorization="token wrong")
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_token_and_page_read(shared, path):
    assert shared.token_client().get(path).status_code == 200
    assert shared.page().get(path).status_code == 200


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_token_changes(shared, method, path):
    assert shared.token_client().request(method, path).is_success


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_page_changes_only_with_the_xsrf_token(shared, method, path):
    page = shared.page()
    assert page.request(method, path).status_code == 403
    wrong = {"X-XSRFToken": "x" + page.cookies["_xsrf"][1:]}
    assert page.request(method, path, headers=wrong).status_code == 403
    assert page.request(method, path, headers=xsrf(page)).is_success


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_foreign_page_changes_nothing(shared, method, path):
    page = shared.page()
    for headers in ({**xsrf(page), "Origin": FOREIGN}, {"Referer": FOREIGN}):
        assert page.request(method, path, headers=headers).status_code in (403, 404)


def refused(server, **options):
    """The status with which a feed is refused."""
    with pytest.raises(websocket.WebSocketBadStatusException) as caught:
        server.open_feed(**options)
    return caught.value.status_code


def cookies(server):
    return "; ".join(f"{name}={value}" for name, value in server.page().cookies.items())


def test_nobody_opens_a_feed(shared):
    assert refused(shared) == 403
    assert refused(shared, header=["Authorization: token wrong"]) == 403
    assert refused(shared, cookie="username-localhost=forged") == 403


def test_a_foreign_page_opens_no_feed(shared):
    assert refused(shared, cookie=cookies(shared), origin=FOREIGN) == 403


def test_a_page_opens_a_feed(shared):
    feed = shared.open_feed(cookie=cookies(shared), origin=origin_of(shared))
    feed.send("hello")
    assert feed.recv() == "heard hello"
    feed.close()


def test_a_token_opens_a_feed(shared):
    feed = shared.open_feed(header=[f"Authorization: token {TOKEN}"])
    feed.send("hello")
    assert feed.recv() == "heard hello"
    feed.close()


def test_no_credential_reaches_the_gateway(shared):
    page = shared.page()
    secrets = {TOKEN, *page.cookies.values()}
    headers = {**xsrf(page), "X-Forwarded-User": "ada"}
    page.headers["Authorization"] = f"token {TOKEN}"
    seen = page.post("echo", content=b"{}", headers=headers).json()["headers"]
    names = {name.lower() for name, _ in seen}
    assert names <= {
        *("host", "accept", "accept-encoding", "connection", "user-agent"),
        *("content-type", "content-length", "x-jupyterlab-kubeflow-secret"),
    }
    feed = shared.open_feed(cookie=cookies(shared), origin=origin_of(shared))
    feed.send("hello")
    feed.recv()
    feed.close()
    feeds = (shared.folder / "feeds").read_text()
    for secret in secrets:
        assert secret not in json.dumps(seen)
        assert secret not in feeds
    assert "cookie" not in feeds.lower()
