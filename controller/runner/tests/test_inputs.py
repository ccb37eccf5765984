"""Fetching inputs from servers of the web, and of Google."""

import base64
import gzip
import json
import subprocess

import pytest
from jkf_inputs import web
from jkf_inputs.rsa import sign
from stores import Files, Gcs


class TestUnreachable:
    def test_nobody_who_listens_is_told_after_some_attempts(self, serve, place):
        server = serve(Files())
        dead = Files()
        dead.close()
        ran = place.fetch(f"{dead.url}/a.csv")
        assert ran.problem["code"] == "input-unreachable"
        assert ran.problem["params"]["host"] == dead.url[len("http://") :]
        assert "refused" in ran.problem["params"]["detail"]
        assert ran.out.count("trying again in") == web.ATTEMPTS - 1
        assert server.requests == []


class TestHttps:
    def test_a_file_comes_under_its_name(self, serve, place):
        server = serve(Files(**{"a b.csv": b"1,2\n"}))
        server.files = {"/d/a%20b.csv": b"1,2\n"}
        assert place.fetch(f"{server.url}/d/a%20b.csv?v=1").code == 0
        assert place.files() == {"a b.csv": b"1,2\n"}

    def test_a_path_in_letters_of_any_script_is_asked_for_as_servers_know_it(
        self, serve, place
    ):
        path = "/%EC%9E%90%EB%A3%8C/a%20b.csv"
        server = serve(Files())
        server.files = {path: b"1"}
        assert place.fetch(f"{server.url}/자료/a%20b.csv?v=데").code == 0
        assert place.files() == {"a b.csv": b"1"}
        assert server.requests == [f"{path}?v=%EB%8D%B0"] * 2

    def test_a_header_comes_from_the_secret_and_goes_to_its_host_alone(
        self, serve, place
    ):
        other = serve(Files(**{"b.csv": b"22"}))
        server = serve(Files(header="Authorization: Bearer xyz", **{"a.csv": b"1"}))
        secret = place.secret(HTTP_HEADER="Authorization: Bearer xyz\n")
        ran = place.fetch(f"{server.url}/a.csv", secret=secret)
        assert ran.code == 0
        moved = (302, {"Location": f"{other.url}/b.csv"}, b"")
        server.fault = lambda _path: moved
        assert place.fetch(f"{server.url}/a.csv", secret=secret).code == 0
        assert place.files() == {"a.csv": b"22"}
        assert all("Authorization" not in each for each in other.headers)
        assert "xyz" not in ran.out

    def test_a_header_of_two_lines_is_told_without_what_it_is(self, serve, place):
        server = serve(Files(**{"a.csv": b"a"}))
        secret = place.secret(HTTP_HEADER="Authorization: Bearer geheim\nX-Other: y")
        ran = place.fetch(f"{server.url}/a.csv", secret=secret)
        assert ran.problem["code"] == "input-credentials"
        assert "geheim" not in ran.out
        assert server.requests == []

    def test_what_is_denied_or_missing_is_told_without_the_query(self, serve, place):
        server = serve(Files(header="X-Key: 1", **{"a.csv": b"1"}))
        ran = place.fetch(f"{server.url}/a.csv?sig=secret")
        assert ran.problem["code"] == "input-denied"
        assert ran.problem["params"]["url"] == f"{server.url}/a.csv"
        server.header = ""
        place.failure.unlink()
        ran = place.fetch(f"{server.url}/b.csv?sig=secret")
        assert ran.problem["code"] == "input-missing"
        assert "secret" not in ran.out

    def test_a_name_that_leads_out_is_refused(self, serve, place):
        server = serve(Files())
        server.files = {"/d/..%2fevil": b"1", "/d/%2e%2e": b"1"}
        for name in ("..%2fevil", "%2e%2e"):
            ran = place.fetch(f"{server.url}/d/{name}")
            assert ran.problem["code"] == "input-key-outside"
            assert not list(place.path.rglob("evil"))

    def test_a_stream_of_unknown_length_ends_at_the_limit(self, serve, place):
        server = serve(Files(**{"a.csv": b"x" * 5_000_000}))
        server.fault = lambda _path: (200, {"Content-Length": ""}, b"x" * 5_000_000)
        ran = place.fetch(f"{server.url}/a.csv", limit=1_000_000)
        assert ran.problem["code"] == "input-too-large"


class TestGcs:
    @pytest.fixture
    def key(self, tmp_path):
        path = tmp_path / "key.pem"
        made = ["openssl", "genrsa", "-out", str(path), "2048"]
        if subprocess.run(made, check=False, capture_output=True).returncode != 0:
            pytest.skip("there is no openssl")
        return path

    def test_a_signature_is_one_for_openssl(self, key, tmp_path):
        (tmp_path / "text").write_bytes(b"text")
        (tmp_path / "sig").write_bytes(sign(key.read_text(), b"text"))
        public = ["openssl", "rsa", "-in", str(key), "-pubout", "-out"]
        into = [*public, str(tmp_path / "pub")]
        subprocess.run(into, check=True, capture_output=True)
        verify = ["openssl", "dgst", "-sha256", "-verify", str(tmp_path / "pub")]
        files = ["-signature", str(tmp_path / "sig"), str(tmp_path / "text")]
        assert subprocess.run([*verify, *files], check=False).returncode == 0

    @pytest.mark.parametrize("pem", ["", "MAA=", "MIIB", "AAAA" * 20])
    def test_what_is_no_key_is_refused(self, pem):
        with pytest.raises(ValueError):
            sign(pem, b"text")

    def test_objects_come_with_the_account_of_the_secret(self, serve, place, key):
        server = serve(Gcs(**{"d/a": b"1", "d/b/c": b"2", "e": b"3"}))
        record = {
            "type": "service_account",
            "client_email": "me@example.org",
            "private_key": key.read_text(),
            "token_uri": f"{server.url}/token",
        }
        secret = place.secret(
            GOOGLE_APPLICATION_CREDENTIALS=json.dumps(record),
            STORAGE_EMULATOR_HOST=server.url,
        )
        ran = place.fetch("gs://data/d", secret=secret)
        assert (ran.code, ran.problem) == (0, {})
        assert place.files() == {"a": b"1", "b/c": b"2"}
        (form,) = server.forms
        claims = form["assertion"].split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(claims + "=="))
        assert told["iss"] == "me@example.org"
        assert place.fetch("gs://data/e", secret=secret).code == 0
        assert place.files() == {"e": b"3"}
        # As its uploader had it, whatever the store keeps.
        server.objects["f.csv"] = gzip.compress(b"1,2\n" * 100)
        server.packed.append("f.csv")
        assert place.fetch("gs://data/f.csv", secret=secret).code == 0
        assert place.files() == {"f.csv": b"1,2\n" * 100}

    def test_without_an_account_what_is_not_public_is_denied(self, serve, place):
        server = serve(Gcs(e=b"3"))
        place.env["STORAGE_EMULATOR_HOST"] = server.url
        ran = place.fetch("gs://data/e")
        assert ran.problem["code"] == "input-denied"
        assert ran.problem["params"]["detail"] == "401 Invalid Credentials"

    def test_a_broken_key_file_is_not_quoted(self, serve, place):
        secret = place.secret(GOOGLE_APPLICATION_CREDENTIALS='{"private_key": "abc"}')
        ran = place.fetch("gs://data/e", secret=secret)
        assert ran.problem["code"] == "input-credentials"
        assert "abc" not in ran.out
