"""What /interviews/{id}/brief answers."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.core.fields.times import OutInstant
from api.core.fields.types import Out


class BriefWhen(Out):
    starts_at: OutInstant | None = Field(description="The start, UTC; null: no time is agreed.")
    duration_minutes: int = Field(description="How long it takes, in minutes.")
    yours: str | None = Field(description="The start as your own clock shows it, with the zone.")
    theirs: list[str] = Field(description="The same by each clock of theirs that differs.")


class BriefPosition(Out):
    title: str | None = Field(description="Job title.")
    employer: str | None = Field(description="Where they worked.")
    started_on: str | None = Field(description="Year, month or day.")
    ended_on: str | None = Field(description="Year, month or day; null while it lasts.")


class BriefNote(Out):
    id: UUID = Field(description="Id of the research note.")
    learned: str = Field(description="What you learned.")
    learned_on: date = Field(description="The day on which you did.")
    url: str | None = Field(description="The page.")


class BriefMessage(Out):
    id: UUID = Field(description="Id of the message.")
    on: date = Field(description="Its day, by your clock.")
    direction: str = Field(description="outbound, inbound or mutual.")
    kind: str = Field(description="What it was for.")
    subject: str | None = Field(description="Its subject.")
    text: str | None = Field(
        description="How it begins: 500 characters at most, without what it quotes and the signature."
    )


class BriefQuestion(Out):
    id: UUID = Field(description="Id of the question.")
    text: str = Field(description="The question.")
    asked: bool = Field(description="Whether it was asked already.")


class BriefPromise(Out):
    id: UUID = Field(description="Id of the promise.")
    by: str = Field(description="Who promised it: me or them.")
    what: str = Field(description="What was promised.")
    due_on: date | None = Field(description="By which day.")


class BriefPerson(Out):
    id: UUID = Field(description="Id of the contact.")
    full_name: str = Field(description="Name as it is written.")
    pronounced: str | None = Field(description="How to say it.")
    title: str | None = Field(description="Job title, as it is now.")
    employer: str | None = Field(description="Employer, as it is now.")
    reach: list[str] = Field(description="How to reach them, in words: first what the medium of the interview needs.")
    how_you_met: str | None = Field(description="How you found them, in words.")
    notes: str | None = Field(description="Your notes about them.")
    career: list[BriefPosition] = Field(description="Their career, the latest first.")
    research: list[BriefNote] = Field(description="What you found out, the latest first.")
    history: list[BriefMessage] = Field(description="The last messages and talks, the latest first; eight at most.")
    questions: list[BriefQuestion] = Field(description="What to ask them, in order.")
    promises: list[BriefPromise] = Field(description="Promises that are open.")


class BriefOut(Out):
    interview_id: UUID = Field(description="Id of the interview.")
    status: str = Field(description="Status of the interview; an open set.")
    when: BriefWhen = Field(description="When it is.")
    medium: str | None = Field(description="How you meet.")
    location: str | None = Field(description="Where.")
    link: str | None = Field(description="Web address of the call.")
    agenda: str | None = Field(description="What you want to talk about.")
    people: list[BriefPerson] = Field(description="Whom you meet.")
    afterwards: list[str] = Field(description="What to do when it is over.")
    etag: str = Field(description="Entity tag for If-None-Match.")
