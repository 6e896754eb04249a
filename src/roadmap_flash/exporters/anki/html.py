"""HTML as Anki wants it in a field: MathJax for formulas, and nothing else that Anki or MathJax would act on."""

from __future__ import annotations

import re

from roadmap_flash.core.kinds.cloze import GAP, split_hint
from roadmap_flash.core.maths import Span
from roadmap_flash.render.html import HtmlWriter, escape

_MARKERS = re.compile(r"\[(?=/?(?:latex|\$|sound:|anki:))", re.IGNORECASE)
"""What Anki looks for in the HTML of a card: `[latex]`, `[$]`, `[sound:x]`, `[anki:play…]`."""
_DELIMITER = re.compile(r"\\(?=[()\[\]])")
"""What opens or closes a formula for MathJax, and for Anki where it looks for gaps in formulas."""
_BACKSLASH = "&#92;"
_IGNORED = f'<span class="mathjax_ignore tex2jax_ignore">{_BACKSLASH}</span>'


class AnkiHtml(HtmlWriter):
    """Writes the fields of a note."""

    def text(self, plain: str) -> str:
        """Plain text; a backslash before a bracket stands apart, so that no formula begins there."""
        inert = self._inert(plain)
        return _DELIMITER.sub(_IGNORED, inert) if "\\" in inert else inert

    def code_text(self, plain: str) -> str:
        """Text within code, which MathJax passes over."""
        inert = self._inert(plain)
        return _DELIMITER.sub(_BACKSLASH, inert) if "\\" in inert else inert

    def attribute(self, value: str) -> str:
        """The value of an attribute: Anki looks for its marks there too, and a browser never sees the entities."""
        return self.code_text(value)

    def formula(self, formula: Span) -> str:
        """MathJax; Anki has no dollars."""
        tex = self._inert(formula.text)
        return rf"\[{tex}\]" if formula.kind == "display" else rf"\({tex}\)"

    def _inert(self, plain: str) -> str:
        html = escape(plain)
        return _MARKERS.sub("&#91;", html) if "[" in html else html


class ClozeHtml(AnkiHtml):
    """Writes a text with gaps. Braces and colons that are no mark of a gap are written as entities.

    While the Markdown is read, brackets that no keyboard has stand for the marks: to Markdown they are punctuation.
    """

    _MARK = "⸢{}⸣{}⸤{}⸥"
    _KEPT = str.maketrans("⸢⸣⸤⸥", "\ue010\ue011\ue012\ue013")
    _RESTORED = str.maketrans("\ue010\ue011\ue012\ue013", "⸢⸣⸤⸥")
    _GAP = re.compile("⸢(\\d+)⸣([^⸢⸣⸤⸥]*)⸤([^⸢⸣⸤⸥]*)⸥")
    _BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})

    def cloze(self, text: str) -> str:
        """The text with its gaps in Anki's notation."""
        marked = GAP.sub(self._marked_gap, text.translate(self._KEPT))
        return self._GAP.sub(self._gap, self.markdown(marked)).translate(self._RESTORED)

    def code(self, text: str, lang: str) -> str:
        """A program; one with gaps is not marked up: a gap could begin in one word and end in another."""
        return super().code(text, "" if "⸢" in text else lang)

    def _marked_gap(self, gap: re.Match[str]) -> str:
        return self._MARK.format(int(gap[1]), *split_hint(gap[2]))

    def _gap(self, marked: re.Match[str]) -> str:
        number, hidden, hint = marked[1], _one_colon(marked[2]), _one_colon(marked[3])
        return f"{{{{c{number}::{hidden}{'::' + hint if hint else ''}}}}}"

    def _inert(self, plain: str) -> str:
        return super()._inert(plain).translate(self._BRACES)


def _one_colon(html: str) -> str:
    """`html` without a `::`, and without a colon at its ends that could become part of one."""
    return re.sub(r":(?=:|$)|^:", "&#58;", html)
