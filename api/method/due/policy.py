"""The numbers of an organization's due policy: pure data, with unit, limits and source. The rules read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the policy, as it is explained to its readers."""

    default: int
    unit: str
    least: int
    most: int
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether a rule is used, where that is the organization's choice."""

    says: str
    source: str
    default: bool = False


METHOD = "Touchbase method"
WIDEN = "Dalton, The 2-Hour Job Search (3B7), via Duke"


def _number(default: int, unit: str, most: int, says: str, source: str = METHOD, *, least: int = 1) -> int:
    number = Number(default, unit, least, most, says, source)
    return field(default=default, metadata={"number": number})


def _switch(says: str, source: str = METHOD) -> bool:
    switch: bool = field(default=False, metadata={"switch": Switch(says, source)})
    return switch


@dataclass(frozen=True, slots=True)
class DuePolicy:
    """When each rule's items are due, late, flagged, and lapse. A name begins with its rule's kind."""

    reply_due: int = _number(1, "working days", 30, "A message that expects an answer: answer it")
    reply_late: int = _number(2, "working days", 60, "A message that expects an answer: late")
    reply_flagged: int = _number(5, "working days", 90, "A message that expects an answer: it is flagged")
    reply_expires: int = _number(60, "days", 366, "A message that expects an answer: it lapses")
    follow_up_due: int = _number(
        7, "working days", 60, "An approach unanswered: follow up, once", "Dalton, The 2-Hour Job Search (3B7); SFU"
    )
    follow_up_late: int = _number(9, "working days", 90, "An approach unanswered: the follow-up is late")
    follow_up_expires: int = _number(17, "working days", 120, "An approach unanswered: the follow-up lapses")
    no_response: int = _number(10, "working days", 120, "After an unanswered follow-up: it is no response")
    widen_on: bool = _switch("Whether to write to someone else at the employer of who never answers", WIDEN)
    widen_due: int = _number(3, "working days", 60, "An approach unanswered: write to someone else there", WIDEN)
    widen_late: int = _number(5, "working days", 90, "An approach unanswered: writing to someone else is late")
    widen_expires: int = _number(10, "working days", 120, "An approach unanswered: writing to someone else lapses")
    schedule_due: int = _number(3, "working days", 60, "A meeting proposed without a time: agree on one")
    schedule_late: int = _number(5, "working days", 90, "A meeting proposed without a time: late")
    schedule_expires: int = _number(60, "days", 366, "A meeting proposed without a time: it lapses")
    prepare_due: int = _number(3, "days", 30, "Before the day of a meeting: prepare for it")
    prepare_late: int = _number(1, "days", 30, "Before the day of a meeting: preparing is late")
    prepare_questions: int = _number(3, "questions", 20, "So many questions make a meeting prepared")
    confirm_from: int = _number(2, "working days", 30, "A meeting is confirmed if it was set this long ahead")
    confirm_due: int = _number(1, "working days", 10, "Before the day of its start: confirm it")
    confirm_late: int = _number(2, "hours", 72, "Before its start: the confirmation is late")
    debrief_late: int = _number(1, "working days", 30, "After a meeting, at the end of the day: the takeaways are late")
    debrief_flagged: int = _number(5, "days", 90, "After a meeting without takeaways: it is flagged")
    debrief_expires: int = _number(30, "days", 366, "After a meeting without takeaways: it lapses")
    thank_you_due: int = _number(
        1, "hours", 72, "After a meeting: thank them, not the minute you leave", "Princeton", least=0
    )
    thank_you_late: int = _number(24, "hours", 240, "After a meeting: the thanks are late", "Yale; UConn")
    thank_you_flagged: int = _number(5, "days", 90, "After a meeting without thanks: it is flagged")
    thank_you_expires: int = _number(30, "days", 366, "After a meeting without thanks: it lapses")
    rebook_due: int = _number(1, "working days", 60, "A meeting called off or missed: suggest a new time")
    rebook_late: int = _number(3, "working days", 90, "A meeting called off or missed: late")
    rebook_expires: int = _number(30, "days", 366, "A meeting called off or missed: it lapses")
    update_due: int = _number(3, "months", 60, "After the last touch: tell them where you are")
    update_late: int = _number(14, "days", 120, "After an update is due: it is late")
    update_expires: int = _number(12, "months", 120, "After the last touch: the update lapses, they are dormant")
    update_shows: int = _number(60, "days", 366, "An update shows at least this long")
    ask_again_late: int = _number(3, "working days", 90, "After the day they named: asking again is late")
    ask_again_expires: int = _number(60, "days", 366, "After the day they named: asking again lapses")
    fix_delivery_late: int = _number(1, "working days", 30, "After a message did not arrive: late")
    fix_delivery_expires: int = _number(60, "days", 366, "After a message did not arrive: it lapses")
    finish_draft_due: int = _number(2, "working days", 60, "A draft untouched: finish it")
    finish_draft_late: int = _number(5, "working days", 90, "A draft untouched: late")
    finish_draft_expires: int = _number(30, "days", 366, "A draft untouched: it lapses")
    reminder_late: int = _number(1, "days", 90, "After a reminder's time: late")
    reminder_expires: int = _number(30, "days", 366, "After a reminder's time: it lapses")
    ask_introduction_due: int = _number(1, "working days", 60, "An introduction planned: ask for it")
    ask_introduction_late: int = _number(3, "working days", 90, "An introduction planned: asking is late")
    ask_introduction_expires: int = _number(60, "days", 366, "An introduction planned: it lapses")
    chase_introduction_due: int = _number(
        7, "working days", 60, "An introduction asked for or agreed: remind them, once"
    )
    chase_introduction_late: int = _number(
        9, "working days", 90, "An introduction asked for or agreed: reminding is late"
    )
    chase_introduction_expires: int = _number(17, "working days", 120, "An introduction asked for or agreed: it lapses")
    use_introduction_due: int = _number(1, "working days", 30, "An introduction made: write to whom you know now")
    use_introduction_late: int = _number(2, "working days", 60, "An introduction made: writing is late")
    use_introduction_flagged: int = _number(5, "working days", 90, "An introduction made: it is flagged")
    use_introduction_expires: int = _number(60, "days", 366, "An introduction made: it lapses")
    thank_introducer_due: int = _number(2, "working days", 60, "An introduction made, or its target met: thank them")
    thank_introducer_late: int = _number(4, "working days", 90, "An introduction made, or its target met: late")
    thank_introducer_expires: int = _number(30, "days", 366, "An introduction made, or its target met: it lapses")
    share_news_a_day: int = _number(5, "contacts", 50, "News: so many are named to be told on one day")
    share_news_quiet: int = _number(14, "days", 90, "News: whoever was in touch within this time is not named", least=0)
    share_news_late: int = _number(7, "days", 90, "News to share: late")
    share_news_expires: int = _number(30, "days", 366, "News to share: it lapses")
    report_back_due: int = _number(5, "working days", 60, "Advice or a referral used: tell them", "Carleton")
    report_back_late: int = _number(10, "working days", 90, "Advice or a referral used: telling them is late")
    report_back_expires: int = _number(60, "days", 366, "Advice or a referral used: it lapses")
    pursue_referral_due: int = _number(2, "working days", 60, "A referral: write to whom they named")
    pursue_referral_late: int = _number(4, "working days", 90, "A referral: writing is late")
    pursue_referral_expires: int = _number(60, "days", 366, "A referral: it lapses")
    keep_promise_due: int = _number(1, "working days", 30, "Before the day of your own promise: keep it")
    keep_promise_asked: int = _number(5, "working days", 60, "After the day of a promise of theirs: ask kindly")
    keep_promise_asked_late: int = _number(
        10, "working days", 90, "After the day of a promise of theirs: asking is late"
    )
    keep_promise_expires: int = _number(60, "days", 366, "After the day of a promise: it lapses")
    logged_late: int = _number(5, "days", 90, "What was logged this long after it happened is never flagged")


NUMBERS: Mapping[str, Number] = {
    one.name: one.metadata["number"] for one in fields(DuePolicy) if "number" in one.metadata
}
SWITCHES: Mapping[str, Switch] = {
    one.name: one.metadata["switch"] for one in fields(DuePolicy) if "switch" in one.metadata
}


# Numbers of one rule, the earlier first.
IN_ORDER: Sequence[tuple[str, str]] = (
    ("reply_due", "reply_late"),
    ("reply_late", "reply_flagged"),
    ("reply_flagged", "reply_expires"),
    ("follow_up_due", "follow_up_late"),
    ("follow_up_late", "follow_up_expires"),
    ("widen_due", "widen_late"),
    ("widen_late", "widen_expires"),
    ("schedule_due", "schedule_late"),
    ("schedule_late", "schedule_expires"),
    ("prepare_late", "prepare_due"),
    ("confirm_due", "confirm_from"),
    ("debrief_late", "debrief_flagged"),
    ("debrief_flagged", "debrief_expires"),
    ("thank_you_due", "thank_you_late"),
    ("thank_you_late", "thank_you_flagged"),
    ("thank_you_flagged", "thank_you_expires"),
    ("rebook_due", "rebook_late"),
    ("rebook_late", "rebook_expires"),
    ("update_due", "update_expires"),
    ("ask_again_late", "ask_again_expires"),
    ("fix_delivery_late", "fix_delivery_expires"),
    ("finish_draft_due", "finish_draft_late"),
    ("finish_draft_late", "finish_draft_expires"),
    ("reminder_late", "reminder_expires"),
    ("ask_introduction_due", "ask_introduction_late"),
    ("ask_introduction_late", "ask_introduction_expires"),
    ("chase_introduction_due", "chase_introduction_late"),
    ("chase_introduction_late", "chase_introduction_expires"),
    ("use_introduction_due", "use_introduction_late"),
    ("use_introduction_late", "use_introduction_flagged"),
    ("use_introduction_flagged", "use_introduction_expires"),
    ("share_news_late", "share_news_expires"),
    ("report_back_due", "report_back_late"),
    ("report_back_late", "report_back_expires"),
    ("pursue_referral_due", "pursue_referral_late"),
    ("pursue_referral_late", "pursue_referral_expires"),
    ("keep_promise_asked", "keep_promise_asked_late"),
    ("keep_promise_asked_late", "keep_promise_expires"),
    ("thank_introducer_due", "thank_introducer_late"),
    ("thank_introducer_late", "thank_introducer_expires"),
)
# A working day takes a day at least, and after holidays many.
HOURS_AT_LEAST = {"hours": 1, "days": 24, "working days": 24, "months": 28 * 24}


def is_in_order(earlier: str, later: str, values: Mapping[str, int]) -> bool:
    """False where the later of two numbers would certainly come first."""
    first, last = (values[name] * HOURS_AT_LEAST[NUMBERS[name].unit] for name in (earlier, later))
    return first <= last


def policy_of(stored: Mapping[str, Any]) -> DuePolicy:
    """The policy of an organization that stores only what differs from the defaults."""
    return DuePolicy(**{name: value for name, value in stored.items() if name in NUMBERS or name in SWITCHES})
