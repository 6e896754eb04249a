"""Where each part of a YAML text stands, from its first line to its last, so that text can be put between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from roadmap_flash.decks.reader import normalised
from roadmap_flash.decks.yaml_tree import LOADER, parse


@dataclass
class Part:
    """A text, list or mapping. Lines and columns count from 0; `last` is the last line with something of it."""

    kind: str
    line: int
    column: int
    last: int = 0
    end_column: int = 0
    flow: bool = False
    text: str = ""
    parts: list[Part] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Part, Part]]:
        """Keys and values of a mapping; nothing of anything else."""
        if self.kind == "mapping":
            yield from zip(self.parts[::2], self.parts[1::2], strict=True)

    def value(self, key: str) -> Part | None:
        """The value of a key."""
        return next((value for name, value in self.pairs() if name.text == key), None)

    def key(self, key: str) -> Part | None:
        """The key itself."""
        return next((name for name, _ in self.pairs() if name.text == key), None)


def layout(text: str) -> Part | None:
    """The parts of a text; None for an empty one. Raises TreeError if it is no acceptable YAML."""
    plain = normalised(text)
    parse(plain)
    lines = plain.split("\n")
    root: Part | None = None
    open_parts: list[Part] = []
    for event in yaml.parse(plain, Loader=LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            _close(open_parts.pop(), event)
        elif isinstance(event, yaml.NodeEvent):
            part = _part(event, lines)
            if open_parts:
                open_parts[-1].parts.append(part)
            root = root or part
            if isinstance(event, yaml.CollectionStartEvent):
                open_parts.append(part)
    return root


def _part(event: Any, lines: list[str]) -> Part:
    start, end = event.start_mark, event.end_mark
    if not isinstance(event, yaml.ScalarEvent):
        kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
        return Part(kind, start.line, start.column, start.line, flow=bool(event.flow_style))
    last = min(end.line, len(lines) - 1)
    while last > start.line and not lines[last][: end.column if last == end.line else None].strip():
        last -= 1  # a block scalar ends only where the next part begins
    return Part("scalar", start.line, start.column, last, end.column, text=event.value)


def _close(part: Part, event: Any) -> None:
    """A collection in brackets ends where they close, another one with the last of its parts."""
    if part.flow:
        part.last, part.end_column = event.end_mark.line, event.end_mark.column
    else:
        part.last = max((inner.last for inner in part.parts), default=part.line)
