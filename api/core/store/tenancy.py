"""Who asks, and the guard that keeps every ORM statement inside that tenant.

Core statements are not seen by the guard: they name `org_id` themselves, and a test proves each.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from api.core.errors import forbidden
from api.core.fields.ids import ApiKeyId, MemberId, OrgId
from api.core.store.tables import MemberScoped, OrgScoped, ReferenceTable

SCOPE: Final = "scope"


class Role(StrEnum):
    STUDENT = "student"
    ADVISOR = "advisor"
    ADMIN = "admin"


class KeyScope(StrEnum):
    """What a key may do: `read` anything its member sees, `write` the member's things, `admin` the organization."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """A checked key: which member asks, in which role, and what the key allows. Without a key it is the
    machine itself.
    """

    org_id: OrgId
    member_id: MemberId
    role: Role
    api_key_id: ApiKeyId | None
    key_scopes: frozenset[KeyScope]

    def require(self, scope: KeyScope) -> None:
        if scope not in self.key_scopes:
            raise forbidden(f"This key lacks the scope `{scope}`. Use a key that has it, or make one.")

    def require_admin(self) -> None:
        if self.role is not Role.ADMIN:
            raise forbidden("Only an admin of the organization may do this. Ask one.")
        self.require(KeyScope.ADMIN)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows a request works on: the principal's own, or another member's on whose behalf it acts."""

    principal: Principal
    member_id: MemberId
    on_behalf_of: MemberId | None = None

    @property
    def org_id(self) -> OrgId:
        return self.principal.org_id

    @classmethod
    def own(cls, principal: Principal) -> "Scope":
        return cls(principal=principal, member_id=principal.member_id)

    @classmethod
    def of_machine(cls, org_id: OrgId, member_id: MemberId) -> "Scope":
        """Who acts when the machine does, not a key: a job, or its administrator at the command line."""
        return cls.own(Principal(org_id, member_id, Role.ADMIN, None, frozenset(KeyScope)))


class UnscopedStatementError(Exception):
    """A statement that could cross a tenant's border: a mistake in the code, never the caller's."""


def guard(session: Session, scope: Scope) -> None:
    """Bind a session to one scope, for good."""
    if SCOPE in session.info:
        raise UnscopedStatementError("a session serves one scope")
    session.info[SCOPE] = scope


def _scope_of(session: Session) -> Scope:
    scope = session.info.get(SCOPE)
    if not isinstance(scope, Scope):
        raise UnscopedStatementError("no scope is set on this session")
    return scope


def add_criteria(state: ORMExecuteState) -> None:
    """Filter each ORM statement by the scope, and refuse the kinds that cannot be filtered."""
    scope = _scope_of(state.session)
    org_id, member_id = scope.org_id, scope.member_id
    if state.is_from_statement or state.is_insert:
        raise UnscopedStatementError("from_statement and bulk inserts bypass the scope")
    if (state.is_update or state.is_delete) and isinstance(state.parameters, list):
        raise UnscopedStatementError("bulk updates by key bypass the scope")
    for mapper in state.all_mappers:
        if not issubclass(mapper.class_, OrgScoped | ReferenceTable):
            raise UnscopedStatementError(f"{mapper.class_.__name__} has no scope to filter by")
    state.statement = state.statement.options(
        with_loader_criteria(OrgScoped, lambda cls: cls.org_id == org_id, include_aliases=True),
        with_loader_criteria(MemberScoped, lambda cls: cls.member_id == member_id, include_aliases=True),
    )


def check_owners(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Refuse to flush a row of another organization, or of another member."""
    scope = _scope_of(session)
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, OrgScoped) and row.org_id != scope.org_id:
            raise UnscopedStatementError("a row of another organization")
        if isinstance(row, MemberScoped) and row.member_id != scope.member_id:
            raise UnscopedStatementError("a row of another member")


class ScopedSession(Session):
    """The only session class; its listeners are the guard."""


event.listen(ScopedSession, "do_orm_execute", add_criteria)
event.listen(ScopedSession, "before_flush", check_owners)
