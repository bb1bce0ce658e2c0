"""The rules about meetings that were held, or fell through: debrief, thank_you, rebook. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from api.method.conversation.facts import Meeting, Message, Proposal
from api.method.due.actions import CALLED_OFF_BY, STARTS_AT, Action, OpenItem, request, written
from api.method.due.items import Because, Opening
from api.method.due.numbers import days, hours, working_days
from api.method.due.rules import Case, Rule, because_of

TAKEAWAYS = {"/takeaways": "What you learned, as text."}
MISSED_BY = {"/by": "Who did not come: me or them."}


def _ended(case: Case, meeting: Meeting, fact: str) -> Opening:
    end = meeting.ended_at
    return Opening(
        subject=("interview", meeting.id),
        because=[Because(fact, end, "interview", meeting.id)],
        on=case.calendar.day_of(end),
        at=end,
        logged_at=meeting.logged_at,
    )


def _without_takeaways(case: Case) -> Iterator[Opening]:
    """A meeting has ended and no takeaways are written; nobody needs to have marked it as completed."""
    for meeting in case.conversation.led(["scheduled", "completed"]):
        is_completed = meeting.status == "completed"
        if not (is_completed and meeting.has_takeaways):
            yield _ended(case, meeting, "meeting_completed" if is_completed else "meeting_ended")


def _write_takeaways(item: OpenItem) -> Sequence[Action]:
    takeaways, meeting = {"takeaways": None}, f"/interviews/{item.subject_id}"
    if item.because[0]["fact"] == "meeting_completed":
        return [request("write-takeaways", "Keep what you learned.", ("PATCH", meeting), takeaways, TAKEAWAYS)]
    held = "If it took place: mark it as completed, and keep what you learned."
    return [
        request("complete", held, ("POST", f"{meeting}/complete"), takeaways, TAKEAWAYS),
        *_did_not_take_place(meeting),
    ]


def _did_not_take_place(meeting: str) -> Sequence[Action]:
    missed, off = ("POST", f"{meeting}/no-show"), ("POST", f"{meeting}/cancel")
    return [
        request("no-show", "If somebody did not come: log it.", missed, {"by": None}, MISSED_BY),
        request("cancel", "If it was called off: log it.", off, {"by": None}, CALLED_OFF_BY),
    ]


DEBRIEF = Rule(
    "debrief",
    title="Note how your meeting with {name} went",
    titles={"meeting_completed": "Write down what you learned from {name}"},
    says="Write down your takeaways while you remember them.",
    opens="A meeting has ended, and its takeaways are not written.",
    when="Due at its end, late at the end of the day {debrief_late} later; flagged after {debrief_flagged}; "
    "it lapses after {debrief_expires}.",
    settled_by="Takeaways, or a note that it did not take place.",
    facts={
        "meeting_ended": "Your meeting with {name} was set to end at this time; nothing is logged about how it went.",
        "meeting_completed": "Your meeting with {name} ended; its takeaways are not written.",
    },
    late=working_days(1, most=30, ends_day=True, says="After a meeting, at the end of the day: the takeaways are late"),
    flagged=days(5, most=90, says="After a meeting without takeaways: it is flagged"),
    expires=days(30, most=366, says="After a meeting without takeaways: it lapses"),
    find=_without_takeaways,
    settle=_write_takeaways,
)


def _unthanked(case: Case) -> Iterator[Opening]:
    """Each participant is thanked after a meeting, or a talk in person on the day of none; one note settles every earlier
    one with them.
    """
    conversation = case.conversation
    thanks = [word for word in conversation.touches if not word.is_from_them and "thank_you" in word.kinds]
    for meeting in conversation.standing_meetings:
        if not any(word.interview_id == meeting.id or conversation.is_after(word, meeting.began_at) for word in thanks):
            yield _ended(case, meeting, "meeting_ended")
    days = {case.calendar.day_of(meeting.starts_at) for meeting in conversation.standing_meetings}
    for talk in conversation.words:
        if talk.is_in_person and conversation.day(talk) not in days:
            began_at = conversation.instant(talk)
            if not any(conversation.is_after(word, began_at) for word in thanks):
                yield _talked(case, talk)


def _talked(case: Case, talk: Message) -> Opening:
    """A talk ends when it was; one known by its day, with that day."""
    day = case.conversation.day(talk)
    return Opening(
        subject=("outreach_email", talk.id),
        because=[because_of("talked", talk, case)],
        on=day,
        at=talk.at if talk.day is None else case.calendar.midnight_after(day),
        logged_at=talk.logged_at,
    )


def _thank(item: OpenItem) -> Sequence[Action]:
    if item.subject_type != "interview":
        return written(item)
    thanks, meeting = written(item, interview_id=str(item.subject_id)), f"/interviews/{item.subject_id}"
    return [*thanks, *_did_not_take_place(meeting)]


THANK_YOU = Rule(
    "thank_you",
    title="Thank {name} after your meeting",
    titles={"talked": "Thank {name} for talking with you"},
    says="Send a thoughtful thank-you note soon, but not the minute you leave.",
    source="Touchbase method; Yale, UConn (within 24 hours); Princeton (not at once)",
    opens="A meeting with them has ended, or you talked in person.",
    since="its end",
    settled_by="Thanks for that meeting or talk, or any thanks sent after that began.",
    facts={
        "meeting_ended": "Your meeting with {name} was set to end at this time; no thanks are logged since.",
        "talked": "You and {name} talked in person; no thanks are logged since.",
    },
    due=hours(1, least=0, most=72, says="After a meeting: thank them, not the minute you leave", source="Princeton"),
    late=hours(24, most=240, says="After a meeting: the thanks are late", source="Yale; UConn"),
    flagged=days(5, most=90, says="After a meeting without thanks: it is flagged"),
    expires=days(30, most=366, says="After a meeting without thanks: it lapses"),
    find=_unthanked,
    settle=_thank,
    writes="thank_you",
)


def _fell_through(case: Case) -> Iterator[Opening]:
    """The last meeting was called off, or missed, and nothing new is set, and nothing was said since that leads on. Whoever
    did not come apologizes at once.
    """
    off = case.conversation.last_called_off
    if off is None or off[1].lead_id != case.facts.contact_id or _is_settled(case, *off):
        return
    at, meeting = off
    fact, on = _how_it_failed(meeting), case.calendar.day_of(at)
    yield Opening(
        subject=("interview", meeting.id),
        because=[Because(fact, at, "interview", meeting.id)],
        on=on,
        times=replace(case.counted(on), due_at=at) if fact == "you_missed" else None,
        opened_by=at.isoformat(),
    )


def _is_settled(case: Case, off_at: datetime, meeting: Meeting | Proposal) -> bool:
    facts, conversation = case.facts, case.conversation
    new = any(other.set_at >= off_at or other.ended_at > off_at for other in conversation.standing_meetings)
    proposed = any(proposal.status == "proposed" for proposal in facts.proposals)
    on = case.calendar.day_of(off_at) if meeting.called_off_by == "me" else None
    said = any(
        conversation.is_after(word, off_at) or conversation.day(word) == on
        for word in conversation.touches
        if not word.is_from_them or word.id in conversation.expecting
    )
    return new or proposed or said


def _how_it_failed(meeting: Meeting | Proposal) -> str:
    who = "you" if meeting.called_off_by == "me" else "they"
    return f"{who}_missed" if meeting.status == "no_show" else f"{who}_called_off"


def _suggest_new_time(item: OpenItem) -> Sequence[Action]:
    body = {"contact_ids": [str(item.contact_id)], "starts_at": None}
    says = "Once you agreed on a new time: set the new meeting; `contact_ids` names everybody who takes part."
    return [*written(item), request("new-time-agreed", says, ("POST", "/interviews"), body, STARTS_AT)]


REBOOK = Rule(
    "rebook",
    title="Suggest a new time to {name} for the meeting that fell through",
    titles={
        "you_called_off": "Apologize to {name} for calling your meeting off, and suggest a new time",
        "you_missed": "Apologize to {name} for missing your meeting, and suggest a new time",
    },
    says="A meeting that fell through is not lost: suggest a new time, with an apology if it was your doing.",
    opens="A meeting was called off, or somebody did not come, and nothing new is set or asked.",
    when="Due {rebook_due} after that, at once if it was you who did not come; late after {rebook_late}; it lapses after "
    "{rebook_expires}.",
    settled_by="A message to them, or a new meeting.",
    facts={
        "you_called_off": "You called your meeting with {name} off.",
        "they_called_off": "{name} called your meeting off.",
        "you_missed": "You did not come to your meeting with {name}.",
        "they_missed": "{name} did not come to your meeting.",
    },
    due=working_days(1, most=60, says="A meeting called off or missed: suggest a new time"),
    late=working_days(3, most=90, says="A meeting called off or missed: late"),
    expires=days(30, most=366, says="A meeting called off or missed: it lapses"),
    asks=True,
    find=_fell_through,
    settle=_suggest_new_time,
    writes="arrangement",
    or_writes=frozenset({"reply"}),
)
