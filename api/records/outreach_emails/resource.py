"""The manifest of outreach emails."""

from api.core.manifest import Resource
from api.core.store.sealing import KEYED_ANEW
from api.records.outreach_emails.examples import EXAMPLES
from api.records.outreach_emails.reviewing import key_anew
from api.records.outreach_emails.routes import reviews, router

RESOURCE = Resource(
    tags={
        "outreach-emails": "Messages to and from contacts; talks by phone and in person among them.",
        "reviews": "What a message could do better, by rules: findings with their place and advice.",
    },
    routers=(router, reviews),
    event_types={
        "outreach_email.created": "A message was drafted or logged.",
        "outreach_email.updated": "A message was corrected.",
        "outreach_email.deleted": "A message was deleted; it can be restored for 30 days.",
        "outreach_email.restored": "A deleted message came back.",
        "outreach_email.purged": "A deleted message went for good, 30 days later.",
        "outreach_email.sent": "A draft was marked as sent.",
        "outreach_email.bounced": "A message came back undelivered.",
        "outreach_email.settled": "Somebody said what became of a message that did not arrive.",
    },
    job_handlers={KEYED_ANEW: key_anew},
    examples=EXAMPLES,
)
