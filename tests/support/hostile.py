"""Texts that would do something to a terminal, and the rule that says when a text is harmless."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

TITLE = "\x1b]0;pwned\x07"
CLIPBOARD = "\x1b]52;c;cHduZWQ=\x07"
COLOUR = "\x1b[31m"
CLEAR = "\x1b[2J"
C1_COLOUR = "\x9b31m"
REVERSED = "\u202e"
SAMPLES = (
    *(TITLE, CLIPBOARD, COLOUR, CLEAR, C1_COLOUR, REVERSED, "\u2066", "\u2069", "\u200f", "\u061c"),
    *("\r", "\x00", "\x07", "\x08", "\x0b", "\x7f", "\x85", "\x90", "\u2028", "\u2029", "\ufeff", "\ud800", "\udfff"),
)
_MARKUP = (
    *("`", "``", "```\n", "~~~\n", "$", "$$", "*", "**", "_", "[", "](", ")", "[/red]", "[bold]", ":smile:", "\\", "{"),
    *("\n", "\n\n", "\n    ", "- ", "1. ", "> ", "# ", "<b>", "<!--", "&amp;", "\\frac", "\\\\", "}", "|", "\t", " "),
    *("\ue000", "\ue000" + "0\ue001", "{{c1::", "<<a>>", "https://", "x", "1", "日本", "e\u0301"),
)
texts = st.lists(st.sampled_from(SAMPLES + _MARKUP) | st.text(max_size=4), max_size=14).map("".join)
"""Markdown, and what is meant to harm, in any mixture."""
_BIDI_CLASSES = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_BIDI_MARKS = "\u200e\u200f\u061c"


def harmful(text: str) -> list[str]:
    """The characters of a text that a terminal would obey, or that no output can encode."""
    return [c for c in text if c not in "\n\t" and _harms(c)]


def _harms(c: str) -> bool:
    return (
        unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(c) in _BIDI_CLASSES
        or c in _BIDI_MARKS
    )
