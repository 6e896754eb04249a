"""The decks as an author meets them: the library, every file as text, and where new cards are written."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from roadmap_flash import context
from roadmap_flash.core.model import Fields
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.editing.files import Opened, open_text
from roadmap_flash.decks.editing.ids import Corpus
from roadmap_flash.decks.reader import Deck, read_deck, read_text
from roadmap_flash.decks.schema import FILE as SCHEMA
from roadmap_flash.errors import DeckError
from roadmap_flash.paths import (
    data_folder,
    deck_roots,
    is_installed,
    resolved,
    shipped_decks,
    shortened,
    writing_root,
)
from roadmap_flash.store import reading
from roadmap_flash.store.database import FILE


class Workshop:
    """Everything that writing a card needs to know. `decks` is the root that was named, if any."""

    def __init__(self, decks: Path | None = None) -> None:
        self.library = context.library(decks)
        self.root = writing_root(decks, data_folder())
        self.corpus = Corpus(deck_roots(decks, data_folder()))
        self._decks = decks

    @property
    def has_own_roadmap(self) -> bool:
        """Whether new topics go into the learner's own roadmap, which is laid over the shipped one."""
        return is_installed() and not self._decks and not os.environ.get("FLASH_DECKS")

    def renewed(self) -> Workshop:
        """The same, after something was written."""
        return Workshop(self._decks)

    @cached_property
    def _remembered(self) -> frozenset[str]:
        """The notes that the learner has ever answered: their ids are not given to others, whatever the decks say."""
        if not (data_folder() / FILE).exists():
            return frozenset()
        with context.store() as store:
            return frozenset(reading.notes_ever_touched(store.database))

    def is_taken(self, card_id: str) -> bool:
        """Whether an id is in use, or ever was."""
        return card_id in self._remembered or self.corpus.holds(card_id)

    def deck_file(self, topic: str) -> Path:
        """The file that a topic's cards are written to; it may be yet to be made."""
        if self.root.is_file():
            return self.root
        parents = self.library.roadmap.topics[topic].parents
        return self.corpus.deck_of(topic, self.root) or self.root.joinpath(*parents, f"{topic}.yaml")

    def is_shipped(self, file: str) -> bool:
        """Whether a file is not ours to write: it came inside the installed package."""
        path = resolved(file)
        return path.is_relative_to(shipped_decks().resolve()) and not path.is_relative_to(self.root.resolve())

    def read(self, topic: str, file: Path, text: str) -> Deck:
        """The deck of a text, as the library would read it from that file."""
        shipped = self.library.files().get(topic)
        inherited: dict[str, Fields] = {}
        if shipped and self.is_shipped(shipped):
            inherited[topic] = read_deck(Path(shipped), self.library.roadmap.books).header
        return read_text(text.encode(), file, self.library.roadmap.books, inherited)

    def open_deck(self, topic: str) -> tuple[Opened, str]:
        """The deck file of a topic, and its text; that of an empty deck if there is none yet.

        Raises DeckError if the file is there and is some other deck.
        """
        opened = open_text(self.deck_file(topic))
        if opened.data is None:
            return opened, self.empty_deck(topic, opened.path)
        found = self.read(topic, opened.path, opened.text).topic or opened.path.stem
        if found != topic:
            raise DeckError(f"{shortened(opened.path)}: is the deck of {clean_line(found)}, not of {topic}; rename it")
        return opened, opened.text

    def empty_deck(self, topic: str, path: Path) -> str:
        """A deck without cards."""
        return f"{self.schema_line(path)}topic: {topic}\ncards: []\n"

    def schema_line(self, path: Path) -> str:
        """The line that tells editors how decks look; empty in a root that has no schema."""
        schema = self.root.resolve() / SCHEMA
        if not schema.is_file():
            return ""
        relative = os.path.relpath(schema, resolved(path).parent)
        return f"# yaml-language-server: $schema={relative}\n"
