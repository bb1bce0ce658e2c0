"""The rules about introductions: ask_introduction, chase_introduction, use_introduction, thank_introducer. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import Draft, IntroductionFacts
from api.method.due.actions import Action, OpenItem, drafted, request, written
from api.method.due.items import Because, Item, Opening
from api.method.due.numbers import days, working_days
from api.method.due.rules import Case, Rule, is_about_nothing_else


def _planned(case: Case) -> Iterator[Opening]:
    """An introduction is planned, and the target was not reached in another way."""
    for introduction in _by_them(case):
        at = introduction.planned_at
        if introduction.status == "planned" and not _was_reached(case, introduction, at):
            yield _opened(case, introduction, "introduction_planned", at)


def _is_about_that_introduction(draft: Draft, item: Item) -> bool:
    """Who is asked for an introduction has to be asked for that one."""
    return draft.introduction_id is not None and is_about_nothing_else(draft, item)


def _ask(item: OpenItem) -> Sequence[Action]:
    steps = f"/introductions/{item.subject_id}"
    return [
        *drafted(item),
        request("requested", "If you asked them already: log it.", ("POST", f"{steps}/request"), {}),
        request("give-up", "Give it up.", ("POST", f"{steps}/close"), {}),
    ]


ASK_INTRODUCTION = Rule(
    "ask_introduction",
    title="Ask {name} to introduce you to {text}",
    says="Through a common contact first: ask for the introduction, with a paragraph that can be forwarded.",
    opens="You planned to ask them for an introduction.",
    settled_by="Having asked, giving it up, or writing to or meeting the other directly.",
    facts={"introduction_planned": "You planned to ask {name} to introduce you to {text}."},
    due=working_days(1, most=60, says="An introduction planned: ask for it"),
    late=working_days(3, most=90, says="An introduction planned: asking is late"),
    expires=days(60, most=366, says="An introduction planned: it lapses"),
    own=True,
    asks=True,
    find=_planned,
    settle=_ask,
    writes="introduction_request",
    fits=_is_about_that_introduction,
)


def _without_a_step(case: Case) -> Iterator[Opening]:
    """They were asked, or agreed, and no step followed: once, and not beside a follow-up that asks for the same."""
    conversation = case.conversation
    for introduction in _by_them(case):
        since = introduction.agreed_at or introduction.requested_at
        if introduction.status not in {"requested", "agreed"} or since is None:
            continue
        if _was_reached(case, introduction, since, heard=True):
            continue
        reminded = (word for word in conversation.words if "follow_up" in word.kinds and not word.is_from_them)
        if any(conversation.is_after(word, since) for word in reminded):
            continue
        if not _is_followed_up(case, since):
            yield _opened(case, introduction, f"introduction_{introduction.status}", since)


def _is_followed_up(case: Case, since: datetime) -> bool:
    """Whether a follow-up that asks for the same shows meanwhile."""
    times = case.counted(case.calendar.day_of(since))
    beside = (item for item in case.open_items if item.kind == "follow_up" and item.expires_at > times.due_at)
    return any(item.due_at < times.expires_at for item in beside)


def _chase(item: OpenItem) -> Sequence[Action]:
    steps = f"/introductions/{item.subject_id}"
    agreed = request("they-agreed", "If they agreed: log it.", ("POST", f"{steps}/agree"), {})
    return [
        *written(item),
        *([agreed] if item.because[0]["fact"] == "introduction_requested" else []),
        request("introduced", "If they introduced you: log it.", ("POST", f"{steps}/introduce"), {}),
        request("they-said-no", "If they said no: log it.", ("POST", f"{steps}/decline"), {}),
    ]


CHASE_INTRODUCTION = Rule(
    "chase_introduction",
    title="Ask {name}, once more, whether they would introduce you to {text}",
    titles={"introduction_agreed": "Remind {name}, once, that they agreed to introduce you to {text}"},
    says="Remind them kindly, once, and no more than that.",
    opens="You asked them for an introduction, or they agreed to it, and nothing followed.",
    settled_by="A follow-up to them, the next step, a no, or hearing from, writing to or meeting the other directly.",
    facts={
        "introduction_requested": "You asked {name} to introduce you to {text}; neither an answer nor an introduction is logged since.",
        "introduction_agreed": "{name} agreed to introduce you to {text}; no introduction is logged since.",
    },
    due=working_days(7, most=60, says="An introduction asked for or agreed: remind them, once"),
    late=working_days(9, most=90, says="An introduction asked for or agreed: reminding is late"),
    expires=working_days(17, most=120, says="An introduction asked for or agreed: it lapses"),
    own=True,
    asks=True,
    find=_without_a_step,
    settle=_chase,
    writes="follow_up",
)


def _not_written_to(case: Case) -> Iterator[Opening]:
    """The member was introduced to this contact, and has not written to them."""
    for introduction in case.facts.introductions:
        at = introduction.introduced_at
        if introduction.target_id != case.facts.contact_id or introduction.status != "introduced" or at is None:
            continue
        if not _is_spoken_to(case.conversation, at):
            yield replace(_opened(case, introduction, "introduced", at), text=introduction.connector_name)


USE_INTRODUCTION = Rule(
    "use_introduction",
    title="Write to {name}: {text} introduced you",
    says="Write soon after an introduction, and mention who made it.",
    opens="You were introduced to them, and have not written to them.",
    since="the introduction",
    settled_by="A message to them, or a meeting that is set.",
    facts={"introduced": "{text} introduced you to {name}; no message to {name} is logged since."},
    due=working_days(1, most=30, says="An introduction made: write to whom you know now"),
    late=working_days(2, most=60, says="An introduction made: writing is late"),
    flagged=working_days(5, most=90, says="An introduction made: it is flagged"),
    expires=days(60, most=366, says="An introduction made: it lapses"),
    find=_not_written_to,
    settle=written,
    writes="request",
    or_writes=frozenset({"reply"}),
)


def _not_thanked(case: Case) -> Iterator[Opening]:
    """They made an introduction; again once the target was met, which takes the place of thanks still owed."""
    conversation = case.conversation
    for introduction in _by_them(case):
        introduced_at = introduction.introduced_at
        if introduced_at is None:
            continue
        met_at = _met_at(case, introduction, introduced_at)
        for fact, at, cap in (("introduced", introduced_at, met_at), ("target_met", met_at, None)):
            said = (word for word in conversation.touches if not word.is_from_them)
            if at is not None and not any(conversation.is_after(word, at) for word in said):
                yield _opened(case, introduction, fact, at, cap=cap)


THANK_INTRODUCER = Rule(
    "thank_introducer",
    title="Thank {name}, who introduced you to {text}",
    titles={"target_met": "Thank {name} again, after your meeting with {text}"},
    says="Thank whoever introduces you, and tell them what comes of it.",
    opens="They introduced you to somebody; again when you have met that person.",
    settled_by="Any message to them since.",
    facts={
        "introduced": "{name} introduced you to {text}; no message to {name} is logged since.",
        "target_met": "Your meeting with {text}, to whom {name} introduced you; no message to {name} is logged since.",
    },
    due=working_days(2, most=60, says="An introduction made, or its target met: thank them"),
    late=working_days(4, most=90, says="An introduction made, or its target met: late"),
    expires=days(30, most=366, says="An introduction made, or its target met: it lapses"),
    find=_not_thanked,
    settle=written,
    writes="thank_you",
    or_writes=frozenset({"update"}),
)


def _by_them(case: Case) -> Iterator[IntroductionFacts]:
    """The introductions that this contact is asked to make, without those to people who may not be contacted."""
    for introduction in case.facts.introductions:
        is_silenced = introduction.target is not None and introduction.target.silenced
        if introduction.connector_id == case.facts.contact_id and not is_silenced:
            yield introduction


def _was_reached(case: Case, introduction: IntroductionFacts, since: datetime, *, heard: bool = False) -> bool:
    """Whether the target was written to or met without it; or, where that counts, was heard from."""
    if introduction.target is None:
        return False
    conversation = Conversation(introduction.target, case.calendar, case.conversation.patience)
    heard_from = heard and any(conversation.is_after(word, since) for word in conversation.words)
    return heard_from or _is_spoken_to(conversation, since)


def _is_spoken_to(conversation: Conversation, since: datetime) -> bool:
    written_to = any(not word.is_from_them and conversation.is_after(word, since) for word in conversation.touches)
    return written_to or any(
        meeting.set_at >= since or meeting.ended_at > since for meeting in conversation.standing_meetings
    )


def _met_at(case: Case, introduction: IntroductionFacts, since: datetime) -> datetime | None:
    """The end of the first meeting, or the first talk in person, with the target after the introduction."""
    if introduction.target is None:
        return None
    conversation = Conversation(introduction.target, case.calendar, case.conversation.patience)
    ends = [meeting.ended_at for meeting in conversation.standing_meetings]
    talks = [conversation.instant(word) for word in conversation.words if word.is_talk and word.channel == "in_person"]
    return min((at for at in (*ends, *talks) if at > since), default=None)


def _opened(
    case: Case, introduction: IntroductionFacts, fact: str, at: datetime, *, cap: datetime | None = None
) -> Opening:
    return Opening(
        subject=("introduction", introduction.id),
        because=[Because(fact, at, "introduction", introduction.id)],
        on=case.calendar.day_of(at),
        logged_at=introduction.logged_at,
        cap=cap,
        opened_by=f"{fact} {at.isoformat()}",
        text=introduction.target_name,
    )
