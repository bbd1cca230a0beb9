from hypothesis import given
from hypothesis import strategies as st

from bot.views.help import HelpRow, help_overview, help_verb
from tests.unit.views.samples import all_text, assert_fits

ROWS = [
    HelpRow("add", "add <title> [@person] [when]", "makes a task."),
    HelpRow("done", "done <number>", "completes a task for everyone."),
]


def test_help_lists_every_verb_under_the_commands_own_name() -> None:
    message = help_overview("/todo", ROWS)
    assert "`/todo add &lt;title&gt; [@person] [when]` makes a task." in message.text
    assert "`/todo done &lt;number&gt;` completes a task for everyone." in all_text(message)
    assert "/task" not in all_text(message)


def test_help_puts_together_what_belongs_together() -> None:
    rows = [HelpRow(name, name, "does it.") for name in ("whoami", "done", "add", "export", "take")]
    headings = [line for line in all_text(help_overview("/task", rows)).splitlines() if line.startswith("*")]
    assert headings == ["*Make and find*", "*Who does it*", "*You and the others*", "*More*"]


def test_help_of_one_verb_tells_that_verb_alone() -> None:
    assert help_verb("/task", ROWS[1]).text == "`/task done &lt;number&gt;` completes a task for everyone."


@given(st.lists(st.builds(HelpRow, st.text(), st.text(max_size=80), st.text(max_size=200)), min_size=1, max_size=33))
def test_case_98_help_fits_and_has_a_fallback_text(rows: list[HelpRow]) -> None:
    assert_fits(help_overview("/task", rows))
