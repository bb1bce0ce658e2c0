"""The requests that settle an item: what to send, and what the caller still has to fill in. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Action = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True)
class Open:
    """An open item as its actions see it: `because` is stored with it, the fact that opened it first."""

    contact_id: UUID | None
    subject_id: UUID
    because: Sequence[Mapping[str, Any]]  # Any: JSON

    @property
    def draft(self) -> str | None:
        """The draft that waits for being sent, if there is one."""
        return next((one["id"] for one in self.because if one["fact"] == "drafted"), None)


Make = Callable[[Open], Sequence[Action]]


def _request(rel: str, method: str, href: str, body: Mapping[str, Any], needs: Sequence[str] = ()) -> Action:
    headers = {"Content-Type": "application/merge-patch+json" if method == "PATCH" else "application/json"}
    return {"rel": rel, "method": method, "href": href, "headers": headers, "body": dict(body), "needs": list(needs)}


def _written(one: Open, kind: str | None, **more: str) -> Iterator[Action]:
    """Send the draft that waits, or log what was sent."""
    if one.draft:
        yield _request("mark-sent", "POST", f"/outreach-emails/{one.draft}/mark-sent", {})
    body = {"contact_id": str(one.contact_id), "direction": "outbound", "kind": kind, "status": "sent", **more}
    needs = ["/body"] if kind else ["/kind", "/body"]
    yield _request("log-message", "POST", "/outreach-emails", {**body, "body": None}, needs)


def _refused(one: Open) -> Iterator[Action]:
    yield _request("defer", "POST", f"/contacts/{one.contact_id}/defer", {"until": None}, ["/until"])
    yield _request("decline", "POST", f"/contacts/{one.contact_id}/decline", {})


def reply(one: Open) -> Sequence[Action]:
    return [*_written(one, "reply", in_reply_to_id=str(one.subject_id))]


def follow_up(one: Open) -> Sequence[Action]:
    return [*_written(one, "follow_up"), *_refused(one)]


def widen(one: Open) -> Sequence[Action]:
    body = {"contact_id": None, "direction": "outbound", "kind": "request", "status": "sent", "body": None}
    return [_request("log-message", "POST", "/outreach-emails", body, ["/contact_id", "/body"]), *_refused(one)]


def schedule(one: Open) -> Sequence[Action]:
    meeting = f"/interviews/{one.subject_id}"
    return [
        _request("schedule", "POST", f"{meeting}/schedule", {"starts_at": None}, ["/starts_at"]),
        _request("cancel", "POST", f"{meeting}/cancel", {"by": None}, ["/by"]),
    ]


def confirm(one: Open) -> Sequence[Action]:
    confirmed = _request("confirm", "POST", f"/interviews/{one.subject_id}/confirm", {})
    return [*_written(one, "confirmation", interview_id=str(one.subject_id)), confirmed]


def debrief(one: Open) -> Sequence[Action]:
    takeaways, meeting = {"takeaways": None}, f"/interviews/{one.subject_id}"
    if one.because[0]["fact"] == "meeting_completed":
        return [_request("write-takeaways", "PATCH", meeting, takeaways, ["/takeaways"])]
    return [
        _request("complete", "POST", f"{meeting}/complete", takeaways, ["/takeaways"]),
        _request("no-show", "POST", f"{meeting}/no-show", {"by": None}, ["/by"]),
    ]


def thank_you(one: Open) -> Sequence[Action]:
    return [*_written(one, "thank_you", interview_id=str(one.subject_id))]


def rebook(one: Open) -> Sequence[Action]:
    body = {"contact_ids": [str(one.contact_id)], "starts_at": None}
    return [
        *_written(one, "arrangement"),
        _request("schedule-anew", "POST", "/interviews", body, ["/starts_at"]),
    ]


def update(one: Open) -> Sequence[Action]:
    return [*_written(one, "update")]


def ask_again(one: Open) -> Sequence[Action]:
    return [*_written(one, "request"), *_refused(one)]


def fix_delivery(one: Open) -> Sequence[Action]:
    settle = f"/outreach-emails/{one.subject_id}/settle"
    return [
        *_written(one, None),
        _request("it-arrived", "POST", settle, {"status": "sent"}),
        _request("give-up", "POST", settle, {"status": "canceled"}),
    ]


def finish_draft(one: Open) -> Sequence[Action]:
    draft = f"/outreach-emails/{one.subject_id}"
    return [
        _request("mark-sent", "POST", f"{draft}/mark-sent", {}),
        _request("delete", "DELETE", draft, {}),
    ]


def reminder(one: Open) -> Sequence[Action]:
    occurrence = {"occurrence": one.because[0]["at"]}
    return [_request("done", "POST", f"/reminders/{one.subject_id}/done", occurrence)]
