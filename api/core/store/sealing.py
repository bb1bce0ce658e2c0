"""The organization's own key, for what must outlive the service's secret: made when it is first needed, stored encrypted."""

from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from cryptography.fernet import InvalidToken
from sqlalchemy import ForeignKey, String, Text, Uuid, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.jobs import enqueue
from api.core.store.secrets import CHECK_LENGTH, note_check, other_secret
from api.core.store.tables import Base, OrgScoped, table_of
from api.core.store.units import Write
from api.core.store.values import Values

KEY_BYTES = 32
# The kind of job that keys anew what is kept under the key of the organization.
KEYED_ANEW = "key_anew"


class OrganizationKey(OrgScoped, Base):
    """`sealed` with the secret whose check value is `sealed_under`."""

    __tablename__ = "organization_keys"

    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"), primary_key=True, sort_order=-3)
    sealed: Mapped[str] = mapped_column(Text)
    sealed_under: Mapped[str] = mapped_column(String(CHECK_LENGTH))
    made_at: Mapped[datetime]


organization_keys = table_of(OrganizationKey)
SEALED = select(organization_keys.c.sealed).where(organization_keys.c.org_id == bindparam("org_id"))
REPLACE = (
    update(organization_keys)
    .where(organization_keys.c.org_id == bindparam("of_org"))
    .values(sealed=bindparam("sealed"), sealed_under=bindparam("sealed_under"), made_at=bindparam("now"))
)
KEEP = {
    "postgresql": postgresql.insert(organization_keys).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(organization_keys).on_conflict_do_nothing(),
}


async def organization_key(write: Write) -> bytes:
    """The key of the organization. One that was made before there were such keys gets its own when it first needs it."""
    rows = await write.rows(SEALED)
    if not rows:
        await make_organization_key(write)
        await enqueue(write, KEYED_ANEW, {}, dedupe_key=KEYED_ANEW)
        rows = await write.rows(SEALED)
    try:
        return write.secrets.opened(rows[0].sealed)
    except InvalidToken:
        raise other_secret() from None


async def make_organization_key(write: Write) -> None:
    """Of two writes that make it, one does."""
    await note_check(await write.session.connection(), write.secrets.current, write.now)
    values = {"org_id": write.scope.org_id, "made_at": write.now, **_fresh(write)}
    await write.run(KEEP[write.session.get_bind().dialect.name], values)


async def replace_organization_key(write: Write) -> None:
    """By another; what was keyed with it is keyed anew by a job, where what it was made of is still there."""
    await write.run(REPLACE, {"of_org": write.scope.org_id, "now": write.now, **_fresh(write)})
    await enqueue(write, KEYED_ANEW, {}, dedupe_key=KEYED_ANEW)


def _fresh(write: Write) -> Values:
    secrets = write.secrets
    return {"sealed": secrets.sealed(token_bytes(KEY_BYTES)), "sealed_under": secrets.current.check}
