"""The roadmap: the shipped one in figures, and what a roadmap of anyone's own may be."""

from __future__ import annotations

import json
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml

from roadmap_flash.core.model import Topic
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.roadmap import FILE, Roadmap, read_roadmap, roadmap_of_folder
from roadmap_flash.errors import DeckError
from roadmap_flash.paths import shipped_decks
from tests.support.decks import deck, write


@pytest.fixture(scope="module")
def shipped() -> Roadmap:
    return read_roadmap(shipped_decks() / FILE)


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library([shipped_decks()], None)


def test_the_shipped_roadmap_has_230_topics_in_8_roles(shipped: Roadmap) -> None:
    assert len(shipped.topics) == 230
    roles = Counter(topic.role for topic in shipped.topics.values())
    assert len(roles) == 8
    assert [slug for slug, topic in shipped.topics.items() if not topic.parents] == list(roles)


def test_the_shipped_bibliography_has_18_books(shipped: Roadmap) -> None:
    assert shipped.books is not None
    assert len(shipped.books) == 18
    assert shipped.books["prml"] == "Pattern Recognition and Machine Learning (Christopher M. Bishop)"
    assert len(set(shipped.books.values())) == 18


def test_no_slug_of_the_shipped_roadmap_stands_twice() -> None:
    def slugs(entries: list[dict[str, object]]) -> list[object]:
        below = [slug for entry in entries for slug in slugs(entry.get("children", []))]  # type: ignore[arg-type]
        return [entry["slug"] for entry in entries] + below

    whole = yaml.safe_load((shipped_decks() / FILE).read_text("utf-8"))
    found = slugs(whole["roadmap"])
    assert len(found) == len(set(found)) == 230


def test_the_prerequisites_of_the_shipped_roadmap_are_topics_without_a_cycle(shipped: Roadmap) -> None:
    needs = {slug: topic.prerequisites for slug, topic in shipped.topics.items()}
    assert set(TopologicalSorter(needs).static_order()) == set(shipped.topics)
    assert all(len(slugs) == len(set(slugs)) for slugs in needs.values())
    assert sum(map(len, needs.values())) > 230


def test_the_spine_of_the_shipped_roadmap_names_topics_once(shipped: Roadmap) -> None:
    assert shipped.spine[:2] == ("mlops", "docker")
    assert len(shipped.spine) == len(set(shipped.spine)) > 20
    assert set(shipped.spine) <= set(shipped.topics)


def test_every_shipped_topic_has_a_title_a_place_and_a_number_of_cards(shipped: Roadmap) -> None:
    for slug, topic in shipped.topics.items():
        assert topic.slug == slug
        assert topic.title.strip()
        assert topic.path[-1] == topic.title
        assert len(topic.path) == len(topic.parents) + 1
        assert topic.role == (topic.parents[0] if topic.parents else slug)
        assert topic.cards >= 5
    assert sum(topic.cards for topic in shipped.topics.values()) > 4000
    assert 0 < sum(topic.ages for topic in shipped.topics.values()) < 230


def test_every_shipped_deck_reads_without_any_problem(library: Library) -> None:
    assert library.problems == []
    decks = [path for path in shipped_decks().rglob("*.yaml") if path.name != FILE]
    assert sorted(library.files().values()) == sorted(map(str, decks))
    assert len(library.refs()) >= len(list(library.notes())) > 50


def test_every_shipped_deck_stands_where_the_roadmap_has_its_topic(library: Library) -> None:
    for slug, file in library.files().items():
        parents = library.roadmap.topics[slug].parents
        assert Path(file).relative_to(shipped_decks()) == Path(*parents, f"{slug}.yaml")


def test_every_shipped_card_has_an_id_a_level_and_a_source_or_a_proof(library: Library) -> None:
    for note in library.notes():
        assert "id" in note.fields
        assert "level" in note.fields
        assert note.sources or {"verify", "output", "check"} & set(note.fields), note.id


def test_topics_whose_facts_age_say_what_versions_they_hold_for(library: Library) -> None:
    for note in library.notes():
        assert note.as_of or not library.roadmap.topics[note.topic].ages, note.id


ROADMAP = """\
textbooks:
  clrs: {title: Algorithms, authors: Cormen}
spine: [c, b]
roadmap:
- title: First Role
  slug: a
  prerequisites: [c]
  children:
  - {title: Below, slug: b, cards: 12, ages: true, prerequisites: []}
  - title: "Deep  & \\e[2Jer"
    slug: c
    children:
    - {title: Deepest, slug: d, ages: false, prerequisites: [b, a2]}
- {title: Second Role, slug: a2}
"""


def test_a_roadmap_is_read_in_order_with_all_it_says(tmp_path: Path) -> None:
    found = read_roadmap(write(tmp_path / FILE, ROADMAP))
    assert list(found.topics.values()) == [
        Topic("a", "First Role", "a", ("First Role",), (), ("c",), 0, ages=False),
        Topic("b", "Below", "a", ("First Role", "Below"), ("a",), (), 12, ages=True),
        Topic("c", "Deep & \ufffd[2Jer", "a", ("First Role", "Deep & \ufffd[2Jer"), ("a",), (), 0, ages=False),
        Topic(
            "d",
            "Deepest",
            "a",
            ("First Role", "Deep & \ufffd[2Jer", "Deepest"),
            ("a", "c"),
            ("b", "a2"),
            0,
            ages=False,
        ),
        Topic("a2", "Second Role", "a2", ("Second Role",), (), (), 0, ages=False),
    ]
    assert found.spine == ("c", "b")
    assert found.books == {"clrs": "Algorithms (Cormen)"}
    assert found.under("a") == ["a", "b", "c", "d"]
    assert found.under("c") == ["c", "d"]
    assert found.under("d") == ["d"]


def test_a_roadmap_survives_the_cache(shipped: Roadmap, tmp_path: Path) -> None:
    for one in (shipped, read_roadmap(write(tmp_path / FILE, ROADMAP)), Roadmap()):
        assert Roadmap.from_json(json.loads(json.dumps(one.to_json()))) == one


BROKEN = {
    "empty": ("", ""),
    "a list": ("- a\n", ""),
    "a text": ("a\n", ""),
    "no roadmap": ("spine: []\n", "roadmap"),
    "a roadmap of text": ("roadmap: a\n", ""),
    "no slug": ("roadmap:\n- {title: A}\n", "slug"),
    "no title": ("roadmap:\n- {slug: a}\n", "title"),
    "a title that is a list": ("roadmap:\n- {slug: a, title: [A]}\n", ""),
    "an entry of text": ("roadmap:\n- a\n", ""),
    "children of text": ("roadmap:\n- {slug: a, title: A, children: x}\n", ""),
    "no number of cards": ("roadmap:\n- {slug: a, title: A, cards: many}\n", "many"),
    "an unknown prerequisite": ("roadmap:\n- {slug: a, title: A, prerequisites: [zz]}\n", "zz"),
    "a prerequisite of text": ("roadmap:\n- {slug: a, title: A, prerequisites: zz}\n", ""),
    "an unknown topic on the spine": ("spine: [zz]\nroadmap:\n- {slug: a, title: A}\n", "zz"),
    "a slug twice": ("roadmap:\n- {slug: a, title: A}\n- {slug: a, title: B}\n", "a"),
    "a slug twice below": ("roadmap:\n- {slug: a, title: A, children: [{slug: a, title: B}]}\n", "a"),
    "a circle": (
        "roadmap:\n- {slug: a, title: A, prerequisites: [b]}\n- {slug: b, title: B, prerequisites: [a]}\n",
        "",
    ),
    "a topic that needs itself": ("roadmap:\n- {slug: a, title: A, prerequisites: [a]}\n", "a"),
    "a key twice": ("spine: []\nspine: []\nroadmap: []\n", ":2:"),
    "a book without authors": ("textbooks: {x: {title: X}}\nroadmap: []\n", "authors"),
    "textbooks of text": ("textbooks: x\nroadmap: []\n", ""),
    "no YAML": ("roadmap: [\n", "YAML"),
    "an alias": ("roadmap:\n- *a\n", ":2:"),
    "deep": ("roadmap: " + "[" * 30_000, ":1:"),
    "a control character": ("roadmap:\n- {slug: a, title: A\x1b}\n", ""),
    "no UTF-8": (b"\xff\xfe", "UTF-8"),
}


@pytest.mark.parametrize(("text", "names"), BROKEN.values(), ids=BROKEN.keys())
def test_a_roadmap_that_cannot_be_read_is_one_clean_line_with_its_path(
    tmp_path: Path, text: str | bytes, names: str
) -> None:
    path = write(tmp_path / FILE, text)
    write(tmp_path / "a.yaml", deck("a", "al-aaaa"))
    for cache in (None, tmp_path / "cache"):
        with pytest.raises(DeckError) as raised:
            open_library([tmp_path], cache)
        line = str(raised.value)
        assert line.startswith(f"{path}:")
        assert names in line
        assert line.isprintable()
        assert raised.value.exit_code == 3


def test_a_roadmap_that_is_a_folder_or_missing_is_a_deck_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.yaml"):
        with pytest.raises(DeckError, match="cannot be opened"):
            read_roadmap(path)


def test_decks_without_a_roadmap_are_topics_in_the_order_of_their_paths() -> None:
    decks = [("alpha", Path("alpha.yaml")), ("beta-two", Path("some-role/deep_er/beta.yaml"))]
    assert list(roadmap_of_folder(decks).topics.values()) == [
        Topic("alpha", "Alpha", "alpha", ("Alpha",), (), (), 0, ages=False),
        Topic(
            "beta-two",
            "Beta two",
            "some-role",
            ("Some role", "Deep er", "Beta two"),
            ("some-role", "deep_er"),
            (),
            0,
            ages=False,
        ),
    ]
    assert roadmap_of_folder([]).topics == {}
