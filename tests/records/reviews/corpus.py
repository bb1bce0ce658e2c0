"""Emails written for this, with the findings that a careful reader would make beside each: 60 short ones to Ana Ruiz here,
and 100 whole ones to everybody in corpus.json.

The rules were written with `SEEN` at hand; `SET_ASIDE` was looked at only when they were done.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    kind: str
    body: str
    expected: frozenset[str] = field(default_factory=frozenset)
    full_name: str = "Ana Ruiz"
    given_name: str | None = None
    subject: str = ""


def sample(kind: str, body: str, *expected: str) -> Sample:
    return Sample(kind, body, frozenset(expected))


LONG = " ".join(["I have thought about this for quite some time and would like to understand it better."] * 6)

SHORT_SEEN = (
    sample(
        "request",
        "Dear Ana, I read your article on hospice nights. You taught before you nursed: how were the two different? Could we talk for 20 minutes?",
    ),
    sample(
        "request",
        "Dear Ms. Ruiz, Professor Lang suggested I write to you. What made you leave teaching for nursing? May I ask for 20 to 30 minutes?",
    ),
    sample(
        "request",
        "Hi Ana, we met at the career fair. Which part of night shifts surprised you most? Would half an hour suit you?",
    ),
    sample("request", "Dear Ana, I am a student. Could we talk for 20 minutes? Why nursing?", "no_connection"),
    sample(
        "request", "Dear Ana, I found your profile among alumni. I would love to talk for 20 minutes.", "no_question"
    ),
    sample("request", "Dear Ana, I read your article. Could I pick your brain for 20 minutes?", "generic_question"),
    sample(
        "request",
        "Dear Ana, I came across your talk. Would you tell me about your day? 20 minutes would do.",
        "generic_question",
    ),
    sample(
        "request",
        "Dear Ana, we both studied at Fairhaven. I am looking for an internship; do you have 20 minutes?",
        "asks_for_job",
    ),
    sample("request", "Dear Ana, my aunt told me of you. Are you hiring? I could talk for 30 minutes.", "asks_for_job"),
    sample(
        "request",
        "Dear Ana, I attended your lecture. Attached is my resume. May we talk for 20 minutes?",
        "asks_for_job",
    ),
    sample(
        "request",
        "Dear Ana, I read your paper. How did you choose hospice care? Could we talk some time?",
        "no_time_asked",
    ),
    sample(
        "request",
        "Dear [name], I read your article. Why hospice care? Could we talk for 20 minutes?",
        "unfilled_gap",
        "wrong_name",
    ),
    sample(
        "request",
        "Dear Ana, I read your article on […]. Why hospice care? Could we talk for 20 minutes?",
        "unfilled_gap",
    ),
    sample("request", "Dear Ben, I read your article. Why hospice care? Could we talk for 20 minutes?", "wrong_name"),
    sample("request", "Hi there, I read your article. Why hospice care? Could we talk for 20 minutes?", "missing_name"),
    sample("request", "I read your article. Why hospice care? Could we talk for 20 minutes?", "missing_name"),
    sample("request", f"Dear Ana, I read your article. {LONG} Could we talk for 20 minutes?", "too_long"),
    sample(
        "request",
        "Dear Ana, I read your article!! Why hospice care? Could we talk for 20 minutes?",
        "exclamation_marks",
    ),
    sample(
        "request",
        "Dear Ana, I read your article and it was REALLY GREAT. Why hospice care? Could we talk for 20 minutes?",
        "shouting",
    ),
    sample(
        "introduction_request",
        "Dear Ana, you told me of Ben Okafor when we met. Would you introduce us? I would ask him for 20 minutes about detective work.",
    ),
    sample(
        "introduction_request",
        "Dear Ana, would you introduce me to somebody? It would take you 5 minutes.",
        "no_connection",
    ),
    sample(
        "thank_you", "Dear Ana, thank you for your time on Thursday. What you said about night shifts stays with me."
    ),
    sample("thank_you", "Dear Ana, thank you so much for your time!", "nothing_specific"),
    sample("thank_you", "Dear Ana, it was good to hear how you said the ward is run.", "no_thanks"),
    sample(
        "thank_you", "Dear Ana, I am grateful for our talk. When you described the first night alone, I understood."
    ),
    sample("update", "Dear Ana, since we spoke I have started to volunteer at the hospice. Your tip helped."),
    sample("update", "Dear Ana, just checking in. I hope you are well.", "nothing_new"),
    sample("update", "Dear Ana, I passed the entrance exam, and my first shift is in May."),
    sample("follow_up", "Dear Ana, I wrote to you last week about night shifts. Would 20 minutes suit you at all?"),
    sample("confirmation", "Dear Anna, I look forward to our call tomorrow at ten.", "wrong_name"),
)

SHORT_SET_ASIDE = (
    sample(
        "request",
        "Dear Ana, a friend at Lakeview Hospice recommended that I write to you. What do new nurses get wrong about grief? I'd be glad of 25 minutes.",
    ),
    sample(
        "request",
        "Hello Ms. Ruiz, I heard you speak at our school in May. Would you have fifteen minutes to tell me which course you still use?",
    ),
    sample(
        "request",
        "Dear Dr. Ruiz, I'm a junior at Fairhaven, where you studied too. How did you know that teaching wasn't it? Could I have twenty minutes?",
    ),
    sample(
        "request",
        "Good morning Ana, your interview on City Radio made me rethink hospitals. Did the night school change who applies? A 20-minute call would be plenty.",
    ),
    sample(
        "request",
        "Dear Ana, I am writing because nursing interests me. Do you have 20 minutes? What should I know?",
        "no_connection",
    ),
    sample(
        "request",
        "Dear Ana, hospitals are fascinating places. Could you spare 30 minutes to say why you stayed?",
        "no_connection",
    ),
    sample(
        "request",
        "Dear Ana, I saw your talk online. It would mean a lot to speak with you for 20 minutes.",
        "no_question",
    ),
    sample(
        "request",
        "Dear Ana, Sam Lee mentioned you. I'd like to learn more about what you do. Do you have 20 minutes?",
        "generic_question",
    ),
    sample(
        "request",
        "Dear Ana, we met at the fair. What does a typical day in your life look like? 20 minutes?",
        "generic_question",
    ),
    sample(
        "request",
        "Dear Ana, I found you through the alumni list. Do you know of any openings at Lakeview? I have 20 minutes on Friday.",
        "asks_for_job",
    ),
    sample(
        "request",
        "Dear Ana, I read your blog. Would you put in a good word for me? It takes 10 minutes.",
        "asks_for_job",
    ),
    sample(
        "request",
        "Dear Ana, I read your blog. I would like to work with you one day; how did you start? May I ask for 20 minutes?",
    ),
    sample(
        "request",
        "Dear Ana, Mr. Cole gave me your name. Why did you switch wards? I am free most afternoons.",
        "no_time_asked",
    ),
    sample("request", "Dear {{first_name}}, I read your book. Why hospice? 20 minutes?", "unfilled_gap", "wrong_name"),
    sample("request", "Dear Ana, I read ____ and wondered: why hospice? 20 minutes?", "unfilled_gap", "no_connection"),
    sample("request", "Dear Maria, we met at the museum. Why hospice? Could we talk for half an hour?", "wrong_name"),
    sample("request", "To whom it may concern, I read your book. Why hospice? 20 minutes?", "missing_name"),
    sample("request", f"Dear Ana, we met in June. {LONG} {LONG} Do you have 20 minutes?", "too_long"),
    sample("request", "Dear Ana! We met in June! Why hospice? 20 minutes! Please!", "exclamation_marks"),
    sample("request", "Dear Ana, we met at the HOSPICE fair, it was AMAZING. Why nights? 20 minutes?", "shouting"),
    sample(
        "introduction_request",
        "Dear Ana, last week you mentioned Ben Okafor. Might you connect us? I'd ask him for 15 minutes.",
        "no_connection",
    ),
    sample("thank_you", "Dear Ana, many thanks for Thursday. Your advice on asking for shadow shifts was gold."),
    sample("thank_you", "Dear Ana, thanks again for meeting with me. It was very interesting.", "nothing_specific"),
    sample("thank_you", "Dear Ana, I enjoyed our conversation a lot. Best, Sam", "no_thanks", "nothing_specific"),
    sample("thank_you", "Hi Ana, I really appreciate the half hour. The night school example made me look up courses."),
    sample("update", "Dear Ana, I've enrolled in the summer course that you named, and I like it."),
    sample("update", "Dear Ana, I was thinking of our talk and wanted to say hello.", "nothing_new"),
    sample("update", "Dear Ana, good news: I got the shadow shift at Lakeview, and I'm starting in May."),
    sample("follow_up", "Hello Ana, I know your weeks are full. Is a 20-minute call in April easier?"),
    sample("confirmation", "Dear Ms. Ruiz, see you tomorrow at ten at the main gate."),
)


def _whole(part: str) -> Iterator[Sample]:
    mails = json.loads((Path(__file__).parent / "corpus.json").read_text(encoding="utf-8"))
    for mail in mails[part]:
        expected = frozenset(mail["expected"])
        yield Sample(mail["kind"], mail["body"], expected, mail["to"], mail["given_name"], mail["subject"] or "")


# Those that were set aside when there were sixty have been seen since.
SEEN = (*SHORT_SEEN, *SHORT_SET_ASIDE, *_whole("seen"))
SET_ASIDE = tuple(_whole("set_aside"))
