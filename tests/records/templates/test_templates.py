"""Templates of an organization: defaults, versions, and who may change them."""

import asyncio

import pytest

from api.method.writing.defaults import DEFAULTS, TemplateKind
from tests.client import errors_of
from tests.conftest import Clock, Office
from tests.factories import contact

OWN = {"subject": "A question for {{their_name}}", "body": "Dear {{their_name}},\n\n{{how_i_found_you}}\n\n{{my_name}}"}


async def test_every_kind_has_a_template_from_the_start(office: Office, clock: Clock) -> None:
    me = await office.member()
    found = await me.read("/templates")
    assert [template["kind"] for template in found["templates"]] == list(TemplateKind)
    assert {
        (template["version"], template["is_default"], template["changed_at"]) for template in found["templates"]
    } == {(0, True, None)}
    assert all(field["says"] and field["gap"].startswith("[… ") for field in found["fields"])
    template = await me.get("/templates/request")
    assert template.json()["body"] == DEFAULTS[TemplateKind.REQUEST].body
    assert (await me.get("/templates/request", headers={"If-None-Match": template.headers["etag"]})).status_code == 304
    assert (await me.get("/templates/other")).status_code == 404


async def test_a_change_is_a_new_version_and_the_default_can_come_back(office: Office, clock: Clock) -> None:
    me, admin = await office.member(), office.admin
    changed = await admin.change("/templates/request", OWN)
    assert (changed["version"], changed["is_default"], changed["body"]) == (1, False, OWN["body"])
    assert changed["changed_at"] == "2026-03-02T15:00:00Z"
    assert (await admin.change("/templates/request", OWN))["version"] == 1, "nothing changed"
    clock.pass_by(hours=1)
    assert (await admin.change("/templates/request", {"subject": "Hello"}))["version"] == 2
    back = await admin.do("/templates/request/reset")
    assert (back["version"], back["is_default"], back["subject"]) == (3, True, DEFAULTS[TemplateKind.REQUEST].subject)
    assert (await admin.do("/templates/request/reset"))["version"] == 3, "it is the default already"
    versions = await me.everything("/templates/request/versions?limit=2")
    assert [(version["version"], version["subject"]) for version in versions] == [
        (3, None),
        (2, "Hello"),
        (1, OWN["subject"]),
    ]
    assert versions[1]["body"] == OWN["body"], "a version is whole"
    assert await me.everything("/templates/update/versions") == []
    found = {template["kind"]: template["version"] for template in (await me.read("/templates"))["templates"]}
    assert (found["request"], found["update"]) == (3, 0)


async def test_only_admins_change_templates(office: Office, clock: Clock) -> None:
    me = await office.member()
    for answer in (await me.patch("/templates/request", OWN), await me.post("/templates/request/reset")):
        assert answer.status_code == 403
    assert (await office.admin.patch("/templates/other", OWN)).status_code == 404


async def test_a_template_is_changed_on_what_was_seen(office: Office, clock: Clock) -> None:
    seen = (await office.admin.read("/templates/update"))["etag"]
    patch = {"subject": "News"}
    answers = await asyncio.gather(
        *(
            office.admin.patch("/templates/update", patch | {"subject": f"News {at}"}, headers={"If-Match": seen})
            for at in range(8)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert (await office.admin.read("/templates/update"))["version"] == 1


async def test_versions_are_numbered_without_gaps_whoever_comes_first(office: Office, clock: Clock) -> None:
    await asyncio.gather(*(office.admin.patch("/templates/reply", {"subject": f"News {at}"}) for at in range(8)))
    versions = await office.admin.everything("/templates/reply/versions?sort=created_at")
    assert [version["version"] for version in versions] == list(range(1, 9))


@pytest.mark.parametrize(
    ("patch", "at", "says"),
    [
        ({"subject": "{{secret}}"}, "/subject", "Character 1: there is no such field; the fields are their_name"),
        ({"body": "Dear {{their_name}"}, "/body", "Character 6: this brace belongs to no field"),
        ({"body": "{{#news}}x"}, "/body", "Character 1: this section is not closed"),
        ({"body": ""}, "/body", ""),
        ({"subject": None}, "/subject", ""),
        ({"kind": "update"}, "/kind", ""),
    ],
)
async def test_what_is_no_template_is_not_saved(
    office: Office, clock: Clock, patch: dict[str, str], at: str, says: str
) -> None:
    answer = await office.admin.patch("/templates/request", patch)
    assert answer.status_code == 422
    assert list(errors_of(answer)) == [at]
    assert says in answer.json()["errors"][0]["detail"]
    assert (await office.admin.read("/templates/request"))["version"] == 0


async def test_a_draft_is_made_from_what_the_organization_wrote(office: Office, clock: Clock) -> None:
    me = await office.member()
    await office.admin.change("/templates/request", OWN)
    ana = await contact(me, "Ana Ruiz", source="event", source_detail="Career Day")
    made = await me.make("/outreach-emails/draft", {"contact_id": ana["id"], "kind": "request"})
    assert made["template"] == {"kind": "request", "version": 1}
    assert made["outreach_email"]["subject"] == "A question for Ana Ruiz"
    assert (
        made["outreach_email"]["body"]
        == "Dear Ana Ruiz,\n\nWe met at [… in your words, to Ana: “Career Day”].\n\nSam Lee"
    )
