"""The learner's own `roadmap.yaml`, laid over the shipped one: further topics, each `under` one that is there.

Whatever is wrong with it, the shipped roadmap stands, and no topic that has a place is lost: an entry whose parent is
gone becomes a role of its own, and a prerequisite that is gone is left out.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from roadmap_flash.core.model import Topic
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.language import FormError, anything
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.roadmap import LACKS, SLUG, Roadmap, books_of, circle_of, topics_of
from roadmap_flash.decks.yaml_tree import Mapping, Node, Sequence, TreeError, parse


def lay_over(base: Roadmap, path: Path) -> tuple[Roadmap, list[Problem]]:
    """The roadmap with the topics of one file added, and what is wrong with them. Never raises."""
    overlay = _Overlay(base, path)
    try:
        overlay.read(parse(path.read_bytes().decode("utf-8-sig")))
    except OSError as error:
        overlay.report(1, f"cannot be opened: {error.strerror}")
    except UnicodeDecodeError:
        overlay.report(1, "is not UTF-8; save it as UTF-8")
    except (TreeError, FormError) as error:
        overlay.report(error.line, error.message)
    return overlay.roadmap, overlay.problems


class _Overlay:
    def __init__(self, base: Roadmap, path: Path) -> None:
        self.roadmap = replace(base, topics=dict(base.topics), books=dict(base.books or {}))
        self.problems: list[Problem] = []
        self._path = path

    def read(self, root: Node | None) -> None:
        """Add every topic of the file."""
        parts = {key.text: node for key, node in root.pairs} if isinstance(root, Mapping) else {}
        if "textbooks" in parts:
            self._read_books(parts["textbooks"])
        entries = parts.get("roadmap")
        if not isinstance(entries, Sequence):
            self.report(root.line if root else 1, "must be a mapping with `roadmap`, a list of topics")
            return
        for node in entries.items:
            self._read_entry(node.line, anything(node))

    def report(self, line: int, message: str) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(str(self._path), line, "", "roadmap", "error", clean_line(message)))

    def _read_books(self, node: Node) -> None:
        try:
            self.roadmap.books = {**books_of({"textbooks": anything(node)}), **(self.roadmap.books or {})}
        except LACKS as error:
            self.report(node.line, f"a book lacks or misspells {error}")

    def _read_entry(self, line: int, entry: Any) -> None:
        try:
            under = entry.get("under")
            parent = self.roadmap.topics.get(under)
            if under and parent is None:
                self.report(line, f"`{under}` is no topic that {entry['slug']} could stand under; it stands by itself")
            path, parents = (parent.path, (*parent.parents, parent.slug)) if parent else ((), ())
            role = parent.role if parent else entry["slug"]
            found = [self._checked(line, topic) for topic in topics_of(entry, path, parents, role)]
        except LACKS as error:
            self.report(line, f"a topic lacks or misspells {error}; it needs title, slug and under")
            return
        self._insert([topic for topic in found if topic], parent)
        self._straighten(line, [topic.slug for topic in found if topic])

    def _checked(self, line: int, topic: Topic) -> Topic | None:
        if not SLUG.fullmatch(topic.slug):
            self.report(line, f"`{topic.slug[:60]}` is no slug; use small letters, digits and single hyphens")
        elif topic.slug in self.roadmap.topics:
            self.report(line, f"the roadmap has `{topic.slug}` already; take it out here")
        else:
            return topic
        return None

    def _insert(self, found: list[Topic], parent: Topic | None) -> None:
        """Put topics after the last one below their parent: the order of the roadmap is the order of teaching."""
        topics = list(self.roadmap.topics.values())
        place = len(topics)
        if parent:
            last = self.roadmap.under(parent.slug)[-1]
            place = next(place for place, topic in enumerate(topics, 1) if topic.slug == last)
        topics[place:place] = found
        self.roadmap.topics = {topic.slug: topic for topic in topics}

    def _straighten(self, line: int, slugs: list[str]) -> None:
        """Leave out prerequisites that are no topics, or that could never be met."""
        topics = self.roadmap.topics
        for slug in slugs:
            needs = topics[slug].prerequisites
            if unknown := [need for need in needs if need not in topics]:
                self.report(line, f"{slug} needs `{unknown[0]}`, which is no topic; correct the slug")
            topics[slug] = topics[slug]._replace(prerequisites=tuple(need for need in needs if need in topics))
        if circle := circle_of(topics):
            self.report(line, f"the prerequisites go round in a circle: {' → '.join(circle)}; take one out")
            for slug in slugs:
                topics[slug] = topics[slug]._replace(prerequisites=())
