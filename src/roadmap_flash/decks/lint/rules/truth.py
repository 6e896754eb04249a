"""True, sourced, dated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule

_AGEING = re.compile(
    r"\b(?:nowadays|these days|at present|as of now|state[- ]of[- ]the[- ]art|modern)\b"
    r"|\bcurrently (?!open\b|\w+(?:ed|en|ing|-out)\b)(?=\w)"
    r"|\brecently (?:added|introduced|released|changed|became|announced|deprecated|removed)\b"
    r"|\btoday\b(?!['’]s)|\b(?:latest|newest) (?:stable |major )?(?:version|release|standard|edition|model)s?\b"
)
_ET_CETERA = re.compile(r"(?<![/\w])etc\b(?!/)")


def _unsourced(card: Card) -> Iterator[Found]:
    if not card.note.sources and not card.proven:
        yield Found("src", "neither a source nor a passing run; name a key of `sources` in `src`, or add a `verify`")


def _ageing(card: Card) -> Iterator[Found]:
    for key, text in card.texts:
        if key not in ("hint", "wrong") and (found := _AGEING.search(text.lower)):
            yield Found(key, f"`{found[0].split()[0]}` will be wrong one day; name the version or the year")
            return


def _et_cetera(card: Card) -> Iterator[Found]:
    for key, text in card.texts:
        if key not in ("why", "hint", "wrong") and (found := _ET_CETERA.search(text.lower)):
            yield Found(key, f"`{found[0]}.` leaves open what belongs to it; say all, or ask for one")
            return


RULES = (
    Rule(
        "unsourced",
        "error",
        "A card names a source, or its answer was checked by running.",
        _unsourced,
        bad="q: Which strategy does `git merge` use for two heads?\na: ort",
        good="q: Which strategy does `git merge` use for two heads?\na: ort\nsrc: page",
    ),
    Rule(
        "ageing-word",
        "warning",
        "Currently, modern, nowadays, the latest version: such words age; name the version.",
        _ageing,
        bad="q: Which merge strategy does Git currently use for two heads?\na: ort",
        good="q: Since 2.34, which merge strategy does Git use for two heads?\na: ort",
    ),
    Rule(
        "et-cetera",
        "error",
        "Question and answer have no `etc.`",
        _et_cetera,
        bad="q: Which files does `git clean` remove?\na: untracked ones, etc.",
        good="q: Which files does `git clean` remove?\na: untracked ones",
    ),
)
