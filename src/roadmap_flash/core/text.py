"""Text that a stranger wrote: cleaned of everything a terminal would obey."""

from __future__ import annotations

import re
import unicodedata

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HOSTILE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff{BIDI}]")
CONTROL = _HOSTILE
"""C0 and C1 controls (but tab and line feed), line separators and bidirectional controls."""


def clean(text: str) -> str:
    """`text` with each control or bidi character replaced by a visible mark; line feeds and tabs stay.

    Lone surrogates, which no output stream can encode, are replaced too.
    """
    if text.isprintable():  # and so neither a control, nor a separator, nor a surrogate
        return text
    return _HOSTILE.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "replace").decode()


def clean_line(text: str) -> str:
    """`text` as one clean line."""
    return " ".join(clean(text).split())


def width(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
