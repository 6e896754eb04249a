"""Finding notes by the words in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from roadmap_flash.core.model import Note


def matches(note: Note, words: Sequence[str]) -> bool:
    """Whether all words, in lower case, occur anywhere in the note, its id or its topic."""
    text = "\n".join([note.id, note.topic, *_written(list(note.fields.values()))]).lower() if words else ""
    return all(word in text for word in words)


def _written(value: Any) -> Iterator[str]:
    """What the author wrote in a field, however deep; inside a field keys are the author's own words, too."""
    if isinstance(value, dict):
        yield from _written([*value, *value.values()])
    elif isinstance(value, list):
        for inner in value:
            yield from _written(inner)
    else:
        yield str(value)
