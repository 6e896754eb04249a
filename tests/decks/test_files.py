"""Which files make a library, and what tells that one changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roadmap_flash.decks.files import DeckFile, is_deck, scan, stamp
from roadmap_flash.decks.library import open_library
from tests.support.decks import deck, touch, write


def _paths(*roots: Path) -> list[tuple[int, str]]:
    return [file[:2] for file in scan(list(roots))]


def test_all_yaml_files_of_all_folders_are_found_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/z.yml", "a/b/c/d.yaml", "a.yaml", "roadmap.yaml", "verified.lock"):
        write(tmp_path / "one" / name, "")
    for name in (
        "README.md",
        "a/x.json",
        "yaml",
        "a/b.yaml.bak",
        ".hidden.yaml",
        ".git/x.yaml",
        "a/.x/y.yaml",
        "x.lock",
    ):
        write(tmp_path / "one" / name, "")
    write(tmp_path / "two" / "a.yaml", "")
    found = ["a.yaml", "a/b/c/d.yaml", "a/z.yml", "b.yaml", "roadmap.yaml", "verified.lock"]
    assert _paths(tmp_path / "one", tmp_path / "two") == [*((0, name) for name in found), (1, "a.yaml")]


def test_size_and_time_are_those_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "decks" / "a.yaml", "cards: []\n")
    os.utime(path, ns=(1, 1_234_567_890_123_456_789))
    assert scan([tmp_path / "decks"]) == [DeckFile(0, "a.yaml", 10, 1_234_567_890_123_456_789)]


def test_a_root_may_be_one_file_or_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", "")
    assert _paths(path) == [(0, "")]
    assert _paths(tmp_path / "nothing") == []


def test_links_to_folders_are_not_followed_and_links_to_files_are(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "x.yaml", "123")
    folder = tmp_path / "decks"
    write(folder / "a.yaml", "")
    (folder / "circle").symlink_to(folder)
    (folder / "away").symlink_to(tmp_path / "outside")
    (folder / "link.yaml").symlink_to(tmp_path / "outside" / "x.yaml")
    (folder / "nowhere.yaml").symlink_to("nothing")
    assert [file[1:3] for file in scan([folder])] == [("a.yaml", 0), ("link.yaml", 3), ("nowhere.yaml", -1)]


def test_a_root_that_is_a_link_to_a_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path / "decks" / "a.yaml", "")
    (tmp_path / "link").symlink_to("decks")
    assert _paths(tmp_path / "link") == [(0, "a.yaml")]


def test_a_folder_with_the_name_of_a_deck_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml" / "b.yaml", "")
    assert _paths(tmp_path) == [(0, "a.yaml/b.yaml")]


@pytest.mark.parametrize(
    ("path", "deck_file"),
    [("a.yaml", True), ("", True), ("roadmap.yaml", False), ("verified.lock", False), ("sub/verified.lock", False)],
)
def test_roadmap_and_locks_are_no_decks(path: str, deck_file: bool) -> None:
    assert is_deck(DeckFile(0, path, 1, 1)) is deck_file


def test_the_stamp_changes_with_any_file_root_or_version_and_only_then(tmp_path: Path) -> None:
    roots = [tmp_path]
    paths = [write(tmp_path / f"{name}.yaml", deck(name)) for name in ("a", "b")]
    seen = [stamp(roots, scan(roots), "1")]
    assert stamp(roots, scan(roots), "1") == seen[0]
    seen += [stamp(roots, scan(roots), "2"), stamp([tmp_path / "."], scan([]), "1")]
    touch(paths[0])
    seen.append(stamp(roots, scan(roots), "1"))
    write(tmp_path / "c.yaml", "")
    seen.append(stamp(roots, scan(roots), "1"))
    paths[1].rename(tmp_path / "d.yaml")
    seen.append(stamp(roots, scan(roots), "1"))
    paths[0].unlink()
    seen.append(stamp(roots, scan(roots), "1"))
    assert len(seen) == len(set(seen))


def test_a_lock_in_a_folder_below_is_not_taken_for_a_deck(tmp_path: Path) -> None:
    write(tmp_path / "decks" / "a.yaml", deck("a", "al-aaaa"))
    write(tmp_path / "decks" / "sub" / "verified.lock", "{}\n")
    library = open_library([tmp_path / "decks"], None)
    assert library.problems == []
    assert list(library.roadmap.topics) == ["a"]
