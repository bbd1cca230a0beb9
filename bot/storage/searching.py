"""A search as a query: what somebody typed is words and nothing else."""

import unicodedata

from bot.storage.database import Document
from bot.storage.documents import words_in
from bot.storage.sight import visible_to
from bot.tasks.people import Viewer

MATCHES = 1000
"""How many matches are considered; the order of the text index is not that of the numbers."""


def query(viewer: Viewer, words: list[str]) -> Document:
    """The tasks that a person may see and that have all the words.

    The text index finds tasks with any of the words, and by parts of words; `words` says which have all of them.
    In quotes, no sign that the language of `$search` knows means anything.
    """
    folded = [run for run in words_in(" ".join(words)) if _is_of_a_word(run[0])]
    return {
        **visible_to(viewer),
        "$text": {"$search": " ".join(f'"{word}"' for word in words)},
        "words": {"$all": folded},
    }


def words_typed(text: str) -> list[str]:
    """The runs of letters, digits and their marks in what somebody typed, each once."""
    return list(dict.fromkeys("".join(each if _is_of_a_word(each) else " " for each in text).split()))


def _is_of_a_word(character: str) -> bool:
    return character == "_" or unicodedata.category(character)[0] in "LNM"
