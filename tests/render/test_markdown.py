"""Markdown with maths: golden blocks, code character for character, nothing lost, nothing obeyed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from roadmap_flash.render.markdown import code, inline, markdown
from roadmap_flash.render.theme import CODE
from tests.support.hostile import harmful, texts
from tests.support.showing import text_of

CODES = (
    *("dict[str, int]", "[/a-z]", "[bold]", "[/red]", "[link=x]y", ":smile:", "{{ x }}", "{% if %}", "<b>&amp;</b>"),
    *("*args, **kwargs", "__init__", r"\theta \n", "~/.ssh", "a || b", "# no heading", "- x", "1. x", "> x", "$x$"),
    *("$HOME $PATH", "!important", "https://x.y/z_a_b", "[a](b)", "'\"", "a  b", "%s %d", "\\", "é日本", "x" * 70),
)
BLOCKS = {
    "two\nlines": "two lines",
    "two\n\nparagraphs": "two\n\nparagraphs",
    "hard  \nbreak": "hard\nbreak",
    "a\\\nb": "a\nb",
    "# Heading\ntext": "Heading\n\ntext",
    "**bold** *slanted* ***both*** __bold__ _slanted_": "bold slanted both bold slanted",
    "snake_case and 2*3*4": "snake_case and 234",
    r"\*no\* \_emphasis\_ \$5": "*no* _emphasis_ $5",
    "$5 to $10": "$5 to $10",
    "<b>x</b> & &amp; <script>alert(1)</script> <!-- c -->": "<b>x</b> & &amp; <script>alert(1)</script> <!-- c -->",
    "<div>\nblock\n</div>": "<div> block </div>",
    "[/a-z] [bold]x[/bold] :smile: {{ x }} dict[str, int]": "[/a-z] [bold]x[/bold] :smile: {{ x }} dict[str, int]",
    "[shown](https://example.org)": "shown",
    "<https://example.org>": "https://example.org",
    "![alt](x.png)": "!alt",
    "`` `x` ``": "`x`",
    "` `": " ".rstrip(),
    "- a\n- b": "• a\n• b",
    "- a\n  - b\n    - c\n- d": "• a\n  • b\n    • c\n• d",
    "1. x\n2. y": "1. x\n2. y",
    "7. x\n7. y": "7. x\n8. y",
    "3) x\n4) y": "3. x\n4. y",
    "before\n\n- a\n\nafter": "before\n\n• a\n\nafter",
    "- a\n\n  more": "• a\n  more",
    "> quoted\n> text": "quoted text",
    "```\nx = 1\n\n\ny\n```": "\nx = 1\n\n\ny",
    "see:\n```python\nd: dict[str, int]\n```\nafter": "see:\n\nd: dict[str, int]\n\nafter",
    "~~~\na\n~~~": "\na",
    "text\n\n    indented [bold]": "text\n\nindented [bold]",
    "1. a\n   ```\n   code\n   ```\n2. b": "1. a\n\n  code\n\n2. b",
    "```\nnever closed": "\nnever closed",
    "A **[…]** gap, and **[which?]** one.": "A […] gap, and [which?] one.",
    "| a | b |\n|---|---|": "| a | b | |---|---|",
    "": "",
}
FORMULAS = {
    r"The value $\lambda$ and $x^2$.": "The value λ and x².",
    r"half $\frac12$ of it": """half
   1
  ╶─╴
   2
of it""",
    r"It is $\frac{a}{b}$.": """It is
   a
  ╶─╴.
   b""",
    r"From $\frac{a}{b}$, go on": """From
   a
  ╶─╴,
   b
go on""",
    r"$\frac{a}{b}$, then $\frac{c}{d}$": """   a
  ╶─╴,
   b
then
   c
  ╶─╴
   d""",
    "so\n\n$$x = 1$$\n\nthen": "so\n\n  x=1\n\nthen",
    r"The sum $\sum_{i=1}^{n} i$, then": """The sum
   ₙ
  ┰─╴
  ▐╸ i,
  ┸─╴
  ⁱ⁼¹
then""",
    r"$$\frac{a}{b}$$.": """   a
  ╶─╴.
   b""",
    r"- item $\frac{a}{b}$" + "\n- next": """• item
     a
    ╶─╴
     b
• next""",
    r"**bold** and $\alpha$": "bold and α",
    r"unknown $\foo{x}$ stays": r"unknown \foo{x} stays",
    "`$x$` is code, $x$ is not": "$x$ is code, x is not",
    "```\n$x$\n```": "\n$x$",
    "$a_1$ and $a_2$": "a₁ and a₂",
    "**$x$**": "x",
}


@pytest.mark.parametrize(("text", "shown"), BLOCKS.items())
def test_blocks(text: str, shown: str) -> None:
    assert text_of(markdown(text)) == shown


@pytest.mark.parametrize(("text", "shown"), FORMULAS.items())
def test_formulas_in_text(text: str, shown: str) -> None:
    assert text_of(markdown(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("~~~\necho $A $B$\n$x$\n~~~", "\necho $A $B$\n$x$"),
        ("text\n\n    price = $x$ * $y$", "text\n\nprice = $x$ * $y$"),
        ("- item\n\n      $x$", "• item\n\n  $x$"),
    ],
)
def test_code_without_backticks_is_no_formula(text: str, shown: str) -> None:
    assert text_of(markdown(text)) == shown


# Code


@pytest.mark.parametrize("text", CODES)
@pytest.mark.parametrize("around", ["{}", "see {} here", "**see** {} here", "- see {}", "1. {}"])
def test_code_spans_are_shown_character_for_character(text: str, around: str) -> None:
    fence = "`" if not text.endswith("\\") else "``"
    shown = text_of(markdown(around.format(f"{fence}{text}{fence}")), 200)
    assert text in shown
    assert "`" not in shown


@pytest.mark.parametrize("text", CODES)
@pytest.mark.parametrize("lang", ["", "python", "bash", "no-such-language"])
def test_fenced_code_is_shown_character_for_character(text: str, lang: str) -> None:
    block = f"  {text}\n\n\n\tx\n{text}"
    assert text_of(markdown(f"a\n\n```{lang}\n{block}\n```\n\nb"), 200) == f"a\n\n{block}\n\nb".expandtabs(4)


@pytest.mark.parametrize("text", CODES)
@pytest.mark.parametrize(
    "lang", ["", "text", "python", "bash", "json", "yaml", "console", "no-such-language", "[bold]"]
)
def test_programs_are_shown_character_for_character(text: str, lang: str) -> None:
    program = f"\n  {text}\n\n{text}"
    assert text_of([code(program + "\n", lang)], 200) == program


@pytest.mark.parametrize("text", CODES)
def test_code_keeps_its_characters_in_one_line_too(text: str) -> None:
    fence = "`" if not text.endswith("\\") else "``"
    assert inline(f"see {fence}{text}{fence} here").plain == f"see {text} here"


def test_long_code_is_wrapped_not_cut() -> None:
    program = "x = " + " + ".join(f"name{n}" for n in range(40))
    shown = text_of([code(program, "python")], 40)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", program)


def test_code_and_emphasis_are_marked_by_style() -> None:
    (line,) = markdown("see `x` and **bold**, *slanted*")
    assert isinstance(line, Text)
    styles = {line.plain[span.start : span.end]: str(span.style) for span in line.spans if span.style}
    assert styles == {"x": CODE, "bold": "bold", "slanted": "italic"}


# In one line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two\nlines", "two lines"),
        ("a\n\nb", "a b"),
        ("**bold** `x` $\\lambda$", "bold x λ"),
        ("half $\\frac{1}{2}$ of it", r"half \frac{1}{2} of it"),
        ("- a $\\frac{1}{2}$", r"• a \frac{1}{2}"),
        ("$$\\sum_i x_i$$.", r"\sum_i x_i."),
        ("1. one", "1. one"),
    ],
)
def test_inline_is_one_line_with_formulas_in_one_row_or_as_their_source(text: str, line: str) -> None:
    assert inline(text).plain == line


# What holds always

WORDS = st.text("abcdefgh", min_size=2, max_size=4)
MARKS = st.sampled_from(
    [
        *(" ", " ", " ", "\n", "\n\n", " *", "* ", "**", "_", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n## ", "\n\n    "),
        *("\n```\n", "\n~~~\n", "\\", "&", "|", "!", ":", "  \n", "\n---\n", "\n===\n", "; ", "<", ">"),
    ]
)
PIECES = st.one_of(WORDS, MARKS, WORDS.map("`{}`".format), WORDS.map(" ${}$ ".format), WORDS.map("**[{}]**".format))
DOCUMENTS = st.lists(PIECES, max_size=16).map("".join)


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


@given(DOCUMENTS)
def test_no_letter_is_lost_and_none_comes_from_nowhere(text: str) -> None:
    assert letters(text_of(markdown(text))) == letters(text)


@given(DOCUMENTS.filter(lambda text: "~~~" not in text and "```" not in text))
def test_no_letter_is_lost_in_one_line(text: str) -> None:
    line = inline(text).plain
    assert letters(line) == letters(text)
    assert "\n" not in line


PLAIN = st.lists(st.one_of(WORDS, WORDS.map("`{}`".format), WORDS.map("${}$".format), st.just("**[x]**")), min_size=1)


@given(PLAIN, st.sampled_from([".", ",", "", "?"]))
def test_the_short_way_shows_what_the_long_way_shows(words: list[str], stop: str) -> None:
    text = " ".join(words) + stop
    assert text_of(markdown(f"{text}\n\n*end*"), 400) == f"{text_of(markdown(text), 400)}\n\nend"


@given(texts)
def test_nothing_harmful_is_shown_whatever_is_typed(text: str) -> None:
    assert harmful(text_of(markdown(text))) == []
    assert harmful(inline(text).plain) == []
    assert harmful(text_of([code(text, "python")])) == []


@given(texts, texts)
def test_nothing_harmful_comes_from_the_name_of_a_language(text: str, lang: str) -> None:
    assert harmful(text_of([code(text, lang)])) == []


def test_long_and_deeply_nested_texts_are_shown_in_time() -> None:
    for text in (">" * 3000, "[" * 3000, "*" * 3000, "`" * 3001, "- " * 500 + "x", "$" * 3000, "\\" * 3000, "{" * 3000):
        assert len(text_of(markdown(text + "x"), 400)) < 100_000
