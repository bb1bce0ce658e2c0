"""API keys: who makes, sees, rotates and revokes which."""

from api.records.api_keys.keys import is_well_formed, new_key
from tests.client import Client, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact


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
    assert [(await caller.get("/me")).status_code for caller in (old, fresh)] == [200, 200]
    clock.pass_by(hours=2)
    assert [(await caller.get("/me")).status_code for caller in (old, fresh)] == [401, 200]
    assert (await me.post(f"/api-keys/{made['id']}/rotate")).status_code == 409


async def test_a_revoked_key_is_refused_and_still_listed(office: Office, me: Client) -> None:
    made = await me.make("/api-keys", {"name": "lost"})
    revoked = await me.do(f"/api-keys/{made['id']}/revoke")
    assert revoked["revoked_at"]
    assert (await Client(me.http, made["key"]).get("/me")).status_code == 401
    assert made["id"] in {key["id"] for key in await me.everything("/api-keys")}
    assert made["id"] in {key["id"] for key in await office.admin.everything("/api-keys")}
    assert all("key" not in key for key in await me.everything("/api-keys"))


async def test_an_admin_may_make_a_key_for_a_member_which_reads_that_member_s_things(
    office: Office, me: Client
) -> None:
    ana = await contact(me)
    mine = (await me.read("/me"))["member"]["id"]
    made = await office.admin.make("/api-keys", {"name": "support", "member_id": mine})
    assert (made["member_id"], made["scopes"]) == (mine, ["read", "write"])
    assert (await Client(me.http, made["key"]).get(f"/contacts/{ana['id']}")).status_code == 200
    assert (await me.post("/api-keys", {"name": "x", "member_id": str(office.admin_id)})).status_code == 403
