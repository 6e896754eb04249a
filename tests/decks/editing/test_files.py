"""Files are written whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roadmap_flash.decks.editing.files import open_text, write_text
from roadmap_flash.decks.editing.ids import Corpus
from roadmap_flash.errors import DeckError

HOSTILE = ("--wq.yml", "; rm -rf x.yaml", "two words.yaml", "line\nfeed.yaml", "$(x).yaml")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_keeps_its_mode_and_leaves_nothing_beside_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("old")
    path.chmod(0o640)
    write_text(open_text(path), "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == [name]


def test_a_new_file_comes_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.yaml"
    opened = open_text(path)
    assert (opened.data, opened.text) == (None, "")
    write_text(opened, "new")
    assert path.read_text() == "new"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    write_text(open_text(tmp_path / "link.yaml"), "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "new"


@pytest.mark.parametrize("name", ["pipe.yaml", "zero.yaml"])
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    with pytest.raises(DeckError, match="is no file"):
        open_text(tmp_path / name)
    assert not Corpus([tmp_path]).holds("x")


@pytest.mark.parametrize("change", ["written", "deleted", "made"])
def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.yaml"
    if change != "made":
        path.write_text("old")
    opened = open_text(path)
    path.unlink() if change == "deleted" else path.write_text("theirs")
    with pytest.raises(DeckError, match=r"a\.yaml: changed meanwhile"):
        write_text(opened, "ours")
    assert not path.exists() if change == "deleted" else path.read_text() == "theirs"


def test_a_read_only_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # root may write into any folder
    with pytest.raises(DeckError, match=r"a\.yaml: cannot be written: Permission denied"):
        write_text(open_text(tmp_path / "a.yaml"), "new")
    assert (tmp_path / "a.yaml").read_text() == "old"


def test_a_failure_half_way_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DeckError, match="cannot be written: No space left on device"):
        write_text(open_text(path), "new")
    assert (path.read_text(), names(tmp_path)) == ("old", ["a.yaml"])


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="cannot be opened: Is a directory"):
        open_text(tmp_path)
    (tmp_path / "latin.yaml").write_bytes(b"q: \xe4")
    with pytest.raises(DeckError, match=r"latin\.yaml: is not UTF-8"):
        _ = open_text(tmp_path / "latin.yaml").text
