"""Cards and sources put into the text of a deck, or taken out of it. Every other line stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from roadmap_flash.core.model import Fields
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.editing.layout import Part, layout
from roadmap_flash.decks.editing.rendering import render_card, render_mapping, scalar

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


class SurgeryError(Exception):
    """The text has not the form that the change needs; the message says what it should be, and the mend."""


class Lines:
    """A text as lines that keep their ends, together with the places of its parts.

    Changes are made from the bottom up, so that the places of what stands above stay true.
    """

    def __init__(self, text: str) -> None:
        self._bom = "\ufeff" if text.startswith("\ufeff") else ""
        typed = text.removeprefix("\ufeff")
        self.root = layout(typed)
        self.newline = "\r\n" if "\r\n" in typed else "\n"
        self.lines: list[str] = _LINE.findall(typed)

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self._bom + "".join(self.lines)

    def insert(self, number: int, lines: Iterable[str]) -> None:
        """Put lines, given without their ends, before the line `number`."""
        if number >= len(self.lines) and self.lines and not self.lines[-1].endswith(("\n", "\r")):
            self.lines[-1] += self.newline
        self.lines[number:number] = [f"{line}{self.newline}" for line in lines]

    def is_blank(self, number: int) -> bool:
        """Whether a line is there, and empty."""
        return number < len(self.lines) and not self.lines[number].strip()

    def after(self, part: Part, column: int) -> int:
        """The line after a part and the comments that are indented deeper than `column`: they belong to it."""
        number = end = part.last + 1
        while number < len(self.lines):
            line = self.lines[number]
            stripped = line.lstrip(" ")
            if stripped.startswith("#") and len(line) - len(stripped) > column:
                end = number + 1
            elif stripped.strip():
                break
            number += 1
        return end

    def dash(self, item: Part) -> tuple[int, int]:
        """Line and column of the dash that an item begins with; it may stand on a line of its own."""
        before = self.lines[item.line][: item.column]
        if before.strip() == "-":
            return item.line, before.index("-")
        number = item.line - 1
        while number > 0 and not re.match(r" *-\s", self.lines[number]):
            number -= 1
        return number, self.lines[number].find("-")

    def empty_to_block(self, part: Part) -> None:
        """Take the brackets or braces of an empty collection away: what it holds will stand below."""
        line = self.lines[part.line]
        self.lines[part.line] = line[: part.column].rstrip(" ") + line[part.end_column :]


def insert_cards(text: str, cards: Sequence[Fields], after: str | None = None) -> str:
    """The text of a deck with further cards: after the card `after`, else at the end.

    Raises TreeError if the text is no YAML, SurgeryError if it is no deck whose cards stand one below the other.
    """
    lines = Lines(text)
    cards_part = _cards(lines)
    items = cards_part.parts
    column = lines.dash(items[0])[1] if items else 0
    spaced = len(items) < 2 or any(map(lines.is_blank, range(items[-2].last + 1, items[-1].line)))
    place = _place(lines, cards_part, column, after)
    rows: list[str] = []
    for number, fields in enumerate(cards):
        rows += [""] if spaced and (items or number) else []
        rows += render_card(fields, column)
    if not items and place < len(lines.lines) and not lines.is_blank(place):
        rows.append("")
    lines.insert(place, rows)
    return lines.text


def card_source(text: str, line: int) -> list[str]:
    """The lines of the card that begins in `line` (from 1) as they were typed, moved to the left edge."""
    lines = Lines(text)
    item = next(part for part in _cards(lines).parts if part.line == line - 1)
    first, column = lines.dash(item)
    rows = [row.rstrip("\r\n") for row in lines.lines[first : lines.after(item, column)]]
    return [row[column:] if not row[:column].strip() else row for row in rows]


def insert_source_lines(text: str, rows: Sequence[str]) -> str:
    """The text of a deck with one more card at its end, given as lines that begin at the left edge."""
    lines = Lines(text)
    part = _cards(lines)
    column = lines.dash(part.parts[0])[1] if part.parts else 0
    blank = [""] if part.parts else []
    lines.insert(_place(lines, part, column, None), [*blank, *(f"{' ' * column}{row}" if row else "" for row in rows)])
    return lines.text


def with_ids(text: str, fresh: Callable[[], str]) -> tuple[str, list[tuple[int, str]]]:
    """The text with an id in each card that has none; line (from 1) and id of each that was written."""
    lines = Lines(text)
    without = [part for part in _cards(lines).parts if part.kind == "mapping" and part.parts and not part.key("id")]
    written = [(part, fresh()) for part in without]
    for part, card_id in reversed(written):
        line = lines.lines[part.line]
        head, tail = line[: part.column], line[part.column :]
        if part.flow:
            lines.lines[part.line] = f"{head}{{id: {card_id}, {tail[1:]}"
        else:
            lines.lines[part.line] = f"{head}id: {card_id}{lines.newline}{' ' * part.column}{tail}"
    moved = 0
    places = []
    for part, card_id in written:
        places.append((part.line + 1 + moved, card_id))
        moved += not part.flow
    return lines.text, places


def add_source(text: str, key: str, source: Fields) -> str:
    """The text of a deck with one more entry in `sources`, which is made if there is none."""
    lines = Lines(text)
    root = _deck(lines)
    sources = root.value("sources")
    row = f"{scalar(key)}: {render_mapping(source)}"
    if sources is None:
        name = next((key for key, _ in root.pairs() if key.text in ("runs", "setup", "cards")), None)
        lines.insert(name.line if name else len(lines.lines), ["sources:", f"  {row}"])
    elif not sources.parts:
        if sources.kind != "scalar":
            lines.empty_to_block(sources)
        lines.insert(sources.line + 1, [f"  {row}"])
    elif sources.flow:
        raise SurgeryError("`sources` stands in braces; write its entries one below the other")
    else:
        lines.insert(sources.last + 1, [f"{' ' * sources.parts[0].column}{row}"])
    return lines.text


def _deck(lines: Lines) -> Part:
    if lines.root is None or lines.root.kind != "mapping" or lines.root.flow:
        raise SurgeryError("a deck is a mapping with `cards`, a list")
    return lines.root


def _cards(lines: Lines) -> Part:
    """The list of cards; one that is not there yet is empty. Raises SurgeryError."""
    root = _deck(lines)
    part = root.value("cards")
    if part is None:
        raise SurgeryError("a deck is a mapping with `cards`, a list; write `cards:` at its end")
    if part.kind == "mapping" or part.text or (part.flow and part.parts):
        raise SurgeryError("`cards` must be a list whose items stand one below the other, each with a dash")
    return part


def _place(lines: Lines, cards: Part, column: int, after: str | None) -> int:
    """The line before which a card goes in."""
    items = cards.parts
    if not items:
        if cards.kind == "sequence":
            lines.empty_to_block(cards)
        return cards.line + 1
    if after is None:
        return lines.after(items[-1], column)
    for item in items:
        if (found := item.value("id")) is not None and found.text == after:
            return lines.after(item, column)
    raise SurgeryError(f"no card of this deck is called {clean_line(after)[:60]!r}")
