"""The requests that settle an item: what to send, and what the caller still has to fill in. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

Action = dict[str, Any]  # Any: JSON
# From contact, subject, and the code of the first fact that opened the item.
Make = Callable[[UUID, UUID, str], Sequence[Action]]


def _request(rel: str, method: str, href: str, body: Mapping[str, Any], needs: Sequence[str] = ()) -> Action:
    headers = {"Content-Type": "application/merge-patch+json" if method == "PATCH" else "application/json"}
    return {"rel": rel, "method": method, "href": href, "headers": headers, "body": dict(body), "needs": list(needs)}


def _log(kind: str, contact_id: UUID, **more: str) -> Action:
    body = {"contact_id": str(contact_id), "direction": "outbound", "kind": kind, "status": "sent", **more}
    return _request("log-message", "POST", "/outreach-emails", {**body, "body": None}, ["/body"])


def reply(contact_id: UUID, subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [_log("reply", contact_id, in_reply_to_id=str(subject_id))]


def follow_up(contact_id: UUID, _subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [
        _log("follow_up", contact_id),
        _request("defer", "POST", f"/contacts/{contact_id}/defer", {"until": None}, ["/until"]),
        _request("decline", "POST", f"/contacts/{contact_id}/decline", {}),
    ]


def confirm(contact_id: UUID, subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [
        _log("confirmation", contact_id, interview_id=str(subject_id)),
        _request("confirm", "POST", f"/interviews/{subject_id}/confirm", {}),
    ]


def debrief(_contact_id: UUID, subject_id: UUID, fact: str) -> Sequence[Action]:
    takeaways = {"takeaways": None}
    if fact == "meeting_completed":
        return [_request("write-takeaways", "PATCH", f"/interviews/{subject_id}", takeaways, ["/takeaways"])]
    return [
        _request("complete", "POST", f"/interviews/{subject_id}/complete", takeaways, ["/takeaways"]),
        _request("no-show", "POST", f"/interviews/{subject_id}/no-show", {"by": None}, ["/by"]),
    ]


def thank_you(contact_id: UUID, subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [_log("thank_you", contact_id, interview_id=str(subject_id))]


def update(contact_id: UUID, _subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [_log("update", contact_id)]
