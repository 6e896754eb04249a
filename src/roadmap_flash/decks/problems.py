"""What is wrong with a deck, where, by which rule, and the mend."""

from __future__ import annotations

from typing import NamedTuple

from roadmap_flash.core.text import clean_line


class Problem(NamedTuple):
    """One finding. `str()` is the line a person sees: `path:line: rule: message`."""

    path: str
    line: int
    card: str
    rule: str
    severity: str
    message: str

    def __str__(self) -> str:
        return clean_line(f"{self.path}:{self.line}: {self.rule}: {self.message}")


READING_RULES = {
    "alias": "YAML's own anchors, aliases and tags are not used.",
    "book": "A source that names a book uses a key of the bibliography in roadmap.yaml.",
    "cloze": "A cloze has gaps such as {{c1::text}}, none empty, none nested.",
    "compute": "What `compute` says must be plain arithmetic that can be evaluated for all numbers of the drill.",
    "control-character": "No control or bidirectional characters.",
    "cut-by-comment": "A plain text must not be cut by ` #`; quote it.",
    "duplicate-id": "No two notes of one library have the same id.",
    "duplicate-key": "No key stands twice in one mapping.",
    "duplicate-topic": "A topic has one deck.",
    "empty": "A deck is not empty.",
    "id": "An id is `<prefix>-<4 characters of a-z0-9>`.",
    "image": "An image is a file below the deck's own folder, with an `alt` text.",
    "kind": "The keys of a card make it exactly one kind.",
    "missing-key": "Every key that the kind needs is there, and not empty.",
    "not-a-deck": "A deck is a mapping with `cards`, a list.",
    "not-utf8": "A deck is UTF-8 text.",
    "retired-id": "An id that was retired is never used again.",
    "roadmap": "The topics of your own roadmap.yaml fit into the shipped one.",
    "syntax": "The file is YAML.",
    "tab": "Tabs only in `code`, `output`, `verify` and `setup`.",
    "too-deep": "Nesting of at most 20.",
    "too-large": "A deck has at most 1 MiB.",
    "unknown-card": "`confuse` names cards that exist.",
    "unknown-key": "Only keys of the deck language.",
    "unknown-src": "`src` names a source of the deck.",
    "unknown-topic": "`topic` is a slug of the roadmap.",
    "unmatched-dollar": "Every `$` of a formula has its partner; a dollar sign is `\\$`.",
    "unreadable": "The file can be opened.",
    "value": "Every value has the form that its key asks for.",
}
"""The reading rules, by name. They hold for every deck, always; a card that breaks one is not served."""
