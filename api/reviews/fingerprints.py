"""Fingerprints of texts: by them two are known to be nearly the same, and without the key nothing else. Pure.

A text is the set of its runs of four words; its fingerprint the smallest of their keyed hashes (a bottom-k sketch). Of two
texts as large a share of the fingerprints is the same as of the runs.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b

RUN = 4
SIZE = 24
# With fewer runs than that, chance makes texts alike.
LEAST = 8
GREETING = re.compile(
    r"^\s*(dear|hi|hello|hey|good (?:morning|afternoon|evening))\b[ \t]*(?:(?:mr|ms|mrs|mx|dr|prof|professor)\b\.?[ \t]+)?([^,!:\n]*)",
    re.IGNORECASE,
)


def runs(text: str) -> set[str]:
    """Without the greeting: that differs in every copy."""
    words = re.findall(r"[^\W_]+", GREETING.sub("", text, count=1).casefold())
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def fingerprint(text: str, *, without: Iterable[str] = (), key: bytes) -> list[str]:
    """Of what the text says beyond the texts `without`; empty where that is too little to compare."""
    own = runs(text).difference(*map(runs, without))
    if len(own) < LEAST:
        return []
    return sorted(blake2b(one.encode(), key=key, digest_size=8).hexdigest() for one in own)[:SIZE]
