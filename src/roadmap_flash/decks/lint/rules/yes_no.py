"""No yes/no: half of the answers would be right by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule

_AUXILIARY = (
    r"(?:is|are|was|were|does|do|did|can|could|will|would|shall|should|has|have|had|may|might|must|am)(?:n['’]t)?"
)
_OPENS = re.compile(rf"(?:[^,?]{{1,120}}, )?{_AUXILIARY} (?!you (?:explain|describe|tell|name|give)\b)")
_OR = re.compile(r"\bor\b")
_ANSWER = re.compile(r"(?:yes|no|true|false)(?=\s*(?:[.,;:!–—(]|-\s|\Z))")


def _question(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        for sentence in stem.questions if key != "cloze" else ():
            text = " ".join(sentence.lower().split())
            if (found := _OPENS.match(text)) and not _OR.search(text):
                word = found[0].split()[-1]
                yield Found(
                    key, f"the question can be answered by yes or no (`{word} …`); ask which, what, why or when"
                )
                break


def _answer(card: Card) -> Iterator[Found]:
    for side in card.sides:
        if found := _ANSWER.match(side.answer.lower):
            yield Found(side.key, f"the answer is `{found[0]}`, right by chance every second time; ask for the reason")


RULES = (
    Rule(
        "yes-no",
        "error",
        "A question does not open with an auxiliary such as is, does or can, unless it gives the choice with `or`.",
        _question,
        bad="q: Is feature scaling needed with the normal equation?\na: not needed",
        good="q: Why does the normal equation not need feature scaling?\na: it has no step size",
    ),
    Rule(
        "yes-no-answer",
        "error",
        "An answer is not yes, no, true or false.",
        _answer,
        bad="q: What holds of a pod that is not ready, does it get traffic of its Service?\na: No, it does not.",
        good="q: A pod is running but not ready. What happens to its share of the Service's traffic?\na: "
        "it goes to the other pods",
    ),
)
