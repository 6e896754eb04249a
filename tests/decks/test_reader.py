"""From the text of a deck to its notes: the head, the cards, and reading item by item after a syntax error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.kinds import all_kinds, kind_named
from roadmap_flash.core.model import Source
from roadmap_flash.decks.reader import MAX_BYTES, read_deck
from tests.support.decks import brief, deck, question, read, read_note, write
from tests.support.samples import DECK, KINDS

HEADER = """\
as_of: {git: "2.39", bash: 5.2}
runs: bash
setup: |
  git init
  make\tall
sources:
  page: {doc: The page, url: https://example.org/a?b=c#d}
  book: {book: clrs, chapter: Sorting}
"""


def test_the_sample_deck_has_a_card_of_every_kind_and_no_problem() -> None:
    found = read(DECK.lstrip())
    assert found.problems == []
    assert {note.id: note.kind for note in found.notes} == KINDS
    assert set(KINDS.values()) == {kind.name for kind in all_kinds()}


def test_the_head_of_a_deck_is_read() -> None:
    found = read(
        deck("alpha", "al-aaaa", header=HEADER + "retired: [al-zzzz, al-yyyy]\n"), books={"clrs": "Algorithms"}
    )
    assert found.problems == []
    assert (found.topic, found.topic_line, found.retired) == ("alpha", 1, ["al-zzzz", "al-yyyy"])
    assert found.header == {
        "as_of": {"git": "2.39", "bash": "5.2"},
        "runs": "bash",
        "setup": "git init\nmake\tall",
        "sources": {"page": ["The page", "https://example.org/a?b=c#d"], "book": ["Algorithms, Sorting", None]},
    }


def test_the_order_of_the_keys_of_a_deck_does_not_matter() -> None:
    head = deck("alpha", question("al-aaaa", src="page"), header=HEADER)
    cards = head[head.index("cards:") :]
    other = cards + head.removesuffix(cards)
    assert read(other).problems == []
    assert [(note.id, note.sources, note.digest) for note in read(other).notes] == [
        (note.id, note.sources, note.digest) for note in read(head).notes
    ]


def test_a_note_carries_what_it_takes_from_its_deck() -> None:
    found = read(deck("alpha", question("al-aaaa", src="[book, page]", level="3"), header=HEADER), Path("some/x.yaml"))
    (note,) = found.notes
    assert note.topic == "alpha"
    assert note.file == "some/x.yaml"
    assert note.line == 11
    assert note.level == 3
    assert note.sources == (Source("clrs, Sorting", None), Source("The page", "https://example.org/a?b=c#d"))
    assert note.as_of == (("git", "2.39"), ("bash", "5.2"))
    assert note.replaces is None


def test_any_book_may_be_cited_where_there_is_no_bibliography_and_only_known_ones_where_there_is() -> None:
    text = deck("alpha", question("al-aaaa", src="page"), header=HEADER)
    assert read(text, books=None).problems == []
    assert brief(read(text, books={}).problems) == [(9, "", "book")]
    assert brief(read(text, books={"prml": "x"}).problems) == [(9, "", "book")]


def test_a_deck_without_a_topic_has_none_and_its_notes_the_name_of_the_file() -> None:
    found = read("cards:\n- {id: al-aaaa, q: x, a: y}\n", Path("folder/beta.yaml"))
    assert found.topic == ""
    assert found.notes[0].topic == "beta"


def test_a_deck_without_cards_in_its_list_is_fine() -> None:
    assert read("topic: alpha\ncards: []\n").problems == []


@pytest.mark.parametrize("typed", ["no", "3.10", "010", "1:30", "on", "null", "~", "true", "0x1F", "1e3", "2026-01-01"])
def test_a_scalar_stays_text_in_every_key(typed: str) -> None:
    note = read_note(
        f"as_of: {{tool: {typed}}}\nsources: {{{typed}: {{book: b, chapter: {typed}}}}}\ncards:\n- id: al-aaaa\n"
        f"  q: {typed}\n  right: {typed}\n  wrong:\n  - a: {typed}\n  - b{typed}: c\n"
        f"  hint: {typed}\n  why: {typed}\n  tags: [{typed}]\n  src: {typed}\n  verify: {{python: {typed}}}\n"
    )
    assert note.fields == {
        "id": "al-aaaa",
        "q": typed,
        "right": typed,
        "wrong": [{"a": typed}, {f"b{typed}": "c"}],
        "hint": typed,
        "why": typed,
        "tags": [typed],
        "src": [typed],
        "verify": {"python": typed},
    }
    assert note.as_of == (("tool", typed),)
    assert note.sources == (Source(f"b, {typed}", None),)


def test_texts_are_as_typed_in_every_style() -> None:
    note = read_note(
        "cards:\n- id: al-aaaa\n  q: |\n    one\n      two\n\n    three\n\n  a: >\n    one\n    two\n"
        '  why: "a\\u00e9\\n\\"b\\""\n  hint: \'it\'\'s "so"\'\n  accept: [plain text, "a, b", \'#\']\n'
    )
    assert note.fields["q"] == "one\n  two\n\nthree"
    assert note.fields["a"] == "one two"
    assert note.fields["why"] == 'aé\n"b"'
    assert note.fields["hint"] == 'it\'s "so"'
    assert note.fields["accept"] == ["plain text", "a, b", "#"]


def test_tabs_stay_in_programs() -> None:
    note = read_note(
        'cards:\n- id: al-aaaa\n  q: x\n  code: "a\\tb"\n  lang: make\n  output: "c\\td"\n  verify: |\n    a\tb\n'
    )
    assert (note.fields["code"], note.fields["output"], note.fields["verify"]) == ("a\tb", "c\td", "a\tb")


@pytest.mark.parametrize(
    "change", ["\r\n", "bom", "both", "\r", "no line feed at the end", "indented list", "document"]
)
def test_other_ways_to_write_the_same_file_make_the_same_notes(change: str) -> None:
    plain = DECK.lstrip()
    data = {
        "\r\n": plain.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + plain.encode(),
        "both": b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode(),
        "\r": plain.replace("\n", "\r").encode(),
        "no line feed at the end": plain.rstrip("\n").encode(),
        "indented list": (plain[: plain.index("- id")] + plain[plain.index("- id") :].replace("\n", "\n  ")).encode(),
        "document": b"--- # a comment\n" + plain.encode() + b"...\n",
    }[change]
    if change == "indented list":
        data = data.replace(b"\n- id: al-aaaa", b"\n  - id: al-aaaa")
    found = read(data)
    assert found.problems == []
    assert [(note.id, note.digest) for note in found.notes] == [(note.id, note.digest) for note in read(plain).notes]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_and_comments_found_whatever_the_line_ends_are(end: str) -> None:
    text = "cards:\n- id: al-aaaa\n  q: x\n  a: C # sharp\n- id: al-bbbb\n  q: y\n  a: z\n  level: 9\n"
    assert brief(read(text.replace("\n", end)).problems) == [(4, "al-aaaa", "cut-by-comment"), (8, "al-bbbb", "value")]


def test_a_file_of_a_mebibyte_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    text = deck("alpha", "al-aaaa")
    path = write(tmp_path / "alpha.yaml", text + "#" * (MAX_BYTES - len(text)))
    assert [note.id for note in read_deck(path, None).notes] == ["al-aaaa"]
    write(path, path.read_bytes() + b"#")
    assert brief(read_deck(path, None).problems) == [(1, "", "too-large")]


def test_a_file_that_is_not_there_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.yaml", tmp_path, tmp_path / ("x" * 300)):
        found = read_deck(path, None)
        assert brief(found.problems) == [(1, "", "unreadable")]
        assert found.notes == []


GOOD = ["al-aaaa", "al-cccc"]
BAD = [
    '  q: "x\n',
    "  q: x: y\n",
    "\tq: x\n",
    "  q: [x\n",
    "  q: {x: \n",
    "  q: *x\n",
    "  q: @\n",
    " q: x\n",
    "  - q\n",
]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("indent", ["", "  ", "      "])
def test_a_card_that_is_no_yaml_hides_no_other(bad: str, indent: str) -> None:
    bad_card = f"- id: al-bbbb\n{bad}"
    cards = "".join(f"{question('al-aaaa')}\n{bad_card}\n# a comment\n{question('al-cccc', src='page')}")
    items = "".join(f"{indent}{line}\n" if line else "\n" for line in cards.splitlines())
    head = 'topic: alpha\nsources:\n  page: {doc: x, url: "https://example.org/"}\n\ncards:\n\n'
    found = read(head + items)
    assert [note.id for note in found.notes] == GOOD
    assert [note.line for note in found.notes] == [7, 15]
    assert [source.label for source in found.notes[1].sources] == ["x"]
    (problem,) = found.problems
    assert 11 <= problem.line <= 14


@pytest.mark.parametrize("tail", ["retired: [al-zzzz]\n", "sources: {}\n", "runs: bash\n", "as_of: {x: y}\n"])
def test_keys_after_the_cards_count_when_a_card_is_no_yaml(tail: str) -> None:
    found = read(f"topic: alpha\ncards:\n{question('al-aaaa')}- id: al-bbbb\n  q: x: y\n{question('al-cccc')}{tail}")
    assert [note.id for note in found.notes] == GOOD
    assert brief(found.problems) == [(7, "", "syntax")]
    assert found.retired == (["al-zzzz"] if "retired" in tail else [])


def test_a_head_that_is_no_yaml_hides_no_card() -> None:
    found = read(f"topic: a: b\ncards:\n{question('al-aaaa', src='page')}{question('al-cccc')}")
    assert [note.id for note in found.notes] == GOOD
    assert brief(found.problems) == [(1, "", "syntax")]


def test_program_text_that_looks_like_cards_stays_program_text() -> None:
    text = deck(
        "alpha",
        "- id: al-aaaa\n  q: x\n  a: y\n  verify: |\n    cards:\n    - id: al-zzzz\n    retired: no\n",
        "- id: al-bbbb\n  q: x: y\n",
        "al-cccc",
    )
    found = read(text)
    assert [note.id for note in found.notes] == GOOD
    assert found.notes[0].fields["verify"] == "cards:\n- id: al-zzzz\nretired: no"
    assert brief(found.problems) == [(11, "", "syntax")]


def test_a_mark_of_bytes_does_not_hide_the_cards_from_reading_item_by_item() -> None:
    found = read(b"\xef\xbb\xbfcards:\r\n- q: x: y\r\n- id: al-aaaa\r\n  q: x\r\n  a: y\r\n")
    assert [note.id for note in found.notes] == ["al-aaaa"]
    assert brief(found.problems) == [(2, "", "syntax")]


def test_a_retired_id_is_not_served_by_its_own_deck() -> None:
    found = read(deck("alpha", "al-aaaa", "al-bbbb", header="retired: al-bbbb\n"))
    assert [note.id for note in found.notes] == ["al-aaaa"]
    assert brief(found.problems) == [(7, "al-bbbb", "retired-id")]
    assert found.retired == ["al-bbbb"]


def test_both_lists_of_cards_are_served_where_there_are_two() -> None:
    found = read(f"cards:\n{question('al-aaaa')}cards:\n{question('al-cccc')}")
    assert [note.id for note in found.notes] == GOOD
    assert brief(found.problems) == [(5, "", "duplicate-key")]


@given(st.integers(0, 5), st.sampled_from(BAD))
def test_whichever_card_is_no_yaml_the_others_are_served(place: int, bad: str) -> None:
    cards = [question(f"al-000{number}") for number in range(6)]
    cards[place] = f"- id: al-000{place}\n{bad}"
    found = read(deck("alpha", *cards))
    assert [note.id for note in found.notes] == [f"al-000{number}" for number in range(6) if number != place]
    assert len(found.problems) == 1


@given(st.lists(st.sampled_from(DECK.lstrip().splitlines(keepends=True)), max_size=30), st.binary(max_size=4))
def test_lines_in_any_order_never_raise(lines: list[str], more: bytes) -> None:
    found = read(b"cards:\n" + "".join(lines).encode() + more)
    for note in found.notes:
        kind = kind_named(note.kind)
        for side in kind.sides(note.fields):
            assert kind.face(note.fields, side, kind.draw(note.fields, "seed")).prompt


@given(st.binary(max_size=200))
def test_any_bytes_at_all_never_raise(data: bytes) -> None:
    assert read(data).notes == []
    read(b"cards:\n- " + data)
