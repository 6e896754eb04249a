"""What rules are, what they look at, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.kinds.cloze import GAP, split_hint
from roadmap_flash.core.model import Fields, Note, Topic
from roadmap_flash.decks.lint.prose import Prose

Severity = Literal["error", "warning"]

_QUESTIONS = ("q", "cloze")
_ANSWERS = ("a", "right", "compute", "output", "cloze")
_TEXTS = ("q", "a", "hint", "why", "term", "def", "right")


class Found(NamedTuple):
    """What a rule says of a card: at which of its keys, what is wrong, and the mend."""

    key: str
    message: str


class Finding(NamedTuple):
    """What was found by which rule, and at which note; an empty note means the deck as a whole."""

    rule: str
    severity: Severity
    note: str
    key: str
    message: str


class Side(NamedTuple):
    """One askable side of a note: what is shown, what is to be answered, and the key that the answer stands in.

    The answer is empty where it is no prose: the output of a program.
    """

    prompt: Prose
    answer: Prose
    key: str


@dataclass(frozen=True)
class Card:
    """A note as the rules see it; `proven` says whether its answer was checked by running."""

    note: Note
    proven: bool

    @property
    def fields(self) -> Fields:
        """What the author typed."""
        return self.note.fields

    @cached_property
    def sides(self) -> list[Side]:
        """All sides; a drill with the first of its numbers."""
        kind = kind_named(self.note.kind)
        answer = next((key for key in _ANSWERS if key in self.fields), "")
        found = []
        for side in kind.sides(self.fields):
            face = kind.face(self.fields, side, {})
            key = answer or ("def" if side == "term" else "term")
            found.append(Side(Prose(face.prompt), Prose(face.answer), key))
        return found

    @cached_property
    def stems(self) -> list[tuple[str, Prose]]:
        """The sentences that ask, as far as the author typed them, with their keys; the gaps of a cloze are empty."""
        found = [(key, Prose(GAP.sub("[…]", self.fields[key]))) for key in _QUESTIONS if key in self.fields]
        asks = self.fields.get("ask", {})
        return found + [("ask", Prose(text.replace("{}", self.fields[side]))) for side, text in asks.items()]

    @cached_property
    def texts(self) -> list[tuple[str, Prose]]:
        """Every text that people read, with its key."""
        found = [(key, self.fields[key]) for key in _TEXTS if key in self.fields]
        found += [("cloze", _opened(self.fields["cloze"]))] if "cloze" in self.fields else []
        options = [pair for item in self.fields.get("wrong", ()) for pair in item.items()]
        return [(key, Prose(text)) for key, text in found + [("wrong", text) for pair in options for text in pair]]

    @property
    def options(self) -> tuple[Prose, list[Prose]]:
        """The right option of a choice, and the wrong ones."""
        return Prose(self.fields["right"]), [Prose(text) for item in self.fields["wrong"] for text in item]

    @property
    def shows_code(self) -> bool:
        """Whether there is a program or a picture that the question may point at."""
        return bool(self.fields.get("code") or self.fields.get("image"))


def _opened(text: str) -> str:
    return GAP.sub(lambda gap: split_hint(gap[2])[0], text)


class Rule(NamedTuple):
    """A rule for one card: its name, how grave a breach is, what it demands, a card that breaks and one that keeps it.

    The examples are YAML, the keys of one card; they stand in the docs, and the tests hold the rule to them.
    """

    name: str
    severity: Severity
    says: str
    find: Callable[[Card], Iterator[Found]]
    bad: str
    good: str


@dataclass(frozen=True)
class DeckView:
    """A deck as its gates see it."""

    topic: Topic
    cards: list[Card]
    books: dict[str, str]
    """The bibliography of the roadmap: a book's key, and how it is cited."""
    shipped: bool
    """Whether it belongs to the library itself, which promises what its roadmap says; a learner's own deck does not."""


class Gate(NamedTuple):
    """A rule for a whole deck. It yields the note that is meant (None: the deck) and what is found.

    `least` is the number of notes from which on it makes sense; a breach of a gate that is a `promise` of the roadmap
    is an error in decks that are called complete.
    """

    name: str
    severity: Severity
    says: str
    find: Callable[[DeckView], Iterator[tuple[Note | None, Found]]]
    least: int = 10
    promise: bool = False


def allows(note: Note, rule: str) -> bool:
    """Whether the note says that it breaks the rule on purpose."""
    names: Any = note.fields.get("allow", ())
    return rule in names
