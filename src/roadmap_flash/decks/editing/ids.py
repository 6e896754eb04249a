"""Fresh ids: the prefix of the deck and four random characters, never those that any deck has or had."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from secrets import choice

from roadmap_flash.core.identity import ID
from roadmap_flash.decks import files
from roadmap_flash.decks.editing.files import open_text, write_text
from roadmap_flash.decks.editing.surgery import SurgeryError, with_ids
from roadmap_flash.decks.reader import MAX_BYTES, Deck, read_text
from roadmap_flash.decks.yaml_tree import TreeError
from roadmap_flash.errors import DeckError

_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_LONGEST_PREFIX = 8


class Corpus:
    """Every deck file of some roots, as bytes: what is written anywhere in it, a comment even, is no fresh id."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self.files: dict[Path, bytes] = {}
        for root in roots:
            for file in files.scan([root]):
                if files.is_deck(file) and 0 <= file.size <= MAX_BYTES:
                    path = root / file.path if file.path else root
                    self.files[path] = _bytes(path)

    def holds(self, text: str) -> bool:
        """Whether any file has this text in it."""
        wanted = text.encode("utf-8", "surrogatepass")
        return any(wanted in data for data in self.files.values())

    def card_at(self, card_id: str) -> tuple[Path, int] | None:
        """The file and line where a card has this id, whether it can be served or not; None if there is none."""
        named = re.compile(rb"""\bid[ \t]*:[ \t]*["']?%s(?![a-z0-9-])""" % re.escape(card_id.encode()))
        for path, data in self.files.items():
            if found := named.search(data):
                return path, data.count(b"\n", 0, found.start()) + 1
        return None

    def deck_of(self, topic: str, root: Path) -> Path | None:
        """The file below a root that is the deck of a topic; None if there is none."""
        typed = re.escape(topic.encode())
        named = re.compile(rb"""^topic[ \t]*:[ \t]*(["']?)%s\1[ \t]*(?:#.*)?\r?$""" % typed, re.MULTILINE)
        for path, data in self.files.items():
            called = path.stem == topic and not re.search(rb"^topic[ \t]*:", data, re.MULTILINE)
            if path.is_relative_to(root) and (called or named.search(data)):
                return path
        return None


def fresh_ids(prefix: str, is_taken: Callable[[str], bool]) -> Callable[[], str]:
    """Gives one fresh id after the other."""
    given: set[str] = set()

    def draw() -> str:
        while True:
            card_id = f"{prefix}-{''.join(choice(_CHARACTERS) for _ in range(4))}"
            if card_id not in given and not is_taken(card_id):
                given.add(card_id)
                return card_id

    return draw


def prefix_of(deck: Deck, topic: str) -> str:
    """What the ids of a deck begin with: what most of its cards' do, else a short form of the topic's slug."""
    used = Counter(note.id[:-5] for note in deck.notes if ID.fullmatch(note.id))
    return used.most_common(1)[0][0] if used else prefix_of_slug(topic)


def prefix_of_slug(slug: str) -> str:
    """A short slug itself; of a longer one the initials of three or more words, else the start of the first.

    >>> [prefix_of_slug(slug) for slug in ("sql", "one-hot-encoding", "kubernetes", "3d")]
    ['sql', 'ohe', 'kubernet', 'c3d']
    """
    words = re.findall(r"[a-z0-9]+", slug.lower())
    if len("-".join(words)) <= _LONGEST_PREFIX:
        prefix = "".join(words)
    elif len(words) > 2:
        prefix = "".join(word[0] for word in words)
    else:
        prefix = words[0]
    prefix = prefix[:_LONGEST_PREFIX]
    return prefix if prefix[:1].isalpha() else f"c{prefix}"


def write_missing_ids(path: Path, is_taken: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Write an id into each card of a deck that has none; line (from 1) and id of each that was written.

    `is_taken` says whether an id is in use or was retired anywhere, such as `Corpus.holds`. Raises DeckError if the
    deck is no YAML or cannot be written; then nothing was.
    """
    opened = open_text(path)
    deck = read_text(opened.data or b"", path, None)
    try:
        text, written = with_ids(opened.text, fresh_ids(prefix_of(deck, deck.topic or path.stem), is_taken))
    except TreeError as error:
        raise DeckError(f"{path}:{error.line}: {error.message}") from error
    except SurgeryError as error:
        raise DeckError(f"{path}: {error}") from error
    if written:
        write_text(opened, text)
    return written


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""  # a pipe would be waited for
    except OSError:
        return b""
