"""The table of rules, in the order in which their items are shown. Pure, and without a clock.

`wd(n)` is the morning of the n-th working day after a fact; a rule marked `own` counts the days on which the member
starts things. Each of an item's four times is at least the one before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import Draft
from api.method.due import actions, giving, introducing, keeping, meetings, messages
from api.method.due.items import Case, Item, Rule
from api.method.due.policy import DuePolicy


def due_items(conversation: Conversation, policy: DuePolicy) -> Sequence[Item]:
    """Everything due about one contact, ever: what shows at a moment is a comparison with its times."""
    if conversation.facts.silenced:
        return ()
    items: list[Item] = []
    for rule in IN_TURN:
        if rule.find is not None and (not conversation.facts.archived or rule.kind in OF_ARCHIVED):
            found = rule.find(Case(conversation, policy, tuple(items)))
            items.extend(_pointing_to_draft(one, rule, conversation.facts.drafts) for one in found)
    return items


def _pointing_to_draft(item: Item, rule: Rule, drafts: Sequence[Draft]) -> Item:
    """With the latest draft that would do what the item asks for, if there is one."""
    fitting = [one for one in drafts if rule.drafts & one.kinds and (rule.drafts is ANY_MESSAGE or _fits(one, item))]
    if not fitting:
        return item
    return replace(item, draft_id=max(fitting, key=lambda one: (one.touched_at, one.id)).id)


def _fits(draft: Draft, item: Item) -> bool:
    """Whether it is about nothing else; who is asked for an introduction has to be asked for that one."""
    if item.kind == "ask_introduction" and draft.introduction_id is None:
        return False
    return {draft.interview_id, draft.introduction_id} <= {None, item.subject_id}


METHOD = "Touchbase method"
# Who is put aside is still owed what was promised.
OF_ARCHIVED = frozenset({"keep_promise"})
ANY_MESSAGE = frozenset(
    {"request", "introduction_request", "arrangement", "follow_up", "thank_you", "update", "reply", "other"}
)
RULES: Sequence[Rule] = (
    Rule(
        kind="reply",
        find=messages.reply,
        settle=actions.reply,
        title="Answer {name}",
        says="Answer by the next working day: whoever wrote is waiting.",
        source=METHOD,
        opens="They wrote something that expects an answer.",
        when="Due {reply_due} after their message, late after {reply_late}; flagged after {reply_flagged}; it "
        "lapses after {reply_expires}.",
        settled_by="A message to them, or a meeting that is set.",
        drafts=frozenset({"reply", "arrangement"}),
    ),
    Rule(
        kind="follow_up",
        find=messages.follow_up,
        settle=actions.follow_up,
        title="Follow up with {name}",
        says="Follow up on an approach that stays unanswered: once, and kindly.",
        source="Dalton, The 2-Hour Job Search (its 3B7 routine); SFU",
        opens="You wrote to them and expect an answer, and they have not answered.",
        when="Due {follow_up_due} after your last message, late after {follow_up_late}; it lapses after "
        "{follow_up_expires}. {no_response} after a follow-up without an answer it is no response.",
        settled_by="An answer, the follow-up itself, or that they put you off or declined.",
        drafts=frozenset({"follow_up"}),
        own=True,
    ),
    Rule(
        kind="widen",
        find=messages.widen,
        settle=actions.widen,
        title="Also write to a colleague of {name}, who has not answered",
        says="Whoever has not answered in a few days may never answer: write to somebody else at the same employer too.",
        source="Dalton, The 2-Hour Job Search (its 3B7 routine), via Duke",
        opens="You wrote to them, they have never said a word, and their employer is known.",
        when="Due {widen_due} after your last message, late after {widen_late}; it lapses after {widen_expires}.",
        settled_by="A message to someone else there, an answer, or that they put you off or declined.",
        own=True,
        switch="widen_on",
    ),
    Rule(
        kind="schedule",
        find=meetings.schedule,
        settle=actions.schedule,
        title="Agree on a time with {name}",
        says="Agree on a time soon: suggest two or three, and schedule the one they take.",
        source=METHOD,
        opens="A meeting was proposed without a time.",
        when="Due {schedule_due} after it was proposed, late after {schedule_late}; it lapses after {schedule_expires}.",
        settled_by="A time, or calling it off.",
        drafts=frozenset({"arrangement"}),
    ),
    Rule(
        kind="prepare",
        find=meetings.prepare,
        settle=actions.prepare,
        title="Prepare for the meeting with {name}",
        says="Research whom you will meet, and bring questions beyond “tell me about your day”.",
        source=METHOD,
        opens="A meeting is set, and fewer than {prepare_questions} are written down for it, or no research note.",
        when="Due {prepare_due} before its start, or when it is set; late {prepare_late} before it; it lapses at the start.",
        settled_by="Both a research note about them and questions to them: three, if your organization says nothing else.",
    ),
    Rule(
        kind="confirm",
        find=meetings.confirm,
        settle=actions.confirm,
        title="Confirm the meeting with {name}",
        says="On the working day before a meeting that was set well ahead, confirm it.",
        source=METHOD,
        opens="A meeting was set {confirm_from} ahead or more, and this start is not confirmed.",
        when="Due {confirm_due} before its start, late {confirm_late} before it; it lapses at the start.",
        settled_by="A confirmation sent, or the meeting marked as confirmed; if its start changes, you are asked again.",
        drafts=frozenset({"confirmation"}),
    ),
    Rule(
        kind="debrief",
        find=meetings.debrief,
        settle=actions.debrief,
        title="Write down what you learned from {name}",
        says="Write down your takeaways while you remember them.",
        source=METHOD,
        opens="A meeting has ended, and its takeaways are not written.",
        when="Due at its end, late at the end of the day {debrief_late} later; flagged after {debrief_flagged}; "
        "it lapses after {debrief_expires}.",
        settled_by="Takeaways, or a note that it did not take place.",
    ),
    Rule(
        kind="thank_you",
        find=meetings.thank_you,
        settle=actions.thank_you,
        title="Thank {name}",
        says="Send a thoughtful thank-you note within a day, but not the minute you leave.",
        source="Touchbase method; Yale, UConn (within 24 hours); Princeton (not at once)",
        opens="A meeting with them has ended.",
        when="Due {thank_you_due} after its end, late after {thank_you_late}; flagged after {thank_you_flagged}; "
        "it lapses after {thank_you_expires}.",
        settled_by="Thanks for that meeting, or any thanks sent after it began.",
        drafts=frozenset({"thank_you"}),
    ),
    Rule(
        kind="rebook",
        find=meetings.rebook,
        settle=actions.rebook,
        title="Suggest a new time to {name}",
        says="A meeting that fell through is not lost: suggest a new time.",
        source=METHOD,
        opens="A meeting was called off, or somebody did not come, and nothing new is set.",
        when="Due {rebook_due} after that, late after {rebook_late}; it lapses after {rebook_expires}.",
        settled_by="A message to them, or a new meeting.",
        drafts=frozenset({"arrangement", "reply"}),
    ),
    Rule(
        kind="update",
        find=keeping.update,
        settle=actions.update,
        title="Send {name} an update on where you are in your career",
        says="Stay in touch: let them know every three months or so where you are.",
        source=METHOD,
        opens="You met them, or want to keep in touch.",
        when="Due {update_due} after the last touch, late {update_late} after that; it lapses {update_expires} after the "
        "last touch, and shows for {update_shows} at least.",
        settled_by="Any message, talk or meeting.",
        drafts=frozenset({"update"}),
        own=True,
    ),
    Rule(
        kind="ask_again",
        find=messages.ask_again,
        settle=actions.ask_again,
        title="Ask {name} again for a talk",
        says="The day they named has come: ask again.",
        source=METHOD,
        opens="They asked to be asked later.",
        when="Due on the day they named, late {ask_again_late} after that; it lapses after {ask_again_expires}.",
        settled_by="A message to them from that day on, asking them again before that day, a meeting, or that they put you off again or "
        "declined.",
        drafts=frozenset({"request"}),
        own=True,
    ),
    Rule(
        kind="fix_delivery",
        find=messages.fix_delivery,
        settle=actions.fix_delivery,
        title="Reach {name} another way: a message did not arrive",
        says="They never got it: find another address, or another way to reach them.",
        source=METHOD,
        opens="A message bounced, failed, or nobody knows whether it arrived.",
        when="Due at once, late after {fix_delivery_late}; it lapses after {fix_delivery_expires}.",
        settled_by="A message or talk that reached them, or a note that it arrived after all, or that you give it up.",
        drafts=ANY_MESSAGE,
    ),
    Rule(
        kind="finish_draft",
        find=messages.finish_draft,
        settle=actions.finish_draft,
        title="Finish your draft to {name}",
        says="A draft helps nobody: finish it and send it yourself, or throw it away.",
        source=METHOD,
        opens="A draft lies untouched, and nothing else that is due points to it.",
        when="Due {finish_draft_due} after it was last changed, late after {finish_draft_late}; it lapses after "
        "{finish_draft_expires}.",
        settled_by="Sending it or deleting it; changing it puts this off.",
    ),
    Rule(
        kind="reminder",
        find=None,
        settle=actions.reminder,
        title="{text}",
        says="You set this reminder.",
        source="You",
        opens="You set a reminder, once or again and again.",
        when="Due at its time, late from the morning {reminder_late} later; it lapses after {reminder_expires}, or when it comes again.",
        settled_by="Marking it as done.",
    ),
    Rule(
        kind="ask_introduction",
        find=introducing.ask_introduction,
        settle=actions.ask_introduction,
        title="Ask {name} to introduce you to {text}",
        says="Through a common contact first: ask for the introduction, with a paragraph that can be forwarded.",
        source=METHOD,
        opens="You planned to ask them for an introduction.",
        when="Due {ask_introduction_due} after that, late after {ask_introduction_late}; it lapses after "
        "{ask_introduction_expires}.",
        settled_by="Having asked, giving it up, or writing to or meeting the other directly.",
        drafts=frozenset({"introduction_request"}),
        own=True,
    ),
    Rule(
        kind="chase_introduction",
        find=introducing.chase_introduction,
        settle=actions.chase_introduction,
        title="Remind {name}, once, of introducing you to {text}",
        says="Who agreed and forgot is glad of one kind reminder.",
        source=METHOD,
        opens="You asked them for an introduction, or they agreed to it, and nothing followed.",
        when="Due {chase_introduction_due} after that, late after {chase_introduction_late}; it lapses after "
        "{chase_introduction_expires}.",
        settled_by="A follow-up to them, the next step, a no, or hearing from, writing to or meeting the other directly.",
        drafts=frozenset({"follow_up"}),
        own=True,
    ),
    Rule(
        kind="use_introduction",
        find=introducing.use_introduction,
        settle=actions.use_introduction,
        title="Write to {name}: you were introduced",
        says="Write by the next working day to whom you were introduced: two people wait for it.",
        source=METHOD,
        opens="You were introduced to them, and have not written to them.",
        when="Due {use_introduction_due} after the introduction, late after {use_introduction_late}; flagged after "
        "{use_introduction_flagged}; it lapses after {use_introduction_expires}.",
        settled_by="A message to them, or a meeting that is set.",
        drafts=frozenset({"request", "reply"}),
    ),
    Rule(
        kind="thank_introducer",
        find=introducing.thank_introducer,
        settle=actions.thank_introducer,
        title="Thank {name} for introducing you to {text}",
        says="Thank whom you owe an introduction, and tell them what came of it.",
        source=METHOD,
        opens="They introduced you to somebody; again when you have met that person.",
        when="Due {thank_introducer_due} after that, late after {thank_introducer_late}; it lapses after "
        "{thank_introducer_expires}.",
        settled_by="Any message to them since.",
        drafts=frozenset({"thank_you", "update"}),
    ),
    Rule(
        kind="share_news",
        find=None,
        settle=actions.share_news,
        title="Share your news: {text}",
        says="Let those you have met know where you are in your career: each of them personally, a few a day.",
        source=METHOD,
        opens="You marked a milestone as news, and have met people who were not written to since it happened.",
        when="Due at once, late {share_news_late} after that; it lapses {share_news_expires} after it became news. It names "
        "{share_news_a_day} a day, and nobody who was in touch within {share_news_quiet}.",
        settled_by="A message to each of them, or a note that nobody more is to be told.",
        own=True,
    ),
    Rule(
        kind="report_back",
        find=giving.report_back,
        settle=actions.report_back,
        title="Tell {name} what came of what they gave you",
        says="Whoever gave advice or a referral likes to hear what came of it.",
        source="Carleton",
        opens="You used their advice or their referral.",
        when="Due {report_back_due} after that, late after {report_back_late}; it lapses after {report_back_expires}.",
        settled_by="Any message to them, or a meeting with them, since.",
        drafts=frozenset({"update", "thank_you"}),
    ),
    Rule(
        kind="pursue_referral",
        find=giving.pursue_referral,
        settle=actions.pursue_referral,
        title="Write to {name}: {text} referred you",
        says="Follow a referral up within days, and say who sent you.",
        source=METHOD,
        opens="A contact referred you to them.",
        when="Due {pursue_referral_due} after that, late after {pursue_referral_late}; it lapses after "
        "{pursue_referral_expires}.",
        settled_by="A message to them, a meeting, or an introduction to them.",
        drafts=frozenset({"request"}),
    ),
    Rule(
        kind="keep_promise",
        find=giving.keep_promise,
        settle=actions.keep_promise,
        title="A promise between you and {name}: {text}",
        titles={
            "promised_by_me": "Keep your promise to {name}: {text}",
            "promised_by_them": "Ask {name} kindly about a promise of theirs: {text}",
        },
        says="Keep what you promised; ask kindly about what they promised.",
        source=METHOD,
        opens="You or they promised something by a day.",
        when="Yours is due {keep_promise_due} before that day, and late when it is over. Theirs is due {keep_promise_asked} "
        "after it, late after {keep_promise_asked_late}. It lapses after {keep_promise_expires}.",
        settled_by="Keeping it, or a note that it need not be kept.",
    ),
)
# Places of the whole table: where an item stands among those due at the same moment, for good.
ORDER = (
    *("reply", "follow_up", "widen", "schedule", "prepare", "confirm", "debrief", "thank_you", "rebook", "update"),
    *("ask_again", "fix_delivery", "finish_draft", "reminder", "ask_introduction", "chase_introduction"),
    *("use_introduction", "thank_introducer", "share_news", "report_back", "pursue_referral", "keep_promise"),
)
# Last comes what asks for a draft that nothing else points to.
IN_TURN = sorted(RULES, key=lambda rule: rule.kind == "finish_draft")
RANKS: Mapping[str, int] = {kind: rank for rank, kind in enumerate(ORDER)}
BY_KIND: Mapping[str, Rule] = {rule.kind: rule for rule in RULES}
