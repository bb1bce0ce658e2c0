"""Names of people, and whether one is said. Pure."""

import re
from collections.abc import Sequence

from api.core.fields.folding import fold

MOST_SAID = 3


def is_named(said: str, full_name: str) -> bool:
    """Whether one of their names is said, or the whole of it, however it is spaced or accented."""
    names, words = _words(full_name), _words(said)
    return bool(set(names) & set(words)) or (bool(words) and "".join(words) == "".join(names))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(text))


def listed(names: Sequence[str]) -> str:
    """Names as one says them: the first three, and how many more there are."""
    said = [*names[:MOST_SAID], *([f"{len(names) - MOST_SAID} more"] if len(names) > MOST_SAID else [])]
    return " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)
