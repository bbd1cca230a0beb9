"""What is promised of remembered people."""

import asyncio

import pytest
from msgspec.structs import replace

from bot.tasks.errors import UnknownPerson, UsernameTaken
from bot.tasks.people import Person
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


async def test_somebody_is_found_by_another_username_once_they_have_it(ports: Ports) -> None:
    await ports.people.store(person("U1", "lead"))
    renamed = await ports.people.rename(TEAM, "U1", "Captain")
    assert renamed == person("U1", "Captain")
    assert await ports.people.by_username(TEAM, "captain") == renamed
    assert await ports.people.by_username(TEAM, "lead") is None
    assert await ports.people.rename(TEAM, "U1", "captain") == person("U1", "captain")


async def test_case_123_a_username_that_somebody_else_has_is_refused(ports: Ports) -> None:
    await ports.people.store(person("U1", "Lead"))
    await ports.people.store(person("U2", "tester"))
    with pytest.raises(UsernameTaken) as refused:
        await ports.people.rename(TEAM, "U2", "LEAD")
    assert refused.value.name == "LEAD"
    assert await ports.people.find(TEAM, "U2") == person("U2", "tester")
    await ports.people.store(person("U3", "lead", team_id="T2"))
    assert (await ports.people.rename("T2", "U3", "tester")).username == "tester"


async def test_case_135_of_two_who_want_one_username_at_once_one_gets_it(ports: Ports) -> None:
    for user_id in ("U1", "U2", "U3", "U4"):
        await ports.people.store(person(user_id, f"name of {user_id}"))
    outcomes = await asyncio.gather(
        *(ports.people.rename(TEAM, user_id, "captain") for user_id in ("U1", "U2", "U3", "U4")),
        return_exceptions=True,
    )
    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Person)]
    assert [type(outcome) for outcome in outcomes].count(UsernameTaken) == 3
    assert await ports.people.by_username(TEAM, "captain") == winner


async def test_somebody_whom_the_bot_has_not_met_chooses_nothing(ports: Ports) -> None:
    with pytest.raises(UnknownPerson):
        await ports.people.rename(TEAM, "U1", "captain")
    with pytest.raises(UnknownPerson):
        await ports.people.prefer(person("U1", "lead"))
    assert await ports.people.find(TEAM, "U1") is None


async def test_what_somebody_chose_outlasts_what_slack_says(ports: Ports) -> None:
    await ports.people.store(person("U1", "lead"))
    await ports.people.rename(TEAM, "U1", "captain")
    chosen = await ports.people.prefer(replace(person("U1", "stale"), language="de", wants_reminders=False))
    assert chosen == replace(person("U1", "captain"), language="de", wants_reminders=False)
    moved = await ports.people.store(person("U1", "lead", zone="Asia/Tokyo"))
    assert moved == replace(chosen, zone="Asia/Tokyo")
    assert await ports.people.find(TEAM, "U1") == moved
    assert (await ports.people.prefer(replace(moved, language=None))).language is None


async def test_everybody_is_listed_by_username_in_pages(ports: Ports) -> None:
    for user_id, username in (("U1", "tester"), ("U2", "Designer"), ("U3", "lead"), ("U4", "admin")):
        await ports.people.store(person(user_id, username))
    await ports.people.store(replace(person("B1", "builder"), is_bot=True))
    await ports.people.store(replace(person("U5", "leaver"), is_deactivated=True))
    await ports.people.store(person("U6", "stranger", team_id="T2"))
    for skip, names in ((0, ["admin", "Designer", "lead"]), (3, ["tester"]), (6, [])):
        people, total = await ports.people.everybody(TEAM, skip=skip, size=3)
        assert ([each.username for each in people], total) == (names, 4)
    assert await ports.people.everybody("T3", skip=0, size=3) == ([], 0)


async def test_who_left_is_no_longer_listed(ports: Ports) -> None:
    await ports.people.store(person("U1", "lead"))
    await ports.people.store(replace(person("U1", "lead"), is_deactivated=True))
    assert await ports.people.everybody(TEAM, skip=0, size=3) == ([], 0)
