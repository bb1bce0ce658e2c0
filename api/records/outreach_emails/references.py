"""What messages refer to: contacts, interviews, introductions and other messages of the member's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from api.core.errors import invalid
from api.core.store.units import Write
from api.core.store.values import Columns
from api.records.contacts.reading import CONTACTS
from api.records.interviews.reading import INTERVIEWS
from api.records.introductions.service import INTRODUCTIONS
from api.records.outreach_emails.reading import OUTREACH_EMAILS


@dataclass(frozen=True, slots=True)
class References:
    """Ids by their pointers in the body."""

    contacts: dict[str, UUID] = field(default_factory=dict)
    interviews: dict[str, UUID] = field(default_factory=dict)
    introductions: dict[str, UUID] = field(default_factory=dict)
    emails: dict[str, UUID] = field(default_factory=dict)

    def add(self, at: str, values: Columns, cc_contact_ids: Sequence[UUID]) -> None:
        self.contacts.update(
            {f"{at}/cc_contact_ids/{place}": contact_id for place, contact_id in enumerate(cc_contact_ids)}
        )
        for name, known in (
            ("contact_id", self.contacts),
            ("interview_id", self.interviews),
            ("introduction_id", self.introductions),
            ("in_reply_to_id", self.emails),
        ):
            if values.get(name):
                known[f"{at}/{name}"] = values[name]

    async def check(self, write: Write) -> None:
        """One statement for each kind of thing, however many there are."""
        errors = [
            *await CONTACTS.unknown(write, self.contacts),
            *await INTERVIEWS.unknown(write, self.interviews),
            *await INTRODUCTIONS.unknown(write, self.introductions),
            *await OUTREACH_EMAILS.unknown(write, self.emails),
        ]
        if errors:
            raise invalid(*errors)
