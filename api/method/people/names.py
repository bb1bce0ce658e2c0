"""Names of people: how they are greeted, and whether one is said. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nameparser import HumanName

from api.core.fields.folding import fold

MOST_SAID = 3
# A longer word in capitals is no pair of initials.
LONGEST_INITIALS = 2
# In a greeting; more are a sentence.
MOST_WORDS = 5


class GreetingStyle(StrEnum):
    """How an organization's members greet those who have no title: by first name, or by the whole name."""

    FIRST_NAME = "first_name"
    FORMAL = "formal"


CIVIL: Mapping[str, str] = {"mr": "Mr.", "mrs": "Mrs.", "ms": "Ms.", "mx": "Mx.", "miss": "Miss"}
# Said with the given name.
KNIGHTLY: Mapping[str, str] = {"sir": "Sir", "dame": "Dame"}
ACADEMIC: Mapping[str, str] = {"prof": "Professor", "professor": "Professor", "dr": "Dr.", "doctor": "Dr."}
OF_OFFICE: Mapping[str, str] = {
    "judge": "Judge", "justice": "Justice", "senator": "Senator", "sen": "Senator", "mayor": "Mayor",
    "governor": "Governor", "gov": "Governor", "ambassador": "Ambassador", "representative": "Representative",
    "rev": "Reverend", "reverend": "Reverend", "rabbi": "Rabbi", "imam": "Imam", "father": "Father", "fr": "Father",
    "sister": "Sister", "pastor": "Pastor", "bishop": "Bishop", "chief": "Chief", "sheriff": "Sheriff",
    "captain": "Captain", "capt": "Captain", "colonel": "Colonel", "col": "Colonel", "major": "Major", "maj": "Major",
    "general": "General", "gen": "General", "lieutenant": "Lieutenant", "lt": "Lieutenant",
    "admiral": "Admiral", "adm": "Admiral", "commander": "Commander", "cmdr": "Commander",
    "sergeant": "Sergeant", "sgt": "Sergeant", "corporal": "Corporal", "cpl": "Corporal",
}  # fmt: skip
# By how they stand in a name, without dots: how one says them in a greeting.
TITLES: Mapping[str, str] = {**ACADEMIC, **OF_OFFICE, **CIVIL, **KNIGHTLY}
_DOCTORATE = re.compile(
    r"\b(?:ph\.? ?d|m\.?d|d\.?o|d\.?phil|ed\.?d|psy\.?d|d\.?d\.?s|d\.?v\.?m|pharm\.?d|dr\.?p\.?h|sc\.?d)\b",
    re.IGNORECASE,
)
# Nothing that works for it: no “'s office”, no “business school”.
_ENDS = r"(?=$|,| of\b| for\b| at\b| emerit)"
# Work that is a title too, as “title, employer” says it.
_BY_WORK: Sequence[tuple[re.Pattern[str], str]] = (
    (
        re.compile(r"(?:(?:associate|assistant|adjunct|full|visiting|emerit\w+) )*professor" + _ENDS, re.IGNORECASE),
        "Professor",
    ),
    (
        re.compile(
            r"(?:\w+ )*(?:physician|pediatrician|surgeon|psychiatrist|dentist|chief of medicine|"
            r"(?:cardi|onc|neur|radi|anesthesi|dermat|gynec|ur|hemat|endocrin)ologist)" + _ENDS,
            re.IGNORECASE,
        ),
        "Dr.",
    ),
)
# An office by which one is addressed, whatever else is known.
_BY_OFFICE: Sequence[tuple[re.Pattern[str], str]] = (
    (
        re.compile(
            r"(?:(?:district|circuit|chief|senior|presiding|federal|magistrate|administrative|law|county|municipal) )*judge"
            + _ENDS,
            re.IGNORECASE,
        ),
        "Judge",
    ),
    (re.compile(r"(?:u\.s\. |us |state )?senator" + _ENDS, re.IGNORECASE), "Senator"),
    (
        re.compile(r"(?:u\.s\. |us )?representative, .*house of representatives|congress(?:wo)?man\b", re.IGNORECASE),
        "Representative",
    ),
    (re.compile(r"(?:lieutenant )?governor" + _ENDS, re.IGNORECASE), "Governor"),
    (re.compile(r"mayor" + _ENDS, re.IGNORECASE), "Mayor"),
    (re.compile(r"ambassador" + _ENDS, re.IGNORECASE), "Ambassador"),
)
# Said before or behind a name in a greeting, in the languages met so far.
_NO_NAMES = frozenset(TITLES) | frozenset({
    "dear", "hon", "honorable", "phd", "md", "jr", "sr", "esq", "herr", "frau", "senor", "senora", "sra", "don", "dona",
    "monsieur", "madame", "mme", "dott", "dra", "sensei", "san", "hi", "hello", "hey", "good", "morning", "afternoon",
    "evening", "estimado", "estimada", "querido", "querida", "hola", "buenos", "buenas", "dias", "tardes", "liebe", "lieber",
    "sehr", "geehrte", "geehrter", "guten", "tag", "hallo", "cher", "chere", "bonjour", "caro", "cara", "gentile", "ciao",
    "prezado", "prezada", "beste", "geachte", "hej", "kara", "kare", "szanowny", "szanowna", "again",
})  # fmt: skip
_PARTICLES = frozenset({
    "de", "del", "della", "la", "las", "los", "van", "von", "der", "den", "ter", "di", "da", "do", "dos", "das", "du",
    "el", "al", "bin", "ibn", "y", "e",
})  # fmt: skip
_AND = re.compile(r"\s(?:and|und|et|&)\s|[/+]", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„]([^\W\d_]+)[\"”“]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LETTERS = re.compile(r"[^\W\d_]+")
# Letters that other keyboards write in another way.
_RESPELLED = (
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"}),
    str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "þ": "th"}),
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts, as one says them; `title` is as it stands in a greeting."""

    title: str | None
    given: str | None
    family: str | None
    is_doctor: bool


def parsed(full_name: str) -> PersonName:
    """`RUIZ, ANA` and `Dr. Maria Lopez, PhD` in their parts; a nickname in quotation marks is what they go by."""
    name, nickname = HumanName(full_name), _QUOTED.search(full_name)
    second = name.middle.partition(" ")[0]
    is_initial = len(name.first.rstrip(".")) == 1 and len(second.rstrip(".")) > 1
    given = nickname[1] if nickname else second if is_initial else name.first
    is_flat = full_name in {full_name.upper(), full_name.lower()}
    return PersonName(
        title=_title(name.title),
        given=_calm(given, is_flat=is_flat),
        family=_calm(name.last, is_flat=is_flat),
        is_doctor=bool(_DOCTORATE.search(name.suffix)),
    )


def greeted(
    full_name: str,
    given_name: str | None,
    style: GreetingStyle,
    *,
    family_name: str | None = None,
    work: str | None = None,
) -> str:
    """What stands behind “Dear”: an office with the family name; the given name that is stored; a title with the family name;
    else as the style says. A name in another script is left as it is.
    """
    if not _LATIN.search(full_name):
        return given_name or full_name
    name, is_formal = _stored(parsed(full_name), full_name, given_name, family_name), style is GreetingStyle.FORMAL
    office = _of_work(_BY_OFFICE, work)
    title = office or name.title or _of_work(_BY_WORK, work)
    if is_formal and title is None and name.is_doctor:
        title = ACADEMIC["dr"]
    if given_name and not is_formal and office is None:
        return given_name
    if title in KNIGHTLY.values() and name.given:
        return f"{title} {name.given}"
    by_title = is_formal or title not in CIVIL.values() or not name.given
    if title is not None and name.family and by_title:
        return f"{title} {name.family}"
    given = given_name or name.given
    if is_formal and given and name.family:
        return f"{given} {name.family}"
    return given or full_name


def _stored(name: PersonName, full_name: str, given_name: str | None, family_name: str | None) -> PersonName:
    """What is stored by itself comes before what was parsed; a title is only what stands beside it."""
    if not family_name:
        return replace(name, family=None) if given_name and given_name == name.family else name
    is_name = given_name is not None and _LETTERS.findall(fold(full_name))[:1] == _LETTERS.findall(fold(given_name))[:1]
    return replace(name, given=given_name or name.given, family=family_name, title=None if is_name else name.title)


def _of_work(known: Sequence[tuple[re.Pattern[str], str]], work: str | None) -> str | None:
    return next((said for pattern, said in known if pattern.match(work or "")), None)


def _title(written: str) -> str | None:
    """`Prof. Dr.` as `Professor`, `Lt. Col.` as `Lieutenant Colonel`."""
    known = [TITLES[word] for word in _LETTERS.findall(fold(written)) if word in TITLES]
    academic = (title for title in known if title in ACADEMIC.values())
    return next(academic, None) or " ".join(known) or None


def _calm(part: str, *, is_flat: bool) -> str | None:
    """With capitals where they belong, if the whole name has none but capitals, or no capitals at all (`is_flat`); a single
    part is calmed if it is too long for initials.
    """
    shouts = part == part.upper() != part.lower() and len(part) > LONGEST_INITIALS
    if not (shouts or (is_flat and part.upper() != part.lower())):
        return part or None
    calmed = HumanName(last=part.lower())
    calmed.capitalize(force=True)
    return calmed.last


def is_named(said: str, full_name: str, given_name: str | None = None) -> bool:
    """Whether a greeting names them: by one of their names or the whole of it, with or without a title, however it is
    spaced, accented or respelled; and nobody besides.
    """
    said = " ".join(_AND.split(said)[:1])
    written, own = _LETTERS.findall(said), _spellings(f"{full_name} {given_name or ''}")
    words = [fold(word) for word in written]
    if words and "".join(words) == "".join(_LETTERS.findall(fold(full_name))):
        return True
    named = [word for word in words if word in own]
    given = {word for words_of in (full_name, given_name or "") for word in _LETTERS.findall(fold(words_of))[:1]}
    if not named or (_PARTICLES - given).issuperset(named):
        return False
    strangers = [
        word
        for word, folded in zip(written, words, strict=True)
        if folded not in own | _NO_NAMES | _PARTICLES and word[0].isupper()
    ]
    return not strangers or len(words) > MOST_WORDS


def _spellings(names: str) -> frozenset[str]:
    spelled = (names, *(names.casefold().translate(table) for table in _RESPELLED))
    return frozenset(word for text in spelled for word in _LETTERS.findall(fold(text)))


def listed(names: Sequence[str]) -> str:
    """Names as one says them: the first three, and how many more there are."""
    said = [*names[:MOST_SAID], *([f"{len(names) - MOST_SAID} more"] if len(names) > MOST_SAID else [])]
    return " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)
