"""When notes changed: the hash of what a learner sees, the newest that is known, and the lock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_flash.core.model import Source
from roadmap_flash.decks.changes import (
    Change,
    content_of,
    from_iso,
    last_change,
    outdated,
    read_changes,
    renewed,
    to_iso,
    write_changes,
)
from roadmap_flash.decks.library import open_library
from tests.support.decks import deck, read_note, write

NOTE = read_note("topic: a\ncards:\n- id: a-aaaa\n  q: What?\n  a: that\n  why: so\n  verify: assert ANSWER\n")
PATH = ("Role", "A")


def test_the_hash_covers_what_is_seen() -> None:
    same = content_of(NOTE, None, PATH)
    fields = NOTE.fields
    seen = [
        replace(NOTE, fields={**fields, "a": "this"}),
        replace(NOTE, fields={**fields, "why": "thus"}),
        replace(NOTE, fields={**fields, "tags": ["x"]}),
        replace(NOTE, level=2),
        replace(NOTE, sources=(Source("page", None),)),
        replace(NOTE, as_of=(("git", "2.39"),)),
        replace(NOTE, kind="choice"),
    ]
    hashes = [content_of(note, None, PATH) for note in seen]
    hashes += [content_of(NOTE, "git 2.39", PATH), content_of(NOTE, None, ("Role", "B"))]
    assert len({same, *hashes}) == len(hashes) + 1
    for unseen in ("verify", "allow", "confuse", "not"):
        assert content_of(replace(NOTE, fields={**fields, unseen: ["x"]}), None, PATH) == same
    assert content_of(replace(NOTE, line=9, file="elsewhere"), None, PATH) == same


def test_the_hash_covers_the_picture(tmp_path: Path) -> None:
    note = replace(NOTE, fields={**NOTE.fields, "image": "x.png", "alt": "x"}, file=str(tmp_path / "a.yaml"))
    (tmp_path / "x.png").write_bytes(b"one")
    first = content_of(note, None, PATH)
    (tmp_path / "x.png").write_bytes(b"two")
    assert content_of(note, None, PATH) != first
    (tmp_path / "x.png").unlink()
    assert content_of(note, None, PATH) != first


@pytest.mark.parametrize(
    ("known", "at"),
    [
        ([Change("x", 5)], 5),
        ([Change("x", 5), None], 5),
        ([Change("x", 5), Change("x", 7)], 7),
        ([Change("y", 5), Change("x", 7)], 7),
        ([Change("x", 5), Change("y", 7)], 10),
        ([Change("y", 5)], 10),
        ([None, None], 10),
        ([Change("y", 10)], 11),
        ([Change("y", 99)], 100),
        ([Change("x", 7), Change("y", 7)], 10),
        ([Change("x", 99), Change("y", 99)], 100),
    ],
)
def test_a_content_is_newer_than_any_other_that_is_known(known: list[Change | None], at: int) -> None:
    assert last_change("x", known, 10) == Change("x", at)


def test_the_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    changes = {"b-bbbb": Change("x", 1_790_000_000), "a-aaaa": Change("y", 0)}
    write_changes(tmp_path / "changes.lock", changes)
    assert read_changes(tmp_path / "changes.lock") == changes
    assert (tmp_path / "changes.lock").read_text().splitlines()[1].startswith('"a-aaaa"')
    assert from_iso(to_iso(1_790_000_000)) == 1_790_000_000


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', '{"a": ["x", "y"]}', '{"a": ["x"]}', "\xff", "[" * 9999])
def test_a_damaged_lock_knows_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "changes.lock").write_bytes(text.encode("latin-1"))
    assert read_changes(tmp_path / "changes.lock") == {}


def test_only_what_changed_gets_a_new_time(tmp_path: Path) -> None:
    path = tmp_path / "changes.lock"
    write(tmp_path / "a.yaml", deck("a", "a-aaaa", "a-bbbb", "- q: What has no id?\n  a: this\n"))
    first = renewed(open_library([tmp_path], None), {}, 10)
    assert {note: change.at for note, change in first.items()} == {"a-aaaa": 10, "a-bbbb": 10}
    write_changes(path, first)
    assert outdated(open_library([tmp_path], None), path) == []
    write(tmp_path / "a.yaml", deck("a", "a-aaaa", "- id: a-bbbb\n  q: What?\n  a: new\n", "a-cccc"))
    library = open_library([tmp_path], None)
    assert outdated(library, path) == ["a-bbbb", "a-cccc"]
    assert {note: c.at for note, c in renewed(library, first, 20).items()} == {"a-aaaa": 10, "a-bbbb": 20, "a-cccc": 20}
