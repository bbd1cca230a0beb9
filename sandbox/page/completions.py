"""What page.js may complete in a composer: commands with their hint, people, channels."""

import msgspec

from sandbox.manifest import Manifest
from sandbox.page.reader import Reader


class Completion(msgspec.Struct, frozen=True):
    """A word with its sign, and a note beside it."""

    word: str
    note: str


def completions(reader: Reader, manifest: Manifest) -> str:
    """List them as JSON, in the order in which they are offered."""
    workspace = reader.workspace
    commands = [Completion(command.command, command.usage_hint) for command in manifest.commands.values()]
    people = [
        Completion(f"@{person.name}", "app" if person.is_bot else "")
        for person in workspace.people.values()
        if not person.deleted
    ]
    channels = [
        Completion(f"#{channel.name}", "private" if channel.is_private else "")
        for channel in workspace.channels.values()
        if not channel.is_im and workspace.sees(reader.id, channel)
    ]
    return msgspec.json.encode([*commands, *people, *channels]).decode()
