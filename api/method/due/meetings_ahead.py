"""The rules about meetings that lie ahead: schedule, prepare, confirm. Pure."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from api.method.conversation.facts import Meeting
from api.method.due.actions import CALLED_OFF_BY, STARTS_AT, Action, OpenItem, request, written
from api.method.due.items import Because, Opening, Times
from api.method.due.numbers import Number, NumberUnit, days, hours, working_days
from api.method.due.rules import Case, Rule, because_of

MEETING_STARTS = {"meeting_starts": "Your meeting with {name} starts."}
LEARNED = {"/learned": "What you learned about them, as text."}
IDS = {"/ids": "A list of the ids of suggestions; GET the same address for them. Three or so make a good talk."}
TEXT = {"/text": "The question."}
questions = partial(Number, unit=NumberUnit.QUESTIONS)


def _proposed(case: Case) -> Iterator[Opening]:
    """A meeting was proposed and has no time; while the member waits for an answer, that is followed up instead."""
    conversation = case.conversation
    if conversation.waiting_for is not None:
        return
    theirs = [word for word in conversation.words if word.direction != "outbound"]
    for proposal in case.facts.proposals:
        if proposal.status == "proposed" and proposal.lead_id == case.facts.contact_id:
            since = [word for word in theirs if conversation.is_after(word, proposal.proposed_at)][-1:]
            yield Opening(
                subject=("interview", proposal.id),
                because=[
                    Because("meeting_proposed", proposal.proposed_at, "interview", proposal.id),
                    *(because_of("last_word", word, case) for word in since),
                ],
                on=conversation.day(since[0]) if since else case.calendar.day_of(proposal.proposed_at),
            )


def _agree_on_time(item: OpenItem) -> Sequence[Action]:
    meeting = f"/interviews/{item.subject_id}"
    return [
        *written(item, interview_id=str(item.subject_id)),
        request(
            "schedule",
            "Once you agreed on a time: set it.",
            ("POST", f"{meeting}/schedule"),
            {"starts_at": None},
            STARTS_AT,
        ),
        request(
            "cancel", "If it will not take place: log it.", ("POST", f"{meeting}/cancel"), {"by": None}, CALLED_OFF_BY
        ),
    ]


SCHEDULE = Rule(
    "schedule",
    title="Suggest times to {name} for the meeting that is proposed",
    says="Agree on a time soon: suggest two or three, and schedule the one they take.",
    opens="A meeting was proposed without a time, and you wait for no answer of theirs.",
    since="it was proposed, or their last word since",
    settled_by="Times suggested to them, a time that is set, or calling it off.",
    facts={
        "meeting_proposed": "A meeting with {name} is logged as proposed, without a time.",
        "last_word": "{name} last wrote, or talked with you.",
    },
    due=working_days(3, most=60, says="A meeting proposed without a time: agree on one"),
    late=working_days(5, most=90, says="A meeting proposed without a time: late"),
    expires=days(60, most=366, says="A meeting proposed without a time: it lapses"),
    asks=True,
    find=_proposed,
    settle=_agree_on_time,
    writes="arrangement",
)


def _unprepared(case: Case) -> Iterator[Opening]:
    """A meeting is set; too few questions are written down, or nothing about whom to meet."""
    policy, calendar = case.policy, case.calendar
    for meeting in case.conversation.led(["scheduled"]):
        missing = ["few_questions"] if meeting.questions < policy["prepare_questions"] else []
        missing += [] if meeting.is_researched else ["no_research"]
        if not missing:
            continue
        day = calendar.day_of(meeting.starts_at)
        yield Opening(
            subject=("interview", meeting.id),
            because=[
                Because("meeting_starts", meeting.starts_at, "interview", meeting.id),
                *(Because(fact, meeting.set_at, "interview", meeting.id) for fact in missing),
            ],
            on=day,
            times=Times(
                due_at=max(calendar.morning(day - timedelta(days=policy["prepare_due"])), meeting.set_at),
                late_at=calendar.morning(day - timedelta(days=policy["prepare_late"])),
                expires_at=meeting.starts_at,
            ),
            cap=meeting.starts_at,
            text=f"{meeting.questions} of {policy['prepare_questions']}",
        )


def _research_and_ask(item: OpenItem) -> Sequence[Action]:
    missing = {fact["fact"] for fact in item.because}
    note, question = {"contact_id": str(item.contact_id)}, {"interview_id": str(item.subject_id)}
    suggestions = ("POST", f"/contacts/{item.contact_id}/question-suggestions")
    found = [
        request(
            "add-research", "Keep what you found out.", ("POST", "/research-notes"), note | {"learned": None}, LEARNED
        )
    ]
    asked = [
        request("choose-questions", "Choose from suggested questions.", suggestions, question | {"ids": None}, IDS),
        request("write-question", "Write one down.", ("POST", "/questions"), note | question | {"text": None}, TEXT),
    ]
    return [*(found if "no_research" in missing else []), *(asked if "few_questions" in missing else [])]


PREPARE = Rule(
    "prepare",
    title="Prepare for your meeting with {name}",
    says="Research whom you will meet, and bring questions beyond “tell me about your day”.",
    opens="A meeting is set, and fewer than {prepare_questions} are written down for it, or no research note.",
    when="Due {prepare_due} before its start, or when it is set; late {prepare_late} before it; it lapses at the start.",
    settled_by="Both a research note about them, and enough questions to them.",
    facts={
        **MEETING_STARTS,
        "few_questions": "The meeting was set; {text} questions to {name} are written.",
        "no_research": "The meeting was set; no research note about {name} is written.",
    },
    due=days(3, most=30, says="Before the day of a meeting: prepare for it"),
    late=days(1, most=30, says="Before the day of a meeting: preparing is late"),
    more={"prepare_questions": questions(3, most=20, says="So many questions make a meeting prepared")},
    order=[("prepare_late", "prepare_due")],
    find=_unprepared,
    settle=_research_and_ask,
)


def _unconfirmed(case: Case) -> Iterator[Opening]:
    """A meeting set well ahead is confirmed on the working day before; a new start asks anew."""
    policy, calendar = case.policy, case.calendar
    for meeting in case.conversation.led(["scheduled"]):
        ahead = calendar.working_morning(policy["confirm_from"], calendar.day_of(meeting.set_at))
        if meeting.starts_at < ahead or meeting.confirmed_for == meeting.starts_at or _is_confirmed(case, meeting):
            continue
        day = calendar.day_of(meeting.starts_at)
        yield Opening(
            subject=("interview", meeting.id),
            because=[
                Because("meeting_set", meeting.set_at, "interview", meeting.id),
                Because("meeting_starts", meeting.starts_at, "interview", meeting.id),
            ],
            on=day,
            times=Times(
                due_at=calendar.morning(calendar.working_day_before(policy["confirm_due"], day)),
                late_at=meeting.starts_at - timedelta(hours=policy["confirm_late"]),
                expires_at=meeting.starts_at,
            ),
            cap=meeting.starts_at,
            opened_by=meeting.starts_at.isoformat(),
        )


def _is_confirmed(case: Case, meeting: Meeting) -> bool:
    """A confirmation that went to a participant after the present start was agreed: for this meeting by name, or
    without a name while it was the next.
    """
    conversation = case.conversation
    for message in meeting.confirmations:
        ahead = (
            other for other in conversation.standing_meetings if not conversation.is_after(message, other.starts_at)
        )
        named = message.interview_id == meeting.id or (message.interview_id is None and next(ahead, None) == meeting)
        if named and conversation.is_after(message, meeting.set_at):
            return True
    return False


def _confirm(item: OpenItem) -> Sequence[Action]:
    target = ("POST", f"/interviews/{item.subject_id}/confirm")
    confirmed = request("mark-confirmed", "If it is confirmed in another way: log it.", target, {})
    return [*written(item, interview_id=str(item.subject_id)), confirmed]


CONFIRM = Rule(
    "confirm",
    title="Confirm your meeting with {name}",
    says="Shortly before a meeting that was set well ahead, confirm it.",
    opens="A meeting was set {confirm_from} ahead or more, and this start is not confirmed.",
    when="Due {confirm_due} before its start, late {confirm_late} before it; it lapses at the start.",
    settled_by="A confirmation sent, or the meeting marked as confirmed; if its start changes, you are asked again.",
    facts={**MEETING_STARTS, "meeting_set": "The meeting was set; no confirmation of it is logged."},
    more={"confirm_from": working_days(2, most=30, says="A meeting is confirmed if it was set this long ahead")},
    due=working_days(1, most=10, says="Before the day of its start: confirm it"),
    late=hours(2, most=72, says="Before its start: the confirmation is late"),
    order=[("confirm_due", "confirm_from")],
    find=_unconfirmed,
    settle=_confirm,
    writes="confirmation",
)
