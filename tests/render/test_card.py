"""A card of each kind as it is asked and answered, and that nothing in it can harm the terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.model import CardState, Note, Source, Topic
from roadmap_flash.core.session import Phase, Session, Showing
from roadmap_flash.render import card
from roadmap_flash.terminal import pages
from tests.support.desk import NOON, MemoryDesk, note
from tests.support.hostile import harmful, texts
from tests.support.showing import text_of

CHOICE: dict[str, Any] = {"right": "two", "wrong": [{"three": "It is `odd`."}, {"five": "Odd, too."}]}
SOURCES = (Source("The page", "https://example.org"), Source("A book, chapter 2", None))


def sit(*notes: Note) -> Session:
    return Session(MemoryDesk(list(notes)))


def showing_of(session: Session) -> Showing:
    assert session.showing
    return session.showing


def asked(one: Note) -> str:
    return text_of(card.question(showing_of(sit(one))))


def answered(one: Note) -> str:
    return text_of(card.answer(showing_of(sit(one))))


def test_a_question_is_its_prompt() -> None:
    one = note("n", q="What is `dict[str, int]` in **Python**?", a="a type")
    assert (asked(one), answered(one)) == ("What is dict[str, int] in Python?", "a type")


def test_code_stands_below_the_prompt() -> None:
    one = note("n", q="What is wrong?", code="x = [1\n\ny = x[0]\n", lang="python", a="`]`")
    assert asked(one) == "What is wrong?\n\n  x = [1\n\n  y = x[0]"


def test_a_picture_is_its_text_and_its_path() -> None:
    one = note("n", q="What?", image="img/[bold].png", alt="two\nboxes")
    assert asked(one) == "What?\n\n[picture: two boxes] img/[bold].png"


def test_printed_output_is_shown_as_code() -> None:
    one = note("n", "output", q="What?", code="print('*a*')", lang="python", output="*a*\n[bold] $x$")
    assert answered(one) == "  *a*\n  [bold] $x$"


@pytest.mark.parametrize(("side", "prompt", "answer"), [("term", "What is meant by λ?", "a factor")])
def test_a_term_is_asked_in_words(side: str, prompt: str, answer: str) -> None:
    one = note("n", "both", term=r"$\lambda$", **{"def": "a factor"})
    assert showing_of(sit(one)).side == side
    assert (asked(one), answered(one)) == (prompt, answer)


def test_a_cloze_shows_its_gap() -> None:
    one = note("n", "cloze", cloze="A {{c1::first}} gap, and a {{c2::second::which?}} one.")
    assert (asked(one), answered(one)) == ("A […] gap, and a second one.", "first")


def choices_of(session: Session) -> list[str]:
    """Each option with all that is said of it, in one line, by its letter."""
    rows = "\n".join(text_of(card.choices(session)).split("\n")[1:])
    return [" ".join(part.split()) for part in re.split(r"\n(?=[ ✔✘] [a-d] )", rows)]


def place_of(session: Session, option: str) -> int:
    return showing_of(session).face.choices.index(option)


def lines_by_option(session: Session) -> dict[str, str]:
    """What is shown before and after each option."""
    shown = choices_of(session)
    return {option: next(row for row in shown if option in row) for option in showing_of(session).face.choices}


def test_options_are_lettered_in_the_drawn_order() -> None:
    session = sit(note("c", "choice", **CHOICE))
    options = showing_of(session).face.choices
    assert choices_of(session) == [f"{letter} {option}" for letter, option in zip("abc", options, strict=True)]


def test_after_a_wrong_choice_it_is_marked_with_its_reason_and_the_right_one_too() -> None:
    session = sit(note("c", "choice", **CHOICE))
    session.choose(place_of(session, "three"))
    rows = lines_by_option(session)
    assert [rows[option][0] for option in ("two", "three")] == ["✔", "✘"]
    assert rows["three"].endswith("three It is odd.")
    assert rows["five"].endswith("five")
    assert rows["five"][0] in "abc"


def test_after_the_right_choice_only_that_one_is_marked() -> None:
    session = sit(note("c", "choice", **CHOICE))
    session.choose(place_of(session, "two"))
    rows = lines_by_option(session)
    assert rows["two"].startswith("✔")
    assert "✘" not in "".join(rows.values())
    assert "odd" not in "".join(rows.values())


def test_revealed_without_a_choice_every_wrong_option_has_its_reason() -> None:
    session = sit(note("c", "choice", **CHOICE))
    session.reveal()
    rows = lines_by_option(session)
    assert rows["two"].startswith("✔")
    assert rows["three"].endswith("three It is odd.")
    assert rows["five"].endswith("five Odd, too.")


def test_options_with_formulas_stand_in_their_rows() -> None:
    options = {"right": r"half $\frac{1}{2}$ of it", "wrong": [{r"$\lambda$": "No."}, {"`a  b`": "No."}]}
    shown = text_of(card.choices(sit(note("c", "choice", **options))))
    assert sorted(row[4:] for row in shown.split("\n")[1:]) == ["a  b", r"half \frac{1}{2} of it", "λ"]


def test_a_multiple_choice_has_no_answer_besides_its_marks() -> None:
    assert card.answer(showing_of(sit(note("c", "choice", **CHOICE)))) == []
    assert card.choices(sit(note("n"))) == []


def test_a_corrected_card_says_so() -> None:
    desk = MemoryDesk([note("n", a="right", fixed={"was": "`wrong`", "day": NOON // 86_400_000})])
    desk.learned("n")
    shown = text_of(card.answer(showing_of(Session(desk))))
    assert shown == "right\nCorrected: the answer was wrong before. It was: wrong"


def test_the_background_of_an_answer() -> None:
    one = replace(note("n", why="Because `x`.", accept=["b", "c"]), sources=SOURCES, as_of=(("git", "2.39"),))
    showing = showing_of(sit(one))
    assert card.background_rows(showing, "bash 5.2") == [
        ("Why", "Because `x`."),
        ("Also", "b · c"),
        ("Source", "The page · A book, chapter 2"),
        ("As of", "git 2.39"),
        ("✔", "checked by running, bash 5.2"),
    ]
    rows = [row.split(maxsplit=1) for row in text_of(card.background(showing, "bash 5.2")).split("\n")[1:]]
    assert rows[0] == ["Why", "Because x."]
    assert [row[0] for row in rows] == ["Why", "Also", "Source", "As", "✔"]


def test_versions_are_told_once_and_a_proof_without_tools_is_one_too() -> None:
    showing = showing_of(sit(replace(note("n"), as_of=(("git", "2.39"),))))
    assert card.background_rows(showing, "git 2.39") == [("✔", "checked by running, git 2.39")]
    assert card.background_rows(showing, "") == [("As of", "git 2.39"), ("✔", "checked by running")]
    assert card.background_rows(showing_of(sit(note("n"))), None) == []
    assert card.background(showing_of(sit(note("n"))), None) == []


def test_the_first_page_among_the_sources_is_the_one_to_open() -> None:
    assert card.first_url(replace(note("n"), sources=SOURCES[::-1])) == "https://example.org"
    assert card.first_url(replace(note("n"), sources=SOURCES[1:])) is None


KINDS = {
    "question": ("q", "a"),
    "both": ("term", "def"),
    "cloze": (),
    "choice": ("q", "right"),
    "output": ("q", "output"),
    "drill": ("q",),
}


@st.composite
def hostile_notes(draw: st.DrawFn) -> Note:
    """A note of any kind with a hostile text in every place."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    fields: dict[str, Any] = {key: draw(texts) for key in ("hint", "why", "code", "lang", "image", "alt")}
    fields |= {key: draw(texts) for key in KINDS[kind]}
    fields |= {"accept": [draw(texts)], "fixed": {"was": draw(texts), "day": NOON // 86_400_000}}
    if kind == "cloze":
        fields["cloze"] = f"{draw(texts)}{{{{c1::{draw(texts)}::{draw(texts)}}}}}{draw(texts)}"
    if kind == "choice":
        fields["wrong"] = [{draw(texts): draw(texts)}, {draw(texts): draw(texts)}]
    if kind == "drill":
        numbers = {"vars": {"a": [1, 2]}, "compute": "a", "check": "a"}
        fields = {key: value for key, value in fields.items() if "<<" not in str(value)} | numbers | {"q": draw(texts)}
        fields["q"] = fields["q"].replace("<<", "")
    sources = (Source(draw(texts), draw(texts)), Source(draw(texts), None))
    made = note("n", kind, **fields)
    as_of = ((draw(texts), draw(texts)),)
    return replace(made, file=draw(texts), topic=draw(texts), sources=sources, as_of=as_of)


def hostile_session(one: Note) -> Session:
    desk = MemoryDesk([one])
    for side in ("", ":term", ":def", ":c1"):
        desk.learned(f"n{side}")
    return Session(desk)


@given(hostile_notes(), texts, texts, st.integers(20, 100))
def test_no_page_of_a_review_shows_anything_harmful(one: Note, title: str, proven: str, columns: int) -> None:
    session = hostile_session(one)
    topic = Topic(title, title, title, (title, title), (), (), 0, ages=False)
    view = pages.View(topic, hint=True, proven=proven, notices=[])
    for _ in Phase.QUESTION, Phase.ANSWER:
        showing = showing_of(session)
        shown = text_of(pages.page(session, showing, view, columns), columns)
        shown += text_of(pages.foot(session, showing, view, columns), columns)
        assert harmful(shown) == []
        if not session.choose(1):
            session.reveal()
    state = CardState(title, flag=title)
    assert harmful(text_of(pages.info(showing_of(session), state), columns)) == []
