"""No sets, no lists: each item is a card of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule
from roadmap_flash.decks.lint.rules.one_fact import MOST_WORDS

MOST, MANY = 4, 3
_NUMBERS = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
_ASKS = re.compile(
    rf"(?:.*\b)?what are (?:all )?(?:the )?(?:main |different |various )?{_NUMBERS}\b"
    r"|what are (?:the )?(?:main|different|various|all)\b"
    rf"|(?:.*[,:] )?(?:name|list) (?:all|the {_NUMBERS}|{_NUMBERS}|the|some)\b"
)


def _list(card: Card) -> Iterator[Found]:
    for side in card.sides:
        if (count := len(side.answer.items)) >= MOST:
            yield Found(side.key, f"the answer is a list of {count}; ask for one of them, or for what tells them apart")
        elif side.answer.commas >= MOST and len(side.answer.words) <= MOST_WORDS:
            yield Found(side.key, f"the answer has {side.answer.commas} commas; ask for one of the things they part")


def _three(card: Card) -> Iterator[Found]:
    for side in card.sides:
        if len(side.answer.items) == MANY:
            yield Found(side.key, f"the answer has {MANY} parts; ask for one of them")


def _asks(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        for sentence in stem.sentences if key != "cloze" else ():
            if found := _ASKS.match(" ".join(sentence.lower().split())):
                asked = " ".join(found[0].split()[-3:])
                yield Found(key, f"`{asked}` asks for a list; make a card of each item, or ask what tells them apart")
                break


RULES = (
    Rule(
        "list-answer",
        "error",
        f"An answer has fewer than {MOST} items or commas.",
        _list,
        bad="q: Which properties does ACID stand for?\na: atomicity, consistency, isolation and durability",
        good="q: Which property of ACID hides half-finished transactions from others?\na: isolation",
    ),
    Rule(
        "three-items",
        "warning",
        f"An answer of {MANY} items is hard to grade.",
        _three,
        bad="q: Which signals are the pillars of observability?\na: logs, metrics and traces",
        good="q: Which signal follows one request through all services?\na: a trace",
    ),
    Rule(
        "asks-for-list",
        "warning",
        "A question does not ask `what are the five`, `name all` or `list the`.",
        _asks,
        bad="q: What are the five SOLID principles?\na: single responsibility and the rest",
        good="q: Which SOLID principle lets a subtype stand in for its base type?\na: Liskov substitution",
    ),
)
