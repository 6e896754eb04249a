"""Markdown with maths as rich renderables. Raw HTML is text; nothing is read as rich's own markup.

Plain sentences with code spans and formulas, which most cards are, take a short way; only what has more of Markdown
in it goes through markdown-it, whose import costs as much as the rest of the first screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from roadmap_flash.core.maths import Span, spans
from roadmap_flash.core.text import clean
from roadmap_flash.render.formula import drawn
from roadmap_flash.render.theme import CODE, FORMULA

if TYPE_CHECKING:
    from markdown_it.token import Token
    from rich.console import RenderableType

_MARKUP = re.compile(r"[*_\[\]<>\\#!&~|+]|^\s*(?:[-=>]|\d+[.)])|\n[ \t]*\n|\n {4}|https?:|  \n", re.MULTILINE)
_OURS = re.compile(r"\*\*(\[[^\]*]*\])\*\*")
"""The gap of a cloze, which the short way can do."""
_STOP = re.compile(r"\s*([.,;:?!]*)\s*")
_HOLDER = "\ue000{}\ue001"
_HELD = re.compile("\ue000(\\d+)\ue001")


def markdown(text: str, *, flat: bool = False) -> list[RenderableType]:
    """The blocks of a text, to be printed one after the other; `flat`: a formula of several rows as its source."""
    text = clean(text).strip("\n")
    parts = spans(text)
    plain = "".join(_OURS.sub("", part.text) for part in parts if part.kind == "plain")
    if not _MARKUP.search(plain) and not any(part.text.startswith("```") for part in parts):
        return _paragraph(_short_way(parts), flat=flat)
    return _long_way(parts, flat=flat)


def inline(text: str) -> Text:
    """A text in one line: formulas in one row, or as their source."""
    lines = [line for block in markdown(text, flat=True) for line in _text_of(block).split()]
    return Text(" ").join(line for line in lines if line.plain)


def _text_of(block: RenderableType) -> Text:
    """What a block says: a text, a program, or one of them moved to the right."""
    inner = block.renderable if isinstance(block, Padding) else block
    return inner if isinstance(inner, Text) else Text(getattr(inner, "code", ""), CODE)


def code(text: str, lang: str) -> RenderableType:
    """A program, highlighted if its language is known, character for character."""
    from rich.syntax import Syntax

    return Syntax(
        clean(text.rstrip("\n")),
        lang or "text",
        theme="ansi_dark",
        background_color="default",
        word_wrap=True,
    )


def _short_way(parts: list[Span]) -> Iterator[Text | Span]:
    for part in parts:
        if part.kind == "plain":
            text = part.text.replace("\n", " ")
            place = 0
            for gap in _OURS.finditer(text):
                yield Text(text[place : gap.start()])
                yield Text(gap[1], "bold")
                place = gap.end()
            yield Text(text[place:])
        else:
            yield _code_span(part.text) if part.kind == "code" else part


def _code_span(text: str) -> Text:
    ticks = len(text) - len(text.lstrip("`"))
    inner = text[ticks:-ticks].replace("\n", " ")
    if inner.startswith(" ") and inner.endswith(" ") and inner.strip():
        inner = inner[1:-1]
    return Text(inner, CODE)


def _paragraph(parts: Iterator[Text | Span], *, flat: bool) -> list[RenderableType]:
    """Texts joined to lines; a formula of several rows stands as a block between them."""
    blocks: list[RenderableType] = []
    line = Text()
    rows: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            line.append_text(_after_block(part, rows) if rows and not line else part)
            continue
        drawing = drawn(part.text)
        if flat and len(drawing) > 1:
            drawing = (" ".join(part.text.split()),)
        if len(drawing) == 1 and (flat or part.kind == "inline"):
            line.append(drawing[0], FORMULA)
            continue
        blocks += _closed(line, rows)
        line, rows = Text(), list(drawing)
    return blocks + _closed(line, rows)


def _after_block(text: Text, rows: list[str]) -> Text:
    """What follows a block formula: a stop or comma goes to the formula's middle row, spaces go."""
    stop = _STOP.match(text.plain)
    if stop and stop[1]:
        rows[len(rows) // 2] = rows[len(rows) // 2].rstrip() + stop[1]
    return text[stop.end() :] if stop else text


def _closed(line: Text, rows: list[str]) -> list[RenderableType]:
    """The block formula that stood before a line, and the line."""
    formula = [Padding(Text("\n".join(rows), FORMULA, overflow="fold"), (0, 0, 0, 2))] if rows else []
    line.rstrip()
    return [*formula, line] if line.plain else [*formula]


def _long_way(parts: list[Span], *, flat: bool) -> list[RenderableType]:
    """Formulas are held out of the text while markdown-it reads it, so that it leaves them alone."""
    from markdown_it import MarkdownIt

    held = [part for part in parts if part.kind in ("inline", "display")]
    numbers = iter(range(len(held)))
    text = "".join(
        _HOLDER.format(next(numbers)) if part.kind in ("inline", "display") else re.sub("[\ue000\ue001]", "", part.text)
        for part in parts
    )
    parser = MarkdownIt("commonmark", {"html": False}).disable(["html_block", "html_inline", "entity", "image"])
    return _Blocks(held, flat=flat).render(parser.parse(text))


def _source(formula: Span) -> str:
    dollars = "$" if formula.kind == "inline" else "$$"
    return f"{dollars}{formula.text}{dollars}"


class _Blocks:
    """Walks markdown-it's tokens."""

    def __init__(self, held: list[Span], *, flat: bool) -> None:
        self._held = held
        self._flat = flat
        self._mark = ""
        self._numbers: list[int | None] = []

    def render(self, tokens: list[Token]) -> list[RenderableType]:
        blocks: list[RenderableType] = []
        loose = True
        for token in tokens:
            if token.type == "inline":
                made = self._inline(token.children or [])
                if blocks and loose:
                    blocks.append(Text())
                blocks += [self._placed(block) for block in made]
                loose = not self._numbers
            elif token.type in ("fence", "code_block"):
                blocks += [Text(), self._placed(code(self._as_written(token.content), token.info.split(" ")[0]))]
                loose = True
            else:
                loose = self._open_or_close(token) or loose
        return blocks

    def _open_or_close(self, token: Token) -> bool:
        """Keep track of lists and quotes; True where a new block begins."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._numbers.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._numbers.pop()
            return not self._numbers
        elif token.type == "list_item_open":
            number = self._numbers[-1]
            self._mark = "• " if number is None else f"{number}. "
            if number is not None:
                self._numbers[-1] = number + 1
        return token.type in ("heading_open", "blockquote_open")

    def _placed(self, block: RenderableType) -> RenderableType:
        if not self._numbers:
            return block
        mark, self._mark = self._mark or "  ", ""
        if isinstance(block, Text):
            return Padding(Text(mark) + block, (0, 0, 0, 2 * len(self._numbers) - 2))
        return Padding(block, (0, 0, 0, 2 * len(self._numbers)))

    def _inline(self, tokens: list[Token]) -> list[RenderableType]:
        return _paragraph(self._pieces(tokens), flat=self._flat)

    def _pieces(self, tokens: list[Token]) -> Iterator[Text | Span]:
        styles: list[str] = []
        for token in tokens:
            if token.type in ("strong_open", "em_open", "link_open"):
                styles.append({"strong_open": "bold", "em_open": "italic", "link_open": "underline"}[token.type])
            elif token.type.endswith("_close"):
                styles.pop()
            elif token.type == "code_inline":
                yield Text(self._as_written(token.content), CODE)
            elif token.type == "softbreak":
                yield Text(" ")
            elif token.type == "hardbreak":
                yield Text("\n")
            else:
                yield from self._with_formulas(token.content, " ".join(styles))

    def _as_written(self, text: str) -> str:
        """Code with what was held out of it: there it was no formula."""
        return _HELD.sub(lambda found: _source(self._held[int(found[1])]), text)

    def _with_formulas(self, text: str, style: str) -> Iterator[Text | Span]:
        place = 0
        for held in _HELD.finditer(text):
            yield Text(text[place : held.start()], style)
            yield self._held[int(held[1])]
            place = held.end()
        yield Text(text[place:], style)
