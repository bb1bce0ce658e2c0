"""Identifiers: UUIDv7, made here and never by a database."""

from typing import NewType
from uuid import UUID

from uuid_utils.compat import uuid7

OrgId = NewType("OrgId", UUID)
MemberId = NewType("MemberId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)


def new_id() -> UUID:
    return uuid7()
