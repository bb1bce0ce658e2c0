"""The organization, its members, and API keys: who sees and changes what."""

import pytest

from api.method.due.policy import NUMBERS, SWITCHES
from api.records.organizations.keys import is_well_formed, new_key
from tests.client import Client, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact


async def test_settings_are_changed_by_admins_alone(office: Office, me: Client) -> None:
    settings = await me.read("/organization")
    assert (settings["weekend"], settings["due_policy"]["follow_up_due"]) == (["saturday", "sunday"], 7)
    assert set(settings["due_policy"]) == {*NUMBERS, *SWITCHES}
    assert (await me.patch("/organization", {"name": "Mine"})).status_code == 403
    advisor = await office.member("advisor")
    assert (await advisor.patch("/organization", {"name": "Mine"})).status_code == 403
    changed = await office.admin.change("/organization", {"name": "New", "due_policy": {"reply_due": 2}})
    assert (changed["name"], changed["due_policy"]["reply_due"], changed["due_policy"]["reply_late"]) == ("New", 2, 2)
    again = await office.admin.change("/organization", {"due_policy": {"update_due": 4}})
    assert (again["due_policy"]["reply_due"], again["due_policy"]["update_due"]) == (2, 4), "the others stay"


@pytest.mark.parametrize(
    ("patch", "at"),
    [
        ({"name": None}, "/name"),
        ({"zone": "Mars"}, "/zone"),
        ({"weekend": ["saturday", "saturday"]}, "/weekend"),
        ({"weekend": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]}, "/weekend"),
        ({"weekend": ["caturday"]}, "/weekend/0"),
        ({"holiday_country": "XX"}, "/holiday_country"),
        ({"holiday_country": "us"}, "/holiday_country"),
        ({"holiday_subdivision": "CA"}, "/holiday_subdivision"),
        ({"holiday_country": "DE", "holiday_subdivision": "CA"}, "/holiday_subdivision"),
        ({"closed_periods": [{"starts_on": "2026-03-02", "ends_on": "2026-03-01"}]}, "/closed_periods/0"),
        ({"closed_periods": [{"starts_on": "2026-01-01", "ends_on": "2027-01-02"}]}, "/closed_periods/0"),
        ({"due_policy": {"reply_due": 0}}, "/due_policy/reply_due"),
        ({"due_policy": {"reply_due": "1"}}, "/due_policy/reply_due"),
        ({"due_policy": {"reply_due": 3}}, "/due_policy/reply_late"),
        ({"due_policy": {"schedule_expires": 4}}, "/due_policy/schedule_expires"),
        ({"due_policy": {"thank_you_late": 121}}, "/due_policy/thank_you_flagged"),
        ({"due_policy": {"reply_dew": 1}}, "/due_policy/reply_dew"),
        ({"due_policy": None}, "/due_policy"),
    ],
)
async def test_settings_that_make_no_sense_are_refused(office: Office, patch: dict, at: str) -> None:
    answer = await office.admin.patch("/organization", patch)
    assert answer.status_code == 422
    assert set(errors_of(answer)) == {at}


async def test_another_country_forgets_the_subdivision(office: Office) -> None:
    await office.admin.change("/organization", {"holiday_country": "US", "holiday_subdivision": "CA"})
    changed = await office.admin.change("/organization", {"holiday_country": "DE"})
    assert (changed["holiday_country"], changed["holiday_subdivision"]) == ("DE", None)


async def test_members_are_seen_by_advisors_and_admins_a_student_sees_themselves(office: Office, me: Client) -> None:
    advisor = await office.member("advisor")
    assert len(await office.admin.everything("/members?limit=1")) == 3
    assert len(await advisor.everything("/members")) == 3
    assert [one["id"] for one in await me.everything("/members")] == [(await me.read("/me"))["member"]["id"]]
    assert len(await office.admin.everything("/members?role=student&status=active")) == 1


async def test_who_changes_what_of_a_member(office: Office, me: Client) -> None:
    mine = (await me.read("/me"))["member"]["id"]
    changed = await me.change(f"/members/{mine}", {"zone": "Asia/Tokyo", "day_starts_at": "07:30", "cadence": "P6W"})
    assert (changed["zone"], changed["day_starts_at"], changed["cadence"]) == ("Asia/Tokyo", "07:30", "P6W")
    for patch in ({"role": "admin"}, {"status": "alumni"}, {"email": "x@example.org"}):
        assert (await me.patch(f"/members/{mine}", patch)).status_code == 403
    other = (await (await office.member()).read("/me"))["member"]["id"]
    assert (await me.patch(f"/members/{other}", {"zone": "UTC"})).status_code == 404
    assert (await (await office.member("advisor")).patch(f"/members/{other}", {"zone": "UTC"})).status_code == 403
    promoted = await office.admin.change(f"/members/{other}", {"role": "advisor", "status": "alumni"})
    assert (promoted["role"], promoted["status"]) == ("advisor", "alumni")
    for bad in ("24:00", "8:00", "08:60", None):
        assert (await me.patch(f"/members/{mine}", {"day_starts_at": bad})).status_code == 422


async def test_an_email_address_belongs_to_one_member(office: Office) -> None:
    body = {"full_name": "Bo", "email": "Bo@Example.org"}
    await office.admin.make("/members", body)
    again = await office.admin.post("/members", {**body, "email": "bo@example.org"})
    assert (again.status_code, again.json()["code"]) == (409, "already-exists")


async def test_the_last_admin_stays(office: Office) -> None:
    path = f"/members/{office.admin_id}"
    for patch in ({"role": "student"}, {"status": "inactive"}):
        answer = await office.admin.patch(path, patch)
        assert (answer.status_code, answer.json()["code"]) == (409, "state-conflict")
    await office.member("admin")
    assert (await office.admin.change(path, {"role": "advisor"}))["role"] == "advisor"


async def test_an_inactive_member_s_keys_do_not_work(office: Office, me: Client) -> None:
    mine = (await me.read("/me"))["member"]["id"]
    await office.admin.change(f"/members/{mine}", {"status": "inactive"})
    assert (await me.get("/me")).status_code == 401
    await office.admin.change(f"/members/{mine}", {"status": "active"})
    assert (await me.get("/me")).status_code == 200


def test_a_key_is_recognizable_and_a_mistyped_one_is_not_one() -> None:
    key = new_key()
    assert key.startswith("tb_")
    assert len(key) == 3 + 32 + 1 + 6
    assert is_well_formed(key)
    for at in range(3, len(key)):
        wrong = key[:at] + ("a" if key[at] != "a" else "b") + key[at + 1 :]
        assert not is_well_formed(wrong)


async def test_a_key_does_no_more_than_the_one_that_made_it(office: Office, me: Client) -> None:
    reader = Client(me.http, (await office.admin.make("/api-keys", {"name": "r", "scopes": ["read", "write"]}))["key"])
    assert errors_of(await reader.post("/api-keys", {"name": "x", "scopes": ["admin"]})) == {"/scopes": "too_much"}
    assert (await reader.make("/api-keys", {"name": "x"}))["scopes"] == ["read", "write"]
    assert (await reader.patch("/organization", {"name": "x"})).status_code == 403
    assert errors_of(await me.post("/api-keys", {"name": "x", "scopes": ["admin"]})) == {"/scopes": "too_much"}
    admin_key = (await office.admin.read("/me"))["api_key_id"]
    answer = await reader.post(f"/api-keys/{admin_key}/rotate")
    assert answer.status_code == 403, "a key cannot rotate one that does more, and show it"


async def test_a_key_expires(me: Client, clock: Clock) -> None:
    past = await me.post("/api-keys", {"name": "x", "expires_at": "2026-03-02T14:00:00Z"})
    assert errors_of(past) == {"/expires_at": "past"}
    made = await me.make("/api-keys", {"name": "x", "expires_at": "2026-03-02T16:00:00Z"})
    short = Client(me.http, made["key"])
    assert (await short.get("/me")).status_code == 200
    clock.pass_by(hours=1)
    assert (await short.get("/me")).status_code == 401


async def test_rotating_leaves_the_old_key_a_while(me: Client, clock: Clock) -> None:
    made = await me.make("/api-keys", {"name": "portal", "scopes": ["read"]})
    new = await me.make(f"/api-keys/{made['id']}/rotate", {"overlap_hours": 2})
    assert (new["name"], new["scopes"], new["id"] != made["id"]) == ("portal", ["read"], True)
    old, fresh = Client(me.http, made["key"]), Client(me.http, new["key"])
    assert [(await one.get("/me")).status_code for one in (old, fresh)] == [200, 200]
    clock.pass_by(hours=2)
    assert [(await one.get("/me")).status_code for one in (old, fresh)] == [401, 200]
    assert (await me.post(f"/api-keys/{made['id']}/rotate")).status_code == 409


async def test_a_revoked_key_is_refused_and_still_listed(office: Office, me: Client) -> None:
    made = await me.make("/api-keys", {"name": "lost"})
    revoked = await me.do(f"/api-keys/{made['id']}/revoke")
    assert revoked["revoked_at"]
    assert (await Client(me.http, made["key"]).get("/me")).status_code == 401
    assert made["id"] in {one["id"] for one in await me.everything("/api-keys")}
    assert made["id"] in {one["id"] for one in await office.admin.everything("/api-keys")}
    assert all("key" not in one for one in await me.everything("/api-keys"))


async def test_an_admin_may_make_a_key_for_a_member_which_reads_that_member_s_things(
    office: Office, me: Client
) -> None:
    ana = await contact(me)
    mine = (await me.read("/me"))["member"]["id"]
    made = await office.admin.make("/api-keys", {"name": "support", "member_id": mine})
    assert (made["member_id"], made["scopes"]) == (mine, ["read", "write"])
    assert (await Client(me.http, made["key"]).get(f"/contacts/{ana['id']}")).status_code == 200
    assert (await me.post("/api-keys", {"name": "x", "member_id": str(office.admin_id)})).status_code == 403
