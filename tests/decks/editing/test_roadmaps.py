"""A new topic in the text of a roadmap."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from roadmap_flash.decks.editing.roadmaps import insert_topic
from roadmap_flash.decks.editing.surgery import SurgeryError
from roadmap_flash.decks.roadmap import read_roadmap

ROOT = Path(__file__).parents[3]
SHIPPED = (ROOT / "decks" / "roadmap.yaml").read_text("utf-8")


@pytest.mark.parametrize("under", list(read_roadmap(ROOT / "decks" / "roadmap.yaml").topics))
def test_under_any_topic_of_the_shipped_roadmap(tmp_path: Path, under: str) -> None:
    before = read_roadmap(ROOT / "decks" / "roadmap.yaml")
    text = insert_topic(SHIPPED, "new-one", "New: one", ["git", "docker"], under, own=False)
    (tmp_path / "roadmap.yaml").write_text(text)
    after = read_roadmap(tmp_path / "roadmap.yaml")
    new = after.topics.pop("new-one")
    assert after == before
    assert (new.title, new.prerequisites, new.parents[-1]) == ("New: one", ("git", "docker"), under)
    rows = difflib.ndiff(SHIPPED.splitlines(), text.splitlines())
    assert not any(row.startswith("- ") for row in rows)


@pytest.mark.parametrize("text", ["roadmap: []\n", "roadmap:\n- {title: A, slug: a}\n", "# mine\nroadmap:\n"])
def test_in_an_own_roadmap(text: str) -> None:
    changed = insert_topic(text, "new", "New", [], "mlops", own=True)
    assert changed.endswith("- title: New\n  slug: new\n  under: mlops\n  prerequisites: []\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a roadmap is a mapping"),
        ("x: y\n", "a roadmap is a mapping"),
        ("roadmap: [{title: A, slug: a}]\n", "one below the other"),
        ("roadmap:\n- {title: A, slug: a}\n", "`a` has no entry of its own lines"),
        ("roadmap:\n- slug: b\n", "`a` has no entry"),
        ("roadmap:\n- slug: a\n  children: [{slug: c}]\n", "stand in brackets"),
    ],
)
def test_what_cannot_be_changed_is_named(text: str, message: str) -> None:
    with pytest.raises(SurgeryError, match=message):
        insert_topic(text, "new", "New", [], "a", own=False)


def test_the_first_child_of_a_topic(tmp_path: Path) -> None:
    for children in ("  children: []   # none\n", "  children:\n", ""):
        text = insert_topic(f"roadmap:\n- slug: a\n  title: A\n{children}# end\n", "b", "B", ["a"], "a", own=False)
        assert text.endswith("  - title: B\n    slug: b\n    prerequisites: [a]\n# end\n")
