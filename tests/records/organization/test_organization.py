"""The organization's settings: who sees and changes what."""

import pytest

from api.method.due.policy import EXPLAINED
from tests.client import Client, errors_of
from tests.conftest import Office


async def test_settings_are_changed_by_admins_alone(office: Office, me: Client) -> None:
    settings = await me.read("/organization")
    assert (settings["weekend"], settings["due_policy"]["follow_up_due"]) == (["saturday", "sunday"], 7)
    assert set(settings["due_policy"]) == set(EXPLAINED)
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
