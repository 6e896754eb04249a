"""Putting decks together: what changed is read, the rest is taken as it was; ids are held against each other.

A deck that did not change is known by its brief: what the other decks and the queue need to know of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from roadmap_flash.core.identity import digest
from roadmap_flash.core.model import CardRef, Note
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks import lock, roadmap
from roadmap_flash.decks.files import DeckFile, is_deck
from roadmap_flash.decks.notes import card_ids, note_to_json
from roadmap_flash.decks.own_roadmap import lay_over
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.reader import Deck, read_deck
from roadmap_flash.decks.roadmap import Roadmap, read_roadmap, roadmap_of_folder

Brief = dict[str, Any]
"""Of a deck: topic, topic_line, header, retired, problems, and `notes`: id, line, level, card ids, confuse, fixed
day, digest."""
PROGRAM = ("runs", "setup", "needs")
"""What of a deck's header says how its snippets run."""


@dataclass
class Assembly:
    """What goes into the cache: the index of all cards, and the decks and notes that changed."""

    index: dict[str, Any] = field(default_factory=dict)
    refs: list[CardRef] = field(default_factory=list)
    proofs: dict[str, dict[str, str]] = field(default_factory=dict)
    programs: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: list[DeckFile] = field(default_factory=list)
    decks_read: dict[DeckFile, Brief] = field(default_factory=dict)
    topics_changed: set[str] = field(default_factory=set)
    notes_changed: list[tuple[str, int, str, str]] = field(default_factory=list)
    served: dict[str, str] = field(default_factory=dict)


def assemble(roots: list[Path], found: list[DeckFile], known: dict[DeckFile, str], served: dict[str, str]) -> Assembly:
    """All decks as one library.

    `known` holds the briefs of files as they were, `served` what each topic served: only what changed is read.
    """
    return _Assembler(roots, found, known, served).assemble()


class _Assembler:
    def __init__(
        self, roots: list[Path], found: list[DeckFile], known: dict[DeckFile, str], served: dict[str, str]
    ) -> None:
        self._roots = roots
        self._found = found
        self._made = Assembly(gone=[file for file in known if file not in set(found)])
        self._known = self._still_valid(known)
        self._served = served
        self._briefs: dict[DeckFile, Brief] = {}
        self._decks: dict[DeckFile, Deck] = {}
        self._problems: list[Problem] = []
        self._headers: dict[str, Any] = {}

    def assemble(self) -> Assembly:
        given = next((file for file in self._found if file[:2] == (0, roadmap.FILE)), None)
        self._books: dict[str, str] | None = None
        self._made.decks_read |= {file: {} for file in self._found if file.path == roadmap.FILE}
        if given:
            plan = self._lay_over(read_roadmap(self._path(given)))
            self._books = plan.books
        self._read_decks()
        decks = [file for file in self._found if file in self._briefs and is_deck(file)]
        if not given:
            plan = roadmap_of_folder([(self._briefs[file]["topic"], Path(file.path or "deck")) for file in decks])
        topics = self._by_topic(decks, plan)
        self._index(plan, topics)
        for file in self._found:
            if file.path == lock.FILE:
                for note, proof in lock.read_lock(self._path(file)).items():
                    self._made.proofs.setdefault(note, {})[proof.digest] = proof.told()
        for file in decks:
            header = self._briefs[file]["header"]
            self._made.programs[str(self._path(file))] = {key: header[key] for key in PROGRAM if key in header}
        return self._made

    def _lay_over(self, plan: Roadmap) -> Roadmap:
        """The shipped roadmap with the learner's own topics in it."""
        for file in self._found:
            if file.root and file.path == roadmap.FILE:
                plan, problems = lay_over(plan, self._path(file))
                self._problems += problems
        return plan

    def _still_valid(self, known: dict[DeckFile, str]) -> dict[DeckFile, Brief]:
        """The briefs that can be taken as they were.

        A changed roadmap changes the bibliography that every deck was read with: then none is valid.
        """
        same = set(self._found) & set(known)
        plans = {file for file in [*known, *self._found] if file.path == roadmap.FILE}
        briefs = {file: json.loads(body) for file, body in known.items() if file.path != roadmap.FILE}
        self._gone_topics = {brief["topic"] for file, brief in briefs.items() if file not in same}
        return {file: brief for file, brief in briefs.items() if file in same} if plans <= same else {}

    def _read_decks(self) -> None:
        """Read what changed, and each deck that shares a topic with it; the shipped root goes first."""
        files = [file for file in self._found if is_deck(file)]
        for file in files:
            if file in self._known:
                self._take(file, self._known[file])
            else:
                self._read(file)
        touched = {brief["topic"] for file, brief in self._briefs.items() if file in self._decks} | self._gone_topics
        for file in files:
            if file not in self._decks and self._briefs[file]["topic"] in touched:
                self._read(file)
        self._made.topics_changed |= touched

    def _take(self, file: DeckFile, brief: Brief) -> None:
        self._briefs[file] = brief
        if file.root == 0:
            self._headers.setdefault(brief["topic"], brief["header"])

    def _read(self, file: DeckFile) -> None:
        self._take(file, _brief(self._deck(file)))
        self._made.decks_read[file] = self._briefs[file]

    def _deck(self, file: DeckFile) -> Deck:
        """The deck of a file, which is read at most once."""
        if file not in self._decks:
            path = self._path(file)
            deck = read_deck(path, self._books, self._headers if file.root else None)
            deck.topic = deck.topic or clean_line(path.stem)
            self._decks[file] = deck
        return self._decks[file]

    def _path(self, file: DeckFile) -> Path:
        return self._roots[file.root] / file.path if file.path else self._roots[file.root]

    def _by_topic(self, decks: list[DeckFile], plan: Roadmap) -> dict[str, list[DeckFile]]:
        """The decks of each topic, in the order of the roadmap; those that have no place in it are named."""
        topics: dict[str, list[DeckFile]] = {slug: [] for slug in plan.topics}
        for file in decks:
            brief = self._briefs[file]
            self._problems += [Problem(*row) for row in brief["problems"]]
            topic, line = clean_line(brief["topic"]), brief["topic_line"]
            if brief["topic"] not in topics:
                message = f"`{topic}` is no topic of the roadmap; correct `topic`, or add it to roadmap.yaml"
                self._report(file, line, "unknown-topic", message)
            elif other := next((o for o in topics[brief["topic"]] if o.root == file.root), None):
                message = f"`{topic}` has a deck already, {clean_line(other.path)}; move the cards there"
                self._report(file, line, "duplicate-topic", message)
            else:
                topics[brief["topic"]].append(file)
        return {slug: files for slug, files in topics.items() if files}

    def _index(self, plan: Roadmap, topics: dict[str, list[DeckFile]]) -> None:
        merged = {slug: self._merge(files) for slug, files in topics.items()}
        merged = self._unique(merged)
        links = self._links(merged)
        rows = {}
        for slug, notes in merged.items():
            rows[slug] = {
                "file": str(self._path(topics[slug][0])),
                "digest": digest([[note["id"], note["digest"]] for note in self._standing(topics[slug], notes)]),
                "notes": len(notes),
            }
            self._made.served[slug] = digest(ascii([(note_id, file) for note_id, (file, _) in notes.items()]))
            self._made.refs += [
                CardRef(card_id, note_id, slug, row["level"], tuple(sorted(links.get(note_id, ()))), row["fixed_day"])
                for note_id, (_, row) in notes.items()
                for card_id in row["cards"]
            ]
        served, before = self._made.served, self._served
        self._made.topics_changed |= {slug for slug in {*served, *before} if served.get(slug) != before.get(slug)}
        for slug in self._made.topics_changed & set(merged):
            self._made.notes_changed += self._bodies(slug, topics[slug], merged[slug])
        problems = sorted(self._problems, key=lambda p: (p.path, p.line))
        self._made.index = {"roadmap": plan.to_json(), "topics": rows, "problems": problems}

    def _standing(self, files: list[DeckFile], notes: dict[str, tuple[DeckFile, Brief]]) -> Iterator[Brief]:
        """The notes of a topic, and the shipped ones that some of them stand in for."""
        for file, note in notes.values():
            yield note
            for other in files:
                if other.root < file.root:
                    yield from (old for old in self._briefs[other]["notes"] if old["id"] == note["id"])

    def _merge(self, files: list[DeckFile]) -> dict[str, tuple[DeckFile, Brief]]:
        """The notes of one topic: a note of a later root takes the place of the one with its id."""
        return {note["id"]: (file, note) for file in sorted(files) for note in self._briefs[file]["notes"]}

    def _unique(self, merged: dict[str, dict[str, tuple[DeckFile, Brief]]]) -> dict[str, Any]:
        """Leave out the notes whose id another topic has, or a deck retired."""
        retired = {note for brief in self._briefs.values() for note in brief["retired"]}
        seen: dict[str, tuple[DeckFile, Brief]] = {}
        for notes in merged.values():
            for note_id, (file, note) in list(notes.items()):
                if note_id in retired:
                    message = f"{note_id} was retired and is never used again; delete it and let flash write one"
                    self._report(file, note["line"], "retired-id", message, note_id)
                elif note_id in seen:
                    other, first = seen[note_id]
                    message = f"{note_id} is used in {clean_line(other.path)}:{first['line']} already; give it a new id"
                    self._report(file, note["line"], "duplicate-id", message, note_id)
                else:
                    seen[note_id] = (file, note)
                    continue
                del notes[note_id]
        return merged

    def _links(self, merged: dict[str, dict[str, tuple[DeckFile, Brief]]]) -> dict[str, set[str]]:
        """Look-alikes, both ways."""
        everything = {note_id for notes in merged.values() for note_id in notes}
        links: dict[str, set[str]] = {}
        for notes in merged.values():
            for note_id, (file, note) in notes.items():
                for other in note["confuse"]:
                    if other in everything:
                        links.setdefault(note_id, set()).add(other)
                        links.setdefault(other, set()).add(note_id)
                    else:
                        message = f"`confuse` names {clean_line(other)}, which no deck has"
                        self._report(file, note["line"], "unknown-card", message, note_id)
        return links

    def _bodies(self, slug: str, files: list[DeckFile], notes: dict[str, tuple[DeckFile, Brief]]) -> Iterable[Any]:
        read = {(file, note.id): note for file in files for note in self._deck(file).notes}
        shipped = {note.id: note for (file, _), note in read.items() if file.root == 0}
        for place, (note_id, (file, _)) in enumerate(notes.items()):
            note = read[file, note_id]
            replaced = shipped[note_id].digest if file.root and note_id in shipped else None
            yield note_id, place, slug, note_to_json(note, replaced)

    def _report(self, file: DeckFile, line: int, rule: str, message: str, card: str = "") -> None:
        self._problems.append(Problem(str(self._path(file)), line, card, rule, "error", message))


def _brief(deck: Deck) -> Brief:
    return {
        "topic": deck.topic,
        "topic_line": deck.topic_line,
        "header": deck.header,
        "retired": deck.retired,
        "problems": deck.problems,
        "notes": [_brief_note(note) for note in deck.notes],
    }


def _brief_note(note: Note) -> Brief:
    return {
        "id": note.id,
        "line": note.line,
        "level": note.level,
        "cards": card_ids(note),
        "confuse": note.fields.get("confuse", []),
        "fixed_day": date.fromisoformat(note.fields["fixed"]["on"]).toordinal() if "fixed" in note.fields else 0,
        "digest": note.digest,
    }
