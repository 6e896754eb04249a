"""What every test starts from: a data folder of its own, UTC, and no settings from outside."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ours", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("ours")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh data folder, named by FLASH_HOME."""
    folder = tmp_path / "home"
    for name in list(os.environ):
        if name.startswith("FLASH_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("FLASH_HOME", str(folder))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield folder
    monkeypatch.undo()
    time.tzset()
