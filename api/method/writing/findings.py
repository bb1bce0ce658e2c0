"""What a message could do better, by rules. Pure: a text and what is known in, findings out; nothing is understood.

Each finding says where, why, and what would be better; whether a message may go out all the same is the office's choice.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from api.method.people.names import is_named
from api.method.source import METHOD
from api.method.writing.fingerprints import GREETING

MOST_WORDS, MANY_WORDS = 100, 75
MOST_MARKS, SHOUTED = 2, 2
LONG_WORD = 5
MOST_READ = 20_000
FIRST_LINE = 80


class FindingRule(StrEnum):
    """The rules by which messages are reviewed; an organization may choose with which findings none is sent."""

    TOO_LONG = "too_long"
    RATHER_LONG = "rather_long"
    NO_CONNECTION = "no_connection"
    NO_QUESTION = "no_question"
    GENERIC_QUESTION = "generic_question"
    ASKS_FOR_JOB = "asks_for_job"
    NO_TIME_ASKED = "no_time_asked"
    UNFILLED_GAP = "unfilled_gap"
    MISSING_NAME = "missing_name"
    WRONG_NAME = "wrong_name"
    NO_THANKS = "no_thanks"
    NOTHING_SPECIFIC = "nothing_specific"
    NOTHING_NEW = "nothing_new"
    EXCLAMATION_MARKS = "exclamation_marks"
    SHOUTING = "shouting"
    NEAR_IDENTICAL = "near_identical"


class FindingSeverity(StrEnum):
    HINT = "hint"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` are places in that part, in characters; the whole body where a thing is missing."""

    rule: FindingRule
    severity: FindingSeverity
    advice: str
    source: str
    start: int
    end: int
    part: str = "body"


@dataclass(frozen=True, slots=True)
class MessageText:
    """A message and what is known about it: whom it is to, what was said in the meeting, and whether nearly the same was
    sent to somebody else, or by somebody else.
    """

    body: str
    kinds: frozenset[str]
    full_name: str
    given_name: str | None = None
    heard: Sequence[str] = ()
    subject: str = ""
    sent_to_others: bool = False
    sent_by_others: bool = False


ASKING = frozenset({"request", "introduction_request"})
CONNECTION = re.compile(
    r"\b(found (you|your)|came across|i read|i saw|i heard|i watched|i listened|we met|introduced|referred|recommended|"
    r"suggested (that )?i|mentioned you|told me|gave me your|alum\w*|graduate[sd]? (of|from)|fellow|we both|i attended|"
    r"attending your|your (article|talk|book|profile|website|page|interview|podcast|paper|blog|lecture|lab|work on|team)|"
    r"spoke (at|to|in)|visited (our|my)|you know|through (my|our|the)|i noticed)\b",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"tell me (more )?about (your|what)( typical| average)? ?(day|job|work|career|field|you do|role|experience)?|"
    r"pick your brain|(a |typical |average )day in (your|the) life|what do you do\b|your typical day|"
    r"learn more about (what you do|your job|your work|your career)|what is your job like|how is your job",
    re.IGNORECASE,
)
JOB = re.compile(
    r"(looking|searching|hoping) for (a|an|any)?\s?(\w+ )?(job|internship|position|role|work)\b|"
    r"(any|an?) (\w+ )?(openings?|vacanc\w+|positions?|jobs?|internships?) (at|in|with|on|available|open|for)\b|"
    r"(are|is) (you|your \w+) hiring|hire me|(attached|attach|enclosed|enclose|see)( is| find)? my (resume|résumé|cv)|"
    r"consider me for|apply(ing)? (for|to)|my application|refer me\b|get me (a|an)|put in a (good )?word",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(\d{1,2}|ten|fifteen|twenty|twenty-five|thirty)[\s\u2013-]{0,3}(to|or)?[\s-]{0,3}(\d{1,2}|twenty|thirty)?[\s-]{0,3}"
    r"min(ute)?s?\b|half an hour|half-hour|quarter of an hour",
    re.IGNORECASE,
)
# Not a link, a footnote or a [sic]; a line of underscores is a line, and among words a gap.
GAP = re.compile(
    r"\[… [^\]\n]{1,300}\]|\[(?!\d{1,3}\]|sic\])[^\]\n]{0,60}\](?![(:])|\{\{[^}\n]{0,60}\}\}|<[A-Za-z][A-Za-z ]{1,38}[A-Za-z]>|"
    r"(?<=\w )_{3,99}|_{3,99}(?= \w)|\bX{3,99}\b"
)
NOBODY = re.compile(r"^(there|all|everyone|sir|madam|sir or madam|to whom.*|team|friend)?$", re.IGNORECASE)
THANKS = re.compile(r"\bthank|grateful|appreciat|gratitude", re.IGNORECASE)
SAID = re.compile(
    r"\b(you (said|told|mentioned|described|explained|showed|recommended|suggested)|your (point|story|advice|idea|example|"
    r"description|answer|tip|suggestion|words?) (about|on|of|that|to)|when you|what you said|hearing (how|about|why)|"
    r"(for|your) introduc(ing|tion))",
    re.IGNORECASE,
)
NEWS = re.compile(
    r"\bi(\u2019ve|\'ve| have)?( just| now| finally| also| since)? (started|finished|joined|got|passed|began|begun|accepted|"
    r"applied|moved|took|taken|talked|spoke|spoken|read|tried|used|followed|decided|won|completed|learned|graduated|wrote|"
    r"written|built|met|volunteer\w*|shadowed|signed up|chose|chosen|declared|presented)\b|"
    r"\bi(\u2019m|\'m| am) (now|starting|working|taking|volunteering|doing|about to|in my)|my (new|first) \w+",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


def review(text: MessageText) -> Sequence[Finding]:
    """In the order of their places; of a very long text the beginning is read."""
    text = replace(text, body=text.body[:MOST_READ])
    found = [finding for rule in RULES for finding in rule(text)]
    return sorted(found, key=lambda finding: (finding.part == "body", finding.start, finding.end, finding.rule))


def _whole(text: MessageText, rule: FindingRule, advice: str, *, hint: bool = False, source: str = METHOD) -> Finding:
    severity = FindingSeverity.HINT if hint else FindingSeverity.WARNING
    return Finding(rule, severity, advice, source, 0, len(text.body))


def _at(place: "re.Match[str]", rule: FindingRule, advice: str, *, hint: bool = False) -> Finding:
    severity = FindingSeverity.HINT if hint else FindingSeverity.WARNING
    return Finding(rule, severity, advice, METHOD, place.start(), place.end())


def _length(text: MessageText) -> Iterator[Finding]:
    """Only requests are measured: a request for an introduction also holds a paragraph for somebody else."""
    words = len(text.body.split())
    if "request" in text.kinds and words > MANY_WORDS:
        rule = FindingRule.TOO_LONG if words > MOST_WORDS else FindingRule.RATHER_LONG
        advice = f"It has {words} words. A busy person reads seventy-five; keep what shows that you know who they are."
        yield _whole(text, rule, advice, hint=words <= MOST_WORDS, source="Dalton, The 2-Hour Job Search")


def _connection(text: MessageText) -> Iterator[Finding]:
    rest = GREETING.sub("", text.body, count=1).lstrip(" ,!:\n")
    first = " ".join(SENTENCE_END.split(rest.strip())[:2])
    if text.kinds & ASKING and not CONNECTION.search(first):
        yield _whole(
            text, FindingRule.NO_CONNECTION, "Say in the first two sentences how you found them, or whom you both know."
        )


def _question(text: MessageText) -> Iterator[Finding]:
    if text.kinds & ASKING and "?" not in text.body:
        yield _whole(
            text, FindingRule.NO_QUESTION, "Ask something: one or two questions show that you won't waste their time."
        )


def _generic(text: MessageText) -> Iterator[Finding]:
    for place in GENERIC.finditer(text.body) if text.kinds & ASKING else ():
        yield _at(
            place, FindingRule.GENERIC_QUESTION, "Anybody could be asked that. Ask about a turn in their own career."
        )


def _job(text: MessageText) -> Iterator[Finding]:
    for place in JOB.finditer(text.body) if text.kinds & ASKING else ():
        yield _at(place, FindingRule.ASKS_FOR_JOB, "You ask for a conversation, not for a job: jobs come of it later.")


def _time(text: MessageText) -> Iterator[Finding]:
    if text.kinds & ASKING and not TIME.search(text.body):
        advice = "Say how much time you ask for; twenty to thirty minutes are customary."
        yield _whole(text, FindingRule.NO_TIME_ASKED, advice, hint=True, source="UConn; SFU")


def _gap(text: MessageText) -> Iterator[Finding]:
    return gaps_of(text.subject, text.body)


def gaps_of(subject: str, body: str) -> Iterator[Finding]:
    for part, written in (("subject", subject), ("body", body[:MOST_READ])):
        for place in GAP.finditer(written):
            advice = f"The gap “{place[0]}” is still open: fill it, or take the sentence out."
            yield replace(_at(place, FindingRule.UNFILLED_GAP, advice), part=part)


def _name(text: MessageText) -> Iterator[Finding]:
    place = GREETING.match(text.body)
    said = place[2].strip() if place else ""
    first_line = text.body.lstrip()[:FIRST_LINE].partition("\n")[0]
    if is_named(said or first_line, text.full_name, text.given_name):
        return
    if place is None or NOBODY.match(said):
        yield _whole(text, FindingRule.MISSING_NAME, "Begin with their name.", hint=True)
    else:
        advice = f"They are {text.full_name}; the greeting names somebody else."
        yield _at(place, FindingRule.WRONG_NAME, advice)


def _thanks(text: MessageText) -> Iterator[Finding]:
    if "thank_you" not in text.kinds:
        return
    if not THANKS.search(text.body):
        yield _whole(text, FindingRule.NO_THANKS, "Say thank you.")
    heard = {word for words in text.heard for word in _long_words(words)}
    if not heard & _long_words(text.body) and not SAID.search(text.body):
        yield _whole(text, FindingRule.NOTHING_SPECIFIC, "Name one thing that they said: it shows that you listened.")


def _long_words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text) if len(word) >= LONG_WORD} - COMMON


COMMON = frozenset({"about", "after", "again", "their", "there", "thank", "thanks", "would", "could", "which", "where"})


def _news(text: MessageText) -> Iterator[Finding]:
    if "update" in text.kinds and not NEWS.search(text.body):
        yield _whole(
            text, FindingRule.NOTHING_NEW, "Tell them one thing that has happened to you since you last spoke."
        )


def _loud(text: MessageText) -> Iterator[Finding]:
    marks = list(re.finditer(r"!", text.body))
    if len(marks) > MOST_MARKS or "!!" in text.body:
        yield _at(marks[-1], FindingRule.EXCLAMATION_MARKS, "Leave out exclamation marks but one.", hint=True)
    shouted = list(re.finditer(r"\b[A-Z]{4,}\b", text.body))
    if len(shouted) >= SHOUTED:
        yield _at(
            shouted[0], FindingRule.SHOUTING, "Words in capitals shout; write them as you would say them.", hint=True
        )


def _copied(text: MessageText) -> Iterator[Finding]:
    better = "Say what you would say to nobody but them."
    if text.sent_to_others:
        yield _whole(text, FindingRule.NEAR_IDENTICAL, f"You sent nearly the same to somebody else. {better}")
    elif text.sent_by_others:
        yield _whole(
            text, FindingRule.NEAR_IDENTICAL, f"Somebody else in your organization sent nearly the same. {better}"
        )


RULES: Sequence[Callable[[MessageText], Iterator[Finding]]] = (
    _length, _connection, _question, _generic, _job, _time, _gap, _name, _thanks, _news, _loud, _copied,
)  # fmt: skip
