"""The commands and their options; each command's own module is imported only when it is called."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import metadata

from bot.cli import manifest
from bot.settings import Role

EPILOG = """\
settings are read from the environment and from ./.env (.env.example lists them)

  try it without any account:   taskbot demo
  connect it to Slack:          taskbot manifest, taskbot doctor, then taskbot run
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 when all is well, 1 when it could not work, 2 for a wrong call."""
    whole = parser()
    asked = whole.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] | None = asked.command
    if command is None:
        whole.print_help()
        return 2
    try:
        return command(asked)
    except KeyboardInterrupt:  # Ctrl-C before the event loop took it over
        return 130


def parser() -> argparse.ArgumentParser:
    """Build the command line."""
    whole = argparse.ArgumentParser(
        prog="taskbot",
        description="A self-hosted Slack bot in which a team creates, assigns and finishes tasks together.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"taskbot {version()}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND")
    whole.set_defaults(command=None)

    demo = commands.add_parser(
        "demo",
        help="the bot with a local Slack in the browser; needs no account",
        description="Starts the embedded engines, a local Slack and the bot, and stays until Ctrl-C. "
        "The data is kept between runs, in TASKBOT_DATA_DIR with -demo behind its name (./.taskbot-demo).",
    )
    demo.add_argument("--fresh", action="store_true", help="delete the demo's data first and begin anew")
    demo.add_argument("--http", action="store_true", help="let the local Slack reach the bot over signed HTTP")
    demo.set_defaults(command=run_demo)

    run = commands.add_parser(
        "run",
        help="the bot, connected to Slack",
        description="Connects to Slack with the tokens of the settings and stays until Ctrl-C or SIGTERM. "
        "Any number of processes may run, in any mix of roles.",
    )
    run.add_argument(
        "--role",
        dest="roles",
        action="extend",
        nargs="+",
        choices=[role.value for role in Role],
        metavar="ROLE",
        help="what this process does: slack (answers people), notifier (posts), scheduler (reminds); all without it",
    )
    run.set_defaults(command=run_bot)

    doctor = commands.add_parser(
        "doctor",
        help="check settings, versions, servers and scopes",
        description="Checks all that the bot needs and names each remedy; the exit code is 1 when anything is wrong.",
    )
    doctor.set_defaults(command=run_doctor)

    printing = commands.add_parser(
        "manifest",
        help="print the manifest of the Slack app",
        description="Prints the manifest to paste when the Slack app is made: for Socket Mode, or for HTTP with --url. "
        "It asks for the scopes that the bot uses, each with its reason.",
    )
    printing.add_argument(
        "--url",
        type=manifest.origin,
        metavar="URL",
        help="for HTTP: where Slack reaches the bot, such as https://bot.example.com",
    )
    printing.add_argument(
        "--with",
        dest="features",
        type=manifest.features_named,
        default=(),
        metavar="FEATURES",
        help=f"ask for the scopes of planned features as well, of {','.join(manifest.Feature)}: the bot does not have "
        "them yet, and a scope that is added later needs the app to be installed again",
    )
    printing.set_defaults(command=print_manifest)
    return whole


def version() -> str:
    """Tell the installed version."""
    try:
        return metadata.version("taskbot")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def run_demo(asked: argparse.Namespace) -> int:
    from bot.cli import demo  # noqa: PLC0415 -- each command pays for its own imports alone

    transport = demo.Transport.HTTP if asked.http else demo.Transport.SOCKET
    return demo.main(transport, begins_anew=asked.fresh)


def run_bot(asked: argparse.Namespace) -> int:
    from bot.cli import run  # noqa: PLC0415

    return run.main(frozenset(Role(name) for name in asked.roles or Role))


def run_doctor(_asked: argparse.Namespace) -> int:
    from bot.cli import doctor  # noqa: PLC0415

    return doctor.main()


def print_manifest(asked: argparse.Namespace) -> int:
    return manifest.main(asked.url, asked.features)


if __name__ == "__main__":
    sys.exit(main())
