"""A year of one student, played day by day, and her list at noon compared with a table."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from inspect import signature
from typing import Any
from zoneinfo import ZoneInfo

from tests.client import Client, Json
from tests.conftest import Clock, Office
from tests.views.due.year import AWAY, CALENDAR, DUE, FACTS

HERE = ZoneInfo(CALENDAR["zone"])
NOON = "12:00"


def moment(text: str) -> str:
    return datetime.fromisoformat(text).replace(tzinfo=HERE).isoformat()


class Year:
    """What the verbs of the story mean. `ids` are of contacts by their names, of meetings, messages and the rest by whom
    they are about, the latest of each.
    """

    def __init__(self, me: Client) -> None:
        self.me = me
        self.ids: dict[tuple[str, str], str] = {}

    async def make(self, kind: str, whom: str, path: str, body: Json) -> None:
        self.ids[kind, whom] = (await self.me.make(path, body))["id"]

    async def step(self, kind: str, whom: str, step: str, body: Json | None = None) -> None:
        paths = {
            "contact": "contacts",
            "meeting": "interviews",
            "message": "outreach-emails",
            "request": "introductions",
        }
        path = paths.get(kind, "promises" if kind.startswith("promise") else kind)
        await self.me.do(f"/{path}/{self.ids[kind, whom]}/{step}", body or {})

    async def adds(self, whom: str, through: str | None = None, **more: Any) -> None:
        known = {"met_through_id": self.ids["contact", through]} if through else {}
        emails = [{"address": f"{whom.split(maxsplit=1)[0].lower()}@people.example"}]
        await self.make("contact", whom, "/contacts", {"full_name": whom, "emails": emails, **known, **more})

    async def files(self, whom: str) -> None:
        await self.adds(whom, approach=False)

    async def logs(self, whom: str, body: Json) -> None:
        await self.make("message", whom, "/outreach-emails", {"contact_id": self.ids["contact", whom], **body})

    async def writes(self, whom: str, kind: str, body: str = "What would you read first?") -> None:
        await self.logs(whom, {"kind": kind, "status": "sent", "body": body if kind != "thank_you" else "Thank you."})

    async def hears(self, whom: str, body: str) -> None:
        await self.logs(whom, {"direction": "inbound", "body": body})

    async def autoreply(self, whom: str, body: str) -> None:
        await self.logs(whom, {"direction": "inbound", "body": body, "auto_reply": True})

    async def talks(self, whom: str, channel: str) -> None:
        await self.logs(whom, {"direction": "mutual", "channel": channel})

    async def drafts(self, whom: str, kind: str) -> None:
        await self.logs(whom, {"kind": kind, "status": "draft", "body": "Dear friend"})

    async def sends(self, whom: str) -> None:
        await self.step("message", whom, "mark-sent", {"body": "Dear friend, the internship begins on Monday."})

    async def discards(self, whom: str) -> None:
        assert (await self.me.delete(f"/outreach-emails/{self.ids['message', whom]}")).status_code == 204

    async def bounces(self, whom: str) -> None:
        await self.step("message", whom, "mark-bounced")

    async def meets(self, whom: str, starts_at: str) -> None:
        body = {"contact_ids": [self.ids["contact", whom]], "starts_at": moment(starts_at)}
        await self.make("meeting", whom, "/interviews", body)

    async def moves(self, whom: str, starts_at: str) -> None:
        await self.step("meeting", whom, "reschedule", {"starts_at": moment(starts_at)})

    async def confirms(self, whom: str) -> None:
        await self.step("meeting", whom, "confirm")

    async def cancels(self, whom: str, by: str) -> None:
        await self.step("meeting", whom, "cancel", {"by": by})

    async def misses(self, whom: str, by: str) -> None:
        await self.step("meeting", whom, "no-show", {"by": by})

    async def completes(self, whom: str) -> None:
        await self.step("meeting", whom, "complete", {"takeaways": "Ask about the night shift."})

    async def researches(self, whom: str) -> None:
        body = {"contact_id": self.ids["contact", whom], "learned": "Moved from law to nursing."}
        await self.me.make("/research-notes", body)

    async def asks(self, whom: str, text: str = "Why did you move?") -> None:
        await self.me.make("/questions", {"contact_id": self.ids["contact", whom], "text": text})

    async def prepares(self, whom: str) -> None:
        await self.researches(whom)
        for text in ("Why did you move?", "What did you give up?", "Whom else should I ask?"):
            await self.asks(whom, text)

    async def defers(self, whom: str, until: str) -> None:
        await self.step("contact", whom, "defer", {"until": until})

    async def declined(self, whom: str) -> None:
        await self.step("contact", whom, "decline")

    async def plans(self, whom: str, target: str) -> None:
        body = {"connector_id": self.ids["contact", whom], "target_id": self.ids["contact", target]}
        await self.make("request", whom, "/introductions", body)

    async def agrees(self, whom: str) -> None:
        await self.step("request", whom, "agree")

    async def introduces(self, whom: str) -> None:
        await self.step("request", whom, "introduce")

    async def refers(self, whom: str, target: str) -> None:
        body = {"contact_id": self.ids["contact", whom], "kind": "referral", "referred_name": target}
        self.ids["contact", target] = (await self.me.make("/outcomes", body))["referred_id"]

    async def advises(self, whom: str) -> None:
        body = {"contact_id": self.ids["contact", whom], "kind": "advice", "what": "Take a statistics course."}
        await self.make("advice", whom, "/outcomes", body)

    async def uses(self, whom: str, used_on: str) -> None:
        await self.me.change(f"/outcomes/{self.ids['advice', whom]}", {"used_on": used_on})

    async def promises(self, whom: str, by: str, due_on: str) -> None:
        body = {"contact_id": self.ids["contact", whom], "by": by, "what": "Send the paper", "due_on": due_on}
        await self.make(f"promise of {by}", whom, "/promises", body)

    async def keeps(self, whom: str, by: str) -> None:
        await self.step(f"promise of {by}", whom, "keep")

    async def news(self, what: str) -> None:
        await self.me.make("/milestones", {"what": what, "is_news": True})

    async def reminds(self, at: str) -> None:
        body = {"text": "Register for courses", "remind_at": moment(at), "time_zone": CALENDAR["zone"]}
        await self.make("reminders", "reminder", "/reminders", body)

    async def does(self, what: str) -> None:
        await self.step("reminders", what, "done")


async def shown(me: Client) -> set[str]:
    """The list as the table has it: severity, kind, whom."""
    found = set()
    for item in await me.everything("/due?limit=100"):
        named = [item["contact"]] if item["contact"] else item["contacts"]
        whom = ", ".join(sorted(person["full_name"] for person in named))
        found.add(f"{item['severity']} {item['kind']} {whom}".strip())
    return found


def expected() -> dict[str, set[str]]:
    found = {}
    for line in DUE.strip().splitlines():
        day, items = line.split(": ", 1)
        found[day] = set(items.split("; "))
    return found


async def test_the_list_of_a_year_is_what_a_sensible_person_wants(office: Office, me: Client, clock: Clock) -> None:
    await office.admin.change("/organization", CALENDAR)
    await me.change(f"/members/{(await me.read('/me'))['member']['id']}", {"away_periods": AWAY})
    await office.work()
    year, seen = Year(me), {}
    looks = [f"{day} {NOON} looks -" for day in expected()]
    for line in sorted([*FACTS.strip().splitlines(), *looks], key=lambda line: line[:16]):
        at, (verb, said) = line[:16], line[17:].split(" ", 1)
        clock.set(moment(at))
        if verb == "looks":
            seen[at[:10]] = await shown(me)
        else:
            does: Callable[..., Coroutine[None, None, None]] = getattr(year, verb)
            await does(*said.split(", ", len(signature(does).parameters) - 1))
    assert seen == expected()
