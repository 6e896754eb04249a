"""Cards that ask nearly the same: the cosine of the sets of all runs of three to five characters.

All pairs of a library are compared without missing one. A bitmap of each set, whose bits are flipped once for each
element, differs between two sets in at most as many bits as there are elements in one of them only; where it
differs in too many, the sets need not be compared (Sandes, Teodoro, Melo: Bitmap filter, Information Systems 2020).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.model import Note

SAME, ALIKE = 0.85, 0.70
"""From which likeness on two cards count as the same, and as alike."""
_SIZES = (3, 4, 5)
_WIDE, _NARROW = 8192, 1024
"""Bits of the two bitmaps: the narrow one is quick, the wide one still tells long texts apart."""
_ROUNDING = 1e-9


class Pair(NamedTuple):
    """Two of the compared texts, by their numbers, and how much they are alike (0 to 1)."""

    score: float
    first: int
    second: int


def asked(note: Note) -> str:
    """What two notes are compared by: the question and its code; of a term, the definition too."""
    question, answer = kind_named(note.kind).gist(note.fields)
    parts = (question, answer if note.kind == "both" else "", note.fields.get("code", ""))
    return " ".join(" ".join(parts).lower().split())


def likeness(one: str, other: str) -> float:
    """The cosine of the two sets of character 3- to 5-grams: 1 for equal texts, 0 for texts without a common one."""
    first, second = _grams(one), _grams(other)
    return len(first & second) / math.sqrt(len(first) * len(second))


def look_alikes(note: Note, others: Iterable[Note]) -> list[tuple[float, Note]]:
    """The notes that ask nearly the same as `note`, from a likeness of 0.70 on, the most alike first."""
    mine = asked(note)
    scored = ((likeness(mine, asked(other)), other) for other in others if other.id != note.id)
    return sorted(((score, other) for score, other in scored if score >= ALIKE), key=lambda found: -found[0])


def all_pairs(
    texts: list[str],
    fresh: Sequence[int] | None = None,
    watch: Callable[[Sequence[int]], Iterable[int]] = iter,
) -> Iterator[Pair]:
    """Every pair of texts with a likeness of at least 0.70; with `fresh`, those that one of these numbers is part of.

    `watch` hands the numbers on one by one, and may show how far the search is.
    """
    bitmaps = [_bitmap(_grams(text)) for text in texts]
    waiting: dict[int, list[tuple[int, int]]] = defaultdict(list)
    wanted = range(len(texts)) if fresh is None else fresh
    for number in set(range(len(texts))) - set(wanted):
        size, _, narrow = bitmaps[number]
        waiting[size].append((number, narrow))
    for number in watch(wanted):
        size, wide, narrow = bitmaps[number]
        for other_size, group in waiting.items():
            limit = _most_apart(size, other_size)
            if abs(size - other_size) > limit:
                continue
            for other in [other for other, bits in group if (bits ^ narrow).bit_count() <= limit]:
                if (bitmaps[other][1] ^ wide).bit_count() <= limit:
                    score = likeness(texts[number], texts[other])
                    if score >= ALIKE:
                        yield Pair(score, *sorted((number, other)))
        waiting[size].append((number, narrow))


def _most_apart(size: int, other_size: int) -> int:
    """How many elements may stand in only one of two sets of these sizes that are alike."""
    return math.floor(size + other_size - 2 * ALIKE * math.sqrt(size * other_size) + _ROUNDING)


@lru_cache(maxsize=4096)
def _grams(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[at : at + size] for size in _SIZES for at in range(max(len(padded) - size + 1, 1)))


def _bitmap(grams: frozenset[str]) -> tuple[int, int, int]:
    """The size of a set, and its wide and narrow bitmap; folding a bitmap keeps what it says."""
    flipped = bytearray(b"0" * _WIDE)
    for gram in grams:
        flipped[hash(gram) % _WIDE] ^= 1
    wide = narrow = int(flipped, 2)
    width = _WIDE
    while width > _NARROW:
        width //= 2
        narrow = (narrow >> width) ^ (narrow & ((1 << width) - 1))
    return len(grams), wide, narrow
