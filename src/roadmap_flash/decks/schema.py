"""A JSON Schema of decks, made from the deck language and the kinds, for editors that complete and check YAML.

It says what keys there are and what form their values have. What only the reader can tell, such as a `src` that the
deck does not define, is left to `flash check`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from roadmap_flash.core.identity import ID
from roadmap_flash.core.kinds import Kind, all_kinds
from roadmap_flash.decks import language
from roadmap_flash.decks.language import COMMON_KEYS, DECK_KEYS, FORMS, LANGUAGES, SCHEMAS
from roadmap_flash.decks.roadmap import SLUG

FILE = "deck.schema.json"
"""What it is called, beside the roadmap of a root."""

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
"""Every value is read as the text that was typed; YAML itself takes `3.10` for a number, and `true` and `NULL` for no
text."""
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_SHAPES: dict[object, Schema] = {
    language.text: _TEXT,
    language.texts: _TEXTS,
    language.formula: _TEXTS,
    language.level: {"enum": [1, 2, 3, 4]},
    language.mapping: {"type": "object"},
    language.anything: {},
    language.numbers: {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"type": "array", "items": {"type": "number"}, "minItems": 1},
    },
    language.fixed: {
        "type": "object",
        "properties": {"on": {"type": "string", "format": "date"}, "was": _TEXT},
        "required": ["on", "was"],
        "additionalProperties": False,
    },
}
"""The form that each function of the deck language reads."""


def _snippets() -> Iterator[Schema]:
    """The forms of `verify` that are mappings: a snippet in one language, or a schema that `code` is held against."""
    for name in sorted(LANGUAGES):
        yield {"properties": {name: _TEXT}, "required": [name], "additionalProperties": False}
    yield {
        "properties": {"schema": {"enum": sorted(SCHEMAS)}, "valid": _TEXT, "error": _TEXT},
        "required": ["schema", "valid"],
        "additionalProperties": False,
    }


_SPECIAL: dict[str, Schema] = {
    "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
    "ask": {
        "type": "object",
        "properties": {side: {"type": "string", "pattern": r"\{\}"} for side in ("term", "def")},
        "additionalProperties": False,
    },
    "wrong": {
        "type": "array",
        "minItems": 2,
        "maxItems": 3,
        "items": {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _TEXT},
    },
    "verify": {"anyOf": [_TEXT, *({"type": "object", **form} for form in _snippets())]},
    "cloze": {"type": "string", "pattern": r"\{\{c\d"},
}
"""Keys whose kind asks for more than a form."""
MEANINGS = {
    "id": "Prefix and four random characters; never reused. Leave it out: flash writes it.",
    "q": "The question. It has one defensible answer, and stands alone.",
    "a": "The answer, in at most 20 words.",
    "term": "A term, asked in both directions.",
    "def": "What the term means.",
    "ask": "How each side is asked; {} is where the side goes.",
    "cloze": "A sentence with gaps: {{c1::text}} or {{c1::text::hint}}; one card a number.",
    "right": "The right option of a multiple choice.",
    "wrong": "Two or three wrong options, each `text: why it is wrong`.",
    "output": "What the program in `code` prints. It is run.",
    "vars": "The numbers that <<x>> in the question may become: {x: [2, 3]}.",
    "compute": "The answer as arithmetic of the numbers, or a list of such formulas.",
    "check": "The same answer, worked out in another way; run over all numbers.",
    "level": "1 recall, 2 understand, 3 apply, 4 judge.",
    "src": "A key of `sources`, or a list of them.",
    "hint": "Shown on request, before the answer.",
    "why": "Shown after the answer, never part of it.",
    "accept": "Other right spellings of the answer.",
    "not": "Wrong answers that `verify` must refuse.",
    "confuse": "Ids of look-alike cards, which are kept apart.",
    "tags": "For you.",
    "allow": "Rules of flash check that this card breaks on purpose.",
    "fixed": "The answer was wrong before: {on: 2026-11-22, was: the answer before}.",
    "code": "A program that belongs to the question.",
    "lang": "The language of `code`.",
    "image": "A picture below the deck's own folder.",
    "alt": "What the picture shows, in words.",
    "verify": "A snippet that passes with the answer and fails without it.",
}
"""What each key of a card means, shown by editors."""
_DECK: dict[str, Schema] = {
    "topic": {
        "type": "string",
        "pattern": f"^{SLUG.pattern}$",
        "description": "A slug of roadmap.yaml.",
    },
    "as_of": {
        "type": "object",
        "additionalProperties": _TEXT,
        "description": 'The versions that the facts hold for: {git: "2.39"}.',
    },
    "runs": {"enum": sorted(LANGUAGES), "description": "The language of `setup` and `verify`; Python when left out."},
    "sources": {
        "type": "object",
        "additionalProperties": {"anyOf": [{"$ref": "#/definitions/page"}, {"$ref": "#/definitions/chapter"}]},
        "description": "Where the facts can be looked up, by key.",
    },
    "setup": {**_TEXT, "description": "Run before each snippet, in an empty directory."},
    "needs": {**_TEXTS, "description": "Packages or programs that the proofs need: [pandas]."},
    "cards": {"type": "array", "items": {"$ref": "#/definitions/card"}},
    "retired": {**_TEXTS, "description": "Ids that are never used again."},
}


def schema() -> Schema:
    """The schema of a deck, as JSON Schema of draft 7, which every editor knows."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A deck of roadmap-flash",
        "type": "object",
        "properties": {key: _DECK[key] for key in sorted(DECK_KEYS, key=list(_DECK).index)},
        "required": ["cards"],
        "additionalProperties": False,
        "definitions": {
            "page": _record("doc", "url", url={"type": "string", "pattern": "^https?://"}),
            "chapter": _record("book", "chapter"),
            "card": {"oneOf": [{"$ref": f"#/definitions/{kind.name}"} for kind in all_kinds()]},
            **{kind.name: _card(kind) for kind in all_kinds()},
            **{f"key-{key}": {**_shape(key), "description": meaning} for key, meaning in MEANINGS.items()},
        },
    }


def schema_text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _card(kind: Kind) -> Schema:
    keys = COMMON_KEYS | kind.marks | kind.required | kind.optional
    return {
        "type": "object",
        "description": f"A card of the kind {kind.name}.",
        "properties": {key: {"$ref": f"#/definitions/key-{key}"} for key in MEANINGS if key in keys},
        "required": sorted(kind.required),
        "dependencies": {"code": ["lang"], "image": ["alt"]},
        "additionalProperties": False,
    }


def _shape(key: str) -> Schema:
    return _SPECIAL.get(key) or _SHAPES[FORMS.get(key, language.text)]


def _record(*keys: str, **shapes: Schema) -> Schema:
    properties = {key: shapes.get(key, _TEXT) for key in keys}
    return {"type": "object", "properties": properties, "required": list(keys), "additionalProperties": False}
