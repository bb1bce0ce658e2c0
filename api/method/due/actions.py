"""The requests that settle an item: what to send, and what the caller still has to fill in. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Action = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True)
class Open:
    """An open item as its actions see it: `because` as it is stored, the fact that opened it first, and the draft that
    waits for being sent, if there is one; `named` are the contacts that it names where it is about several.
    """

    contact_id: UUID | None
    subject_id: UUID
    because: Sequence[Mapping[str, Any]]  # Any: JSON
    draft_id: UUID | None
    named: Sequence[Mapping[str, Any]] = ()  # Any: JSON


Make = Callable[[Open], Sequence[Action]]


# What the caller fills in, by its place in the body.
BODY = {"/body": "The text of the message."}
ANY_KIND = {
    "/kind": "What it was for: request, introduction_request, arrangement, follow_up, confirmation, thank_you, update, reply "
    "or other."
}
ANY_CHANNEL = {"/channel": "How it went: email, linkedin, phone, in_person, letter or other."}
SOMEONE_ELSE = {"/contact_id": "The id of another contact with the same employer; POST /contacts adds one."}
UNTIL = {"/until": "The day from which on to ask, such as 2027-03-01."}
STARTS_AT = {"/starts_at": "The start, a time with an offset, such as 2027-03-01T15:00:00-05:00."}
CALLED_OFF_BY = {"/by": "Who called it off: me or them."}
MISSED_BY = {"/by": "Who did not come: me or them."}
TAKEAWAYS = {"/takeaways": "What you learned, as text."}
LEARNED = {"/learned": "What you learned about them, as text."}
IDS = {"/ids": "A list of the ids of suggestions; GET the same address for them. Three or so make a good talk."}
TEXT = {"/text": "The question."}
ONE_OF_THEM = {"/contact_id": "The id of the one of `contacts` to whom you wrote."}
NOTHING: Mapping[str, str] = {}
# What a draft names as its subject.
INTERVIEW, INTRODUCTION = "interview_id", "introduction_id"


def _request(
    rel: str, says: str, target: tuple[str, str], body: Mapping[str, Any], needs: Mapping[str, str] = NOTHING
) -> Action:
    method, href = target
    headers = {"Content-Type": "application/merge-patch+json" if method == "PATCH" else "application/json"}
    request = {"method": method, "href": href, "headers": headers, "body": dict(body), "needs": list(needs)}
    return {"rel": rel, "says": says, **request, "hints": dict(needs)}


def _drafted(contact_id: object, kind: str, *, to: str | None = None, **about: object) -> Action:
    whose = f" to {to}" if to else ""
    says = f"Have a message{whose} drafted from a template; a review says what is missing."
    target = ("POST", "/outreach-emails/draft")
    return _request("draft", says, target, {"contact_id": str(contact_id), "kind": kind, **about})


def _ready(one: Open) -> Action | None:
    """Note that the draft that waits was sent."""
    if one.draft_id is None:
        return None
    draft = f"/outreach-emails/{one.draft_id}"
    says = f"You sent the draft yourself: note that. GET {draft} shows it, POST {draft}/review what it could do better."
    return _request("mark-sent", says, ("POST", f"{draft}/mark-sent"), {})


def _written(one: Open, kind: str | None, *, about: str | None = None, **more: str) -> Iterator[Action]:
    """Send the draft that waits, or have one drafted; or log what was sent. `about` names the subject in a draft."""
    if ready := _ready(one):
        yield ready
    elif kind:
        yield _drafted(one.contact_id, kind, **({about: str(one.subject_id)} if about else {}))
    body = {"contact_id": str(one.contact_id), "direction": "outbound", "kind": kind, "status": "sent", **more}
    says = "You sent it yourself: log it; if that was before now, add `sent_at`: a day, or a time with an offset."
    needs = BODY if kind else ANY_KIND | ANY_CHANNEL | BODY
    blanks = {need.removeprefix("/"): None for need in needs}
    yield _request("log-message", says, ("POST", "/outreach-emails"), {**body, **blanks}, needs)


def _answered(one: Open) -> Iterator[Action]:
    body = {"contact_id": str(one.contact_id), "direction": "inbound", "in_reply_to_id": str(one.subject_id)}
    says, target = "They answered: log what they wrote.", ("POST", "/outreach-emails")
    yield _request("they-answered", says, target, {**body, "body": None}, BODY)


def _refused(one: Open) -> Iterator[Action]:
    contact = f"/contacts/{one.contact_id}"
    says = "They asked to be asked later: note from when."
    yield _request("they-said-later", says, ("POST", f"{contact}/defer"), {"until": None}, UNTIL)
    yield _request("they-said-no", "They said no: note that.", ("POST", f"{contact}/decline"), {})


def reply(one: Open) -> Sequence[Action]:
    target = ("PATCH", f"/outreach-emails/{one.subject_id}")
    over = _request("needs-no-answer", "It needs no answer: note that.", target, {"expects_answer": False})
    return [*_written(one, "reply", in_reply_to_id=str(one.subject_id)), over]


def follow_up(one: Open) -> Sequence[Action]:
    return [*_written(one, "follow_up"), *_answered(one), *_refused(one)]


def widen(one: Open) -> Sequence[Action]:
    body = {"contact_id": None, "direction": "outbound", "kind": "request", "status": "sent", "body": None}
    says, target = "You wrote to someone else there: log it.", ("POST", "/outreach-emails")
    wrote = _request("wrote-to-someone-else", says, target, body, SOMEONE_ELSE | BODY)
    return [wrote, *_answered(one), *_refused(one)]


def schedule(one: Open) -> Sequence[Action]:
    meeting = f"/interviews/{one.subject_id}"
    return [
        _ready(one) or _drafted(one.contact_id, "arrangement", interview_id=str(one.subject_id)),
        _request("schedule", "You agreed on a time.", ("POST", f"{meeting}/schedule"), {"starts_at": None}, STARTS_AT),
        _request("cancel", "It will not take place.", ("POST", f"{meeting}/cancel"), {"by": None}, CALLED_OFF_BY),
    ]


def prepare(one: Open) -> Sequence[Action]:
    missing = {fact["fact"] for fact in one.because}
    note, question = {"contact_id": str(one.contact_id)}, {"interview_id": str(one.subject_id)}
    suggestions = ("POST", f"/contacts/{one.contact_id}/question-suggestions")
    found = [
        _request(
            "add-research", "Keep what you found out.", ("POST", "/research-notes"), note | {"learned": None}, LEARNED
        )
    ]
    asked = [
        _request("choose-questions", "Take suggested questions over.", suggestions, question | {"ids": None}, IDS),
        _request("write-question", "Write one down.", ("POST", "/questions"), note | question | {"text": None}, TEXT),
    ]
    return [*(found if "no_research" in missing else []), *(asked if "few_questions" in missing else [])]


def confirm(one: Open) -> Sequence[Action]:
    target = ("POST", f"/interviews/{one.subject_id}/confirm")
    confirmed = _request("mark-confirmed", "It is confirmed, in whatever way: note that.", target, {})
    return [*_written(one, "confirmation", about=INTERVIEW, interview_id=str(one.subject_id)), confirmed]


def debrief(one: Open) -> Sequence[Action]:
    takeaways, meeting = {"takeaways": None}, f"/interviews/{one.subject_id}"
    if one.because[0]["fact"] == "meeting_completed":
        return [_request("write-takeaways", "Keep what you learned.", ("PATCH", meeting), takeaways, TAKEAWAYS)]
    held = "It took place: mark it as completed, and keep what you learned."
    return [
        _request("complete", held, ("POST", f"{meeting}/complete"), takeaways, TAKEAWAYS),
        _request("no-show", "Somebody did not come.", ("POST", f"{meeting}/no-show"), {"by": None}, MISSED_BY),
        _request("cancel", "It was called off.", ("POST", f"{meeting}/cancel"), {"by": None}, CALLED_OFF_BY),
    ]


def thank_you(one: Open) -> Sequence[Action]:
    return [*_written(one, "thank_you", about=INTERVIEW, interview_id=str(one.subject_id))]


def rebook(one: Open) -> Sequence[Action]:
    body = {"contact_ids": [str(one.contact_id)], "starts_at": None}
    says = "You agreed on a new time: set the new meeting; `contact_ids` names everybody who takes part."
    return [
        *_written(one, "arrangement", about=INTERVIEW),
        _request("new-time-agreed", says, ("POST", "/interviews"), body, STARTS_AT),
    ]


def update(one: Open) -> Sequence[Action]:
    return [*_written(one, "update")]


def ask_again(one: Open) -> Sequence[Action]:
    return [*_written(one, "request"), *_refused(one)]


def fix_delivery(one: Open) -> Sequence[Action]:
    target = ("POST", f"/outreach-emails/{one.subject_id}/settle")
    return [
        *_written(one, None),
        _request("it-arrived", "It did arrive after all: note that.", target, {"status": "sent"}),
        _request("give-up", "Give this message up.", target, {"status": "canceled"}),
    ]


def finish_draft(one: Open) -> Sequence[Action]:
    draft = f"/outreach-emails/{one.subject_id}"
    return [
        _request("mark-sent", "You sent it yourself: note that.", ("POST", f"{draft}/mark-sent"), {}),
        _request("delete", "Throw the draft away.", ("DELETE", draft), {}),
    ]


def ask_introduction(one: Open) -> Sequence[Action]:
    steps = f"/introductions/{one.subject_id}"
    return [
        _ready(one) or _drafted(one.contact_id, "introduction_request", introduction_id=str(one.subject_id)),
        _request("requested", "You asked them: note that.", ("POST", f"{steps}/request"), {}),
        _request("give-up", "Give it up.", ("POST", f"{steps}/close"), {}),
    ]


def chase_introduction(one: Open) -> Sequence[Action]:
    steps = f"/introductions/{one.subject_id}"
    agreed = _request("they-agreed", "They agreed: note that.", ("POST", f"{steps}/agree"), {})
    return [
        *_written(one, "follow_up", about=INTRODUCTION),
        *([agreed] if one.because[0]["fact"] == "introduction_requested" else []),
        _request("introduced", "They introduced you: note that.", ("POST", f"{steps}/introduce"), {}),
        _request("they-said-no", "They said no: note that.", ("POST", f"{steps}/decline"), {}),
    ]


def use_introduction(one: Open) -> Sequence[Action]:
    return [*_written(one, "request", about=INTRODUCTION)]


def thank_introducer(one: Open) -> Sequence[Action]:
    return [*_written(one, "thank_you", about=INTRODUCTION)]


def share_news(one: Open) -> Sequence[Action]:
    body = {"contact_id": None, "direction": "outbound", "kind": "update", "status": "sent", "body": None}
    says, target = "You told one of them: log it.", ("POST", "/outreach-emails")
    told_all = "Nobody more is to be told: note that."
    return [
        *(_drafted(someone["id"], "update", to=someone["full_name"]) for someone in one.named),
        _request("log-message", says, target, body, ONE_OF_THEM | BODY),
        _request("done", told_all, ("POST", f"/milestones/{one.subject_id}/done"), {}),
    ]


def report_back(one: Open) -> Sequence[Action]:
    return [*_written(one, "update")]


def pursue_referral(one: Open) -> Sequence[Action]:
    return [*_written(one, "request")]


def keep_promise(one: Open) -> Sequence[Action]:
    promise = f"/promises/{one.subject_id}"
    return [
        _request("kept", "It was kept: note that.", ("POST", f"{promise}/keep"), {}),
        _request("released", "It need not be kept any more.", ("POST", f"{promise}/release"), {}),
    ]


def reminder(one: Open) -> Sequence[Action]:
    target, occurrence = (
        ("POST", f"/reminders/{one.subject_id}/done"),
        {"occurrence": one.because[0]["at"].replace("+00:00", "Z")},
    )
    return [_request("done", "You did it: note that.", target, occurrence)]
