"""What suggestions are made from, and what they are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from api.method.people.careers import StoredPosition

NAMESPACE = UUID("3d5e7f0c-9f2b-5c57-8a0e-54a1f2f3c0de")
MOST_WORDS = 30
MOST_WORDS_IN_A_LETTER = 24
REGRETS = frozenset({"missed", "start_again", "mistakes", "unprepared"})
# Words of a research note that may be quoted.
LONGEST_QUOTE = 14


class Topic(StrEnum):
    CAREER_PATH = "career_path"
    DAY_TO_DAY = "day_to_day"
    SKILLS = "skills"
    TRENDS = "trends"
    ADVICE = "advice"
    RESOURCES = "resources"
    ASSIGNMENTS = "assignments"
    CULTURE = "culture"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Note:
    """A research note."""

    id: UUID
    kind: str
    learned: str
    quotable: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a contact on a day; `asked` are the questions that are written down already."""

    positions: Sequence[StoredPosition]
    notes: Sequence[Note]
    tags: Sequence[str]
    source: str | None
    asked: Sequence[str]
    today: date


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`asks` names what is asked, so that nothing is asked twice. `facts` are in words; `place` is the position, and
    `note_id` the note, that it is based on. `sides` are what a note must speak of to answer it. `about` is what it is about,
    as a subject says it: “your move from teaching to nursing”.
    """

    asks: str
    topic: Topic
    text: str
    facts: Sequence[str] = ()
    place: int | None = None
    note_id: UUID | None = None
    sides: Sequence[Sequence[str | None]] = ()
    about: str | None = None

    @property
    def is_for_strangers(self) -> bool:
        """Whether it may open a conversation: it asks neither for what they regret, nor more than a letter holds."""
        return self.asks not in REGRETS and len(self.text.split()) <= MOST_WORDS_IN_A_LETTER

    def id_for(self, contact_id: UUID) -> UUID:
        return uuid5(NAMESPACE, f"{contact_id}/{self.asks}/{self.text}")
