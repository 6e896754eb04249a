"""Honest multiple choice: nothing but knowledge finds the right option."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule
from roadmap_flash.decks.lint.prose import Prose

MUCH_LONGER = 1.4
VISIBLE = 6
"""Characters: a difference below it is not seen, whatever the ratio."""
_CATCH_ALL = re.compile(
    r"(?:all|none|any|both|neither)(?: of)?(?: the)? (?:above|these|those|them|options|others|answers)\b"
    r"|(?:both )?\(?[a-d]\)? (?:and|or|&) \(?[a-d]\)?$|all of (?:the )?(?:above|these)"
)
_CLAUSE = r"(?:if|when|that|which|whose|where|while|because|so|whether|or)"
_NEGATIVE = re.compile(
    rf"\b(?:which|what|who)\b(?:(?!\b{_CLAUSE}\b)[^,?]){{0,200}}?(?:\bnot\b(?! to\b)|n['’]t\b)"
    r"|\bexcept\b(?! (?:that|for)\b)"
)


def _catch_all(card: Card) -> Iterator[Found]:
    if card.note.kind != "choice":
        return
    right, wrong = card.options
    for key, option in [("right", right), *(("wrong", option) for option in wrong)]:
        if _CATCH_ALL.match(option.lower):
            yield Found(
                key, f"`{option.lower.rstrip('.')}` tests how options are read; give each option its own content"
            )


def _negative(card: Card) -> Iterator[Found]:
    if card.note.kind != "choice":
        return
    for key, stem in card.stems:
        questions = [" ".join(sentence.lower().split()) for sentence in stem.questions or stem.sentences[-1:]]
        if any(map(_NEGATIVE.search, questions)):
            yield Found(key, "the question asks for what is not so; ask for what is")


def _longest(card: Card) -> Iterator[Found]:
    if card.note.kind != "choice":
        return
    right, wrong = card.options
    longest = max(map(_size, wrong))
    if _size(right) > MUCH_LONGER * longest and _size(right) - longest >= VISIBLE:
        ratio = _size(right) / longest
        yield Found("right", f"the right option is {ratio:.1f} times as long as the longest wrong one; make them alike")


def _size(option: Prose) -> int:
    return max(len(option.text), 1)


RULES = (
    Rule(
        "catch-all",
        "error",
        "No option is `all of the above` or `none of these`.",
        _catch_all,
        bad="q: Which of these does a Service balance?\nright: TCP\nwrong:\n- UDP: Yes.\n- all of the above: No.",
        good="q: On which layer does a Service balance?\nright: transport\nwrong:\n- application: It knows no paths.\n"
        "- link: It is above it.",
    ),
    Rule(
        "negative-choice",
        "error",
        "A multiple choice does not ask which is not so.",
        _negative,
        bad="q: Which of these is not a prime?\nright: '9'\nwrong:\n- '7': It is one.\n- '11': It is one.",
        good="q: Which of these is a prime?\nright: '7'\nwrong:\n- '9': It is $3^2$.\n- '15': It is $3 \\cdot 5$.",
    ),
    Rule(
        "longest-right",
        "warning",
        f"The right option is at most {MUCH_LONGER} times as long as the longest wrong one.",
        _longest,
        bad="q: What does a Deployment do when its image changes?\n"
        "right: it starts new pods and stops the old ones step by step\nwrong:\n- nothing: It does.\n"
        "- it stops: It does not.",
        good="q: What does a Deployment do when its image changes?\nright: it replaces its pods step by step\nwrong:\n"
        "- it stops all its pods first: That is Recreate.\n- it waits for a restart: It acts at once.",
    ),
)
