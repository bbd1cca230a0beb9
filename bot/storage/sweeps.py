"""The only commands that may reach across workspaces. Each carries its name as the command's comment."""

from enum import StrEnum


class Sweep(StrEnum):
    """What is done for all workspaces at once. Retention is left to the server: the indexes that expire documents."""

    OVERDUE_EVENTS = "sweep: events that the outbox has held too long"
    DUE_LOOKS = "sweep: looks for reminders that are due"
    WAITING_DELIVERIES = "sweep: deliveries to be posted"
    STALE_DELIVERIES = "sweep: messages to be redrawn"
    STALE_HOMES = "sweep: Homes to be drawn"
    LEASES = "sweep: who works on which partition"
