"""Machine-clean: formulas that can be drawn. Controls, lone dollars and code without `lang` are reading rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule

_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)


def _braces(card: Card) -> Iterator[Found]:
    for key, text in card.texts:
        for formula in text.formulas:
            if not _balanced(formula):
                yield Found(
                    key, f"the braces of `${' '.join(formula.split())[:40]}$` do not match; close each that opens"
                )
                return


def _balanced(formula: str) -> bool:
    depth = 0
    for brace in filter(None, _BRACE.findall(formula)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


RULES = (
    Rule(
        "unbalanced-braces",
        "error",
        "The braces of every formula match.",
        _braces,
        bad="q: What is the derivative of the sigmoid $\\frac{1}{1 + e^{-x}$?\na: $s(1 - s)$",
        good="q: What is the derivative of the sigmoid $\\frac{1}{1 + e^{-x}}$?\na: $s(1 - s)$",
    ),
)
