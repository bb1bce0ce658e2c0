"""Entity tags: a row's version, and a digest of whatever derived fields the answer shows."""

import hashlib

from pydantic_core import to_json


def etag(version: int, derived: object = None) -> str:
    """`"7"`, or `"7-3f2a…"`: If-Match compares the version alone, If-None-Match the whole."""
    if derived is None:
        return f'"{version}"'
    digest = hashlib.blake2b(to_json(derived), digest_size=6).hexdigest()
    return f'"{version}-{digest}"'


def digest_tag(shown: object) -> str:
    """The tag of an answer that no row stands behind: If-Match has nothing to compare it with."""
    return etag(1, shown)


def matches(header: str, tag: str) -> bool:
    """If-None-Match: weak comparison, RFC 9110 section 13.1.2."""
    return header.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in header.split(",")}
