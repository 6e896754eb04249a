"""The learner's own roadmap adds topics to the shipped one; nothing in it can take a topic away."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.own_roadmap import lay_over
from roadmap_flash.decks.roadmap import Roadmap, circle_of, read_roadmap
from tests.support.decks import deck, everything, write

SHIPPED = """\
textbooks: {clrs: {title: Algorithms, authors: Cormen}}
roadmap:
- title: Role
  slug: role
  children:
  - {title: Alpha, slug: alpha, prerequisites: [beta]}
- {title: Beta, slug: beta}
"""
OWN = """\
textbooks: {own: {title: My Book, authors: Me}, clrs: {title: Not This, authors: Nobody}}
roadmap:
- title: Mine
  slug: mine
  under: role
  prerequisites: [alpha]
- {title: Deeper, slug: deeper, under: mine}
- title: My Role
  slug: my-role
  children:
  - {title: Child, slug: child, prerequisites: [deeper]}
"""


def laid(tmp_path: Path, own: str) -> tuple[Roadmap, list[tuple[int, str]]]:
    base = read_roadmap(write(tmp_path / "roadmap.yaml", SHIPPED))
    roadmap, problems = lay_over(base, write(tmp_path / "own.yaml", own))
    assert all(problem.rule == "roadmap" and problem.path == str(tmp_path / "own.yaml") for problem in problems)
    return roadmap, [(problem.line, problem.message) for problem in problems]


def test_topics_find_their_place(tmp_path: Path) -> None:
    roadmap, problems = laid(tmp_path, OWN)
    assert problems == []
    assert list(roadmap.topics) == ["role", "alpha", "mine", "deeper", "beta", "my-role", "child"]
    deeper = roadmap.topics["deeper"]
    assert (deeper.path, deeper.parents, deeper.role) == (("Role", "Mine", "Deeper"), ("role", "mine"), "role")
    assert roadmap.topics["child"].role == "my-role"
    assert roadmap.topics["mine"].prerequisites == ("alpha",)
    assert roadmap.books == {"own": "My Book (Me)", "clrs": "Algorithms (Cormen)"}
    assert roadmap.under("role") == ["role", "alpha", "mine", "deeper"]


@pytest.mark.parametrize(
    ("own", "line", "words", "added"),
    [
        ("- {title: M, slug: m, under: gone}", 2, "`gone` is no topic", {"m": ((), ())}),
        ("- {title: M, slug: m, under: role, prerequisites: [gone, beta]}", 2, "`gone`", {"m": (("role",), ("beta",))}),
        ("- {title: M, slug: m, children: [{title: N, slug: n, prerequisites: [m]}], prerequisites: [n]}", 2, "circle",
         {"m": ((), ()), "n": (("m",), ())}),
        ("- {title: A, slug: alpha, under: beta}", 2, "has `alpha` already", {}),
        ("- {title: M, slug: ../m}", 2, "is no slug", {}),
        ("- {title: M, slug: M m}", 2, "is no slug", {}),
        ("- {slug: m}", 2, "lacks or misspells", {}),
        ("- {title: [x], slug: m}", 2, "lacks or misspells", {}),
        ("- m", 2, "lacks or misspells", {}),
        ("- {title: M, slug: m, cards: many}", 2, "lacks or misspells", {}),
        ("- {title: M, slug: m, under: [x]}", 2, "lacks or misspells", {}),
        ("- [", 3, "YAML cannot be read", {}),
        ("  x: y", 1, "must be a mapping", {}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_the_rest_stands(
    tmp_path: Path, own: str, line: int, words: str, added: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    roadmap, problems = laid(tmp_path, f"roadmap:\n{own}\n")
    ((found, message),) = problems
    assert (found, words in message) == (line, True), message
    rest = {slug: topic for slug, topic in roadmap.topics.items() if slug not in ("role", "alpha", "beta")}
    assert {slug: (topic.parents, topic.prerequisites) for slug, topic in rest.items()} == added
    assert [slug for slug in roadmap.topics if slug in ("role", "alpha", "beta")] == ["role", "alpha", "beta"]


@pytest.mark.parametrize("own", [b"\xff", b"", b"- x", b"textbooks: 3\nroadmap: []\n", None])
def test_what_cannot_be_read_takes_nothing_away(tmp_path: Path, own: bytes | None) -> None:
    base = read_roadmap(write(tmp_path / "roadmap.yaml", SHIPPED))
    if own is not None:
        write(tmp_path / "own.yaml", own)
    roadmap, problems = lay_over(base, tmp_path / "own.yaml")
    assert roadmap.topics == base.topics
    assert len(problems) == 1


_slugs = st.sampled_from(["role", "alpha", "beta", "m", "n", "gone", "No"])
_entries = st.lists(st.tuples(_slugs, st.none() | _slugs, st.lists(_slugs, max_size=3)), max_size=6)


@given(_entries)
def test_whatever_it_says_the_roadmap_is_sound(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str | None, list[str]]]
) -> None:
    rows = [
        f"- {{title: T, slug: {slug}, prerequisites: [{', '.join(needs)}]{f', under: {under}' if under else ''}}}"
        for slug, under, needs in entries
    ]
    roadmap, _ = laid(tmp_path_factory.mktemp("own"), "\n".join(["roadmap:", *rows] if rows else ["roadmap: []"]))
    assert circle_of(roadmap.topics) == []
    assert {"role", "alpha", "beta"} <= set(roadmap.topics)
    assert all(
        set(topic.prerequisites) | set(topic.parents) <= set(roadmap.topics) for topic in roadmap.topics.values()
    )


def test_the_library_follows_the_own_roadmap_with_its_cache(tmp_path: Path) -> None:
    roots = [tmp_path / "shipped", tmp_path / "own"]
    write(roots[0] / "roadmap.yaml", SHIPPED)
    write(roots[0] / "role" / "alpha.yaml", deck("alpha", "x-aaaa"))
    write(roots[1] / "mine.yaml", deck("mine", "x-bbbb", header="sources: {b: {book: own, chapter: One}}\n"))

    def library() -> Library:
        cached = open_library(roots, tmp_path / "cache")
        assert everything(cached) == everything(open_library(roots, None))
        return cached

    assert sorted(problem.rule for problem in library().problems) == ["book", "unknown-topic"]
    write(roots[1] / "roadmap.yaml", OWN)
    found = library()
    assert found.problems == []
    assert [note.topic for note in found.notes()] == ["alpha", "mine"]
    write(roots[1] / "roadmap.yaml", OWN.replace("Mine", "Ours"))
    assert library().roadmap.topics["mine"].title == "Ours"
    write(roots[1] / "roadmap.yaml", OWN.replace("- title: Mine", "- tilte: Mine"))
    rules = sorted(problem.rule for problem in library().problems)
    assert rules == ["roadmap", "roadmap", "unknown-topic"]
    (roots[1] / "roadmap.yaml").unlink()
    assert list(library().roadmap.topics) == ["role", "alpha", "beta"]
