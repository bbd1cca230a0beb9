"""How surely words that can be a moment are meant as one."""

from enum import IntEnum


class Certainty(IntEnum):
    """From what is hardly a moment to what can be nothing else."""

    NAME = 0
    """A name or a verb as well ("may", "sun"): nothing without a number or `due`, `by`, `on`."""
    LOOSE = 1
    """A moment alone, but in a sentence only after a preposition: "3 days", "december", "morning"."""
    PLAIN = 2
    """A moment wherever a sentence ends with it: "friday", "5pm"."""
    FIRM = 3
    """After `due` or `by`, or today with a time: if it is over, that is a mistake and not a manner of speaking."""
