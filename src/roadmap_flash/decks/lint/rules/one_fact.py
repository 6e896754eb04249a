"""One fact: a short answer, one question, one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule

MOST_WORDS, MANY_WORDS = 40, 20
_AND = re.compile(r"(?:(?!\bbetween\b).)*?\b(and (?:why|how|when|where|what|which))\b", re.DOTALL)


def _too_long(card: Card) -> Iterator[Found]:
    for side in card.sides:
        if (count := len(side.answer.words)) > MOST_WORDS:
            message = (
                f"the answer has {count} words, {MOST_WORDS} at most; ask for one fact, and move the rest to `why`"
            )
            yield Found(side.key, message)


def _long(card: Card) -> Iterator[Found]:
    for side in card.sides:
        if MANY_WORDS < (count := len(side.answer.words)) <= MOST_WORDS:
            yield Found(side.key, f"the answer has {count} words; aim at {MANY_WORDS}, the rest belongs in `why`")


def _two_questions(card: Card) -> Iterator[Found]:
    for key, stem in card.stems:
        if stem.question_marks > 1:
            yield Found(key, f"{stem.question_marks} questions in one; make a card of each")
        elif key != "cloze" and (found := next(filter(None, map(_AND.match, map(str.lower, stem.questions))), None)):
            yield Found(key, f"`{found[1]}` asks a second question; make a card of each")


def _two_sentences(card: Card) -> Iterator[Found]:
    for side in card.sides:
        if len(side.answer.sentences) > 1 and not side.answer.items:
            yield Found(side.key, "the answer has more than one sentence; keep the one that answers")


RULES = (
    Rule(
        "answer-too-long",
        "error",
        f"An answer has at most {MOST_WORDS} words.",
        _too_long,
        bad="q: Which problem does a write-ahead log solve?\n"
        "a: Before a page of the data file is changed in place, the change is first appended to a log that is flushed "
        "to disk, so that after a crash the database can read that log again and redo every change of a committed "
        "transaction that had not reached its page.",
        good="q: Which problem does a write-ahead log solve?\na: losing committed changes in a crash",
    ),
    Rule(
        "long-answer",
        "warning",
        f"An answer of more than {MANY_WORDS} words is most often more than one fact.",
        _long,
        bad="q: What does a bloom filter trade for its small size?\n"
        "a: it may say that an element is in the set although it is not, and in its plain form no element can be taken "
        "out again",
        good="q: Which kind of error may a bloom filter make?\na: a false positive",
    ),
    Rule(
        "two-questions",
        "error",
        "A question asks one thing: one question mark, no `and why`, `and how`, `and when` ….",
        _two_questions,
        bad="q: What is the default isolation level of PostgreSQL, and why is it dangerous?\na: Read Committed",
        good="q: What is the default isolation level of PostgreSQL?\na: Read Committed",
    ),
    Rule(
        "two-sentences",
        "warning",
        "An answer is one sentence at most.",
        _two_sentences,
        bad="q: What does `SIGKILL` do that `SIGTERM` does not?\na: It cannot be caught. The kernel ends the process.",
        good="q: Which signal ends a process that ignores `SIGTERM`?\na: '`SIGKILL`'\n"
        "why: It cannot be caught. The kernel ends the process.",
    ),
)
