"""The head of a deck: its topic, what its cards inherit, and the ids it gave up."""

from __future__ import annotations

import re
from collections.abc import Callable

from roadmap_flash.core.model import Fields, Source
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.language import DECK_KEYS, LANGUAGES, FormError, mapping, text, texts
from roadmap_flash.decks.texts import text_faults
from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar

Books = dict[str, str]
"""The bibliography: a book's key, and how it is cited."""


class HeaderReader:
    """Reads all keys of a deck but `cards`; `report` is told line, rule and message of what is wrong.

    `header` holds what the cards lean on. Without `sources` in it they cannot be known, and no card's `src` is judged;
    a source that is None cannot be read.
    """

    def __init__(self, books: Books | None, inherited: Fields, report: Callable[[int, str, str], None]) -> None:
        self._books = books
        self._report = report
        self.header: Fields = dict(inherited)
        self.topic = ""
        self.topic_line = 1
        self.retired: list[str] = []

    def read(self, root: Mapping) -> None:
        """Take over what the head says; a key that breaks a rule is named and left out."""
        seen: set[str] = set()
        for key, node in root.pairs:
            if key.text in seen:
                self._report(key.line, "duplicate-key", f"`{clean_line(key.text)}` stands twice; keep one")
            elif key.text not in DECK_KEYS:
                known = ", ".join(sorted(DECK_KEYS))
                message = f"a deck has no key `{clean_line(key.text)[:80]}`; it has {known}"
                self._report(key.line, "unknown-key", message)
            elif key.text != "cards":
                self._read_key(key, node)
            seen.add(key.text)

    def _read_key(self, key: Scalar, node: Node) -> None:
        for fault in text_faults(key.text, node):
            self._report(*fault)
        try:
            match key.text:
                case "topic":
                    self.topic, self.topic_line = text(node), key.line
                case "retired":
                    self.retired = texts(node)
                case "runs":
                    self.header["runs"] = text(node)
                    if text(node) not in LANGUAGES:
                        raise FormError(node, f"must be one of {', '.join(sorted(LANGUAGES))}")
                case "setup":
                    self.header["setup"] = text(node)
                case "needs" | "as_of" as name:
                    self.header[name] = texts(node) if name == "needs" else _versions(node)
                case "sources":
                    inherited = self.header.pop("sources", {})
                    self.header["sources"] = {**inherited, **self._sources(node)}
        except FormError as error:
            self._report(error.line, error.rule, f"`{key.text}` {error.message}")

    def _sources(self, node: Node) -> dict[str, list[str | None] | None]:
        if not isinstance(node, Mapping):
            raise FormError(node, "must be a mapping of keys to {doc: …, url: …} or {book: …, chapter: …}")
        found: dict[str, list[str | None] | None] = {}
        for key, value in node.pairs:
            name = clean_line(key.text)
            if key.text in found:
                self._report(key.line, "duplicate-key", f"the source `{name}` stands twice; keep one")
                continue
            found[key.text] = None
            try:
                found[key.text] = list(self._source(value))
            except FormError as error:
                self._report(error.line, error.rule, f"the source `{name}` {error.message}")
        return found

    def _source(self, node: Node) -> Source:
        values = mapping(node)
        if not all(isinstance(value, str) for value in values.values()):
            raise FormError(node, "has values that are not all texts")
        if set(values) == {"doc", "url"} and re.fullmatch(r"https?://[^\s<>\"]+", values["url"]):
            return Source(values["doc"], values["url"])
        if set(values) == {"book", "chapter"}:
            if self._books is not None and values["book"] not in self._books:
                book = clean_line(values["book"])
                raise FormError(node, f"names `{book}`, which is no key of the bibliography in roadmap.yaml", "book")
            book = (self._books or {}).get(values["book"], values["book"])
            return Source(f"{book}, {values['chapter']}", None)
        raise FormError(node, "must have the form {doc: …, url: https://…} or {book: …, chapter: …}")


def _versions(node: Node) -> Fields:
    versions = mapping(node)
    if not all(isinstance(version, str) for version in versions.values()):
        raise FormError(node, 'must name versions, such as {git: "2.39"}')
    return versions
