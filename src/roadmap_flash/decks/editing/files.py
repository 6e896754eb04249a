"""Deck files read and written as text: whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.atomic import replace_file
from roadmap_flash.errors import DeckError


@dataclass(frozen=True)
class Opened:
    """A file as it was when it was opened; `data` is None for one that is yet to be made."""

    path: Path
    data: bytes | None

    @property
    def text(self) -> str:
        """Its text, with the line ends and the byte order mark it has. Raises DeckError if it is not UTF-8."""
        try:
            return (self.data or b"").decode()
        except UnicodeDecodeError as error:
            raise DeckError(f"{clean_line(str(self.path))}: is not UTF-8; save it as UTF-8 first") from error


def open_text(path: Path) -> Opened:
    """The file behind a path, links followed. Raises DeckError if it is there and cannot be read."""
    try:
        place = path.resolve()
        if place.exists() and not (place.is_file() or place.is_dir()):
            raise DeckError(f"{clean_line(str(path))}: is no file; a deck is a file of its own")
        return Opened(place, place.read_bytes())
    except FileNotFoundError:
        return Opened(path.resolve(), None)
    except (OSError, ValueError, RuntimeError) as error:
        raise DeckError(f"{clean_line(str(path))}: cannot be opened: {_reason(error)}") from error


def write_text(opened: Opened, text: str) -> None:
    """Put a text in the place of what was opened: durable when the call returns, or else nothing has changed.

    The file keeps its mode. Raises DeckError if it changed meanwhile, or if its folder cannot be written to.
    """
    path, data = opened.path, text.encode()
    if open_text(path).data != opened.data:
        raise DeckError(f"{clean_line(str(path))}: changed meanwhile; nothing was written")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise DeckError(f"{clean_line(str(path))}: cannot be written: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
