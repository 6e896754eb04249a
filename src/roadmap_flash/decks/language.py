"""The deck language: which keys there are, and what form each value has."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar, Sequence

DECK_KEYS = frozenset({"topic", "as_of", "runs", "sources", "setup", "needs", "cards", "retired"})
COMMON_KEYS = frozenset(
    {"id", "level", "src", "hint", "why", "accept", "not", "confuse", "tags", "allow", "fixed"}
    | {"code", "lang", "image", "alt", "verify"}
)
"""Keys that a card of any kind may have."""
PROSE = frozenset(
    {"q", "a", "why", "hint", "term", "def", "cloze", "right", "wrong", "accept", "not", "ask", "alt", "fixed"}
)
"""Keys whose text people read: no tab, no lost comment, no lone dollar."""
PROGRAMS = frozenset({"code", "output", "verify", "setup", "compute", "check"})
LANGUAGES = frozenset({"python", "bash", "sql"})
"""What a deck may name in `runs`, and a card in `verify`."""
SCHEMAS = frozenset({"kubernetes", "github-workflow", "compose"})
"""What a card may name in `verify: {schema: …}`."""
RUN = frozenset({"verify", "output", "check"})
"""Keys that give a card something to run."""
_NUMBER = re.compile(r"[+-]?(?:\d+|(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)")


class FormError(Exception):
    """A value has not the form that its key asks for, or breaks another reading rule."""

    def __init__(self, node: Node, message: str, rule: str = "value") -> None:
        super().__init__(message)
        self.line = node.line
        self.rule = rule
        self.message = message


def text(node: Node) -> str:
    """A text, without the line feeds that end a block scalar."""
    if not isinstance(node, Scalar):
        raise FormError(node, "must be a text")
    return node.text.rstrip("\n")


def texts(node: Node) -> list[str]:
    """A text, or a list of texts."""
    return [text(item) for item in node.items] if isinstance(node, Sequence) else [text(node)]


def level(node: Node) -> int:
    """1 recall, 2 understand, 3 apply, 4 judge."""
    if text(node) not in ("1", "2", "3", "4"):
        raise FormError(node, "must be 1, 2, 3 or 4")
    return int(text(node))


def numbers(node: Node) -> dict[str, list[int | float]]:
    """A mapping of names to lists of numbers."""
    if not isinstance(node, Mapping):
        raise FormError(node, "must give each name a list of numbers, such as {r: [8, 16]}")
    return {name: [_number(item) for item in _items(value)] for name, value in _pairs(node).items()}


def fixed(node: Node) -> dict[str, str]:
    """`{on: 2026-11-22, was: the wrong answer}`."""
    values = mapping(node)
    try:
        date.fromisoformat(values["on"])
    except (KeyError, TypeError, ValueError):
        raise FormError(node, "must have the form {on: 2026-11-22, was: the answer before}") from None
    if set(values) != {"on", "was"} or not isinstance(values["was"], str):
        raise FormError(node, "must have the form {on: 2026-11-22, was: the answer before}")
    return values


def mapping(node: Node) -> dict[str, Any]:
    """A mapping of texts to anything."""
    if not isinstance(node, Mapping):
        raise FormError(node, "must be a mapping")
    return {name: anything(value) for name, value in _pairs(node).items()}


def snippet(node: Node) -> str | dict[str, str]:
    """A program, or a mapping: one language to a program, or a schema with what it must say."""
    if not isinstance(node, Mapping):
        return _not_empty(node)
    values = {name: _not_empty(value) for name, value in _pairs(node).items()}
    if len(values) == 1 and set(values) <= LANGUAGES:
        return values
    if values.get("schema") not in SCHEMAS or values.get("valid") not in ("true", "false"):
        languages, schemas = ", ".join(sorted(LANGUAGES)), "|".join(sorted(SCHEMAS))
        form = f"{{language: program}} with one of {languages}, or {{schema: {schemas}, valid: true|false}}"
        raise FormError(node, f"must be a program, {form}")
    if not values.keys() <= {"schema", "valid", "error"}:
        raise FormError(node, "may have the keys `schema`, `valid` and `error`")
    return values


def formula(node: Node) -> str | list[str]:
    """A text, or a list of texts."""
    return texts(node) if isinstance(node, Sequence) else text(node)


def anything(node: Node) -> Any:
    """Texts, lists and mappings as they stand."""
    if isinstance(node, Mapping):
        return mapping(node)
    return [anything(item) for item in node.items] if isinstance(node, Sequence) else text(node)


FORMS: dict[str, Callable[[Node], Any]] = {
    "level": level,
    "vars": numbers,
    "fixed": fixed,
    "compute": formula,
    "ask": mapping,
    "wrong": anything,
    "verify": snippet,
    **dict.fromkeys(("src", "accept", "not", "confuse", "tags", "allow"), texts),
}
"""How the value of a key is read; a key that is not named here holds a text."""


def _not_empty(node: Node) -> str:
    if not text(node).strip():
        raise FormError(node, "is empty: it would prove nothing")
    return text(node)


def _pairs(node: Mapping) -> dict[str, Node]:
    pairs: dict[str, Node] = {}
    for key, value in node.pairs:
        if key.text in pairs:
            raise FormError(key, f"has `{clean_line(key.text)}` twice; keep one", "duplicate-key")
        pairs[key.text] = value
    return pairs


def _items(node: Node) -> list[Node]:
    if not isinstance(node, Sequence) or not node.items:
        raise FormError(node, "must be a list of numbers")
    return node.items


def _number(node: Node) -> int | float:
    typed = text(node)
    if not _NUMBER.fullmatch(typed) or len(typed) > 40 or not math.isfinite(float(typed)):
        raise FormError(node, f"must be a number, not {clean_line(typed)[:40]!r}")
    return int(typed) if re.fullmatch(r"[+-]?\d+", typed) else float(typed)
