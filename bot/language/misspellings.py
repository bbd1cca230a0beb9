"""What is nearly a verb: "dnoe", "lsit"."""

from difflib import get_close_matches

from bot.language import verbs

_LIKENESS = 0.8


def nearest_verb(word: str) -> str | None:
    """The name of the verb that a word, case-folded, most likely stands for, if any is near enough."""
    names = [verb.name for verb in verbs.available() if abs(len(verb.name) - len(word)) <= 1]
    swapped = next((name for name in names if _has_two_letters_swapped(word, name)), None)
    return swapped or next(iter(get_close_matches(word, names, n=1, cutoff=_LIKENESS)), None)


def _has_two_letters_swapped(word: str, name: str) -> bool:
    return any(
        word == name[:place] + name[place + 1] + name[place] + name[place + 2 :] for place in range(len(name) - 1)
    )
