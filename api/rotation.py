"""`touchbase secret rotate`: what is sealed is sealed anew, how many keys are left, and when the former secrets end."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, or_, select, update

from api.administration import api_key_lookups, api_keys, machine, members, organizations, request_id
from api.core.errors import ConfigurationError
from api.core.store.sealing import organization_keys, replace_organization_key
from api.core.store.secrets import CHECKS, Secrets, note_check, secret_checks
from api.core.store.units import Database
from api.core.store.values import ResultRow
from api.records.members.schemas import MemberStatus

HOW_TO_ROTATE = """To replace the secret, and no API key:
1. Make a new one:  openssl rand -hex 32
2. Where several processes run and are restarted one after the other: set TOUCHBASE_OLD_SECRET_KEYS to the new one for
   each, and restart them, so that each knows both before any works with the new one.
3. For every `touchbase serve` and `touchbase worker`, set TOUCHBASE_SECRET_KEY to the new one and
   TOUCHBASE_OLD_SECRET_KEYS to the old one, and restart them. Keys go on working; cursors made before are refused.
4. Run `touchbase secret rotate` with the same two settings, and again until no key is left under the old one; or end it
   with `touchbase secret rotate --end`: keys that are left stop working then.
5. Remove TOUCHBASE_OLD_SECRET_KEYS and restart. Whoever has the old secret has nothing.
Keep the old secret for as long as you keep backups from before: what is in them is under it."""
MOST_LISTED = 20

SEALED_UNDER_ANOTHER = select(organization_keys.c.org_id).where(
    organization_keys.c.sealed_under != bindparam("current")
)
# Keys that were neither revoked nor have expired, with each secret under which they are stored.
WORKING_KEYS = (
    select(api_keys.c.id, api_keys.c.hint, api_keys.c.name, api_key_lookups.c.made_under)
    .add_columns(members.c.email, members.c.status, organizations.c.name.label("organization"))
    .select_from(api_keys)
    .join(
        api_key_lookups,
        and_(api_key_lookups.c.org_id == api_keys.c.org_id, api_key_lookups.c.api_key_id == api_keys.c.id),
    )
    .join(members, and_(members.c.org_id == api_keys.c.org_id, members.c.id == api_keys.c.key_member_id))
    .join(organizations, organizations.c.id == api_keys.c.org_id)
    .where(
        members.c.deleted_at.is_(None),
        api_keys.c.revoked_at.is_(None),
        or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > bindparam("now")),
    )
    .order_by(organizations.c.name, members.c.email, api_keys.c.id)
)
END_FORMER = (
    update(secret_checks)
    .where(secret_checks.c.value != bindparam("current"), secret_checks.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
FORGET_LOOKUPS = delete(api_key_lookups).where(
    or_(api_key_lookups.c.made_under.is_(None), api_key_lookups.c.made_under != bindparam("current"))
)


@dataclass(frozen=True, slots=True)
class Rotation:
    """How far it is: how many keys of active members there are; those of them that wait for their next use, and those that
    are under a secret which is named nowhere; how many of other members are left; how many keys of organizations were
    replaced now; whether the former secrets have ended.
    """

    keys: int
    waiting: Sequence[str]
    under_no_secret: Sequence[str]
    inactive_left: int
    sealed_anew: int
    ended: bool

    @property
    def left(self) -> int:
        return len(self.waiting) + len(self.under_no_secret)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Sequence[str]:
        lines = [
            f"Keys of organizations replaced now: {self.sealed_anew}.",
            f"API keys that are not under this secret yet: {self.left} of {self.keys}.",
        ]
        if self.waiting:
            lines += [
                "Each of these is stored anew when it is next used, by a service that was started with both secrets.",
                "What is not used until the old secret ends stops working; `touchbase keys EMAIL --new NAME` makes another.",
                *_listed(self.waiting),
            ]
        if self.under_no_secret:
            lines += [
                "These were made under a secret that neither setting names, and are refused.",
                "Name it in TOUCHBASE_OLD_SECRET_KEYS too, and restart: they work again.",
                *_listed(self.under_no_secret),
            ]
        if self.inactive_left:
            lines.append(
                f"{self.inactive_left} more are of members who are not active: they stop working when the old secret ends."
            )
        if self.ended:
            lines.append("Remove TOUCHBASE_OLD_SECRET_KEYS and restart: the old secret is worth nothing any more.")
        return lines


def _listed(keys: Sequence[str]) -> Sequence[str]:
    more = [f"  and {len(keys) - MOST_LISTED} more"] if len(keys) > MOST_LISTED else []
    return [f"  {key}" for key in keys[:MOST_LISTED]] + more


async def rotate(database: Database, *, end: bool = False) -> Rotation:
    """Seal anew what was sealed under a former secret, and count the keys that are still under one. Where none is left, or
    with `end`, the former secrets end.
    """
    secrets = database.secrets
    await _require_order(database, secrets)
    if end and not secrets.former:
        raise ConfigurationError(
            "--end ends the secrets that TOUCHBASE_OLD_SECRET_KEYS names: name there what is to end."
        )
    sealed_anew = await _seal_anew(database)
    current, now = secrets.current.check, database.now()
    async with database.engines.write.connect() as connection:
        await note_check(connection, secrets.current, now)
        # Whoever makes a key under one of them just now has made it, and it is counted, or is refused.
        await connection.execute(END_FORMER, {"current": current, "now": now})
        rows = (await connection.execute(WORKING_KEYS, {"now": now})).all()
        waiting, under_no_secret, inactive = _left(rows, secrets)
        if end and any(row.made_under is None for row in rows):
            raise ConfigurationError(
                "It is not known yet which secret the keys were made under: use one of them first, with both secrets set."
            )
        ends = bool(secrets.former) and (end or not (waiting or under_no_secret))
        if ends:
            await connection.execute(FORGET_LOOKUPS, {"current": current})
            await connection.commit()
    keys = {row.id for row in rows if row.status != MemberStatus.INACTIVE}
    return Rotation(len(keys), waiting, under_no_secret, inactive, sealed_anew, ends)


async def _require_order(database: Database, secrets: Secrets) -> None:
    """A secret that is new here cannot be the former one, nor one that came after the secret in force."""
    async with database.engines.read.connect() as connection:
        noted = {row.value: row.noted_at for row in await connection.execute(CHECKS)}
    swapped = "Are TOUCHBASE_SECRET_KEY and TOUCHBASE_OLD_SECRET_KEYS swapped? The new one is the first."
    for former in secrets.former if noted else ():
        if former.check not in noted:
            raise ConfigurationError(
                f"TOUCHBASE_OLD_SECRET_KEYS names a secret under which nothing was ever made here. {swapped}"
            )
        if secrets.current.check in noted and noted[former.check] > noted[secrets.current.check]:
            raise ConfigurationError(
                f"TOUCHBASE_OLD_SECRET_KEYS names a secret that is newer than the one in force. {swapped} To go back to an "
                "older one, make a third secret, and name both as former ones."
            )


async def _seal_anew(database: Database) -> int:
    async with database.engines.read.connect() as connection:
        rows = (await connection.execute(SEALED_UNDER_ANOTHER, {"current": database.secrets.current.check})).all()
    for row in rows:
        async with database.write(machine(row.org_id, row.org_id), request_id=request_id()) as write:
            await replace_organization_key(write)
            await write.commit()
    return len(rows)


def _left(rows: Sequence[ResultRow], secrets: Secrets) -> tuple[Sequence[str], Sequence[str], int]:
    """Keys that are not under the secret in force: those that wait, those under no secret that is named, and how many are of
    members who are not active.
    """
    named = {None, *(former.check for former in secrets.former)}
    keys: dict[UUID, ResultRow] = {row.id: row for row in rows}
    under: dict[UUID, set[str | None]] = {key: set() for key in keys}
    for row in rows:
        under[row.id].add(row.made_under)
    left = [key for key in keys if secrets.current.check not in under[key]]
    active = [key for key in left if keys[key].status != MemberStatus.INACTIVE]
    waiting = [_line(keys[key]) for key in active if under[key] & named]
    under_no_secret = [_line(keys[key]) for key in active if not under[key] & named]
    return waiting, under_no_secret, len(left) - len(active)


def _line(key: ResultRow) -> str:
    return f"{key.hint}…  {key.email}  {key.name}  ({key.organization})"
