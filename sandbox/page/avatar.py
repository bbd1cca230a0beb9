"""The square that stands for a person or an app: two letters, on a colour of their own."""

import zlib

from markupsafe import Markup

from sandbox.page.html import tag
from sandbox.page.reader import Reader

_HUES = 8


def avatar(user_id: str, reader: Reader, **attributes: object) -> Markup:
    """Draw somebody's square."""
    kind = "app" if reader.is_app(user_id) else f"hue{zlib.crc32(user_id.encode()) % _HUES}"
    return tag("span", reader.name_of(user_id)[:2].title(), class_=f"avatar {kind}", aria_hidden="true", **attributes)
