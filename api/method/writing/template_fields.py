"""The fields that a template may name. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a field is replaced by, and the words of the gap that it leaves where that is not known."""

    says: str
    gap: str


FIELDS: Mapping[str, Placeholder] = {
    "their_name": Placeholder("The contact's name, as it is written.", "their name"),
    "greeting": Placeholder(
        "What stands behind “Dear”: their given name, or a title with the family name, as the organization's `greeting` says.",
        "how you greet them",
    ),
    "their_given_name": Placeholder("Their given name, if it is stored by itself.", "their given name"),
    "their_title": Placeholder("Their job title, as it is now.", "their title"),
    "their_employer": Placeholder("Their employer, as it is now.", "their employer"),
    "my_name": Placeholder("Your name.", "your name"),
    "my_school": Placeholder("Your organization's name, if you are a student there.", "your school or work"),
    "my_introduction": Placeholder(
        "Who you are, as your `introduction` says (PATCH /me); else “a student at” your organization.",
        "who you are, in a few words",
    ),
    "how_i_found_you": Placeholder(
        "A sentence: who introduced you or referred you to them, or how else you found them.", "how you found them"
    ),
    "first_question": Placeholder(
        "What to ask: the first question written down and not asked yet, else the first suggestion.",
        "a question that only they can answer",
    ),
    "question_about": Placeholder(
        "What that question is about, such as “your move from teaching to nursing”, if it is a suggested one.",
        "what the question is about",
    ),
    "repeated_question": Placeholder("The question that your last message to them asked.", "what you asked"),
    "put_off_when": Placeholder(
        "When they said to ask again later, if that day has come and you have not.", "when they put you off"
    ),
    "they_wrote": Placeholder("When they last wrote, if you have not written since.", "when they wrote"),
    "second_question": Placeholder("The next one, if both together are short enough for an email.", "another question"),
    "meeting_when": Placeholder("Day and time of the interview, by their clock, if it lies ahead.", "day and time"),
    "meeting_where": Placeholder("How or where you meet, such as “by phone”.", "where you meet"),
    "met_when": Placeholder("When the interview was, such as “yesterday” or “on Thursday”.", "when you met"),
    "fell_through": Placeholder(
        "When the interview would have been, if it was called off or missed.", "when it would have been"
    ),
    "i_missed": Placeholder("The same, if it was you who did not come.", "when it would have been"),
    "i_called_off": Placeholder("The same, if it was you who called it off.", "when it would have been"),
    "takeaway": Placeholder(
        "A gap with the first sentence of the interview's takeaways, or of the last one with them: to be said in your words.",
        "what you learned",
    ),
    "asked_question": Placeholder(
        "A question that you asked them and whose answer you wrote down.", "what you asked them"
    ),
    "their_answer": Placeholder(
        "A gap with the first sentence of the answer that you wrote down for it: to be said in your words.",
        "what they said to that",
    ),
    "my_promise": Placeholder(
        "A gap with what you promised them and have not kept yet: to be said in your words.", "what you promised"
    ),
    "spoke_when": Placeholder("The month in which you last met, such as “in March”.", "when you last spoke"),
    "wrote_when": Placeholder("When you last wrote to them.", "when you wrote"),
    "last_subject": Placeholder("The subject of your last message to them, without “Re:”.", "the subject"),
    "their_subject": Placeholder("The subject of their last message, without “Re:”.", "the subject"),
    "news": Placeholder(
        "Your milestones that are news since you last wrote to them, or those that you name.", "your news"
    ),
    "used_advice": Placeholder(
        "A gap with the advice of theirs that you used last: to be said in your words.", "which advice you used"
    ),
    "target_name": Placeholder("Whom the introduction is to.", "whom to meet"),
    "target_role": Placeholder("Their title and employer, if they are a contact.", "what they do"),
    "introduction_asked": Placeholder("When you asked for it.", "when you asked"),
    "introduction_agreed": Placeholder(
        "When they agreed to make it, if they have not made it yet.", "when they agreed"
    ),
    "introduced_when": Placeholder("When they made it.", "when they introduced you"),
    "target_met_when": Placeholder("When you met them.", "when you met them"),
    "introduction_note": Placeholder("The introduction's note: what may be forwarded.", "a paragraph to forward"),
}
GAPS: Mapping[str, str] = {name: f"[… {known.gap}]" for name, known in FIELDS.items()}
# How a contact was found, by `source`.
SENTENCES_BY_SOURCE: Mapping[str, str] = {
    "alumni": "I found you among our alumni",
    "family_or_friend": "My family and friends told me about you",
    "linkedin": "I found you on LinkedIn",
    "web_search": "I came across your work online",
}
# The same where it needs to be said which one: the sentence, and the words of its gap.
WHICH_BY_SOURCE: Mapping[str, tuple[str, str]] = {
    "class": ("We met in", "which class"),
    "event": ("We met at", "which event"),
    "article": ("I read about you in", "which article"),
}
