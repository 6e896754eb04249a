"""The library: all decks as one, and a cache that is never anything but faster."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmap_flash.core.kinds import card_id
from roadmap_flash.decks import assembly
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.reader import read_deck
from roadmap_flash.errors import DeckError
from tests.support.decks import brief, deck, everything, question, touch, write
from tests.support.samples import KINDS, write_questions, write_sample


class Reads(list[str]):
    """The names of the decks that were read, in order."""

    def taken(self) -> list[str]:
        """Those since the last call."""
        names = list(self)
        self.clear()
        return names


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    found = Reads()

    def counted(path: Path, *more: object) -> object:
        found.append(path.name)
        return read_deck(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(assembly, "read_deck", counted)
    return found


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    return write_questions(tmp_path / "decks", 6, 4)


def _open(root: Path) -> Library:
    return open_library([root], root.parent / "cache")


def _cache_file(root: Path) -> Path:
    (path,) = (root.parent / "cache").glob("*.sqlite")
    return path


def test_the_library_holds_every_card_in_order(tmp_path: Path) -> None:
    library = open_library([write_sample(tmp_path / "decks")], None)
    assert [note.id for note in library.notes()] == list(KINDS)
    sides = {"both": ["term", "def"], "cloze": ["c1", "c2"]}
    expected = [(card_id(note, side), note) for note, kind in KINDS.items() for side in sides.get(kind, [""])]
    assert [(ref.card_id, ref.note_id) for ref in library.refs()] == expected
    assert {ref.topic for ref in library.refs()} == {"alpha"}
    assert [ref.level for ref in library.refs()] == [1, 1, 1, 2, 2, 2, 3, 3]
    assert library.files() == {"alpha": str(tmp_path / "decks" / "alpha.yaml")}
    assert library.problems == []
    assert list(library.notes("beta")) == []
    with pytest.raises(KeyError):
        library.note("al-zzzz")
    with pytest.raises(KeyError):
        library.note("al-bbbb:term")


def test_an_unchanged_library_reads_no_deck_and_equals_a_fresh_one(decks: Path, reads: Reads) -> None:
    fresh = everything(open_library([decks], None))
    assert len(reads.taken()) == 6
    assert everything(_open(decks)) == fresh
    assert len(reads.taken()) == 6
    assert everything(_open(decks)) == fresh
    assert reads.taken() == []


def test_a_library_of_every_kind_with_problems_is_the_same_from_the_cache(tmp_path: Path) -> None:
    root = write_sample(tmp_path / "decks")
    write(root / "sub" / "b.yaml", deck("b", "al-aaaa", question("b-aaaa", confuse="[al-bbbb, x]"), "- q: x\n"))
    fresh = everything(open_library([root], None))
    assert len(fresh["problems"]) == 3
    assert everything(_open(root)) == everything(_open(root)) == fresh


def test_one_edited_deck_is_read_alone(decks: Path, reads: Reads) -> None:
    before = everything(_open(decks))
    reads.clear()
    write(decks / "topic003.yaml", deck("topic003", "t003-0000", "t003-new1"))
    library = _open(decks)
    assert reads.taken() == ["topic003.yaml"]
    assert everything(library) == everything(open_library([decks], None))
    assert {slug for slug, digest in library.digests.items() if digest != before["digests"][slug]} == {"topic003"}
    reads.clear()
    assert everything(_open(decks)) == everything(library)
    assert reads.taken() == []


def test_a_deck_that_was_only_touched_changes_nothing(decks: Path, reads: Reads) -> None:
    before = everything(_open(decks))
    reads.clear()
    touch(decks / "topic002.yaml")
    assert everything(_open(decks)) == before
    assert reads.taken() == ["topic002.yaml"]


def test_a_new_deck_is_read_alone_and_stands_in_its_place(decks: Path, reads: Reads) -> None:
    _open(decks)
    reads.clear()
    write(decks / "topic002b.yaml", deck("topic002b", "n-aaaa"))
    library = _open(decks)
    assert reads.taken() == ["topic002b.yaml"]
    assert everything(library) == everything(open_library([decks], None))
    assert [note.topic for note in library.notes()][11:14] == ["topic002", "topic002b", "topic003"]


def test_a_deleted_deck_leaves_nothing_behind(decks: Path, reads: Reads) -> None:
    _open(decks)
    reads.clear()
    (decks / "topic002.yaml").unlink()
    library = _open(decks)
    assert reads.taken() == []
    assert everything(library) == everything(open_library([decks], None))
    with pytest.raises(KeyError):
        library.note("t002-0000")
    assert list(library.notes("topic002")) == []


def test_a_moved_deck_keeps_its_cards(decks: Path, reads: Reads) -> None:
    before = _open(decks)
    reads.clear()
    (decks / "role").mkdir()
    (decks / "topic002.yaml").rename(decks / "role" / "other.yaml")
    after = _open(decks)
    assert reads.taken() == ["other.yaml"]
    assert everything(after) == everything(open_library([decks], None))
    assert sorted(after.refs()) == sorted(before.refs())
    assert after.digests == before.digests
    assert after.files()["topic002"].endswith("role/other.yaml")


def test_a_renamed_topic_keeps_its_cards(decks: Path) -> None:
    before = {note.id: note.digest for note in _open(decks).notes()}
    path = decks / "topic002.yaml"
    write(path, path.read_text().replace("topic: topic002", "topic: renamed"))
    after = _open(decks)
    assert everything(after) == everything(open_library([decks], None))
    assert {note.id: note.digest for note in after.notes()} == before
    assert {note.topic for note in after.notes() if note.id.startswith("t002")} == {"renamed"}


def test_a_card_that_moves_to_another_deck_keeps_its_id_and_digest(tmp_path: Path, reads: Reads) -> None:
    root = tmp_path / "decks"
    write(root / "a.yaml", deck("a", "x-aaaa", "x-bbbb"))
    write(root / "b.yaml", deck("b", "x-cccc"))
    write(root / "c.yaml", deck("c", "x-dddd"))
    before = {note.id: note.digest for note in _open(root).notes()}
    reads.clear()
    write(root / "a.yaml", deck("a", "x-aaaa"))
    write(root / "b.yaml", deck("b", "x-bbbb", "x-cccc"))
    library = _open(root)
    assert reads.taken() == ["a.yaml", "b.yaml"]
    assert {note.id: note.digest for note in library.notes()} == before
    assert library.note("x-bbbb").topic == "b"
    assert everything(library) == everything(open_library([root], None))


def test_an_id_that_one_deck_gives_up_is_served_by_the_other(tmp_path: Path, reads: Reads) -> None:
    root = tmp_path / "decks"
    write(root / "c.yaml", deck("c", "x-cccc"))
    write(root / "a.yaml", deck("a", question("x-aaaa", "first")))
    write(root / "b.yaml", deck("b", question("x-aaaa", "second")))
    assert _open(root).note("x-aaaa").fields["a"] == "first"
    reads.clear()
    write(root / "a.yaml", deck("a", "x-bbbb"))
    library = _open(root)
    assert library.problems == []
    assert library.note("x-aaaa").fields["a"] == "second"
    assert reads.taken() == ["a.yaml", "b.yaml"]
    assert everything(library) == everything(open_library([root], None))


def test_an_id_that_another_deck_retires_is_no_longer_served_and_comes_back(tmp_path: Path, reads: Reads) -> None:
    root = tmp_path / "decks"
    write(root / "c.yaml", deck("c", "x-dddd"))
    write(root / "a.yaml", deck("a", "x-aaaa"))
    write(root / "b.yaml", deck("b", "x-bbbb", "x-cccc"))
    _open(root)
    for header, ids in (("retired: [x-bbbb]\n", ["x-aaaa", "x-cccc"]), ("", ["x-aaaa", "x-bbbb", "x-cccc"])):
        reads.clear()
        write(root / "a.yaml", deck("a", "x-aaaa", header=header))
        library = _open(root)
        assert [note.id for note in library.notes()] == [*ids, "x-dddd"]
        assert [library.note(note_id).id for note_id in ids] == ids
        assert reads.taken() == ["a.yaml", "b.yaml"]
        assert everything(library) == everything(open_library([root], None))


def test_look_alikes_hold_both_ways_across_decks(tmp_path: Path) -> None:
    root = tmp_path / "decks"
    write(root / "a.yaml", deck("a", question("x-aaaa", confuse="[x-bbbb, x-cccc]")))
    write(root / "b.yaml", deck("b", "x-bbbb", "x-cccc", "x-dddd"))
    library = _open(root)
    found = {ref.note_id: list(ref.confuse) for ref in library.refs()}
    assert found == {"x-aaaa": ["x-bbbb", "x-cccc"], "x-bbbb": ["x-aaaa"], "x-cccc": ["x-aaaa"], "x-dddd": []}
    write(root / "b.yaml", deck("b", "x-bbbb", "x-dddd"))
    library = _open(root)
    assert brief(library.problems) == [(3, "x-aaaa", "unknown-card")]
    assert {ref.note_id: list(ref.confuse) for ref in library.refs()}["x-aaaa"] == ["x-bbbb"]


def test_a_correction_is_told_by_its_day(tmp_path: Path) -> None:
    root = tmp_path / "decks"
    write(root / "a.yaml", deck("a", question("x-aaaa", fixed="{on: 2026-11-22, was: x}"), "x-bbbb"))
    assert [ref.fixed_day for ref in _open(root).refs()] == [739942, 0]


def test_the_digest_of_a_topic_changes_if_and_only_if_its_content_does(tmp_path: Path) -> None:
    root = tmp_path / "decks"
    write(root / "a.yaml", deck("a", "x-aaaa", "x-bbbb"))
    write(root / "b.yaml", deck("b", "x-cccc"))
    before = _open(root).digests
    write(root / "a.yaml", "# a comment\n" + deck("a", "x-aaaa", "x-bbbb", header="as_of: {x: y}\n"))
    assert _open(root).digests == before
    for text in (
        deck("a", "x-aaaa"),
        deck("a", "x-bbbb", "x-aaaa"),
        deck("a", question("x-aaaa", "other"), "x-bbbb"),
        deck("a", "x-aaaa", "x-bbbb", header="setup: x\n"),
        deck("a", "x-aaaa", "x-bbbb", "x-dddd"),
    ):
        write(root / "a.yaml", text)
        after = _open(root).digests
        assert after["a"] != before["a"]
        assert after["b"] == before["b"]


def test_a_changed_bibliography_is_seen_by_decks_that_did_not_change(tmp_path: Path) -> None:
    root = tmp_path / "decks"
    roadmap = "textbooks: {clrs: {title: TITLE, authors: Cormen}}\nroadmap:\n- {title: A, slug: a}\n"
    write(root / "a.yaml", deck("a", question("x-aaaa", src="s"), header="sources: {s: {book: clrs, chapter: One}}\n"))
    for title in ("Old", "New"):
        write(root / "roadmap.yaml", roadmap.replace("TITLE", title))
        (source,) = _open(root).note("x-aaaa").sources
        assert source.label == f"{title} (Cormen), One"
    (root / "roadmap.yaml").unlink()
    (source,) = _open(root).note("x-aaaa").sources
    assert source.label == "clrs, One"


def test_the_roadmap_orders_the_topics_whatever_the_files_are_called(tmp_path: Path) -> None:
    root = tmp_path / "decks"
    for slug in ("a", "b", "c"):
        write(root / f"{slug}.yaml", deck(slug, f"x-{slug * 4}"))
    for order in ("cab", "bca", "abc"):
        entries = "".join(f"- {{title: T, slug: {slug}}}\n" for slug in order)
        write(root / "roadmap.yaml", f"roadmap:\n- {{title: None, slug: none}}\n{entries}")
        library = _open(root)
        assert list(library.roadmap.topics) == ["none", *order]
        assert [ref.topic for ref in library.refs()] == list(order)
        assert [note.topic for note in library.notes()] == list(order)
        assert everything(library) == everything(open_library([root], None))


def test_a_folder_without_a_roadmap_is_a_library(tmp_path: Path) -> None:
    root = tmp_path / "decks"
    write(root / "some-role" / "section" / "a.yaml", deck("alpha", "x-aaaa"))
    write(root / "b.yaml", "cards:\n- {id: x-bbbb, q: x, a: y}\n")
    library = _open(root)
    assert library.problems == []
    assert [(t.slug, t.title, t.role, t.path) for t in library.roadmap.topics.values()] == [
        ("b", "B", "b", ("B",)),
        ("alpha", "Alpha", "some-role", ("Some role", "Section", "Alpha")),
    ]
    assert library.roadmap.under("section") == ["alpha"]
    assert [note.topic for note in library.notes()] == ["b", "alpha"]


def test_a_single_deck_is_a_library(tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path / "decks" / "a.yaml", deck("alpha", "x-aaaa"))
    write(tmp_path / "decks" / "b.yaml", deck("b", "x-bbbb"))
    for expected in (["a.yaml"], []):
        library = open_library([path], tmp_path / "cache")
        assert [note.id for note in library.notes()] == ["x-aaaa"]
        assert library.files() == {"alpha": str(path)}
        assert reads.taken() == expected
    write(path, deck("alpha", "x-aaaa", "- q: x\n"))
    library = open_library([path], tmp_path / "cache")
    assert [(problem.path, problem.line) for problem in library.problems] == [(str(path), 6)]


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    for cache in (None, tmp_path / "cache", tmp_path / "cache"):
        library = open_library([tmp_path], cache)
        assert (library.refs(), library.problems, list(library.notes()), library.files()) == ([], [], [], {})


def test_a_missing_root_is_an_error_that_names_it_and_a_missing_further_one_is_none(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="nothing: no such deck folder"):
        open_library([tmp_path / "nothing"], tmp_path / "cache")
    root = write_sample(tmp_path / "decks")
    library = open_library([root, tmp_path / "nothing"], tmp_path / "cache")
    assert [note.id for note in library.notes()] == list(KINDS)


def test_libraries_of_different_roots_have_caches_of_their_own(tmp_path: Path, reads: Reads) -> None:
    roots = [write_questions(tmp_path / name, 2, 2) for name in ("one", "two")]
    for root in [*roots, *roots]:
        open_library([root], tmp_path / "cache")
    assert len(reads.taken()) == 4
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_the_cache_folder_is_for_its_owner_alone(decks: Path) -> None:
    _open(decks)
    assert (decks.parent / "cache").stat().st_mode & 0o777 == 0o700


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all\n" * 500)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _headless(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def _overwritten(start: int) -> Callable[[Path], None]:
    """Damage a tenth of the file, from so many tenths on."""

    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        first, last = len(data) * start // 10, len(data) * (start + 1) // 10
        data[first:last] = b"\xa5" * (last - first)
        path.write_bytes(data)

    return damage


def _sql(statement: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with sqlite3.connect(path) as database:
            database.execute(statement)
        database.close()

    return damage


DAMAGE: dict[str, Callable[[Path], None]] = {
    "garbage": _garbage,
    "emptied": _emptied,
    "halved": _halved,
    "headless": _headless,
    **{f"overwritten from {start} tenths on": _overwritten(start) for start in range(10)},
    "an index that is no JSON": _sql("UPDATE meta SET value = '{' WHERE name = 'index'"),
    "an index of another form": _sql("UPDATE meta SET value = '[]' WHERE name = 'index'"),
    "no index": _sql("DELETE FROM meta WHERE name = 'index'"),
    "a stamp of old": _sql("UPDATE meta SET value = 'old' WHERE name = 'stamp'"),
    "decks that are no JSON": _sql("UPDATE deck SET body = '{'"),
    "of another version": _sql("PRAGMA user_version = 99"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_cache_is_made_anew(decks: Path, reads: Reads, damage: Callable[[Path], None]) -> None:
    fresh = everything(_open(decks))
    damage(_cache_file(decks))
    assert everything(_open(decks)) == fresh
    everything(_open(decks))
    reads.clear()
    assert everything(_open(decks)) == fresh
    assert reads.taken() == []


def test_an_edit_is_seen_though_the_cache_is_damaged(decks: Path) -> None:
    _open(decks)
    _overwritten(6)(_cache_file(decks))
    write(decks / "topic003.yaml", deck("topic003", "t003-0000", "t003-new1"))
    assert everything(_open(decks)) == everything(open_library([decks], None))


@pytest.mark.parametrize("where", ["cache", "cache/below", "cache/library"])
def test_a_cache_that_has_no_place_does_not_matter(decks: Path, where: str) -> None:
    fresh = everything(open_library([decks], None))
    (decks.parent / "cache").write_text("no folder")
    for _ in range(2):
        assert everything(open_library([decks], decks.parent / where)) == fresh
    assert (decks.parent / "cache").read_text() == "no folder"


def test_a_folder_in_place_of_the_cache_file_does_not_matter(decks: Path) -> None:
    fresh = everything(_open(decks))
    path = _cache_file(decks)
    path.unlink()
    path.mkdir()
    assert everything(_open(decks)) == fresh


def test_a_cache_that_another_process_holds_does_not_matter(decks: Path) -> None:
    fresh = everything(_open(decks))
    holder = sqlite3.connect(_cache_file(decks), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    start = time.monotonic()
    assert everything(_open(decks)) == fresh
    assert time.monotonic() - start < 10
    holder.execute("ROLLBACK")
    holder.close()
    assert everything(_open(decks)) == fresh


def test_no_cache_is_kept_where_none_is_wanted(decks: Path) -> None:
    open_library([decks], None)
    assert sorted(path.name for path in decks.parent.iterdir()) == ["decks"]
