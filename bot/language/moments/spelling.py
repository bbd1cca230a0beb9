"""The one spelling that the grammar of moments knows: small letters, single spaces, no punctuation around words."""

import re
import unicodedata

_REPLACEMENTS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[’‘´`]", "'"),
        (r"\b([ap])\.m\.?(?!\w)", r"\1m"),
        (r"(\d{1,2}) ?o'?clock\b", r"\1:00"),
        (r"^(\d{4}-\d{2}-\d{2})t(?=\d)", r"\1 "),
        (r"(\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?(z|[+-]\d{2}:?\d{2})$", r"\1 \2"),
        (r"(?:^|(?<= ))@ ?(?=\d)", "at "),
        (r"[()!?;…]|[,:](?= |$)", " "),
        (r"(?<=[^\W\d_])\.(?= |$)|(?<=[:\d]\d)\.$(?<!\d\.\d\d\.)|^(?=at )(.*\d)\.$", r"\1"),
        (r"\s+", " "),
    )
)


def plain(text: str) -> str:
    """The same words as the grammar spells them; a dot stays where it belongs to a number ("5.12.", "5. dezember")."""
    text = unicodedata.normalize("NFKC", text).lower()
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text.strip()
