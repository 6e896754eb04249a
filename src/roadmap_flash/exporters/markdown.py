"""`.md`: a document to print or to read, topic by topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from roadmap_flash.core.model import Face
from roadmap_flash.exporters import Entry, Exported, OneWay, Progress, faces

_TICKS = re.compile("`+")


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
    yield f"**Question.** {face.prompt.strip()}"
    if face.code:
        yield _fenced(face.code, face.lang)
    if face.choices:
        yield "\n".join(f"- {option}" for option in face.choices)
    answer = _fenced(face.output, "") if face.output else face.answer.strip()
    yield f"**Answer.**\n\n{answer}" if "\n" in answer else f"**Answer.** {answer}"
    for option, reason in zip(face.choices, face.reasons, strict=True):
        if reason:
            yield f"Not “{option}”: {reason}"


def _background(entry: Entry) -> Iterator[str]:
    note = entry.note
    why = next(iter(faces(note).values())).why
    if why:
        yield f"*Why.* {why.strip()}"
    links = [f"[{label}]({url})" if url else label for label, url in note.sources]
    told = [*links, *(["checked by running"] if entry.proven is not None else []), f"`{note.id}`"]
    yield f"*{' · '.join(told)}*"
    yield "---"


def _fenced(code: str, lang: str) -> str:
    """A fence that is longer than any in the code."""
    ticks = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(code)), default=0))
    return f"{ticks}{lang}\n{code.rstrip()}\n{ticks}"


EXPORTER = Markdown()
