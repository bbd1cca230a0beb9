"""The workspace as it is at its first start: who and what is in it, under ids that never change."""

import secrets

import msgspec

from sandbox.records import Channel, Person
from sandbox.storage import Storage

TEAM_ID = "T0SANDBOX"
PARTNER_TEAM_ID = "T0PARTNER"
TEAM_NAME = "Sandbox"
TEAM_DOMAIN = "sandbox"
APP_ID = "A0TASKBOT"
BOT_ID = "B0TASKBOT"
BOT_USER_ID = "U0TASKBOT"
SLACKBOT_ID = "USLACKBOT"

PEOPLE = (
    Person(id="U0LEAD", name="lead", tz="America/New_York", locale="en-US", is_admin=True),
    Person(id="U0DESIGNER", name="designer", tz="Europe/Berlin", locale="de-DE"),
    Person(id="U0DEVELOPER", name="developer", tz="Asia/Kolkata", locale="en-IN"),
    Person(id="W0TESTER", name="tester", tz="Europe/London", locale="en-GB"),
    Person(id="U0GUEST", name="guest", tz="Europe/Paris", locale="fr-FR", is_restricted=True),
    Person(id="U0PARTNER", name="partner", tz="America/Chicago", locale="en-US", is_external=True),
    Person(id="U0LEAVER", name="leaver", tz="America/Los_Angeles", locale="en-US", deleted=True),
)

_TEAM = ("U0LEAD", "U0DESIGNER", "U0DEVELOPER", "W0TESTER")

CHANNELS: tuple[tuple[Channel, tuple[str, ...]], ...] = (
    (Channel(id="C0GENERAL", name="general", creator="U0LEAD"), (*_TEAM, "U0GUEST", BOT_USER_ID)),
    (Channel(id="C0PRODUCT", name="product", creator="U0LEAD"), (*_TEAM, "U0PARTNER", BOT_USER_ID)),
    (Channel(id="C0LEADS", name="leads", creator="U0LEAD", is_private=True), ("U0LEAD", "U0DESIGNER", BOT_USER_ID)),
    (Channel(id="C0SECRETPLANS", name="secret-plans", creator="U0LEAD", is_private=True), ("U0LEAD", "U0DEVELOPER")),
    (Channel(id="C0RANDOM", name="random", creator="U0DESIGNER"), _TEAM),
)

# Zones and languages of generated people, taken in turn.
GENERATED_ZONES = (
    ("America/New_York", "en-US"),
    ("Europe/Berlin", "de-DE"),
    ("Asia/Kolkata", "en-IN"),
    ("Europe/London", "en-GB"),
    ("Asia/Tokyo", "ja-JP"),
    ("America/Sao_Paulo", "pt-BR"),
)


def team_of(person: Person) -> str:
    """Give the id of the workspace to which somebody belongs."""
    return PARTNER_TEAM_ID if person.is_external else TEAM_ID


class Credentials(msgspec.Struct, frozen=True):
    """The app's secrets, made once for a data directory."""

    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str

    def __repr__(self) -> str:
        return "Credentials(...)"


def new_credentials() -> Credentials:
    """Make secrets in the forms of Slack's."""
    return Credentials(
        bot_token=f"xoxb-{secrets.randbelow(10**12):012}-{secrets.token_hex(12)}",
        app_token=f"xapp-1-{APP_ID}-{secrets.randbelow(10**12):012}-{secrets.token_hex(32)}",
        signing_secret=secrets.token_hex(16),
        verification_token=secrets.token_hex(12),
    )


def plant(storage: Storage, bot_name: str, created: int) -> Credentials:
    """Write the first workspace, all of it or nothing, and give its new secrets; `created` is in epoch seconds."""
    credentials = new_credentials()
    bot = Person(id=BOT_USER_ID, name=bot_name, tz="America/Los_Angeles", is_bot=True)
    with storage.batch():
        storage.write_setting("credentials", credentials)
        for person in (*PEOPLE, bot):
            storage.save_person(person)
        for channel, members in CHANNELS:
            storage.save_channel(msgspec.structs.replace(channel, created=created))
            for user_id in members:
                storage.add_member(channel.id, user_id)
    return credentials
