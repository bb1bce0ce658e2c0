"""Titles, employers and fields as people say them in a sentence. Pure."""

import re

# Words of job titles that are no names: said in lower case.
_COMMON = frozenset({
    "account", "accounting", "administrative", "administrator", "adviser", "advisor", "agent", "analyst", "and",
    "apprentice", "architect", "art", "artist", "assistant", "associate", "at", "attorney", "audit", "auditor",
    "baker", "board", "bookkeeper", "brand", "budget", "business", "buyer", "captain", "care", "carpenter", "case",
    "chair", "charge", "chef", "chemist", "chief", "civil", "clerk", "clinical", "co-founder", "coach", "commander",
    "communications", "community", "compliance", "computer", "consultant", "content", "contractor", "controller",
    "cook", "coordinator", "copy", "copywriter", "corporal", "council", "counsel", "counselor", "creative",
    "curator", "customer", "data", "dean", "department", "deputy", "design", "designer", "detective", "developer",
    "development", "digital", "director", "doctor", "driver", "economist", "editor", "editorial", "education",
    "electrician", "elementary", "engineer", "engineering", "events", "executive", "farmer", "features", "field",
    "finance", "financial", "firefighter", "floor", "for", "foreign", "founder", "freelance", "fundraising",
    "gardener", "general", "graphic", "group", "guard", "head", "health", "high", "host", "hotel", "human", "in",
    "in-house", "industrial", "information", "inspector", "instructor", "insurance", "intern", "interpreter",
    "investigative", "investment", "investor", "journalist", "judge", "junior", "kindergarten", "lab", "laboratory",
    "landscape", "law", "lawyer", "lead", "learning", "lecturer", "legal", "legislative", "librarian", "lieutenant",
    "line", "loan", "logistics", "machine", "maintenance", "major", "manager", "managing", "market", "marketing",
    "mayor", "mechanic", "mechanical", "media", "medical", "medicine", "member", "mental", "midwife", "music",
    "musician", "network", "night", "nurse", "nursing", "nutritionist", "occupational", "of", "office", "officer",
    "operations", "optometrist", "organizer", "outreach", "owner", "paralegal", "paramedic", "park", "partner",
    "partnerships", "pastor", "patrol", "pediatric", "pediatrician", "people", "pharmacist", "photographer",
    "physical", "physician", "physicist", "pilot", "planner", "plumber", "police", "policy", "portfolio",
    "postdoctoral", "president", "prevention", "primary", "principal", "private", "probation", "procurement",
    "producer", "product", "production", "professor", "program", "programs", "project", "property", "prosecutor",
    "psychiatrist", "psychologist", "public", "publicist", "publisher", "quality", "ranger", "real", "recruiter",
    "recruiting", "recruitment", "regional", "registered", "relations", "reporter", "representative", "research",
    "researcher", "resident", "resources", "retail", "risk", "safety", "sales", "school", "scientist", "secretary",
    "security", "senator", "senior", "sergeant", "service", "services", "social", "software", "sous", "specialist",
    "speech", "staff", "strategist", "strategy", "student", "supervisor", "supply", "support", "surgeon",
    "surgical", "systems", "talent", "tax", "teacher", "teaching", "team", "technical", "technician", "technology",
    "test", "the", "therapist", "to", "trader", "trainee", "trainer", "training", "translator", "treasurer",
    "tutor", "urban", "user", "veterinarian", "veterinary", "vice", "visual", "warden", "web", "welder", "wildlife",
    "writer", "youth",
})  # fmt: skip
# Of these an employer has one, or the title stands without an article.
_ONE_OF_A_KIND = re.compile(
    r"(chief|head of|head chef|owner|co-founder|founder|president|principal$|mayor|governor|dean|treasurer|"
    r"secretary of|general manager|managing director|executive director|managing editor|editor in chief|"
    r"editor-in-chief|department chair|chair|director of|ceo|cfo|cto|coo|the)(?![^\W\d_])",
    re.IGNORECASE,
)
# Said as words, and not letter by letter.
_SAID_AS_WORDS = frozenset({"NASA", "NATO", "STEM", "FEMA", "UNICEF", "SWAT"})
_NOTHING = re.compile(r"(none|n/?a|null|unknown|retired|unemployed|tbd|not applicable|various|-+)", re.IGNORECASE)
SHORTEST_SHOUT = 6
_LETTERS_LIKE_VOWELS = frozenset("AEFHILMNORSX")
_AN = re.compile(r"(?!uni|us[ae]|uti|ur[aeio]|eu|ew|one\b|once)[aeiou]|hour|honor|heir|x-", re.IGNORECASE)
_LEGAL_FORM = re.compile(
    r"[,\s]+(inc|incorporated|llc|l\.l\.c|llp|l\.l\.p|lp|ltd|limited|plc|gmbh|ag|s\.a|s\.a\.s|sarl|bv|b\.v|nv|co|corp|"
    r"corporation|pty|p\.c|pc|pllc|kg|oy|ab|as)\.?$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_DESCRIPTION = re.compile(
    r"^(the\s+)?(big \d\s+)?(accounting|law|consulting|audit|tech|design) firm (?=[A-Z])", re.IGNORECASE
)
_ON_THEIR_OWN = re.compile(r"(self[- ]?employed|freelance\w*|independent( contractor)?|own business)", re.IGNORECASE)
_WITH_ARTICLE = re.compile(
    r"(u\.s\. |united states |united nations|department of|ministry of|city of|county of|state of|town of|village of|"
    r"university of|institute (of|for)|college of|bank of|house of|office of|bureau of|center for|centre for|"
    r"credit union of|\w+ of the )|(?!old navy$)"
    r".*\b(corps|corps of engineers|trust|foundation|office|department|agency|commission|administration|association|"
    r"institute|society|ministry|senate|congress|parliament|army|navy|air force|coast guard|national guard|supreme court|"
    r"white house|service|authority|council|museum|library|zoo)$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"(?!old navy$).*\b(army|navy|marine corps|air force|coast guard|national guard|peace corps|senate|congress|parliament|"
    r"corps of engineers|house of (representatives|commons|lords)|legislature)$",
    re.IGNORECASE,
)
_FIELDS = {
    "trades": "the trades",
    "military": "the military",
    "nonprofit": "nonprofit work",
    "nonprofits": "nonprofit work",
    "government": "public service",
    "it": "IT",
    "hr": "HR",
    "arts": "the arts",
    "art": "the arts",
}
_KINDS = {
    "business": "business",
    "startup": "a startup",
    "nonprofit": "a nonprofit",
    "government": "government",
    "education": "education",
    "healthcare": "healthcare",
    "military": "the military",
    "self_employed": "working for yourself",
}
LONGEST = 60
_LATIN = re.compile("[\u0020-\u024f\u2013\u2018\u2019\u201c\u201d]+")


def _spoken(text: str | None) -> str | None:
    """Trimmed, in Latin letters and not too long; what cannot be put into a sentence is left out of it."""
    clean = " ".join((text or "").split()).strip(" ,.;:-")
    if not clean or len(clean) > LONGEST or _NOTHING.fullmatch(clean) or not re.match(r"[^\W\d_]|\d", clean):
        return None
    return clean if _LATIN.fullmatch(clean) else None


def title_said(title: str | None) -> str | None:
    """`Charge Nurse` as `charge nurse`; names and abbreviations keep their capitals."""
    clean = _spoken(_IN_BRACKETS.sub("", title or ""))
    if clean is None or not re.match(r"[A-Za-zÀ-ɏ]", clean):
        return None
    clean = re.split(r"\s+[|/@]\s+|,\s", clean)[0]
    return " ".join(_word(word) for word in clean.split(" "))


def _word(word: str) -> str:
    shouted = word.isupper() and len(word) >= SHORTEST_SHOUT
    return word.lower() if word.lower() in _COMMON or shouted else word


def with_article(title: str) -> str:
    """`a charge nurse`, `an RN`, `head of people`."""
    if _ONE_OF_A_KIND.match(title):
        return title
    first = title.split(maxsplit=1)[0]
    if len(first) > 1 and first.isalpha() and first.isupper() and first not in _SAID_AS_WORDS:
        return f"{'an' if first[0] in _LETTERS_LIKE_VOWELS else 'a'} {title}"
    return f"{'an' if _AN.match(title) else 'a'} {title}"


def employer_said(employer: str | None) -> str | None:
    """`ACME, Inc. (formerly “Foo”)` as `ACME`, `City of Fairhaven` as `the City of Fairhaven`; None if they are their own."""
    clean = _IN_BRACKETS.sub("", employer or "")
    clean = _DESCRIPTION.sub("", " ".join(clean.split()))
    while (shorter := _LEGAL_FORM.sub("", clean)) != clean and not re.search(r"(&|\band)$", shorter):
        clean = shorter
    said = _spoken(clean)
    if said is None or works_for_themselves(said):
        return None
    if said.lower().startswith("the "):
        return "the " + said[4:]
    return f"the {said}" if _WITH_ARTICLE.match(said) else said


def works_for_themselves(employer: str | None) -> bool:
    return bool(_ON_THEIR_OWN.fullmatch((employer or "").strip()))


def at_employer(employer: str) -> str:
    """With its preposition, from what `employer_said` gave."""
    return f"in {employer}" if _INSIDE.match(employer) else f"at {employer}"


def field_said(field: str | None) -> str | None:
    clean = _spoken(field)
    if clean is None:
        return None
    known = _FIELDS.get(clean.lower())
    if known:
        return known
    return " ".join(_word(word) for word in clean.split())


def kind_said(employer_kind: str | None) -> str | None:
    return _KINDS.get(employer_kind or "")
