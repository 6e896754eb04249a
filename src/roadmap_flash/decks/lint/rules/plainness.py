"""Short and plain questions that are questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule

MOST_WORDS, MANY_WORDS = 45, 25
_IMPERATIVES = (
    "add append apply arrange assume balance calculate change choose classify combine complete compute construct "
    "convert correct count create define delete derive determine differentiate divide draw estimate evaluate expand "
    "express factor fill find finish fix give identify insert integrate invert label make match mend multiply name "
    "negate order pick predict print propagate prove put read reduce rename replace restore rewrite round select set "
    "show simplify solve sort spell split state subtract sum supply translate turn undo use write"
)
_IMPERATIVE = re.compile(rf"(?:[^,.:]{{1,120}}[,:] )?(?:then |now |please )?(?:{'|'.join(_IMPERATIVES.split())})\b")


def _too_long(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        if (count := len(stem.words)) > MOST_WORDS:
            yield Found(key, f"the question has {count} words, {MOST_WORDS} at most; keep what the answer depends on")


def _long(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        if MANY_WORDS < (count := len(stem.words)) <= MOST_WORDS:
            yield Found(key, f"the question has {count} words; aim at {MANY_WORDS}")


def _no_question(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        if key == "cloze" or stem.question_marks:
            continue
        if not any(_IMPERATIVE.match(" ".join(sentence.lower().split())) for sentence in stem.sentences):
            yield Found(key, "no question mark and no imperative such as Compute, Complete or Name; ask a question")


RULES = (
    Rule(
        "question-too-long",
        "error",
        f"A question has at most {MOST_WORDS} words.",
        _too_long,
        bad="q: It is important to note that in the context of large distributed systems, where many machines work "
        "together and any of them may fail at any moment without the others being told, engineers have coined a "
        "certain name for the smallest number of nodes that must agree. What is it?\na: a quorum",
        good="q: What is the smallest number of nodes called that must agree?\na: a quorum",
    ),
    Rule(
        "long-question",
        "warning",
        f"A question of more than {MANY_WORDS} words takes longer to read than to answer.",
        _long,
        bad="q: When we look at the way in which a message broker hands its messages to consumers, which name does the "
        "guarantee have that none is lost but some may come twice?\na: at least once",
        good="q: Which delivery guarantee loses no message but may repeat some?\na: at least once",
    ),
    Rule(
        "no-question",
        "error",
        "A question has a question mark, or an imperative such as Compute, Complete or Name; a cloze needs neither.",
        _no_question,
        bad="q: The time complexity of binary search.\na: $O(\\log n)$",
        good="q: How many comparisons does binary search make at most among $n$ keys, as a Big O?\na: $O(\\log n)$",
    ),
)
