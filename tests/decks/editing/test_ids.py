"""Ids are fresh: no deck has them, none ever had."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from roadmap_flash.core.identity import ID
from roadmap_flash.decks.editing import ids
from roadmap_flash.decks.editing.ids import Corpus, fresh_ids, prefix_of, prefix_of_slug, write_missing_ids
from roadmap_flash.errors import DeckError
from tests.support import decks


def test_the_examples() -> None:
    assert doctest.testmod(ids).failed == 0


@pytest.mark.parametrize("slug", ["git", "3d", "über", "ü", "a-b-c-d-e-f-g-h-i-j-k", "Über uns", "x" * 80, "--"])
def test_any_prefix_makes_an_id(slug: str) -> None:
    assert ID.fullmatch(fresh_ids(prefix_of_slug(slug), lambda _: False)())


def test_a_deck_goes_on_with_its_prefix() -> None:
    deck = decks.read("cards:\n- id: k8s-aaaa\n  q: x?\n  a: y\n- id: k8s-bbbb\n  q: z?\n  a: y\n- q: u?\n  a: y\n")
    assert prefix_of(deck, "kubernetes") == "k8s"
    assert prefix_of(decks.read("cards: []\n"), "kubernetes") == "kubernet"


def test_no_id_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("aaaabbbbbbbbccccdddd")
    monkeypatch.setattr(ids, "choice", lambda _: next(drawn))
    fresh = fresh_ids("x", {"x-aaaa", "x-cccc"}.__contains__)
    assert [fresh(), fresh()] == ["x-bbbb", "x-dddd"]


def test_what_stands_anywhere_is_taken(tmp_path: Path) -> None:
    deck = tmp_path / "a.yaml"
    deck.write_text("retired: [al-dead]\n# was al-gone once\ncards:\n- id: al-live\n  q: [\n")
    corpus = Corpus([tmp_path])
    assert [corpus.holds(name) for name in ("al-dead", "al-gone", "al-live", "al-free")] == [True, True, True, False]
    assert corpus.card_at("al-live") == (deck, 4)
    assert [corpus.card_at(name) for name in ("al-dead", "al-gone", "al-liv", "l-live")] == [None] * 4


def test_the_deck_of_a_topic_is_found_by_topic_or_name(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    for name, text in {
        "x/other.yaml": "# topic: no\ntopic: 'alpha'   # mine\ncards: []\n",
        "beta.yaml": "cards: []\n",
        "gamma.yaml": "topic: delta\ncards: []\n",
    }.items():
        (tmp_path / name).write_text(text)
    corpus = Corpus([tmp_path])
    found = {topic: corpus.deck_of(topic, tmp_path) for topic in ("alpha", "beta", "gamma", "delta", "no")}
    assert {topic: path and path.name for topic, path in found.items()} == {
        "alpha": "other.yaml",
        "beta": "beta.yaml",
        "gamma": None,
        "delta": "gamma.yaml",
        "no": None,
    }
    assert corpus.deck_of("alpha", tmp_path / "elsewhere") is None


def test_missing_ids_are_written_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("topic: alpha\ncards:\n- id: al-aaaa\n  q: one?\n  a: 1\n- q: two?\n  a: 2\n")
    ((line, card_id),) = write_missing_ids(path, Corpus([tmp_path]).holds)
    assert line == 6
    assert card_id.startswith("al-")
    assert path.read_text().splitlines()[5:7] == [f"- id: {card_id}", "  q: two?"]
    assert write_missing_ids(path, Corpus([tmp_path]).holds) == []


@pytest.mark.parametrize(("text", "message"), [("cards: [\n", r"a\.yaml:\d"), ("cards: x\n", "one below the other")])
def test_no_ids_in_what_is_no_deck(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    with pytest.raises(DeckError, match=message):
        write_missing_ids(path, lambda _: False)
    assert path.read_text() == text
