"""What stands in the fields of a note."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.kinds.cloze import gaps
from roadmap_flash.core.model import Face, Fields, Note
from roadmap_flash.decks.changes import picture_digest, picture_of
from roadmap_flash.exporters import Entry, faces
from roadmap_flash.exporters.anki import note_types
from roadmap_flash.exporters.anki.html import AnkiHtml, ClozeHtml

INSTANCES = 7
"""A drill has at most this many sets of numbers in Anki."""
_TRIES = 36
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_HTML, _CLOZE = AnkiHtml(), ClozeHtml()
_markdown = lru_cache(32)(_HTML.markdown)
"""The instances of a drill share most of their texts."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
_OPTIONAL = frozenset({"Options"})
_EMPTY = re.compile(r"(?:<[^>]*>|\s)*")


class CannotShowError(ValueError):
    """Anki could not show this note; `str()` says why, and the mend."""


def fields_of(entry: Entry) -> list[str]:
    """The fields of the entry's note type, in order. Raises CannotShowError."""
    note = entry.note
    if "id" not in note.fields:
        raise CannotShowError("it has no id, so Anki would get it anew after each edit; run: flash check --fix")
    sides = faces(note)
    values = _own_fields(note, sides) | _background(entry, next(iter(sides.values())))
    return [values.get(name, "") for name in note_types.note_type_of(note.kind).fields]


def why_not(note: Note) -> str | None:
    """Why Anki could not show a note, and the mend; None if it can."""
    try:
        _own_fields(note, faces(note))
    except CannotShowError as error:
        return str(error)
    return None


def _own_fields(note: Note, sides: dict[str, Face]) -> dict[str, str]:
    """The fields that hold question and answer, none of them empty. Raises CannotShowError."""
    values = _OWN[note_types.note_type_of(note.kind)](note, sides)
    for name, value in values.items():
        if name not in _OPTIONAL and _EMPTY.fullmatch(value):
            raise CannotShowError(f"its {name.lower()} shows nothing; write it so that something is seen")
    return values


class Picture(NamedTuple):
    """A picture, and its name in Anki's one folder of media: it changes with the picture."""

    name: str
    data: bytes


def picture_in(note: Note) -> Picture | None:
    """The picture of a note, if it has one. Raises CannotShowError."""
    path = picture_of(note)
    if path is None:
        return None
    suffix = path.suffix.lower()
    if suffix not in _PICTURES:
        raise CannotShowError(f"its picture must end in one of {' '.join(_PICTURES)}; convert or rename it")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotShowError(f"its picture cannot be read: {error.strerror}; put it back") from error
    return Picture(f"roadmap-flash-{picture_digest(data)}{suffix}", data)


def _question(note: Note, sides: dict[str, Face]) -> dict[str, str]:
    (face,) = sides.values()
    answer = _HTML.code(face.output, "") if face.output else _markdown(face.answer)
    return {
        "Front": _front(note, face),
        "Options": _options(face, revealed=False),
        "Back": _options(face, revealed=True) or answer,
    }


def _both(note: Note, sides: dict[str, Face]) -> dict[str, str]:
    term, definition = sides.values()
    return {
        "Front": _front(note, term),
        "Back": _markdown(term.answer),
        "Reverse Front": _front(note, definition),
        "Reverse Back": _markdown(definition.answer),
    }


def _cloze(note: Note, sides: dict[str, Face]) -> dict[str, str]:
    text = note.fields["cloze"]
    html = _CLOZE.cloze(text)
    found = {int(number) for number in re.findall(r"\{\{c(\d+)::", html)}
    if found != set(gaps(text)):
        raise CannotShowError("a gap stands where Markdown shows nothing, such as in an address; move it into the text")
    face = next(iter(sides.values()))
    return {"Text": html + _below(note, face, _CLOZE)}


def _drill(note: Note, sides: dict[str, Face]) -> dict[str, str]:
    (first,), kind = sides.values(), kind_named(note.kind)
    others = (kind.face(note.fields, "", drawn) for drawn in _draws(note)[1:])
    instances = [_instance(note, face) for face in (first, *others)]
    return {
        "Front": instances[0][0],
        "Back": instances[0][1],
        "Instances": _json(instances),
    }


def _json(value: object) -> str:
    """JSON that says the same whether it is read as HTML text or as the content of a script."""
    text = _ENCODER.encode(value)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _draws(note: Note) -> list[Fields]:
    """Different draws, the one of the id alone first; all there are, or as many as some tries find."""
    kind = kind_named(note.kind)
    seeds = [note.id, *(f"{note.id}/{number}" for number in range(1, _TRIES))]
    found: list[Fields] = []
    for seed in seeds:
        drawn = kind.draw(note.fields, seed)
        if drawn not in found:
            found.append(drawn)
        if len(found) == INSTANCES:
            break
    return found


def _instance(note: Note, face: Face) -> list[str]:
    return [_front(note, face), *map(_markdown, (face.answer, face.hint, face.why))]


def _front(note: Note, face: Face) -> str:
    return _markdown(face.prompt) + _below(note, face, _HTML)


def _below(note: Note, face: Face, writer: AnkiHtml) -> str:
    """The program and the picture that belong to a question."""
    html = writer.code(face.code, face.lang) if face.code else ""
    if picture := picture_in(note):
        html += f'<p><img src="{picture.name}" alt="{writer.attribute(note.fields["alt"])}"></p>'
    return html


def _options(face: Face, *, revealed: bool) -> str:
    """The options of a multiple choice, in an order that hangs on the id alone; revealed, with mark and reasons."""
    items = []
    for place, option in enumerate(face.choices):
        html = _markdown(option)
        if revealed and place == face.right:
            html = f'<span class="right">✔ {html}</span>'
        elif revealed:
            html += f' <span class="reason">{_markdown(face.reasons[place])}</span>'
        items.append(f"<li>{html}</li>")
    return f'<ol class="choices">{"".join(items)}</ol>' if items else ""


def _background(entry: Entry, face: Face) -> dict[str, str]:
    note, proven = entry.note, entry.proven
    checked = "" if proven is None else f"checked by running{', ' if proven else ''}{proven}"
    return {
        "Hint": _markdown(face.hint),
        "Why": _markdown(face.why),
        "Source": " · ".join(_source(label, url) for label, url in note.sources),
        "Checked": _HTML.text(checked),
        "Extra": "<br>".join(_extra(note, proven)),
        "Topic": " › ".join(map(_HTML.text, entry.topic.path)),
        "Id": note.id,
    }


_OWN: dict[note_types.NoteType, Callable[[Note, dict[str, Face]], dict[str, str]]] = {
    note_types.QUESTION: _question,
    note_types.BOTH: _both,
    note_types.CLOZE: _cloze,
    note_types.DRILL: _drill,
}


def _source(label: str, url: str | None) -> str:
    name = _HTML.text(label)
    return f'<a href="{_HTML.attribute(url)}">{name}</a>' if url else name


def _extra(note: Note, proven: str | None) -> list[str]:
    """Other right spellings, the versions that the facts hold for, and what the answer was before."""
    rows = []
    if also := note.fields.get("accept"):
        rows.append(f"right, too: {' · '.join(map(_markdown, also))}")
    versions = ", ".join(f"{name} {version}" for name, version in note.as_of)
    if versions and versions != proven:
        rows.append(_HTML.text(f"as of {versions}"))
    if fixed := note.fields.get("fixed"):
        rows.append(f"corrected on {fixed['on']}; it said: {_markdown(fixed['was'])}")
    return rows
