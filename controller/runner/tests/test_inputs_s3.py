"""Fetching inputs from a store that is strict about signatures."""

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from jkf_inputs import web
from stores import ACCESS, S3, SECRET, Files

AWS = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}


@pytest.fixture
def store(serve, place):
    """A store that is reached with credentials of the environment."""
    server = serve(S3())
    server.objects = {
        "train/a.bin": b"a" * 3000,
        "train/deep/ä +%b.bin": b"b",
        "train/c": b"",
        "train/": b"",
        "trainer": b"no part of it",
    }
    place.env.update(AWS, AWS_ENDPOINT_URL=server.url, AWS_REGION="eu-west-3")
    return server


class TestS3:
    def test_all_below_a_prefix_comes_page_by_page(self, store, place):
        ran = place.fetch("s3://data/train")
        assert (ran.code, ran.problem) == (0, {})
        assert place.files() == {
            "a.bin": b"a" * 3000,
            "deep/ä +%b.bin": b"b",
            "c": b"",
        }
        assert "data: 3 files, 2.9 KiB in " in ran.out
        lists = [path for path in store.requests if "list-type=2" in path]
        assert len(lists) == 2

    def test_an_object_comes_as_a_file_of_its_name(self, store, place):
        assert place.fetch("s3://data/train/a.bin").code == 0
        assert place.files() == {"a.bin": b"a" * 3000}
        mode = (place.folder() / "a.bin").stat().st_mode
        assert mode & 0o222 == 0

    def test_a_whole_bucket_comes_with_its_folders(self, store, place):
        assert place.fetch("s3://data").code == 0
        assert set(place.files()) == {
            *("train/a.bin", "train/c", "train/deep/ä +%b.bin", "trainer")
        }

    def test_keys_of_a_secret_go_before_the_environment(self, store, place):
        place.env["AWS_ACCESS_KEY_ID"] = "another"
        secret = place.secret(**AWS, AWS_ENDPOINT_URL=store.url)
        del place.env["AWS_ENDPOINT_URL"]
        ran = place.fetch("s3://data/train/c", secret=secret)
        assert ran.code == 0
        assert SECRET not in ran.out

    def test_a_secret_without_keys_is_told_by_what_it_lacks(self, store, place):
        secret = place.secret(AWS_ACCESS_KEY_ID=ACCESS)
        ran = place.fetch("s3://data/train/c", secret=secret)
        assert ran.code == 1
        assert ran.problem["code"] == "input-credentials"
        assert ran.problem["params"] == {
            "name": "data",
            "who": "the Secret store",
            "detail": "it has no AWS_SECRET_ACCESS_KEY",
        }

    def test_keys_that_no_header_takes_are_told_without_what_they_are(
        self, store, place
    ):
        secret = place.secret(**AWS, AWS_SESSION_TOKEN="geheim\nlast")
        ran = place.fetch("s3://data/train", secret=secret)
        assert ran.problem["code"] == "input-credentials"
        assert ran.problem["params"]["detail"].startswith("AWS_SESSION_TOKEN is more")
        assert "geheim" not in ran.out
        place.env["AWS_SESSION_TOKEN"] = "geheim\nlast"
        ran = place.fetch("s3://data/train")
        assert ran.problem["code"] == "input-unreachable"
        assert "geheim" not in ran.out

    def test_keys_of_the_credentials_file_are_found(self, store, place):
        for name in AWS:
            del place.env[name]
        folder = Path(place.env["HOME"]) / ".aws"
        folder.mkdir(parents=True)
        lines = "".join(f"{name.lower()} = {value}\n" for name, value in AWS.items())
        (folder / "credentials").write_text(f"[team]\n{lines}")
        assert place.fetch("s3://data/train/c").problem["code"] == "input-denied"
        place.env["AWS_PROFILE"] = "team"
        assert place.fetch("s3://data/train/c").code == 0

    @pytest.mark.parametrize(
        ("url", "detail"),
        [
            ("s3://other/train", "404 NoSuchBucket"),
            ("s3://data/nothing", "no object has this name, or is below it"),
        ],
    )
    def test_what_is_not_there_is_named(self, store, place, url, detail):
        ran = place.fetch(url)
        assert ran.code == 1
        assert ran.problem == {
            "code": "input-missing",
            "params": {"name": "data", "url": url, "detail": detail},
        }

    @pytest.mark.parametrize(
        ("variable", "detail"),
        [
            ("AWS_ACCESS_KEY_ID", "403 InvalidAccessKeyId"),
            ("AWS_SECRET_ACCESS_KEY", "403 SignatureDoesNotMatch"),
        ],
    )
    def test_wrong_keys_are_denied(self, store, place, variable, detail):
        place.env[variable] = "wrong"
        ran = place.fetch("s3://data/train")
        assert ran.problem["code"] == "input-denied"
        assert ran.problem["params"]["detail"] == detail

    @pytest.mark.parametrize("key", ["train/../../evil", "train//evil", "train/./evil"])
    def test_a_key_that_would_leave_the_folder_is_refused(self, store, place, key):
        store.objects[key] = b"evil"
        ran = place.fetch("s3://data/train")
        assert ran.problem["code"] == "input-key-outside"
        assert place.files() == {}
        assert not list(place.path.rglob("evil"))

    def test_a_key_that_is_file_and_folder_is_refused(self, store, place):
        store.objects["train/c/d"] = b"d"
        assert place.fetch("s3://data/train").problem["code"] == "input-key-outside"

    def test_what_changes_on_the_way_is_tried_again_and_then_told(self, store, place):
        body = store.objects["train/a.bin"]
        store.objects["train/a.bin"] = body
        wrong = (200, {"ETag": f'"{"0" * 32}"'}, body)
        store.fault = lambda path: wrong if path == "/data/train/a.bin" else None
        ran = place.fetch("s3://data/train/a.bin")
        assert ran.problem["code"] == "input-damaged"
        assert "its MD5 is" in ran.problem["params"]["detail"]
        # One that looked, and as many attempts as there are.
        assert store.requests.count("/data/train/a.bin") == 1 + web.ATTEMPTS
        assert place.files() == {"a.bin.jkf-part": body}

    def test_an_etag_that_is_no_md5_is_not_held_against_it(self, store, place):
        body = store.objects["train/a.bin"]
        parts = (200, {"ETag": f'"{"0" * 32}-2"'}, body)
        store.fault = lambda path: parts if path == "/data/train/a.bin" else None
        assert place.fetch("s3://data/train/a.bin").code == 0

    def test_a_body_that_breaks_off_is_fetched_again(self, store, place):
        left = [2]

        def short(path: str) -> Any:
            if path != "/data/train/a.bin" or left[0] == 0:
                return None
            left[0] -= 1
            return 200, {"Content-Length": "3000"}, b"a" * 100

        store.fault = short
        ran = place.fetch("s3://data/train/a.bin")
        assert ran.code == 0
        assert place.files() == {"a.bin": b"a" * 3000}

    def test_keys_that_were_lent_and_are_over_are_asked_for_again(
        self, serve, store, place
    ):
        for name in AWS:
            del place.env[name]
        keys = {"AccessKeyId": ACCESS, "SecretAccessKey": SECRET, "Token": "lent"}
        agent = serve(Files(**{"keys": json.dumps(keys).encode()}))
        token = place.path / "token"
        token.write_text("mine")
        place.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = f"{agent.url}/keys"
        place.env["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = str(token)
        left = [1]

        def over(path: str) -> Any:
            if path != "/data/train/a.bin" or left[0] == 0:
                return None
            left[0] -= 1
            return S3.error(400, "ExpiredToken")

        store.fault = over
        ran = place.fetch("s3://data/train")
        assert ran.code == 0
        assert place.files()["a.bin"] == b"a" * 3000
        assert agent.requests == ["/keys"] * 2

    def test_a_busy_store_is_given_time(self, store, place):
        left = [3]

        def busy(_path: str) -> Any:
            left[0] -= 1
            return S3.error(503, "SlowDown") if left[0] >= 0 else None

        store.fault = busy
        ran = place.fetch("s3://data/train/c")
        assert ran.code == 0
        assert ran.out.count("503 SlowDown; trying again in ") == 3

    def test_what_is_there_is_not_fetched_again(self, store, place):
        assert place.fetch("s3://data/train").code == 0
        store.requests.clear()
        store.objects["train/a.bin"] = b"new"
        del store.objects["train/c"]
        assert place.fetch("s3://data/train").code == 0
        assert place.files() == {"a.bin": b"new", "deep/ä +%b.bin": b"b"}
        objects = [p for p in store.requests if "list-type" not in p]
        assert objects == ["/data/train", "/data/train/a.bin"]

    def test_two_that_fetch_the_same_do_it_one_after_the_other(self, store, place):
        slow = [True]

        def once(path: str) -> Any:
            if path == "/data/train/a.bin" and slow.pop():
                time.sleep(1)
            return None

        slow.insert(0, False)
        store.fault = once
        first = place.start("s3://data/train")
        while not (place.folder().parent / "data.lock").exists():
            time.sleep(0.01)
        time.sleep(0.3)
        second = place.start("s3://data/train")
        outs = [each.communicate(timeout=60)[0].decode() for each in (first, second)]
        assert [first.returncode, second.returncode] == [0, 0]
        assert "another run fetches it; waiting" in outs[1]
        assert place.files()["a.bin"] == b"a" * 3000

    def test_more_than_the_run_may_have_is_refused_before_a_byte_comes(
        self, store, place
    ):
        ran = place.fetch("s3://data/train", limit=2000)
        assert ran.problem == {
            "code": "input-too-large",
            "params": {"name": "data", "size": "2.9 KiB", "limit": "2.0 KiB"},
        }
        assert place.files() == {}

    def test_a_full_disk_is_told(self, store, place):
        place.folder().mkdir(parents=True)
        mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place.folder())]
        if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
            pytest.skip("nothing can be mounted here")
        try:
            store.objects["train/large"] = b"x" * 100_000
            ran = place.fetch("s3://data/train")
            assert ran.problem["code"] == "input-no-room"
            assert ran.problem["params"]["free"] == "16.0 KiB"
            # Of which nobody says how large it is.
            body = b"x" * 100_000
            answer = (200, {"Content-Length": "100000"}, body)
            store.fault = lambda path: answer if "/large" in path else None
            small = store.objects
            store.objects = {**small, "train/large": b""}
            ran = place.fetch("s3://data/train/")
            assert ran.problem["code"] == "input-disk-full"
        finally:
            subprocess.run(["umount", str(place.folder())], check=True)

    def test_it_ends_when_it_is_told_to(self, store, place):
        store.fault = lambda _path: time.sleep(30)
        process = place.start("s3://data/train")
        assert b"looking at" in process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 128 + signal.SIGTERM
        process.stdout.close()
        store.fault = lambda _path: None
