"""Exports arriving in the official Anki: what is new, what is updated, and what stays the learner's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.decks.library import open_library
from roadmap_flash.exporters.anki import note_types
from tests.support.anki import Anki, Imported, anki
from tests.support.decks import deck, write
from tests.support.running import run_here

SHIPPED = Path(__file__).parents[3] / "decks"
CLOZE = "- id: a-cloz\n  cloze: One {{c1::gap}} and {{c2::two}}.\n"
BOTH = "- id: a-both\n  term: a word\n  def: what it means\n"
DRILL = "- id: a-dril\n  q: What is <<x>> doubled?\n  vars: {x: [1, 2, 3]}\n  compute: 2 * x\n  check: x + x\n"

Export = Callable[..., Path]


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Export:
    """Writes a deck with the given cards and exports it; each export is a minute after the one before."""
    minutes = iter(range(60))

    def exported(*cards: str, header: str = "") -> Path:
        write(tmp_path / "decks" / "alpha.yaml", deck("alpha", *cards, header=header))
        monkeypatch.setenv("FLASH_NOW", f"2026-11-01T10:{next(minutes):02d}Z")
        out = tmp_path / "out.apkg"
        ran = run_here(capsys, "export", str(out), "--force", "--decks", str(tmp_path / "decks"))
        assert (ran.code, ran.err) == (0, ""), ran
        return out

    return exported


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Anki]:
    with anki(tmp_path / "anki") as opened:
        yield opened


def test_the_shipped_decks_arrive_whole(tmp_path: Path, target: Anki, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capsys, "export", str(tmp_path / "all.apkg"))
    assert ran.code == 0, ran
    notes = list(open_library([SHIPPED], None).notes())
    cards = sum(len(kind_named(note.kind).sides(note.fields)) for note in notes)
    assert target.take(tmp_path / "all.apkg") == Imported(len(notes), 0, 0, 0)
    assert (target.collection.note_count(), target.collection.card_count()) == (len(notes), cards)
    assert target.problems() == (0, "")
    before = target.everything()
    assert target.take(tmp_path / "all.apkg") == Imported(0, 0, len(notes), 0)
    assert target.everything() == before


def test_decks_tags_and_the_order_of_new_cards(export: Export, target: Anki) -> None:
    late = "- id: a-late\n  q: Which comes last?\n  a: this\n  level: 3\n  tags: [my tag]\n"
    target.take(export(late, "a-frst", CLOZE))
    names = {deck.name for deck in target.collection.decks.all_names_and_ids()}
    assert {"MLOps Roadmap", "MLOps Roadmap::Alpha"} <= names
    due = {note: [card.due for card in target.cards(note)] for note in ("a-frst", "a-cloz", "a-late")}
    assert due == {"a-frst": [1], "a-cloz": [2, 2], "a-late": [3]}
    assert set(target.note("a-late").tags) == {
        *("roadmap::role::alpha", "roadmap::topic::alpha", "roadmap::kind::question", "roadmap::level::3"),
        *("roadmap::answer::sourced", "own::my_tag"),
    }
    described = target.collection.decks.by_name("MLOps Roadmap::Alpha")
    assert "3 notes on Alpha" in described["desc"]


def test_every_kind_makes_its_cards(export: Export, target: Anki) -> None:
    choice = "- id: a-chce\n  q: Which one?\n  right: this\n  wrong:\n  - that: no\n  - other: no\n"
    output = "- id: a-outp\n  q: What is printed?\n  code: print(1)\n  lang: python\n  output: '1'\n"
    target.take(export("a-ques", CLOZE, BOTH, DRILL, choice, output))
    counts = {note: len(target.cards(note)) for note in ("a-ques", "a-cloz", "a-both", "a-dril", "a-chce", "a-outp")}
    assert counts == {"a-ques": 1, "a-cloz": 2, "a-both": 2, "a-dril": 1, "a-chce": 1, "a-outp": 1}
    assert target.problems() == (0, "")


def test_one_edited_card_updates_exactly_that_one(export: Export, target: Anki) -> None:
    target.take(export("a-aaaa", "a-bbbb", CLOZE))
    before = {note: target.note(note).fields for note in ("a-bbbb", "a-cloz")}
    edited = "- id: a-aaaa\n  q: What is a-aaaa?\n  a: another answer\n"
    assert target.take(export(edited, "a-bbbb", CLOZE)) == Imported(0, 1, 2, 0)
    assert target.note("a-aaaa")["Back"] == "another answer"
    assert {note: target.note(note).fields for note in before} == before


def test_what_no_learner_sees_updates_nothing(export: Export, target: Anki) -> None:
    target.take(export("a-aaaa", "a-bbbb"))
    unseen = "- id: a-aaaa\n  q: What is a-aaaa?\n  a: that\n  verify: assert ANSWER\n  allow: [short-question]\n"
    assert target.take(export(unseen, "a-bbbb")) == Imported(0, 0, 2, 0)


def test_cards_are_added_without_touching_others(export: Export, target: Anki) -> None:
    target.take(export("a-aaaa"))
    assert target.take(export("a-zzzz", "a-aaaa", BOTH)) == Imported(2, 0, 1, 0)
    assert target.collection.note_count() == 3


def test_a_clock_that_was_set_back_holds_up_no_change(
    export: Export, target: Anki, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target.take(export("a-aaaa", "a-bbbb"))
    write(tmp_path / "decks" / "alpha.yaml", deck("alpha", "- id: a-aaaa\n  q: What now?\n  a: that\n", "a-bbbb"))
    monkeypatch.setenv("FLASH_NOW", "2020-01-01T00:00Z")
    again = ("export", str(tmp_path / "out.apkg"), "--force", "--decks", str(tmp_path / "decks"))
    assert run_here(capsys, *again).code == 0
    assert target.take(tmp_path / "out.apkg") == Imported(0, 1, 1, 0)
    assert target.note("a-aaaa")["Front"] == "What now?"


def test_edits_made_in_anki_are_kept(export: Export, target: Anki) -> None:
    target.take(export("a-aaaa", "a-bbbb"))
    target.write("a-aaaa", Back="my own words")
    assert target.take(export("a-aaaa", "- id: a-bbbb\n  q: What else?\n  a: that\n")) == Imported(0, 1, 1, 0)
    assert target.note("a-aaaa")["Back"] == "my own words"


def test_an_edit_that_is_newer_than_the_change_is_kept(export: Export, target: Anki) -> None:
    target.take(export("a-aaaa"))
    target.write("a-aaaa", Back="my own words")
    target.collection.db.execute("update notes set mod = ?", 1_900_000_000)  # later than any export here
    assert target.take(export("- id: a-aaaa\n  q: What?\n  a: this\n")) == Imported(0, 0, 1, 0)
    assert target.note("a-aaaa")["Back"] == "my own words"


def test_moved_retagged_and_suspended_cards_stay_so(export: Export, target: Anki) -> None:
    collection = target.collection
    target.take(export("a-aaaa", "a-bbbb", "a-cccc", "a-dddd"))
    moved, suspended = target.cards("a-aaaa")[0], target.cards("a-cccc")[0]
    elsewhere = collection.decks.id("Elsewhere")
    collection.set_deck([moved.id], elsewhere)
    collection.sched.suspend_cards([suspended.id])
    collection.tags.bulk_add([target.note("a-bbbb").id], "mine")
    edited = [f"- id: a-{name * 4}\n  q: What is it now?\n  a: changed\n" for name in "acd"]
    assert target.take(export(edited[0], "a-bbbb", *edited[1:])) == Imported(0, 3, 1, 0)
    assert collection.get_card(moved.id).did == elsewhere
    assert collection.get_card(suspended.id).queue == -1
    assert "mine" in target.note("a-bbbb").tags
    assert target.note("a-aaaa")["Back"] == "changed"


def test_a_schedule_survives_an_update(export: Export, target: Anki) -> None:
    target.take(export("a-aaaa"))
    (card,) = target.cards("a-aaaa")
    target.collection.sched.set_due_date([card.id], "7")
    before = target.collection.get_card(card.id)
    target.take(export("- id: a-aaaa\n  q: What is new?\n  a: this\n"))
    after = target.collection.get_card(card.id)
    assert (after.type, after.due, after.ivl) == (before.type, before.due, before.ivl)


def test_a_deck_that_was_renamed_or_moved_brings_no_duplicates(
    export: Export, target: Anki, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target.take(export("a-aaaa", "a-bbbb"))
    (tmp_path / "decks" / "alpha.yaml").unlink()
    write(tmp_path / "decks" / "section" / "beta.yaml", deck("beta", "a-aaaa", "a-bbbb"))
    monkeypatch.setenv("FLASH_NOW", "2026-11-02T10:00Z")
    out = tmp_path / "out.apkg"
    assert run_here(capsys, "export", str(out), "--force", "--decks", str(tmp_path / "decks")).code == 0
    assert target.take(out).new == 0
    assert target.collection.note_count() == 2


def test_a_changed_kind_keeps_its_note_or_is_named(
    export: Export, target: Anki, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target.take(export("a-aaaa", "a-bbbb"))
    choice = "- id: a-aaaa\n  q: Which one?\n  right: this\n  wrong:\n  - that: no\n  - other: no\n"
    assert target.take(export(choice, "a-bbbb")) == Imported(0, 1, 1, 0)
    assert target.take(export(choice, CLOZE.replace("a-cloz", "a-bbbb"))).conflicting == 1
    write(tmp_path / "decks" / "alpha.yaml", deck("alpha", CLOZE.replace("a-cloz", "a-aaaa"), "a-bbbb"))
    again = run_here(capsys, "export", str(tmp_path / "x.apkg"), "--decks", str(tmp_path / "decks"))
    assert "Anki will refuse a-aaaa, a-bbbb: another kind of card now." in again.out


def test_later_templates_arrive(export: Export, target: Anki, monkeypatch: pytest.MonkeyPatch) -> None:
    target.take(export("a-aaaa"))
    later = note_types.TEMPLATES_CHANGED + 86400
    monkeypatch.setattr(note_types, "TEMPLATES_CHANGED", later)
    monkeypatch.setattr(note_types, "style", lambda: ".card { color: teal; }")
    assert target.take(export("a-aaaa")) == Imported(0, 0, 1, 0)
    names = [one.name for one in target.collection.models.all_names_and_ids() if one.name.startswith("Roadmap")]
    assert names == ["Roadmap Question"]
    assert "teal" in target.collection.models.by_name("Roadmap Question")["css"]


def test_pictures_come_along_and_change_with_their_card(export: Export, target: Anki, tmp_path: Path) -> None:
    picture = "- id: a-pict\n  q: What is seen?\n  a: a plot\n  image: plot.svg\n  alt: a <plot>\n"
    write(tmp_path / "decks" / "plot.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    target.take(export(picture, "a-aaaa"))
    first = target.note("a-pict")["Front"]
    write(tmp_path / "decks" / "plot.svg", "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>")
    assert target.take(export(picture, "a-aaaa")) == Imported(0, 1, 1, 0)
    assert target.note("a-pict")["Front"] != first
    media = Path(target.collection.media.dir())
    assert len(list(media.glob("roadmap-flash-*.svg"))) == 2
    assert target.collection.media.check().missing == []


def test_a_card_without_an_id_is_left_out_and_named(
    tmp_path: Path, target: Anki, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "decks" / "alpha.yaml", deck("alpha", "- q: What has no id?\n  a: this\n", "a-aaaa"))
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(tmp_path / "decks"))
    assert ran.code == 0
    assert "alpha.yaml:3: question." in ran.err
    assert "flash check --fix" in ran.err
    assert "1 note left out" in ran.out
    assert target.take(tmp_path / "o.apkg") == Imported(1, 0, 0, 0)
