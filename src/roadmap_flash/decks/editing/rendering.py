"""A card's fields as YAML in the style of the decks: plain or `|` scalars, quotes only where plain reads otherwise.

No rule of YAML is written down here. Each style is tried by reading it back, and the first one that gives the text
again is taken; so whatever a text holds, the reader sees it unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from roadmap_flash.core.model import Fields
from roadmap_flash.core.text import CONTROL
from roadmap_flash.decks.yaml_tree import Mapping, Scalar, Sequence, TreeError, parse

ORDER = (
    *("id", "q", "term", "def", "ask", "cloze", "image", "alt", "code", "lang"),
    *("a", "right", "wrong", "output", "accept", "not", "vars", "compute", "check"),
    *("hint", "why", "level", "src", "tags", "confuse", "allow", "fixed", "verify"),
)
"""The order of keys in a card; a key that is not named here comes last."""
WIDEST = 110
"""Columns up to which a list or mapping is written in one line."""
_TRIED_AT = 4
"""The column of a value's own lines where it is tried: two to the right of its key, as everywhere."""
LONGEST_KEY = 1000
"""YAML takes a longer text as a key only after a question mark."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLACES = {key: place for place, key in enumerate(ORDER)}
_Style = Callable[[str, int], str]


def render_card(fields: Fields, indent: int = 0) -> list[str]:
    """The lines of a card as an item of `cards`, its dash at column `indent`."""
    pad = " " * (indent + 2)
    keys = sorted(fields, key=lambda key: _PLACES.get(key, len(ORDER)))
    lines: list[str] = []
    for key in keys:
        value = fields[key]
        if key == "src" and len(value) == 1:
            (value,) = value
        block = key == "wrong"
        lines += f"{pad}{_pair(key, value, indent + 2, block=block)}".split("\n")
    lines[0] = f"{' ' * indent}- {lines[0][indent + 2 :]}"
    return lines


def render_mapping(values: Fields) -> str:
    """A mapping in one line, in braces."""
    return _in_one_line(values)


def scalar(text: str, indent: int = 4) -> str:
    """A text as a value whose own lines, if it needs any, begin at column `indent`."""
    wanted = text.rstrip("\n")
    styles = (_block, _escaped) if "\n" in wanted else (_plain, _double, _single, _block, _escaped)
    return _first(styles, wanted, indent, _reads_as_value)


def _pair(key: str, value: Any, indent: int, *, block: bool = False) -> str:
    written = _first((_plain, _double, _single, _escaped), key, 0, _reads_as_key)
    value_written = _value(value, indent, block=block)
    if len(written) > LONGEST_KEY:
        return f"? {written}\n{' ' * indent}: {value_written}"
    return f"{written}:{'' if value_written.startswith(chr(10)) else ' '}{value_written}"


def _value(value: Any, indent: int, *, block: bool = False) -> str:
    """What stands after the colon; a long list or mapping, or one of long texts, stands on lines of its own."""
    if not isinstance(value, (list, dict)):
        return scalar(str(value), indent + 2)
    one_line = _in_one_line(value)
    if not value or (not block and "\n" not in one_line and len(one_line) + indent <= WIDEST):
        return one_line
    if isinstance(value, dict):
        pad = " " * (indent + 2)
        return "".join(f"\n{pad}{_pair(key, inner, indent + 2)}" for key, inner in value.items())
    return "".join(f"\n{' ' * indent}- {_item(inner, indent)}" for inner in value)


def _item(value: Any, indent: int) -> str:
    if isinstance(value, dict) and value:
        pad = " " * (indent + 2)
        return f"\n{pad}".join(_pair(key, inner, indent + 2) for key, inner in value.items())
    return _in_one_line(value) if isinstance(value, (list, dict)) else scalar(str(value), indent + 2)


def _in_one_line(value: Any) -> str:
    """In brackets and braces; with a line feed in it where a text has lines of its own, which then is too long."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key, key=True)}: {_in_one_line(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_in_one_line, value)) + "]"
    if isinstance(value, str) and "\n" in value.rstrip("\n"):
        return "\n"
    return _flow(str(value).rstrip("\n"))


def _flow(text: str, *, key: bool = False) -> str:
    reads = _reads_as_flow_key if key else _reads_in_flow
    return _first((_plain, _double, _single, _escaped), text, 0, reads)


def _first(styles: tuple[_Style, ...], text: str, indent: int, reads: Callable[[str, str], bool]) -> str:
    usable = (_escaped,) if CONTROL.search(text) or _SURROGATE.search(text) else styles
    for style in usable[:-1]:
        if (tried := style(text, _TRIED_AT)) and reads(tried, text):
            return style(text, indent)
    return usable[-1](text, indent)


def _plain(text: str, indent: int) -> str:
    return "" if "\n" in text else text


def _double(text: str, indent: int) -> str:
    return "" if "\\" in text or '"' in text or "\n" in text else f'"{text}"'


def _single(text: str, indent: int) -> str:
    return "" if "\n" in text or text.count("'") > 2 else "'" + text.replace("'", "''") + "'"


def _block(text: str, indent: int) -> str:
    """A literal scalar; where its first line is indented, it says by how much the others are."""
    deep = "2" if text.lstrip("\n").startswith(" ") else ""
    lines = (f"{' ' * indent}{line}" if line else "" for line in text.split("\n"))
    return f"|{deep}\n" + "\n".join(lines)


def _escaped(text: str, indent: int) -> str:
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return r"\n"
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # no text has such a character; the reader will name this one
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def _reads_as_value(written: str, text: str) -> bool:
    """As an item of a list, and as the value of a key."""
    match _tree(f"- k: {written}\n- - {written}\n"):
        case Sequence([Mapping([(_, Scalar() as value)]), Sequence([Scalar() as item])]):
            return value.text.rstrip("\n") == item.text.rstrip("\n") == text
    return False


def _reads_as_key(written: str, text: str) -> bool:
    match _tree(f"- {written}: v\n"):
        case Sequence([Mapping([(key, Scalar("v"))])]):
            return key.text == text
    return False


def _reads_in_flow(written: str, text: str) -> bool:
    match _tree(f"[{{k: {written}}}, {written}, {written}]"):
        case Sequence([Mapping([(_, Scalar() as value)]), Scalar() as item, Scalar()]):
            return value.text == item.text == text
    return False


def _reads_as_flow_key(written: str, text: str) -> bool:
    match _tree(f"[{{{written}: v}}]"):
        case Sequence([Mapping([(key, Scalar("v"))])]):
            return key.text == text
    return False


def _tree(text: str) -> Any:
    try:
        return parse(text)
    except TreeError:
        return None
