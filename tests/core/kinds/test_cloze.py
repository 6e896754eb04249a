"""The kind `cloze`: gaps in Anki's notation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.kinds.cloze import gaps, split_hint

KIND = kind_named("cloze")


def _face(text: str, side: str) -> tuple[str, str]:
    fields = {"cloze": text}
    assert list(KIND.faults(fields)) == []
    face = KIND.face(fields, side, KIND.draw(fields, "seed"))
    return face.prompt, face.answer


def test_each_number_is_a_card_and_the_other_gaps_are_filled_in() -> None:
    text = "A {{c2::first}} and a {{c1::second}} and a {{c2::third}} and a {{c11::fourth}}."
    assert KIND.sides({"cloze": text}) == ("c1", "c2", "c11")
    assert _face(text, "c1") == ("A first and a **[…]** and a third and a fourth.", "second")
    assert _face(text, "c2") == ("A **[…]** and a second and a **[…]** and a fourth.", "first, third")
    assert _face(text, "c11") == ("A first and a second and a third and a **[…]**.", "fourth")


def test_the_gist_shows_every_gap_and_all_that_they_hide() -> None:
    assert KIND.gist({"cloze": "A {{c1::x}} {{c2::y::hint}} {{c1::z}}."}) == ("A […] […] […].", "x, z, y")


@pytest.mark.parametrize(
    ("body", "text", "hint"),
    [
        ("text", "text", ""),
        ("text::hint", "text", "hint"),
        ("text::", "text", ""),
        ("a::b::hint", "a::b", "hint"),
        ("`std::vector`", "`std::vector`", ""),
        ("`std::vector`::a class", "`std::vector`", "a class"),
        ("use `std::vector`", "use `std::vector`", ""),
        ("std::vector", "std", "vector"),
        ("a: b", "a: b", ""),
    ],
)
def test_only_the_last_colons_open_a_hint_and_none_within_code(body: str, text: str, hint: str) -> None:
    assert split_hint(body) == (text, hint)
    prompt, answer = _face(f"A {{{{c1::{body}}}}} gap.", "c1")
    assert prompt == f"A **[{hint or '…'}]** gap."
    assert answer == text


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        ("Call `{{c1::f}}(x)`.", "Call `[…](x)`.", "`f`"),
        ("Call `{{c1::__init__}}(x)`.", "Call `[…](x)`.", "`__init__`"),
        ("Call `x.{{c1::f::a verb}}()`.", "Call `x.[a verb]()`.", "`f`"),
        ("Type ``a ` {{c1::b}} c``.", "Type ``a ` […] c``.", "`b`"),
        ("```\nx = {{c1::1}}\n```", "```\nx = […]\n```", "`1`"),
        ("A `code` and a {{c1::gap}} and `code`.", "A `code` and a **[…]** and `code`.", "gap"),
        (r"No \`code {{c1::gap}} here\`.", r"No \`code **[…]** here\`.", "gap"),
        ("Call {{c1::`std::sort`}}.", "Call **[…]**.", "`std::sort`"),
    ],
)
def test_a_gap_in_code_stays_code(text: str, prompt: str, answer: str) -> None:
    assert _face(text, "c1") == (prompt, answer)


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        ("So $x = {{c1::5}}$.", r"So $x = [\ldots]$.", "$5$"),
        (r"So $x = {{c1::\frac{1}{2} }}$.", r"So $x = [\ldots]$.", r"$\frac{1}{2}$"),
        ("So $x = {{c1::5::a prime}}$.", r"So $x = [\text{a prime}]$.", "$5$"),
        ("$$x = {{c1::5}}$$", r"$$x = [\ldots]$$", "$5$"),
        (r"So $\{ {{c1::a}} \}$.", r"So $\{ [\ldots] \}$.", "$a$"),
        (r"So $a\${{c1::b}}$.", r"So $a\$[\ldots]$.", "$b$"),
        ("So {{c1::$x$}} and $y$.", "So **[…]** and $y$.", "$x$"),
        ("So $x$ and {{c1::y}} and $z$.", "So $x$ and **[…]** and $z$.", "y"),
        ("It costs $5 or {{c1::more}}, up to $10.", "It costs $5 or **[…]**, up to $10.", "more"),
        (r"It costs \$x or {{c1::more}}, not \$y.", r"It costs \$x or **[…]**, not \$y.", "more"),
        ("In `$HOME` or {{c1::here}} or `$PWD`.", "In `$HOME` or **[…]** or `$PWD`.", "here"),
        ("`a $` {{c1::here}} `$ b`.", "`a $` **[…]** `$ b`.", "here"),
    ],
)
def test_a_gap_in_a_formula_stays_in_the_formula(text: str, prompt: str, answer: str) -> None:
    assert _face(text, "c1") == (prompt, answer)


def test_a_gap_may_run_over_lines_and_hold_markup() -> None:
    assert _face("A {{c1::**bold**\nand <b>}} gap.", "c1") == ("A **[…]** gap.", "**bold**\nand <b>")


def test_a_filled_gap_in_a_formula_is_part_of_it() -> None:
    assert _face("So $a = {{c1::1}} + {{c2::2}}$.", "c1") == (r"So $a = [\ldots] + 2$.", "$1$")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no gap",
        "{{c1:text}}",
        "{{c::text}}",
        "{{d1::text}}",
        "{c1::text}",
        "{{c1::}}",
        "{{c1:: }}",
        "{{c1::::hint}}",
        "{{c0::text}}",
        "{{c100::text}}",
        "{{c99999::text}}",
        "{{c" + "1" * 5000 + "::text}}",
        "{{c1::a}} {{c2::b",
        "{{c1::a}} {{c2:b}}",
        "{{c1::a {{c2::b}} c}}",
        "{{c1::a {{c2::b}} {{c3::c}} d}}",
        "{{c1::{{c1::a}}}}",
    ],
)
def test_what_is_no_cloze_is_a_fault(text: str) -> None:
    faults = list(KIND.faults({"cloze": text}))
    assert faults
    assert {(fault.key, fault.rule) for fault in faults} == {("cloze", "cloze")}


_PARTS = st.lists(
    st.tuples(st.text("ab$ `\\\n.", max_size=6), st.integers(1, 99), st.text("xy: _", min_size=1, max_size=6)),
    min_size=1,
    max_size=6,
)


@given(_PARTS)
def test_each_card_hides_its_own_gaps_and_shows_the_others(parts: list[tuple[str, int, str]]) -> None:
    text = "".join(f"{before}{{{{c{number}::{hidden}}}}}" for before, number, hidden in parts)
    fields = {"cloze": text}
    if list(KIND.faults(fields)):
        return
    assert [int(side[1:]) for side in KIND.sides(fields)] == sorted({number for _, number, _ in parts})
    for side in KIND.sides(fields):
        face = KIND.face(fields, side, {})
        own = sum(f"c{number}" == side for _, number, _ in parts)
        assert len(re.findall(r"\[[^\[\]]*\]", face.prompt)) == own
        assert "{{" not in face.prompt
        assert len(gaps(text)[int(side[1:])]) == own
