"""Where formulas stand: code comes first, then `$` as Pandoc has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.maths import spans, unmatched_dollar

_WRAPPED = {"inline": "$", "display": "$$", "plain": "", "code": ""}


def _told(text: str) -> list[tuple[str, str]]:
    return [(span.kind, span.text) for span in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("plain", [("plain", "plain")]),
        ("$x$", [("inline", "x")]),
        ("a $x$ b", [("plain", "a "), ("inline", "x"), ("plain", " b")]),
        ("$x$$y$", [("inline", "x"), ("plain", "$y$")]),
        ("$$x$$ or $y$", [("display", "x"), ("plain", " or "), ("inline", "y")]),
        ("$$x = 1$$", [("display", "x = 1")]),
        ("$$\nx\n$$", [("display", "\nx\n")]),
        ("$ x$", [("plain", "$ x$")]),
        ("$x $", [("plain", "$x $")]),
        ("$x$3", [("plain", "$x$3")]),
        ("$5 to $10", [("plain", "$5 to $10")]),
        ("costs $5, or $x$ more", [("plain", "costs $5, or "), ("inline", "x"), ("plain", " more")]),
        (r"\$x$ and \$", [("plain", r"\$x$ and \$")]),
        (r"$a\$b$", [("inline", r"a\$b")]),
        ("`$x` and $y$", [("code", "`$x`"), ("plain", " and "), ("inline", "y")]),
        ("``a ` $b`` $c$", [("code", "``a ` $b``"), ("plain", " "), ("inline", "c")]),
        ("```\n$x\n```\n$y$", [("code", "```\n$x\n```"), ("plain", "\n"), ("inline", "y")]),
        ("```\n$x\nno end", [("code", "```\n$x\nno end")]),
        (r"\`$x$\`", [("plain", r"\`"), ("inline", "x"), ("plain", r"\`")]),
        ("` $x$", [("plain", "` "), ("inline", "x")]),
        ("$a `b` c$", [("plain", "$a "), ("code", "`b`"), ("plain", " c$")]),
        (r"$\{x\}$", [("inline", r"\{x\}")]),
        ("$a\nb$", [("inline", "a\nb")]),
    ],
)
def test_a_text_is_cut_into_plain_parts_code_and_formulas(text: str, expected: list[tuple[str, str]]) -> None:
    assert _told(text) == expected


@pytest.mark.parametrize(
    ("text", "unmatched"),
    [
        ("no dollar", False),
        ("$x$ and $y$", False),
        ("$$x$$", False),
        ("$5 and $10", False),
        ("$5", False),
        (r"\$x", False),
        ("`$HOME`", False),
        ("```\necho $HOME\n```", False),
        ("$x", True),
        ("x$", True),
        ("$x$ and $y", True),
        ("$ x$", True),
        ("$x $", True),
        ("$$x", True),
        ("$", True),
        ("$HOME", True),
        ("`$x` $", True),
        (r"\\$x$ $", True),
        ("US$5", False),
        ("$x$5", True),
    ],
)
def test_a_dollar_that_is_neither_formula_nor_money_nor_code_is_unmatched(text: str, unmatched: bool) -> None:
    assert unmatched_dollar(text) is unmatched


_PIECES = st.lists(
    st.sampled_from(["$", "$$", "\\", "`", "``", "```", " ", "\n", "a", "5", "x", "{", "}", "\\$", "é"]), max_size=25
)


@given(_PIECES)
def test_no_character_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join(_WRAPPED[span.kind] + span.text + _WRAPPED[span.kind] for span in spans(text)) == text


@given(_PIECES)
def test_no_part_is_empty_and_no_formula_begins_or_ends_with_a_space(pieces: list[str]) -> None:
    for span in spans("".join(pieces)):
        assert span.text
        if span.kind == "inline":
            assert not span.text[0].isspace()
            assert not span.text[-1].isspace()
        elif span.kind == "code":
            assert span.text.startswith("`")


@given(st.text("$\\ab 1`\n", max_size=30))
def test_a_text_without_dollars_outside_code_has_none_unmatched(text: str) -> None:
    assert not unmatched_dollar(text.replace("$", ""))
    assert not unmatched_dollar(f"`` {text.replace('`', '')} ``")
