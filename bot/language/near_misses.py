"""A rest that nearly fits its verb's form, filled in or cut to what would: "assign 3" becomes "3 @person"."""

from collections.abc import Callable

from bot.language import moments
from bot.language.forms import Form, numbers_in, parted_behind_numbers
from bot.language.reader import Reader

Completion = Callable[[str, Reader], str | None]
Resemblance = Callable[[str], bool]

_ANY_NUMBER = "12"


def none(_rest: str, _reader: Reader) -> str | None:
    """What does not fit is nothing near it either."""
    return None


def of_numbers_and(form: Form, example: str, resembles: Resemblance) -> Completion:
    """Numbers alone, the form alone, or numbers with what resembles the form."""

    def completed(rest: str, reader: Reader) -> str | None:
        if numbers_in(rest):
            return f"{rest} {example}"
        if form(rest, reader) is not None:
            return f"{_ANY_NUMBER} {rest}"
        for before, behind in parted_behind_numbers(rest):
            if resembles(behind):
                return before + example
        return None

    return completed


def of_one_number(rest: str, _reader: Reader) -> str | None:
    """Several numbers where one is taken."""
    numbers = numbers_in(rest)
    return str(numbers[0]) if numbers else None


def of_a_comment(rest: str, _reader: Reader) -> str | None:
    """A number without words, or several with words."""
    if numbers := numbers_in(rest):
        return f"{numbers[0]} words"
    parted = [(numbers_in(before.strip(" ,")), behind) for before, behind in parted_behind_numbers(rest)]
    return next((f"{numbers[0]} {behind}" for numbers, behind in reversed(parted) if len(numbers) > 1), None)


def of_a_preference(rest: str, _reader: Reader) -> str | None:
    """A setting without its value."""
    return {"language": "language de", "reminders": "reminders off"}.get(rest.casefold())


def a_moment(text: str) -> bool:
    """One word where a moment is expected, or words of time that make none."""
    return moments.is_nearly_one(text)


def a_word(text: str) -> bool:
    """One word, whatever it is."""
    return len(text.split()) == 1


def a_mention(text: str) -> bool:
    """One word that calls somebody, but nobody who could have a task: "@here"."""
    return a_word(text) and text.startswith(("@", "<!", "<@"))


def a_sign(text: str) -> bool:
    """One word with a label's sign and no label: "+7"."""
    return a_word(text) and text.startswith(("+", "-"))
