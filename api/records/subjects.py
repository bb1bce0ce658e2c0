"""From a type of subject, as events and items of `/due` name it, to its rows and its address."""

from collections.abc import Mapping
from typing import Any

from api.core.store.records import Rows
from api.records.contacts.reading import CONTACTS
from api.records.interviews.reading import INTERVIEWS
from api.records.introductions.service import INTRODUCTIONS
from api.records.milestones.service import MILESTONES
from api.records.outcomes.service import OUTCOMES
from api.records.outreach_emails.reading import OUTREACH_EMAILS
from api.records.promises.service import PROMISES
from api.records.questions.service import QUESTIONS
from api.records.reminders.service import REMINDERS
from api.records.research_notes.service import RESEARCH_NOTES

SUBJECTS: Mapping[str, Rows[Any]] = {  # Any: rows of any kind
    rows.subject: rows
    for rows in (
        CONTACTS,
        INTERVIEWS,
        INTRODUCTIONS,
        MILESTONES,
        OUTCOMES,
        OUTREACH_EMAILS,
        PROMISES,
        QUESTIONS,
        REMINDERS,
        RESEARCH_NOTES,
    )
}


# What is not a member's own, and may be a subject all the same.
PATHS = {rows.subject: rows.path for rows in SUBJECTS.values()} | {"member": "/members"}


def path_of(subject_type: str, subject_id: object) -> str:
    """`/interviews/…` of the subject type `interview`."""
    return f"{PATHS[subject_type]}/{subject_id}"
