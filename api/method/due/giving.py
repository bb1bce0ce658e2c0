"""The rules about what was given and promised: report_back, pursue_referral, keep_promise. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from api.method.conversation.facts import Promise
from api.method.due.items import Because, Case, Item, Times, item

USABLE = frozenset({"advice", "referral"})


def report_back(case: Case) -> Iterator[Item]:
    """Advice or a referral they gave was used: any message to them since tells them."""
    policy, calendar = case.policy, case.calendar
    for one in case.facts.outcomes:
        day = one.used_on
        if one.contact_id != case.facts.contact_id or one.kind not in USABLE or day is None or _was_told(case, day):
            continue
        times = Times(
            due_at=calendar.wd(policy.report_back_due, day),
            late_at=calendar.wd(policy.report_back_late, day),
            expires_at=calendar.morning(day + timedelta(days=policy.report_back_expires)),
        )
        because = [Because(f"{one.kind}_used", calendar.morning(day), "outcome", one.id)]
        yield from item(case, "report_back", ("outcome", one.id), times, because, opened_by=day.isoformat())


def pursue_referral(case: Case) -> Iterator[Item]:
    """Somebody referred the member to this contact; a message, a meeting or an introduction follows it up."""
    policy, calendar, facts = case.policy, case.calendar, case.facts
    for one in facts.outcomes:
        day = one.happened_on
        if one.referred_id != facts.contact_id or _was_told(case, day) or _is_introduced(case):
            continue
        times = Times(
            due_at=calendar.wd(policy.pursue_referral_due, day),
            late_at=calendar.wd(policy.pursue_referral_late, day),
            expires_at=calendar.morning(day + timedelta(days=policy.pursue_referral_expires)),
        )
        because = [Because("referred", calendar.morning(day), "outcome", one.id)]
        subject, opened_by = ("outcome", one.id), day.isoformat()
        yield from item(case, "pursue_referral", subject, times, because, opened_by=opened_by, text=one.from_name)


def keep_promise(case: Case) -> Iterator[Item]:
    """The member's own from the working day before; theirs, as a kind question, some days after."""
    for one in case.facts.promises:
        times = _own(case, one) if one.by == "me" else _theirs(case, one)
        because = [Because(f"promised_by_{one.by}", case.calendar.morning(one.due_on), "promise", one.id)]
        subject, opened_by = ("promise", one.id), one.due_on.isoformat()
        yield from item(case, "keep_promise", subject, times, because, opened_by=opened_by, text=one.what)


def _own(case: Case, one: Promise) -> Times:
    policy, calendar = case.policy, case.calendar
    return Times(
        due_at=calendar.morning(calendar.working_day_before(policy.keep_promise_due, one.due_on)),
        late_at=calendar.midnight_after(one.due_on),
        expires_at=calendar.morning(one.due_on + timedelta(days=policy.keep_promise_expires)),
    )


def _theirs(case: Case, one: Promise) -> Times:
    policy, calendar = case.policy, case.calendar
    return Times(
        due_at=calendar.wd(policy.keep_promise_asked, one.due_on),
        late_at=calendar.wd(policy.keep_promise_asked_late, one.due_on),
        expires_at=calendar.morning(one.due_on + timedelta(days=policy.keep_promise_expires)),
    )


def _was_told(case: Case, since: date) -> bool:
    """A message or talk from that day on, or a meeting that is set or ends after it."""
    conversation, calendar = case.conversation, case.calendar
    said = any(not one.is_from_them and conversation.day(one) >= since for one in conversation.words)
    meetings = conversation.standing_meetings
    return said or any(calendar.day_of(max(one.set_at, one.ended_at)) >= since for one in meetings)


def _is_introduced(case: Case) -> bool:
    """Whether somebody is to introduce the member to them, or has."""
    introductions = (one for one in case.facts.introductions if one.target_id == case.facts.contact_id)
    return any(one.status not in {"declined", "closed"} for one in introductions)
