"""register, people, whoami and settings."""

from bot.language import languages
from bot.language.command import People, Register, Settings, WhoAmI
from bot.service.acquainting import PAGE_SIZE
from bot.views import answers, lists
from bot.views.text import Message
from handlers.desk import Desk, Request


async def register(desk: Desk, request: Request, asked: Register) -> Message:
    """Have another username."""
    return answers.registered(await desk.acquainting.register(asked.name, request.stimulus))


async def everybody(desk: Desk, request: Request, asked: People) -> Message:
    """The first of those whom the bot has met."""
    return await people_page(desk, request, skip=0)


async def people_page(desk: Desk, request: Request, *, skip: int) -> Message:
    """Some of those whom the bot has met."""
    people, total = await desk.acquainting.everybody(request.stimulus, skip=skip)
    return lists.people_list(people, total=total, skipped=skip, page_size=PAGE_SIZE)


async def whoami(desk: Desk, request: Request, asked: WhoAmI) -> Message:
    """Who the bot takes the person for."""
    return answers.whoami(request.person, now=request.stimulus.at)


async def settings(desk: Desk, request: Request, asked: Settings) -> Message:
    """What a person has chosen, after what they choose now."""
    person = await desk.acquainting.prefer(request.person, asked.language, asked.wants_reminders)
    return answers.settings(person, languages.known(), command=request.command)
