"""One chain of migrations for both databases: up and down with data, no drift, and the rules every table keeps."""

import re

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi import FastAPI
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.core.errors import ConfigurationError
from api.core.store.engines import open_engines
from api.core.store.idempotency import Claim, claim_or_replay
from api.core.store.jobs import enqueue
from api.core.store.schema import alembic_config, head, migrate, require_current
from api.core.store.tables import Base
from api.core.store.tenancy import KeyScope, Principal, Role, Scope
from api.main import create_app
from api.records.contacts.schemas import ContactCreate
from api.records.contacts.service import create_contact
from api.records.interviews.schemas import InterviewCreate
from api.records.interviews.service import create_interview
from api.records.introductions.schemas import IntroductionCreate
from api.records.introductions.service import create_introduction, link_message
from api.records.milestones.schemas import MilestoneCreate
from api.records.milestones.service import create_milestone
from api.records.outcomes.schemas import OutcomeCreate
from api.records.outcomes.service import create_outcome
from api.records.outreach_emails.schemas import OutreachEmailCreate
from api.records.outreach_emails.service import create_email
from api.records.promises.schemas import PromiseCreate
from api.records.promises.service import create_promise
from api.records.questions.schemas import QuestionCreate
from api.records.questions.service import create_question
from api.records.reminders.schemas import ReminderCreate
from api.records.reminders.service import create_reminder
from api.records.research_notes.schemas import ResearchNoteCreate
from api.records.research_notes.service import create_note
from api.records.templates.schemas import TemplatePatch
from api.records.templates.service import update_template
from api.settings import Settings
from api.views.due.schemas import Dismissal
from api.views.due.service import dismiss_item
from api.views.due.storing import STORED
from tests.conftest import Clock, make_office
from tests.databases import BOTH

# Their keys: one row a contact, a pair, or a number that has no gaps.
OTHER_KEYS = {
    "contact_states": ["org_id", "member_id", "contact_id"],
    "events": ["org_id", "seq"],
    "organization_counters": ["org_id"],
    "interview_participants": ["org_id", "interview_id", "contact_id"],
    "outreach_email_ccs": ["org_id", "outreach_email_id", "contact_id"],
    "introduction_messages": ["org_id", "outreach_email_id"],
    "text_prints": ["org_id", "outreach_email_id", "print"],
    "organizations": ["id"],
    "api_key_lookups": ["digest"],
    "secret_checks": ["value"],
    "organization_keys": ["org_id"],
}


@pytest.fixture(params=BOTH)
async def engine(request: pytest.FixtureRequest, new_database):
    engines = open_engines(Settings(database_url=new_database(request.param)))
    yield engines.write
    await engines.dispose()


async def run(engine: AsyncEngine, work) -> object:
    async with engine.begin() as connection:
        return await connection.run_sync(work)


async def test_the_chain_goes_up_down_and_up_with_data_in_the_tables(new_database) -> None:
    for kind in BOTH:
        given = Settings(database_url=new_database(kind), secret_key="s" * 40)
        app = create_app(given, now=Clock())
        engine = app.state.engines.write
        await migrate(engine)
        office = await make_office(app, None, Clock())  # type: ignore[arg-type] # nothing is sent over HTTP
        scope = Scope.own(Principal(office.org_id, office.admin_id, Role.ADMIN, None, frozenset(KeyScope)))
        await fill(app, scope)
        for table in Base.metadata.sorted_tables:
            async with engine.connect() as connection:
                assert (await connection.execute(select(func.count()).select_from(table))).scalar_one(), table.name
        await run(engine, lambda connection: command.downgrade(alembic_config(connection), "base"))
        assert await run(engine, lambda connection: inspect(connection).get_table_names()) == ["alembic_version"]
        await migrate(engine)
        await require_current(engine)
        await app.state.engines.dispose()


async def fill(app: FastAPI, scope: Scope) -> None:
    """A row in every table."""
    async with app.state.database.write(scope, request_id="fill") as write:
        claim = Claim.of(write, method="POST", target="/contacts", key="k", payload=b"{}")
        assert await claim_or_replay(write, claim) is None
        ana = await create_contact(write, ContactCreate(full_name="Ana"))
        ben = await create_contact(write, ContactCreate(full_name="Ben"))
        call = {"contact_ids": [ana.id], "starts_at": "2026-03-05T15:00:00Z"}
        await create_interview(write, InterviewCreate.model_validate(call))
        note = {"contact_id": ana.id, "cc_contact_ids": [ben.id], "kind": "request", "status": "sent"}
        note["body"] = "I read your article on hospice nights and would like to ask you why you stayed."
        email = await create_email(write, OutreachEmailCreate.model_validate(note))
        planned = IntroductionCreate(connector_id=ana.id, target_id=ben.id)
        asked = await create_introduction(write, planned)
        await link_message(write, asked.id, email.id)
        await create_promise(write, PromiseCreate.model_validate({"contact_id": ana.id, "by": "me", "what": "It"}))
        await create_outcome(write, OutcomeCreate.model_validate({"contact_id": ana.id, "kind": "hire"}))
        await create_milestone(write, MilestoneCreate(what="I moved.", is_news=True))
        await update_template(write, "request", TemplatePatch(subject="A question"))
        note_out = await create_note(write, ResearchNoteCreate(contact_id=ana.id, learned="Much."))
        asked = QuestionCreate(contact_id=ana.id, text="Why?", based_on_note_id=note_out.id)
        await create_question(write, asked)
        await create_reminder(write, ReminderCreate(text="Call", remind_at="2026-03-05T15:00:00Z"))
        await write.derive()
        rows = await write.rows(STORED, ids=[ana.id])
        await dismiss_item(write, rows[0].id, Dismissal())
        await enqueue(write, "rebuild_due", {}, dedupe_key="rebuild_due")
        await write.commit()


async def test_the_models_do_not_drift_from_the_migrations(engine: AsyncEngine) -> None:
    await migrate(engine)

    def drift(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)

    assert await run(engine, drift) == []


async def test_migrating_twice_changes_nothing(engine: AsyncEngine) -> None:
    await migrate(engine)
    await migrate(engine)
    await require_current(engine)


async def test_a_database_that_is_not_set_up_or_newer_is_refused_in_one_line(engine: AsyncEngine) -> None:
    with pytest.raises(ConfigurationError, match="touchbase migrate"):
        await require_current(engine)
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '2099_01_01_0001'"))
    for refused in (migrate, require_current):
        with pytest.raises(ConfigurationError, match="newer version"):
            await refused(engine)


def test_there_is_one_head() -> None:
    assert re.fullmatch(r"\d{4}_\d\d_\d\d_\d{4}", head()), "a revision is named by its day and time"


def test_every_primary_key_begins_with_the_organization_then_the_id() -> None:
    for table in Base.metadata.sorted_tables:
        assert [column.name for column in table.primary_key] == OTHER_KEYS.get(table.name, ["org_id", "id"]), table.name


def test_every_unique_constraint_index_and_reference_includes_the_organization() -> None:
    for table in Base.metadata.sorted_tables:
        if table.name in {"organizations", "api_key_lookups", "secret_checks"}:
            continue
        groups = [*table.indexes, *(constraint for constraint in table.constraints if hasattr(constraint, "columns"))]
        for group in groups:
            assert "org_id" in group.columns, f"{table.name}: {group.name}"


def test_names_are_short_enough_for_every_database() -> None:
    for table in Base.metadata.sorted_tables:
        for constraint in (*table.indexes, *table.constraints):
            assert 0 < len(str(constraint.name or "")) <= 54, f"{table.name}: {constraint.name}"


def test_no_table_needs_what_a_distributed_database_lacks() -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            assert column.server_default is None, f"{table.name}.{column.name}"
            assert column.identity is None
        for reference in table.foreign_keys:
            assert reference.ondelete is None
            assert reference.onupdate is None
