"""What a rule gives: an item with its four times and its reasons. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

# An item shows at least this long, whatever the policy's numbers, unless a meeting's start ends it.
SHORTEST = timedelta(days=1)
NAMESPACE = UUID("7f6a3b5e-3c0d-5b53-9a51-6b9a0c1f8d24")


@dataclass(frozen=True, slots=True)
class Because:
    """A fact that opened an item: its code, when it happened, and what it is."""

    fact: str
    at: datetime
    subject_type: str
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom an item names from a moment on; `through_id` is a contact who knows them."""

    contact_id: UUID
    full_name: str
    free_at: datetime
    through_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom an item names. Until `until`, when the day ends, it names at most `left` of them."""

    people: Sequence[Recipient]
    left: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Times:
    """An item's four times as a rule counts them."""

    due_at: datetime
    late_at: datetime
    expires_at: datetime
    flagged_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a rule found: facts that open an item about `subject`, a type and an id.

    Its times count from the day `on` and the instant `at`, unless they are counted already (`times`); a `cap` ends it,
    however long it would have shown. What was logged (`logged_at`) long after that day is never flagged. `opened_by` tells
    one occurrence from the next; `text` is what the member wrote to be reminded of, or who else it is about.
    """

    subject: tuple[str, UUID]
    because: Sequence[Because]
    on: date
    at: datetime | None = None
    times: Times | None = None
    logged_at: datetime | None = None
    cap: datetime | None = None
    opened_by: str = ""
    text: str | None = None
    recipients: Recipients | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Something to do. From `due_at` on it shows, from `late_at` on it is late, from `flagged_at` on advisors see it,
    at `expires_at` it lapses. `draft_id` is the draft that would do what it asks for; `recipients` whom it names, where it
    is about several.
    """

    id: UUID
    kind: str
    contact_id: UUID | None
    subject_type: str
    subject_id: UUID
    due_at: datetime
    late_at: datetime
    flagged_at: datetime | None
    expires_at: datetime
    because: Sequence[Because]
    text: str | None = None
    draft_id: UUID | None = None
    recipients: Recipients | None = None


def item_of(kind: str, contact_id: UUID | None, opening: Opening, times: Times) -> Iterator[Item]:
    """The item, its times put in order and capped; none where the cap comes before it is due."""
    cap = opening.cap
    if cap is not None and times.due_at >= cap:
        return
    late_at = max(times.due_at, times.late_at)
    flagged_at = None if times.flagged_at is None else max(late_at, times.flagged_at)
    expires_at = max(flagged_at or late_at, times.expires_at, times.due_at + SHORTEST)
    if cap is not None:
        late_at, expires_at = min(late_at, cap), min(expires_at, cap)
        flagged_at = None if flagged_at is None or flagged_at >= cap else flagged_at
    subject_type, subject_id = opening.subject
    name = f"{kind}/{contact_id or ''}/{subject_id}/{opening.opened_by}"
    yield Item(
        id=uuid5(NAMESPACE, name),
        kind=kind,
        contact_id=contact_id,
        subject_type=subject_type,
        subject_id=subject_id,
        due_at=times.due_at,
        late_at=late_at,
        flagged_at=flagged_at,
        expires_at=expires_at,
        because=tuple(opening.because),
        text=opening.text,
        recipients=opening.recipients,
    )
