"""Markdown with maths and code as HTML. All that an author wrote is escaped here: raw HTML is text, nothing is loaded.

The only tags are those of CommonMark; a link is the only thing with an address, and it waits for a click.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from roadmap_flash.core.maths import Span, spans
from roadmap_flash.core.text import clean
from roadmap_flash.render.commonmark import Document, code_of, is_plain, parse

if TYPE_CHECKING:
    from markdown_it.token import Token

_WORDS = re.compile(r"(?:[A-Za-z][A-Za-z0-9 ,;.?'()/%=-]*)?")
"""A text that is the same in HTML: most answers and reasons, for which nothing else need be done."""
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)


def escape(text: str) -> str:
    """`text` as HTML text, or as the value of an attribute in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class HtmlWriter(ABC):
    """Writes texts as HTML. A subclass says how its reader wants plain text, code and formulas."""

    def text(self, plain: str) -> str:
        """Plain text."""
        return escape(plain)

    def code_text(self, plain: str) -> str:
        """Text within code."""
        return escape(plain)

    def attribute(self, value: str) -> str:
        """The value of an attribute in double quotes."""
        return escape(value)

    @abstractmethod
    def formula(self, formula: Span) -> str:
        """A formula, `inline` or `display`."""

    def markdown(self, text: str) -> str:
        """A text; without `<p>` where it is a single paragraph."""
        if _WORDS.fullmatch(text):
            return text.rstrip()
        parts = spans(clean(text).strip("\n"))
        if is_plain(parts):
            return "".join(map(self._plain_part, parts)).strip()
        html = self._blocks(parse(parts))
        alone = _ONE_PARAGRAPH.fullmatch(html)
        return alone[1] if alone else html

    def code(self, text: str, lang: str) -> str:
        """A program, its words marked with Pygments' short class names where the language is known."""
        lexer = _lexer(lang)
        body = clean(text.rstrip("\n"))
        marked = self._marked(lexer.get_tokens(body), body) if lexer else self.code_text(body)
        return f"<pre><code>{marked}</code></pre>"

    def _marked(self, words: Iterable[tuple[Any, str]], body: str) -> str:
        """Each word in a span of its class. A lexer that loses or adds anything is not believed."""
        from pygments.token import STANDARD_TYPES

        found = [(STANDARD_TYPES.get(kind, ""), word) for kind, word in words]
        if "".join([word for _, word in found]) != body:
            return self.code_text(body)
        html = []
        for kind, run in groupby(found, lambda pair: "" if pair[0] in _UNMARKED else pair[0]):
            text = self.code_text("".join([word for _, word in run]))
            html.append(f'<span class="{kind}">{text}</span>' if kind else text)
        return "".join(html)

    def _plain_part(self, part: Span) -> str:
        if part.kind == "plain":
            return self.text(part.text)
        if part.kind == "code":
            return f"<code>{self.code_text(code_of(part.text))}</code>"
        return self.formula(part)

    def _blocks(self, document: Document) -> str:
        html = []
        for token in document.tokens:
            if token.type == "inline":
                html += [self._inline(child, document) for child in token.children or []]
            elif token.type in ("fence", "code_block"):
                html.append(self.code(document.as_written(token.content), token.info.strip().split(" ")[0]))
            elif not token.hidden:
                html.append(self._tag(token))
        return "".join(html)

    def _inline(self, token: Token, document: Document) -> str:
        if token.type == "text":
            pieces = document.pieces(token.content)
            return "".join(self.text(piece) if isinstance(piece, str) else self.formula(piece) for piece in pieces)
        if token.type == "code_inline":
            return f"<code>{self.code_text(document.as_written(token.content))}</code>"
        return "\n" if token.type == "softbreak" else self._tag(token)

    def _tag(self, token: Token) -> str:
        if token.nesting < 0:
            return f"</{token.tag}>"
        kept = [(name, self.attribute(str(value))) for name, value in token.attrs.items() if name in _KEPT]
        attributes = "".join(f' {name}="{value}"' for name, value in kept)
        return f"<{token.tag}{attributes}>"


_KEPT = ("href", "start")
"""The attributes that CommonMark needs: of a link, which markdown-it checked, and of a numbered list."""
_UNMARKED = frozenset({"w", "p", "n"})
"""Classes that look like plain text: white space, punctuation, names."""


@lru_cache(maxsize=64)
def _lexer(lang: str) -> Any:
    """Pygments' lexer of a language, which keeps every character; None if it knows none."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(lang, stripnl=False, ensurenl=False) if lang and lang != "text" else None
    except ClassNotFound:
        return None
