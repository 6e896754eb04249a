"""`.md`: a document to print or to read, topic by topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from roadmap_flash.core.maths import spans
from roadmap_flash.core.model import Face
from roadmap_flash.exporters import Entry, Exported, OneWay, Progress, faces

_TICKS = re.compile("`+")
_ACTIVE = re.compile(r"\\.|<(?!https?:|mailto:)|&(?=#?\w+;)|!(?=\[)", re.DOTALL)
"""What other readers of Markdown act on and our decks mean as text: HTML, entities, pictures. And what is escaped."""
_DOLLARS = {"inline": "$", "display": "$$"}


class Markdown(OneWay):
    """Each topic a heading, each card a question with its answer indented below it."""

    suffix = ".md"
    about = "a document to print or read"

    def export(self, entries: list[Entry], progress: Progress[Entry]) -> Exported:
        """CommonMark with `$` for maths, as the decks have it."""
        cards = 0
        parts: list[str] = []
        for path, group in groupby(progress(entries), lambda entry: entry.topic.path):
            parts.append(f"# {' › '.join(path)}")
            for entry in group:
                for face in faces(entry.note).values():
                    cards += 1
                    parts.append("\n\n".join(_card(face)))
                parts.append("\n\n".join(_background(entry)))
        return Exported(("\n\n".join(filter(None, parts)) + "\n").encode("utf-8", "replace"), len(entries), cards)


def _card(face: Face) -> Iterator[str]:
    yield f"**Question.** {_text(face.prompt)}"
    if face.code:
        yield _fenced(face.code, face.lang)
    if face.choices:
        yield "\n".join(f"- {_text(option)}" for option in face.choices)
    answer = _fenced(face.output, "") if face.output else _text(face.answer)
    yield f"**Answer.**\n\n{answer}" if "\n" in answer else f"**Answer.** {answer}"
    for option, reason in zip(face.choices, face.reasons, strict=True):
        if reason:
            yield f"Not “{_text(option)}”: {_text(reason)}"


def _background(entry: Entry) -> Iterator[str]:
    note = entry.note
    why = next(iter(faces(note).values())).why
    if why:
        yield f"*Why.* {_text(why)}"
    links = [f"[{_text(label)}]({url})" if url else _text(label) for label, url in note.sources]
    told = [*links, *(["checked by running"] if entry.proven is not None else []), f"`{note.id}`"]
    yield f"*{' · '.join(told)}*"
    yield "---"


def _text(text: str) -> str:
    """A text that says to any reader of Markdown what it says in the decks."""
    parts = []
    for kind, part in spans(text.strip()):
        dollars = _DOLLARS.get(kind, "")
        inert = _ACTIVE.sub(lambda found: found[0] if len(found[0]) > 1 else rf"\{found[0]}", part)
        parts.append(inert if kind == "plain" else f"{dollars}{part}{dollars}")
    return "".join(parts)


def _fenced(code: str, lang: str) -> str:
    """A fence that is longer than any in the code."""
    ticks = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(code)), default=0))
    return f"{ticks}{lang}\n{code.rstrip()}\n{ticks}"


EXPORTER = Markdown()
