"""From the text of a deck to its notes. One bad card never hides the others."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from roadmap_flash.core.model import Fields, Note
from roadmap_flash.decks.cards import CardReader
from roadmap_flash.decks.header import Books, HeaderReader
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.salvage import salvage
from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar, Sequence, TreeError, parse

MAX_BYTES = 2**20
_RAW_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


@dataclass
class Deck:
    """What one file holds: the notes that can be served, and what is wrong with the rest."""

    path: str
    topic: str = ""
    topic_line: int = 1
    header: Fields = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_deck(path: Path, books: Books | None, inherited: Fields | None = None) -> Deck:
    """Read one file. Never raises for what stands in it; `books` None means any book may be cited.

    `inherited` holds the headers (`sources`, `setup`, `runs`, `as_of`) of the shipped decks by topic: a learner's own
    deck takes over the one of its topic, as far as it does not say otherwise.
    """
    try:
        if not path.name.isprintable():
            raise TreeError(1, "unreadable", "the name of the file has characters that cannot be shown; rename it")
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise TreeError(1, "unreadable", "is no file; a deck is a file of its own")
        if found.st_size > MAX_BYTES:
            raise TreeError(1, "too-large", "the file has more than 1 MiB; split the deck")
        data = path.read_bytes()
    except OSError as error:
        return _failed(path, TreeError(1, "unreadable", f"cannot be opened: {error.strerror}"))
    except TreeError as error:
        return _failed(path, error)
    return read_text(data, path, books, inherited)


def read_text(data: bytes, path: Path, books: Books | None, inherited: Fields | None = None) -> Deck:
    """Read a deck from bytes, as if they were the content of `path`."""
    try:
        typed = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _failed(path, TreeError(line, "not-utf8", "the file is not UTF-8; save it as UTF-8"))
    return _DeckReader(path, books, inherited or {}).read(normalised(typed))


def normalised(typed: str) -> str:
    """The text as YAML is to see it: lines end in line feeds, control characters are marks; its lines stay the same."""
    return _RAW_CONTROL.sub("\ufffd", typed.replace("\r\n", "\n").replace("\r", "\n"))


def _failed(path: Path, error: TreeError) -> Deck:
    return Deck(str(path), problems=[Problem(str(path), error.line, "", error.rule, "error", error.message)])


class _DeckReader:
    """Reads one deck: the header first, for the cards lean on its sources."""

    def __init__(self, path: Path, books: Books | None, inherited: Fields) -> None:
        self._path = path
        self._books = books
        self._inherited = inherited
        self._deck = Deck(str(path))

    def read(self, typed: str) -> Deck:
        """The deck of a text; what cannot be read as a whole is read item by item."""
        try:
            root = parse(typed)
        except TreeError as error:
            root = self._salvage(typed, error)
            known: Fields = {}
        else:
            known = {"sources": {}}
            if root is None or (isinstance(root, Scalar) and not root.text):
                self._report(1, "empty", "the file is empty; a deck is a mapping with `cards`")
            elif not isinstance(root, Mapping) or "cards" not in {key.text for key, _ in root.pairs}:
                self._report(root.line, "not-a-deck", "a deck is a mapping with `cards`, a list")
        if isinstance(root, Mapping):
            self._read_header(root, known)
            self._read_cards(root)
        return self._deck

    def _salvage(self, typed: str, first: TreeError) -> Mapping:
        """What can be read of a broken text, with a report of each part that cannot; else of the first error."""
        root, errors = salvage(typed)
        last = typed.count("\n") + 1
        for error in errors or [first]:
            self._report(min(error.line, last), error.rule, error.message)
        return root

    def _read_header(self, root: Mapping, known: Fields) -> None:
        topic = next((node.text for key, node in root.pairs if key.text == "topic" and isinstance(node, Scalar)), "")
        inherited = self._inherited.get(topic or self._path.stem, {})
        reader = HeaderReader(self._books, {**known, **inherited}, self._report)
        reader.read(root)
        self._deck.topic, self._deck.topic_line = reader.topic, reader.topic_line
        self._deck.header, self._deck.retired = reader.header, reader.retired

    def _read_cards(self, root: Mapping) -> None:
        reader = CardReader(self._path, self._deck.topic or self._path.stem, self._deck.header, self._deck.problems)
        items: list[Node] = []
        for key, node in root.pairs:
            if key.text == "cards" and isinstance(node, Sequence):
                items += node.items
            elif key.text == "cards":
                self._report(node.line, "not-a-deck", "`cards` must be a list")
        self._deck.notes = list(self._unique(note for item in items if (note := reader.read(item))))

    def _unique(self, notes: Iterator[Note]) -> Iterator[Note]:
        lines: dict[str, int] = {}
        for note in notes:
            if note.id in lines:
                message = f"{note.id} is used in line {lines[note.id]} already; delete it and let flash write a new one"
                self._report(note.line, "duplicate-id", message, note.id)
            elif note.id in self._deck.retired:
                self._report(note.line, "retired-id", f"{note.id} was retired and is never used again", note.id)
            else:
                lines[note.id] = note.line
                yield note

    def _report(self, line: int, rule: str, message: str, card: str = "") -> None:
        self._deck.problems.append(Problem(str(self._path), line, card, rule, "error", message))
