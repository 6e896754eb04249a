"""Cards on their way into a deck: prepared and judged first, then written, all or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from roadmap_flash.authoring import drafts
from roadmap_flash.authoring.findings import findings
from roadmap_flash.authoring.items import ADDRESS
from roadmap_flash.authoring.workshop import Workshop
from roadmap_flash.core.model import Fields, Note
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.editing.files import Opened, write_text
from roadmap_flash.decks.editing.ids import fresh_ids, prefix_of
from roadmap_flash.decks.editing.rendering import render_card
from roadmap_flash.decks.editing.surgery import SurgeryError, add_source, insert_cards, with_ids
from roadmap_flash.decks.lint import SAME, look_alikes
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.reader import Deck
from roadmap_flash.decks.yaml_tree import TreeError
from roadmap_flash.errors import DeckError
from roadmap_flash.paths import shortened


@dataclass
class Addition:
    """Cards as they will stand in their deck, and what is to be said of them before."""

    topic: str
    cards: list[Fields]
    opened: Opened
    text: str
    notes: list[Note]
    findings: list[Problem] = field(default_factory=list)
    alike: list[tuple[Note, float, Note]] = field(default_factory=list)


def prepare(workshop: Workshop, topic: str, cards: Sequence[Fields], after: str | None = None) -> Addition:
    """What would be written. Raises DeckError if a card breaks a reading rule, or its deck cannot be changed."""
    opened, text = workshop.open_deck(topic)
    before = workshop.read(topic, opened.path, text)
    try:
        fresh = fresh_ids(prefix_of(before, topic), workshop.is_taken)
        cards, sources = with_sources(cards, before.header.get("sources", {}))
        named = [{"id": fields.get("id") or fresh(), **fields} for fields in cards]
        for key, source in sources.items():
            text = add_source(text, key, source)
        text, _ = with_ids(insert_cards(text, named, after), fresh)
    except TreeError as error:
        raise DeckError(f"{shortened(opened.path)}:{error.line}: {error.message}; mend the deck first") from error
    except SurgeryError as error:
        raise DeckError(f"{shortened(opened.path)}: {error}") from error
    deck = workshop.read(topic, opened.path, text)
    _refuse(workshop, before, deck, named)
    ids = {fields["id"] for fields in named}
    notes = [note for note in deck.notes if note.id in ids]
    others = [note for note in workshop.library.notes() if note.id not in ids]
    return Addition(
        topic=topic,
        cards=named,
        opened=opened,
        text=text,
        notes=notes,
        findings=findings(notes),
        alike=[
            (note, score, other)
            for place, note in enumerate(notes)
            for score, other in look_alikes(note, [*others, *notes[:place]])
            if score >= SAME or other.id not in note.fields.get("confuse", ())
        ],
    )


def write(addition: Addition) -> None:
    """Write it. If that fails, the cards are kept in a file that the DeckError names."""
    try:
        write_text(addition.opened, addition.text)
    except DeckError as error:
        lines = [line for fields in addition.cards for line in (*render_card(fields), "")]
        path = drafts.keep(f"{addition.topic}.yaml", "\n".join(lines))
        raise DeckError(f"{error}; kept in {path}, add it with: flash add {addition.topic} --from {path}") from error


def with_sources(cards: Sequence[Fields], known: Fields) -> tuple[list[Fields], dict[str, Fields]]:
    """The cards with every web address in `src` replaced by a key, and the sources that this makes."""
    keys = {source[1]: key for key, source in known.items() if source and source[1]}
    made: dict[str, Fields] = {}

    def key_of(typed: str) -> str:
        found = ADDRESS.fullmatch(typed.strip())
        if typed in known or not found:
            return typed
        url = found[2]
        title = found[1] or re.sub(r"^https?://(www\.)?|/*([?#].*)?$", "", url)
        if url not in keys:
            keys[url] = _source_key(title, {*known, *made})
            made[keys[url]] = {"doc": title, "url": url}
        return keys[url]

    return [
        {**card, "src": [key_of(typed) for typed in card["src"]]} if "src" in card else card for card in cards
    ], made


def _source_key(title: str, taken: set[str]) -> str:
    """A short key: the last word or two of a title or address."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\.html?$", "", title.lower()))
    name = "-".join(words[-2:])[:24] or "page"
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in names if key not in taken)


def _refuse(workshop: Workshop, before: Deck, after: Deck, cards: Sequence[Fields]) -> None:
    """Raise DeckError for what the new cards bring that was not wrong before."""
    known = set(map(_without_lines, before.problems))
    for problem in after.problems:
        if _without_lines(problem) not in known:
            raise DeckError(f"{problem.rule}: {problem.message}; nothing was written")
    library = {ref.note_id for ref in workshop.library.refs()} | {card["id"] for card in cards}
    for card in cards:
        if unknown := set(card.get("confuse", [])) - library:
            raise DeckError(f"unknown-card: `confuse` names {clean_line(min(unknown))}, which no deck has")
        if workshop.is_taken(card["id"]):
            raise DeckError(f"duplicate-id: {clean_line(card['id'])} is in use, or was; leave the id out")


def _without_lines(problem: Problem) -> tuple[str, str, str]:
    """What tells a problem from others, wherever it stands."""
    return problem.rule, problem.card, re.sub(r"\d+", "", problem.message)


def path_and_line(note: Note) -> str:
    """Where a note stands, as people like to read it."""
    return f"{shortened(Path(note.file))}:{note.line}"
