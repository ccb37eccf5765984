"""Bytes go through as they are, as fast as the slower side likes."""

import contextlib
import json

import httpx
import pytest
from served import TOKEN, eventually, kib

MIB = 2**20
NAMES = (
    "a%20b.txt",
    "100%25.txt",
    "%C3%B6%2Fslash.txt",
    "a%2F..%2Fb",
    "plus+and%2Bplus.txt",
    "question%3F.txt?download=1&x=%20",
    "%EA%B0%80.txt",
    "semi;colon=1.txt",
)


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize("name", NAMES)
def test_names_arrive_as_they_were_sent(shared, name):
    client = shared.token_client()
    url = httpx.URL(shared.url)
    raw = url.raw_path + f"runs/a/files/0/{name}".encode()
    seen = client.get(url.copy_with(raw_path=raw)).json()
    assert seen["uri"] == f"/runs/a/files/0/{name}"


def test_method_body_and_type_arrive(shared):
    text = json.dumps({"text": "é" * 5_000_000})
    headers = {"Content-Type": "application/json; charset=utf-8"}
    seen = shared.token_client().post("plan", content=text, headers=headers).json()
    assert (seen["method"], seen["body"]) == ("POST", text)
    assert ["Content-Type", headers["Content-Type"]] in seen["headers"]


def test_a_large_answer_takes_no_memory(shared):
    pieces = 1200
    client = shared.token_client()
    client.get("health")
    before = kib(shared.pid, "VmRSS")
    size = 0
    with client.stream("GET", f"big/{pieces}") as answer:
        assert answer.headers["Content-Length"] == str(pieces * 2**18)
        for piece in answer.iter_raw():
            size += len(piece)
    assert size == pieces * 2**18
    assert (kib(shared.pid, "VmHWM") - before) * 1024 < 64 * MIB


def test_a_feed_nobody_reads_takes_no_memory(shared):
    feed = shared.open_feed(header=[f"Authorization: token {TOKEN}"])
    before = kib(shared.pid, "VmRSS")
    feed.send("pour")
    poured = shared.folder / "poured"
    counts = []

    def stands_still():
        counts.append(poured.read_text() if poured.exists() else "")
        return counts[-1] != "" and counts[-100:] == [counts[-1]] * 100

    eventually("the end of pouring", stands_still)
    assert int(counts[-1]) < 400
    assert (kib(shared.pid, "VmRSS") - before) * 1024 < 64 * MIB
    assert len(feed.recv()) == 2**18
    feed.close()
    eventually("the end of the feed", lambda: lines(shared.folder / "feeds-closed"))


def test_the_gateway_learns_that_a_page_left(shared):
    client = shared.token_client()
    with contextlib.suppress(httpx.ReadTimeout), client.stream(
        "GET", "silent", timeout=httpx.Timeout(5, read=60)
    ) as answer:
        next(answer.iter_raw())
    eventually("leaving", lambda: lines(shared.folder / "left") == ['"/silent"'])
    (shared.folder / "left").unlink()
    assert "Traceback" not in shared.log
