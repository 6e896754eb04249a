"""Packages: the same notes give the same bytes, in memory, with ids of their own."""

from __future__ import annotations

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from roadmap_flash.core.model import Note, Topic
from roadmap_flash.decks.changes import Change
from roadmap_flash.exporters import Entry, all_exporters
from roadmap_flash.exporters.anki.fields import INSTANCES, CannotShowError, fields_of, why_not
from roadmap_flash.exporters.anki.package import Package
from tests.support.decks import read_note

TOPIC = Topic("alpha", "Alpha", "role", ("Role", "Alpha"), (), (), 0, ages=False)


def entry(card: str, *, proven: str | None = None) -> Entry:
    return Entry(read_note(f"topic: alpha\ncards:\n{card}"), TOPIC, proven, Change("x", 1_790_000_000))


def exported(*entries: Entry) -> bytes:
    return all_exporters()[".apkg"].export(list(entries), iter).data


QUESTION = "- id: a-aaaa\n  q: What?\n  a: that\n"


def test_the_same_notes_give_the_same_bytes() -> None:
    assert exported(entry(QUESTION)) == exported(entry(QUESTION))


def test_no_file_is_left_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    exported(entry(QUESTION))
    assert list(tmp_path.iterdir()) == []


def test_a_package_is_a_deflated_zip_of_the_old_form() -> None:
    archive = zipfile.ZipFile(BytesIO(exported(entry(QUESTION))))
    assert archive.namelist() == ["collection.anki2", "media"]
    assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_DEFLATED}
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_notes_whose_places_meet_get_different_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmap_flash.exporters.anki.package.seeded", lambda *_: 5)
    package = Package()
    for name in ("aaaa", "bbbb", "cccc"):
        one = entry(QUESTION.replace("aaaa", name))
        package.add(one, fields_of(one))
    assert (package.notes, package.cards) == (3, 3)
    assert len(package.to_bytes()) > 1000


def test_an_empty_package_can_be_written() -> None:
    assert Package().to_bytes()


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ("- id: a-aaaa\n  q: '#'\n  a: that\n", "its front shows nothing"),
        ("- id: a-aaaa\n  q: What?\n  a: '[](https://example.org)'\n", "its back shows nothing"),
        ("- id: a-aaaa\n  term: word\n  def: '-'\n", "its back shows nothing"),
        ("- id: a-aaaa\n  cloze: 'A [link](https://example.org/{{c1::x}}) here'\n", "a gap stands where"),
        ("- id: a-aaaa\n  cloze: |\n    ```{{c1::python}}\n    x\n    ```\n", "a gap stands where"),
    ],
)
def test_what_anki_could_not_show_is_refused(card: str, why: str) -> None:
    one = entry(card)
    assert why in (why_not(one.note) or "")
    with pytest.raises(CannotShowError, match=why):
        fields_of(one)
    made = all_exporters()[".apkg"].export([one, entry(QUESTION)], iter)
    assert (made.notes, [left.note.id for left in made.left_out]) == (1, ["a-aaaa"])


def test_a_drill_shows_different_numbers() -> None:
    import json

    card = "- id: a-dril\n  q: Double <<x>>?\n  vars: {x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]}\n"
    front, back, instances = fields_of(entry(f"{card}  compute: 2 * x\n  check: x + x\n"))[:3]
    made = json.loads(instances)
    assert (len(made), len({one[0] for one in made})) == (INSTANCES, INSTANCES)
    assert made[0][:2] == [front, back]
    assert all(2 * int(one[0].split()[1].rstrip("?")) == int(one[1]) for one in made)
    assert fields_of(entry("- id: a-dril\n  q: Double <<x>>?\n  vars: {x: [7]}\n  compute: 2*x\n  check: x+x\n"))[2]


def test_what_stands_behind_an_answer() -> None:
    card = f"{QUESTION}  accept: [this one]\n  fixed: {{on: 2026-11-22, was: the other}}\n"
    note: Note = entry(card).note
    values = fields_of(Entry(note, TOPIC, "git 2.39", Change("x", 1)))
    assert values[6] == "checked by running, git 2.39"
    assert values[7] == "right, too: this one<br>corrected on 2026-11-22; it said: the other"
    assert values[8:] == ["Role › Alpha", "", "a-aaaa"]
