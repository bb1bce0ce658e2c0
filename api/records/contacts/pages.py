"""A contact, and a list of them, as text."""

from collections.abc import Iterator

from api.core.http.pages import Page, PageSection
from api.records.contacts.schemas import ContactOut, ContactPage


def contact_page(contact: ContactOut) -> Page:
    """What one looks up before writing or calling."""
    said = f"{contact.full_name} ({contact.pronounced})" if contact.pronounced else contact.full_name
    emails = [_labeled(email.address, "came back" if email.undeliverable else email.label) for email in contact.emails]
    phones = [_labeled(phone.number, phone.label) for phone in contact.phones]
    pages = [url for url in (contact.linkedin_url, contact.website_url, *(link.url for link in contact.links)) if url]
    sections = (
        ("How to reach them", [*emails, *phones, *pages]),
        ("Career", [position_said(at.title, at.employer, at.started_on, at.ended_on) for at in contact.positions]),
        (
            "How you found them",
            [text for text in (contact.source and contact.source.replace("_", " "), contact.source_detail) if text],
        ),
        ("What became of it", [f"{role.role}, since {role.since}" for role in contact.roles]),
        ("Your notes", [contact.notes] if contact.notes else []),
    )
    shown = [PageSection(heading, lines) for heading, lines in sections if lines]
    return Page(said, [*_facts(contact), f"/contacts/{contact.id}"], shown, pages)


def contacts_page(page: ContactPage) -> Page:
    """One line each."""
    lines = [_line(contact) for contact in page.items]
    more = [page.next] if page.next else []
    return Page(
        "Contacts",
        [f"{page.total} in all"] if page.total is not None else [],
        [PageSection("On this page", lines or ["Nobody."]), *([PageSection("Next page", more)] if more else [])],
    )


def _line(contact: ContactOut) -> str:
    place = ", ".join(part for part in (contact.title, contact.employer) if part)
    who = f"{contact.full_name} ({place})" if place else contact.full_name
    return f"{who}: {_state(contact)}; /contacts/{contact.id}"


def _state(contact: ContactOut) -> str:
    return ", ".join(part.replace("_", " ") for part in (contact.stage, contact.standing) if part)


def _facts(contact: ContactOut) -> Iterator[str]:
    yield from (part for part in (contact.title, contact.employer, contact.location, contact.time_zone) if part)
    yield _state(contact)
    if contact.last_touch_at:
        yield f"Last touch: {contact.last_touch_at:%d %b %Y}"
    if contact.next_due_at:
        yield f"Something is due: {contact.next_due_at:%d %b %Y}"
    if contact.tags:
        yield f"Tags: {', '.join(contact.tags)}"


def _labeled(value: str, label: str | None) -> str:
    return f"{value} ({label})" if label else value


def position_said(title: str | None, employer: str | None, began: str | None, ended: str | None) -> str:
    """`Charge Nurse, Lakeview Hospice, 2019 to today`."""
    what = ", ".join(part for part in (title, employer) if part) or "Unnamed"
    return f"{what}, {began or '?'} to {ended or 'today'}" if began or ended else what
