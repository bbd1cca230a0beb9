"""How what a person does reaches the app, and how the app's answer reaches the person."""

import time

import msgspec

from sandbox.actions import ActionChoice, act
from sandbox.errors import SlackError
from sandbox.manifest import Manifest
from sandbox.mentions import COMMAND, escape, resolve
from sandbox.payloads import block_actions_payload, command_payload
from sandbox.records import Channel, Json, Message
from sandbox.responses import Answer, Responses, Target
from sandbox.seed import SLACKBOT_ID
from sandbox.socket_mode import Sockets
from sandbox.traffic import Entry, Traffic
from sandbox.workspace import Workspace


class Outcome(msgspec.Struct, frozen=True):
    """What became of a person's act: the error's name, if any, what the person saw at once, and an error's detail."""

    error: str | None = None
    response: Json | None = None
    detail: str | None = None


class Delivery:
    """Brings commands, acts and events to the app over its sockets; each is answered within 3 s or has failed."""

    def __init__(
        self, workspace: Workspace, manifest: Manifest, sockets: Sockets, responses: Responses, traffic: Traffic
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._sockets = sockets
        self._responses = responses
        self._traffic = traffic

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
        payload = command_payload(self._workspace, person, channel, command, text, self._responses.open(target))
        try:
            ack = await self.ask("slash_commands", command, payload, accepts_response_payload=True)
        except SlackError as error:
            shown = self._tell_privately(target, f"{command} failed because {self._manifest.name} did not respond.")
            return Outcome(error=error.code, response=shown.as_slack())
        return self._show(target, command, ack)

    async def interact(self, user_id: str, channel_id: str, message_ts: str, choice: ActionChoice) -> Outcome:
        """Send a person's act on a message that they see; raises SlackError if Slack would not."""
        person = self._workspace.person(user_id)
        channel = self._workspace.channel(channel_id)
        message = self._seen_message(user_id, channel, message_ts)
        action, values = act(message, choice, f"{self._workspace.clock.now().timestamp():.6f}")
        response_url = self._responses.open(Target(user_id, channel_id, message_ts))
        payload = block_actions_payload(self._workspace, person, channel, message, action, values, response_url)
        try:
            ack = await self.ask("interactive", choice.action_id, payload, accepts_response_payload=True)
        except SlackError as error:
            return Outcome(error=error.code)
        return Outcome(response=ack)

    async def ask(self, kind: str, name: str, payload: Json, **fields: object) -> Json | None:
        """Send one envelope and give what its ack carries; SlackError `dispatch_failed`, `operation_timeout`."""
        began = time.perf_counter()
        answer: Json | None = None
        try:
            answer = await self._sockets.ask(kind, payload, **fields)
        except SlackError as error:
            answer = {"error": error.code}
            raise
        finally:
            spent_ms = (time.perf_counter() - began) * 1000
            now = self._workspace.clock.now()
            self._traffic.record(Entry(now, "to_app", kind, name, {**payload, **fields}, answer, spent_ms))
        return answer

    def _seen_message(self, user_id: str, channel: Channel, message_ts: str) -> Message:
        if self._workspace.person(user_id).deleted:
            raise SlackError("user_disabled")
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
