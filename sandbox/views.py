"""The modals that lie before each person, and their Homes.

A page in the same process reads `workspace.views.stack(user_id)` (uppermost last) and `workspace.views.home(user_id)`,
hears `ViewOpened`, `ViewChanged`, `ViewClosed`, `HomePublished` and `ActFailed` of `sandbox.changes`, and acts by
`await delivery.submit_view(...)`, `close_view(...)`, `interact_in_view(...)` and `open_home(...)`. Every act takes
along what a person has filled in.
"""

import secrets
from collections.abc import Callable
from typing import Any

import msgspec

from sandbox.block_kit import with_ids
from sandbox.changes import Change, HomePublished, ViewChanged, ViewClosed, ViewOpened
from sandbox.clock import Clock
from sandbox.elements import Values, filled, initial_state, kept_state
from sandbox.errors import SlackError
from sandbox.records import Json, View, ViewContent
from sandbox.storage import Storage

# Slack's limits (docs/slack-limits.md).
MOST_STACKED = 3


class Views:
    """Every view that is open. Modals are gone with the process, as with a reload of Slack's window; Homes are kept."""

    def __init__(self, storage: Storage, clock: Clock, tell: Callable[[Change], None]) -> None:
        self._storage = storage
        self._clock = clock
        self._tell = tell
        self._stacks: dict[str, tuple[View, ...]] = {}
        self._homes = {home.user_id: home for home in storage.homes()}

    def stack(self, user_id: str) -> tuple[View, ...]:
        """List a person's modals, the uppermost last."""
        return self._stacks.get(user_id, ())

    def home(self, user_id: str) -> View | None:
        """Give a person's Home, if the app has published it."""
        return self._homes.get(user_id)

    def seen(self, user_id: str, view_id: str) -> View:
        """Find what a person can act on: their uppermost modal or their Home; `view_not_found` otherwise."""
        for view in (*self.stack(user_id)[-1:], self.home(user_id)):
            if view is not None and view.id == view_id:
                return view
        raise SlackError("view_not_found")

    def find(self, view_id: str | None, external_id: str | None) -> View:
        """Find any view by either id; `not_found` otherwise."""
        for view in self._all():
            if view_id == view.id or (view_id is None and external_id and external_id == view.external_id):
                return view
        raise SlackError("not_found")

    # What the app does

    def open(self, user_id: str, content: ViewContent) -> View:
        """Show a modal in place of whatever modals the person had."""
        self._refuse_taken(content.external_id, None)
        self.clear(user_id)
        return self._lay(user_id, content)

    def push(self, user_id: str, content: ViewContent) -> View:
        """Show a modal upon the uppermost; `push_limit_reached` beyond three."""
        if len(self.stack(user_id)) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        self._refuse_taken(content.external_id, None)
        return self._lay(user_id, content)

    def update(self, view: View, content: ViewContent) -> View:
        """Draw a view anew; an input whose block_id and action_id stay keeps what is filled in."""
        self._refuse_taken(content.external_id, view.id)
        updated = self._view(content, view.id, view.user_id, view)
        self._put(updated)
        self._tell(HomePublished(view.user_id, updated) if view.type == "home" else ViewChanged(view.user_id, updated))
        return updated

    def publish(self, user_id: str, content: ViewContent) -> View:
        """Draw a person's Home."""
        home = self.home(user_id)
        if home is not None:
            return self.update(home, content)
        self._refuse_taken(content.external_id, None)
        published = self._view(content, _new_id(), user_id, None)
        self._put(published)
        self._tell(HomePublished(user_id, published))
        return published

    def clear(self, user_id: str) -> None:
        """Take all modals of a person away."""
        for root in self.stack(user_id)[:1]:
            self.close(root)

    def reset(self) -> None:
        """Forget every view."""
        for user_id in tuple(self._stacks):
            self.clear(user_id)
        self._homes.clear()
        self._storage.delete_all_homes()

    # What the person does

    def fill(self, view: View, values: Values, blocks: list[Json]) -> View:
        """Keep what a person has filled in: plain values (text, id, list, date, epoch) by block_id and action_id.

        `blocks` are the view's own, with what can be chosen in each menu by now. Raises SlackError
        (`action_not_found`, `option_not_found`), and msgspec's ValidationError for an unfit value.
        """
        return self.keep(view, state=filled(view.state, blocks, values))

    def keep(self, view: View, **changes: Any) -> View:
        """Change `state`, `errors` or `trouble` of a view."""
        kept = msgspec.structs.replace(view, **changes)
        if kept != view:
            self._put(kept)
            self._tell(ViewChanged(view.user_id, kept))
        return kept

    def close(self, view: View) -> tuple[View, ...]:
        """Take a modal away with all that lie upon it; gives what went, the uppermost first."""
        stack = self.stack(view.user_id)
        position = next(place for place, laid in enumerate(stack) if laid.id == view.id)
        self._stacks[view.user_id] = stack[:position]
        closed = tuple(reversed(stack[position:]))
        for gone in closed:
            self._tell(ViewClosed(gone.user_id, gone.id))
        return closed

    # Keeping

    def _all(self) -> list[View]:
        return [*(view for stack in self._stacks.values() for view in stack), *self._homes.values()]

    def _refuse_taken(self, external_id: str, own_id: str | None) -> None:
        if external_id and any(view.external_id == external_id and view.id != own_id for view in self._all()):
            raise SlackError("duplicate_external_id")

    def _lay(self, user_id: str, content: ViewContent) -> View:
        laid = self._view(content, _new_id(), user_id, None)
        stack = self.stack(user_id)
        if stack:
            laid = msgspec.structs.replace(laid, root_view_id=stack[0].id, previous_view_id=stack[-1].id)
        self._stacks[user_id] = (*stack, laid)
        self._tell(ViewOpened(user_id, laid))
        return laid

    def _view(self, content: ViewContent, view_id: str, user_id: str, before: View | None) -> View:
        blocks = with_ids(content.blocks)
        return View(
            **{**msgspec.structs.asdict(content), "blocks": blocks},
            id=view_id,
            user_id=user_id,
            hash=f"{int(self._clock.now().timestamp())}.{secrets.token_hex(4)}",
            state=kept_state(before.state, blocks) if before else initial_state(blocks),
            root_view_id=before.root_view_id if before else view_id,
            previous_view_id=before.previous_view_id if before else None,
        )

    def _put(self, view: View) -> None:
        if view.type == "home":
            self._homes[view.user_id] = view
            self._storage.save_home(view)
        else:
            stack = self.stack(view.user_id)
            self._stacks[view.user_id] = tuple(view if laid.id == view.id else laid for laid in stack)


def _new_id() -> str:
    return f"V{secrets.token_hex(5).upper()}"
