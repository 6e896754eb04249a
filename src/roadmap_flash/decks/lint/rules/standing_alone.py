"""Stands alone when shuffled: nothing in the question points at another card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule
from roadmap_flash.decks.lint.prose import CODE, Prose
from roadmap_flash.decks.lint.senses import senseless

_NO_POINT = r"is (?:\w+ )?(?:the case|known|true|said|possible|common)"
"""What follows an "it" that stands for nothing."""
_POINTING = re.compile(
    rf"(?:it|its|they|their|this|that|these|those) (?!{_NO_POINT}\b)(?:\w|$)"
    r"|(?:what|how|why|when|where|which) (?:is|are|does|do|did|can|was) (?:this|these|they|those)\b"
    r"|(?:what|how|why|when|where) (?:is|does|did|can|was) it(?: \w+){0,2}\?"
)
_THINGS = "code|example|figure|table|list|query|diagram|snippet|program|command|image|graph|output|options?|statements?"
_ELSEWHERE = re.compile(
    r"\b(?:the|of|in) (?:above|following|below)\b"
    rf"|\b(?:above|following|below) (?:{_THINGS})\b|\b(?:{_THINGS}) (?:above|below)\b"
    r"|\b(?:shown|given|listed|described|mentioned|written|see|seen|defined|used) (?:above|below)\b"
    r"|\b(?:above|below):?$"
)


def _pointing(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        first = " ".join(stem.sentences[0].lower().split()) if stem.sentences else ""
        shown = _shows(card, stem) or stem.plain.rstrip(" .:?").endswith(CODE)
        if not shown and (found := _POINTING.match(first)):
            yield Found(
                key,
                f"`{' '.join(found[0].split()[:3])}` points at nothing once the cards are shuffled; name what is meant",
            )


def _ambiguous(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        if not _shows(card, stem) and (word := senseless(stem)):
            yield Found(key, f"`{word}` means different things in different fields; say which one is meant")


def _elsewhere(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        text = " ".join(sentence.strip() for sentence in stem.lower.split("\n"))
        found = _ELSEWHERE.search(text.rstrip(" ?.:"))
        if found and not _shows(card, stem) and not _shows_after(text, found.end()) and card.note.kind != "choice":
            yield Found(key, f"`{found[0]}` points at something that the card does not show; put it into `code`")


def _shows(card: Card, stem: Prose) -> bool:
    return card.shows_code or stem.has_block


def _shows_after(text: str, place: int) -> bool:
    """Whether a colon follows, and something after it."""
    return bool(re.search(r":\s*\S", text[place:]))


RULES = (
    Rule(
        "pointing",
        "warning",
        "A question does not begin with it, this or that.",
        _pointing,
        bad="q: This index also holds the columns that a query returns. What is it called?\na: covering",
        good="q: What is an index called that also holds the columns a query returns?\na: covering",
    ),
    Rule(
        "ambiguous-word",
        "warning",
        "A word with several meanings (adapter, pruning, recall …) comes with its context.",
        _ambiguous,
        bad="q: What is gained by pruning?\na: less to compute",
        good="q: What is gained by pruning the weights of a network?\na: less to compute",
    ),
    Rule(
        "elsewhere",
        "error",
        "Above, below and following point at something that the card shows.",
        _elsewhere,
        bad="q: Which of the above graph representations needs the least memory?\na: the adjacency list",
        good="q: Which graph representation needs only $\\Theta(V+E)$ memory?\na: the adjacency list",
    ),
)
