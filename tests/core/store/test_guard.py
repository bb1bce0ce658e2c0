"""The guard of sessions, and the proof that every prebuilt statement names the organization."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import Alias, CompoundSelect, Delete, Select, Table, Update, insert, select, text, update
from sqlalchemy.sql import visitors

import api
from api.core.fields.ids import new_id
from api.core.store.pagination import Collection
from api.core.store.records import Records, Rows
from api.core.store.tenancy import KeyScope, Principal, Role, Scope, UnscopedStatementError, guard
from api.core.store.units import CommitOutsideWriteError
from api.records.contacts.models import Contact
from tests.client import Client
from tests.conftest import Clock, Office, make_office
from tests.factories import contact

# Asked before a tenant is known, or for every tenant at once.
WITHOUT_ORGANIZATION = {
    "api.records.api_keys.auth.FIND_KEY",
    "api.work.daily.LACKING",
    "api.work.observing.READY",
    "api.work.observing.HOW_MANY_FAILED",
    "api.rotation.SEALED_UNDER_ANOTHER",
    "api.rotation.WORKING_KEYS",
    "api.records.api_keys.auth.KNOW",
    "api.records.api_keys.service.FROM_BEFORE",
    "api.rotation.FORGET_LOOKUPS",
    "api.core.store.jobs.READY",
    "api.views.due.rebuild.OUTDATED",
}


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(api.__path__, "api."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def statements() -> Iterator[tuple[str, Any]]:
    for module in modules():
        for name, value in vars(module).items():
            place = f"{module.__name__}.{name}"
            if isinstance(value, Collection):
                yield place, value.statement
            elif isinstance(value, Rows):
                yield place, value.are_mine
            if isinstance(value, Records):
                yield place, value.collection.statement
                yield place, value.by_id
            if isinstance(value, Select | CompoundSelect | Update | Delete):
                yield place, value


def test_every_prebuilt_statement_binds_the_organization_for_every_table() -> None:
    checked = 0
    for place, statement in statements():
        if place in WITHOUT_ORGANIZATION:
            continue
        sql = str(statement)
        found = set(visitors.iterate(statement))
        aliases = {element for element in found if isinstance(element, Alias)}
        tables = {
            element for element in found if isinstance(element, Table) and re.search(rf"\b{element.name}\.\w", sql)
        }
        for table in aliases | tables:
            if "org_id" in table.c:
                assert re.search(rf"\b{table.name}\.org_id = ", sql), f"{place}: {table.name}"
                checked += 1
            elif table.name == "organizations":
                assert re.search(r"\borganizations\.id = :(org_id|of_org)\b", sql), place
    assert checked > 40


def as_member(office: Office) -> Scope:
    return Scope.own(Principal(office.org_id, office.admin_id, Role.ADMIN, new_id(), frozenset(KeyScope)))


async def test_a_session_finds_nothing_of_others(app: FastAPI, office: Office, me: Client, clock: Clock) -> None:
    ana = await contact(me)
    async with app.state.database.write(as_member(office), request_id="test") as write:
        found = select(Contact).where(Contact.id == UUID(ana["id"]))
        assert (await write.session.scalars(select(Contact))).all() == []
        assert (await write.session.scalars(found)).all() == []
        changed = await write.session.execute(update(Contact).values(full_name="Mine"))
        assert changed.rowcount == 0


async def test_what_the_guard_cannot_filter_is_refused(app: FastAPI, office: Office, clock: Clock) -> None:
    async with app.state.database.write(as_member(office), request_id="test") as write:
        row = {"org_id": office.org_id, "id": new_id()}
        for statement, parameters in (
            (select(Contact).from_statement(text("SELECT * FROM contacts")), None),
            (insert(Contact), [row]),
            (update(Contact), [{**row, "full_name": "Mine"}]),
        ):
            with pytest.raises(UnscopedStatementError):
                await write.session.execute(statement, parameters)


async def test_a_row_of_another_organization_is_not_flushed(app: FastAPI, office: Office, clock: Clock) -> None:
    other = await make_office(app, office.http, clock)
    async with app.state.database.write(as_member(office), request_id="test") as write:
        write.session.add(Contact(org_id=other.org_id, id=new_id(), member_id=other.admin_id, full_name="Theirs"))
        with pytest.raises(UnscopedStatementError, match="another organization"):
            await write.session.flush()


async def test_a_session_serves_one_scope_and_commits_one_way(app: FastAPI, office: Office, clock: Clock) -> None:
    async with app.state.database.write(as_member(office), request_id="test") as write:
        with pytest.raises(UnscopedStatementError, match="one scope"):
            guard(write.session.sync_session, as_member(office))
        with pytest.raises(CommitOutsideWriteError):
            await write.session.commit()


async def test_the_reading_engine_cannot_write(app: FastAPI, office: Office, clock: Clock) -> None:
    async with app.state.engines.read.connect() as connection:
        with pytest.raises(Exception, match=r"readonly|read-only"):
            await connection.execute(text("UPDATE contacts SET full_name = 'x'"))
