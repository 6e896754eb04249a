"""A topic put into the text of a roadmap; every other line stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmap_flash.decks.editing.layout import Part
from roadmap_flash.decks.editing.rendering import scalar
from roadmap_flash.decks.editing.surgery import Lines, SurgeryError


def insert_topic(text: str, slug: str, title: str, needs: Sequence[str], under: str | None, *, own: bool) -> str:
    """The text of a roadmap with one more topic: the last child of `under`, or in an own roadmap the last entry.

    A learner's `own` roadmap names the parent in the entry itself. Raises TreeError, or SurgeryError if the text is
    no roadmap whose topics stand one below the other.
    """
    lines = Lines(text)
    entries = lines.root.value("roadmap") if lines.root else None
    if entries is None or entries.kind == "mapping" or entries.text or (entries.flow and entries.parts):
        raise SurgeryError("a roadmap is a mapping with `roadmap`, a list of topics one below the other")
    rows = [f"title: {scalar(title)}", f"slug: {slug}"]
    rows += [f"under: {under}"] if own and under else []
    rows.append(f"prerequisites: [{', '.join(needs)}]")
    if own or under is None:
        _append(lines, entries, rows, 0)
        return lines.text
    parent = next((part for part in _topics(entries) if _slug(part) == under), None)
    if parent is None or parent.flow:
        raise SurgeryError(f"`{under}` has no entry of its own lines; write one with title and slug")
    children = parent.value("children")
    if children is None:
        lines.insert(parent.last + 1, [f"{' ' * parent.column}children:", *_item(rows, parent.column)])
    elif children.flow and children.parts:
        raise SurgeryError(f"the children of `{under}` stand in brackets; write them one below the other")
    else:
        _append(lines, children, rows, parent.column)
    return lines.text


def _append(lines: Lines, part: Part, rows: list[str], column: int) -> None:
    """Put an item at the end of a list, its dash below the others, or at `column` if it is the first."""
    if part.parts:
        column = lines.dash(part.parts[0])[1]
        lines.insert(part.last + 1, _item(rows, column))
    else:
        if part.kind == "sequence":
            lines.empty_to_block(part)
        lines.insert(part.line + 1, _item(rows, column))


def _item(rows: list[str], column: int) -> list[str]:
    return [f"{' ' * column}{'- ' if number == 0 else '  '}{row}" for number, row in enumerate(rows)]


def _topics(entries: Part) -> Iterator[Part]:
    for part in entries.parts:
        yield part
        if (children := part.value("children")) is not None:
            yield from _topics(children)


def _slug(part: Part) -> str:
    value = part.value("slug")
    return value.text if value else ""
