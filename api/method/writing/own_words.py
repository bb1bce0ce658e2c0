"""A person's own words in a message: without what they quote, their signature, footers, markup and links. Pure.

Line by line, so that its cost grows with the length of the text alone.
"""

import html
import re
from collections.abc import Iterator, Sequence

LONGEST_HEADER_LINE = 300
# From, Sent, To, Cc, Bcc, Date, Subject, Reply-To.
MOST_FIELDS = 8
FEWEST_FIELDS = 3
# Words in the line behind "Best regards".
LONGEST_NAME = 5
# "On 3 March Ana wrote:" in the languages of the mail programs met so far; a day or an address is in it.
_INTRODUCES = re.compile(
    r"(?=.*[\d@]).*(?:wrote|schrieb|a écrit|escribió|ha scritto|scrisse|escreveu|schreef|skrev|napsal|napísal|napisał|"
    r"írta|yazd\u0131|kirjoitti|написал|пише|έγραψε|写道|寫道|書きました|のメッセージ)[^:\uFF1A]{0,60}[:\uFF1A]",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\*?[^\W\d_][^\W\d_ -]{0,20}(?: [^\W\d_]{1,12})?\*? ?[:\uFF1A]")
_FORWARDED = re.compile(r"-{2,} ?[^-]{3,40} ?-{2,}|_{10,}")
_CLOSING = re.compile(
    r"(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|all the best|cheers|sincerely|regards|thanks|thank you|"
    r"respectfully|yours)(?: (?:and |so |very )?(?:best|regards|wishes|thanks|much|again|sincerely|truly|faithfully))*|"
    r"mit (?:freundlichen|besten|herzlichen) grüßen|(?:viele|beste|liebe|herzliche) grüße|bien à vous|cordialement|"
    r"saludos(?: cordiales)?|un saludo|cordiali saluti|atenciosamente|abraços?|met vriendelijke groet|"
    r"med vänliga hälsningar|mvh|pozdrawiam|\u0441 уважением)[,.!]?",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:sent from|sent via|get outlook|envoyé d|gesendet v|von meinem|enviado d|inviato da|verzonden v|skickat fr)[^?]{0,60}",
    re.IGNORECASE,
)
# What an organization's mail server puts below.
_FOOTER = re.compile(
    r"(?:\*{0,3} ?confidentiality|confidential(?:ity)? (?:notice|note)|disclaimer\b|notice: this|the information (?:contained )?in this"
    r"|this (?:e-?mail|message|communication)(?:,| and any| \(| is intended| may contain| was sent)|please consider the environment|"
    r"diese e-?mail|ce (?:message|courriel)|este (?:mensaje|correo)|to unsubscribe|unsubscribe\b|get e-?mail updates|"
    r"virus-free)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"<(?:p|br|div|span|html|body|a|b|i|u|strong|em|ul|ol|li|table|font|blockquote)\b[^<>]{0,500}>", re.IGNORECASE
)
_UNSHOWN = re.compile(r"<(style|script|head)\b[^<>]{0,500}>[^<]{0,20000}</\1>|<!--[^<>]{0,2000}-->", re.IGNORECASE)
_QUOTED_BLOCK = re.compile(
    r"<blockquote\b.*?(?:</blockquote>|\Z)|<div[^<>]{0,200}(?:gmail_quote|yahoo_quoted|divRplyFwdMsg|appendonsend).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(r"<(?:br ?/?|/p|/div|/li|/tr|/h[1-6])>|<(?:p|div|li|tr|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9:]{0,15}\b[^<>]{0,2000}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_SENDER = re.compile(
    r"\*?(?:from|von|de|da|van|fra|från|od|lähettäjä|от|expéditeur|remitente)\*? ?[:\uFF1A]", re.IGNORECASE
)
_POSTSCRIPT = re.compile(r"p\.? ?s\b", re.IGNORECASE)
_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:)\S*", re.IGNORECASE)
ASKS = re.compile(r"[?¿\uFF1F؟՞⸮፧‽⁇⁈⁉﹖꘏꛷᥅⳺⳻𞥟]|(?<=[\u0370-\u03FF\u1F00-\u1FFF]);(?=\s|$)")
ANSWERED_SUBJECT = re.compile(r"\s*\w{1,5}\s*[:\uFF1A]")


def asks(subject: str | None, body: str | None) -> bool:
    """Whether its own words hold a question mark of any script; a subject counts if it was not taken over."""
    own_subject = subject if subject and not ANSWERED_SUBJECT.match(subject) else ""
    return any(ASKS.search(text) for text in (own_subject, own_words(body or "")))


def own_words(body: str) -> str:
    """What is left keeps its lines; an empty text where all of it is somebody else's."""
    written = _as_text(body).splitlines()
    lines = [line.strip() for line in written]
    return "\n".join(_LINK.sub("", lines[at]) for at in _own(lines)).strip()


def own_text(body: str) -> str:
    """The same, each word where it stands in the body: what is not one's own is blank."""
    written = _as_text(body).splitlines(keepends=True)
    own = set(_own([line.strip() for line in written]))
    return "".join(_LINK.sub(_blank, line) if at in own else _blank(line) for at, line in enumerate(written))


def _blank(text: "str | re.Match[str]") -> str:
    written = text if isinstance(text, str) else text[0]
    return re.sub(r"[^\r\n]", " ", written)


def _as_text(body: str) -> str:
    """Pasted HTML as text, each word at its place: breaks for blocks, blanks for tags and for what is quoted in it."""
    if not _MARKUP.search(body):
        return body
    for quoted in (_UNSHOWN, _QUOTED_BLOCK):
        body = quoted.sub(_blank, body)
    body = _BLOCK.sub(lambda tag: "\n" + " " * (len(tag[0]) - 1), body)
    body = _TAG.sub(_blank, body)
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("\xa0", " ")[:1].ljust(len(entity[0])), body)


def _own(lines: Sequence[str]) -> Iterator[int]:
    """The places of the lines that are one's own."""
    unquoted = list(_without_quotes(lines))
    return (unquoted[at] for at in _without_signature([lines[at] for at in unquoted]))


def _without_quotes(lines: Sequence[str]) -> Iterator[int]:
    """What is marked line by line is left out; behind a heading that is not, everything is quoted."""
    at, behind = 0, _behind(lines)
    while at < len(lines):
        length = _heading(lines, at)
        if length:
            if not behind[at + length - 1].startswith(">"):
                return
            at += length
        elif lines[at].startswith(">"):
            at += 1
        else:
            yield at
            at += 1


def _behind(lines: Sequence[str]) -> Sequence[str]:
    """For each line the next one that is not empty; an empty one behind the last."""
    found, later = [], ""
    for line in reversed(lines):
        found.append(later)
        later = line or later
    return found[::-1]


def _heading(lines: Sequence[str], at: int) -> int:
    """How many lines from here on introduce a quoted message; 0: none do."""
    line = lines[at][:LONGEST_HEADER_LINE]
    if _INTRODUCES.fullmatch(line):
        return 1
    if line and at + 1 < len(lines) and _INTRODUCES.fullmatch(f"{line} {lines[at + 1]}"[:LONGEST_HEADER_LINE]):
        return 2
    marked = bool(_FORWARDED.fullmatch(line))
    fields = _fields(lines, at + marked)
    if fields < FEWEST_FIELDS:
        return 0
    is_a_mail = _SENDER.match(lines[at + marked]) or any("@" in field for field in lines[at : at + fields])
    return marked + fields if marked or is_a_mail else 0


def _fields(lines: Sequence[str], at: int) -> int:
    """How many lines from here on are "From: …", "Sent: …" and the like."""
    count = 0
    while at + count < len(lines) and count < MOST_FIELDS:
        if not _FIELD.match(lines[at + count][:LONGEST_HEADER_LINE]):
            break
        count += 1
    return count


def _without_signature(lines: Sequence[str]) -> Iterator[int]:
    """Up to the mark of a signature, a footer, or a closing that stands behind something and before a name; a postscript counts
    again.
    """
    signed = said = False
    behind = _behind(lines)
    for at, line in enumerate(lines):
        if line in {"--", "\u2014"} or _FOOTER.match(line):
            return
        if _POSTSCRIPT.match(line):
            signed = False
        signed = signed or (said and _closes(line, behind[at]))
        said = said or bool(line)
        if not signed and not _DEVICE.fullmatch(line):
            yield at


def _closes(line: str, behind: str) -> bool:
    """Whether it takes leave: what comes behind it is a name, and no sentence."""
    is_a_name = len(behind.split()) <= LONGEST_NAME and not ASKS.search(behind)
    return is_a_name and bool(_CLOSING.fullmatch(line[:LONGEST_HEADER_LINE]))
