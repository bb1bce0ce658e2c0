"""Every kind of thing that a member owns is in the map of subjects, with the address that the document gives it."""

from fastapi import FastAPI

import api.registry  # noqa: F401 (it imports every model)
from api.core.store.tables import Base, MemberRecord
from api.records.subjects import SUBJECTS, path_of


def test_every_record_of_a_member_is_a_subject() -> None:
    models = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, MemberRecord)}
    assert {rows.model for rows in SUBJECTS.values()} == models


def test_a_subject_stands_where_the_document_says(app: FastAPI) -> None:
    paths = set(app.openapi()["paths"])
    for subject, rows in SUBJECTS.items():
        assert rows.path in paths
        assert any(path.startswith(f"{rows.path}/{{") for path in paths), subject
    assert path_of("outreach_email", 5) == "/outreach-emails/5"
