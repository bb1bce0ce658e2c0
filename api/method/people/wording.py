"""Titles, employers and fields as people say them in a sentence. Pure."""

import re

from api.core.fields.folding import fold

# Words of job titles that are no names: said in lower case.
_COMMON = frozenset({
    "academic", "account", "accounting", "acquisition", "acquisitions", "acting", "administrative", "administrator",
    "adult", "adviser", "advisor", "affairs", "agent", "agricultural", "aide", "air", "airline", "alumni",
    "ambulance", "analyst", "analytics", "and", "animal", "animation", "applied", "apprentice", "aquatic",
    "architect", "archive", "archives", "art", "artist", "asset", "assistant", "associate", "at", "athletic",
    "athletics", "attorney", "audit", "auditor", "automotive", "aviation", "baker", "bank", "banking", "bar",
    "barista", "bee", "beverage", "billing", "biologist", "biology", "biomedical", "board", "book", "bookkeeper",
    "bookstore", "branch", "bridge", "brand", "brewery", "broadcast", "budget", "building", "bus", "business", "butcher",
    "buyer", "cab", "cabin", "cafe", "call", "camp", "campaign", "candidate", "captain", "car", "cardiac", "care",
    "career", "caregiver", "cargo", "carpenter", "case", "cashier", "casting", "catering", "cell", "chair",
    "chaplain", "charge", "charter", "chef", "chemical", "chemist", "chemistry", "chief", "child", "childcare",
    "children", "choir", "church", "city", "civil", "claims", "class", "classroom", "cleaning", "clerk", "climate",
    "clinic", "clinical", "cloud", "co-founder", "coach", "coast", "coding", "college", "color", "commander",
    "commercial", "communications", "community", "company", "compliance", "composer", "computer", "concierge",
    "conductor", "conservation", "construction", "consultant", "consumer", "content", "continuing", "contract",
    "contractor", "contracts", "control", "controller", "cook", "coordinator", "copy", "copyeditor", "copywriter",
    "corporal", "cost", "council", "counsel", "counselor", "county", "court", "creative", "credit", "crew", "crime",
    "crisis", "crop", "cruise", "cultural", "culture", "curator", "curriculum", "customer", "cyber", "cybersecurity",
    "dairy", "dance", "dancer", "data", "day", "dean", "debt", "defense", "delivery", "demand", "dental", "dentist",
    "department", "deputy", "design", "designer", "desk", "detective", "developer", "development", "digital",
    "diplomat", "director", "disability", "disaster", "dispatcher", "dispute", "diversity", "dock", "doctor",
    "doctoral", "document", "dog", "doorman", "drama", "driver", "early", "earth", "ecology", "economic", "economics",
    "economist", "editor", "editorial", "education", "electrician", "elementary", "emergency", "employee",
    "employment", "energy", "engineer", "engineering", "enrollment", "enterprise", "entry", "environment",
    "environmental", "equipment", "equity", "estate", "ethics", "evening", "event", "events", "executive", "exhibit",
    "exhibitions", "exhibits", "export", "external", "fabrication", "facilities", "facility", "faculty", "family",
    "farmer", "fashion", "features", "fellow", "fiction", "field", "film", "finance", "financial", "firefighter",
    "first", "fiscal", "fisheries", "fishery", "fitness", "fixed", "flight", "floor", "food", "for", "foreign",
    "forensic", "forest", "forestry", "foster", "founder", "founding", "freelance", "freight", "front", "full",
    "fund", "fundraising", "funds", "game", "games", "gardener", "gate", "general", "genetic", "genetics",
    "geographic", "geologist", "gift", "gig", "global", "goods", "government", "grade", "graduate", "grant", "grants",
    "graphic", "grocery", "ground", "group", "growth", "guard", "guest", "guidance", "gym", "hall", "harbor",
    "hardware", "head", "health", "healthcare", "heir", "heritage", "high", "history", "home", "honors", "horse",
    "hospice", "hospital", "hospitality", "host", "hotel", "hourly", "house", "household", "housing", "human",
    "hydro", "imaging", "imam", "immigration", "impact", "improvement", "in", "in-house", "incident", "inclusion",
    "income", "independent", "individual", "industrial", "infant", "infectious", "information", "innovation",
    "inside", "inspector", "instructional", "instructor", "insurance", "integration", "intelligence", "intensive",
    "interactive", "interim", "interior", "intern", "internal", "international", "internet", "interpreter",
    "inventory", "investigative", "investment", "investor", "island", "job", "journalist", "judge", "junior", "jury",
    "key", "kindergarten", "kitchen", "knowledge", "lab", "labor", "laboratory", "land", "landscape", "language",
    "laundry", "law", "lawyer", "lead", "leader", "leadership", "learning", "lease", "lecturer", "legal",
    "legislative", "lending", "liaison", "liberal", "librarian", "library", "lieutenant", "life", "lifeguard",
    "light", "lighting", "line", "lines", "literacy", "literature", "livestock", "loan", "local", "logistics", "long",
    "luthier", "machine", "machinist", "mail", "main", "maintenance", "major", "manager", "managing", "market",
    "marketing", "mass", "master", "material", "materials", "math", "mathematics", "mayor", "meat", "mechanic",
    "mechanical", "media", "medical", "medicine", "member", "memory", "mental", "merchandise", "merchandising",
    "metal", "mid", "middle", "midwife", "migrant", "mill", "mine", "mobile", "model", "modern", "mortgage", "motion",
    "motor", "museum", "music", "musician", "national", "natural", "neonatal", "network", "neural", "new", "news",
    "newspaper", "night", "nonprofit", "novel", "nuclear", "nurse", "nursing", "nutrition", "nutritionist",
    "occupational", "ocean", "of", "office", "officer", "oncology", "one", "online", "open", "opera", "operations",
    "optometrist", "oral", "order", "organic", "organizational", "organizer", "outdoor", "outreach", "outside",
    "overnight", "owner", "package", "paint", "painter", "paralegal", "paramedic", "parent", "parish", "park",
    "parking", "parks", "parole", "part", "partner", "partnerships", "party", "pastor", "pastry", "patent", "patient",
    "patrol", "payroll", "pediatric", "pediatrician", "peer", "people", "performance", "personal", "personnel",
    "pest", "pet", "petty", "pharmacist", "philanthropy", "phone", "photo", "photographer", "physical", "physician",
    "physicist", "physics", "piano", "pilot", "pipe", "planetary", "planner", "planning", "plant", "plastic",
    "platform", "play", "plumber", "podcast", "poet", "police", "policy", "political", "politics", "pool", "port",
    "portfolio", "post", "postal", "postdoc", "postdoctoral", "poverty", "power", "practice", "president", "press",
    "prevention", "primary", "principal", "prison", "prisoner", "private", "probation", "process", "processor",
    "procurement", "producer", "product", "production", "professional", "professor", "program", "programs", "project",
    "promotions", "property", "proposal", "prosecutor", "protection", "psychiatrist", "psychologist", "public",
    "publication", "publications", "publicist", "publisher", "pulmonary", "pump", "purchasing", "quality", "rabbi",
    "radio", "rail", "railroad", "railway", "ranch", "ranger", "ray", "reading", "real", "recipe", "records",
    "recovery", "recreation", "recruiter", "recruiting", "recruitment", "recycling", "refugee", "regional",
    "registered", "rehab", "rehabilitation", "relations", "religious", "remote", "renewable", "rental", "repair",
    "reporter", "representative", "research", "researcher", "residence", "resident", "residential", "resources",
    "response", "restaurant", "restoration", "retail", "retirement", "revenue", "risk", "river", "road", "robotics",
    "roofer", "room", "rural", "safety", "sailor", "sales", "salon", "sanitation", "satellite", "school", "science",
    "sciences", "scientist", "screen", "sea", "search", "seasonal", "second", "secretary", "section", "security",
    "seed", "self", "semiconductor", "senator", "senior", "sergeant", "series", "server", "service", "services",
    "set", "shelter", "shift", "ship", "shipping", "shop", "show", "sign", "site", "skin", "small", "snow", "soccer",
    "social", "software", "soil", "solar", "solutions", "song", "sound", "source", "sous", "space", "special",
    "specialist", "spectrum", "speech", "sport", "sports", "square", "stack", "staff", "stage", "state", "station",
    "statistics", "stay", "steel", "stem", "stock", "storage", "store", "storm", "stormwater", "story", "strategist",
    "strategy", "stream", "street", "structural", "student", "studies", "studio", "study", "substance", "success",
    "summer", "supervisor", "supply", "support", "surf", "surgeon", "surgery", "surgical", "sustainability", "swim",
    "swimming", "systems", "talent", "tank", "target", "task", "tax", "teacher", "teaching", "team", "tech",
    "technical", "technician", "technology", "telecom", "telephone", "television", "tenant", "tennis", "test", "text",
    "textile", "the", "theater", "theatre", "therapist", "third", "ticket", "timber", "time", "to", "toll", "tool",
    "tour", "tourism", "town", "toy", "track", "trade", "trader", "trades", "traffic", "trail", "train", "trainee",
    "trainer", "training", "transfer", "transit", "translator", "transplant", "transportation", "trauma", "travel",
    "treasurer", "treasury", "treatment", "tree", "trial", "tribal", "tribe", "truck", "trust", "turbine", "tutor",
    "tv", "underwater", "union", "unit", "united", "university", "urban", "user", "usher", "utility", "value", "van",
    "vehicle", "venture", "veterinarian", "veterinary", "vice", "victim", "video", "violin", "vision", "visitor",
    "visual", "vocal", "voice", "volunteer", "wage", "ward", "warden", "warehouse", "waste", "water", "way", "wealth",
    "weather", "web", "wedding", "weekend", "welder", "welfare", "wellness", "west", "wildlife", "wind", "wine", "winter",
    "women", "wood", "wool", "word", "work", "worker", "workforce", "workplace", "workshop", "world", "writer",
    "yard", "yoga", "youth", "zoning", "zoo",
})  # fmt: skip
# Endings of words that are no names.
_COMMON_ENDING = re.compile(
    r".{2,}(?:ist|ists|ologist|grapher|writer|worker|maker|keeper|ician|arian|eer|ing|ment|tion|tions|sion|ance|ence|ency|ity|"
    r"ics|logy|ology|graphy|ship|ware|water|work|works|care|ment|ness|ture|tive|ical|onal|ural|ative|ory|ant|ent|ator|itor|"
    r"ctor|yst|cian|woman|man|person|master|smith|wright|ness|able|ible|ology|metry|scape|base|line|side|hood|yer|ier|fer|"
    r"ler|ner|per|ter|der|ger|ker|ser|ver|cher|sher)$"
)
# Names inside titles: languages, peoples, faiths, places, programs, tools.
_NAMES = {word.lower(): word for word in (
    "African", "American", "Arabic", "Argentine", "Asian", "Australian", "Austrian", "Bengali", "Black", "Brazilian",
    "British", "Buddhist", "Canadian", "Catholic", "Chinese", "Christian", "Cuban", "Czech", "Danish", "Dutch",
    "Egyptian", "English", "Episcopal", "European", "Filipino", "Finnish", "French", "German", "Greek", "Haitian",
    "Hawaiian", "Hebrew", "Hindi", "Hindu", "Hispanic", "Hungarian", "Indian", "Indigenous", "Indonesian", "Iranian",
    "Irish", "Islamic", "Israeli", "Italian", "Japanese", "Jewish", "Kenyan", "Korean", "Latin", "Latina", "Latino",
    "Lutheran", "Mandarin", "Mexican", "Methodist", "Muslim", "Native", "Navajo", "Nigerian", "Norwegian", "Pacific",
    "Pakistani", "Persian", "Polish", "Portuguese", "Presbyterian", "Protestant", "Punjabi", "Roman", "Romanian",
    "Russian", "Scottish", "Slavic", "Somali", "Spanish", "Swahili", "Swedish", "Swiss", "Syrian", "Thai", "Tibetan",
    "Turkish", "Ukrainian", "Urdu", "Vietnamese", "Welsh", "Adobe", "Amazon", "Android", "Apple", "Azure", "Congress",
    "Excel", "Facebook", "Google", "Java", "Kubernetes", "Linux", "Medicaid", "Medicare", "Microsoft", "Montessori",
    "Olympic", "Oracle", "Pilates", "Python", "Ruby", "Salesforce", "Tableau", "Unity", "Windows", "Zumba",
)}  # fmt: skip
# Of these an employer has one, or the title stands without an article.
_ONE_OF_A_KIND = re.compile(
    r"(chief(?! (?:petty|warrant|inspector|clerk|engineer|resident|mate))|head of|head chef|owner|co-founder|founder|president|"
    r"principal$|mayor|governor|dean|treasurer|secretary of|general manager|managing director|executive director|"
    r"managing editor|editor in chief|editor-in-chief|department chair|chair|(?:(?:senior|general|associate|deputy|chief) )*counsel$|director of|ceo|cfo|cto|coo|the)(?![^\W\d_])",
    re.IGNORECASE,
)
# Said as words, and not letter by letter.
_SAID_AS_WORDS = frozenset(
    {"NASA", "NATO", "STEM", "FEMA", "UNICEF", "SWAT", "NICU", "PICU", "NOAA", "OSHA", "SAP", "ROTC"}
)
_NOTHING = re.compile(r"(none|n/?a|null|unknown|retired|unemployed|tbd|not applicable|various|-+)", re.IGNORECASE)
SHORTEST_SHOUT = 6
_LETTERS_LIKE_VOWELS = frozenset("AEFHILMNORSX")
_AN = re.compile(
    r"(?!uni(?!m|n)|us[ae]|uti|ur[aeio]|uk|eu|ew|one\b|once)[aeiou]|hour|hones|honor|heir|x-|8|11\b|11th|18",
    re.IGNORECASE,
)
_SHORTENED = {
    "&": "and",
    **dict.fromkeys(("sr", "sr."), "Senior"),
    **dict.fromkeys(("jr", "jr."), "Junior"),
    **dict.fromkeys(("asst", "asst."), "Assistant"),
    **dict.fromkeys(("assoc", "assoc."), "Associate"),
    **dict.fromkeys(("mgr", "mgr."), "Manager"),
}
# The step behind a title, which nobody says.
_LEVEL = re.compile(r"(?<=[a-z]) (?:I{1,3}|IV|V|[1-5])$")
# R.N., M.D., U.S.: letters, and a dot behind each.
_DOTTED = re.compile(r"(?:[A-Z][a-z]?\.)(?:[A-Za-z]\.)+|(?:[A-Za-z]\.)+[A-Za-z]?\.?")
_ABBREVIATED = re.compile(
    r"(?:.*[\s,])?(?:(?:[A-Za-z]\.)+|co\.|bros\.|jr\.|sr\.|dept\.|mfg\.|assn\.|st\.|mt\.|ft\.)", re.IGNORECASE
)
_LEGAL_FORM = re.compile(
    r"[,\s]+(inc|incorporated|llc|l\.l\.c|llp|l\.l\.p|lp|ltd|limited|plc|gmbh|ag|s\.a|s\.a\.s|sarl|bv|b\.v|nv|co|corp|"
    r"corporation|pty|p\.c|pc|pllc|kg|oy|ab|as|kgaa|spa|s\.p\.a|srl|se)\.?$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_DESCRIPTION = re.compile(
    r"^(the\s+)?(big \d\s+)?(accounting|law|consulting|audit|tech|design) firm (?=[A-Z])", re.IGNORECASE
)
_ON_THEIR_OWN = re.compile(r"(self[- ]?employed|freelance\w*|independent( contractor)?|own business)", re.IGNORECASE)
# Without the: Bank of America, Northern Trust, Old Navy.
_WITH_ARTICLE = re.compile(
    r"((?:irs|fbi|cia|epa|fda|cdc|nih|un|eu|aclu|ymca|ywca|va|dmv|sec|fcc|faa|tsa|nsa|who|imf|bbc|nba|nfl|fed)$|u\.s\. |us (?:army|navy|air|coast|marine|forest|house|senate|department|postal)|united states |united nations|"
    r"(?:.* )?department of|museum of|supreme court|federal reserve|port authority|ministry of|city of|county of|state of|town of|village of|university of|institute (of|for)|college of|"
    r"bank of (?:england|japan|canada|france|italy|israel|korea|spain|portugal|greece)$|house of|office of|bureau of|center for|"
    r"centre for|credit union of|(?!bank)\w+ of the )|(?!(?:old navy|northern trust|air force one)$)"
    r".*\b(corps|corps of engineers|trust|foundation|office|department|agency|commission|administration|association|"
    r"institute|institution|society|ministry|senate|congress|parliament|army|navy|air force|coast guard|national guard|supreme court|"
    r"white house|forest service|park service|secret service|postal service|health service|foreign service|authority|council|"
    r"museum|library|zoo)$",
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
# Words in capitals that are no longer may be the letters of something.
LONGEST_LETTERS = 4
_SMALL = frozenset({
    "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with", "de", "la", "del", "und", "et", "y",
})  # fmt: skip
# Short words that shout all the same.
_SHORT_WORDS = frozenset({
    "bros", "co", "air", "art", "bank", "bay", "big", "blue", "book", "care", "cars", "city", "club", "cold", "core", "east",
    "farm", "film", "fire", "food", "fox", "free", "gas", "gold", "good", "gray", "hall", "hill", "home", "jobs",
    "king", "lake", "land", "law", "life", "line", "live", "main", "new", "news", "north", "oak", "oil", "old",
    "open", "park", "peak", "pine", "red", "rock", "rose", "run", "safe", "sea", "ship", "shop", "ski", "sky", "snow",
    "solar", "star", "sun", "tax", "tea", "team", "tech", "time", "toy", "tree", "true", "view", "wave", "web",
    "west", "wild", "wind", "wood", "work", "zoo", "game", "data", "high", "auto", "day", "one", "two", "ten",
})  # fmt: skip
_LATIN = re.compile("[\u0020-\u024f\u2013\u2018\u2019\u201c\u201d]+")


def _spoken(text: str | None) -> str | None:
    """Trimmed, in Latin letters and not too long; what cannot be put into a sentence is left out of it."""
    clean = " ".join((text or "").split()).strip(" ,;:-").lstrip(".")
    if not _ABBREVIATED.fullmatch(clean):
        clean = clean.rstrip(" ,.;:-")
    if not clean or len(clean) > LONGEST or _NOTHING.fullmatch(clean) or not re.match(r"[^\W\d_]|\d", clean):
        return None
    return clean if _LATIN.fullmatch(clean) else None


def title_said(title: str | None) -> str | None:
    """`Charge Nurse` as `charge nurse`, `Honest Broker` as it is: a title without a word that is known, or with one that may be
    a name, keeps its capitals. Abbreviations and names inside keep theirs.
    """
    clean = _spoken(_IN_BRACKETS.sub("", title or ""))
    if clean is None or not re.match(r"[A-Za-zÀ-ɏ]|\d+(?:st|nd|rd|th) ", clean):
        return None
    clean = _spoken(re.split(r"\s+[|/@\u2013]\s+|,\s", clean)[0]) or clean
    words = [_SHORTENED.get(word.lower(), word) for word in _LEVEL.sub("", clean).split(" ")]
    clean = " ".join(words)
    if clean == clean.upper() and len(clean) >= SHORTEST_SHOUT and not all(_is_letters(word) for word in words):
        return " ".join(_lowered(word, shouted=True) for word in words)
    if any(part.lower() in _COMMON for word in words for part in (word, *_parts(word))) and all(
        _may_be_lowered(word) for word in words
    ):
        return " ".join(_lowered(word) for word in words)
    if len(words) == 1 and _COMMON_ENDING.fullmatch(clean.lower()) and clean[1:] == clean[1:].lower():
        return _lowered(clean)
    return clean


def _is_letters(word: str) -> bool:
    """RN, R.N., HR: said letter by letter, or at least no word."""
    if _DOTTED.fullmatch(word):
        return True
    return word.isupper() and len(word) <= LONGEST_LETTERS and word.lower() not in _COMMON


def _parts(word: str) -> list[str]:
    return [part for part in re.split(r"[-/&]", word) if part]


def _may_be_lowered(word: str) -> bool:
    return word.lower() in _COMMON or all(_is_no_name(part) for part in _parts(word))


def _is_no_name(part: str) -> bool:
    """Known, or with the ending of a word that is no name; or it keeps its capitals anyhow: letters, `iOS`, `French`."""
    small = part.lower()
    if small in _COMMON or small in _NAMES or part in {small, part.upper()} or not part[0].isalpha():
        return True
    return part[1:] != part[1:].lower() or bool(_COMMON_ENDING.fullmatch(small))


def _lowered(word: str, *, shouted: bool = False) -> str:
    """Small, unless it is an abbreviation or a name."""

    def small(part: str) -> str:
        if part.lower() in _NAMES:
            return _NAMES[part.lower()]
        if part.lower() in _COMMON:
            return part.lower()
        if _is_letters(part) and not (shouted and part.lower() in _SMALL):
            return part
        return part.lower() if shouted or part[1:] == part[1:].lower() else part

    if word.lower() in _COMMON:
        return word.lower()
    return "".join(small(part) if part not in "-/&" else part for part in re.split(r"([-/&])", word))


def with_article(title: str) -> str:
    """`a charge nurse`, `an RN`, `head of people`."""
    if _ONE_OF_A_KIND.match(title):
        return title
    first = title.split(maxsplit=1)[0]
    letters = re.split(r"[-/&]", first)[0].replace(".", "")
    is_said_by_letters = bool(_DOTTED.fullmatch(first)) or (
        len(letters) > 1 and letters.isalpha() and letters.isupper()
    )
    if is_said_by_letters and letters not in _SAID_AS_WORDS:
        return f"{'an' if letters[0].upper() in _LETTERS_LIKE_VOWELS else 'a'} {title}"
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
    said = _calm(said)
    if said.lower().startswith("the "):
        return "the " + said[4:]
    return f"the {said}" if _WITH_ARTICLE.match(said) else said


def _calm(employer: str) -> str:
    """`BANK OF AMERICA` as `Bank of America`, `IBM` as it is."""
    words = employer.split(" ")
    longest = max(len(re.sub(r"\W", "", word)) for word in words)
    if employer != employer.upper() or longest < (SHORTEST_SHOUT if len(words) == 1 else LONGEST_LETTERS):
        return employer
    return " ".join(_calm_word(word, is_first=at == 0) for at, word in enumerate(words))


def _calm_word(word: str, *, is_first: bool) -> str:
    small = word.lower()
    if small in _SMALL:
        return small.capitalize() if is_first else small
    letters = re.sub(r"\W", "", word)
    is_word = len(letters) > LONGEST_LETTERS or small.rstrip(".") in _SHORT_WORDS or small in _COMMON
    is_word = is_word or (len(letters) == LONGEST_LETTERS and bool(re.search(r"[AEIOUY]", letters)))
    if _DOTTED.fullmatch(word) or not is_word:
        return word
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


def employer_key(employer: str | None) -> str | None:
    """By which the same employer is known however it is spelled: without legal form, article, dots and case."""
    said = employer_said(employer)
    if said is None:
        return None
    words = fold(said.replace("&", " and ")).removeprefix("the ").replace("united states", "us")
    return re.sub(r"\W+", " ", words.replace(".", "")).strip() or None


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
    words = clean.split()
    if all(_may_be_lowered(word) for word in words) or (clean == clean.upper() and len(clean) >= SHORTEST_SHOUT):
        return " ".join(_lowered(word, shouted=clean == clean.upper()) for word in words)
    return clean


def kind_said(employer_kind: str | None) -> str | None:
    return _KINDS.get(employer_kind or "")
