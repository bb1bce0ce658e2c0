"""What a template's fields are replaced by, from what is known. Pure; what is not known is left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.method.questions.shapes import MOST_WORDS_IN_A_LETTER
from api.method.writing.template_fields import SENTENCES_BY_SOURCE, WHICH_BY_SOURCE

MOST_WORDS_OF_TWO = 28
LONGEST_SENTENCE = 200
DAYS_BY_NAME = 6
A_WHILE = timedelta(days=21)
LONGEST_SHOWN, LONGEST_DETAIL = 120, 40
# Words of an introduction, and of a gap with a detail, for which a request has room beside its question.
USUAL_INTRODUCTION, WORDS_OF_A_DETAIL = 9, 12
LONGEST_SUBJECT_OF_QUESTION = 60
ENDS = (".", "!", "?", "…", "”", '"', "。", "！", "？", "؟")  # noqa: RUF001 (stops of other scripts)


_I_AM = re.compile(r"^\s*i(\u2019m|'m| am)\s+", re.IGNORECASE)
_NO_BRACKETS = str.maketrans("[]{}", "()()")

# Not behind an initial or an abbreviation.
_ENDS_OF_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\b[A-Za-z]\.)(?<!\b(?:Dr|Mr|Ms|St|vs|cf|Jr|Sr|No)\.)(?<!\b(?:Mrs|etc)\.)(?<!\bProf\.)\s"
)


@dataclass(frozen=True, slots=True)
class DraftedMeeting:
    """An interview with a time. `fell_through`: it was called off, or somebody did not come; `i_missed` and `i_called_off`
    say that it was the member's doing.
    """

    starts_at: datetime
    zone: str
    medium: str | None
    location: str | None
    link: str | None
    fell_through: bool
    i_missed: bool = False
    i_called_off: bool = False


@dataclass(frozen=True, slots=True)
class DraftedIntroduction:
    target_name: str
    target_role: str | None
    target_met_on: date | None
    note: str | None
    asked_on: date | None = None
    agreed_on: date | None = None
    introduced_on: date | None = None


@dataclass(frozen=True, slots=True)
class DraftedQuestion:
    """`about` is what it is about, as a subject says it; `is_own`: the member wrote it down."""

    text: str
    about: str | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The last message one way; `text` is what it said."""

    subject: str | None
    on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """All that a draft may say; days are the member's. What they wrote down for themselves (`source_detail`, `takeaways`,
    `their_answer`, `my_promise`, `used_advice`) is said to nobody: it is shown to them in gaps.
    """

    now: datetime
    zone: str
    their_name: str
    greeting: str
    their_given_name: str | None
    their_title: str | None
    their_employer: str | None
    my_name: str
    my_school: str | None
    my_introduction: str | None
    introduced_by: str | None
    referred_by: str | None
    met_through: str | None
    source: str | None
    source_detail: str | None
    put_off_on: date | None
    questions: Sequence[DraftedQuestion]
    asked_question: str | None
    their_answer: str | None
    meeting: DraftedMeeting | None
    last_met_on: date | None
    takeaways: str | None
    my_promise: str | None
    used_advice: str | None
    news: Sequence[str]
    introduction: DraftedIntroduction | None
    written: Sent | None
    received: Sent | None
    they_wrote_last: bool

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()


def field_values(about: About) -> dict[str, str]:
    """The fields that have a value."""
    first = _first_question(about)
    others = (question.text for question in about.questions if question != first)
    second = next((text for text in others if _fit_together(first.text, text)), None)
    found: dict[str, str | None] = {
        "their_name": about.their_name,
        "greeting": about.greeting,
        "their_given_name": about.their_given_name,
        "their_title": about.their_title,
        "their_employer": about.their_employer,
        "my_name": about.my_name,
        "my_school": about.my_school,
        "my_introduction": _introduction(about),
        "how_i_found_you": _how_found(about),
        "put_off_when": day_words(about.put_off_on, about.today) if about.put_off_on else None,
        "first_question": first.text,
        "question_about": first.about if first.about and len(first.about) <= LONGEST_SUBJECT_OF_QUESTION else None,
        "second_question": second,
        "repeated_question": _repeated(about),
        "takeaway": _private(about, about.takeaways),
        "asked_question": about.asked_question,
        "their_answer": _private(about, about.their_answer),
        "my_promise": _private(about, about.my_promise),
        "spoke_when": _month(about.last_met_on, about.today),
        "wrote_when": day_words(about.written.on, about.today) if about.written else None,
        "last_subject": _without_re(about.written),
        "their_subject": _without_re(about.received),
        "news": " ".join(_sentence(milestone) for milestone in about.news),
        "used_advice": _private(about, about.used_advice),
        "they_wrote": day_words(about.received.on, about.today) if about.received and about.they_wrote_last else None,
    }
    found |= _of_meeting(about) | _of_introduction(about)
    return {name: value for name, value in found.items() if value}


def _of_meeting(about: About) -> dict[str, str | None]:
    meeting = about.meeting
    if meeting is None:
        return {"met_when": day_words(about.last_met_on, about.today) if about.last_met_on else None}
    on = meeting.starts_at.astimezone(ZoneInfo(about.zone)).date()
    lies_ahead = meeting.starts_at > about.now
    if meeting.fell_through:
        when = day_words(on, about.today)
        by_me = {"i_missed": meeting.i_missed, "i_called_off": meeting.i_called_off}
        return {"fell_through": when, **{name: when for name, is_so in by_me.items() if is_so}}
    if lies_ahead:
        return {"meeting_when": time_words(meeting.starts_at, meeting.zone), "meeting_where": _where(meeting)}
    return {"met_when": day_words(on, about.today)}


def _of_introduction(about: About) -> dict[str, str | None]:
    introduction = about.introduction
    if introduction is None:
        return {}
    return {
        "target_name": introduction.target_name,
        "target_role": introduction.target_role,
        "target_met_when": _met_since(introduction, about.today),
        "introduction_note": introduction.note,
        "introduction_asked": day_words(introduction.asked_on, about.today) if introduction.asked_on else None,
        "introduction_agreed": day_words(introduction.agreed_on, about.today) if introduction.agreed_on else None,
        "introduced_when": day_words(introduction.introduced_on, about.today) if introduction.introduced_on else None,
    }


def _met_since(introduction: DraftedIntroduction, today: date) -> str | None:
    met_on, introduced_on = introduction.target_met_on, introduction.introduced_on
    return day_words(met_on, today) if met_on and introduced_on and met_on >= introduced_on else None


def _how_found(about: About) -> str | None:
    if about.introduced_by:
        return f"{about.introduced_by} introduced us."
    if about.referred_by:
        return f"{about.referred_by} suggested that I write to you."
    if about.met_through:
        return f"I know of you through {about.met_through}."
    which = WHICH_BY_SOURCE.get(about.source or "")
    if which:
        detail = _private(about, about.source_detail, most=LONGEST_DETAIL)
        return f"{which[0]} {detail or f'[… {which[1]}]'}."
    said = SENTENCES_BY_SOURCE.get(about.source or "")
    if said is None:
        return _private(about, about.source_detail, most=LONGEST_DETAIL)
    return f"{said}{_detail(about)}."


def _detail(about: About) -> str:
    return f": {_private(about, about.source_detail, most=LONGEST_DETAIL)}" if about.source_detail else ""


def _introduction(about: About) -> str | None:
    """What stands behind “I am”."""
    if about.my_introduction:
        return _I_AM.sub("", about.my_introduction).rstrip(" .,;!")
    return f"a student at {about.my_school}" if about.my_school else None


def _private(about: About, text: str | None, *, most: int = LONGEST_SHOWN) -> str | None:
    """A gap that shows the member what they wrote down for themselves, and that the review finds."""
    first = first_sentence(text)
    if first is None:
        return None
    shown = first.rstrip(".").translate(_NO_BRACKETS)
    if len(shown) > most:
        shown = f"{shown[:most].rpartition(' ')[0] or shown[:most]} …"
    return f"[… in your words, to {about.greeting.translate(_NO_BRACKETS)}: “{shown}”]"


def _first_question(about: About) -> DraftedQuestion:
    """The member's own; else the first suggestion that leaves the letter short."""
    beside = len((about.my_introduction or "").split()) - USUAL_INTRODUCTION
    room = MOST_WORDS_IN_A_LETTER - max(0, beside) - (WORDS_OF_A_DETAIL if about.source_detail else 0)
    fits = (question for question in about.questions if question.is_own or len(question.text.split()) <= room)
    shortest = min(about.questions, key=lambda question: len(question.text.split()), default=DraftedQuestion(""))
    return next(fits, shortest)


def _repeated(about: About) -> str | None:
    """The question that the last message to them asked, word by word; the first one, where its text is not known."""
    if about.written is None or not about.written.text:
        return about.questions[0].text if about.questions else None
    return next((question.text for question in about.questions if question.text in about.written.text), None)


def _where(meeting: DraftedMeeting) -> str | None:
    if meeting.medium == "phone":
        return "by phone"
    if meeting.medium == "video":
        return f"by video, {meeting.link}" if meeting.link else "by video"
    return meeting.location and meeting.location.rstrip(".")


def day_words(day: date, today: date) -> str:
    """A day as one says it: “yesterday”, “on Thursday”, “on March 12”, with the year where it is another."""
    ago = (today - day).days
    if ago in {0, 1}:
        return ("today", "yesterday")[ago]
    if 0 < ago <= DAYS_BY_NAME:
        return f"on {day:%A}"
    year = "" if day.year == today.year else f", {day.year}"
    return f"on {day:%B} {day.day}{year}"


def time_words(at: datetime, zone: str) -> str:
    """A time as one writes it in a letter, by the clock of that zone: “Thursday, March 12, at 3:00 PM EDT”."""
    here = at.astimezone(ZoneInfo(zone))
    name = here.tzname() or zone
    shown = name if name[:1].isalpha() else f"UTC{name}"
    return f"{here:%A}, {here:%B} {here.day}, at {here.hour % 12 or 12}:{here:%M} {here:%p} {shown}"


def first_sentence(text: str | None) -> str | None:
    """The first line's first sentence, cut at a word where it is very long, and with a stop at its end."""
    line = next((written.strip(" \t-*•") for written in (text or "").splitlines() if written.strip(" \t-*•")), None)
    if line is None:
        return None
    first = line[: next((end.start() for end in _ENDS_OF_SENTENCE.finditer(line)), len(line))]
    if len(first) > LONGEST_SENTENCE:
        return first[:LONGEST_SENTENCE].rpartition(" ")[0].rstrip(",;:") + " …"
    return _sentence(first)


def _sentence(text: str) -> str:
    return text if text.endswith(ENDS) else f"{text}."


def _month(day: date | None, today: date) -> str | None:
    if day is None or today - day < A_WHILE:
        return None
    return f"in {day:%B}" if day.year == today.year else f"in {day:%B} {day.year}"


def _without_re(message: Sent | None) -> str | None:
    return (
        re.sub(r"^((re|aw|fwd?):\s*)+", "", message.subject, flags=re.IGNORECASE)
        if message and message.subject
        else None
    )


def _fit_together(first: str | None, second: str) -> bool:
    return len(f"{first} {second}".split()) <= MOST_WORDS_OF_TWO
