"""Whatever is done to the decks, every card keeps its history: a thousand random edits, moves and reorderings."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from roadmap_flash.collection import Collection
from roadmap_flash.config import Settings
from roadmap_flash.core.identity import provisional_id
from roadmap_flash.core.kinds import card_id, kinds_of
from roadmap_flash.core.model import Act, CardState, Fields, ReviewLog
from roadmap_flash.decks.editing.files import open_text, write_text
from roadmap_flash.decks.editing.ids import Corpus, write_missing_ids
from roadmap_flash.decks.editing.rendering import render_card
from roadmap_flash.decks.editing.surgery import insert_cards
from roadmap_flash.decks.library import open_library
from roadmap_flash.decks.reader import read_deck
from roadmap_flash.store.store import Store, open_store
from tests.support.decks import touch
from tests.support.stores import card_rows, check_rows

SEEDS, CHANGES = 8, 125
"""A thousand changes in all."""
WORDS = [f"{a}{b}{c}" for a in ("ba", "de", "fi", "go", "ku") for b in "lmnrst" for c in ("an", "ek", "ir", "os", "uz")]


@dataclass
class Card:
    """What an author thinks of as one card, and the history that it must keep."""

    fields: Fields
    history: str
    touched: bool = False

    @property
    def note_id(self) -> str:
        if "id" in self.fields:
            return str(self.fields["id"])
        question = self.fields.get("q") or self.fields["term"]
        return provisional_id(self.kind, str(question))

    @property
    def kind(self) -> str:
        (kind,) = kinds_of(set(self.fields))
        return kind.name

    @property
    def first(self) -> str:
        return card_id(self.note_id, "term" if self.kind == "both" else "")


@dataclass
class Deck:
    """A file of cards."""

    path: Path
    topic: str
    cards: list[Card] = field(default_factory=list)


class Author:
    """Changes decks at random, as people do: in files, with the program's own tools and without."""

    def __init__(self, root: Path, seed: int) -> None:
        self._root = root
        self._random = random.Random(seed)
        self._numbers = iter(range(100_000))
        self.done = 0
        self.decks = [Deck(root / f"deck{n}.yaml", f"topic{n}") for n in range(3)]
        for deck in self.decks:
            deck.cards = [self._card(with_id=self._random.random() < 0.6) for _ in range(5)]
            self._write(deck)

    @property
    def cards(self) -> list[Card]:
        return [card for deck in self.decks for card in deck.cards]

    def change(self) -> None:
        """One to three changes; a card without an id is edited or moved in them, not both."""
        ways = [self._edit, self._edit, self._shuffle, self._move_card, self._move_deck, self._rename_topic]
        ways += [self._change_kind, self._add, self._write_ids, self._comment]
        for card in self.cards:
            card.touched = False
        for _ in range(self._random.randint(1, 3)):
            deck = self._random.choice(self.decks)
            self._random.choice(ways)(deck)
            self.done += 1

    def _edit(self, deck: Deck) -> None:
        """An edit of the question, small for a card without an id, and of the answer."""
        card = self._random.choice(deck.cards)
        if card.touched:
            return
        card.touched = True
        key = "term" if card.kind == "both" else "q"
        if "id" in card.fields:
            card.fields[key] = self._question()
        else:
            words = str(card.fields[key]).split()
            words[self._random.randrange(1, len(words) - 1)] = self._random.choice(WORDS)
            card.fields[key] = " ".join(words)
        card.fields["why"] = self._question()
        self._write(deck)

    def _shuffle(self, deck: Deck) -> None:
        self._random.shuffle(deck.cards)
        self._write(deck)

    def _move_card(self, deck: Deck) -> None:
        card, other = self._random.choice(deck.cards), self._random.choice(self.decks)
        if len(deck.cards) > 1 and not card.touched:
            card.touched = True
            deck.cards.remove(card)
            other.cards.insert(self._random.randrange(len(other.cards) + 1), card)
            self._write(deck)
            self._write(other)

    def _move_deck(self, deck: Deck) -> None:
        path = self._root / f"folder{self._random.randrange(3)}" / f"--file {next(self._numbers)};.yml"
        path.parent.mkdir(exist_ok=True)
        shutil.move(deck.path, path)
        deck.path = path
        touch(path)

    def _rename_topic(self, deck: Deck) -> None:
        """A topic of another name: cards without an id are known by their text there, too."""
        if not any(card.touched for card in deck.cards):
            for card in deck.cards:
                card.touched = True
            deck.topic = f"topic{next(self._numbers) + 10}"
            self._write(deck)

    def _change_kind(self, deck: Deck) -> None:
        card = self._random.choice(deck.cards)
        if "id" not in card.fields or card.touched:
            return
        card.touched = True
        if card.kind == "question":
            card.fields["term"], card.fields["def"] = card.fields.pop("q"), card.fields.pop("a")
        else:
            card.fields["q"], card.fields["a"] = card.fields.pop("term"), card.fields.pop("def")
        self._write(deck)

    def _add(self, deck: Deck) -> None:
        """A further card, by the program's own surgery."""
        if len(deck.cards) < 9:
            card = self._card(with_id=True)
            opened = open_text(deck.path)
            write_text(opened, insert_cards(opened.text, [card.fields]))
            touch(deck.path)
            deck.cards.append(card)

    def _write_ids(self, deck: Deck) -> None:
        write_missing_ids(deck.path, Corpus([self._root]).holds)
        touch(deck.path)
        for card, note in zip(deck.cards, read_deck(deck.path, None).notes, strict=True):
            card.fields["id"] = note.id

    def _comment(self, deck: Deck) -> None:
        with deck.path.open("a") as file:
            file.write("# a thought\n")
        touch(deck.path)

    def _card(self, *, with_id: bool) -> Card:
        number = next(self._numbers)
        fields: Fields = {"id": f"al-{number:04d}"} if with_id else {}
        return Card({**fields, "q": self._question(), "a": f"answer {number}"}, f"history {number}")

    def _question(self) -> str:
        return f"What {' '.join(self._random.sample(WORDS, 7))}?"

    def _write(self, deck: Deck) -> None:
        rows = [f"topic: {deck.topic}", "cards:"]
        for card in deck.cards:
            rows += ["", *render_card(card.fields)]
        deck.path.write_text("\n".join(rows) + "\n")
        touch(deck.path)


def remember(store: Store, collection: Collection, author: Author) -> None:
    """Give each card that has none its history: a flag that tells it from all others."""
    rows = card_rows(store.database)
    for card in author.cards:
        if card.first not in rows:
            after = CardState(card.first, flag=card.history)
            store.writer.record(ReviewLog(card.first, Act.FLAG, collection.moment(), None, after))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_history_is_kept(tmp_path: Path, home: Path, seed: int) -> None:
    root = tmp_path / "decks"
    root.mkdir()
    author = Author(root, seed)
    with open_store(home) as store:
        store.database.execute("PRAGMA synchronous = OFF")
        while author.done < CHANGES:
            collection = Collection(open_library([root], tmp_path / "cache"), store, Settings())
            assert collection.library.problems == []
            collection.changes()
            collection.settle()
            found = {name: row.flag for name, row in card_rows(store.database).items()}
            kept = {card.first: card.history for card in author.cards if card.first in found}
            assert {name: found[name] for name in kept} == kept, author.done
            assert set(found) <= {card.first for card in author.cards}, author.done
            remember(store, collection, author)
            author.change()
        check_rows(store.database)
