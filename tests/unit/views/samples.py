"""Tasks, people and texts from which the tests of the views draw, and the check that every message must pass."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.tasks.due import Due
from bot.tasks.people import Person
from bot.tasks.task import Change, ChangeKind, Fields, Place, Priority, Status, Task
from bot.views.screens import View
from bot.views.text import Message
from sandbox.block_kit import problems, view_problems

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


texts = st.one_of(st.just(""), st.sampled_from(HOSTILE), st.text(max_size=10_000))
label_lists = st.lists(st.text(alphabet="a&<é-", min_size=1, max_size=50), max_size=20).map(tuple)
fields = st.builds(
    Fields,
    title=titles,
    description=texts,
    status=st.sampled_from(Status),
    assignees=people,
    due=dues,
    priority=st.sampled_from(Priority),
    labels=label_lists,
    deleted_at=st.one_of(st.none(), moments),
)
changes = st.builds(
    Change,
    kind=st.sampled_from(ChangeKind),
    actor=st.sampled_from([*NAMES, "U404"]),
    at=moments,
    stimulus=st.just("s"),
    before=fields,
    after=fields,
    text=st.one_of(st.just(""), titles),
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
        description=draw(texts),
        status=status,
        assignees=draw(people),
        due=draw(dues),
        priority=draw(st.sampled_from(Priority)),
        labels=draw(label_lists),
        place=draw(st.sampled_from([None, PUBLIC])),
        recent=(Change(kind=deed[status], actor="U4", at=NOW, stimulus="s"),),
        comments=draw(st.integers(0, 2000)),
        is_withdrawn=draw(st.booleans()),
        deleted_at=draw(st.sampled_from([None, None, NOW])),
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


def a_person(**known: Any) -> Person:
    """The lead, in New York, but for what is said otherwise."""
    return Person(**{"team_id": "T1", "user_id": "U1", "username": "lead", "zone": "America/New_York", **known})


def a_change(kind: ChangeKind, **said: Any) -> Change:
    """Something that the lead did just now, but for what is said otherwise."""
    return Change(**{"kind": kind, "actor": "U1", "at": NOW, "stimulus": "s", **said})


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


def assert_shown(view: View) -> None:
    """Fail unless Slack would take the view."""
    assert view_problems(view.as_slack()) == []


def all_text(shown: Message | View) -> str:
    """Everything that a person would read, a message's fallback included."""
    return "\n".join((*([shown.text] if isinstance(shown, Message) else []), *_texts(list(shown.blocks))))


def action_ids(shown: Message | View) -> list[str]:
    """What can be clicked."""
    return [str(element["action_id"]) for element in _clickable(shown)]


def element_kinds(shown: Message | View) -> set[str]:
    """The kinds of element that can be clicked."""
    return {element["type"] for element in _clickable(shown)}


def values(shown: Message | View) -> dict[str, str]:
    """What the buttons carry, by action id."""
    return {element["action_id"]: element["value"] for element in _clickable(shown) if "value" in element}


def options(shown: Message | View, action: str) -> list[str]:
    """What the options of a menu carry."""
    menus = [element for element in _clickable(shown) if element["action_id"] == action]
    return [option["value"] for option in menus[0]["options"]]


def inputs(view: View) -> dict[str, Any]:
    """The elements of a form's fields, by block id."""
    return {str(block["block_id"]): block["element"] for block in view.blocks if block["type"] == "input"}


def _clickable(shown: Message | View) -> list[Any]:
    return [element for block in shown.blocks if block["type"] == "actions" for element in _elements(block)]


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
