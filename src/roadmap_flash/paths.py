"""Where things are: the data folder, and the decks that came with the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent


def data_folder() -> Path:
    """`FLASH_HOME`, or the platform's folder for data of programs."""
    if home := os.environ.get("FLASH_HOME"):
        return Path(home).expanduser()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "roadmap-flash"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "roadmap-flash"


def shipped_decks() -> Path:
    """The decks inside the installed package, or those of the checkout that an editable install runs from."""
    installed = PACKAGE / "shipped"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "decks"


def deck_roots(named: Path | None, data: Path) -> list[Path]:
    """The roots of the library: the one that is named by option or `FLASH_DECKS`, else shipped and own decks."""
    if named or (named := Path(os.environ["FLASH_DECKS"]) if os.environ.get("FLASH_DECKS") else None):
        return [named.expanduser()]
    own = data / "decks"
    return [shipped_decks(), own] if own.is_dir() else [shipped_decks()]


def shortened(path: str | Path) -> str:
    """A path as people like to read it: relative to the current folder if it lies below it."""
    try:
        return str(Path(path).resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
