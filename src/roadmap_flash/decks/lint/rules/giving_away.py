"""The question does not give the answer away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule, Side
from roadmap_flash.decks.lint.prose import FORMULA, Prose

SHORT = 5
"""An answer of at most so many words can be given away as a whole."""
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "from", "with", "and"}
    | {"is", "are", "it", "its", "no", "not", "be", "as", "that"}
)
_GIVES_THE_CHOICE = re.compile(r"\bor\b|\bvs\b|\bversus\b|\bbetween\b")
_ARTICLE = re.compile(r"(?:\A|[\s(])(?:a|an)\s+[`$*\"“]{0,3}\{\{c\d+::", re.IGNORECASE)


def _in_question(card: Card) -> Iterator[Found]:
    for side in card.sides:
        if not _GIVES_THE_CHOICE.search(side.prompt.lower) and _holds(side.prompt, side) and not _shows(card, side):
            yield Found(side.key, "every word of the answer stands in the question; say it in other words")


def _in_hint(card: Card) -> Iterator[Found]:
    hint = Prose(card.fields.get("hint", ""))
    if any(_holds(hint, side) for side in card.sides):
        yield Found("hint", "the hint holds the whole answer; point at the way to it")


def _holds(text: Prose, side: Side) -> bool:
    """Whether every word of a short answer stands in the text; small words, numbers and formulas tell nothing."""
    answer = side.answer
    wanted = {_stem(token) for token in answer.tokens} - _SMALL_WORDS
    if not wanted or len(answer.tokens) > SHORT or FORMULA in answer.plain:
        return False
    if all(token.isdigit() for token in wanted) or any(len(token) == 1 for token in wanted):
        return False
    return wanted <= {_stem(token) for token in text.tokens}


def _shows(card: Card, side: Side) -> bool:
    """Whether there is a program: what it prints often stands in it."""
    return card.shows_code or side.prompt.has_block


def _stem(token: str) -> str:
    return token[:-1] if len(token) > 3 and token.endswith("s") else token


def _article(card: Card) -> Iterator[Found]:
    if _ARTICLE.search(card.fields.get("cloze", "")):
        yield Found(
            "cloze", "`a` or `an` before a gap tells its first letter; write `the`, or take the article into the gap"
        )


RULES = (
    Rule(
        "answer-in-question",
        "warning",
        "Not every word of a short answer stands in the question.",
        _in_question,
        bad="q: Which pattern clones a prototype instance?\na: the prototype pattern",
        good="q: Which creational pattern makes objects by copying an existing one?\na: prototype",
    ),
    Rule(
        "answer-in-hint",
        "error",
        "Not every word of a short answer stands in the hint.",
        _in_hint,
        bad="q: Which HTTP status says that a resource moved for good?\na: 301 Moved Permanently\n"
        "hint: Moved permanently is 301.",
        good="q: Which HTTP status says that a resource moved for good?\na: 301 Moved Permanently\n"
        "hint: All redirections begin with a 3.",
    ),
    Rule(
        "article-before-gap",
        "error",
        "No `a` or `an` stands before a gap.",
        _article,
        bad="cloze: A probe that stops traffic to a pod is a {{c1::readiness}} probe.",
        good="cloze: The probe that stops traffic to a pod is the {{c1::readiness}} probe.",
    ),
)
