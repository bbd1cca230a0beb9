"""Lists and their pages."""

from tests.slack import People, all_text, buttons, eventually


async def test_a_list_turns_its_pages_where_it_stands(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    for number in range(12):
        await people.type(maker, channel, f"add Page filler {number}")

    first = {"channel": channel, **await people.type(maker, channel, "list")}
    assert "1-10 of 12" in all_text(first)
    assert "Next" in buttons(first)
    await people.click(maker, first, "list_next")

    async def turned() -> bool:
        return any(
            message["ts"] == first["ts"] and "11-12 of 12" in all_text(message) and buttons(message) == ["Previous"]
            for message in await people.messages(channel, maker)
        )

    await eventually(turned)


async def test_filters_narrow(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    await people.type(maker, channel, "add Alpha +red !urgent today 23:59")
    await people.type(maker, channel, "add Beta +blue tomorrow")
    done = await people.type(maker, channel, "add Gamma +red")
    await people.type(maker, channel, f"done {done['text'].split()[1].lstrip('#')}")

    async def listed(filters: str) -> set[str]:
        text = (await people.type(maker, channel, f"list {filters}"))["text"]
        return {title for title in ("Alpha", "Beta", "Gamma") if title in text}

    assert await listed("") == {"Alpha", "Beta"}
    assert await listed("+red") == {"Alpha"}
    assert await listed("+red done") == {"Gamma"}
    assert await listed("!urgent") == {"Alpha"}
    assert await listed("beta") == {"Beta"}
    assert await listed("today") == {"Alpha"}
    assert await listed("week") >= {"Alpha"}
    assert await listed("created done") == {"Gamma"}
    assert await listed(f"#{channel}") == {"Alpha", "Beta"}
    assert await listed("overdue") == set()


async def test_a_channels_list_begins_with_its_progress(people: People, channel: str) -> None:
    done = await people.type("lead", channel, "add One @tester")
    await people.type("lead", channel, "add Two @tester")
    await people.type("tester", channel, f"done {done['text'].split()[1].lstrip('#')}")

    listed = await people.type("lead", channel, f"list #{channel}")

    assert all_text(listed).startswith("*Progress* · 1 of 2 done")
    assert "tester: 1 open, 1 done" in all_text(listed)


async def test_words_that_could_be_a_title_offer_to_become_a_task(people: People, channel: str) -> None:
    listed = {"channel": channel, **await people.type("lead", channel, "list of groceries")}
    assert "Make it a task" in buttons(listed)

    await people.click("lead", listed, "task_make")

    await people.card(channel, "list of groceries")


async def test_the_bare_command_helps_and_shows_what_is_next(people: People, channel: str) -> None:
    maker = await people.a_person(channel)
    await people.type(maker, channel, "add Next thing")

    answer = await people.type(maker, channel, "")

    assert "`/task help`" in answer["text"]
    assert "Next thing" in answer["text"]
