"""The rules about what was written and answered: reply, follow_up, widen, ask_again, fix_delivery, finish_draft. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from api.method.conversation.facts import Message, Undelivered
from api.method.due.items import Because, Case, Item, Times, because_of, item


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
    """An approach has no answer. It is followed up once, and not after they declined or put the member off. Who was asked
    for an introduction is reminded of that instead.
    """
    policy, asked = case.policy, case.conversation.waiting_for
    if asked is None or case.conversation.followed_up or _asked_for_introduction(case, asked):
        return
    times = _waited(case, asked, due=policy.follow_up_due, late=policy.follow_up_late, expires=policy.follow_up_expires)
    yield from item(case, "follow_up", ("outreach_email", asked.id), times, [because_of("you_asked", asked, case)])


def _asked_for_introduction(case: Case, asked: Message) -> bool:
    """Whether it asked for an introduction that is under way since, or was answered."""
    if "introduction_request" not in asked.kinds:
        return False
    return any(
        one.connector_id == case.facts.contact_id
        and one.status != "planned"
        and case.calendar.day_of(one.logged_at) >= case.conversation.day(asked)
        for one in case.facts.introductions
    )


def _waited(case: Case, asked: Message, *, due: int, late: int, expires: int) -> Times:
    """So many working days without an answer; waiting is moot once a meeting that was set before begins."""
    calendar, day = case.calendar, case.conversation.day(asked)
    meeting = case.conversation.next_meeting_after(asked)
    return Times(
        due_at=calendar.wd(due, day, own=True),
        late_at=calendar.wd(late, day, own=True),
        expires_at=calendar.wd(expires, day, own=True),
        cap=meeting.starts_at if meeting else None,
    )


def widen(case: Case) -> Iterator[Item]:
    """They never said a word: write to somebody else at their employer, unless that was done since the approach began."""
    conversation, policy, asked = case.conversation, case.policy, case.conversation.waiting_for
    if not policy.widen_on or asked is None or not case.facts.has_employer:
        return
    if case.facts.deferred_at or any(one.direction != "outbound" for one in conversation.words):
        return
    if _asked_for_introduction(case, asked):
        return
    if _wrote_to_colleagues(case, since=conversation.day(conversation.approach[0])):
        return
    times = _waited(case, asked, due=policy.widen_due, late=policy.widen_late, expires=policy.widen_expires)
    yield from item(case, "widen", ("outreach_email", asked.id), times, [because_of("you_asked", asked, case)])


def _wrote_to_colleagues(case: Case, *, since: date) -> bool:
    at, on = case.facts.colleagues_written_at, case.facts.colleagues_written_on
    return (at is not None and case.calendar.day_of(at) >= since) or (on is not None and on >= since)


def ask_again(case: Case) -> Iterator[Item]:
    """They asked to be asked later: from that day on, until anything is said, or asked, or agreed."""
    facts, policy, calendar, conversation = case.facts, case.policy, case.calendar, case.conversation
    until, deferred_at = facts.deferred_until, facts.deferred_at
    if until is None or deferred_at is None or facts.declined_at:
        return
    if any(conversation.day(one) >= until or conversation.asks_after_deferral(one) for one in conversation.words):
        return
    if any(meeting.set_at >= deferred_at for meeting in conversation.standing_meetings):
        return
    day = calendar.moved(until, own=True)
    times = Times(
        due_at=calendar.morning(day),
        late_at=calendar.wd(policy.ask_again_late, day, own=True),
        expires_at=calendar.morning(until + timedelta(days=policy.ask_again_expires)),
    )
    because = [
        Because("deferred", deferred_at, "contact", facts.contact_id),
        Because("deferral_ends", calendar.morning(until), "contact", facts.contact_id),
    ]
    opened_by = f"{deferred_at.isoformat()} {until.isoformat()}"
    yield from item(case, "ask_again", ("contact", facts.contact_id), times, because, opened_by=opened_by)


def fix_delivery(case: Case) -> Iterator[Item]:
    """A message did not arrive, or nobody knows; whatever was sent since takes its place."""
    policy, calendar = case.policy, case.calendar
    if case.facts.declined_at:
        return
    for message in sorted(case.facts.undelivered, key=lambda one: (one.at, one.id)):
        if message.status == "canceled" or _was_sent_again(case, message):
            continue
        day = calendar.day_of(message.at)
        times = Times(
            due_at=message.at,
            late_at=calendar.wd(policy.fix_delivery_late, day),
            expires_at=calendar.morning(day + timedelta(days=policy.fix_delivery_expires)),
        )
        because = [Because(message.status, message.at, "outreach_email", message.id)]
        opened_by = message.at.isoformat()
        yield from item(case, "fix_delivery", ("outreach_email", message.id), times, because, opened_by=opened_by)


def _was_sent_again(case: Case, message: Undelivered) -> bool:
    conversation = case.conversation
    if any(one.sent_at > message.sent_at for one in case.facts.undelivered):
        return True
    if any(one.in_reply_to_id == message.id for one in conversation.words):
        return True
    sent = (one for one in conversation.words if not one.is_from_them)
    return any(one.at > message.sent_at or conversation.is_after(one, message.at) for one in sent)


def finish_draft(case: Case) -> Iterator[Item]:
    """A draft lies untouched, and no open item points to it."""
    policy, calendar = case.policy, case.calendar
    for draft in sorted(case.facts.drafts, key=lambda one: (one.touched_at, one.id)):
        day = calendar.day_of(draft.touched_at)
        due_at = calendar.wd(policy.finish_draft_due, day)
        pointing = [one for one in case.open_items if one.draft_id == draft.id and one.expires_at > due_at]
        times = Times(
            due_at=due_at,
            late_at=calendar.wd(policy.finish_draft_late, day),
            expires_at=calendar.morning(day + timedelta(days=policy.finish_draft_expires)),
            cap=min((one.due_at for one in pointing), default=None),
        )
        because = [Because("drafted", draft.touched_at, "outreach_email", draft.id)]
        yield from item(case, "finish_draft", ("outreach_email", draft.id), times, because)
