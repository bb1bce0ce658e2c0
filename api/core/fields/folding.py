"""The one fold: the form in which names, employers and searches are compared. Pure."""

import unicodedata

LONGEST_NAME_KEY = 400


def fold(text: str) -> str:
    """Lower case without accents: the form in which names are compared and searched."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def name_key_of(name: str) -> str:
    """The fold of a name as long as it is stored: some letters fold to several."""
    return fold(name)[:LONGEST_NAME_KEY]
