"""What may be completed in a composer and found in a menu: commands with their hint, people, channels."""

import msgspec

from sandbox.manifest import Manifest
from sandbox.page.reader import Reader


class Completion(msgspec.Struct, frozen=True):
    """A word with its sign, a note beside it, and the id of a person or channel."""

    word: str
    note: str
    id: str | None = None


def completions(reader: Reader, manifest: Manifest) -> str:
    """List them as JSON, in the order in which they are offered."""
    workspace = reader.workspace
    commands = [Completion(command.command, command.usage_hint) for command in manifest.commands.values()]
    people = [
        Completion(f"@{person.name}", "app" if person.is_bot else "", person.id)
        for person in workspace.people.values()
        if not person.deleted
    ]
    channels = [
        Completion(f"#{channel.name}", "private" if channel.is_private else "", channel.id)
        for channel in workspace.channels.values()
        if not channel.is_im and workspace.sees(reader.id, channel)
    ]
    return msgspec.json.encode([*commands, *people, *channels]).decode()
