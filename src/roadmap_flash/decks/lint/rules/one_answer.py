"""Exactly one defensible answer: the question says what it wants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule
from roadmap_flash.decks.lint.prose import CODE

FEWEST_WORDS = 4
_ESSAY = re.compile(
    r"(?:please |briefly |in your own words,? |can you |could you |would you )*"
    r"(?:explain|discuss|describe|elaborate|outline|comment|compare and contrast|talk about"
    r"|tell (?:me|us|the|about|what|how|why))\b"
)
_SOME = re.compile(
    r"\b(?:some|various|several|a few|any) (?:of the )?(?:\w+ ){0,2}?(?:ways?|types?|kinds?|examples?|methods?|reasons?"
    r"|techniques?|advantages|disadvantages|benefits|approaches|options|tools|uses)\b"
)
_SUM = re.compile(r"\d[^?]{0,40}\?")
"""A question about numbers is precise in few words: `16 * 11?`."""
_NO_OPINION = r"case|fit|first|effort|so far|response|linear|possible|of|describe[sd]?|description|suited|on|known"
_SUPERLATIVE = re.compile(
    rf"\bbest\b(?![- ](?:{_NO_OPINION})\b)(?! \w+ (?:so far|seen)\b)"
    r"|\bmost (?:common|important|popular|useful|widely|efficient|effective)\b"
    r"|\b(?:main|primary|key|biggest|major) (?:\w+ )?(?:(?:dis)?advantages?|benefits?|drawbacks?|reasons?|purposes?"
    r"|differences?|goals?|uses?)\b"
)


def _essay(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        for sentence in stem.sentences if key != "cloze" else ():
            if found := _ESSAY.match(" ".join(sentence.lower().split())):
                yield Found(key, f"`{found[0]}` asks for an essay; ask for the one fact that must be known")
                break


def _some(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        for sentence in stem.questions:
            if found := _SOME.search(sentence.lower()):
                yield Found(key, f"`{found[0]}` has many right answers; ask for one that the question pins down")
                break


def _short(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        few = len(stem.words) + stem.plain.count(CODE) < FEWEST_WORDS
        if key == "q" and few and not card.shows_code and not _SUM.search(stem.plain):
            yield Found(key, f"fewer than {FEWEST_WORDS} words; say what is asked, and of what")


def _superlative(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        if key != "cloze" and (
            found := next(filter(None, map(_SUPERLATIVE.search, map(str.lower, stem.questions))), None)
        ):
            yield Found(key, f"`{found[0]}` is a matter of opinion; say by which measure")


RULES = (
    Rule(
        "essay",
        "error",
        "A question does not begin with explain, discuss, describe, tell ….",
        _essay,
        bad="q: Explain how consistent hashing works.\na: keys and servers share a ring",
        good="q: In consistent hashing, which server of the ring holds a key?\na: the next one clockwise",
    ),
    Rule(
        "some-of-many",
        "error",
        "A question does not ask for some, various or several ways, types or examples.",
        _some,
        bad="q: What are some ways to reduce overfitting?\na: dropout",
        good="q: Which regularizer switches off random units during training?\na: dropout",
    ),
    Rule(
        "short-question",
        "warning",
        f"A question of fewer than {FEWEST_WORDS} words seldom says what it wants.",
        _short,
        bad="q: Performance vs scalability?\na: slow for one user, slow for many",
        good="q: Which quality does a service lack that is slow even for one user?\na: performance",
    ),
    Rule(
        "superlative",
        "warning",
        "Best, most common and main advantage are opinions, unless the question says by which measure.",
        _superlative,
        bad="q: What is the main advantage of columnar storage?\na: less is read",
        good="q: Why does a columnar file read less for `SELECT avg(price)`?\na: only one column is read",
    ),
)
