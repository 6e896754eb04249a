"""What the tests of commands start from: the sample deck as the library, and a clock that stands still."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.samples import write_sample

NOW = "2026-11-25T08:00"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample deck, which is the library of this test; it is Wednesday, eight in the morning."""
    folder = write_sample(tmp_path / "decks")
    monkeypatch.setenv("FLASH_DECKS", str(folder))
    monkeypatch.setenv("FLASH_NOW", NOW)
    return folder
