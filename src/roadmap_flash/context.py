"""What a command works with: settings, library and store, opened when they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roadmap_flash import clock
from roadmap_flash.collection import Collection
from roadmap_flash.config import Settings, read_settings
from roadmap_flash.core.model import Moment
from roadmap_flash.core.text import clean_line
from roadmap_flash.core.timing import StudyDays
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.roadmap import Roadmap
from roadmap_flash.errors import UsageError
from roadmap_flash.paths import data_folder, deck_roots
from roadmap_flash.store.store import Store, open_store


def settings() -> Settings:
    """The learner's settings."""
    return read_settings(data_folder())


def library(decks: Path | None = None) -> Library:
    """The library: of the named root, or of the shipped and the learner's own decks."""
    data = data_folder()
    return open_library(deck_roots(decks, data), data / "cache")


@contextmanager
def store() -> Iterator[Store]:
    """The progress database."""
    with open_store(data_folder()) as opened:
        yield opened


def study_day() -> Moment:
    """Now, with its study day."""
    return StudyDays(settings().rollover).moment(clock.now_ms())


@contextmanager
def collection(
    decks: Path | None = None, names: list[str] | None = None, new: int | None = None
) -> Iterator[Collection]:
    """Library and store together, limited to the named topics if there are any."""
    found = library(decks)
    only = with_cards(found, names) if names else None
    with store() as opened:
        yield Collection(found, opened, settings(), only, new)


def with_cards(found: Library, names: list[str]) -> frozenset[str]:
    """The topics that are meant. Raises UsageError if none of them has a deck yet."""
    only = frozenset(resolve(found.roadmap, names))
    files = found.files()
    if not only & set(files):
        some = ", ".join(list(files)[:5]) + (" …" if len(files) > 5 else "")
        raise UsageError(f"{' and '.join(map(clean_line, names))[:80]}: no deck yet; there are decks for {some}")
    return only


def resolve(roadmap: Roadmap, names: list[str]) -> list[str]:
    """The topics that are meant: a role or a section stands for all below it. Raises UsageError with the nearest."""
    return list(dict.fromkeys(slug for name in names for slug in roadmap.under(find_topic(roadmap, name))))


def find_topic(roadmap: Roadmap, name: str) -> str:
    """The slug that a name means: a slug or a title, in any case. Raises UsageError with the nearest ones."""
    wanted = "-".join(name.lower().split())
    titles = {topic.title.lower(): slug for slug, topic in roadmap.topics.items()}
    if wanted in roadmap.topics:
        return wanted
    if name.lower() in titles:
        return titles[name.lower()]
    from difflib import get_close_matches

    near = [slug for slug in roadmap.topics if wanted and wanted in slug]
    near += [slug for slug in get_close_matches(wanted, list(roadmap.topics), n=3, cutoff=0.5) if slug not in near]
    near = near[:3]
    hint = f"nearest: {', '.join(near)}" if near else "see all with: flash topics"
    raise UsageError(f"no topic is called {clean_line(name)[:60]!r}; {hint}")
