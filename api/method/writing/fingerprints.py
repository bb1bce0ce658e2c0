"""Fingerprints of texts: by them two are known to be nearly the same, and without the key nothing else. Pure.

A text is the set of its runs of four words; its fingerprint the smallest of their keyed hashes (a bottom-k sketch). Of two
texts as large a share of the fingerprints is the same as of the runs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

RUN = 4
SIZE = 24
# With fewer runs than that, chance makes texts alike.
LEAST = 8
SHORTEST_PIECE = 2
BREAK = "\n"
GREETING = re.compile(
    r"^\s*(dear|hi|hello|hey|good (?:morning|afternoon|evening))\b[ \t]*(?:(?:mr|ms|mrs|mx|dr|prof|professor)\b\.?[ \t]+)?([^,!:\n]*)",
    re.IGNORECASE,
)


def runs(text: str, *, without: Iterable[str] = ()) -> set[str]:
    """Without the greeting, which differs in every copy, and without what `without` says: no run reaches across it."""
    own = f" {_words(GREETING.sub('', text, count=1))} "
    for piece in sorted({_words(said) for said in without}, key=len, reverse=True):
        if piece.count(" ") + 1 >= SHORTEST_PIECE:
            own = own.replace(f" {piece} ", f" {BREAK} ")
    return {run for part in own.split(BREAK) for run in _runs(part.split())}


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _runs(words: Sequence[str]) -> Iterator[str]:
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def fingerprint(text: str, *, without: Iterable[str] = (), key: bytes) -> list[str]:
    """Empty where a text says too little of its own to be compared."""
    own = runs(text, without=without)
    if len(own) < LEAST:
        return []
    return sorted(blake2b(run.encode(), key=key, digest_size=8).hexdigest() for run in own)[:SIZE]
