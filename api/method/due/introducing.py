"""The rules about introductions: ask_introduction, chase_introduction, use_introduction, thank_introducer. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import Introduction
from api.method.due.items import Because, Case, Item, Times, item


def ask_introduction(case: Case) -> Iterator[Item]:
    """An introduction is planned, and the target was not reached in another way."""
    policy, calendar = case.policy, case.calendar
    for one in _by_them(case):
        if one.status != "planned" or _was_reached(case, one, one.planned_at):
            continue
        day = calendar.day_of(one.planned_at)
        times = Times(
            due_at=calendar.wd(policy.ask_introduction_due, day, own=True),
            late_at=calendar.wd(policy.ask_introduction_late, day, own=True),
            expires_at=calendar.morning(day + timedelta(days=policy.ask_introduction_expires)),
        )
        yield from _item(case, "ask_introduction", one, times, "introduction_planned", one.planned_at)


def chase_introduction(case: Case) -> Iterator[Item]:
    """They were asked, or agreed, and no step followed: once, and not beside a follow-up that asks for the same."""
    policy, calendar, conversation = case.policy, case.calendar, case.conversation
    for one in _by_them(case):
        since = one.agreed_at or one.requested_at
        if one.status not in {"requested", "agreed"} or since is None or _was_reached(case, one, since, heard=True):
            continue
        reminded = (said for said in conversation.words if "follow_up" in said.kinds and not said.is_from_them)
        if any(conversation.is_after(said, since) for said in reminded):
            continue
        day = calendar.day_of(since)
        times = Times(
            due_at=calendar.wd(policy.chase_introduction_due, day, own=True),
            late_at=calendar.wd(policy.chase_introduction_late, day, own=True),
            expires_at=calendar.wd(policy.chase_introduction_expires, day, own=True),
        )
        beside = [other for other in case.open_items if other.kind == "follow_up" and other.expires_at > times.due_at]
        if any(other.due_at < times.expires_at for other in beside):
            continue
        yield from _item(case, "chase_introduction", one, times, f"introduction_{one.status}", since)


def use_introduction(case: Case) -> Iterator[Item]:
    """The member was introduced to this contact, and has not written to them."""
    policy, calendar, conversation = case.policy, case.calendar, case.conversation
    for one in case.facts.introductions:
        at = one.introduced_at
        if one.target_id != case.facts.contact_id or one.status != "introduced" or at is None:
            continue
        if _is_spoken_to(conversation, at):
            continue
        day = calendar.day_of(at)
        flagged = case.flags(happened=day, logged_at=one.logged_at)
        times = Times(
            due_at=calendar.wd(policy.use_introduction_due, day),
            late_at=calendar.wd(policy.use_introduction_late, day),
            flagged_at=calendar.wd(policy.use_introduction_flagged, day) if flagged else None,
            expires_at=calendar.morning(day + timedelta(days=policy.use_introduction_expires)),
        )
        yield from _item(case, "use_introduction", one, times, "introduced", at)


def thank_introducer(case: Case) -> Iterator[Item]:
    """They made an introduction; again once the target was met, which takes the place of thanks still owed."""
    policy, calendar, conversation = case.policy, case.calendar, case.conversation
    for one in _by_them(case):
        introduced_at = one.introduced_at
        if introduced_at is None:
            continue
        met_at = _met_at(case, one, introduced_at)
        for fact, at, cap in (("introduced", introduced_at, met_at), ("target_met", met_at, None)):
            said = (word for word in conversation.words if not word.is_from_them)
            if at is None or any(conversation.is_after(word, at) for word in said):
                continue
            day = calendar.day_of(at)
            times = Times(
                due_at=calendar.wd(policy.thank_introducer_due, day),
                late_at=calendar.wd(policy.thank_introducer_late, day),
                expires_at=calendar.morning(day + timedelta(days=policy.thank_introducer_expires)),
                cap=cap,
            )
            yield from _item(case, "thank_introducer", one, times, fact, at)


def _by_them(case: Case) -> Iterator[Introduction]:
    """Those that this contact makes, to somebody who may be written to."""
    for one in case.facts.introductions:
        if one.connector_id == case.facts.contact_id and not (one.target and one.target.silenced):
            yield one


def _was_reached(case: Case, one: Introduction, since: datetime, *, heard: bool = False) -> bool:
    """Whether the target was written to or met without it; or, where that counts, was heard from."""
    if one.target is None:
        return False
    conversation = Conversation(one.target, case.calendar)
    heard_from = heard and any(conversation.is_after(word, since) for word in conversation.words)
    return heard_from or _is_spoken_to(conversation, since)


def _is_spoken_to(conversation: Conversation, since: datetime) -> bool:
    written = any(not word.is_from_them and conversation.is_after(word, since) for word in conversation.words)
    return written or any(one.set_at >= since or one.ended_at > since for one in conversation.standing_meetings)


def _met_at(case: Case, one: Introduction, since: datetime) -> datetime | None:
    """The end of the first meeting, or the first talk in person, with the target after the introduction."""
    if one.target is None:
        return None
    conversation = Conversation(one.target, case.calendar)
    ends = [meeting.ended_at for meeting in conversation.standing_meetings]
    talks = [conversation.instant(word) for word in conversation.words if word.is_talk and word.channel == "in_person"]
    return min((at for at in (*ends, *talks) if at > since), default=None)


def _item(case: Case, kind: str, one: Introduction, times: Times, fact: str, at: datetime) -> Iterator[Item]:
    because = [Because(fact, at, "introduction", one.id)]
    opened_by = f"{fact} {at.isoformat()}"
    return item(case, kind, ("introduction", one.id), times, because, opened_by=opened_by, text=one.target_name)
