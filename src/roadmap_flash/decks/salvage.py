"""Reading a deck that is no YAML: key by key, and its cards one by one, so that one bad card hides no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar, Sequence, TreeError, parse

_KEY = re.compile(r"[A-Za-z_][\w-]*\s*:(?:\s|$)")
_MARK = re.compile(r"(?:---|\.\.\.)(?:\s|$)")
_DASH = re.compile(r"( *)-(?:\s|$)")


def salvage(typed: str) -> tuple[Mapping, list[TreeError]]:
    """What can be read of the text of a deck, and the errors of the parts that cannot, by line."""
    lines = typed.split("\n")
    pairs: list[tuple[Scalar, Node]] = []
    items: list[Node] = []
    errors: list[TreeError] = []
    for first, last in _sections(lines):
        if re.match(r"cards\s*:\s*(?:#.*)?$", lines[first]):
            for start, end in _items(lines, first + 1, last):
                part = _part(lines, start, end, errors, depth=1)
                items += part.items if isinstance(part, Sequence) else []
        else:
            part = _part(lines, first, last, errors)
            pairs += part.pairs if isinstance(part, Mapping) else []
    cards = Scalar("cards", 1, plain=True, cut=False)
    return Mapping([*pairs, (cards, Sequence(items, 1))], 1), errors


def _sections(lines: list[str]) -> Iterator[tuple[int, int]]:
    """From and to which line each key of the first document goes: a key stands at the very left."""
    starts = [number for number, line in enumerate(lines) if _KEY.match(line)]
    first = starts[0] if starts else 0
    end = next((number for number in range(first, len(lines)) if _MARK.match(lines[number])), len(lines))
    starts = [start for start in starts if start < end]
    yield from zip(starts, [*starts[1:], end], strict=False)


def _items(lines: list[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """From and to which line each card goes: a card starts with a dash as far right as the first one's."""
    dashes = [(number, len(match[1])) for number in range(first, last) if (match := _DASH.match(lines[number]))]
    starts = [number for number, indent in dashes if indent <= dashes[0][1]]
    yield from zip(starts, [*starts[1:], last], strict=False)


def _part(lines: list[str], first: int, last: int, errors: list[TreeError], depth: int = 0) -> Node | None:
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    try:
        return parse("\n".join(lines[first:last]), first + 1, depth)
    except TreeError as error:
        errors.append(TreeError(min(max(error.line, first + 1), last), error.rule, error.message))
        return None
