"""Look-alikes: every pair from the threshold on is found, and none below it."""

from __future__ import annotations

import itertools
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.decks.lint import ALIKE, SAME, all_pairs, asked, judge_pairs, look_alikes
from roadmap_flash.decks.lint.similarity import likeness
from tests.support.cards import asks, notes_of

WORDS = "which command shows prints the commit branch tag of a pod node with without $A$ `git log` most 12"
sentences = st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join)
edited = st.tuples(sentences, st.integers(0, 60), st.text("abc ", max_size=6)).map(
    lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
)


def brute(texts: list[str]) -> set[tuple[int, int]]:
    """The pairs by the definition: the cosine of the sets of 3- to 5-grams."""

    def grams(text: str) -> set[str]:
        padded = f" {text} "
        return {padded[at : at + n] for n in (3, 4, 5) for at in range(max(len(padded) - n + 1, 1))}

    sets = [grams(text) for text in texts]
    return {
        (one, other)
        for one, other in itertools.combinations(range(len(texts)), 2)
        if len(sets[one] & sets[other]) / math.sqrt(len(sets[one]) * len(sets[other])) >= ALIKE
    }


@given(st.lists(edited | sentences | st.text(max_size=40), max_size=25))
def test_no_pair_is_missed_and_none_is_made_up(texts: list[str]) -> None:
    found = list(all_pairs(texts))
    assert {(one, other) for _, one, other in found} == brute(texts)
    assert len(found) == len({(one, other) for _, one, other in found})
    assert all(score == likeness(texts[one], texts[other]) for score, one, other in found)


@given(st.lists(edited, max_size=20), st.data())
def test_what_is_fresh_is_compared_with_everything(texts: list[str], data: st.DataObject) -> None:
    fresh = data.draw(st.lists(st.sampled_from(range(len(texts))), unique=True)) if texts else []
    found = {(one, other) for _, one, other in all_pairs(texts, fresh)}
    assert found == {pair for pair in brute(texts) if set(pair) & set(fresh)}


@given(st.lists(st.text("ab", min_size=1500, max_size=1600) | st.text(min_size=800, max_size=900), max_size=6))
def test_long_texts_are_compared_too(texts: list[str]) -> None:
    assert {(one, other) for _, one, other in all_pairs(texts)} == brute(texts)


@given(sentences, sentences)
def test_likeness_is_symmetric_and_full_for_the_same_text(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1.000001
    assert likeness(one, one) == pytest.approx(1)


LOOKS = "Which command makes Git stop tracking the file `{}` but keeps it on disk?"


def test_look_alikes_of_a_note_come_the_most_alike_first() -> None:
    note, other, same, far = notes_of(
        asks(LOOKS.format("f")), asks(LOOKS.format("old.log")), asks(LOOKS.format("g")), asks("What does a node do?")
    )
    found = look_alikes(note, [note, other, same, far])
    assert [alike.id for _, alike in found] == [same.id, other.id]
    assert found[0][0] > found[1][0] >= ALIKE


def test_question_and_code_are_compared_and_of_a_term_its_definition() -> None:
    code = "\nlang: python\ncode: print({})"
    one, other = notes_of(
        asks("What does this print?") + code.format(1), asks("What does this print?") + code.format(2)
    )
    assert asked(one) == "what does this print? print(1)"
    assert asked(one) != asked(other)
    (term,) = notes_of("term: Pod\ndef: a group of  containers")
    assert asked(term) == "pod a group of containers"


def judged(*cards: str, wanted: str = "") -> list[tuple[str, str, str]]:
    notes = notes_of(*cards)
    pairs = list(all_pairs([asked(note) for note in notes]))
    found = judge_pairs(notes, pairs, lambda note: wanted in ("", note.id))
    return [(finding.note, finding.rule, finding.severity) for finding in found]


NEAR = (LOOKS.format("f"), LOOKS.format("the-very-oldest.log of all"))
A = asks(LOOKS.format("f"))
SAME_ERROR = ("duplicate", "error")
ALIKE_WARNING = ("look-alike", "warning")


def test_a_pair_is_told_at_its_later_card_unless_only_the_earlier_one_is_asked_for() -> None:
    assert judged(A, A) == [("al-0001", *SAME_ERROR)]
    assert judged(A, A, wanted="al-0001") == [("al-0001", *SAME_ERROR)]
    assert judged(A, A, wanted="al-0000") == [("al-0000", *SAME_ERROR)]
    assert judged(A, A, asks("What does a node do here?"), wanted="al-0002") == []
    assert judged(A, A, A) == [("al-0001", *SAME_ERROR), ("al-0002", *SAME_ERROR)]


def test_look_alikes_are_silent_once_linked_or_allowed_and_duplicates_are_not() -> None:
    one, other = map(asks, NEAR)
    assert ALIKE <= likeness(*(text.lower() for text in NEAR)) < SAME
    assert judged(one, other) == [("al-0001", *ALIKE_WARNING)]
    for more in ("confuse: [al-0001]", "allow: [look-alike]"):
        assert judged(f"{one}\n{more}", other) == []
    assert judged(one, f"{other}\nconfuse: [al-0000]") == []
    assert judged(A, f"{A}\nconfuse: [al-0000]\nallow: [look-alike]") == [
        ("al-0001", *SAME_ERROR),
        ("al-0001", "superfluous-allow", "warning"),
    ]


def test_a_library_of_one_template_is_compared_in_seconds_and_told_a_line_a_card() -> None:
    cards = [asks(f"What is the French word for the number {number}, in plain letters?") for number in range(300)]
    begun = time.process_time()
    found = judged(*cards)
    assert time.process_time() - begun < 20
    assert len(found) <= 2 * len(cards)
