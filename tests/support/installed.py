"""The program as if it were installed: its decks lie inside the package, and are not to be written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_flash import paths

ROADMAP = """\
roadmap:
- title: Basics
  slug: basics
  prerequisites: []
  children:
  - title: Alpha   # the first
    slug: alpha
    cards: 6
    prerequisites: []
- title: Beta
  slug: beta
  prerequisites: [alpha]
"""
ALPHA = """\
topic: alpha
as_of: {tool: "1.2"}
sources:
  page: {doc: The page, url: "https://example.org/page"}
cards:
- id: al-aaaa
  q: What is shipped first?
  a: one
  # a comment that goes with it
  level: 1
  src: page

- id: al-bbbb
  q: What is shipped second?
  a: two
  src: page
"""


def write_shipped(folder: Path) -> Path:
    """The decks above in a new folder; the folder."""
    (folder / "basics").mkdir(parents=True)
    (folder / "roadmap.yaml").write_text(ROADMAP)
    (folder / "basics" / "alpha.yaml").write_text(ALPHA)
    return folder


def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose shipped decks are those above; the folder of the decks."""
    shipped = write_shipped(tmp_path / "package" / "shipped")
    monkeypatch.setattr(paths, "_PACKAGE", str(shipped.parent))
    monkeypatch.setenv("FLASH_NOW", "2026-11-25T08:00")
    return shipped
