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
from api.method.writing.own_words import ANSWERED_SUBJECT, ASKS, own_text

MOST_WORDS, MANY_WORDS = 100, 75
MOST_MARKS, SHOUTED = 2, 2
LONG_WORD = 5
# Longer than the letters of most things that are known by their letters.
SHORTEST_SHOUT = 7
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
    """`start` and `end` are places in that part, in characters; the whole body where a thing is missing. `quote` are the words
    that it means.
    """

    rule: FindingRule
    severity: FindingSeverity
    advice: str
    source: str
    start: int
    end: int
    part: str = "body"
    quote: str | None = None


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
# Whether somebody is named who knows both, or a place where they crossed.
CONNECTION = re.compile(
    r"\b(?:i (?:\w+ly |first |also |just |then )?(?:met|saw|heard|watched|attended|visited|read (?!and\b)|listened|sat (?:in|at)|"
    r"was (?:in|at) (?:the|your)|(?:got|have|had|found|took|use|used|enjoyed|loved|follow|followed) your\b|found you\b|noticed|"
    r"stood (?:in|at|behind)|talked (?:to|with) you|spoke (?:to|with) you|learned (?:of|about) you|came across (?:you\b|your|a|the|an))|"
    r"(?:got|have|had|gave me|given|have got) your (?:name|address|number|card|email)|your name (?:came|was|is)|know of you through|"
    r"you and i\b|we (?:both|met|talked|spoke|share|shared|overlapped|sat|were (?:both|introduced)|have (?:both|a)|crossed|worked)|"
    r"(?:tells|told|taught) me|introduced us|put (?:us|me) in (?:touch|contact)|pointed me|sent me|mentioned you|referred|recommend\w*|"
    r"suggested|said (?:i|that i|you|that you)|says (?:i|that i|you|that you)|thought (?:that )?(?:i|you)|thinks (?:that )?(?:i|you)|"
    r"spoke (?:so )?(?:highly|warmly) of you|speaks (?:so )?(?:highly|warmly) of you|named you|encouraged me|"
    r"alum\w*|graduated? (?:of|from)|fellow|classmates?|same (?:\w+ ){0,2}(?:school|town|street|church|college|program|team|class)|"
    r"where you (?:\w+ )?(?:studied|trained|taught|worked|went|coached|played|spoke|started|interned|volunteered)|"
    r"you (?:\w+ )?(?:spoke|taught|coached|came to|visited|presented|talked (?:to|at|with)|hired|trained|judged|gave a|led (?:a|the))|"
    r"your (?:[\w'\u2019-]+ ){0,4}(?:article|talk|book|panel|lecture|keynote|podcast|interview|paper|blog|post|column|essay|exhibit\w*|"
    r"show|class|course|seminar|workshop|webinar|presentation|speech|session|visit|tour|piece|report|study|film|letter|op-ed|video|thesis|"
    r"demonstration|demo|stall|booth|newsletter|website|lab|work on|team|shop|remarks|reading|performance|concert)\b|"
    r"at (?:the|a|your|our) (?:[\w'\u2019-]+ ){0,5}(?:fair|conference|panel|event|meetup|reception|workshop|dinner|wedding|symposium|night|"
    r"day|festival|game|clinic|open house|church|gala)\b|you know|through (?:my|our|the)|thanks to)\b",
    re.IGNORECASE,
)
# A look at a profile is no connection.
LOOKED_UP = re.compile(
    r"\b(?:came across|found|saw|looked at|viewed|visited|read|stumbled (?:up)?on|noticed) your (?:\w+ )?(?:profile|page)"
    r"(?: on linkedin)?(?! among)",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"tell me (?:more )?about (?:your|what)(?: typical| average)? ?(?:day|job|work|career|field|you do|role|experience)?|"
    r"pick your brain|(?:a |typical |average )day in (?:your|the) life|what do you do\b|your typical day|"
    r"learn more about (?:what you do|your job|your work|your career|your journey)|what is your job like|how is your job|"
    r"(?:any|some|your|career|general) (?:career )?(?:advice|tips|wisdom|words of wisdom)(?= you\b|[.?!]| for (?:me|someone|a)| on (?:how|getting))|"
    r"(?:share|hear(?: more)? about|learn(?: more)? (?:about|from)|inspired by|talk about|chat about|know more about) your "
    r"(?:journey|story|career path|path|experiences?|background)\b|"
    r"(?:hop|jump|get) on a (?:quick |short |brief )?(?:call|zoom|chat)|"
    r"what is (?:it|a typical day|your day) like|what(?:\u2019|')s (?:it|a typical day|your day) like|"
    r"what (?:do you|you) wish you (?:had|'d|knew)|what would you tell (?:someone|somebody|a student|people)|in my shoes|"
    r"what do you (?:like|enjoy|love) (?:most |best )?about your (?:job|work)|how (?:did )?you (?:got|get) started",
    re.IGNORECASE,
)
_OPENING = r"(?:jobs?|internships?|positions?|roles?|openings?|vacanc\w+|apprenticeships?|placements?|co-?op)"
JOB = re.compile(
    rf"(?:looking|searching|hoping|hunting) for (?:a|an|any)?\s?(?:\w+ ){{0,2}}(?:{_OPENING}|work)\b|"
    rf"\bany (?:\w+ ){{0,2}}{_OPENING} (?:at|in|with|on|available|open|for|this|that|coming)\b|"
    rf"(?:know of|hear of|have|offer|offering|is there|are there) (?:a|an|any|some) (?:\w+ ){{0,2}}{_OPENING}|"
    r"(?:are|is) (?:you|your \w+) hiring|hir(?:e|ing) me|(?:attached|attach|attaching|enclosed|enclose|enclosing|see|included)"
    r"(?: is| find)? (?:my|a copy of my) (?:resume|résumé|cv)|(?:resume|résumé|cv) (?:is )?(?:attached|enclosed|below)|"
    rf"consider me (?:for|if)|apply(?:ing)? (?:for|to) (?:a|an|the|any|your|this|that) (?:\w+ ){{0,3}}(?:{_OPENING}|company|firm|team)|"
    r"my application\b|refer me\b|get me (?:a|an)\b|put in a (?:good )?word|(?:keep me|kept|keeping me) in mind|(?:short of|need|use) (?:a|an extra|another) (?:pair of )?hands?|"
    r"(?:pass|forward)(?:ing)? (?:along |on )?my (?:resume|résumé|cv|name)|(?:room|need|place) for (?:a|an|another) (?:\w+ )?"
    r"(?:intern|apprentice|assistant|trainee|hand|person)|take me on\b|join your (?:team|firm|company|crew)|come (?:and )?work for|"
    r"work for you(?:r \w+)?\b|opportunit\w+ (?:at|with|in) your (?:firm|company|team|office|lab|hospital|organization)",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?:\d{1,3}|ten|fifteen|twenty|twenty-five|thirty|forty|forty-five|a few)[\s\u2013-]{0,3}(?:to|or)?[\s-]{0,3}"
    r"(?:\d{1,2}|fifteen|twenty|thirty)?[\s-]{0,3}min(?:ute)?s?\b|half an hour|half-hour|(?:a )?quarter of an hour|quarter hour|"
    r"\b(?:an|one) hour\b",
    re.IGNORECASE,
)
# Not a link, a footnote or a [sic]; a line of underscores is a line, and among words a gap.
DRAFTED_GAP = re.compile(r"\[… (?:how you found|which |in your words)")
GAP = re.compile(
    r"\[[ \t]?(?:…|\.\.\.)[^\]]{0,800}(?:\]|\Z)|"
    r"\[(?=[^\]\n]*\b(?:your|names?|company|employer|organization|school|college|university|major|program|title|"
    r"position|role|job|date|day|time|times|topic|field|industry|city|event|class|course|place|person|contact|mutual|insert|add|fill|"
    r"something|specific|reason|details?|example|article|xx+|tbd|todo)\b)[^\]\n]{0,60}\](?![(:])|"
    r"\{\{[^}.\n]{0,60}\}\}|<(?=[^>\n]*\b(?:your|their|name|company|title|date|topic|insert)\b)[A-Za-z][A-Za-z ]{1,38}[A-Za-z]>|"
    r"(?<=\w )_{3,99}|_{3,99}(?= \w)|(?-i:\bX{3,99}\b)",
    re.IGNORECASE,
)
NOBODY = re.compile(r"^(there|all|everyone|sir|madam|sir or madam|to whom.*|team|friend)?$", re.IGNORECASE)
THANKS = re.compile(r"\bthank|grateful|appreciat|gratitude", re.IGNORECASE)
NEWS = re.compile(
    r"\bi(?:\u2019ve|'ve| have)?(?: \w+ly| just| now| also| since| then| even| almost)? (?!wanted|hoped|wished|promised|needed|"
    r"enjoyed|appreciated|loved|liked|remembered|missed|learned (?:a lot|so much))"
    r"(?:\w{2,}ed|began|begun|got|took|taken|made|went|gone|won|left|found|read|wrote|written|spoke|spoken|met|saw|seen|built|chose|"
    r"chosen|became|become|gave|given|told|taught|ran|sat|flew|drove|sent|put|bought|sold|grew|grown|led|lost|quit|came|did|done|"
    r"learnt|started|heard back|been (?:accepted|admitted|hired|promoted))\b|"
    r"\bi(?:\u2019m|'m| am) (?:now|starting|working|taking|volunteering|doing|about to|in my|on my|going to)|"
    r"\bi (?:start|begin|graduate|leave|move)\b|my (?:new|first|second|last) \w+|"
    r"\b(?:was|were|been|got) (?:accepted|admitted|hired|promoted|offered|elected|chosen|asked to)|\bwe (?:\w+ed|won|built|ran|went)\b|"
    r"\b(?:starts|begins|started|opened|came through|worked out)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St|Jr|Sr)\.)(?<!\bMrs\.)(?<!\bProf\.)\s+|\n\s*\n")


# Of English; fewer of them, and a text is in another language, which rules about English words leave alone.
_FUNCTION_WORDS = frozenset({
    "the", "and", "to", "of", "i", "you", "your", "a", "in", "is", "for", "my", "with", "that", "it", "on", "would", "have", "are", "we",
    "at", "was", "were", "be", "could", "did", "do", "how", "what", "why", "this", "as", "but", "or", "from", "about", "time", "if", "me",
})  # fmt: skip
FEWEST_WORDS, SHARE_IN_ENGLISH = 8, 5


def review(text: MessageText) -> Sequence[Finding]:
    """In the order of their places, of the writer's own words alone; of a very long text the beginning is read."""
    body = own_text(text.body[:MOST_READ])
    text = replace(text, body=body)
    rules = RULES if _is_english(body) else IN_ANY_LANGUAGE
    found = {
        (finding.rule, finding.part, finding.quote or ""): finding
        for rule in rules
        for finding in reversed([*rule(text)])
    }
    return sorted(
        found.values(), key=lambda finding: (finding.part == "body", finding.start, finding.end, finding.rule)
    )


def _is_english(body: str) -> bool:
    words = re.findall(r"[^\W\d_]+", body.casefold())
    return len(words) < FEWEST_WORDS or sum(word in _FUNCTION_WORDS for word in words) * SHARE_IN_ENGLISH >= len(words)


def own_word_count(body: str) -> int:
    return len(own_text(body).split())


def _whole(text: MessageText, rule: FindingRule, advice: str, *, hint: bool = False, source: str = METHOD) -> Finding:
    severity = FindingSeverity.HINT if hint else FindingSeverity.WARNING
    return Finding(rule, severity, advice, source, 0, len(text.body))


def _at(place: "re.Match[str]", rule: FindingRule, advice: str, *, hint: bool = False) -> Finding:
    severity = FindingSeverity.HINT if hint else FindingSeverity.WARNING
    return Finding(rule, severity, advice, METHOD, place.start(), place.end(), quote=place[0])


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
    # A gap of a draft is a finding of its own.
    if DRAFTED_GAP.search(first):
        return
    first = GAP.sub(" ", first)
    if text.kinds & ASKING and not CONNECTION.search(LOOKED_UP.sub(" ", first)):
        yield _whole(
            text, FindingRule.NO_CONNECTION, "Say in the first two sentences how you found them, or whom you both know."
        )


def _question(text: MessageText) -> Iterator[Finding]:
    if text.kinds & ASKING and not ASKS.search(_QUOTATION.sub(" ", text.body)):
        yield _whole(
            text, FindingRule.NO_QUESTION, "Ask something: one or two questions show that you won't waste their time."
        )


# What is quoted in a sentence: a title, or what somebody else asked.
_QUOTATION = re.compile(r"“[^“”]{0,300}”|\"[^\"\n]{0,300}\"|„[^„“”]{0,300}[“”]|«[^«»]{0,300}»")


def _generic(text: MessageText) -> Iterator[Finding]:
    for place in GENERIC.finditer(text.body) if text.kinds & ASKING else ():
        advice = f"“{place[0]}” could be said to anybody. Ask about a turn in their own career."
        yield _at(place, FindingRule.GENERIC_QUESTION, advice)


def _job(text: MessageText) -> Iterator[Finding]:
    for place in JOB.finditer(text.body) if text.kinds & ASKING else ():
        advice = f"“{place[0]}”: you ask for a conversation, not for a job; jobs come of it later."
        yield _at(place, FindingRule.ASKS_FOR_JOB, advice)


def _time(text: MessageText) -> Iterator[Finding]:
    if text.kinds & ASKING and not TIME.search(text.body):
        advice = "Say how much time you ask for; twenty to thirty minutes are customary."
        yield _whole(text, FindingRule.NO_TIME_ASKED, advice, hint=True, source="UConn; SFU")


def _gap(text: MessageText) -> Iterator[Finding]:
    return gaps_of(text.subject, text.body)


def open_gaps(subject: str, body: str) -> Sequence[Finding]:
    """What a draft must not go out with: gaps in the subject, or in the writer's own words."""
    return list(gaps_of(subject, own_text(body[:MOST_READ])))


def gaps_of(subject: str, body: str) -> Iterator[Finding]:
    # A subject that was taken over is somebody else's.
    own_subject = "" if ANSWERED_SUBJECT.match(subject) else subject
    for part, written in (("subject", own_subject), ("body", body)):
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
    own = _long_words(GREETING.sub("", text.body, count=1)) - _long_words(text.full_name)
    if not heard & own and len(own - SAID_BY_ANYBODY) < FEWEST_SPECIFIC and not SAID.search(text.body):
        yield _whole(text, FindingRule.NOTHING_SPECIFIC, "Name one thing that they said: it shows that you listened.")


SAID = re.compile(
    r"\b(?:you (?:said|told|mentioned|described|explained|showed|recommended|suggested)|(?:for|your) introduc(?:ing|tion))",
    re.IGNORECASE,
)


def _long_words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text) if len(word) >= LONG_WORD} - COMMON


COMMON = frozenset({"about", "after", "again", "their", "there", "thank", "thanks", "would", "could", "which", "where"})
# Words of thanks that anybody could send to anybody; fewer others than that, and nothing specific was said.
FEWEST_SPECIFIC = 3
SAID_BY_ANYBODY = frozenset({
    "taking", "meeting", "talking", "speaking", "conversation", "today", "yesterday", "morning", "afternoon", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "great", "pleasure", "wonderful", "really", "truly", "greatly",
    "appreciate", "appreciated", "grateful", "gratitude", "helpful", "insightful", "interesting", "informative", "learned", "learning",
    "advice", "insight", "insights", "information", "experience", "experiences", "career", "industry", "company", "field",
    "sharing", "shared", "share", "opportunity", "valuable", "touch", "forward", "future", "wishes", "generous", "schedule",
    "helped", "everything", "question", "questions", "answer", "answering", "answered", "looking", "definitely", "inspiring", "inspired",
    "journey", "story", "stories", "perspective", "knowledge", "spoke", "chatting", "minutes", "first", "other", "things", "something",
    "anything", "because", "being", "having", "making", "through", "these", "those", "while", "sincerely", "regards", "kindly", "amazing",
    "awesome", "excellent", "fantastic", "lovely", "enjoyed", "hearing", "heard", "believe", "think", "thought", "please", "always",
    "every", "still", "within", "during", "writing", "wanted", "write", "email", "message", "again", "class", "student", "offer",
    "offered", "precious", "yourself", "people", "person", "quite", "going", "further", "hopefully", "continue", "wisdom", "guidance",
    "support", "kindness", "patience", "welcome", "invaluable", "words", "helping", "useful", "whole", "shall", "should",
})  # fmt: skip


def _news(text: MessageText) -> Iterator[Finding]:
    if "update" in text.kinds and not NEWS.search(text.body):
        yield _whole(
            text, FindingRule.NOTHING_NEW, "Tell them one thing that has happened to you since you last spoke."
        )


# Words that are no letters of anything: in capitals they shout.
SHOUTABLE = frozenset({
    "the", "and", "you", "your", "my", "me", "is", "are", "be", "do", "did", "does", "get", "got", "not", "no", "yes", "never",
    "always", "so", "very", "really", "please", "need", "must", "now", "today", "love", "loved", "thank", "thanks", "much", "huge", "amazing",
    "important", "urgent", "urgently", "help", "best", "great", "big", "any", "all", "every", "everything", "anything", "want", "would", "could",
    "can", "know", "email", "mail", "call", "talk", "answer", "reply", "job", "jobs", "resume", "again", "soon", "before", "still", "only",
    "ever", "wait", "read", "first", "this", "that", "what", "why", "how", "who", "when", "hope", "hello", "dear", "free", "here", "just",
    "more", "most", "too", "have", "will", "for", "from", "with", "about", "asking", "interested", "excited", "dream", "perfect",
    "specific", "immediately", "forward", "back", "good", "new", "time", "work", "career", "chance", "opportunity", "questions", "question",
})  # fmt: skip


def _loud(text: MessageText) -> Iterator[Finding]:
    marks = list(re.finditer(r"!", text.body))
    if len(marks) > MOST_MARKS or "!!" in text.body:
        advice = "Leave out exclamation marks but one."
        yield _at(marks[-1], FindingRule.EXCLAMATION_MARKS, advice, hint=True)
    known = {word.upper() for word in re.findall(r"\w+", text.full_name)}
    for part, written in (("subject", text.subject), ("body", text.body)):
        shouted = [place for place in re.finditer(r"\b[A-Z]{2,}\b", written) if _is_shouted(place[0])]
        shouted = [place for place in shouted if place[0] not in known]
        if len(shouted) >= SHOUTED or (shouted and part == "body" and _shouts_above(text)):
            said = ", ".join(f"“{place[0]}”" for place in shouted[:SHOUTED])
            advice = f"Words in capitals shout ({said}); write them as you would say them."
            yield replace(_at(shouted[0], FindingRule.SHOUTING, advice, hint=True), part=part)
            return


def _is_shouted(word: str) -> bool:
    return word.lower() in SHOUTABLE or len(word) >= SHORTEST_SHOUT


def _shouts_above(text: MessageText) -> bool:
    return any(_is_shouted(word) for word in re.findall(r"\b[A-Z]{2,}\b", text.subject))


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
# Those that know no English words.
IN_ANY_LANGUAGE = (_length, _question, _gap, _name, _loud, _copied)
