"""Views without fields: what stands before a form is there, while it is saved, and after it is done."""

from bot.views.blocks import section
from bot.views.screens import TITLE_LENGTH, View, ViewKind
from bot.views.text import plain


def loading_form() -> View:
    """What opens while the database takes its time; the form replaces it (the trigger lasts 3 s)."""
    return message_view("One moment", "The form is on its way…")


def saving_form() -> View:
    """What stands there while the form is being saved and Slack's 3 s are over."""
    return message_view("One moment", "Saving… You can close this; what you sent is not lost.")


def message_view(title: str, sentence: str) -> View:
    """A form that ends with a sentence (markup)."""
    return View(
        kind=ViewKind.MODAL,
        title=plain(title, TITLE_LENGTH),
        close="Close",
        blocks=(section(sentence),),
    )
