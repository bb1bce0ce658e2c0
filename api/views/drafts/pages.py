"""A draft as text: the message as it stands, and what it could do better."""

from api.core.http.pages import Page, PageSection
from api.records.reviews.pages import review_section
from api.views.drafts.schemas import DraftOut


def draft_page(draft: DraftOut) -> Page:
    email = draft.outreach_email
    message = PageSection("Message", text=email.body or "")
    return Page(
        email.subject or "(no subject)", [f"/outreach-emails/{email.id}"], [message, review_section(draft.review)]
    )
