"""Files that come back through the log of a pod."""

import base64
import json
import os
import sys
from pathlib import Path

import pytest
from conftest import RUNNER

sys.path.insert(0, str(RUNNER))
from jkf_runner.results import MOST_BYTES, Results, looks_secret


class Rank:
    def __init__(self, folder: Path):
        self.work = folder / "work"
        self.delivered = folder / "delivered.json"
        self.results = Results(str(folder / "events.jsonl"))
        self.work.mkdir()

    def write(self, path: str, content: bytes) -> Path:
        place = self.work / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return place

    def end(self):
        return [json.loads(line) for line in self.results.at_end(0)]


@pytest.fixture
def rank(tmp_path):
    return Rank(tmp_path)


def files(records):
    """Put the pieces together."""
    found = {}
    for record in records:
        if record["kind"] == "file":
            piece = base64.b64decode(record["data"])
            found[record["path"]] = found.get(record["path"], b"") + piece
    return found


def left(records):
    return {r["path"]: r["reason"] for r in records if r["kind"] == "file-left"}


def test_a_figure_comes_behind_its_event_and_only_once(rank):
    picture = os.urandom(40_000)
    rank.write(".jkf/figures/a.png", picture)
    event = json.dumps({"kind": "figure", "path": ".jkf/figures/a.png"}).encode()
    records = [json.loads(line) for line in rank.results.after(event)]
    assert files(records) == {".jkf/figures/a.png": picture}
    assert [r["part"] for r in records] == list(range(records[0]["of"]))
    assert all(len(json.dumps(r)) < 16_000 for r in records)
    assert files(rank.end()) == {}


def test_what_was_made_or_changed_comes_back_and_what_was_delivered_does_not(rank):
    same, other = rank.write("same.csv", b"1"), rank.write("other.csv", b"2")
    marks = {p.name: [p.stat().st_size, p.stat().st_mtime_ns] for p in (same, other)}
    rank.delivered.write_text(json.dumps(marks))
    other.write_bytes(b"22")
    rank.write("new/empty", b"")
    rank.write(".jkf/executed.ipynb", b"{}")
    rank.write(".jkf/executed/b.ipynb", b"{ }")
    rank.write(".jkf/runner/x.py", b"x")
    rank.write("pkg/__pycache__/x.pyc", b"x")
    records = rank.end()
    assert files(records) == {
        ".jkf/executed.ipynb": b"{}",
        ".jkf/executed/b.ipynb": b"{ }",
        "other.csv": b"22",
        "new/empty": b"",
    }
    assert records[-1] == {"kind": "end", "code": 0}


def test_what_finds_no_room_is_named_with_its_reason(rank):
    rank.write("small", b"s")
    rank.write("half", b"h" * (MOST_BYTES // 2))
    rank.write("more", b"m" * (MOST_BYTES // 2 + 1))
    rank.write("large", b"l" * (MOST_BYTES + 1))
    records = rank.end()
    assert set(files(records)) == {"small", "half"}
    assert set(left(records)) == {"more", "large"}
    assert "all files" in left(records)["more"]


def test_secrets_links_and_pipes_stay_behind(rank, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("not yours")
    (rank.work / "link").symlink_to(outside)
    os.mkfifo(rank.work / "pipe")
    rank.write(".env", b"TOKEN=1")
    records = rank.end()
    assert files(records) == {}
    assert left(records) == {".env": "its name looks like a secret"}


def test_an_executed_notebook_without_room_is_named(rank):
    rank.write(".jkf/executed.ipynb", b"x" * (MOST_BYTES + 1))
    assert set(left(rank.end())) == {".jkf/executed.ipynb"}


def test_a_figure_outside_the_folder_is_not_read(rank, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.png").write_bytes(b"not yours")
    (rank.work / "link").symlink_to(outside)
    for path in (str(outside / "a.png"), "link/a.png", "../outside/a.png"):
        event = json.dumps({"kind": "figure", "path": path}).encode()
        assert list(rank.results.after(event)) == []


def test_files_beyond_the_most_are_counted(rank):
    for number in range(450):
        rank.write(f"{number:03}", b"1")
    records = rank.end()
    assert len(files(records)) == 200
    named = left(records)
    assert len(named) == 201
    assert named["50 more files"] == named["200"] == "only 200 files are sent"


@pytest.mark.parametrize(
    "path, secret",
    [
        ("id_rsa", True),
        ("a/.aws/config", True),
        ("server.pem", True),
        ("secrets.yaml", True),
        (".env.example", False),
        ("model.pt", False),
        ("keys.csv", False),
    ],
)
def test_secrets_are_known_by_their_names(path, secret):
    assert looks_secret(path) is secret


def test_an_event_that_is_damaged_or_names_no_file_does_no_harm(rank):
    for event in (b'{"kind":"figure"', b'{"kind":"figure","path":1}', b'["figure"]'):
        assert list(rank.results.after(event)) == []
    gone = json.dumps({"kind": "figure", "path": "../../etc/passwd"}).encode()
    assert list(rank.results.after(gone)) == []
