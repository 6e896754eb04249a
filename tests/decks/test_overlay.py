"""The learner's own decks laid over the shipped ones."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from roadmap_flash.core.model import Source
from roadmap_flash.decks import assembly
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.reader import Deck, read_deck
from tests.support.decks import brief, deck, everything, question, write

SHIPPED = """\
as_of: {git: "2.39"}
runs: bash
setup: git init
sources:
  page: {doc: The page, url: https://example.org/page}
  other: {doc: Another page, url: https://example.org/other}
"""


class Two:
    """A shipped folder and the learner's own one."""

    def __init__(self, folder: Path) -> None:
        self.roots = [folder / "shipped", folder / "own"]
        self._cache = folder / "cache"

    def ship(self, name: str, text: str) -> None:
        write(self.roots[0] / name, text)

    def own(self, name: str, text: str) -> None:
        write(self.roots[1] / name, text)

    def library(self) -> Library:
        """The library from the cache, which must be what a fresh one is."""
        cached = open_library(self.roots, self._cache)
        assert everything(cached) == everything(open_library(self.roots, None))
        return cached


@pytest.fixture
def two(tmp_path: Path) -> Two:
    found = Two(tmp_path)
    cards = [question("x-aaaa", src="page"), question("x-bbbb", src="page"), question("x-cccc")]
    found.ship("role/alpha.yaml", deck("alpha", *cards, header=SHIPPED))
    found.ship("role/beta.yaml", deck("beta", "x-dddd"))
    found.roots[1].mkdir()
    return found


def _ids(library: Library) -> list[str]:
    return [note.id for note in library.notes()]


def test_a_card_with_a_shipped_id_takes_its_place(two: Two) -> None:
    shipped = two.library().note("x-bbbb")
    two.own("mine.yaml", deck("alpha", question("x-bbbb", "my answer", level="3")))
    library = two.library()
    assert library.problems == []
    assert _ids(library) == ["x-aaaa", "x-bbbb", "x-cccc", "x-dddd"]
    note = library.note("x-bbbb")
    assert note.fields["a"] == "my answer"
    assert note.level == 3
    assert note.file == str(two.roots[1] / "mine.yaml")
    assert note.replaces == shipped.digest != note.digest
    assert [ref.level for ref in library.refs()] == [1, 3, 1, 1]


def test_only_what_is_replaced_says_so(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", "x-bbbb", "x-mine"))
    assert {note.id: note.replaces is not None for note in two.library().notes()} == {
        "x-aaaa": False,
        "x-bbbb": True,
        "x-cccc": False,
        "x-mine": False,
        "x-dddd": False,
    }


def test_a_card_of_ones_own_stands_after_the_shipped_ones(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", "x-mine", "x-aaaa"))
    assert _ids(two.library()) == ["x-aaaa", "x-bbbb", "x-cccc", "x-mine", "x-dddd"]


def test_an_own_deck_takes_over_sources_versions_setup_and_language(two: Two) -> None:
    before = two.library().note("x-bbbb")
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", src="page"), question("x-mine", src="other")))
    library = two.library()
    assert library.problems == []
    note = library.note("x-bbbb")
    assert note.sources == (Source("The page", "https://example.org/page"),)
    assert note.as_of == (("git", "2.39"),)
    assert note.digest == before.digest == note.replaces
    assert library.note("x-mine").sources == (Source("Another page", "https://example.org/other"),)


def test_an_own_deck_may_say_otherwise(two: Two) -> None:
    header = "as_of: {git: '2.50'}\nruns: python\nsources: {page: {doc: Mine, url: 'https://example.org/mine'}}\n"
    cards = [question("x-bbbb", src="page"), question("x-mine", src="other")]
    two.own("alpha.yaml", deck("alpha", *cards, header=header))
    library = two.library()
    assert library.problems == []
    note = library.note("x-bbbb")
    assert note.sources == (Source("Mine", "https://example.org/mine"),)
    assert note.as_of == (("git", "2.50"),)
    assert note.digest != note.replaces
    assert library.note("x-mine").sources == (Source("Another page", "https://example.org/other"),)
    assert library.note("x-aaaa").sources == (Source("The page", "https://example.org/page"),)


def test_an_own_deck_is_known_by_its_file_name_where_it_names_no_topic(two: Two) -> None:
    two.own("anywhere/alpha.yaml", "cards:\n" + question("x-bbbb", "mine", src="page"))
    note = two.library().note("x-bbbb")
    assert (note.topic, note.fields["a"], len(note.sources), note.replaces is not None) == ("alpha", "mine", 1, True)


def test_an_unknown_source_of_an_own_deck_is_named(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", question("x-mine", src="nowhere")))
    library = two.library()
    assert brief(library.problems) == [(6, "x-mine", "unknown-src")]
    assert library.problems[0].path == str(two.roots[1] / "alpha.yaml")


def test_a_topic_of_ones_own_is_welcome_where_there_is_no_roadmap_and_named_where_there_is_one(two: Two) -> None:
    two.own("gamma.yaml", deck("gamma", "x-mine"))
    assert "x-mine" in _ids(two.library())
    two.ship("roadmap.yaml", "roadmap:\n- {title: Alpha, slug: alpha}\n- {title: Beta, slug: beta}\n")
    library = two.library()
    assert "x-mine" not in _ids(library)
    assert brief(library.problems) == [(1, "", "unknown-topic")]


def test_the_kind_of_a_replaced_card_may_change(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", "- id: x-bbbb\n  cloze: 'a {{c1::b}} {{c2::c}}'\n"))
    library = two.library()
    cards = [ref.card_id for ref in library.refs()]
    assert cards == ["x-aaaa", "x-bbbb:c1", "x-bbbb:c2", "x-cccc", "x-dddd"]


def test_a_broken_replacement_leaves_the_shipped_card(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine", level="9")))
    library = two.library()
    assert brief(library.problems) == [(6, "x-bbbb", "value")]
    assert library.note("x-bbbb").fields["a"] == "that"


def test_an_id_that_the_shipped_deck_retired_stays_retired(two: Two) -> None:
    two.ship("role/beta.yaml", deck("beta", "x-dddd", header="retired: [x-mine]\n"))
    two.own("alpha.yaml", deck("alpha", "x-mine"))
    assert brief(two.library().problems) == [(3, "x-mine", "retired-id")]


def test_an_edit_of_the_shipped_card_shows_in_what_was_replaced(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine")))
    first = two.library().note("x-bbbb")
    cards = [question("x-aaaa", src="page"), question("x-bbbb", "a new answer", src="page"), question("x-cccc")]
    two.ship("role/alpha.yaml", deck("alpha", *cards, header=SHIPPED))
    second = two.library().note("x-bbbb")
    assert second.digest == first.digest
    assert second.replaces != first.replaces


def test_the_edit_of_a_shipped_head_reaches_the_own_card(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine", src="page")))
    first = two.library().note("x-bbbb")
    header = SHIPPED.replace("The page", "A page").replace("git init", "git init .").replace("2.39", "2.40")
    two.ship("role/alpha.yaml", deck("alpha", question("x-bbbb", src="page"), header=header))
    second = two.library().note("x-bbbb")
    assert second.sources[0].label == "A page"
    assert second.as_of == (("git", "2.40"),)
    assert second.digest != first.digest


def test_the_head_of_a_second_shipped_deck_of_a_topic_does_not_count(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine", src="page")))
    first = two.library().note("x-bbbb")
    two.ship("role/zeta.yaml", deck("alpha", "x-eeee", header=SHIPPED.replace("The page", "A page")))
    library = two.library()
    assert brief(library.problems) == [(1, "", "duplicate-topic")]
    assert library.note("x-bbbb") == first


def test_the_shipped_card_is_back_when_the_own_one_is_gone(two: Two) -> None:
    shipped = two.library().note("x-bbbb")
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine")))
    assert two.library().note("x-bbbb") != shipped
    two.own("alpha.yaml", deck("alpha", "x-mine"))
    assert two.library().note("x-bbbb") == shipped
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine")))
    assert two.library().note("x-bbbb") != shipped
    (two.roots[1] / "alpha.yaml").unlink()
    assert two.library().note("x-bbbb") == shipped
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine")))
    assert two.library().note("x-bbbb") != shipped
    shutil.rmtree(two.roots[1])
    assert two.library().note("x-bbbb") == shipped


def test_the_own_card_stands_alone_when_the_shipped_deck_is_gone(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", question("x-bbbb", "mine")))
    two.library()
    (two.roots[0] / "role" / "alpha.yaml").unlink()
    note = two.library().note("x-bbbb")
    assert (note.replaces, note.as_of) == (None, ())


def test_the_file_of_a_topic_is_the_shipped_one_where_there_are_two(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", "x-mine"))
    two.own("gamma.yaml", deck("gamma", "x-more"))
    assert two.library().files() == {
        "alpha": str(two.roots[0] / "role" / "alpha.yaml"),
        "beta": str(two.roots[0] / "role" / "beta.yaml"),
        "gamma": str(two.roots[1] / "gamma.yaml"),
    }


def test_two_own_decks_of_one_topic_are_named(two: Two) -> None:
    two.own("alpha.yaml", deck("alpha", "x-mine"))
    two.own("zeta.yaml", deck("alpha", "x-more"))
    library = two.library()
    assert brief(library.problems) == [(1, "", "duplicate-topic")]
    assert "x-mine" in _ids(library)
    assert "x-more" not in _ids(library)


def test_a_roadmap_among_the_own_decks_is_left_alone_and_costs_nothing(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.own("roadmap.yaml", "roadmap:\n- {title: Other, slug: other}\n")
    assert list(two.library().roadmap.topics) == ["alpha", "beta"]
    names: list[str] = []

    def counted(path: Path, *more: Any) -> Deck:
        names.append(path.name)
        return read_deck(path, *more)

    monkeypatch.setattr(assembly, "read_deck", counted)
    two.ship("role/beta.yaml", deck("beta", "x-dddd", "x-eeee"))
    open_library(two.roots, two.roots[0].parent / "cache")
    assert names == ["beta.yaml"]
