"""Random histories below HTTP: each step is one write through the services, as a route would do it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import bindparam, delete, select

from api.core.errors import Problem
from api.core.store.jobs import Payload
from api.core.store.tenancy import Scope
from api.core.store.units import Database, Write
from api.method.due.policy import NUMBERS
from api.records.contacts import service as contacts
from api.records.contacts.models import ContactState
from api.records.contacts.schemas import ContactCreate, ContactPatch, Decline, Deferral
from api.records.interviews import service as interviews
from api.records.interviews.schemas import CallOff, Completion, Happened, InterviewCreate, InterviewPatch, Schedule
from api.records.introductions import service as introductions
from api.records.introductions.schemas import Closing, IntroductionCreate, IntroductionPatch, IntroductionStep
from api.records.members.schemas import MemberPatch
from api.records.members.service import update_member
from api.records.milestones import service as milestones
from api.records.milestones.schemas import MilestoneCreate, MilestoneDone, MilestonePatch
from api.records.organization.schemas import OrganizationPatch
from api.records.organization.service import update_organization
from api.records.outcomes import service as outcomes
from api.records.outcomes.schemas import OutcomeCreate, OutcomePatch
from api.records.outreach_emails import delivery
from api.records.outreach_emails import service as emails
from api.records.outreach_emails.schemas import (
    Bounce,
    Kind,
    OutreachEmailCreate,
    OutreachEmailPatch,
    Sending,
    Settlement,
)
from api.records.promises import service as promises
from api.records.promises.schemas import PromiseCreate, PromisePatch, PromiseStep
from api.records.questions import service as questions
from api.records.questions.schemas import QuestionCreate, QuestionPatch
from api.records.reminders import service as reminders
from api.records.reminders.schemas import Doing, ReminderCreate, ReminderPatch
from api.records.research_notes import service as research_notes
from api.records.research_notes.schemas import ResearchNoteCreate, ResearchNotePatch
from api.views.due import service as due
from api.views.due.models import DueItem
from api.views.due.rebuild import rebuild_at_once
from api.views.due.schemas import Dismissal, Snooze

_d = DueItem.__table__.c
OPEN_ITEMS = (
    select(_d.id)
    .where(_d.org_id == bindparam("org_id"), _d.expires_at > bindparam("now"))
    .order_by(_d.due_at, _d.rank, _d.subject_id)
)
START = datetime(2026, 3, 2, 15, tzinfo=UTC)
KINDS = list(Kind)
EMPLOYERS = ["St. Brigid", "Lakeview", None]


@dataclass(frozen=True)
class Draw:
    """The numbers a step decides by."""

    numbers: Sequence[int]

    def pick(self, at: int, options: Sequence[Any]) -> Any:
        return options[self.numbers[at] % len(options)]

    def chance(self, at: int, one_in: int) -> bool:
        return self.numbers[at] % one_in == 0

    def moment(self, at: int) -> str:
        hours = self.numbers[at] % (24 * 60) - 24 * 58
        when = START + timedelta(hours=hours, minutes=self.numbers[at] % 7)
        return when.date().isoformat() if self.chance(at, 3) else when.isoformat()

    def instant(self, at: int, *, ahead: int = 0) -> str:
        return (START + timedelta(hours=self.numbers[at] % (24 * 60) - 24 * 40 + 24 * ahead)).isoformat()

    def day(self, at: int) -> str:
        return (START + timedelta(days=self.numbers[at] % 300)).date().isoformat()


@dataclass
class World:
    """What a history has made so far."""

    contacts: list[UUID] = field(default_factory=list)
    emails: list[UUID] = field(default_factory=list)
    interviews: list[UUID] = field(default_factory=list)
    reminders: list[UUID] = field(default_factory=list)
    questions: list[UUID] = field(default_factory=list)
    notes: list[UUID] = field(default_factory=list)
    introductions: list[UUID] = field(default_factory=list)
    promises: list[UUID] = field(default_factory=list)
    outcomes: list[UUID] = field(default_factory=list)
    milestones: list[UUID] = field(default_factory=list)

    def some_contacts(self, draw: Draw, at: int, most: int) -> list[str]:
        count = 1 + draw.numbers[at] % most
        chosen = [draw.pick(at + place, self.contacts) for place in range(count)]
        return [str(name) for name in dict.fromkeys(chosen)]


Step = Callable[[Write, World, Draw], Awaitable[None]]


async def add_contact(write: Write, world: World, draw: Draw) -> None:
    body = {
        "full_name": f"Person {len(world.contacts)}",
        "keep_in_touch": draw.pick(0, [None, True, False]),
        "employer": draw.pick(1, EMPLOYERS),
        "approach": draw.pick(2, [None, None, True, False]),
        "met_through_id": str(draw.pick(3, world.contacts)) if world.contacts and draw.chance(4, 3) else None,
    }
    made = await contacts.create_contact(write, ContactCreate.model_validate(body))
    world.contacts.append(made.id)


async def change_contact(write: Write, world: World, draw: Draw) -> None:
    patches: Sequence[Mapping[str, Any]] = [
        {"keep_in_touch": True},
        {"keep_in_touch": False},
        {"keep_in_touch": None},
        {"approach": True},
        {"approach": False},
        {"approach": None},
        {"full_name": f"Renamed {draw.numbers[2]}"},
        {"met_through_id": None},
        {"archived": True},
        {"archived": False},
        {"do_not_contact": True},
        {"do_not_contact": False},
        {"deceased": True},
        {"deceased": False},
        {"cadence": "P2W"},
        {"cadence": None},
        {"employer": draw.pick(2, EMPLOYERS)},
        {"employer": draw.pick(3, EMPLOYERS)},
    ]
    patch = ContactPatch.model_validate(draw.pick(1, patches))
    await contacts.update_contact(write, draw.pick(0, world.contacts), patch)


async def decide_contact(write: Write, world: World, draw: Draw) -> None:
    contact_id = draw.pick(0, world.contacts)
    at = draw.instant(2)
    match draw.pick(1, ["defer", "decline", "resume", "delete", "restore"]):
        case "defer":
            await contacts.defer_contact(write, contact_id, Deferral.model_validate({"until": draw.day(3), "at": at}))
        case "decline":
            await contacts.decline_contact(write, contact_id, Decline.model_validate({"at": at}))
        case "resume":
            await contacts.resume_contact(write, contact_id)
        case "delete":
            await contacts.delete_contact(write, contact_id)
        case _:
            await contacts.restore_contact(write, contact_id)


async def add_email(write: Write, world: World, draw: Draw) -> None:
    direction = draw.pick(0, ["outbound", "outbound", "inbound", "inbound", "mutual"])
    first, *others = world.some_contacts(draw, 1, 3)
    body = {
        "contact_id": first,
        "cc_contact_ids": others if draw.chance(2, 2) else [],
        "direction": direction,
        "kind": draw.pick(3, KINDS),
        "expects_answer": draw.pick(4, [None, None, None, True, False]),
        "auto_reply": direction == "inbound" and draw.chance(5, 5),
        "also": ["thank_you"] if draw.chance(4, 4) else [],
        "body": draw.pick(7, [None, "Would Tuesday suit?", "Thank you so much."]),
    }
    if direction == "mutual":
        body["channel"] = draw.pick(6, ["phone", "in_person"])
    if direction != "outbound" or not draw.chance(6, 6):
        body["sent_at"] = draw.moment(6)
    if world.interviews and draw.chance(7, 3):
        body["interview_id"] = str(draw.pick(7, world.interviews))
    if world.emails and draw.chance(2, 3):
        body["in_reply_to_id"] = str(draw.pick(2, world.emails))
    made = await emails.create_email(write, OutreachEmailCreate.model_validate(body))
    world.emails.append(made.id)


async def change_email(write: Write, world: World, draw: Draw) -> None:
    email_id = draw.pick(0, world.emails)
    patches: Sequence[Mapping[str, Any]] = [
        {"contact_id": str(draw.pick(2, world.contacts))},
        {"contact_id": str(draw.pick(3, world.contacts))},
        {"cc_contact_ids": world.some_contacts(draw, 2, 2)},
        {"cc_contact_ids": []},
        {"sent_at": draw.moment(3)},
        {"kind": draw.pick(4, KINDS)},
        {"expects_answer": draw.pick(5, [True, False, None])},
        {"direction": draw.pick(6, ["inbound", "outbound"])},
        {"in_reply_to_id": None},
        {"body": draw.pick(7, [None, "Would Tuesday suit?", "Thank you so much."])},
    ]
    match draw.pick(1, ["patch", "patch", "patch", "sent", "bounced", "settle", "delete", "restore"]):
        case "sent":
            await delivery.mark_sent(write, email_id, Sending.model_validate({"at": draw.moment(3)}))
        case "bounced":
            await delivery.mark_bounced(write, email_id, Bounce())
        case "settle":
            status = draw.pick(3, ["sent", "canceled"])
            await delivery.settle_email(write, email_id, Settlement.model_validate({"status": status}))
        case "delete":
            await emails.delete_email(write, email_id)
        case "restore":
            await emails.restore_email(write, email_id)
        case _:
            await emails.update_email(write, email_id, OutreachEmailPatch.model_validate(draw.pick(7, patches)))


async def add_interview(write: Write, world: World, draw: Draw) -> None:
    body: dict[str, Any] = {"contact_ids": world.some_contacts(draw, 0, 3)}
    status = draw.pick(3, ["proposed", "scheduled", "scheduled", "completed"])
    if status != "proposed":
        body["starts_at"] = draw.instant(4, ahead=0 if status == "completed" else 30)
        body["status"] = status
        if status == "completed" and draw.chance(5, 2):
            body["takeaways"] = "Much."
    made = await interviews.create_interview(write, InterviewCreate.model_validate(body))
    world.interviews.append(made.id)


async def change_interview(write: Write, world: World, draw: Draw) -> None:
    interview_id = draw.pick(0, world.interviews)
    schedule = Schedule.model_validate({"starts_at": draw.instant(2, ahead=20)})
    patches: Sequence[Mapping[str, Any]] = [
        {"contact_ids": world.some_contacts(draw, 3, 3)},
        {"starts_at": draw.instant(2)},
        {"duration_minutes": 90},
        {"takeaways": "Much."},
        {"takeaways": None},
    ]
    steps: Mapping[str, Callable[[], Awaitable[Any]]] = {
        "patch": lambda: interviews.update_interview(
            write, interview_id, InterviewPatch.model_validate(draw.pick(4, patches))
        ),
        "schedule": lambda: interviews.schedule_interview(write, interview_id, schedule),
        "reschedule": lambda: interviews.reschedule_interview(write, interview_id, schedule),
        "confirm": lambda: interviews.confirm_interview(write, interview_id, Happened()),
        "complete": lambda: interviews.complete_interview(write, interview_id, Completion()),
        "cancel": lambda: interviews.cancel_interview(write, interview_id, CallOff.model_validate({"by": "me"})),
        "miss": lambda: interviews.miss_interview(write, interview_id, CallOff.model_validate({"by": "them"})),
        "reopen": lambda: interviews.reopen_interview(write, interview_id),
        "delete": lambda: interviews.delete_interview(write, interview_id),
        "restore": lambda: interviews.restore_interview(write, interview_id),
    }
    await steps[draw.pick(1, ["patch", *steps])]()


async def add_reminder(write: Write, world: World, draw: Draw) -> None:
    body = {
        "text": "Look for news",
        "remind_at": draw.instant(0),
        "rrule": draw.pick(1, [None, "FREQ=WEEKLY;COUNT=5", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=9"]),
        "time_zone": draw.pick(2, [None, "America/New_York", "Asia/Tokyo"]),
        "contact_id": str(draw.pick(3, world.contacts)) if draw.chance(4, 2) else None,
    }
    made = await reminders.create_reminder(write, ReminderCreate.model_validate(body))
    world.reminders.append(made.id)


async def change_reminder(write: Write, world: World, draw: Draw) -> None:
    reminder_id = draw.pick(0, world.reminders)
    patches: Sequence[Mapping[str, Any]] = [
        {"contact_id": str(draw.pick(3, world.contacts))},
        {"contact_id": None},
        {"rrule": draw.pick(4, [None, "FREQ=DAILY;COUNT=12"])},
        {"remind_at": draw.instant(4)},
        {"text": "Call"},
    ]
    match draw.pick(1, ["patch", "patch", "done", "done", "delete", "restore"]):
        case "done":
            await reminders.finish_reminder(write, reminder_id, Doing())
        case "delete":
            await reminders.REMINDERS.delete(write, reminder_id)
        case "restore":
            await reminders.REMINDERS.restore(write, reminder_id)
        case _:
            patch = ReminderPatch.model_validate(draw.pick(2, patches))
            await reminders.update_reminder(write, reminder_id, patch)


async def introduce(write: Write, world: World, draw: Draw) -> None:
    connector, *others = world.some_contacts(draw, 0, 3)
    target = {"target_id": others[0]} if others else {"target_name": "Cy Young"}
    given = IntroductionCreate.model_validate({"connector_id": connector, **target})
    world.introductions.append((await introductions.create_introduction(write, given)).id)


async def change_introduction(write: Write, world: World, draw: Draw) -> None:
    introduction_id = draw.pick(0, world.introductions)
    step = {"at": draw.instant(2)} if draw.chance(3, 3) else {}
    given, closing = IntroductionStep.model_validate(step), Closing()
    patches: Sequence[Mapping[str, Any]] = [
        {"target_id": str(draw.pick(4, world.contacts))},
        {"connector_id": str(draw.pick(4, world.contacts))},
        {"target_name": "Di Wu"},
    ]
    patch = IntroductionPatch.model_validate(draw.pick(5, patches))
    steps: Mapping[str, Callable[[], Awaitable[Any]]] = {
        "patch": lambda: introductions.update_introduction(write, introduction_id, patch),
        "request": lambda: introductions.request_introduction(write, introduction_id, given),
        "agree": lambda: introductions.agree_introduction(write, introduction_id, given),
        "introduce": lambda: introductions.make_introduction(write, introduction_id, given),
        "decline": lambda: introductions.decline_introduction(write, introduction_id, closing),
        "close": lambda: introductions.close_introduction(write, introduction_id, closing),
        "delete": lambda: introductions.INTRODUCTIONS.delete(write, introduction_id),
        "restore": lambda: introductions.INTRODUCTIONS.restore(write, introduction_id),
    }
    await steps[draw.pick(1, ["request", "introduce", *steps])]()


async def give(write: Write, world: World, draw: Draw) -> None:
    """Promises and outcomes; some of them change again."""
    first, *others = world.some_contacts(draw, 0, 2)
    match draw.pick(1, ["promise", "outcome", "keep", "move", "use", "delete", "restore"]):
        case "keep" if world.promises:
            await promises.keep_promise(write, draw.pick(2, world.promises), PromiseStep())
        case "move" if world.promises:
            patch = PromisePatch.model_validate({"contact_id": first, "due_on": draw.day(3)})
            await promises.update_promise(write, draw.pick(2, world.promises), patch)
        case "use" if world.outcomes:
            patched = OutcomePatch.model_validate({"used_on": draw.day(3), "contact_id": first})
            await outcomes.update_outcome(write, draw.pick(2, world.outcomes), patched)
        case "delete" if world.outcomes:
            await outcomes.OUTCOMES.delete(write, draw.pick(2, world.outcomes))
        case "restore" if world.outcomes:
            await outcomes.OUTCOMES.restore(write, draw.pick(2, world.outcomes))
        case "outcome":
            body = {"contact_id": first, "kind": draw.pick(2, ["advice", "referral", "offer", "mentorship"])}
            body |= {"happened_on": draw.day(3), "referred_id": others[0] if others else None}
            world.outcomes.append((await outcomes.create_outcome(write, OutcomeCreate.model_validate(body))).id)
        case _:
            made = {"contact_id": first, "by": draw.pick(2, ["me", "them"]), "what": "It", "due_on": draw.day(3)}
            world.promises.append((await promises.create_promise(write, PromiseCreate.model_validate(made))).id)


async def tell(write: Write, world: World, draw: Draw) -> None:
    """A milestone; some of them change again."""
    match draw.pick(0, ["add", "add", "news", "no_news", "happened", "done", "delete", "restore"]):
        case "news" | "no_news" as step if world.milestones:
            patch = MilestonePatch(is_news=step == "news")
            await milestones.update_milestone(write, draw.pick(1, world.milestones), patch)
        case "happened" if world.milestones:
            patch = MilestonePatch.model_validate({"happened_on": draw.instant(2)[:10]})
            await milestones.update_milestone(write, draw.pick(1, world.milestones), patch)
        case "done" if world.milestones:
            await milestones.finish_milestone(write, draw.pick(1, world.milestones), MilestoneDone())
        case "delete" if world.milestones:
            await milestones.MILESTONES.delete(write, draw.pick(1, world.milestones))
        case "restore" if world.milestones:
            await milestones.MILESTONES.restore(write, draw.pick(1, world.milestones))
        case _:
            body = {"what": "I moved", "happened_on": draw.instant(2)[:10], "is_news": not draw.chance(3, 4)}
            made = await milestones.create_milestone(write, MilestoneCreate.model_validate(body))
            world.milestones.append(made.id)


async def prepare(write: Write, world: World, draw: Draw) -> None:
    contact_id = draw.pick(0, world.contacts)
    if draw.chance(1, 3):
        note = ResearchNoteCreate(contact_id=contact_id, learned="Much.")
        world.notes.append((await research_notes.create_note(write, note)).id)
        return
    body = {"contact_id": str(contact_id), "text": f"Question {len(world.questions)}?"}
    if world.interviews and draw.chance(2, 2):
        body["interview_id"] = str(draw.pick(3, world.interviews))
    world.questions.append((await questions.create_question(write, QuestionCreate.model_validate(body))).id)


async def change_question(write: Write, world: World, draw: Draw) -> None:
    question_id = draw.pick(0, world.questions)
    patches: Sequence[Mapping[str, Any]] = [
        {"interview_id": str(draw.pick(2, world.interviews)) if world.interviews else None},
        {"interview_id": None},
        {"answer": "So."},
        {"asked": draw.chance(3, 2)},
    ]
    match draw.pick(1, ["patch", "patch", "delete", "restore"]):
        case "delete":
            await questions.delete_question(write, question_id)
        case "restore":
            await questions.restore_question(write, question_id)
        case _:
            patch = QuestionPatch.model_validate(draw.pick(4, patches))
            await questions.update_question(write, question_id, patch)


async def change_note(write: Write, world: World, draw: Draw) -> None:
    note_id = draw.pick(0, world.notes)
    match draw.pick(1, ["move", "delete", "restore"]):
        case "move":
            patch = ResearchNotePatch.model_validate({"contact_id": str(draw.pick(2, world.contacts))})
            await research_notes.update_note(write, note_id, patch)
        case "delete":
            await research_notes.RESEARCH_NOTES.delete(write, note_id)
        case _:
            await research_notes.RESEARCH_NOTES.restore(write, note_id)


async def decide_item(write: Write, world: World, draw: Draw) -> None:
    rows = await write.rows(OPEN_ITEMS)
    if not rows:
        return
    item_id = draw.pick(0, rows).id
    match draw.pick(1, ["snooze", "snooze", "dismiss", "restore"]):
        case "snooze":
            span = draw.pick(2, ["PT3H", "P2D", "P3W", "P4M"])
            await due.snooze_item(write, item_id, Snooze.model_validate({"for": span}))
        case "dismiss":
            await due.dismiss_item(write, item_id, Dismissal())
        case _:
            await due.restore_item(write, item_id)


async def change_settings(write: Write, world: World, draw: Draw) -> None:
    name = draw.pick(2, list(NUMBERS))
    number = NUMBERS[name]
    patches: Sequence[Mapping[str, Any]] = [
        {"due_policy": {name: number.least + draw.numbers[1] % (number.most - number.least + 1)}},
        {"due_policy": {name: None}},
        {"due_policy": {"widen_on": draw.chance(1, 2)}},
        {"due_policy": {"widen_on": True}},
        {"zone": draw.pick(1, ["America/New_York", "Asia/Tokyo", "UTC", "Pacific/Apia"])},
        {"weekend": draw.pick(1, [["friday", "saturday"], ["saturday", "sunday"], []])},
        {"holiday_country": draw.pick(1, ["US", "DE", None])},
        {"closed_periods": [{"starts_on": "2026-03-05", "ends_on": "2026-03-20"}] if draw.chance(1, 2) else []},
    ]
    await update_organization(write, OrganizationPatch.model_validate(draw.pick(0, patches)))


async def change_member(write: Write, world: World, draw: Draw) -> None:
    patches: Sequence[Mapping[str, Any]] = [
        {"zone": draw.pick(1, ["Europe/Berlin", "America/Los_Angeles", None])},
        {"day_starts_at": draw.pick(1, ["06:30", "08:00"])},
        {"cadence": draw.pick(1, ["P1M", None])},
        {"away_periods": [{"starts_on": "2026-03-09", "ends_on": "2026-03-11"}] if draw.chance(1, 2) else []},
    ]
    patch = MemberPatch.model_validate(draw.pick(0, patches))
    await update_member(write, write.scope.member_id, patch)


STEPS: Sequence[tuple[Step, int]] = (
    (add_contact, 2),
    (change_contact, 3),
    (decide_contact, 3),
    (add_email, 8),
    (change_email, 5),
    (add_interview, 4),
    (change_interview, 7),
    (add_reminder, 2),
    (change_reminder, 3),
    (introduce, 3),
    (change_introduction, 5),
    (give, 5),
    (tell, 4),
    (prepare, 4),
    (change_question, 2),
    (change_note, 1),
    (decide_item, 4),
    (change_settings, 2),
    (change_member, 1),
)
NEEDS: Mapping[Step, Callable[[World], Sequence[UUID]]] = {
    change_email: lambda made: made.emails,
    change_interview: lambda made: made.interviews,
    change_reminder: lambda made: made.reminders,
    change_question: lambda made: made.questions,
    change_note: lambda made: made.notes,
    change_introduction: lambda made: made.introductions,
}
_weighted = [step for step, weight in STEPS for _ in range(weight)]
numbers = st.lists(st.integers(0, 10_000), min_size=8, max_size=8)
_more = st.lists(st.tuples(st.sampled_from(_weighted), numbers), min_size=5, max_size=36)
histories = _more.map(lambda steps: [*((add_contact, drawn) for _, drawn in steps[:4]), *steps])
History = Sequence[tuple[Step, Sequence[int]]]


async def live(database: Database, scope: Scope, history: History, world: World) -> int:
    """Run the steps, each in its own write; what a rule of the domain refuses is rolled back. Gives how many stood."""
    stood = 0
    for step, drawn in history:
        needs = NEEDS.get(step, lambda made: made.contacts)(world)
        chosen = step if needs or step in {change_settings, change_member} else add_contact
        try:
            async with database.write(scope, request_id="history") as write:
                await chosen(write, world, Draw([*drawn, *drawn]))
                await write.commit()
            stood += 1
        except Problem:
            continue
    return stood


Snapshot = tuple[dict[Any, Any], dict[Any, Any]]


async def stored(database: Database, scope: Scope) -> Snapshot:
    """Every due item and contact state of the organization, without the times at which they were computed."""
    async with database.engines.read.connect() as connection:
        items = await connection.execute(select(DueItem.__table__).where(DueItem.org_id == scope.org_id))
        states = await connection.execute(select(ContactState.__table__).where(ContactState.org_id == scope.org_id))
        return (
            {row.id: {**row._asdict(), "computed_at": None} for row in items},
            {row.contact_id: {**row._asdict(), "changed_at": None} for row in states},
        )


async def rebuilt(database: Database, scope: Scope) -> Snapshot:
    """The same after everything derived was thrown away and computed from the facts alone."""
    async with database.write(scope, request_id="rebuild") as write:
        for model in (DueItem, ContactState):
            await write.run(delete(model.__table__).where(model.org_id == scope.org_id), {})
        await write.commit()
    payload: Payload | None = {}
    while payload is not None:
        async with database.write(scope, request_id="rebuild") as write:
            payload = await rebuild_at_once(write, payload)
    return await stored(database, scope)
