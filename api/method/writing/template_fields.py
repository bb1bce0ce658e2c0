"""The fields that a template may name. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What a field is replaced by, and the words of the gap that it leaves where that is not known."""

    says: str
    gap: str


FIELDS: Mapping[str, Known] = {
    "their_name": Known("The contact's name, as it is written.", "their name"),
    "their_given_name": Known("Their given name, if it is stored by itself.", "their given name"),
    "their_title": Known("Their job title, as it is now.", "their title"),
    "their_employer": Known("Their employer, as it is now.", "their employer"),
    "my_name": Known("Your name.", "your name"),
    "my_school": Known("Your organization's name, if you are a student there.", "your school or work"),
    "how_i_found_you": Known(
        "A sentence: who introduced you or referred you to them, or how else you found them.", "how you found them"
    ),
    "first_question": Known(
        "What to ask: the first question written down and not asked yet, else the first suggestion.",
        "a question that only they can answer",
    ),
    "second_question": Known("The next one, if both together are short enough for an email.", "another question"),
    "meeting_when": Known("Day and time of the interview, by their clock, if it lies ahead.", "day and time"),
    "meeting_where": Known("How or where you meet, such as “by phone”.", "where you meet"),
    "met_when": Known("When the interview was, such as “yesterday” or “on Thursday”.", "when you met"),
    "fell_through": Known(
        "When the interview would have been, if it was called off or missed.", "when it would have been"
    ),
    "takeaway": Known(
        "The first sentence of the interview's takeaways, or of the last one with them.", "what you learned"
    ),
    "asked_question": Known("A question that you asked them and whose answer you wrote down.", "what you asked them"),
    "their_answer": Known("The first sentence of the answer that you wrote down for it.", "what they said to that"),
    "my_promise": Known("What you promised them and have not kept yet.", "what you promised"),
    "spoke_when": Known("The month in which you last met, such as “in March”.", "when you last spoke"),
    "wrote_when": Known("When you last wrote to them.", "when you wrote"),
    "last_subject": Known("The subject of your last message to them, without “Re:”.", "the subject"),
    "their_subject": Known("The subject of their last message, without “Re:”.", "the subject"),
    "news": Known("Your milestones that are news since you last wrote to them, or those that you name.", "your news"),
    "used_advice": Known("The advice of theirs that you used last.", "which advice you used"),
    "target_name": Known("Whom the introduction is to.", "whom to meet"),
    "target_role": Known("Their title and employer, if they are a contact.", "what they do"),
    "target_met_when": Known("When you met them.", "when you met them"),
    "introduction_note": Known("The introduction's note: what may be forwarded.", "a paragraph to forward"),
}
GAPS: Mapping[str, str] = {name: f"[… {known.gap}]" for name, known in FIELDS.items()}
# How a contact was found, by `source`.
FOUND: Mapping[str, str] = {
    "alumni": "I found you among our alumni",
    "class": "We met in a class",
    "event": "We met at an event",
    "family_or_friend": "My family and friends told me about you",
    "linkedin": "I found you on LinkedIn",
    "web_search": "I found you on the web",
    "article": "I read about you in an article",
}
