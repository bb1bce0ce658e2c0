"""The requests that settle an item: what to send, and what the caller still has to fill in. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Action = dict[str, Any]  # Any: JSON
Stored = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open item as its actions see it: `because` as it is stored, the fact that opened it first; `draft_id` the draft
    that waits for being sent, if there is one; `writes` the kind of message that does it; `named` the contacts that it names
    where it is about several; `also` the kinds of message that the same one is too.
    """

    contact_id: UUID | None
    subject_type: str
    subject_id: UUID
    because: Sequence[Stored]
    draft_id: UUID | None
    writes: str | None = None
    named: Sequence[Stored] = ()
    also: Sequence[str] = ()


Settle = Callable[[OpenItem], Sequence[Action]]


# What the caller fills in, by its place in the body.
BODY = {"/body": "The text of the message."}
ANY_KIND = {
    "/kind": "What it was for: request, introduction_request, arrangement, follow_up, confirmation, thank_you, update, reply "
    "or other."
}
ANY_CHANNEL = {"/channel": "How it went: email, linkedin, phone, in_person, letter or other."}
UNTIL = {"/until": "The first day on which to ask again, such as 2027-03-01."}
STARTS_AT = {"/starts_at": "The start, a time with an offset, such as 2027-03-01T15:00:00-05:00."}
CALLED_OFF_BY = {"/by": "Who called it off: me or them."}
NOTHING: Mapping[str, str] = {}
# What a draft names as its subject, by the type of the item's.
SUBJECT_OF_DRAFT = {"interview": "interview_id", "introduction": "introduction_id"}


def request(
    rel: str, says: str, target: tuple[str, str], body: Mapping[str, object], needs: Mapping[str, str] = NOTHING
) -> Action:
    method, href = target
    headers = {"Content-Type": "application/merge-patch+json" if method == "PATCH" else "application/json"}
    sent = {"method": method, "href": href, "headers": headers, "body": dict(body), "needs": list(needs)}
    return {"rel": rel, "says": says, **sent, "hints": dict(needs)}


def drafting(contact_id: object, kind: str, about: Mapping[str, object], *, to: str | None = None) -> Action:
    whose = f" to {to}" if to else ""
    says = f"Have a message{whose} drafted from a template; a review says what is missing."
    target = ("POST", "/outreach-emails/draft")
    return request("draft", says, target, {"contact_id": str(contact_id), "kind": kind, **about})


def drafted(item: OpenItem) -> Sequence[Action]:
    """Note that the draft that waits was sent; or have one drafted, about the item's subject where a draft can name it."""
    if item.draft_id is not None:
        draft = f"/outreach-emails/{item.draft_id}"
        says = f"Once you sent the draft yourself: log it. GET {draft} shows it, POST {draft}/review what it could do better."
        hint = " Send `subject` and `body` with it if you changed them on the way."
        return [request("mark-sent", says + hint, ("POST", f"{draft}/mark-sent"), {})]
    if item.writes is None:
        return []
    name = SUBJECT_OF_DRAFT.get(item.subject_type)
    about: dict[str, object] = {name: str(item.subject_id)} if name else {}
    return [drafting(item.contact_id, item.writes, about | _also(item))]


def _also(item: OpenItem) -> dict[str, object]:
    return {"also": list(item.also)} if item.also else {}


def written(item: OpenItem, **more: str) -> list[Action]:
    """Send the draft that waits, or have one drafted; or log what was sent."""
    kind = item.writes
    body = {"contact_id": str(item.contact_id), "direction": "outbound", "kind": kind, "status": "sent", **more}
    says = "Once you have sent it yourself: log it. If you sent it earlier, add `sent_at`: a day, or a time with a UTC offset."
    needs = BODY if kind else ANY_KIND | ANY_CHANNEL | BODY
    blanks = {need.removeprefix("/"): None for need in needs}
    return [
        *drafted(item),
        request("log-message", says, ("POST", "/outreach-emails"), {**body, **_also(item), **blanks}, needs),
    ]


def answered(item: OpenItem) -> Action:
    body = {"contact_id": str(item.contact_id), "direction": "inbound", "in_reply_to_id": str(item.subject_id)}
    says, target = "If they answered: log what they wrote.", ("POST", "/outreach-emails")
    return request("they-answered", says, target, {**body, "body": None}, BODY)


def refused(item: OpenItem) -> list[Action]:
    contact = f"/contacts/{item.contact_id}"
    says = "If they said to ask later: log from when."
    return [
        request("they-said-later", says, ("POST", f"{contact}/defer"), {"until": None}, UNTIL),
        request("they-said-no", "If they said no: log it.", ("POST", f"{contact}/decline"), {}),
    ]
