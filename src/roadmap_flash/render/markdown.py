"""Markdown with maths as rich renderables. Raw HTML is text; nothing is read as rich's own markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from roadmap_flash.core.maths import Span, spans
from roadmap_flash.core.text import clean
from roadmap_flash.render.commonmark import Document, code_of, is_plain, parse
from roadmap_flash.render.formula import drawn
from roadmap_flash.render.theme import CODE, FORMULA

if TYPE_CHECKING:
    from markdown_it.token import Token
    from rich.console import RenderableType

_OURS = re.compile(r"\*\*(\[[^\]*]*\])\*\*")
"""The gap of a cloze, which the short way can do."""
_STOP = re.compile(r"\s*([.,;:?!]*)\s*")


def markdown(text: str, *, flat: bool = False) -> list[RenderableType]:
    """The blocks of a text, to be printed one after the other; `flat`: a formula of several rows as its source."""
    text = clean(text).strip("\n")
    parts = spans(text)
    if is_plain(parts, _OURS):
        return _paragraph(_short_way(parts), flat=flat)
    return _Blocks(parse(parts), flat=flat).render()


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
            yield Text(code_of(part.text), CODE) if part.kind == "code" else part


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


class _Blocks:
    """Walks markdown-it's tokens."""

    def __init__(self, document: Document, *, flat: bool) -> None:
        self._document = document
        self._flat = flat
        self._mark = ""
        self._numbers: list[int | None] = []

    def render(self) -> list[RenderableType]:
        blocks: list[RenderableType] = []
        loose = True
        for token in self._document.tokens:
            if token.type == "inline":
                made = self._inline(token.children or [])
                if blocks and loose:
                    blocks.append(Text())
                blocks += [self._placed(block) for block in made]
                loose = not self._numbers
            elif token.type in ("fence", "code_block"):
                blocks += [
                    Text(),
                    self._placed(code(self._document.as_written(token.content), token.info.split(" ")[0])),
                ]
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
                yield Text(self._document.as_written(token.content), CODE)
            elif token.type == "softbreak":
                yield Text(" ")
            elif token.type == "hardbreak":
                yield Text("\n")
            else:
                yield from self._with_formulas(token.content, " ".join(styles))

    def _with_formulas(self, text: str, style: str) -> Iterator[Text | Span]:
        for piece in self._document.pieces(text):
            yield Text(piece, style) if isinstance(piece, str) else piece
