"""The requests that settle an item: what to send, and what the caller still has to fill in. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

Action = dict[str, Any]
Make = Callable[[UUID, UUID, str], Sequence[Action]]


def actions_for(kind: str, *, contact_id: UUID, subject_id: UUID, fact: str) -> Sequence[Action]:
    """`fact` is the code of the first fact that opened the item."""
    return _MAKERS[kind](contact_id, subject_id, fact)


def _request(rel: str, method: str, href: str, body: Mapping[str, Any], needs: Sequence[str] = ()) -> Action:
    headers = {"Content-Type": "application/merge-patch+json" if method == "PATCH" else "application/json"}
    return {"rel": rel, "method": method, "href": href, "headers": headers, "body": dict(body), "needs": list(needs)}


def _log(kind: str, contact_id: UUID, **more: str) -> Action:
    body = {"contact_id": str(contact_id), "direction": "outbound", "kind": kind, "status": "sent", **more}
    return _request("log-message", "POST", "/outreach-emails", {**body, "body": None}, ["/body"])


def _reply(contact_id: UUID, subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [_log("reply", contact_id, in_reply_to_id=str(subject_id))]


def _follow_up(contact_id: UUID, _subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [
        _log("follow_up", contact_id),
        _request("defer", "POST", f"/contacts/{contact_id}/defer", {"until": None}, ["/until"]),
        _request("decline", "POST", f"/contacts/{contact_id}/decline", {}),
    ]


def _confirm(contact_id: UUID, subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [
        _log("confirmation", contact_id, interview_id=str(subject_id)),
        _request("confirm", "POST", f"/interviews/{subject_id}/confirm", {}),
    ]


def _debrief(_contact_id: UUID, subject_id: UUID, fact: str) -> Sequence[Action]:
    takeaways = {"takeaways": None}
    if fact == "meeting_completed":
        return [_request("write-takeaways", "PATCH", f"/interviews/{subject_id}", takeaways, ["/takeaways"])]
    return [
        _request("complete", "POST", f"/interviews/{subject_id}/complete", takeaways, ["/takeaways"]),
        _request("no-show", "POST", f"/interviews/{subject_id}/no-show", {"by": None}, ["/by"]),
    ]


def _thank_you(contact_id: UUID, subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [_log("thank_you", contact_id, interview_id=str(subject_id))]


def _update(contact_id: UUID, _subject_id: UUID, _fact: str) -> Sequence[Action]:
    return [_log("update", contact_id)]


_MAKERS: Mapping[str, Make] = {
    "reply": _reply,
    "follow_up": _follow_up,
    "confirm": _confirm,
    "debrief": _debrief,
    "thank_you": _thank_you,
    "update": _update,
}
