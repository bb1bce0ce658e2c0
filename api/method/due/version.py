"""With what everything due was computed: the code of the pure rules, and the version of the calendar data."""

from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from api.method.conversation import calendar, conversation, facts, recurrence
from api.method.due import contact_state, giving, introducing, items, keeping, meetings, messages, news, rules

PURE = (
    calendar,
    contact_state,
    conversation,
    facts,
    giving,
    introducing,
    items,
    keeping,
    meetings,
    messages,
    news,
    rules,
    recurrence,
)


def _digest() -> str:
    digest = blake2b(digest_size=8)
    for module in PURE:
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()


COMPUTED_WITH = f"rules {_digest()}, holidays {version('holidays')}"
