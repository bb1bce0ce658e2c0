"""The rule about people on the member's list whom nobody has written to yet: approach. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from api.method.conversation.calendar import ONE_DAY, Calendar
from api.method.conversation.facts import Candidate, Reach
from api.method.due.actions import BODY, Action, OpenItem, Stored, drafting, request
from api.method.due.items import Because, Item, Opening, Recipient, Recipients, Times
from api.method.due.numbers import DuePolicy, Number, NumberUnit
from api.method.due.rules import Rule

ONE_OF_THEM = {"/contact_id": "The id of the one of `contacts` to whom you wrote."}
ONE_WEEK = timedelta(days=7)
contacts = partial(Number, unit=NumberUnit.CONTACTS)
weeks = partial(Number, unit=NumberUnit.WEEKS)


def approach_items(reach: Reach, policy: DuePolicy, calendar: Calendar) -> Iterator[Item]:
    """One a week, for some weeks after somebody was last added or first written to: then it falls silent."""
    if not reach.candidates:
        return
    first, _ = calendar.week_of(calendar.day_of(reach.moved_at))
    for number in range(policy["approach_weeks"] + 1):
        yield from _of_week(first + number * ONE_WEEK, reach, policy, calendar)


def _of_week(begins: date, reach: Reach, policy: DuePolicy, calendar: Calendar) -> Iterator[Item]:
    days = [begins + at * ONE_DAY for at in range(7)]
    working = [day for day in days if calendar.is_working(day, own=True)]
    written = sum(days[0] <= calendar.day_of(at) <= days[-1] for at in reach.written_at)
    left = policy["approach_a_week"] - written
    ends_at = calendar.midnight_after(days[-1])
    named = [person for person in reach.candidates if person.free_from < ends_at][: max(0, left)]
    if not working or not named:
        return
    oldest = calendar.working_morning(1, calendar.day_of(named[0].free_from), own=True)
    opening = Opening(
        subject=("member", reach.member_id),
        because=[Because("week", calendar.midnight_after(begins - ONE_DAY), "member", reach.member_id)],
        on=begins,
        times=Times(
            due_at=max(calendar.morning(working[0]), oldest),
            late_at=calendar.midnight_after(working[-1]),
            expires_at=ends_at,
        ),
        cap=ends_at,
        opened_by=begins.isoformat(),
        recipients=Recipients([_recipient(person, calendar) for person in named], len(named), None),
    )
    yield from APPROACH.item(opening, None, policy, calendar)


def _recipient(person: Candidate, calendar: Calendar) -> Recipient:
    free_at = calendar.working_morning(1, calendar.day_of(person.free_from), own=True)
    return Recipient(person.contact_id, person.full_name, free_at, person.through_id)


def _write(item: OpenItem) -> Sequence[Action]:
    body = {"contact_id": None, "direction": "outbound", "kind": "request", "status": "sent", "body": None}
    says, target = "Once you wrote to one of them: log it.", ("POST", "/outreach-emails")
    return [
        *(action for person in item.named for action in _approach(person)),
        request("log-message", says, target, body, ONE_OF_THEM | BODY),
    ]


def _approach(person: Stored) -> Iterator[Action]:
    """Through a common contact first, where there is one."""
    if person["met_through_id"] is not None:
        body = {"connector_id": str(person["met_through_id"]), "target_id": str(person["id"])}
        says = f"Somebody you both know can introduce you to {person['full_name']}: plan to ask for it."
        yield request("introduce", says, ("POST", "/introductions"), body)
    yield drafting(person["id"], "request", {}, to=str(person["full_name"]))


APPROACH = Rule(
    "approach",
    title="Write a first message to {names}",
    says="Approach thoughtfully: a few people a week, each with a sincere message and great questions, and through a common "
    "contact where there is one.",
    opens="People are on your list to whom you have not written yet.",
    when="Due on the first working day of a week, or on the first after they were added; late from its last working day's end; "
    "it lapses with the week. It names {approach_a_week} a week, the oldest first, and comes for {approach_weeks} after "
    "somebody was last added or first written to.",
    settled_by="First messages to as many people as are named, whoever on your list they go to, or nobody left on it.",
    facts={"week": "The week begins; these are next on your list, and no message to them is logged."},
    more={
        "approach_a_week": contacts(
            3, least=0, most=50, says="First messages: so many are asked for in a week; 0: none"
        ),
        "approach_weeks": weeks(8, most=52, says="First messages: asked for so long after the list last changed"),
    },
    order=[],
    own=True,
    find=None,
    settle=_write,
)
