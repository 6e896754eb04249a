"""Every format that there is a file for, held to what all of them promise; then each by itself."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from roadmap_flash.core.kinds import all_kinds
from roadmap_flash.decks.changes import Change
from roadmap_flash.decks.library import open_library
from roadmap_flash.exporters import Entry, all_exporters, faces
from roadmap_flash.exporters.csv import COLUMNS
from tests.support.html import elements, visible, words

SHIPPED = Path(__file__).parents[2] / "decks"


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    library = open_library([SHIPPED], None)
    topics = library.roadmap.topics
    return [
        Entry(note, topics[note.topic], library.proven(note), Change("x", 1_790_000_000)) for note in library.notes()
    ]


def test_the_formats() -> None:
    assert set(all_exporters()) == {".apkg", ".csv", ".json", ".md"}


@pytest.mark.parametrize("suffix", sorted(all_exporters()))
def test_same_notes_same_bytes_and_nothing_left_out(suffix: str, entries: list[Entry]) -> None:
    exporter = all_exporters()[suffix]
    assert {entry.note.kind for entry in entries} == {kind.name for kind in all_kinds()}
    first = exporter.export(entries, iter)
    assert first.data == exporter.export(entries, iter).data
    assert (first.notes, first.cards) == (len(entries), sum(len(faces(entry.note)) for entry in entries))
    assert first.left_out == []
    assert exporter.suffix == suffix
    assert exporter.about
    assert exporter.same_form("question", "question")


def test_csv_has_a_row_for_each_card(entries: list[Entry]) -> None:
    data = all_exporters()[".csv"].export(entries, iter).data
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(head) == COLUMNS
    ids = [f"{entry.note.id}:{side}".rstrip(":") for entry in entries for side in faces(entry.note)]
    assert [row[0] for row in rows] == ids
    first = next(iter(faces(entries[0].note).values()))
    assert rows[0][4:6] == [first.prompt, first.answer]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start: str, entries: list[Entry]) -> None:
    from dataclasses import replace

    fields = {"id": "a-aaaa", "q": f"{start}cmd|' /C calc'!A0", "a": f"{start}1", "why": f"x{start}"}
    note = replace(entries[0].note, kind="question", fields=fields)
    data = all_exporters()[".csv"].export([entries[0]._replace(note=note)], iter).data.decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(data, newline="")))[1:]
    assert row[4:8] == [f"'{fields['q']}", f"'{start}1", "", f"x{start}"]


def test_json_has_everything_of_a_note(entries: list[Entry]) -> None:
    written = json.loads(all_exporters()[".json"].export(entries, iter).data)
    assert written["format"] == 1
    assert [note["id"] for note in written["notes"]] == [entry.note.id for entry in entries]
    for note, entry in zip(written["notes"], entries, strict=True):
        assert note["fields"] == entry.note.fields
        assert note["topic"]["slug"] == entry.topic.slug
        assert note["changed"] == "2026-09-21T14:13:20Z"
        assert [card["prompt"] for card in note["cards"]] == [face.prompt for face in faces(entry.note).values()]


def test_markdown_is_read_back_as_it_was_written(entries: list[Entry]) -> None:
    text = all_exporters()[".md"].export(entries, iter).data.decode()
    tokens = MarkdownIt().parse(text)
    fences = [token.content.rstrip("\n") for token in tokens if token.type == "fence"]
    codes = [
        part.rstrip("\n")
        for entry in entries
        for face in faces(entry.note).values()
        for part in (face.code, face.output)
        if part
    ]
    assert [code for code in codes if code not in fences] == []
    heads = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]
    assert heads == list(dict.fromkeys(" › ".join(entry.topic.path) for entry in entries))


def test_a_fence_is_longer_than_any_in_its_code(entries: list[Entry]) -> None:
    from dataclasses import replace

    fields = {"id": "a-aaaa", "q": "What?", "code": "````\nx\n````", "lang": "text", "output": "```"}
    note = replace(entries[0].note, kind="output", fields=fields)
    text = all_exporters()[".md"].export([entries[0]._replace(note=note)], iter).data.decode()
    fences = [token.content for token in MarkdownIt().parse(text) if token.type == "fence"]
    assert fences == ["````\nx\n````\n", "```\n"]


def test_what_other_readers_of_markdown_would_act_on_is_text(entries: list[Entry]) -> None:
    from dataclasses import replace

    said = r"A vector<int> \\<b> &lt; R&D ![x](y) \<i> at <https://a.b>"
    fields = {"id": "a-aaaa", "q": f"{said} `<int> &lt;` $a<b$?", "a": said, "why": said, "hint": ""}
    note = replace(entries[0].note, kind="question", fields=fields)
    text = all_exporters()[".md"].export([entries[0]._replace(note=note)], iter).data.decode()
    html = MarkdownIt("commonmark", {"xhtmlOut": False}).render(text)
    shown = words(visible(html))
    assert r"A vector<int> \<b> &lt; R&D !x <i> at https://a.b <int> &lt; $a<b$?" in shown
    assert shown.count("A vector<int>") == 3
    assert {tag for tag, *_ in elements(html)} <= {"h1", "p", "strong", "em", "code", "a", "hr"}
