"""The forms that the app has opened for a person, stacked: forms.js shows the uppermost."""

from markupsafe import Markup

from sandbox.page.blocks import blocks
from sandbox.page.html import NOTHING, tag
from sandbox.page.mrkdwn import plain
from sandbox.page.parts import html, part, tell
from sandbox.page.reader import Reader
from sandbox.records import Json, View


class Modals:
    """Keeps a dialog for each view of the person's stack."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._dialogs: dict[str, _Dialog] = {}
        self._layer = part("div", "modals")

    def refresh(self) -> None:
        """Bring the dialogs in line with the stack."""
        stack = self._reader.workspace.views.stack(self._reader.id)
        for view_id in self._dialogs.keys() - {view.id for view in stack}:
            self._dialogs.pop(view_id).close()
        with self._layer:
            for depth, view in enumerate(stack):
                if view.id not in self._dialogs:
                    self._dialogs[view.id] = _Dialog(view.id, self._reader)
                self._dialogs[view.id].show(view, depth)

    def tell(self, view_id: str, trouble: str) -> bool:
        """Say above the fields what went wrong as a whole, or no more; False if it is none of these views."""
        dialog = self._dialogs.get(view_id)
        if dialog is not None:
            tell(dialog.trouble, trouble)
        return dialog is not None


class _Dialog:
    def __init__(self, view_id: str, reader: Reader) -> None:
        self._reader = reader
        self._dialog = part("dialog", "modal", data_view=view_id, aria_labelledby=f"{view_id}-title")
        with self._dialog, part("form", "", novalidate=True, data_form=True):
            self._head = html("header", "modal-head", NOTHING)
            self.trouble = part("p", "trouble", role="alert")
            self._content = html("div", "content", NOTHING)
            self._foot = html("footer", "modal-foot", NOTHING)
        tell(self.trouble, "")

    def show(self, view: View, depth: int) -> None:
        self._head.content = _head(view, depth)
        self._content.content = blocks(view.blocks, self._reader, view.id)
        self._foot.content = _foot(view)

    def close(self) -> None:
        self._dialog.delete()


def _head(view: View, depth: int) -> Markup:
    back = tag("button", "←", type="button", class_="close", data_close="one", aria_label="Back") if depth else NOTHING
    title = tag("h2", _words(view.title), id=f"{view.id}-title")
    close = tag("button", "✕", type="button", class_="close", data_close="all", aria_label="Close")
    return back + title + close


def _foot(view: View) -> Markup:
    submit, close = _words(view.submit), _words(view.close) or ("Cancel" if view.submit else "")
    cancel = tag("button", close, type="button", class_="button", data_close="one") if close else NOTHING
    return cancel + (tag("button", submit, type="submit", class_="button primary") if submit else NOTHING)


def _words(text: Json | None) -> str:
    return plain(text["text"]) if text else ""
