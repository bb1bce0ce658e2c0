"""The templates that hold where an organization has written none. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class TemplateKind(StrEnum):
    """The kinds of messages that are drafted."""

    INTRODUCTION_REQUEST = "introduction_request"
    REQUEST = "request"
    ARRANGEMENT = "arrangement"
    FOLLOW_UP = "follow_up"
    CONFIRMATION = "confirmation"
    THANK_YOU = "thank_you"
    UPDATE = "update"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Default:
    subject: str
    body: str


DEFAULTS: Mapping[TemplateKind, Default] = {
    TemplateKind.INTRODUCTION_REQUEST: Default(
        "Could you introduce me to {{target_name}}?",
        """\
Dear {{greeting}},

I believe you know {{target_name}}{{#target_role}}, {{target_role}}{{/target_role}}, from whom I would love to learn. Would you \
introduce us? I would ask for only twenty minutes.

You are welcome to forward this:

{{#introduction_note}}{{introduction_note}}{{/introduction_note}}{{^introduction_note}}{{my_name}} \
{{#my_introduction}}is {{my_introduction}} and {{/my_introduction}}would like to ask: “{{first_question}}” \
Twenty minutes by phone or video would be plenty.{{/introduction_note}}

If it is not a good moment, I understand.

Thank you,
{{my_name}}""",
    ),
    TemplateKind.REQUEST: Default(
        "A question about {{#question_about}}{{question_about}}{{/question_about}}{{^question_about}}your career{{/question_about}}",
        """\
Dear {{greeting}},

{{#they_wrote}}Thank you for your message {{they_wrote}}. {{/they_wrote}}\
{{#put_off_when}}Thank you for letting me ask again, as you suggested {{put_off_when}}. \
I am still {{my_introduction}}, and [… what has happened since]. May I ask you something?{{/put_off_when}}\
{{^put_off_when}}{{how_i_found_you}} I am {{my_introduction}}, and [… what draws you to their work]. \
May I ask you something?{{/put_off_when}}

{{first_question}}

Would twenty minutes by phone or video suit you in the next two weeks?

Thank you,
{{my_name}}""",
    ),
    TemplateKind.ARRANGEMENT: Default(
        "{{#last_subject}}Re: {{last_subject}}{{/last_subject}}{{^last_subject}}A time to talk{{/last_subject}}",
        """\
Dear {{greeting}},

{{#i_missed}}I am sorry that I missed our conversation {{i_missed}}: you made time for me, and I was not there. {{/i_missed}}\
{{#i_called_off}}I am sorry that I had to call off our conversation {{i_called_off}}. {{/i_called_off}}\
{{#fell_through}}{{^i_missed}}{{^i_called_off}}Our conversation {{fell_through}} did not come about, and I would still be glad \
to have it. {{/i_called_off}}{{/i_missed}}{{/fell_through}}\
{{#they_wrote}}Thank you for your message {{they_wrote}}. {{/they_wrote}}\
{{#meeting_when}}Does {{meeting_when}} suit you?{{/meeting_when}}\
{{^meeting_when}}Would one of these suit you: [… two or three times, with the time zone]?{{/meeting_when}} \
Twenty to thirty minutes would be plenty, and I am glad to work around your schedule.

Thank you,
{{my_name}}""",
    ),
    TemplateKind.FOLLOW_UP: Default(
        "{{#last_subject}}Re: {{last_subject}}{{/last_subject}}{{^last_subject}}My message to you{{/last_subject}}",
        """\
Dear {{greeting}},

{{#target_name}}{{#introduction_agreed}}Thank you again for agreeing to introduce me to {{target_name}}. May I remind you of it, \
once?{{/introduction_agreed}}\
{{^introduction_agreed}}{{#introduction_asked}}I asked you {{introduction_asked}} whether you would introduce me to \
{{target_name}}. May I ask once more?{{/introduction_asked}}\
{{^introduction_asked}}May I remind you, once, of the introduction to {{target_name}}?{{/introduction_asked}}\
{{/introduction_agreed}} If it has become awkward, just say so: I am \
grateful either way.{{/target_name}}\
{{^target_name}}I wrote to you {{wrote_when}}, and I know how full your days are. I would still \
be glad to hear from you.{{#repeated_question}} What I would ask first: “{{repeated_question}}”{{/repeated_question}}

Twenty minutes by phone or video would be plenty. If it does not suit you, I understand.{{/target_name}}

Thank you,
{{my_name}}""",
    ),
    TemplateKind.CONFIRMATION: Default(
        "Our conversation on {{meeting_when}}",
        """\
Dear {{greeting}},

I look forward to our conversation on {{meeting_when}}{{#meeting_where}} ({{meeting_where}}){{/meeting_where}}.\
{{#first_question}} One of my questions: “{{first_question}}”{{/first_question}}

If something has come up, just tell me, and we will find another time.

Best wishes,
{{my_name}}""",
    ),
    TemplateKind.THANK_YOU: Default(
        "Thank you",
        """\
Dear {{greeting}},

{{#target_name}}{{#introduced_when}}Thank you for introducing me to {{target_name}}.\
{{#target_met_when}} We talked {{target_met_when}}, and I am glad that you made it possible.{{/target_met_when}} \
I will let you know what comes of it.{{/introduced_when}}\
{{^introduced_when}}{{#introduction_agreed}}Thank you for agreeing to introduce me to {{target_name}}.{{/introduction_agreed}}\
{{^introduction_agreed}}Thank you for thinking about an introduction to {{target_name}}.{{/introduction_agreed}}\
{{/introduced_when}}{{/target_name}}\
{{^target_name}}Thank you for taking the time to talk with me{{#met_when}} {{met_when}}{{/met_when}}. What stays with me is \
{{takeaway}}{{#asked_question}}

I also keep thinking of your answer when I asked “{{asked_question}}”: {{their_answer}}{{/asked_question}}{{/target_name}}\
{{#my_promise}}

As I promised: {{my_promise}}{{/my_promise}}

With thanks,
{{my_name}}""",
    ),
    TemplateKind.UPDATE: Default(
        "News from {{my_name}}",
        """\
Dear {{greeting}},

{{#spoke_when}}It has been a while since we talked {{spoke_when}}, and {{/spoke_when}}I wanted to tell you how things are going. {{news}}{{#used_advice}}

I followed your advice: {{used_advice}}{{/used_advice}}{{#takeaway}}

I still think of what I took from our conversation: {{takeaway}}{{/takeaway}}

I hope that you are well. No need to reply.

Best wishes,
{{my_name}}""",
    ),
    TemplateKind.REPLY: Default(
        "{{#their_subject}}Re: {{their_subject}}{{/their_subject}}{{^their_subject}}Your message{{/their_subject}}",
        """\
Dear {{greeting}},

Thank you for your message. [… your answer]

Best wishes,
{{my_name}}""",
    ),
}
