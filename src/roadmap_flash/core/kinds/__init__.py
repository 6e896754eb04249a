"""Card kinds, one file each. A new kind is a new file here that defines `KIND`; nothing else changes.

A deck has no `type:` key: a note's kind is told from its keys. Each kind owns some `marks`, keys that no other
kind has; a note must carry the marks of exactly one kind, and all that this kind requires.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import NamedTuple, Protocol

from roadmap_flash.core.model import Face, Fields


class Fault(NamedTuple):
    """What is wrong with one key of a note. `rule` is the reading rule that it breaks."""

    key: str
    rule: str
    message: str


class Kind(Protocol):
    """What every kind answers for its notes. `fields` has passed `faults` before the other calls."""

    name: str
    marks: frozenset[str]
    required: frozenset[str]
    optional: frozenset[str]

    def faults(self, fields: Fields) -> Iterator[Fault]:
        """What is wrong with the values of this kind's own keys."""

    def sides(self, fields: Fields) -> tuple[str, ...]:
        """The suffixes of the cards it makes: `("",)`, or such as `("c1", "c2")`."""

    def draw(self, fields: Fields, seed: str) -> Fields:
        """What is drawn anew for each showing, in JSON: the order of choices, the numbers. Same seed, same draw."""

    def face(self, fields: Fields, side: str, drawn: Fields) -> Face:
        """The card as it is asked and answered."""

    def gist(self, fields: Fields) -> tuple[str, str]:
        """Question and answer of the whole note in one line each, for lists."""


@cache
def kind_named(name: str) -> Kind:
    """The kind in the file `name`; only that file is imported."""
    kind: Kind = import_module(f"{__name__}.{name}").KIND
    return kind


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind there is a file for, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(kind_named(name) for name in names)


def kinds_of(keys: set[str]) -> list[Kind]:
    """The kinds whose marks stand among `keys`: one for a sound note."""
    return [kind for kind in all_kinds() if kind.marks & keys]


def card_id(note_id: str, side: str) -> str:
    """The id of one card of a note."""
    return f"{note_id}:{side}" if side else note_id


def seeded(seed: str, size: int) -> int:
    """A number from 0 to `size` - 1 that depends on `seed` alone, the same on every machine."""
    import hashlib

    return int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest()) % size
