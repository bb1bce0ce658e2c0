"""What is due and when: one function and one row of `RULES` for each rule. Pure, and without a clock.

`wd(n)` is the morning of the n-th working day after a fact; a rule marked `own` counts the days on which the member
starts things. Each of an item's four times is at least the one before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from api.core.durations import Duration, parse_duration
from api.due import actions
from api.due.conversation import Conversation, Meeting, Message
from api.due.items import Because, Case, Item, Rule, Times, because_of, item
from api.organizations.policy import DuePolicy


def due_items(conversation: Conversation, policy: DuePolicy) -> Sequence[Item]:
    """Everything due about one contact, ever: what shows at a moment is a comparison with its times."""
    if conversation.facts.silenced or conversation.facts.archived:
        return ()
    items: list[Item] = []
    for rule in RULES:
        items.extend(rule.find(Case(conversation, policy, tuple(items))))
    return items


def reply(case: Case) -> Iterator[Item]:
    """A message of theirs waits for an answer; one that comes after the first has lapsed opens anew."""
    run = list(case.conversation.unanswered)
    while run:
        first, times = run[0], _reply_times(case, run[0])
        together = [one for one in run if case.conversation.instant(one) < times.expires_at]
        because = [because_of("they_wrote", one, case) for one in together]
        yield from item(case, "reply", ("outreach_email", first.id), times, because)
        run = run[len(together) :]


def _reply_times(case: Case, message: Message) -> Times:
    policy, calendar, day = case.policy, case.calendar, case.conversation.day(message)
    flagged = case.flags(happened=day, logged_at=message.logged_at)
    return Times(
        due_at=calendar.wd(policy.reply_due, day),
        late_at=calendar.wd(policy.reply_late, day),
        flagged_at=calendar.wd(policy.reply_flagged, day) if flagged else None,
        expires_at=calendar.morning(day + timedelta(days=policy.reply_expires)),
    )


def follow_up(case: Case) -> Iterator[Item]:
    """An approach has no answer. It is followed up once, and not after they declined or put the member off."""
    conversation, policy, calendar = case.conversation, case.policy, case.calendar
    asked = conversation.asked
    if asked is None or conversation.followed_up or case.facts.declined_at:
        return
    if case.facts.deferred_at and not conversation.is_after(asked, case.facts.deferred_at):
        return
    day = conversation.day(asked)
    meeting = conversation.next_meeting_after(asked)
    times = Times(
        due_at=calendar.wd(policy.follow_up_due, day, own=True),
        late_at=calendar.wd(policy.follow_up_late, day, own=True),
        expires_at=calendar.wd(policy.follow_up_expires, day, own=True),
        cap=meeting.starts_at if meeting else None,
    )
    yield from item(case, "follow_up", ("outreach_email", asked.id), times, [because_of("you_asked", asked, case)])


def confirm(case: Case) -> Iterator[Item]:
    """A meeting set well ahead is confirmed on the working day before; a new start asks anew."""
    policy, calendar = case.policy, case.calendar
    for meeting in _led(case, ["scheduled"]):
        ahead = calendar.wd(policy.confirm_from, calendar.day_of(meeting.set_at))
        if meeting.starts_at < ahead or meeting.confirmed_for == meeting.starts_at or _confirmed(case, meeting):
            continue
        times = Times(
            due_at=calendar.morning(calendar.working_day_before(calendar.day_of(meeting.starts_at))),
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
            late_at=calendar.midnight_after(calendar.working_day(1, day)),
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


def update(case: Case) -> Iterator[Item]:
    """Stay in touch: after the cadence, and not before what else is open with them has lapsed."""
    facts, conversation, policy, calendar = case.facts, case.conversation, case.policy, case.calendar
    met = conversation.met_from is not None
    if facts.declined_at or facts.keep_in_touch is False or not (met or facts.keep_in_touch):
        return
    opening = _last_contact(case)
    day = calendar.day_of(opening.at)
    waits_for = [one.expires_at for one in case.open_items if one.kind in {"reply", "follow_up", "thank_you"}]
    cadence = parse_duration(facts.cadence) if facts.cadence else Duration(months=policy.update_due)
    earliest = [calendar.plus(day, cadence), *(calendar.day_of(one) for one in waits_for)]
    if facts.deferred_until:
        earliest.append(facts.deferred_until)
    due_on = calendar.moved(max(earliest), own=True)
    while waits_for and calendar.morning(due_on) < max(waits_for):
        due_on = calendar.working_day(1, due_on, own=True)
    dormant_on = calendar.plus(day, Duration(months=policy.update_expires))
    times = Times(
        due_at=calendar.morning(due_on),
        late_at=calendar.morning(due_on + timedelta(days=policy.update_late)),
        expires_at=calendar.morning(max(dormant_on, due_on + timedelta(days=policy.update_shows))),
    )
    yield from item(case, "update", ("contact", facts.contact_id), times, [opening], opened_by=str(opening.subject_id))


def _last_contact(case: Case) -> Because:
    """The last touch, or the end of a meeting already set; where there is neither, when they were added."""
    touch, meeting = case.conversation.last_touch, case.conversation.last_meeting
    found = [because_of("last_touch", touch, case)] if touch else []
    if meeting:
        found.append(Because("last_met", meeting.ended_at, "interview", meeting.id))
    added = Because("added", case.facts.created_at, "contact", case.facts.contact_id)
    return max(found, key=lambda one: one.at, default=added)


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


METHOD = "Touchbase method"
RULES: Sequence[Rule] = (
    Rule(
        "reply",
        reply,
        actions.reply,
        "Answer {name}",
        "Answer a message that expects an answer soon, best on the next working day.",
        METHOD,
    ),
    Rule(
        "follow_up",
        follow_up,
        actions.follow_up,
        "Follow up with {name}",
        "If an approach has no answer after a while, follow up: once, and kindly.",
        "Dalton, The 2-Hour Job Search (3B7); SFU: once only",
    ),
    Rule(
        "confirm",
        confirm,
        actions.confirm,
        "Confirm the meeting with {name}",
        "Confirm a meeting that was set well ahead on the working day before it.",
        METHOD,
    ),
    Rule(
        "debrief",
        debrief,
        actions.debrief,
        "Write down what you learned from {name}",
        "Write down your takeaways while you remember them.",
        METHOD,
    ),
    Rule(
        "thank_you",
        thank_you,
        actions.thank_you,
        "Thank {name}",
        "Send a thoughtful thank-you note within a day, but not the minute you leave.",
        "Touchbase method; within 24 hours: Yale, UConn; not the minute you leave: Princeton",
    ),
    Rule(
        "update",
        update,
        actions.update,
        "Tell {name} where you are now",
        "Stay in touch: every few months, tell them where you are.",
        METHOD,
    ),
)
RANKS: Mapping[str, int] = {rule.kind: rank for rank, rule in enumerate(RULES)}
BY_KIND: Mapping[str, Rule] = {rule.kind: rule for rule in RULES}
