"""The rules about what was written and answered: reply, follow_up, widen, ask_again. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from api.method.conversation.approaches import asked_for
from api.method.conversation.facts import Message
from api.method.due.actions import BODY, Action, OpenItem, answered, refused, request, written
from api.method.due.items import Because, Opening, Times
from api.method.due.numbers import Switch, days, working_days
from api.method.due.rules import Case, Rule, because_of

YOU_ASKED = {"you_asked": "You wrote to {name}; nothing of theirs is logged since."}
TO_SOMEONE_ELSE = {"/contact_id": "The id of another contact with the same employer; POST /contacts adds one."}


def _unanswered(case: Case) -> Iterator[Opening]:
    """A message of theirs waits for an answer; one that comes after the first has lapsed opens anew."""
    run, conversation = list(case.conversation.unanswered), case.conversation
    while run:
        first, on = run[0], conversation.day(run[0])
        lapses_at = case.counted(on).expires_at
        together = [message for message in run if conversation.instant(message) < lapses_at]
        because = [because_of("they_wrote", message, case) for message in together]
        yield Opening(subject=("outreach_email", first.id), because=because, on=on, logged_at=first.logged_at)
        run = run[len(together) :]


def _over(item: OpenItem) -> Action:
    target = ("PATCH", f"/outreach-emails/{item.subject_id}")
    return request("needs-no-answer", "If it needs no answer: log that.", target, {"expects_answer": False})


def _answer(item: OpenItem) -> Sequence[Action]:
    return [*written(item, in_reply_to_id=str(item.subject_id)), _over(item)]


REPLY = Rule(
    "reply",
    title="Answer {name}",
    says="Answer soon, while they still have you in mind.",
    opens="They wrote something that expects an answer.",
    since="their message",
    settled_by="A message to them, or a meeting that is set.",
    facts={"they_wrote": "{name} wrote; no answer of yours is logged since."},
    due=working_days(1, most=30, says="A message that expects an answer: answer it"),
    late=working_days(2, most=60, says="A message that expects an answer: late"),
    flagged=working_days(5, most=90, says="A message that expects an answer: it is flagged"),
    expires=days(60, most=366, says="A message that expects an answer: it lapses"),
    more={
        "closes_within": days(
            7,
            most=60,
            says="A message that asks nothing, so soon after something that asked for nothing, needs no answer",
        )
    },
    find=_unanswered,
    settle=_answer,
    writes="reply",
    or_writes=frozenset({"arrangement"}),
)


def _waiting(case: Case) -> Iterator[Opening]:
    """An approach has no answer. It is followed up once, and not after they declined or put the member off. Who was asked
    for an introduction is reminded of that instead.
    """
    asked = case.conversation.waiting_for
    if asked is None or case.conversation.approach.is_followed_up or asked_for(case.conversation, asked):
        return
    yield _waited_for(case, asked)


def _waited_for(case: Case, asked: Message) -> Opening:
    """An item about the unanswered message. It ends when a meeting begins: they are asked there."""
    meeting = case.conversation.next_meeting_after(asked)
    return Opening(
        subject=("outreach_email", asked.id),
        because=[because_of("you_asked", asked, case)],
        on=case.conversation.day(asked),
        cap=meeting.starts_at if meeting else None,
    )


FOLLOW_UP = Rule(
    "follow_up",
    title="Follow up with {name}: no answer is logged",
    says="Follow up on an approach that stays unanswered: once, and kindly.",
    source="Dalton, The 2-Hour Job Search (its 3B7 routine); SFU",
    opens="You wrote to them and expect an answer, and they have not answered.",
    when="Due {follow_up_due} after your last message, late after {follow_up_late}; it lapses after "
    "{follow_up_expires}. {no_response} after a follow-up without an answer it is no response.",
    settled_by="An answer, the follow-up itself, or that they put you off or declined.",
    facts=YOU_ASKED,
    due=working_days(
        7, most=60, says="An approach unanswered: follow up, once", source="Dalton, The 2-Hour Job Search (3B7); SFU"
    ),
    late=working_days(9, most=90, says="An approach unanswered: the follow-up is late"),
    expires=working_days(17, most=120, says="An approach unanswered: the follow-up lapses"),
    more={"no_response": working_days(10, most=120, says="After an unanswered follow-up: it is no response")},
    own=True,
    asks=True,
    find=_waiting,
    settle=lambda item: [*written(item), answered(item), *refused(item), _over(item)],
    writes="follow_up",
)


def _never_answered(case: Case) -> Iterator[Opening]:
    """They never said a word: write to somebody else at their employer, unless that was done since the approach began."""
    conversation, asked = case.conversation, case.conversation.waiting_for
    if asked is None or not case.facts.has_employer:
        return
    if case.facts.deferred_at or any(word.direction != "outbound" for word in conversation.words):
        return
    if asked_for(conversation, asked):
        return
    if _wrote_to_colleagues(case, since=conversation.day(conversation.approach.messages[0])):
        return
    yield _waited_for(case, asked)


def _wrote_to_colleagues(case: Case, *, since: date) -> bool:
    at, on = case.facts.colleagues_written_at, case.facts.colleagues_written_on
    return (at is not None and case.calendar.day_of(at) >= since) or (on is not None and on >= since)


def _write_to_someone_else(item: OpenItem) -> Sequence[Action]:
    body = {"contact_id": None, "direction": "outbound", "kind": "request", "status": "sent", "body": None}
    says, target = "Once you wrote to someone else there: log it.", ("POST", "/outreach-emails")
    wrote = request("wrote-to-someone-else", says, target, body, TO_SOMEONE_ELSE | BODY)
    return [wrote, answered(item), *refused(item)]


_3B7 = "Dalton, The 2-Hour Job Search (3B7), via Duke"
WIDEN = Rule(
    "widen",
    title="Write to others at {employer} too: no answer from {name} is logged",
    says="Whoever has not answered in a few days may never answer: write to somebody else at the same employer too.",
    source="Dalton, The 2-Hour Job Search (its 3B7 routine), via Duke",
    opens="You wrote to them, they have never said a word, and their employer is known.",
    since="your last message",
    settled_by="A message to someone else there, an answer, or that they put you off or declined.",
    facts=YOU_ASKED,
    switch=Switch("Whether to write to somebody else at an employer where nobody answers", _3B7),
    due=working_days(3, most=60, says="An approach unanswered: write to someone else there", source=_3B7),
    late=working_days(5, most=90, says="An approach unanswered: writing to someone else is late"),
    expires=working_days(10, most=120, says="An approach unanswered: writing to someone else lapses"),
    own=True,
    asks=True,
    find=_never_answered,
    settle=_write_to_someone_else,
)


def _put_off(case: Case) -> Iterator[Opening]:
    """They asked to be asked later: from that day on, until anything is said, or asked, or agreed."""
    facts, policy, calendar, conversation = case.facts, case.policy, case.calendar, case.conversation
    until, deferred_at = facts.deferred_until, facts.deferred_at
    if until is None or deferred_at is None or facts.declined_at:
        return
    if any(conversation.day(word) >= until for word in conversation.words) or _heard_since_asking(case):
        return
    if any(meeting.set_at >= deferred_at for meeting in conversation.standing_meetings):
        return
    if any(item.kind == FOLLOW_UP.kind for item in case.open_items):
        # They were asked just before that day, and are followed up.
        return
    day = calendar.moved(until, own=True)
    yield Opening(
        subject=("contact", facts.contact_id),
        because=[
            Because("deferred", deferred_at, "contact", facts.contact_id),
            Because("deferral_ends", calendar.morning(until), "contact", facts.contact_id),
        ],
        on=until,
        times=Times(
            due_at=calendar.morning(day),
            late_at=calendar.working_morning(policy["ask_again_late"], day, own=True),
            expires_at=calendar.morning(until + timedelta(days=policy["ask_again_expires"])),
        ),
        opened_by=f"{deferred_at.isoformat()} {until.isoformat()}",
    )


def _heard_since_asking(case: Case) -> bool:
    """Whether they answered when they were asked before that day."""
    words = case.conversation.words
    asked = next((at for at, word in enumerate(words) if case.conversation.asks_after_deferral(word)), len(words))
    return any(word.direction != "outbound" for word in words[asked:])


ASK_AGAIN = Rule(
    "ask_again",
    title="Ask {name} again for a conversation, as they suggested",
    says="Ask again from the day that was named.",
    opens="They asked to be asked later.",
    when="Due on the day they named, late {ask_again_late} after that; it lapses after {ask_again_expires}.",
    settled_by="A message to them from that day on, an answer to one before it, a meeting, or that they put you off again or "
    "declined.",
    facts={
        "deferred": "{name} said to ask again later.",
        "deferral_ends": "From this day on, {name} may be asked again.",
    },
    late=working_days(3, most=90, says="After the day they named: asking again is late"),
    expires=days(60, most=366, says="After the day they named: asking again lapses"),
    own=True,
    find=_put_off,
    settle=lambda item: [*written(item), *refused(item)],
    writes="request",
)
