"""Tasks, people and texts from which the tests of the views draw, and the check that every message must pass."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.tasks.due import Due
from bot.tasks.task import Change, ChangeKind, Place, Priority, Status, Task
from bot.views.text import Message
from sandbox.block_kit import problems

NOW = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
NAMES = {"U1": "lead", "U2": "designer", "U3": "developer", "U4": "tester", "U5": "<!channel>&"}
PUBLIC = Place(channel_id="C1", is_private=False)

HOSTILE = [
    "<!channel> lunch",
    "<!subteam^S1>",
    "@here",
    "<@U1> and <#C1|dev>",
    "<!date^0^{date}|x>",
    "A & B <c> &amp;",
    "*bold* _italic_ ~gone~ `code` ```\nblock",
    "> quoted\n> lines",
    "שלום עולם " * 20,
    "\u202eright to left override",
    "👩‍👩‍👧‍👦" * 400,
    "🇩🇪🇫🇷" * 300,
    "e\u0301" * 1500,
    "a" + "\u0301" * 2999,
    "&" * 3000,
    "<" * 600 + "x" * 2400,
    "https://example.com/a?b=1&c=<2>|3 and https://example.com/" + "p" * 2900,
    "x" * 3000,
    ".",
]

titles = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(min_size=1, max_size=3000).filter(lambda text: bool(text.strip())),
    st.text(alphabet="&<>|!@#*`\u200d\u0301👩🏽א \n", min_size=1, max_size=3000).filter(
        lambda text: bool(text.strip())
    ),
)
people = st.lists(st.sampled_from([*NAMES, "U404"]), unique=True).map(tuple)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
dues = st.one_of(
    st.none(),
    moments.map(lambda at: Due(at=at)),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(lambda on: Due(on=on)),
)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    status = draw(st.sampled_from(Status))
    deed = {Status.OPEN: ChangeKind.CREATED, Status.STARTED: ChangeKind.STARTED, Status.DONE: ChangeKind.COMPLETED}
    return Task(
        team_id="T1",
        number=draw(st.integers(1, 10**9)),
        version=2,
        title=draw(titles),
        maker=draw(st.sampled_from(list(NAMES))),
        created_at=NOW - timedelta(hours=1),
        description=draw(st.one_of(st.just(""), st.sampled_from(HOSTILE), st.text(max_size=10_000))),
        status=status,
        assignees=draw(people),
        due=draw(dues),
        priority=draw(st.sampled_from(Priority)),
        labels=tuple(draw(st.lists(st.text(alphabet="a&<é-", min_size=1, max_size=50), max_size=20))),
        place=draw(st.sampled_from([None, PUBLIC])),
        recent=(Change(kind=deed[status], actor="U4", at=NOW, stimulus="s"),),
        is_withdrawn=draw(st.booleans()),
    )


def a_task(**fields: Any) -> Task:
    """Task #17, "Ship it", open and in a public channel, but for what is said otherwise."""
    return Task(
        **{
            "team_id": "T1",
            "number": 17,
            "version": 1,
            "title": "Ship it",
            "maker": "U1",
            "created_at": NOW - timedelta(hours=1),
            "place": PUBLIC,
            **fields,
        }
    )


def completed(task: Task, *, by: str = "U4", at: datetime = NOW) -> Task:
    """The same task after somebody finished it."""
    fields = {name: getattr(task, name) for name in task.__struct_fields__}
    change = Change(kind=ChangeKind.COMPLETED, actor=by, at=at, stimulus="s")
    return Task(**{**fields, "status": Status.DONE, "recent": (*task.recent, change)})


def assert_fits(message: Message) -> None:
    """Fail unless Slack would take the message and it has a text for notifications and screen readers."""
    assert problems(list(message.blocks)) == []
    assert message.text.strip()
    assert len(message.text) <= 4000
    assert message.blocks


def all_text(message: Message) -> str:
    """Everything that a person would read in a message, fallback included."""
    return "\n".join((message.text, *_texts(list(message.blocks))))


def action_ids(message: Message) -> list[str]:
    """What can be clicked in a message."""
    return [str(element["action_id"]) for element in _clickable(message)]


def element_kinds(message: Message) -> set[str]:
    """The kinds of element that can be clicked in a message."""
    return {element["type"] for element in _clickable(message)}


def values(message: Message) -> dict[str, str]:
    """What the buttons of a message carry, by action id."""
    return {element["action_id"]: element["value"] for element in _clickable(message) if "value" in element}


def _clickable(message: Message) -> list[Any]:
    return [element for block in message.blocks if block["type"] == "actions" for element in _elements(block)]


def _elements(block: dict[str, object]) -> list[Any]:
    elements = block["elements"]
    assert isinstance(elements, list)
    return elements


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
