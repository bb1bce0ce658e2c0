"""The rules about what was given and promised: report_back, pursue_referral, keep_promise. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import OutcomeFacts, PromiseFacts
from api.method.conversation.timeline import LAST_MOMENT
from api.method.due.actions import Action, OpenItem, request, written
from api.method.due.items import Because, Opening, Times
from api.method.due.numbers import days, working_days
from api.method.due.rules import Case, Rule

USABLE = frozenset({"advice", "referral"})


def _used(case: Case) -> Iterator[Opening]:
    """Advice or a referral they gave was used: any message to them since tells them."""
    for outcome in case.facts.outcomes:
        if outcome.contact_id != case.facts.contact_id or outcome.kind not in USABLE:
            continue
        at = _used_at(case, outcome)
        if at is not None and not _was_told_after(case, at):
            on = case.calendar.day_of(at)
            yield Opening(
                subject=("outcome", outcome.id),
                because=[Because(f"{outcome.kind}_used", case.calendar.morning(on), "outcome", outcome.id)],
                on=on,
                opened_by=on.isoformat(),
                text=outcome.referred_name or "somebody",
            )


def _used_at(case: Case, outcome: OutcomeFacts) -> datetime | None:
    """When somebody said so; else a referral when the two had met, or something came of it."""
    if outcome.used_on is not None:
        return _place(case, outcome, outcome.used_on)
    if outcome.kind != "referral" or outcome.referred is None:
        return None
    since = _place(case, outcome, outcome.happened_on)
    conversation = Conversation(outcome.referred, case.calendar, case.conversation.patience)
    met = [meeting.ended_at for meeting in conversation.standing_meetings]
    talked = [conversation.place(word) for word in conversation.words if word.is_in_person]
    came = [case.calendar.midnight_after(day) - LAST_MOMENT for day in outcome.led_to]
    return min((at for at in (*met, *talked, *came) if at > since), default=None)


def _place(case: Case, outcome: OutcomeFacts, day: date) -> datetime:
    """A day stands where the outcome was logged, if that was on it; else after all of that day."""
    if case.calendar.day_of(outcome.logged_at) == day:
        return outcome.logged_at
    return case.calendar.midnight_after(day) - LAST_MOMENT


def _was_told_after(case: Case, at: datetime) -> bool:
    conversation = case.conversation
    said = any(not word.is_from_them and conversation.is_after(word, at) for word in conversation.touches)
    return said or any(max(meeting.set_at, meeting.ended_at) > at for meeting in conversation.standing_meetings)


REPORT_BACK = Rule(
    "report_back",
    title="Tell {name} what came of their advice",
    titles={"referral_used": "Tell {name} what came of their referral to {text}"},
    says="Whoever gives advice or a referral likes to hear what came of it.",
    source="Carleton",
    opens="You used their advice, or met whom they referred you to, or something came of that.",
    settled_by="Any message to them, or a meeting with them, since.",
    facts={
        "advice_used": "You used the advice of {name}; no message to {name} is logged since.",
        "referral_used": "By your log, the referral of {name} to {text} was used; no message to {name} is logged since.",
    },
    due=working_days(5, most=60, says="Advice or a referral used: tell them", source="Carleton"),
    late=working_days(10, most=90, says="Advice or a referral used: telling them is late"),
    expires=days(60, most=366, says="Advice or a referral used: it lapses"),
    find=_used,
    settle=written,
    writes="update",
    or_writes=frozenset({"thank_you"}),
)


def _referred(case: Case) -> Iterator[Opening]:
    """Somebody referred the member to this contact; a message, a meeting or an introduction follows it up."""
    for outcome in case.facts.outcomes:
        day = outcome.happened_on
        if outcome.referred_id == case.facts.contact_id and not _was_told(case, day) and not _is_introduced(case):
            yield Opening(
                subject=("outcome", outcome.id),
                because=[Because("referred", case.calendar.morning(day), "outcome", outcome.id)],
                on=day,
                opened_by=day.isoformat(),
                text=outcome.from_name,
            )


PURSUE_REFERRAL = Rule(
    "pursue_referral",
    title="Write to {name}, as {text} suggested",
    says="Follow a referral up soon, and say who sent you.",
    opens="A contact referred you to them.",
    settled_by="A message to them, a meeting, or an introduction to them.",
    facts={"referred": "{text} referred you to {name}; no message to {name} is logged since."},
    due=working_days(2, most=60, says="A referral: write to whom they named"),
    late=working_days(4, most=90, says="A referral: writing is late"),
    expires=days(60, most=366, says="A referral: it lapses"),
    find=_referred,
    settle=written,
    writes="request",
)


def _promised(case: Case) -> Iterator[Opening]:
    """The member's own from the working day before; theirs, as a kind question, some days after, until they are asked."""
    for promise in case.facts.promises:
        times = _own(case, promise) if promise.by == "me" else _theirs(case, promise)
        if promise.by == "them" and _is_asked_after(case, times.due_at):
            continue
        meetings = (meeting.ended_at for meeting in case.conversation.standing_meetings if promise.by == "them")
        yield Opening(
            subject=("promise", promise.id),
            because=[
                Because(f"promised_by_{promise.by}", case.calendar.morning(promise.due_on), "promise", promise.id)
            ],
            on=promise.due_on,
            times=times,
            cap=min((end for end in meetings if end > times.due_at), default=None),
            opened_by=promise.due_on.isoformat(),
            text=promise.what,
        )


def _is_asked_after(case: Case, at: datetime) -> bool:
    """A message to them, or a meeting that was agreed on; one of before asks them when it ends."""
    conversation = case.conversation
    said = any(not word.is_from_them and conversation.is_after(word, at) for word in conversation.touches)
    return said or any(meeting.set_at > at for meeting in conversation.standing_meetings)


def _own(case: Case, promise: PromiseFacts) -> Times:
    policy, calendar = case.policy, case.calendar
    return Times(
        due_at=calendar.morning(calendar.working_day_before(policy["keep_promise_due"], promise.due_on)),
        late_at=calendar.midnight_after(promise.due_on),
        expires_at=calendar.morning(promise.due_on + timedelta(days=policy["keep_promise_expires"])),
    )


def _theirs(case: Case, promise: PromiseFacts) -> Times:
    policy, calendar = case.policy, case.calendar
    return Times(
        due_at=calendar.working_morning(policy["keep_promise_asked"], promise.due_on),
        late_at=calendar.working_morning(policy["keep_promise_asked_late"], promise.due_on),
        expires_at=calendar.morning(promise.due_on + timedelta(days=policy["keep_promise_expires"])),
    )


def _keep_or_release(item: OpenItem) -> Sequence[Action]:
    promise = f"/promises/{item.subject_id}"
    is_theirs = item.because[0]["fact"] == "promised_by_them"
    return [
        *(written(item) if is_theirs else []),
        request("kept", f"If {'they' if is_theirs else 'you'} kept it: log it.", ("POST", f"{promise}/keep"), {}),
        request("released", "If it need not be kept any more: log that.", ("POST", f"{promise}/release"), {}),
    ]


KEEP_PROMISE = Rule(
    "keep_promise",
    title="A promise between you and {name}: “{text}”",
    titles={
        "promised_by_me": "Keep your promise to {name}: “{text}”",
        "promised_by_them": "Ask {name} kindly about their promise: “{text}”",
    },
    says="Keep what you promised, and ask kindly about what was promised to you.",
    opens="You or they promised something by a day.",
    when="Yours is due {keep_promise_due} before that day, and late when it is over. Theirs is due {keep_promise_asked} "
    "after it, late after {keep_promise_asked_late}. It lapses after {keep_promise_expires}.",
    settled_by="A note that it was kept, or that it need not be. If it is theirs: also a message to them, or a meeting "
    "arranged, after this item became due.",
    facts={
        "promised_by_me": "You promised it by this day.",
        "promised_by_them": "{name} promised it by this day.",
    },
    due=working_days(1, most=30, says="Before the day of your own promise: keep it"),
    more={
        "keep_promise_asked": working_days(5, most=60, says="After the day of a promise of theirs: ask kindly"),
        "keep_promise_asked_late": working_days(
            10, most=90, says="After the day of a promise of theirs: asking is late"
        ),
    },
    expires=days(60, most=366, says="After the day of a promise: it lapses"),
    order=[("keep_promise_asked", "keep_promise_asked_late"), ("keep_promise_asked_late", "keep_promise_expires")],
    of_archived=True,
    find=_promised,
    settle=_keep_or_release,
)


def _was_told(case: Case, since: date) -> bool:
    """A message or talk from that day on, or a meeting that is set or ends after it."""
    conversation, calendar = case.conversation, case.calendar
    said = any(not word.is_from_them and conversation.day(word) >= since for word in conversation.touches)
    meetings = conversation.standing_meetings
    return said or any(calendar.day_of(max(meeting.set_at, meeting.ended_at)) >= since for meeting in meetings)


def _is_introduced(case: Case) -> bool:
    """Whether somebody is to introduce the member to them, or has."""
    to_them = (
        introduction for introduction in case.facts.introductions if introduction.target_id == case.facts.contact_id
    )
    return any(introduction.status not in {"declined", "closed"} for introduction in to_them)
