"""Whatever is edited, in whatever order: the library from the cache is the one that reading everything gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from roadmap_flash.decks.library import open_library
from tests.support.decks import deck, everything, question, write

_PATHS = st.sampled_from(["shipped/a.yaml", "shipped/b.yaml", "shipped/sub/c.yaml", "own/a.yaml", "own/d.yaml"])
_IDS = st.sampled_from(["x-aaaa", "x-bbbb", "x-cccc", "x-dddd"])
_HEADERS = st.sampled_from(["", "", "setup: one\n", "as_of: {x: '1'}\n", "retired: [x-aaaa]\n", "retired: [x-bbbb]\n"])
_CARDS = st.builds(
    lambda note_id, answer, confuse: question(note_id, answer, **({"confuse": confuse} if confuse else {})),
    _IDS,
    st.sampled_from(["one", "two", "$broken"]),
    st.none() | _IDS,
)
_DECKS = st.builds(
    lambda topic, cards, header: deck(topic, *cards, header=header),
    st.sampled_from(["a", "b", "c"]),
    st.lists(_CARDS, max_size=3),
    _HEADERS,
)
_ROADMAPS = st.sampled_from(["abc", "cba", "ab"]).map(
    lambda slugs: "roadmap:\n" + "".join(f"- {{title: T, slug: {slug}}}\n" for slug in slugs)
)
_EDITS = st.one_of(
    st.tuples(_PATHS, _DECKS),
    st.tuples(_PATHS, _DECKS),
    st.tuples(_PATHS, st.none()),
    st.tuples(st.just("shipped/roadmap.yaml"), st.none() | _ROADMAPS),
)


def _apply(folder: Path, edit: tuple[str, str | None]) -> None:
    path, text = folder / edit[0], edit[1]
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write(path, text)


_SECOND_HEAD = [
    [("shipped/a.yaml", deck("a")), ("own/a.yaml", deck("a", "x-aaaa"))],
    [("shipped/b.yaml", deck("a", header="setup: one\n"))],
]


@settings(max_examples=120)
@example(_SECOND_HEAD)
@given(st.lists(st.lists(_EDITS, min_size=1, max_size=3), min_size=2, max_size=6))
def test_the_cached_library_is_the_fresh_one_after_any_edits(rounds: list[list[tuple[str, str | None]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roots = [folder / "shipped", folder / "own"]
        for root in roots:
            root.mkdir()
        for edits in rounds:
            for edit in edits:
                _apply(folder, edit)
            cached = everything(open_library(roots, folder / "cache"))
            assert cached == everything(open_library(roots, None))
