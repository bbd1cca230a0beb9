"""What the doctor finds: a fact that is well, or a fault with its remedy."""

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """One line for the operator."""

    is_well: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.is_well else 'wrong'}  {self.words}"


def well(words: str) -> Finding:
    """Report what is as it should be."""
    return Finding(is_well=True, words=words)


def wrong(words: str) -> Finding:
    """Report a fault; the words name the remedy."""
    return Finding(is_well=False, words=words)
