"""Cards written as a YAML list, as `--from` and the editor give them: read like those of a deck, all or none."""

from __future__ import annotations

import re
from pathlib import Path

from roadmap_flash.core.model import Fields
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.cards import CardReader
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.reader import MAX_BYTES, normalised
from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar, Sequence, TreeError, parse
from roadmap_flash.errors import DeckError, UnsoundError

ADDRESS = re.compile(r"(?:(.*\S)\s+)?(https?://\S+)")
"""What may stand in `src` in place of a key: an address, a title before it or not."""


def read_items(data: bytes, name: str, deck: Path, header: Fields) -> list[Fields]:
    """The fields of each card of a list, or of a deck's `cards`; keys without a value are left out.

    `deck` and `header` are those of the deck that they are meant for. Raises DeckError that says which item is wrong,
    `name` being what the text is called.
    """
    sources = header.get("sources", {})
    rest = {key: value for key, value in header.items() if key != "sources"}
    found: list[Fields] = []
    for number, item in enumerate(map(_filled, _items(data, name)), 1):
        if isinstance(item, Mapping) and not {key.text for key, _ in item.pairs} - {"level"}:
            continue
        problems: list[Problem] = []
        note = CardReader(deck, "", rest, problems).read(item)
        if note is None:
            first = problems[0]
            raise UnsoundError(name, first.line, f"item {number}: {first.rule}: {first.message}")
        if unknown := [key for key in note.fields.get("src", []) if key not in sources and not ADDRESS.fullmatch(key)]:
            message = f"`{clean_line(unknown[0])}` is no key of the deck's `sources`, and no address"
            raise UnsoundError(name, note.line, f"item {number}: unknown-src: {message}")
        found.append(note.fields)
    return found


def _items(data: bytes, name: str) -> list[Node]:
    try:
        if len(data) > MAX_BYTES:
            raise TreeError(1, "too-large", "more than 1 MiB; split the list")
        root = parse(normalised(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise DeckError(f"{name}: is not UTF-8; save it as UTF-8") from error
    except TreeError as error:
        raise UnsoundError(name, error.line, clean_line(error.message)) from error
    if isinstance(root, Mapping):
        root = next((node for key, node in root.pairs if key.text == "cards"), root)
    if root is None:
        return []
    if not isinstance(root, Sequence):
        raise UnsoundError(name, root.line, "must be a list of cards, each with a dash: - q: …")
    return root.items


def _filled(item: Node) -> Node:
    """A card without the keys that were left empty."""
    if not isinstance(item, Mapping):
        return item
    pairs = [pair for pair in item.pairs if not (isinstance(pair[1], Scalar) and not pair[1].text and pair[1].plain)]
    return Mapping(pairs, item.line)
