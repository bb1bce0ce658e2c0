"""The two units of work: `Read` runs prebuilt statements, `Write` is one transaction with one way to commit."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Engine, Executable, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.util import greenlet_spawn

from api.core.errors import Problem
from api.core.store.engines import Engines
from api.core.store.events import BUMP_COUNTER, INSERT_EVENTS, Event, numbered
from api.core.store.secrets import Secrets
from api.core.store.tenancy import Scope, ScopedSession, guard
from api.core.store.values import ResultRow, Values


class Unit(Protocol):
    """What a service needs to read, inside a write or outside."""

    @property
    def scope(self) -> Scope: ...
    @property
    def now(self) -> datetime: ...
    @property
    def secrets(self) -> Secrets: ...
    # Any: a parameter has the type of its column.
    async def rows(self, statement: Executable, **values: Any) -> Sequence[ResultRow]: ...


@dataclass(frozen=True, slots=True)
class Read:
    """Statements in AUTOCOMMIT, each a snapshot of its own, on the engine that cannot write.

    `target` is the request's path and query, for the next page's link.
    """

    engine: AsyncEngine
    scope: Scope
    now: datetime
    target: str
    secrets: Secrets

    async def rows(self, statement: Executable, **values: Any) -> Sequence[ResultRow]:
        """Run a prebuilt statement; `org_id`, `member_id` and `now` are bound for it."""
        return await greenlet_spawn(_fetch, self.engine.sync_engine, statement, bound(self) | values)


def _fetch(engine: Engine, statement: Executable, values: Values) -> Sequence[ResultRow]:
    """Connect, execute and fetch at one go: three awaits would cost three switches of context."""
    with engine.connect() as connection:
        return connection.execute(statement, values).all()


@dataclass(slots=True)
class Write:
    """One transaction. Services add to it and never commit; the route class does, once the response is built.

    `touched` holds the ids of what changed, by its kind, from which hooks derive what follows; the kinds are theirs. `found`
    is what they found out about it that no row keeps, by its id, for the answer.
    """

    session: AsyncSession
    scope: Scope
    now: datetime
    request_id: str
    before_commit: Sequence["BeforeCommit"]
    secrets: Secrets
    if_match: str | None = None
    touched: defaultdict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    found: dict[UUID, Values] = field(default_factory=dict)
    has_enqueued: bool = False
    jobs_wait: asyncio.Event = field(default_factory=asyncio.Event)
    _events: list[Event] = field(default_factory=list)

    async def rows(self, statement: Executable, **values: Any) -> Sequence[ResultRow]:
        result = await (await self.session.connection()).execute(statement, bound(self) | values)
        return result.all()

    async def run(self, statement: Executable, values: Values | Sequence[Values]) -> None:
        await (await self.session.connection()).execute(statement, values)

    def record(self, event: Event) -> None:
        self._events.append(event)

    def touch(self, kind: str, ids: Iterable[UUID]) -> None:
        """Note things whose items are to be computed anew, where no changed row says so."""
        self.touched[kind].update(ids)

    async def derive(self) -> None:
        """Write what has changed, and bring what is derived up to date, so that an answer can show it.

        Where anything was recorded or touched, the organization's commit lock is held from here on.
        """
        await self.session.flush()
        if not (self._events or any(self.touched.values())):
            return
        events, self._events = self._events, []
        last_seq = await self.take_commit_lock(len(events))
        for hook in self.before_commit:
            await hook(self)
        self.touched.clear()
        if events:
            await self.run(INSERT_EVENTS, list(numbered(events, last_seq, self._shared())))

    async def take_commit_lock(self, how_many: int = 0) -> int:
        """Take the organization's commit lock, and numbers for events; gives the last of them."""
        counter = {"of_org": self.scope.org_id, "how_many": how_many}
        connection = await self.session.connection()
        return int((await connection.execute(BUMP_COUNTER, counter)).scalar_one())

    async def commit(self) -> None:
        await self.derive()
        self.session.sync_session.info["by_write"] = True
        await self.session.commit()
        if self.has_enqueued:
            self.jobs_wait.set()

    def _shared(self) -> Values:
        principal = self.scope.principal
        return {
            "org_id": principal.org_id,
            "actor_member_id": principal.member_id,
            "actor_key_id": principal.api_key_id,
            "on_behalf_of": self.scope.on_behalf_of,
            "request_id": self.request_id,
            "occurred_at": self.now,
        }


BeforeCommit = Callable[[Write], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Database:
    """Opens units of work. `before_commit` runs in every write, under the organization's commit lock; `jobs_wait` is
    set when one of them has committed a job.
    """

    engines: Engines
    now: Callable[[], datetime]
    before_commit: Sequence[BeforeCommit]
    secrets: Secrets
    jobs_wait: asyncio.Event = field(default_factory=asyncio.Event)

    def read(self, scope: Scope, *, target: str = "") -> Read:
        return Read(self.engines.read, scope, self.now(), target, self.secrets)

    @asynccontextmanager
    async def write(self, scope: Scope, *, request_id: str, if_match: str | None = None) -> AsyncIterator[Write]:
        """Roll back unless `Write.commit` was reached."""
        async with AsyncSession(
            self.engines.write, sync_session_class=ScopedSession, expire_on_commit=False, autoflush=True
        ) as session:
            guard(session.sync_session, scope)
            write = Write(
                session,
                scope,
                self.now(),
                request_id,
                self.before_commit,
                self.secrets,
                if_match,
                jobs_wait=self.jobs_wait,
            )
            session.sync_session.info["touched"] = write.touched
            yield write


def bound(unit: Unit) -> Values:
    return {"org_id": unit.scope.org_id, "member_id": unit.scope.member_id, "now": unit.now}


class CommitOutsideWriteError(Exception):
    """Something committed without `Write.commit`: a mistake in the code."""


def collect_touched(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """A row from which something is derived says in `touches` which ids of which kinds it touches, before and after."""
    for row in (*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))):
        touches = getattr(row, "touches", None)
        for kind, ids in touches().items() if touches is not None else ():
            session.info["touched"][kind].update(ids)


def refuse_other_commits(session: Session) -> None:
    if not session.in_nested_transaction() and not session.info.get("by_write"):
        raise CommitOutsideWriteError("commit through Write.commit")


event.listen(ScopedSession, "before_flush", collect_touched)
event.listen(ScopedSession, "before_commit", refuse_other_commits)


def require_version(write: Write, version: int) -> None:
    """Decide If-Match under the row's lock: the caller must have loaded the row for update."""
    if write.if_match is None or write.if_match.strip() == "*":
        return
    # Strong comparison (RFC 9110, section 13.1.1): a weak or unquoted tag is never the one that is stored.
    if not any(_version_of(tag) == str(version) for tag in write.if_match.split(",")):
        raise precondition_failed()


def precondition_failed() -> Problem:
    return Problem(
        "precondition-failed",
        "`If-Match` does not hold the ETag it has now. GET it again, apply your change to what you see, and send "
        "its ETag as it is, quotes included.",
    )


def _version_of(tag: str) -> str | None:
    tag = tag.strip()
    return tag[1:-1].partition("-")[0] if len(tag) > 1 and tag[0] == tag[-1] == '"' else None
