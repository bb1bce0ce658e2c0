"""The text of API keys: recognizable to secret scanners, and refused without a database read when mistyped."""

import hashlib
import hmac
import re
import secrets
import string
import zlib

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PATTERN = re.compile(r"tb_([0-9A-Za-z]{32})_([0-9A-Za-z]{6})", re.ASCII)
HINT_LENGTH = 7


def new_key() -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(32))
    return f"tb_{body}_{_checksum(body)}"


def is_well_formed(key: str) -> bool:
    found = PATTERN.fullmatch(key)
    return found is not None and found[2] == _checksum(found[1])


def digest_of(key: str, pepper: bytes) -> str:
    """What is stored instead of the key."""
    return hmac.new(pepper, key.encode(), hashlib.sha256).hexdigest()


def _checksum(body: str) -> str:
    value, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, 62)
        digits = ALPHABET[digit] + digits
    return digits
