"""What holds for every text of a deck, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_flash.core.maths import unmatched_dollar
from roadmap_flash.core.text import CONTROL, clean_line
from roadmap_flash.decks.language import PROGRAMS, PROSE
from roadmap_flash.decks.yaml_tree import Mapping, Node, Scalar


def text_faults(key: str, node: Node) -> Iterator[tuple[int, str, str]]:
    """Line, rule and message of what is wrong with a text below `key`, the keys of mappings included."""
    name = clean_line(key)
    for scalar in _scalars(node):
        if CONTROL.search(scalar.text) or "\ufffd" in scalar.text:
            yield scalar.line, "control-character", f"a control or bidirectional character in `{name}`; delete it"
        if "\t" in scalar.text and key not in PROGRAMS:
            yield scalar.line, "tab", f"a tab in `{name}`; use spaces"
        if key in PROSE and scalar.cut:
            message = f"`{name}` is cut at ` #`, which starts a comment in YAML; put the text in quotes"
            yield scalar.line, "cut-by-comment", message
        if key in PROSE and unmatched_dollar(scalar.text):
            message = f"a `$` in `{name}` has no partner; write \\$ for a dollar, or close the formula"
            yield scalar.line, "unmatched-dollar", message


def _scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [scalar for pair in node.pairs for part in pair for scalar in _scalars(part)]
    return [scalar for item in node.items for scalar in _scalars(item)]
