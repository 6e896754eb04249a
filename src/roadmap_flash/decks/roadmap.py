"""The roadmap: all topics in order, with what they need; the spine; the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from roadmap_flash.core.model import Topic
from roadmap_flash.core.text import clean_line
from roadmap_flash.errors import DeckError

FILE = "roadmap.yaml"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A slug: small letters, digits and single hyphens."""
LACKS = (KeyError, TypeError, AttributeError, ValueError)
"""What a topic raises that lacks a key, or has one of another form."""


@dataclass
class Roadmap:
    """The topics by slug, in order; the order of goals for who names none; how books are cited."""

    topics: dict[str, Topic] = field(default_factory=dict)
    spine: tuple[str, ...] = ()
    books: dict[str, str] | None = None

    def under(self, slug: str) -> list[str]:
        """A topic and all topics below it, in roadmap order."""
        return [other for other, topic in self.topics.items() if other == slug or slug in topic.parents]

    def to_json(self) -> dict[str, Any]:
        """For the cache."""
        return {"topics": list(self.topics.values()), "spine": self.spine, "books": self.books}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Roadmap:
        """What `to_json` gave, once more a roadmap."""
        topics = [
            Topic(slug, title, role, tuple(path), tuple(parents), tuple(needs), cards, ages, executable, tuple(books))
            for slug, title, role, path, parents, needs, cards, ages, executable, books in value["topics"]
        ]
        return cls({topic.slug: topic for topic in topics}, tuple(value["spine"]), value["books"])


def read_roadmap(path: Path) -> Roadmap:
    """The roadmap of one file. Raises DeckError with path, line and mend: without it there is no library."""
    from roadmap_flash.decks.language import FormError, anything
    from roadmap_flash.decks.yaml_tree import TreeError, parse

    try:
        tree = parse(path.read_bytes().decode("utf-8-sig"))
        whole = anything(tree) if tree else {}
        topics = [topic for root in whole["roadmap"] for topic in topics_of(root, (), (), root["slug"])]
        roadmap = Roadmap({topic.slug: topic for topic in topics}, tuple(whole.get("spine", ())), books_of(whole))
        wrong = _wrong(roadmap, topics)
    except OSError as error:
        raise DeckError(f"{path}: cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DeckError(f"{path}: is not UTF-8; save it as UTF-8") from error
    except (TreeError, FormError) as error:
        raise DeckError(f"{path}:{error.line}: {error.message}") from error
    except LACKS as error:
        raise DeckError(f"{path}: a topic lacks or misspells {clean_line(str(error))}; see docs/decks.md") from error
    if wrong:
        raise DeckError(f"{path}: {clean_line(wrong)}")
    return roadmap


def books_of(whole: dict[str, Any]) -> dict[str, str]:
    """How each book of the bibliography is cited."""
    return {key: f"{book['title']} ({book['authors']})" for key, book in whole.get("textbooks", {}).items()}


def topics_of(entry: dict[str, Any], path: tuple[str, ...], parents: tuple[str, ...], role: str) -> Iterator[Topic]:
    """An entry and all entries below it. Raises one of `LACKS`."""
    here = (*path, clean_line(entry["title"]))
    slug = str(entry["slug"])
    yield Topic(
        slug=slug,
        title=here[-1],
        role=role,
        path=here,
        parents=parents,
        prerequisites=tuple(entry.get("prerequisites", ())),
        cards=int(entry.get("cards", 0)),
        ages=entry.get("ages") == "true",
        executable=float(entry.get("executable", 0)),
        books=tuple(entry.get("books", ())),
    )
    for child in entry.get("children", ()):
        yield from topics_of(child, here, (*parents, slug), role)


def _wrong(roadmap: Roadmap, topics: list[Topic]) -> str:
    """What is wrong with how the topics refer to each other, in one sentence; empty if nothing is."""
    if len(topics) > len(roadmap.topics):
        twice = next(topic.slug for topic in topics if roadmap.topics[topic.slug] is not topic)
        return f"the slug `{twice}` stands twice; give each topic its own"
    needed = {slug for topic in topics for slug in topic.prerequisites}
    if unknown := sorted({*roadmap.spine, *needed} - set(roadmap.topics)):
        return f"the topic `{unknown[0]}` is needed or on the spine, but no entry; add it, or correct the slug"
    named = {book for topic in topics for book in topic.books}
    if unread := sorted(named - set(roadmap.books or {})):
        return f"a topic names the book `{unread[0]}`, which `textbooks` does not have; add it, or correct the key"
    if circle := circle_of(roadmap.topics):
        return f"the prerequisites go round in a circle: {' → '.join(circle)}; take one out"
    return ""


def circle_of(topics: dict[str, Topic]) -> list[str]:
    """Slugs that need each other in a circle; none if the prerequisites can all be met."""
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter({slug: topic.prerequisites for slug, topic in topics.items()}).prepare()
    except CycleError as error:
        return [str(slug) for slug in error.args[1]]
    return []


def roadmap_of_folder(decks: list[tuple[str, Path]]) -> Roadmap:
    """The roadmap of a folder of decks that has none: one topic a deck (slug, path in the folder), no prerequisites."""
    topics = {}
    for slug, path in decks:
        parents = tuple(map(clean_line, path.parts[:-1]))
        titles = tuple(map(_title, (*parents, slug)))
        topics[slug] = Topic(slug, titles[-1], (*parents, slug)[0], titles, parents, (), 0, ages=False)
    return Roadmap(topics)


def _title(slug: str) -> str:
    words = clean_line(slug.replace("-", " ").replace("_", " "))
    return words[:1].upper() + words[1:]
