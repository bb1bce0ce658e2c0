"""Contacts, messages and meetings for the tests, made over HTTP with as little said as needed."""

from typing import Any

from tests.client import Client, Json


async def contact(me: Client, full_name: str = "Ana Ruiz", **more: Any) -> Json:
    return await me.make("/contacts", {"full_name": full_name, **more})


async def message(me: Client, about: Json, kind: str | None = None, *, sent_at: str | None = None, **more: Any) -> Json:
    """An outbound message that was sent, unless `direction` says otherwise."""
    body: Json = {"contact_id": about["id"], **more}
    if kind:
        body["kind"] = kind
    if sent_at:
        body["sent_at"] = sent_at
    if body.get("direction", "outbound") == "outbound":
        body.setdefault("status", "sent")
    return await me.make("/outreach-emails", body)


async def inbound(me: Client, about: Json, *, sent_at: str | None = None, **more: Any) -> Json:
    return await message(me, about, direction="inbound", sent_at=sent_at, **more)


async def talk(me: Client, about: Json, *, sent_at: str | None = None, channel: str = "phone", **more: Any) -> Json:
    return await message(me, about, direction="mutual", channel=channel, sent_at=sent_at, **more)


async def meeting(me: Client, *about: Json, starts_at: str | None = None, **more: Any) -> Json:
    body: Json = {"contact_ids": [person["id"] for person in about], **more}
    if starts_at:
        body["starts_at"] = starts_at
    return await me.make("/interviews", body)


async def prepared(me: Client, *about: Json) -> None:
    """A research note and three questions about each: nothing is left to prepare."""
    for person in about:
        await me.make("/research-notes", {"contact_id": person["id"], "learned": "Moved from law to nursing."})
        for text in ("Why?", "How?", "Who else?"):
            await me.make("/questions", {"contact_id": person["id"], "text": text})


async def due(me: Client, as_of: str | None = None, **params: str) -> dict[str, Json]:
    """What shows, by kind and contact's name."""
    query = "&".join(f"{name}={value}" for name, value in {"as_of": as_of, **params}.items() if value)
    items = await me.everything(f"/due?limit=100&{query}".replace("+", "%2B"))
    return {f"{item['kind']} {(item['contact'] or {}).get('full_name', '')}".strip(): item for item in items}
