"""Signatures of S3, held against those that Amazon publishes."""

from datetime import datetime, timezone

from jkf_inputs.sigv4 import Keys, query_of, signed


class TestSignatures:
    """The examples that Amazon publishes for version 4."""

    KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    NOW = datetime(2013, 5, 24, tzinfo=timezone.utc)

    def signature(self, path: str, **headers: str) -> str:
        url = f"https://examplebucket.s3.amazonaws.com/{path}"
        made = signed(url, "us-east-1", self.KEYS, self.NOW, headers)
        return made["Authorization"].rsplit("Signature=", 1)[1]

    def test_of_an_object(self):
        assert self.signature("test.txt", Range="bytes=0-9") == (
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        )

    def test_of_a_list(self):
        query = query_of({"prefix": "J", "max-keys": "2"})
        assert self.signature(f"?{query}") == (
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        )
