"""The table of rules, in the order in which items of one moment are shown; a new rule adds a line. Pure, and without a clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import Draft
from api.method.due.approaching import APPROACH
from api.method.due.delivery import FINISH_DRAFT, FIX_DELIVERY
from api.method.due.giving import KEEP_PROMISE, PURSUE_REFERRAL, REPORT_BACK
from api.method.due.introducing import ASK_INTRODUCTION, CHASE_INTRODUCTION, THANK_INTRODUCER, USE_INTRODUCTION
from api.method.due.items import Item
from api.method.due.keeping import REMINDER, UPDATE
from api.method.due.meetings_ahead import CONFIRM, PREPARE, SCHEDULE
from api.method.due.meetings_held import DEBRIEF, REBOOK, THANK_YOU
from api.method.due.messages import ASK_AGAIN, FOLLOW_UP, REPLY, WIDEN
from api.method.due.news import SHARE_NEWS
from api.method.due.numbers import DuePolicy
from api.method.due.rules import Case, Rule

RULES: Sequence[Rule] = (
    APPROACH,
    REPLY,
    FOLLOW_UP,
    WIDEN,
    SCHEDULE,
    PREPARE,
    CONFIRM,
    DEBRIEF,
    THANK_YOU,
    REBOOK,
    UPDATE,
    ASK_AGAIN,
    FIX_DELIVERY,
    FINISH_DRAFT,
    REMINDER,
    ASK_INTRODUCTION,
    CHASE_INTRODUCTION,
    USE_INTRODUCTION,
    THANK_INTRODUCER,
    SHARE_NEWS,
    REPORT_BACK,
    PURSUE_REFERRAL,
    KEEP_PROMISE,
)
# Where one message to somebody would settle several, the first of these stands for the others. An introduction is asked for by a
# message of its own.
ONE_ACT: Sequence[Rule] = (
    USE_INTRODUCTION,
    REPLY,
    THANK_YOU,
    FIX_DELIVERY,
    REBOOK,
    SCHEDULE,
    REPORT_BACK,
    THANK_INTRODUCER,
    ASK_AGAIN,
    CHASE_INTRODUCTION,
    UPDATE,
)
# Drafts are reminded of last: only of those that no other item points to.
IN_TURN = sorted(RULES, key=lambda rule: rule is FINISH_DRAFT)
BY_KIND: Mapping[str, Rule] = {rule.kind: rule for rule in RULES}
# Where an item stands among those due at the same moment; it is stored with each.
RANKS: Mapping[str, int] = {rule.kind: rank for rank, rule in enumerate(RULES)}
ACTS: Mapping[str, int] = {rule.kind: place for place, rule in enumerate(ONE_ACT)}


def acts(items: Sequence[Item]) -> Mapping[UUID, int]:
    """The place in `ONE_ACT` of those items about one contact beside which another that is settled by the same message may
    show, at some moment; the others stand for themselves.
    """
    found = [item for item in items if item.kind in ACTS]
    return {
        item.id: ACTS[item.kind]
        for item in found
        for other in found
        if other is not item and item.due_at < other.expires_at and other.due_at < item.expires_at
    }


def writes_also(kinds: Sequence[str], but: str | None) -> Sequence[str]:
    """The kinds of message that one stands for too."""
    found = {BY_KIND[kind].writes for kind in kinds}
    return sorted(kind for kind in found if kind is not None and kind != but)


def items_about(conversation: Conversation, policy: DuePolicy) -> Sequence[Item]:
    """Everything due about one contact, ever: what shows at a moment is a comparison with its times."""
    if conversation.facts.silenced:
        return ()
    items: list[Item] = []
    for rule in IN_TURN:
        if not conversation.facts.archived or rule.of_archived:
            found = rule.items(Case(rule, conversation, policy, tuple(items)))
            items.extend(_pointing_to_draft(item, rule, conversation.facts.drafts) for item in found)
    return items


def _pointing_to_draft(item: Item, rule: Rule, drafts: Sequence[Draft]) -> Item:
    """With the latest draft that would do what the item asks for, if there is one."""
    fitting = [draft for draft in drafts if rule.draft_kinds & draft.kinds and rule.fits(draft, item)]
    if not fitting:
        return item
    return replace(item, draft_id=max(fitting, key=lambda draft: (draft.touched_at, draft.id)).id)
