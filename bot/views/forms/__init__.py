"""Forms: drawn from values, read back into values, with a sentence at each field that cannot be right."""

from bot.views.forms.context import FormContext, UnreadableContext
from bot.views.forms.errors import field_errors
from bot.views.forms.fields import Field, Form
from bot.views.forms.notes import loading_form, message_view, saving_form
from bot.views.forms.reading import read_form, read_snooze
from bot.views.forms.snooze_form import snooze_form
from bot.views.forms.task_form import task_form
from bot.views.forms.values import FieldErrors, FormValues, values_of
from bot.views.screens import View

__all__ = [
    "Field",
    "FieldErrors",
    "Form",
    "FormContext",
    "FormValues",
    "UnreadableContext",
    "View",
    "field_errors",
    "loading_form",
    "message_view",
    "read_form",
    "read_snooze",
    "saving_form",
    "snooze_form",
    "task_form",
    "values_of",
]
