"""What an app's answer to a submitted form does to the modals of the person."""

from collections.abc import Callable

import msgspec

from sandbox.block_kit import checked_view
from sandbox.errors import SlackError
from sandbox.records import Json, View
from sandbox.views import Views

TROUBLE = "We had some trouble connecting. Try again?"


class FormAnswers:
    """Carries out what an ack of a `view_submission` says; the app is never told that Slack could not."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._actions: dict[str, Callable[[View, Json], object]] = {
            "errors": self._show_errors,
            "update": lambda view, ack: self._views.update(view, checked_view(ack.get("view"), "modal")),
            "push": lambda view, ack: self._views.push(view.user_id, checked_view(ack.get("view"), "modal")),
            "clear": lambda view, _ack: self._views.clear(view.user_id),
        }

    def give(self, view: View, ack: Json | None) -> str | None:
        """Do what the ack says: without words the form closes. Gives what is wrong with it, or None."""
        laid = self._laid(view)
        if laid is None:
            return None  # closed meanwhile
        if not ack:
            self._views.close(laid)
            return None
        action = self._actions.get(str(ack.get("response_action")))
        if action is None:
            return self._failed(laid, f"unknown response_action: {ack.get('response_action')}")
        try:
            action(laid, ack)
        except SlackError as error:
            return self._failed(laid, "; ".join((error.code, *error.fields.get("errors", ()))))
        return None

    def fail(self, view: View) -> None:
        """Show that the form could not be sent; all that is filled in stays."""
        laid = self._laid(view)
        if laid is not None:
            self._views.keep(laid, trouble=TROUBLE)

    def _failed(self, view: View, detail: str) -> str:
        self._views.keep(view, trouble=TROUBLE)
        return detail

    def _show_errors(self, view: View, ack: Json) -> None:
        try:
            errors = msgspec.convert(ack.get("errors"), dict[str, str])
        except msgspec.ValidationError as error:
            raise SlackError("invalid_errors", errors=[str(error)]) from None
        unknown = errors.keys() - {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if unknown or not errors:
            raise SlackError("invalid_errors", errors=[f"no input has the block_id {name}" for name in sorted(unknown)])
        self._views.keep(view, errors=errors)

    def _laid(self, view: View) -> View | None:
        return next((laid for laid in self._views.stack(view.user_id) if laid.id == view.id), None)
