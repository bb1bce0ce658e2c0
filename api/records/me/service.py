"""Who the caller is: read from what is stored of the member, the organization and the key."""

from api.core.fields.etags import digest_tag
from api.core.store.units import Read
from api.records.me.schemas import MeOut
from api.records.members.service import get_member
from api.records.organization.service import get_organization


async def get_me(read: Read) -> MeOut:
    principal = read.scope.principal
    member, organization = await get_member(read, principal.member_id), await get_organization(read)
    return MeOut(
        member=member,
        organization=organization,
        api_key_id=principal.api_key_id,
        scopes=sorted(principal.key_scopes),
        etag=digest_tag([member.etag, organization.etag, principal.api_key_id, sorted(principal.key_scopes)]),
    )
