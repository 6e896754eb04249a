"""The JSON Schema says what the reader says, as far as a schema can."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from roadmap_flash.core.kinds import all_kinds
from roadmap_flash.decks.language import COMMON_KEYS, DECK_KEYS
from roadmap_flash.decks.schema import MEANINGS, schema, schema_text
from tests.decks.broken_decks import BROKEN
from tests.support.samples import DECK

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "decks" / "deck.schema.json"


class Core(yaml.SafeLoader):
    """YAML as editors read it, by version 1.2: no dates, and no truth but true and false."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers).items()
}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))


def faults(text: str) -> list[str]:
    return [error.message for error in Draft7Validator(schema()).iter_errors(yaml.load(text, Core))]


def test_the_shipped_file_is_what_the_program_prints() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text(), "write it anew with: flash schema > decks/deck.schema.json"


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("path", sorted((ROOT / "decks").rglob("*/*.yaml")), ids=lambda path: path.stem)
def test_shipped_decks_are_valid(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


def test_a_deck_of_all_kinds_is_valid() -> None:
    assert faults(DECK) == []


def test_every_key_has_its_meaning() -> None:
    keys = {key for kind in all_kinds() for key in kind.marks | kind.required | kind.optional}
    assert set(MEANINGS) == COMMON_KEYS | keys
    assert set(schema()["properties"]) == DECK_KEYS


@pytest.mark.parametrize(
    "broken",
    [b for b in BROKEN if b.rule in ("unknown-key", "missing-key", "kind", "id", "not-a-deck")],
    ids=lambda broken: broken.name,
)
def test_what_a_schema_can_tell_it_tells(broken: Any) -> None:
    text = broken.files[broken.path]
    empty = broken.rule == "missing-key" and re.search(r": *('' *|\"\" *|' +'|\|)?$", text, re.MULTILINE)
    try:
        found = faults(text)
    except yaml.YAMLError:
        return
    assert found or empty, text


def test_it_is_json_with_every_definition_used() -> None:
    text = schema_text()
    definitions = json.loads(text)["definitions"]
    assert [name for name in definitions if f'"#/definitions/{name}"' not in text] == []
