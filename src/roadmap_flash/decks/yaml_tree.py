"""YAML text as a tree of texts with line numbers.

The tree is built from the parser's events, so that depth is bounded before anything is composed, every scalar stays
the text that the author typed, and every part knows its line. Anchors, aliases and tags are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_DEPTH = 20
_TOO_DEEP = f"lists and mappings are nested more than {MAX_DEPTH} deep"
_TOO_DEEP_FOR_PARSER = "exceeded maximum nesting depth"
_OPENED = ("scanning a quoted scalar", "a flow sequence", "a flow mapping", "a simple key")
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class TreeError(Exception):
    """The text is no acceptable YAML: at which line, by which reading rule, and why."""

    def __init__(self, line: int, rule: str, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.rule = rule
        self.message = message


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. `cut` is set where a plain scalar ends at a ` #` comment."""

    text: str
    line: int
    plain: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Pairs in the order of the file; a key may stand in it twice, which the reader refuses."""

    pairs: list[tuple[Scalar, Node]]
    line: int


Node = Scalar | Sequence | Mapping


def parse(text: str, first_line: int = 1, depth: int = 0) -> Node | None:
    """The tree of the one document in `text`; None for an empty one. Raises TreeError.

    `first_line` and `depth` say where in the file the text begins, for one cut out of it.
    """
    try:
        return _Builder(text, first_line, depth).build()
    except yaml.YAMLError as error:
        mark = _mark(error)
        what = " ".join(str(getattr(error, "problem", None) or error).split())
        line = first_line + (mark.line if mark else 0)
        if what == _TOO_DEEP_FOR_PARSER:
            raise TreeError(line, "too-deep", _TOO_DEEP) from error
        raise TreeError(line, "syntax", f"YAML cannot be read here: {what}") from error


def _mark(error: yaml.YAMLError) -> Any:
    """Where to look: a quote or bracket that is never closed is named where it opens."""
    opened = str(getattr(error, "context", "")).endswith(_OPENED)
    names = ("context_mark", "problem_mark") if opened else ("problem_mark", "context_mark")
    return next((mark for name in names if (mark := getattr(error, name, None))), None)


class _Builder:
    """Consumes events with a stack of its own: a recursive parser would crash on deep nesting."""

    def __init__(self, text: str, first_line: int, depth: int) -> None:
        self._first_line = first_line
        self._room = MAX_DEPTH - depth
        self._lines = text.split("\n")
        self._events: Iterator[Any] = yaml.parse(text, Loader=LOADER)
        self._stack: list[list[Any]] = []
        self._root: Node | None = None
        self._documents = 0

    def build(self) -> Node | None:
        """The root of the tree."""
        for event in self._events:
            line = event.start_mark.line + self._first_line
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise TreeError(line, "syntax", "a second document starts here; a deck is one document")
            elif isinstance(event, yaml.NodeEvent):
                self._refuse_magic(event, line)
                self._node(event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
        return self._root

    def _refuse_magic(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise TreeError(line, "alias", "YAML anchors and aliases (& and *) are not used here; quote the text")
        if event.tag is not None:
            raise TreeError(line, "alias", "YAML tags (!) are not used here; quote the text")

    def _node(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._add(Scalar(event.value, line, not event.style, not event.style and self._cut(event)))
            return
        if len(self._stack) >= self._room:
            raise TreeError(line, "too-deep", _TOO_DEEP)
        self._stack.append([event, line, []])

    def _close(self) -> None:
        event, line, items = self._stack.pop()
        if isinstance(event, yaml.SequenceStartEvent):
            self._add(Sequence(items, line))
            return
        keys, values = items[::2], items[1::2]
        for key in keys:
            if not isinstance(key, Scalar):
                raise TreeError(key.line, "syntax", "a key must be a text, not a list or mapping")
        self._add(Mapping(list(zip(keys, values, strict=True)), line))

    def _add(self, node: Node) -> None:
        if self._stack:
            self._stack[-1][2].append(node)
        else:
            self._root = node

    def _cut(self, event: Any) -> bool:
        """Whether a comment follows on the scalar's last line: in prose that is most often a lost text."""
        end = event.end_mark
        rest = self._lines[end.line][end.column :] if end.line < len(self._lines) else ""
        return bool(event.value) and rest[:1].isspace() and rest.lstrip().startswith("#")
