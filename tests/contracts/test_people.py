"""What is promised of remembered people."""

import asyncio

from msgspec.structs import replace

from tests.contracts.conftest import Ports
from tests.contracts.samples import TEAM, person


async def test_somebody_who_was_met_is_found(ports: Ports) -> None:
    lead = replace(person("U1", "lead", zone="Asia/Kolkata"), is_admin=True, locale="de-DE")
    assert await ports.people.store(lead) == lead
    assert await ports.people.find(TEAM, "U1") == lead
    assert await ports.people.find(TEAM, "U2") is None
    assert await ports.people.find("T2", "U1") is None


async def test_several_are_found_at_once(ports: Ports) -> None:
    lead, tester = person("U1", "lead"), person("U2", "tester")
    await ports.people.store(lead)
    await ports.people.store(tester)
    assert await ports.people.find_many(TEAM, ["U1", "U2", "U3"]) == {"U1": lead, "U2": tester}
    assert await ports.people.find_many("T2", ["U1"]) == {}


async def test_case_123_usernames_are_found_however_they_are_capitalised(ports: Ports) -> None:
    lead = person("U1", "Lead")
    await ports.people.store(lead)
    for typed in ("lead", "LEAD", "Lead"):
        assert await ports.people.by_username(TEAM, typed) == lead
    for typed in ("lea", ".*", "lead+", ""):
        assert await ports.people.by_username(TEAM, typed) is None
    assert await ports.people.by_username("T2", "lead") is None


async def test_case_123_usernames_that_differ_by_case_are_the_same(ports: Ports) -> None:
    await ports.people.store(person("U1", "Lead"))
    assert (await ports.people.store(person("U2", "lead"))).username == "lead2"
    assert (await ports.people.store(person("U3", "LEAD"))).username == "LEAD3"


async def test_a_username_with_a_number_stays_short_enough(ports: Ports) -> None:
    await ports.people.store(person("U1", "x" * 40))
    assert (await ports.people.store(person("U2", "x" * 40))).username == "x" * 39 + "2"


async def test_each_workspace_has_its_own_usernames(ports: Ports) -> None:
    await ports.people.store(person("U1", "lead"))
    assert (await ports.people.store(person("U2", "lead", team_id="T2"))).username == "lead"


async def test_what_slack_says_anew_is_kept_but_for_the_username(ports: Ports) -> None:
    await ports.people.store(person("U1", "lead"))
    moved = await ports.people.store(replace(person("U1", "boss", zone="Asia/Tokyo"), is_deactivated=True))
    assert moved == replace(person("U1", "lead", zone="Asia/Tokyo"), is_deactivated=True)
    assert await ports.people.find(TEAM, "U1") == moved
    assert await ports.people.by_username(TEAM, "boss") is None


async def test_case_135_one_username_taken_at_once_goes_to_one(ports: Ports) -> None:
    stored = await asyncio.gather(*(ports.people.store(person(f"U{n}", "lead")) for n in range(6)))
    assert sorted(each.username for each in stored) == ["lead", "lead2", "lead3", "lead4", "lead5", "lead6"]


async def test_case_135_somebody_who_is_met_twice_at_once_is_one_person(ports: Ports) -> None:
    await ports.people.store(person("U1", "lead"))
    stored = await asyncio.gather(*(ports.people.store(person("U2", "lead")) for _ in range(6)))
    assert {each.username for each in stored} == {"lead2"}
    assert await ports.people.by_username(TEAM, "lead3") is None
