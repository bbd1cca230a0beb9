"""Where the workspace is kept: one SQLite file, written at each change, read once at the start."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from sandbox.records import Channel, Message, Person, View

Value = TypeVar("Value")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS members (channel_id TEXT, user_id TEXT, UNIQUE (channel_id, user_id));
CREATE TABLE IF NOT EXISTS reads (user_id TEXT, channel_id TEXT, ts TEXT NOT NULL, PRIMARY KEY (user_id, channel_id));
CREATE TABLE IF NOT EXISTS messages (
    channel_id TEXT, ts TEXT, record BLOB NOT NULL, PRIMARY KEY (channel_id, ts)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS homes (user_id TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
"""


class Storage:
    """The file of one sandbox; every call is short and commits by itself, unless it is within `batch`.

    Raises `sqlite3.OperationalError` if another sandbox holds the file.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=0.5)
        # A second sandbox on the same file would not see what the first one holds in memory.
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Survives the end of the process at any moment; only a power failure may cost the last changes.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit many changes at once, or none of them."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def read_setting(self, name: str, kind: type[Value]) -> Value | None:
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return msgspec.json.decode(row[0], type=kind) if row else None

    def write_setting(self, name: str, value: object) -> None:
        self._db.execute("REPLACE INTO settings VALUES (?, ?)", (name, msgspec.json.encode(value)))

    def people(self) -> list[Person]:
        return self._records("SELECT record FROM people ORDER BY rowid", Person)

    def save_person(self, person: Person) -> None:
        self._db.execute(
            "INSERT INTO people VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
            (person.id, msgspec.json.encode(person)),
        )

    def channels(self) -> list[Channel]:
        return self._records("SELECT record FROM channels ORDER BY rowid", Channel)

    def save_channel(self, channel: Channel) -> None:
        self._db.execute(
            "INSERT INTO channels VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
            (channel.id, msgspec.json.encode(channel)),
        )

    def members(self) -> Iterable[tuple[str, str]]:
        return self._db.execute("SELECT channel_id, user_id FROM members ORDER BY rowid")

    def add_member(self, channel_id: str, user_id: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO members VALUES (?, ?)", (channel_id, user_id))

    def remove_member(self, channel_id: str, user_id: str) -> None:
        self._db.execute("DELETE FROM members WHERE channel_id = ? AND user_id = ?", (channel_id, user_id))

    def messages(self) -> list[Message]:
        return self._records("SELECT record FROM messages ORDER BY channel_id, ts", Message)

    def save_message(self, message: Message) -> None:
        self._db.execute(
            "REPLACE INTO messages VALUES (?, ?, ?)", (message.channel_id, message.ts, msgspec.json.encode(message))
        )

    def delete_message(self, channel_id: str, ts: str) -> None:
        self._db.execute("DELETE FROM messages WHERE channel_id = ? AND ts = ?", (channel_id, ts))

    def delete_all_messages(self) -> None:
        self._db.execute("DELETE FROM messages")

    def homes(self) -> list[View]:
        return self._records("SELECT record FROM homes", View)

    def save_home(self, home: View) -> None:
        self._db.execute("REPLACE INTO homes VALUES (?, ?)", (home.user_id, msgspec.json.encode(home)))

    def delete_all_homes(self) -> None:
        self._db.execute("DELETE FROM homes")

    def reads(self) -> Iterable[tuple[str, str, str]]:
        return self._db.execute("SELECT user_id, channel_id, ts FROM reads")

    def save_read(self, user_id: str, channel_id: str, ts: str) -> None:
        self._db.execute("REPLACE INTO reads VALUES (?, ?, ?)", (user_id, channel_id, ts))

    def _records(self, query: str, kind: type[Value]) -> list[Value]:
        decoder = msgspec.json.Decoder(kind)
        return [decoder.decode(record) for (record,) in self._db.execute(query)]
