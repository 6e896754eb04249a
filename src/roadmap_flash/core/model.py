"""The words of the field as values: notes, cards, ratings, memory states, the review log."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

Fields = dict[str, Any]
"""What an author typed: strings, and lists or mappings of strings; numbers only in `level` and `vars`."""


class Rating(IntEnum):
    """How well the answer came."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(IntEnum):
    """Where a card stands in its life."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Topic(NamedTuple):
    """One line of the roadmap. `path` holds the titles from the role down to the topic itself."""

    slug: str
    title: str
    role: str
    path: tuple[str, ...]
    parents: tuple[str, ...]
    prerequisites: tuple[str, ...]
    cards: int
    ages: bool
    executable: float = 0.0
    """The share of its notes whose answer should be checked by running."""
    books: tuple[str, ...] = ()
    """Keys of the bibliography that its deck should cite."""


class Source(NamedTuple):
    """Where a fact can be looked up: a page, or a chapter of a book."""

    label: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of a deck. Its cards are the sides that its kind can ask."""

    id: str
    topic: str
    kind: str
    fields: Fields
    level: int
    file: str
    line: int
    digest: str
    sources: tuple[Source, ...] = ()
    as_of: tuple[tuple[str, str], ...] = ()
    replaces: str | None = None
    """The digest of the shipped note that the learner's own note stands in for."""
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key."""


class CardRef(NamedTuple):
    """What the queue needs to know of a card; the text is fetched when it is shown."""

    card_id: str
    note_id: str
    topic: str
    level: int
    confuse: tuple[str, ...]
    fixed_day: int


@dataclass(frozen=True, slots=True)
class Face:
    """A card as it is asked and answered. All text is Markdown with maths."""

    prompt: str
    answer: str
    code: str = ""
    lang: str = ""
    output: str = ""
    """The answer of an output card: shown as code, not as Markdown."""
    choices: tuple[str, ...] = ()
    right: int = -1
    reasons: tuple[str, ...] = ()
    """One for each choice: why it is wrong; empty for the right one."""
    hint: str = ""
    why: str = ""


class Moment(NamedTuple):
    """An instant in milliseconds since 1970 UTC, and the study day (`date.toordinal`) it falls in."""

    at: int
    day: int


class MemoryState(NamedTuple):
    """FSRS: stability in days at 90 % recall, and difficulty from 1 to 10."""

    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class CardState:
    """All that the database knows of a card. It is what replaying the card's log gives.

    Days are ordinals of study days, `due_at` and `last_at` are milliseconds since 1970 UTC. A learning card is due
    at an instant (`due_at`), a review card for a whole day (`due_day`).
    """

    card_id: str
    state: State = State.NEW
    step: int = 0
    memory: MemoryState | None = None
    due_day: int | None = None
    due_at: int | None = None
    interval: int = 0
    reps: int = 0
    lapses: int = 0
    first_day: int | None = None
    last_day: int | None = None
    last_at: int | None = None
    suspended: bool = False
    buried_day: int | None = None
    flag: str | None = None


class Act(StrEnum):
    """What a row of the review log records."""

    ANSWER = "answer"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    FLAG = "flag"
    UNFLAG = "unflag"
    ADOPT = "adopt"
    """The card got another id: its old id ends with such a row, its new one begins with one."""
    DELETE = "delete"
    """The progress of a card whose note is gone was given up: its row goes, its log stays."""
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What FSRS schedules with. Steps are in seconds, the maximum interval in days."""

    weights: tuple[float, ...]
    retention: float = 0.9
    learning_steps: tuple[int, ...] = (60, 600)
    relearning_steps: tuple[int, ...] = (600,)
    maximum_interval: int = 36500
    fuzz: bool = True


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """One row of the review log, the truth that card states are replayed from."""

    card_id: str
    act: Act
    moment: Moment
    before: CardState | None
    after: CardState | None
    rating: Rating | None = None
    took_ms: int = 0
    parameters: Parameters | None = None
    shown: Fields = field(default_factory=dict)
    """What was drawn for this showing (order of choices, numbers) and what was chosen and proposed."""
    uid: str = ""
    device: str = ""
    voids: str | None = None
