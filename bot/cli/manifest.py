"""The manifest of the Slack app, as the command line finds and reads it."""

from pathlib import Path

NAME = "manifest.yml"


class ManifestUnreadable(Exception):
    """The manifest is not there, or is not what Slack takes; the message is a sentence for the operator."""


def path() -> Path:
    """Find the manifest: in the working directory, else in the project; raises `ManifestUnreadable`."""
    for folder in (Path.cwd(), Path(__file__).parents[2]):
        if (folder / NAME).is_file():
            return folder / NAME
    raise ManifestUnreadable(f"No {NAME} here: change to the project's folder, which has it.")


def bot_scopes(manifest: Path) -> frozenset[str]:
    """Read the scopes that the app asks for its bot; raises `ManifestUnreadable`."""
    try:
        import yaml  # noqa: PLC0415 -- only the doctor and the demo read it
    except ModuleNotFoundError:
        raise ManifestUnreadable(f"{NAME} needs PyYAML: run `pip install 'taskbot[local]'`.") from None
    try:
        content = yaml.safe_load(manifest.read_text(encoding="utf-8"))
        return frozenset(content["oauth_config"]["scopes"]["bot"])
    except (OSError, ValueError, LookupError, TypeError, yaml.YAMLError) as problem:
        raise ManifestUnreadable(f"{manifest} cannot be read: take the project's own {NAME} again.") from problem
