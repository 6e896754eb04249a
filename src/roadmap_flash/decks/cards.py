"""From one item of `cards` to a note, with everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from roadmap_flash.core.identity import ID, content_digest, provisional_id
from roadmap_flash.core.kinds import Kind, all_kinds, kinds_of
from roadmap_flash.core.model import Fields, Note, Source
from roadmap_flash.core.text import CONTROL, clean_line
from roadmap_flash.decks.language import COMMON_KEYS, FORMS, PROGRAMS, PROSE, FormError, text
from roadmap_flash.decks.maths import unmatched_dollar
from roadmap_flash.decks.problems import Problem
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
            if key.text in fields:
                self._report(key.line, "duplicate-key", f"`{key.text}` stands twice; keep one")
            self._lines[key.text] = key.line
            self._check_texts(key.text, node)
            try:
                fields[key.text] = FORMS.get(key.text, text)(node)
            except FormError as error:
                self._report(error.line, "value", f"`{clean_line(key.text)}` {error.message}")
        return fields

    def _check_texts(self, key: str, node: Node) -> None:
        """What holds for every text below a key, the keys of mappings included."""
        for scalar in _scalars(node):
            if CONTROL.search(scalar.text) or "\ufffd" in scalar.text:
                message = f"a control or bidirectional character in `{clean_line(key)}`; delete it"
                self._report(scalar.line, "control-character", message)
            if "\t" in scalar.text and key not in PROGRAMS:
                self._report(scalar.line, "tab", f"a tab in `{clean_line(key)}`; use spaces")
            if key in PROSE and scalar.cut:
                message = f"`{key}` is cut at ` #`, which starts a comment in YAML; put the text in quotes"
                self._report(scalar.line, "cut-by-comment", message)
            if key in PROSE and unmatched_dollar(scalar.text):
                message = f"a `$` in `{key}` has no partner; write \\$ for a dollar, or close the formula"
                self._report(scalar.line, "unmatched-dollar", message)

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
        missing = sorted(kind.required - set(self._lines))
        if fields.get("code") and "lang" not in self._lines:
            missing.append("lang")
        empty = sorted(key for key in kind.required if fields.get(key) in ("", [], {}))
        for key in missing:
            self._report(item.line, "missing-key", f"`{key}` is missing: a {kind.name} card needs it")
        for key in empty:
            self._report(self._lines[key], "missing-key", f"`{key}` is empty: a {kind.name} card needs it")
        return not missing and not empty

    def _check_values(self, kind: Kind, fields: Fields) -> None:
        for fault in kind.faults(fields):
            self._report(self._lines.get(fault.key, 0), fault.rule, fault.message)
        self._check_id(fields)
        sources = self._header.get("sources", {})
        for key in fields.get("src", []):
            if key not in sources and self._header.get("sources") is not None:
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
        if not fields.get("alt"):
            self._report(self._lines["image"], "image", "an image needs `alt`, the text that a terminal shows")
        try:
            inside = (folder / fields["image"]).resolve(strict=True).is_relative_to(folder)
        except (OSError, ValueError, RuntimeError):
            inside = False
        if not inside or ".." in Path(fields["image"]).parts:
            self._report(self._lines["image"], "image", "the image must be a file below the deck's own folder")

    def _note(self, item: Mapping, kind: Kind, fields: Fields) -> Note:
        sources = self._header.get("sources") or {}
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
            sources=tuple(Source(*sources[key]) for key in fields.get("src", []) if key in sources),
            as_of=tuple(self._header.get("as_of", {}).items()),
        )

    def _report(self, line: int, rule: str, message: str) -> None:
        self._sound = False
        card = clean_line(self._card)
        self._problems.append(Problem(str(self._path), line, card, rule, "error", message))


def _scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [scalar for pair in node.pairs for part in pair for scalar in _scalars(part)]
    return [scalar for item in node.items for scalar in _scalars(item)]


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""
