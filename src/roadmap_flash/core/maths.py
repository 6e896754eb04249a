"""Where formulas stand in a text: code first taken out, then `$` as Pandoc has it."""

from __future__ import annotations

import re
from typing import NamedTuple

_CODE = re.compile(r"```.*?(?:```|\Z)|(?<![\\`])(`+)(?!`)(?:.*?)(?<!`)\1(?!`)", re.DOTALL)
_FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<display>.+?)(?<!\\)\$\$"
    r"|(?<![\\$])\$(?=[^\s$])(?P<inline>(?:\\.|[^$\\])*?)(?<=\S)(?<!\\)\$(?!\d)",
    re.DOTALL,
)
_LONE = re.compile(r"(?<!\\)\$")
_MONEY = re.compile(r"(?<!\\)\$(?=\d)")


class Span(NamedTuple):
    """A part of a text: plain, code, or a formula without its dollars."""

    kind: str
    text: str


def spans(text: str) -> list[Span]:
    """`text` cut into plain parts, code (with its backticks) and formulas (`inline` or `display`)."""
    if "`" not in text:
        return _formulas(text)
    found: list[Span] = []
    place = 0
    for code in _CODE.finditer(text):
        found += _formulas(text[place : code.start()])
        found.append(Span("code", code[0]))
        place = code.end()
    return found + _formulas(text[place:])


def _formulas(text: str) -> list[Span]:
    if "$" not in text:
        return [Span("plain", text)] if text else []
    found: list[Span] = []
    place = 0
    for match in _FORMULA.finditer(text):
        if match.start() > place:
            found.append(Span("plain", text[place : match.start()]))
        kind = str(match.lastgroup)
        found.append(Span(kind, match[kind]))
        place = match.end()
    if place < len(text):
        found.append(Span("plain", text[place:]))
    return found


def unmatched_dollar(text: str) -> bool:
    """Whether a `$` is left over that is neither a formula's nor money such as $5."""
    return "$" in text and any(span.kind == "plain" and _LONE.search(_MONEY.sub("", span.text)) for span in spans(text))
