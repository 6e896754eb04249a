"""The gates of a deck: each is silent at its threshold and speaks just beyond it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from roadmap_flash.core.model import Source, Topic
from roadmap_flash.decks.lint import Card, DeckView, judge_deck
from roadmap_flash.decks.lint.registry import all_gates
from tests.support.cards import asks, notes_of

TOPIC = Topic("alpha", "Alpha", "math", ("Alpha",), (), (), 0, ages=False)
BOOKS = {"clrs": "Introduction to Algorithms (Cormen)"}


def plain(number: int, answer: str = "", level: int = 3) -> str:
    return asks(f"Which value does setting {number} take?", answer or f"value {number}", level=level)


def cloze(number: int, level: int = 2) -> str:
    return f"cloze: 'Setting {number} takes {{{{c1::value {number}}}}}.'\nlevel: {level}"


def output(number: int) -> str:
    return f"q: What does this print?\ncode: print({number})\nlang: python\noutput: '{number}'\nlevel: 2"


def choice(number: int, right: str = "ok", level: int = 3) -> str:
    wrong = f"- lo{number}: No.\n- no{number}: No."
    return f"q: Which one is it for {number}?\nright: {right}{number}\nwrong:\n{wrong}\nlevel: {level}"


def term(number: int) -> str:
    return f"term: thing {number}\ndef: what {number} is\nlevel: 2"


SOUND = [*map(plain, range(7)), *map(cloze, range(7, 9)), output(9)]


def found(
    cards: list[str], topic: Topic = TOPIC, complete: bool = False, shipped: bool = True, proven: int = 0
) -> dict[str, str]:
    """The gates that a deck of these cards breaks, and at which card: empty for the deck as a whole."""
    view = DeckView(topic, [Card(note, place < proven) for place, note in enumerate(notes_of(*cards))], BOOKS, shipped)
    return {finding.rule: finding.note for finding in judge_deck(view, complete=complete)}


def test_a_sound_deck_breaks_none() -> None:
    assert found(SOUND) == {}


def test_a_small_deck_is_not_judged_by_what_its_cards_are_like() -> None:
    assert found([plain(number, level=1) for number in range(9)]) == {}
    assert set(found([plain(number, level=1) for number in range(10)])) == {"kinds", "recall", "apply"}


LONG = " ".join(["word"] * 9)
LONGER = " ".join(["word"] * 21)


@pytest.mark.parametrize(
    ("rule", "keeps", "breaks"),
    [
        (
            "median-answer",
            [plain(n, LONG) for n in range(5)] + SOUND[5:],
            [plain(n, LONG) for n in range(7)] + SOUND[7:],
        ),
        ("long-answers", [plain(0, LONGER), *SOUND[1:]], [plain(0, LONGER), plain(1, LONGER), *SOUND[2:]]),
        ("definitions", [*map(term, range(2)), *SOUND[2:]], [*map(term, range(3)), *SOUND[3:]]),
        ("kinds", SOUND, [*map(plain, range(8)), cloze(8), cloze(9)]),
        (
            "recall",
            [plain(n, level=1) for n in range(5)] + SOUND[5:],
            [plain(n, level=1) for n in range(6)] + SOUND[6:],
        ),
        ("apply", SOUND, [plain(0), *(plain(n, level=2) for n in range(1, 7)), *SOUND[7:]]),
        ("choices", [*map(choice, range(2)), *SOUND[2:]], [*map(choice, range(3)), *SOUND[3:]]),
        ("same-answer", [plain(n, "x") for n in range(4)] + SOUND[4:], [plain(n, "x") for n in range(5)] + SOUND[5:]),
        (
            "one-way-definition",
            [asks(f"What is a thing of kind {n}?", f"v{n}", level=3) for n in range(2)] + SOUND[2:],
            [asks(f"What is a thing of kind {n}?", f"v{n}", level=3) for n in range(3)] + SOUND[3:],
        ),
        (
            "right-is-longest",
            [*(choice(n, "long" if n < 2 else "ok") for n in range(5)), *map(plain, range(5, 30))],
            [*(choice(n, "long" if n < 3 else "ok") for n in range(5)), *map(plain, range(5, 30))],
        ),
    ],
)
def test_what_the_cards_of_a_deck_are_like(rule: str, keeps: list[str], breaks: list[str]) -> None:
    assert rule not in found(keeps)
    assert rule in found(breaks)
    assert rule in found(breaks, shipped=False)


def test_people_who_run_systems_are_asked_to_apply_more() -> None:
    cards = [*map(plain, range(3)), *(plain(n, level=2) for n in range(3, 7)), *SOUND[7:]]
    assert "apply" not in found(cards)
    assert "apply" in found(cards, TOPIC._replace(role="mlops"))


def test_what_is_found_at_cards_can_be_allowed_there() -> None:
    cards = [plain(number, "x") for number in range(6)] + SOUND[6:]
    assert found(cards) == {"same-answer": "al-0005"}
    cards[4] += "\nallow: [same-answer]"
    assert found(cards) == {"same-answer": "al-0005"}
    cards[5] += "\nallow: [same-answer]"
    assert found(cards) == {}
    cards[0] += "\nallow: [same-answer]"
    assert found(cards) == {"superfluous-allow": "al-0000"}


PROMISES: list[tuple[str, Callable[[Topic], Topic]]] = [
    ("too-few-notes", lambda topic: topic._replace(cards=11)),
    ("too-few-proven", lambda topic: topic._replace(executable=0.5)),
]


@pytest.mark.parametrize(("rule", "promising"), PROMISES)
def test_what_the_roadmap_promises_is_an_error_in_complete_decks(
    rule: str, promising: Callable[[Topic], Topic]
) -> None:
    topic = promising(TOPIC)
    view = DeckView(topic, [Card(note, False) for note in notes_of(*SOUND)], BOOKS, shipped=True)
    for complete, severity in ((False, "warning"), (True, "error")):
        (finding,) = judge_deck(view, complete=complete)
        assert (finding.rule, finding.severity, finding.note) == (rule, severity, "")
    assert judge_deck(replace(view, shipped=False), complete=True) == []
    assert found(SOUND, topic._replace(cards=10), proven=5) == {}


def test_a_deck_of_a_few_cards_is_told_that_it_is_short() -> None:
    assert found([plain(1)], TOPIC._replace(cards=2)) == {"too-few-notes": ""}


def test_facts_that_age_are_dated() -> None:
    topic = TOPIC._replace(ages=True)
    assert found([plain(1)], topic) == {"undated": "al-0000"}
    dated = [replace(note, as_of=(("git", "2.39"),)) for note in notes_of(plain(1))]
    assert judge_deck(DeckView(topic, [Card(note, False) for note in dated], {}, shipped=True), complete=False) == []


def test_the_books_of_a_topic_are_cited() -> None:
    topic = TOPIC._replace(books=("clrs",))
    assert found(SOUND, topic) == {"uncited-book": ""}
    assert found(SOUND, topic, shipped=False) == {}
    first, *rest = notes_of(*SOUND)
    cited = replace(first, sources=(Source("Introduction to Algorithms (Cormen), Heapsort", None),))
    view = DeckView(topic, [Card(note, False) for note in (cited, *rest)], BOOKS, shipped=True)
    assert judge_deck(view, complete=False) == []


def test_every_gate_says_what_it_demands() -> None:
    assert all(gate.says.endswith(".") and gate.least >= 1 for gate in all_gates())
    assert {gate.name for gate in all_gates() if gate.promise} == {rule for rule, _ in PROMISES}
