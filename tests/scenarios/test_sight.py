"""Who sees what, at every door."""

from tests.slack import People, all_text, eventually


async def test_a_private_channels_task_is_missing_for_everybody_else(people: People) -> None:
    channel = await people.a_channel("lead", "designer", "taskbot", is_private=True)
    answer = await people.type("lead", channel, "add Salary talks")
    number = answer["text"].split()[1].lstrip("#")
    await people.card(channel, "Salary talks")

    for typed in (f"show {number}", f"done {number}", f"take {number}", f"start {number}", f"undo {number}"):
        assert "There is no" in (await people.type("tester", "general", typed))["text"]
    assert "Salary talks" not in (await people.type("tester", "general", "list all Salary"))["text"]
    assert "Salary talks" in (await people.type("designer", "general", "list all Salary"))["text"]


async def test_a_guest_sees_the_channels_they_are_in(people: People) -> None:
    without_guest = await people.a_channel("lead", "taskbot")
    with_guest = await people.a_channel("lead", "guest", "taskbot")
    hidden = (await people.type("lead", without_guest, "add Hidden from guests"))["text"].split()[1].lstrip("#")
    shown = (await people.type("lead", with_guest, "add Shown to guests"))["text"].split()[1].lstrip("#")

    assert "There is no" in (await people.type("guest", with_guest, f"show {hidden}"))["text"]
    assert "Shown to guests" in all_text(await people.type("guest", with_guest, f"show {shown}"))


async def test_membership_that_ends_is_forgotten_at_once(people: People) -> None:
    channel = await people.a_channel("lead", "designer", "taskbot", is_private=True)
    number = (await people.type("lead", channel, "add Was yours to see"))["text"].split()[1].lstrip("#")
    assert "Was yours" in all_text(await people.type("designer", "general", f"show {number}"))

    await people.post("members", channel=channel, user="designer", present=False)

    async def hidden() -> bool:
        return "There is no" in (await people.type("designer", "general", f"show {number}"))["text"]

    await eventually(hidden, within_s=3)


async def test_case_87_a_private_channel_without_the_bot_gets_its_card_after_the_invitation(people: People) -> None:
    channel = await people.a_channel("lead", "designer", is_private=True)

    answer = await people.type("lead", channel, "add Wait for me")

    assert "/invite" in answer["text"]
    assert not [message for message in await people.messages(channel) if not message.get("is_ephemeral")]
    await people.post("members", channel=channel, user="taskbot", present=True)
    assert "Wait for me" in all_text(await people.card(channel, "Wait for me"))


async def test_a_public_channel_needs_no_invitation(people: People) -> None:
    channel = await people.a_channel("lead")

    answer = await people.type("lead", channel, "add Posted uninvited")

    assert "/invite" not in answer["text"]
    await people.card(channel, "Posted uninvited")


async def test_a_personal_task_is_posted_nowhere_and_seen_by_its_maker_alone(people: People) -> None:
    maker = await people.a_person("general")
    answer = await people.type(maker, "@taskbot", "add Call home")
    number = answer["text"].split()[1].lstrip("#")

    assert "for you" in answer["text"]
    assert "Call home" in (await people.type(maker, "general", "list"))["text"]
    assert "There is no" in (await people.type("lead", "general", f"show {number}"))["text"]
