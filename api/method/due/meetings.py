"""The rules about meetings: schedule, prepare, confirm, debrief, thank_you, rebook. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from api.method.conversation.facts import Meeting, Proposal
from api.method.due.items import Because, Case, Item, Times, item


def schedule(case: Case) -> Iterator[Item]:
    """A meeting was proposed and has no time; not after they declined, or asked to be asked later."""
    facts, policy, calendar = case.facts, case.policy, case.calendar
    for proposal in facts.proposals:
        if (
            proposal.status != "proposed"
            or proposal.lead_id != facts.contact_id
            or _was_refused(case, proposal.proposed_at)
        ):
            continue
        day = calendar.day_of(proposal.proposed_at)
        times = Times(
            due_at=calendar.wd(policy.schedule_due, day),
            late_at=calendar.wd(policy.schedule_late, day),
            expires_at=calendar.morning(day + timedelta(days=policy.schedule_expires)),
        )
        because = [Because("meeting_proposed", proposal.proposed_at, "interview", proposal.id)]
        yield from item(case, "schedule", ("interview", proposal.id), times, because)


def prepare(case: Case) -> Iterator[Item]:
    """A meeting is set; too few questions are written down, or nothing about whom to meet."""
    policy, calendar = case.policy, case.calendar
    for meeting in _led(case, ["scheduled"]):
        missing = ["few_questions"] if meeting.questions < policy.prepare_questions else []
        missing += [] if meeting.is_researched else ["no_research"]
        if not missing:
            continue
        day = calendar.day_of(meeting.starts_at)
        times = Times(
            due_at=max(calendar.morning(day - timedelta(days=policy.prepare_due)), meeting.set_at),
            late_at=calendar.morning(day - timedelta(days=policy.prepare_late)),
            expires_at=meeting.starts_at,
            cap=meeting.starts_at,
        )
        because = [
            Because("meeting_starts", meeting.starts_at, "interview", meeting.id),
            *(Because(one, meeting.set_at, "interview", meeting.id) for one in missing),
        ]
        yield from item(case, "prepare", ("interview", meeting.id), times, because)


def confirm(case: Case) -> Iterator[Item]:
    """A meeting set well ahead is confirmed on the working day before; a new start asks anew."""
    policy, calendar = case.policy, case.calendar
    for meeting in _led(case, ["scheduled"]):
        ahead = calendar.wd(policy.confirm_from, calendar.day_of(meeting.set_at))
        if meeting.starts_at < ahead or meeting.confirmed_for == meeting.starts_at or _confirmed(case, meeting):
            continue
        day = calendar.working_day_before(policy.confirm_due, calendar.day_of(meeting.starts_at))
        times = Times(
            due_at=calendar.morning(day),
            late_at=meeting.starts_at - timedelta(hours=policy.confirm_late),
            expires_at=meeting.starts_at,
            cap=meeting.starts_at,
        )
        because = [
            Because("meeting_set", meeting.set_at, "interview", meeting.id),
            Because("meeting_starts", meeting.starts_at, "interview", meeting.id),
        ]
        opened_by = meeting.starts_at.isoformat()
        yield from item(case, "confirm", ("interview", meeting.id), times, because, opened_by=opened_by)


def debrief(case: Case) -> Iterator[Item]:
    """A meeting has ended and no takeaways are written; nobody needs to have marked it as completed."""
    policy, calendar = case.policy, case.calendar
    for meeting in _led(case, ["scheduled", "completed"]):
        if meeting.status == "completed" and meeting.has_takeaways:
            continue
        end = meeting.ended_at
        day = calendar.day_of(end)
        flagged = case.flags(happened=day, logged_at=meeting.logged_at)
        times = Times(
            due_at=end,
            late_at=calendar.midnight_after(calendar.working_day(policy.debrief_late, day)),
            flagged_at=calendar.morning(day + timedelta(days=policy.debrief_flagged)) if flagged else None,
            expires_at=calendar.morning(day + timedelta(days=policy.debrief_expires)),
        )
        fact = "meeting_completed" if meeting.status == "completed" else "meeting_ended"
        because = [Because(fact, end, "interview", meeting.id)]
        yield from item(case, "debrief", ("interview", meeting.id), times, because)


def thank_you(case: Case) -> Iterator[Item]:
    """Each participant is thanked after the meeting; one note settles every earlier unthanked meeting with them."""
    policy, calendar, conversation = case.policy, case.calendar, case.conversation
    thanks = [one for one in conversation.touches if not one.is_from_them and "thank_you" in one.kinds]
    for meeting in conversation.standing_meetings:
        if any(one.interview_id == meeting.id or conversation.is_after(one, meeting.began_at) for one in thanks):
            continue
        end = meeting.ended_at
        day = calendar.day_of(end)
        flagged = case.flags(happened=day, logged_at=meeting.logged_at)
        times = Times(
            due_at=end + timedelta(hours=policy.thank_you_due),
            late_at=end + timedelta(hours=policy.thank_you_late),
            flagged_at=calendar.morning(day + timedelta(days=policy.thank_you_flagged)) if flagged else None,
            expires_at=calendar.morning(day + timedelta(days=policy.thank_you_expires)),
        )
        because = [Because("meeting_ended", end, "interview", meeting.id)]
        yield from item(case, "thank_you", ("interview", meeting.id), times, because)


def rebook(case: Case) -> Iterator[Item]:
    """The last meeting was called off, or missed, and nothing new is set, and the member has said nothing since."""
    off, policy, calendar = case.conversation.last_called_off, case.policy, case.calendar
    if off is None or off[1].lead_id != case.facts.contact_id or _is_settled(case, off[0]):
        return
    at, meeting = off
    day = calendar.day_of(at)
    times = Times(
        due_at=calendar.wd(policy.rebook_due, day),
        late_at=calendar.wd(policy.rebook_late, day),
        expires_at=calendar.morning(day + timedelta(days=policy.rebook_expires)),
    )
    because = [Because(_how_it_failed(meeting), at, "interview", meeting.id)]
    yield from item(case, "rebook", ("interview", meeting.id), times, because, opened_by=at.isoformat())


def _is_settled(case: Case, off_at: datetime) -> bool:
    facts, conversation = case.facts, case.conversation
    new = any(one.set_at >= off_at or one.ended_at > off_at for one in conversation.standing_meetings)
    proposed = any(one.status == "proposed" for one in facts.proposals)
    said = any(not one.is_from_them and conversation.is_after(one, off_at) for one in conversation.words)
    return new or proposed or said or _was_refused(case, off_at)


def _was_refused(case: Case, since: datetime) -> bool:
    deferred_at = case.facts.deferred_at
    return case.facts.declined_at is not None or (deferred_at is not None and deferred_at >= since)


def _how_it_failed(meeting: Meeting | Proposal) -> str:
    who = "you" if meeting.called_off_by == "me" else "they"
    return f"{who}_missed" if meeting.status == "no_show" else f"{who}_called_off"


def _led(case: Case, statuses: Sequence[str]) -> Iterable[Meeting]:
    """The meetings whose own items stand under this contact."""
    meetings = case.conversation.standing_meetings
    return [one for one in meetings if one.lead_id == case.facts.contact_id and one.status in statuses]


def _confirmed(case: Case, meeting: Meeting) -> bool:
    """A confirmation that went to a participant after the present start was agreed: for this meeting by name, or
    without a name while it was the next.
    """
    conversation = case.conversation
    for one in meeting.confirmations:
        ahead = (other for other in conversation.standing_meetings if not conversation.is_after(one, other.starts_at))
        named = one.interview_id == meeting.id or (one.interview_id is None and next(ahead, None) == meeting)
        if named and conversation.is_after(one, meeting.set_at):
            return True
    return False
