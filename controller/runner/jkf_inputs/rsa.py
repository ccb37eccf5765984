"""Signs with an RSA key, as service accounts of Google do it: PKCS #1 v1.5, SHA-256."""

import base64
import hashlib
from typing import List, Tuple

#: What stands before the digest: that it is one of SHA-256.
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_SEQUENCE, _INTEGER, _OCTETS = 0x30, 0x02, 0x04


def sign(pem: str, message: bytes) -> bytes:
    """Sign; `ValueError` when the text is no private RSA key."""
    modulus, exponent = _key(pem)
    length = (modulus.bit_length() + 7) // 8
    content = _DIGEST_INFO + hashlib.sha256(message).digest()
    padding = b"\xff" * (length - len(content) - 3)
    padded = b"\x00\x01" + padding + b"\x00" + content
    number = pow(int.from_bytes(padded, "big"), exponent, modulus)
    return number.to_bytes(length, "big")


def _key(pem: str) -> Tuple[int, int]:
    """Read modulus and private exponent of a PKCS #1 or PKCS #8 key."""
    lines = [line for line in pem.strip().splitlines() if "-----" not in line]
    numbers = _parts(_parts(base64.b64decode("".join(lines)))[0][1])
    if len(numbers) > 2 and numbers[2][0] == _OCTETS:
        numbers = _parts(_parts(numbers[2][1])[0][1])
    if len(numbers) < 4 or any(tag != _INTEGER for tag, _ in numbers[:4]):
        raise ValueError("it is no private RSA key")
    modulus, _, private = (int.from_bytes(each, "big") for _, each in numbers[1:4])
    if modulus.bit_length() < 1024:
        raise ValueError("it is no private RSA key")
    return modulus, private


def _parts(data: bytes) -> List[Tuple[int, bytes]]:
    """Read the values of a DER sequence: tag and content of each."""
    found, at = [], 0
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("it is no private RSA key")
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data):
            raise ValueError("it is no private RSA key")
        found.append((tag, data[at : at + length]))
        at += length
    if not found:
        raise ValueError("it is no private RSA key")
    return found
