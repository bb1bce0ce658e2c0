"""Members: who sees and changes whom."""

from tests.client import Client
from tests.conftest import Office


async def test_members_are_seen_by_advisors_and_admins_a_student_sees_themselves(office: Office, me: Client) -> None:
    advisor = await office.member("advisor")
    assert len(await office.admin.everything("/members?limit=1")) == 3
    assert len(await advisor.everything("/members")) == 3
    assert [member["id"] for member in await me.everything("/members")] == [(await me.read("/me"))["member"]["id"]]
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


async def test_members_change_themselves_at_me(me: Client) -> None:
    before = await me.read("/me")
    changed = await me.change("/me", {"introduction": "a nursing student", "zone": "Asia/Tokyo"})
    assert (changed["member"]["introduction"], changed["member"]["zone"]) == ("a nursing student", "Asia/Tokyo")
    assert changed == await me.read("/me")
    stale = await me.patch("/me", {"zone": "UTC"}, headers={"If-Match": before["etag"]})
    assert stale.status_code == 412
    fresh = await me.patch("/me", {"introduction": " "}, headers={"If-Match": changed["etag"]})
    assert fresh.json()["member"]["introduction"] is None
    for more in ({"role": "admin"}, {"email": "x@example.org"}):
        assert (await me.patch("/me", more)).status_code == 422
