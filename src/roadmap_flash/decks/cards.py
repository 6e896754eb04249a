"""From one item of `cards` to a note, with everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from roadmap_flash.core.identity import ID, content_digest, provisional_id
from roadmap_flash.core.kinds import Kind, all_kinds, kinds_of
from roadmap_flash.core.model import Fields, Note, Source
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.language import COMMON_KEYS, FORMS, FormError, text
from roadmap_flash.decks.problems import Problem
from roadmap_flash.decks.texts import text_faults
from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar

PROVABLE = ("setup", "runs")
"""What of a deck's header is part of a card's content: a proof runs with it."""


class CardReader:
    """Reads the cards of one deck; what is wrong goes to `problems`, and a card with an error is not served."""

    def __init__(self, path: Path, topic: str, header: Fields, problems: list[Problem]) -> None:
        self._path = path
        self._topic = topic
        self._header = header
        self._problems = problems
        self._lines: dict[str, int] = {}
        self._card = ""
        self._sound = True

    def read(self, item: Node) -> Note | None:
        """The note of one item; None if it cannot be served."""
        self._sound, self._card, self._lines = True, "", {}
        if not isinstance(item, Mapping):
            self._report(item.line, "value", "a card is a mapping of keys such as `q` and `a`")
            return None
        self._card = next((_text(node) for key, node in item.pairs if key.text == "id"), "")
        fields = self._read_fields(item)
        kind = self._kind(item, fields)
        if kind and self._complete(item, kind, fields) and self._sound:
            self._check_values(kind, fields)
        return self._note(item, kind, fields) if kind and self._sound else None

    def _read_fields(self, item: Mapping) -> Fields:
        fields: Fields = {}
        for key, node in item.pairs:
            if key.text in self._lines:
                self._report(key.line, "duplicate-key", f"`{clean_line(key.text)}` stands twice; keep one")
            self._lines[key.text] = key.line
            for fault in text_faults(key.text, node):
                self._report(*fault)
            try:
                fields[key.text] = FORMS.get(key.text, text)(node)
            except FormError as error:
                self._report(error.line, error.rule, f"`{clean_line(key.text)}` {error.message}")
        return fields

    def _kind(self, item: Mapping, fields: Fields) -> Kind | None:
        found = kinds_of(set(self._lines))
        if len(found) == 1:
            return found[0]
        names = " and ".join(kind.name for kind in found)
        if found:
            self._report(item.line, "kind", f"the keys make two kinds of card, {names}; keep the keys of one")
        elif self._sound:
            forms = "; ".join(" ".join(sorted(kind.required)) for kind in all_kinds())
            self._report(item.line, "kind", f"the keys make no card; a card has one of: {forms}")
        return None

    def _complete(self, item: Mapping, kind: Kind, fields: Fields) -> bool:
        known = COMMON_KEYS | kind.marks | kind.required | kind.optional
        for key in sorted(set(self._lines) - known):
            self._report(self._lines[key], "unknown-key", f"a {kind.name} card has no key `{clean_line(key)}`")
        needed = kind.required | ({"lang"} if fields.get("code") else set())
        missing = sorted(needed - set(self._lines))
        empty = sorted(key for key in kind.required & set(fields) if _is_empty(fields[key]))
        for key in missing:
            self._report(item.line, "missing-key", f"`{key}` is missing: a {kind.name} card needs it")
        for key in empty:
            self._report(self._lines[key], "missing-key", f"`{key}` is empty: a {kind.name} card needs it")
        return not missing and not empty

    def _check_values(self, kind: Kind, fields: Fields) -> None:
        for fault in kind.faults(fields):
            self._report(self._lines.get(fault.key, 0), fault.rule, fault.message)
        self._check_id(fields)
        sources = self._header.get("sources")
        for key in fields.get("src", []):
            if sources is not None and key not in sources:
                message = f"`{clean_line(key)}` is no key of the deck's `sources`"
                self._report(self._lines["src"], "unknown-src", message)
        if "image" in fields:
            self._check_image(fields)

    def _check_id(self, fields: Fields) -> None:
        if "id" in fields and not ID.fullmatch(fields["id"]):
            message = "an id is `<prefix>-<4 characters of a-z0-9>`; delete it and let flash write one"
            self._report(self._lines["id"], "id", message)

    def _check_image(self, fields: Fields) -> None:
        folder = self._path.parent.resolve()
        if not fields.get("alt", "").strip():
            self._report(self._lines["image"], "image", "an image needs `alt`, the text that a terminal shows")
        try:
            place = (folder / fields["image"]).resolve(strict=True)
            inside = place.is_file() and place.is_relative_to(folder)
        except (OSError, ValueError, RuntimeError):
            inside = False
        if not inside or ".." in Path(fields["image"]).parts:
            self._report(self._lines["image"], "image", "the image must be a file below the deck's own folder")

    def _note(self, item: Mapping, kind: Kind, fields: Fields) -> Note:
        sources = self._header.get("sources", {})
        gist = kind.gist(fields)[0]
        return Note(
            id=fields.get("id") or provisional_id(kind.name, gist),
            topic=self._topic,
            kind=kind.name,
            fields=fields,
            level=fields.get("level", 1),
            file=str(self._path),
            line=item.line,
            digest=content_digest(kind.name, fields, {key: self._header.get(key, "") for key in PROVABLE}),
            sources=tuple(Source(*sources[key]) for key in fields.get("src", []) if sources.get(key)),
            as_of=tuple(self._header.get("as_of", {}).items()),
            lines=dict(self._lines),
        )

    def _report(self, line: int, rule: str, message: str) -> None:
        self._sound = False
        card = clean_line(self._card)
        self._problems.append(Problem(str(self._path), line, card, rule, "error", message))


def _is_empty(value: object) -> bool:
    return not value or (isinstance(value, str) and not value.strip())


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""
