"""Who works on which partition: one document, in which every notifier says that it is there and takes its share."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

import pymongo
from msgspec import Struct
from msgspec.structs import replace
from pymongo.errors import DuplicateKeyError

from bot.storage.database import Database, Document, answering
from bot.storage.documents import document_of, value_of
from bot.storage.sweeps import Sweep
from bot.tasks.partitions import PARTITIONS

LEASES_LAST = timedelta(seconds=5)

_BOARD = "notifiers"
_SERVER_TIME: Document = {"now": "$$NOW", "version": True, "members": True, "leases": True}


class Member(Struct, frozen=True, kw_only=True):
    """A process that takes part, until it has said nothing for too long."""

    holder: str
    until: datetime


class Lease(Struct, frozen=True, kw_only=True):
    """That one process alone works on a partition, until a moment of the server's time."""

    partition: int
    holder: str
    until: datetime


class Board(Struct, frozen=True, kw_only=True):
    """The state that all share; whoever changes it says which version they have read."""

    version: int = 0
    members: tuple[Member, ...] = ()
    leases: tuple[Lease, ...] = ()

    def held_by(self, holder: str) -> tuple[int, ...]:
        return tuple(sorted(lease.partition for lease in self.leases if lease.holder == holder))


class Leases:
    """One process's part in sharing the partitions.

    `renew` is to be called a few times within `lasting`. A partition that is missing from its answer must not be
    worked on any more; it is let go at the next call, so there is that long to finish.
    """

    def __init__(self, database: Database, holder: str, *, lasting: timedelta = LEASES_LAST) -> None:
        self._boards = database["leases"]
        self._holder = holder
        self._lasting = lasting
        self._held: frozenset[int] = frozenset()
        self._leaving: frozenset[int] = frozenset()
        self._safe_until = 0.0
        self._has_left = False

    @property
    def held(self) -> frozenset[int]:
        """The partitions that are this process's own at this very moment: none, if it could not renew in time."""
        return self._held if time.monotonic() < self._safe_until else frozenset()

    async def renew(self) -> frozenset[int]:
        """Prolong what is held, give up what exceeds the fair share, take what is free, and tell what is held now.

        Raises `Unavailable` if MongoDB does not answer while the lease lasts.
        """
        started = time.monotonic()
        with pymongo.timeout(self._lasting.total_seconds()):
            board = await self._written(self._leaving)
        if self._has_left:
            return frozenset()
        mine = board.held_by(self._holder)
        share = fair_share(board, self._holder)
        self._held, self._leaving = frozenset(mine[:share]), frozenset(mine[share:])
        self._safe_until = started + self._lasting.total_seconds()
        return self.held

    async def release(self) -> None:
        """Leave: let everything go at once. Raises `Unavailable` if MongoDB does not answer while the lease lasts."""
        self._has_left = True
        self._held = self._leaving = frozenset()
        with pymongo.timeout(self._lasting.total_seconds()):
            async with answering():
                await self._boards.update_one(
                    {"_id": _BOARD},
                    {
                        "$pull": {"members": {"holder": self._holder}, "leases": {"holder": self._holder}},
                        "$inc": {"version": 1},
                    },
                    comment=Sweep.LEASES.value,
                )

    @answering()
    async def _written(self, leaving: frozenset[int]) -> Board:
        while True:
            board, now = await self._read()
            if self._has_left:  # while this was under way
                return board
            shared = shared_out(board, self._holder, leaving=leaving, now=now, until=now + self._lasting)
            fields = document_of(replace(shared, version=board.version + 1))
            result = await self._boards.update_one(
                {"_id": _BOARD, "version": board.version}, {"$set": fields}, comment=Sweep.LEASES.value
            )
            if result.matched_count:
                return shared

    async def _read(self) -> tuple[Board, datetime]:
        while True:
            document = await self._boards.find_one({"_id": _BOARD}, _SERVER_TIME, comment=Sweep.LEASES.value)
            if document is not None:
                return value_of(Board, document), document["now"]
            try:
                await self._boards.insert_one({"_id": _BOARD, **document_of(Board())}, comment=Sweep.LEASES.value)
            except DuplicateKeyError:
                continue


def shared_out(board: Board, holder: str, *, leaving: Iterable[int], now: datetime, until: datetime) -> Board:
    """The board after one process has come by: it has what it had but for what it leaves, and what is free.

    Nobody gets more than their fair share of what is free, and nothing is taken from anybody who is alive.
    """
    members = (
        *(member for member in board.members if member.holder != holder and member.until > now),
        Member(holder=holder, until=until),
    )
    others = tuple(lease for lease in board.leases if lease.holder != holder and lease.until > now)
    taken = {lease.partition for lease in others}
    mine = [partition for partition in board.held_by(holder) if partition not in {*leaving, *taken}]
    share = fair_share(replace(board, members=members), holder)
    free = [partition for partition in range(PARTITIONS) if partition not in {*taken, *mine}]
    mine += free[: max(share - len(mine), 0)]
    leases = (*others, *(Lease(partition=partition, holder=holder, until=until) for partition in mine))
    return Board(version=board.version, members=members, leases=leases)


def fair_share(board: Board, holder: str) -> int:
    """How many partitions a member may have: as many as everyone, and one of those left over if early in the order."""
    names = sorted(member.holder for member in board.members)
    each, left_over = divmod(PARTITIONS, len(names))
    return each + (names.index(holder) < left_over)
