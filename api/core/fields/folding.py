"""The one fold: the form in which names, employers and searches are compared. Pure."""

import unicodedata


def fold(text: str) -> str:
    """Lower case without accents: the form in which names are compared and searched."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
