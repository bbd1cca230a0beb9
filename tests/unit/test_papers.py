"""The papers: every link in them leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
PAPERS = [
    paper
    for paper in sorted(PROJECT.rglob("*.md"))
    if not {".venv", ".taskbot", ".taskbot-demo", "node_modules"} & set(paper.relative_to(PROJECT).parts)
]
LARGEST_PICTURE = 120_000

_FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:")


def prose(paper: Path) -> str:
    """A paper without its blocks of code."""
    return _FENCED.sub("", paper.read_text(encoding="utf-8"))


def links(paper: Path) -> Iterator[str]:
    """The targets of all links to somewhere in the project, pictures included."""
    plain = _INLINE_CODE.sub("", prose(paper))
    return (target for target in _LINK.findall(plain) if not _ELSEWHERE.match(target))


def anchors(paper: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a paper; a heading that comes again gets a number."""
    found: dict[str, int] = {}
    for heading in _HEADING.findall(prose(paper)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found[anchor] = found.get(anchor, -1) + 1
    return {f"{anchor}-{again}" if again else anchor for anchor, last in found.items() for again in range(last + 1)}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(PROJECT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    lost = []
    for link in links(paper):
        name, _, anchor = link.partition("#")
        target = (paper.parent / name).resolve() if name else paper
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_the_links_are_found() -> None:
    assert set(links(PROJECT / "README.md")) > {
        "manifest.yml",
        "docs/images/demo.png",
        "docs/operating.md#in-containers",
    }


def test_headings_become_anchors_as_on_github(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("# What is `it`, then?\n## [Linked](x.md) words\n### Again\n### Again\n```\n# no\n```\n")
    assert anchors(paper) == {"what-is-it-then", "linked-words", "again", "again-1"}


def test_every_decision_is_listed() -> None:
    folder = PROJECT / "docs" / "decisions"
    assert sorted(links(folder / "README.md")) == sorted(page.name for page in folder.glob("0*.md"))


def test_pictures_are_shown_and_small() -> None:
    shown = {(paper.parent / link).resolve() for paper in PAPERS for link in links(paper) if link.endswith(".png")}
    pictures = set((PROJECT / "docs" / "images").iterdir())
    assert pictures == shown
    assert [picture.name for picture in pictures if picture.stat().st_size >= LARGEST_PICTURE] == []


def test_a_first_workspace_takes_seven_steps_at_most() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Connect it to Slack\n")[2].partition("\n##")[0]
    assert 1 <= len(re.findall(r"^\d+\. ", section, re.MULTILINE)) <= 7


@pytest.mark.parametrize(
    "form", sorted((PROJECT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda form: form.name
)
def test_issue_forms_have_what_github_wants(form: Path) -> None:
    content = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= content.keys()
    ids = [part["id"] for part in content["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    assert all(part["attributes"]["label"] for part in content["body"] if part["type"] != "markdown")
