"""Markdown read by markdown-it, with the formulas held out of its sight. Every way to show a text starts from here.

Plain sentences with code spans and formulas, which most texts are, need no parser: its import costs as much as the
rest of the first screen, and it is slow where thousands of texts are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from roadmap_flash.core.maths import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKUP = re.compile(
    r"[*_\[\]<>\\#!&~|+]|\A\s*?(?: {4}|\t)|^\s*(?:[-=>]|\d+[.)])|\n[ \t]*\n|\n {4}|https?:|  \n", re.MULTILINE
)
_SUSPECT = re.compile(r"[*_\[\]<>\\#!&~|+\n:]")
"""A text without any of these, as most are, can have markup only where it begins."""
_HOLDER = "\ue000{}\ue001"
_HELD = re.compile("\ue000(\\d+)\ue001")
_FORMULAS = ("inline", "display")


def is_plain(parts: list[Span], ours: re.Pattern[str] | None = None) -> bool:
    """Whether a text has no Markdown beyond code spans; `ours` is a mark that the caller handles himself."""
    plain = "".join(ours.sub("", part.text) if ours else part.text for part in parts if part.kind == "plain")
    blocks = any(part.text.startswith("```") or "\n" in part.text for part in parts if part.kind == "code")
    find = _MARKUP.search if _SUSPECT.search(plain) else _MARKUP.match
    return not blocks and not find(plain)


def code_of(span: str) -> str:
    """What a code span says: without its backticks, and without the blank that may keep them apart from others."""
    ticks = len(span) - len(span.lstrip("`"))
    inner = span[ticks:-ticks].replace("\n", " ")
    if inner.startswith(" ") and inner.endswith(" ") and inner.strip():
        return inner[1:-1]
    return inner


class Document(NamedTuple):
    """The tokens of a text, in which a formula is a mark that stands for one of `held`."""

    tokens: list[Token]
    held: list[Span]

    def pieces(self, text: str) -> Iterator[str | Span]:
        """The content of a text token: strings, and the formulas between them."""
        place = 0
        for mark in _HELD.finditer(text):
            yield text[place : mark.start()]
            yield self.held[int(mark[1])]
            place = mark.end()
        yield text[place:]

    def as_written(self, text: str) -> str:
        """Code with what was held out of it: there it was no formula."""
        return _HELD.sub(lambda mark: _source(self.held[int(mark[1])]), text)


def parse(parts: list[Span]) -> Document:
    """The tokens of a text cut into `parts`. Raw HTML, entities, pictures and link definitions are text."""
    held = [part for part in parts if part.kind in _FORMULAS]
    numbers = iter(range(len(held)))
    text = "".join(
        _HOLDER.format(next(numbers)) if part.kind in _FORMULAS else re.sub("[\ue000\ue001]", "", part.text)
        for part in parts
    )
    return Document(_parser().parse(text), held)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    rules = ["html_block", "html_inline", "entity", "image", "reference"]
    return MarkdownIt("commonmark", {"html": False}).disable(rules)


def _source(formula: Span) -> str:
    dollars = "$" if formula.kind == "inline" else "$$"
    return f"{dollars}{formula.text}{dollars}"
