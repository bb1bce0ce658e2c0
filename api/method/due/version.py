"""The versions with which due items are computed: of the rules, the holidays and the zones. Pure."""

from importlib.metadata import version

# Raised by a person whenever the same facts would give other items, or other states of contacts; a test says when.
RULES_VERSION = 3

COMPUTED_WITH = f"rules {RULES_VERSION}, holidays {version('holidays')}, zones {version('tzdata')}"
