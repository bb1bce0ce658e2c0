"""Names of people, and whether one is said. Pure."""

import re

from api.core.fields.folding import fold


def is_named(said: str, full_name: str) -> bool:
    """Whether one of their names is said, or the whole of it, however it is spaced or accented."""
    names, words = _words(full_name), _words(said)
    return bool(set(names) & set(words)) or (bool(words) and "".join(words) == "".join(names))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(text))
