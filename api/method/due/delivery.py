"""The rules about messages on their way: fix_delivery, finish_draft. Pure."""

from collections.abc import Iterator, Sequence

from api.method.conversation.facts import Draft, Undelivered
from api.method.due.actions import Action, OpenItem, request, written
from api.method.due.items import Because, Item, Opening
from api.method.due.numbers import days, working_days
from api.method.due.rules import Case, Rule

ANY_MESSAGE = frozenset(
    {"request", "introduction_request", "arrangement", "follow_up", "thank_you", "update", "reply", "other"}
)


def _undelivered(case: Case) -> Iterator[Opening]:
    """A message did not arrive, or nobody knows; whatever was sent since, or came from them, takes its place."""
    if case.facts.declined_at:
        return
    for message in sorted(case.facts.undelivered, key=lambda message: (message.at, message.id)):
        if message.status != "canceled" and not _was_sent_again(case, message):
            yield Opening(
                subject=("outreach_email", message.id),
                because=[Because(message.status, message.at, "outreach_email", message.id)],
                on=case.calendar.day_of(message.at),
                at=message.at,
                opened_by=message.at.isoformat(),
            )


def _was_sent_again(case: Case, message: Undelivered) -> bool:
    conversation = case.conversation
    if any(other.sent_at > message.sent_at for other in case.facts.undelivered):
        return True
    if any(word.in_reply_to_id == message.id for word in conversation.words):
        return True
    return any(word.at > message.sent_at or conversation.is_after(word, message.at) for word in conversation.words)


def _send_again(item: OpenItem) -> Sequence[Action]:
    target = ("POST", f"/outreach-emails/{item.subject_id}/settle")
    return [
        *written(item),
        request("it-arrived", "If it did arrive after all: log that.", target, {"status": "sent"}),
        request("give-up", "Or give this message up.", target, {"status": "canceled"}),
    ]


def _whatever_it_is_about(_draft: Draft, _item: Item) -> bool:
    return True


FIX_DELIVERY = Rule(
    "fix_delivery",
    title="Reach {name} another way: your message came back",
    titles={
        "failed": "Reach {name} another way: your message could not be sent",
        "unknown": "Find out whether your message to {name} arrived",
    },
    says="Find another address, or another way to reach them.",
    opens="A message bounced, failed, or nobody knows whether it arrived.",
    settled_by="A message or talk that reached them, any word from them, or a note that your message arrived after all or "
    "that you gave it up.",
    facts={
        "bounced": "Your message to {name} came back undelivered.",
        "failed": "Your message to {name} could not be sent.",
        "unknown": "Nobody knows whether your message to {name} arrived.",
    },
    late=working_days(1, most=30, says="After a message did not arrive: late"),
    expires=days(60, most=366, says="After a message did not arrive: it lapses"),
    find=_undelivered,
    settle=_send_again,
    or_writes=ANY_MESSAGE,
    fits=_whatever_it_is_about,
)


def _untouched(case: Case) -> Iterator[Opening]:
    """A draft lies untouched, and no open item points to it."""
    for draft in sorted(case.facts.drafts, key=lambda draft: (draft.touched_at, draft.id)):
        day = case.calendar.day_of(draft.touched_at)
        due_at = case.counted(day).due_at
        pointing = [item for item in case.open_items if item.draft_id == draft.id and item.expires_at > due_at]
        yield Opening(
            subject=("outreach_email", draft.id),
            because=[Because("drafted", draft.touched_at, "outreach_email", draft.id)],
            on=day,
            cap=min((item.due_at for item in pointing), default=None),
        )


def _send_or_delete(item: OpenItem) -> Sequence[Action]:
    draft, says = f"/outreach-emails/{item.subject_id}", "Once you sent it yourself: log it."
    return [
        request("mark-sent", f"{says} GET {draft} shows it, PATCH changes it.", ("POST", f"{draft}/mark-sent"), {}),
        request("delete", "Throw the draft away.", ("DELETE", draft), {}),
    ]


FINISH_DRAFT = Rule(
    "finish_draft",
    title="Finish your draft to {name}",
    says="Finish it and send it yourself, or throw it away.",
    opens="A draft lies untouched, and nothing else that is due points to it.",
    since="it was last changed",
    settled_by="Sending it or deleting it; changing it puts this off.",
    facts={"drafted": "Your draft to {name} was last changed; nothing says that it was sent."},
    due=working_days(2, most=60, says="A draft untouched: finish it"),
    late=working_days(5, most=90, says="A draft untouched: late"),
    expires=days(30, most=366, says="A draft untouched: it lapses"),
    find=_untouched,
    settle=_send_or_delete,
)
