"""How what a person does reaches the app, and how the app's answer reaches the person."""

import msgspec

from sandbox.actions import ActionChoice, act, chosen_element, state_with
from sandbox.changes import ActFailed
from sandbox.elements import Values, initial_state
from sandbox.errors import SlackError
from sandbox.fields import complaints
from sandbox.form_answers import FormAnswers
from sandbox.manifest import Manifest
from sandbox.mentions import COMMAND, escape, resolve
from sandbox.payloads import Payloads
from sandbox.records import Channel, Json, Message, View
from sandbox.responses import Answer, Responses, Target
from sandbox.seed import SLACKBOT_ID
from sandbox.shapes import view_as_seen
from sandbox.suggestions import EXTERNAL, Suggestions, is_asked_for
from sandbox.transport import Transport
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace


class Outcome(msgspec.Struct, frozen=True):
    """What became of a person's act: the error's name, if any, what the person saw at once, and an error's detail."""

    error: str | None = None
    response: Json | None = None
    detail: str | None = None


class Delivery:
    """Brings commands, acts and forms to the app; each is answered within 3 s or has failed."""

    def __init__(
        self,
        workspace: Workspace,
        manifest: Manifest,
        transport: Transport,
        responses: Responses,
        triggers: Triggers,
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._transport = transport
        self._responses = responses
        self._triggers = triggers
        self._payloads = Payloads(workspace)
        self._form_answers = FormAnswers(workspace.views)
        self._suggestions = Suggestions()

    # In channels

    async def command(self, user_id: str, channel_id: str, typed: str) -> Outcome:
        """Send what a person typed, for example "/task add Ship it @lead"; raises SlackError if Slack would not."""
        name, *rest = typed.strip().split(None, 1)
        command = self._manifest.commands.get(name)
        if command is None:
            raise SlackError("invalid_command")
        words = rest[0] if rest else ""
        text = resolve(words, self._workspace, user_id, COMMAND) if command.should_escape else escape(words)
        return await self.deliver_command(user_id, channel_id, name, text)

    async def deliver_command(self, user_id: str, channel_id: str, command: str, text: str) -> Outcome:
        """Send a command whose text is already as Slack delivers it; raises SlackError if Slack would not."""
        if command not in self._manifest.commands:
            raise SlackError("invalid_command")
        person = self._workspace.person(user_id)
        channel = self._workspace.channel(channel_id)
        self._workspace.check_can_talk(user_id, channel)
        target = Target(user_id, channel_id)
        payload = self._payloads.command(
            person, channel, command, text, self._responses.open(target), self._triggers.issue(user_id)
        )
        try:
            ack = await self._transport.ask("slash_commands", command, payload, accepts_response_payload=True)
        except SlackError as error:
            shown = self._tell_privately(target, f"{command} failed because {self._manifest.name} did not respond.")
            return Outcome(error=error.code, response=shown.as_slack())
        return self._show(target, command, ack)

    async def interact(self, user_id: str, channel_id: str, message_ts: str, choice: ActionChoice) -> Outcome:
        """Send a person's act on a message that they see; raises SlackError if Slack would not."""
        person = self._workspace.person(user_id)
        channel = self._workspace.channel(channel_id)
        message = self._seen_message(user_id, channel, message_ts)
        block, element = chosen_element(self._suggestions.completed(user_id, message.ts, message.blocks), choice)
        action = act(block, element, choice, self._action_ts())
        state = state_with(initial_state(message.blocks), action)
        response_url = self._responses.open(Target(user_id, channel_id, message_ts))
        payload = self._payloads.message_action(
            person, channel, message, action, state, response_url, self._triggers.issue(user_id)
        )
        failed = ActFailed(user_id, action["action_id"], "", channel_id=channel_id, message_ts=message_ts)
        return await self._send_act(payload, failed)

    async def suggest(self, user_id: str, channel_id: str, message_ts: str, menu: ActionChoice, typed: str) -> Outcome:
        """Ask the app for the options that fit what a person types in a menu of a message that they see.

        The outcome's response has `options`, of which the person can choose from then on; where less is typed than the
        menu wants, the app is not asked and there are none. Its error is `dispatch_failed`,
        `operation_timeout` or `invalid_response` if the app failed. Raises SlackError: `message_not_found`,
        `action_not_found`, `user_disabled`.
        """
        channel = self._workspace.channel(channel_id)
        message = self._seen_message(user_id, channel, message_ts)
        where = self._payloads.in_message(channel, message)
        return await self._suggest(user_id, message.ts, message.blocks, where, menu, typed)

    # In views

    async def interact_in_view(
        self, user_id: str, view_id: str, choice: ActionChoice, values: Values | None = None
    ) -> Outcome:
        """Send a person's act in their uppermost modal or their Home, with what else they have filled in by then.

        A choice in an input block is kept, and told to the app only if the block has `dispatch_action`. Raises
        SlackError: `view_not_found`, `action_not_found`, `option_not_found`, `user_disabled`.
        """
        person = self._workspace.active_person(user_id)
        views = self._workspace.views
        view = self._filled(user_id, view_id, values or {})
        block, element = chosen_element(self._suggestions.completed(user_id, view.id, view.blocks), choice)
        action = act(block, element, choice, self._action_ts())
        view = views.keep(view, state=state_with(view.state, action), trouble=None)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome()
        trigger_id = self._triggers.issue(user_id, view_id if view.type == "modal" else None)
        payload = self._payloads.view_action(person, view, action, trigger_id)
        return await self._send_act(payload, ActFailed(user_id, action["action_id"], "", view_id=view_id))

    async def suggest_in_view(self, user_id: str, view_id: str, menu: ActionChoice, typed: str) -> Outcome:
        """Ask for options as `suggest` does, in a person's uppermost modal or their Home; SlackError `view_not_found`
        as well."""
        self._workspace.active_person(user_id)
        view = self._workspace.views.seen(user_id, view_id)
        return await self._suggest(user_id, view.id, view.blocks, self._payloads.in_view(view), menu, typed)

    async def submit_view(self, user_id: str, view_id: str, values: Values) -> Outcome:
        """Submit a person's uppermost modal with plain values by block_id and action_id (text, an id, an option's
        value, a list of them, a date, an epoch); what is not among them stays as it is filled in.

        What Slack itself refuses (`invalid_fields`: an empty required input, a text too short or long) the app does not
        hear of. The outcome's response has `ack` (the app's answer), `errors` by block_id as the person sees them now,
        and `views`, the stack afterwards. Its error is also `operation_timeout`, `dispatch_failed` or
        `invalid_response` if the app failed: the form then stays, and `View.trouble` says so. Raises SlackError:
        `view_not_found`, `action_not_found`, `option_not_found`, `user_disabled`.
        """
        person = self._workspace.active_person(user_id)
        views = self._workspace.views
        view = self._filled(user_id, view_id, values)
        if view.type != "modal" or view.submit is None:
            raise SlackError("view_not_found")
        errors = complaints(view.blocks, view.state)
        view = views.keep(view, errors=errors, trouble=None)
        if errors:
            return self._form_outcome(view, None, error="invalid_fields")
        urls = self._payloads.response_urls(view, lambda channel: self._responses.open(Target(user_id, channel)))
        payload = self._payloads.view_submission(person, view, urls, self._triggers.issue(user_id, view_id))
        sent = await self._send(_name_of(view), payload)
        if sent.error is not None:
            self._form_answers.fail(view)
            return self._form_outcome(view, None, error=sent.error)
        return self._form_outcome(view, sent.response, detail=self._form_answers.give(view, sent.response))

    async def close_view(self, user_id: str, view_id: str) -> Outcome:
        """Close a modal of a person with all that lie upon it (give `root_view_id` to close the whole stack).

        One with `clear_on_close` takes the whole stack along. The app hears of each with `notify_on_close`. Raises
        SlackError: `view_not_found`.
        """
        person = self._workspace.person(user_id)
        views = self._workspace.views
        stack = views.stack(user_id)
        view = next((laid for laid in stack if laid.id == view_id), None)
        if view is None:
            raise SlackError("view_not_found")
        closed = views.close(stack[0] if view.clear_on_close else view)
        outcome = Outcome()
        for gone in closed:
            if gone.notify_on_close:
                payload = self._payloads.view_closed(person, gone, is_cleared=len(closed) == len(stack) > 1)
                outcome = await self._send(_name_of(gone), payload)
        return outcome

    async def open_home(self, user_id: str, tab: str = "home") -> Outcome:
        """Look at a tab of the bot, "home" or "messages": the app is told of it by an event, if it has subscribed.

        The outcome's response has `view`, what the person sees at once: the Home as last published, or None. Raises
        SlackError: `not_enabled`, `user_disabled`.
        """
        self._workspace.active_person(user_id)
        if tab == "home" and not self._manifest.is_home_tab_enabled:
            raise SlackError("not_enabled")
        home = self._workspace.views.home(user_id)
        self._workspace.open_tab(user_id, tab)
        return Outcome(response={"view": view_as_seen(home) if home else None})

    # Both

    async def _suggest(
        self, user_id: str, place: str, blocks: list[Json], where: Json, menu: ActionChoice, typed: str
    ) -> Outcome:
        person = self._workspace.person(user_id)
        block, element = chosen_element(blocks, menu)
        if element["type"] not in EXTERNAL:
            raise SlackError("action_not_found", detail=f"a {element['type']} asks for no options")
        if not is_asked_for(element, typed):
            return Outcome(response={"options": []})
        payload = self._payloads.suggestion(person, where, block, element, typed)
        sent = await self._send(element["action_id"], payload)
        if sent.error is not None:
            return sent
        try:
            offered = self._suggestions.keep(user_id, place, block, element, sent.response)
        except SlackError as error:
            return Outcome(error=error.code, detail=error.fields["detail"])
        return Outcome(response={"options": offered})

    def _filled(self, user_id: str, view_id: str, values: Values) -> View:
        view = self._workspace.views.seen(user_id, view_id)
        return self._workspace.views.fill(view, values, self._suggestions.completed(user_id, view.id, view.blocks))

    async def _send_act(self, payload: Json, failed: ActFailed) -> Outcome:
        outcome = await self._send(failed.action_id, payload)
        if outcome.error is not None:
            self._workspace.tell(msgspec.structs.replace(failed, error=outcome.error))
        return outcome

    async def _send(self, name: str, payload: Json) -> Outcome:
        try:
            ack = await self._transport.ask("interactive", name, payload, accepts_response_payload=True)
        except SlackError as error:
            return Outcome(error=error.code)
        return Outcome(response=ack)

    def _form_outcome(
        self, view: View, ack: Json | None, *, error: str | None = None, detail: str | None = None
    ) -> Outcome:
        stack = self._workspace.views.stack(view.user_id)
        errors = next((laid.errors for laid in stack if laid.id == view.id), {})
        response = {"ack": ack, "errors": errors, "views": [view_as_seen(laid) for laid in stack]}
        return Outcome(error or ("invalid_response" if detail else None), response, detail)

    def _action_ts(self) -> str:
        return f"{self._workspace.clock.now().timestamp():.6f}"

    def _seen_message(self, user_id: str, channel: Channel, message_ts: str) -> Message:
        self._workspace.active_person(user_id)
        message = self._workspace.messages.get(channel.id, message_ts)
        if message is None or not self._workspace.sees(user_id, channel) or not message.is_visible_to(user_id):
            raise SlackError("message_not_found")
        return message

    def _show(self, target: Target, command: str, ack: Json | None) -> Outcome:
        if not ack:
            return Outcome()
        try:
            shown = self._responses.give(target, msgspec.convert(ack, Answer))
        except (SlackError, msgspec.ValidationError) as error:
            detail = str(error.fields.get("detail", error.code)) if isinstance(error, SlackError) else str(error)
            told = self._tell_privately(target, f'{command} failed with the error "invalid_command_response".')
            return Outcome(error="invalid_command_response", response=told.as_slack(), detail=detail)
        return Outcome(response=shown.as_slack() if shown else None)

    def _tell_privately(self, target: Target, text: str) -> Message:
        return self._workspace.messages.post(
            Message(
                channel_id=target.channel_id,
                user=SLACKBOT_ID,
                text=text,
                is_ephemeral=True,
                ephemeral_user=target.user_id,
            )
        )


def _name_of(view: View) -> str:
    return view.callback_id or view.id
