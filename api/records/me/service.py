"""Who the caller is: the member, the organization and the key; members change themselves here."""

from api.core.errors import not_found
from api.core.fields.etags import digest_tag, matches
from api.core.fields.types import sent
from api.core.store.rows import lock_row
from api.core.store.units import Unit, Write, precondition_failed
from api.records.me.schemas import MeOut
from api.records.members.models import Member
from api.records.members.schemas import MePatch
from api.records.members.service import change_member, get_member
from api.records.organization.service import get_organization


async def get_me(unit: Unit) -> MeOut:
    principal = unit.scope.principal
    member, organization = await get_member(unit, principal.member_id), await get_organization(unit)
    return MeOut(
        member=member,
        organization=organization,
        api_key_id=principal.api_key_id,
        scopes=sorted(principal.key_scopes),
        etag=digest_tag([member.etag, organization.etag, principal.api_key_id, sorted(principal.key_scopes)]),
    )


async def update_me(write: Write, patch: MePatch) -> MeOut:
    """`If-Match` is about all of /me."""
    member = await lock_row(write, Member, write.scope.principal.member_id)
    if member is None:
        raise not_found("member")
    if write.if_match is not None and not matches(write.if_match, (await get_me(write)).etag):
        raise precondition_failed()
    await change_member(write, member, sent(patch))
    return await get_me(write)
