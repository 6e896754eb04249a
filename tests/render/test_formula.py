"""Formulas drawn in the terminal, held to drawings that were looked at; what cannot be drawn is its source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.text import width
from roadmap_flash.render.formula import drawn

ONE_ROW = {
    r"\alpha + \beta = \Gamma": "α+β=Γ",
    r"A v = \lambda v": "Av=λv",
    r"x_{ij}": "xᵢⱼ",
    r"x_{i+1}": "xᵢ₊₁",
    r"2^{10}": "2¹⁰",
    r"10^{-3}": "10⁻³",
    r"e^{-x}": "e⁻ˣ",
    r"A^{-1}": "A⁻¹",
    r"A^T": "Aᵀ",
    r"B^\top G x^{\top}": "BᵀGxᵀ",
    r"O(n^2)": "O(n²)",
    r"\Theta(n)": "Θ(n)",
    r"\log_2 n": "log₂n",
    r"\sqrt[3]{x}": "³√x̅",
    r"\operatorname{softmax}(z)_i": "softmax(z)ᵢ",
    r"\mathrm{Var}(X)": "Var(X)",
    r"\text{if } x > 0": "if x>0",
    r"\hat{y}": "y\u0302",
    r"\bar{x}": "x\u0304",
    r"\mathbb{R}^n": "ℝⁿ",
    r"\mathbb{E}[X]": "𝔼[X]",
    r"\nabla f": "∇f",
    r"a \le b \ne c \ge d": "a≤b≠c≥d",
    r"x \in S \cup T": "x∈S∪T",
    r"\forall x \exists y": "∀x∃y",
    r"P(A \mid B)": "P(A∣B)",
    r"\lfloor x \rfloor": "⌊x⌋",
    r"\lvert x \rvert": "|x|",
    r"a, \dots, z": "a,…,z",
    r"[\ldots]": "[…]",
    r"\{ a \}": "{a}",
    r"90\%": "90%",
    r"\infty": "∞",
}
SEVERAL_ROWS = {
    r"\frac{a}{b}": """
 a
╶─╴
 b""",
    r"\tfrac12 \dfrac12": """
 1  1
╶─╴╶─╴
 2  2""",
    r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}": """
        P(B∣A)P(A)
P(A∣B)=╶──────────╴
           P(B)""",
    r"\sigma(x) = \frac{1}{1 + e^{-x}}": """
        1
σ(x)=╶─────╴
      1+e⁻ˣ""",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": """
⎛1 2⎞
⎝3 4⎠""",
    r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}": """
⎡a b⎤
⎣c d⎦""",
    r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}": """
⎟a b⎟
⎟c d⎟""",
    r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}": """
⎧1  x>0
⎩0  x≤0""",
    r"\sqrt{x^2 + y^2}": """
 ┌─────╴
╰┘x²+y²""",
    r"\sum_{i=1}^{n} i": """
 ₙ
┰─╴
▐╸ i
┸─╴
ⁱ⁼¹""",
    r"\prod_{k=1}^n k": """
 ₙ
┰─┰
┃ ┃k
┸ ┸
ᵏ⁼¹""",
    r"\int_0^1 x\,dx": """
⌠¹
│ x dx
⌡₀""",
    r"\binom{n}{k}": """
⎛n⎞
⎜ ⎟
⎝k⎠""",
    r"\lim_{x \to 0}": """
lim
x→0""",
    r"\left( \frac{a}{b} \right)": """
⎛ a ⎞
⎜╶─╴⎟
⎝ b ⎠""",
}
GREEK = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"
NAMES = {"ε": "varepsilon", "φ": "varphi", "λ": "lambda", "Λ": "Lambda"}


@pytest.mark.parametrize(("tex", "row"), ONE_ROW.items())
def test_formulas_of_one_row(tex: str, row: str) -> None:
    assert drawn(tex) == (row,)


@pytest.mark.parametrize(("tex", "rows"), SEVERAL_ROWS.items())
def test_formulas_of_several_rows(tex: str, rows: str) -> None:
    assert [row.rstrip() for row in drawn(tex)] == rows.split("\n")[1:]


@pytest.mark.parametrize("letter", GREEK)
def test_greek_letters(letter: str) -> None:
    name = unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda")
    command = NAMES.get(letter, name if letter.islower() else name.title())
    assert drawn(f"\\{command}") == (letter,)


@pytest.mark.parametrize(
    ("tex", "row"),
    [
        (r"\lVert x \rVert_2", "‖x‖₂"),
        (r"\Vert x \Vert", "‖x‖"),
        (r"\|x\|", "‖x‖"),
        (r"\|x\|_2^2 \le 1", None),
    ],
)
def test_norms(tex: str, row: str | None) -> None:
    rows = [text.replace("∥", "‖") for text in drawn(tex)]
    assert "\\" not in "".join(rows)
    assert row is None or rows == [row]


@pytest.mark.parametrize(
    ("tex", "row"),
    [
        (r"\operatorname*{argmax}_x f(x)", "argmaxₓf(x)"),
        (r"a \equiv b \pmod{n}", "a≡b (mod n)"),
        (r"a \bmod n", "a mod n"),
    ],
)
def test_a_formula_is_drawn_right_or_shown_as_its_source(tex: str, row: str) -> None:
    assert drawn(tex) in ((row,), (tex,))


@pytest.mark.parametrize(
    "tex",
    [
        *(r"\foo{x}", r"\argmax_x f(x)", r"\underbrace{a}_{b}", r"\overline{ab}", r"\color{red} x", r"\frac{a}{\foo}"),
        *(r"\frac", r"\frac{a", "a_", "{", "}", "", "a & b", r"\left( x"),
    ],
)
def test_what_cannot_be_drawn_is_shown_as_its_source(tex: str) -> None:
    assert drawn(tex) == (tex,)


def test_the_source_stands_in_one_row() -> None:
    assert drawn("\\foo{x}\n  + y") == (r"\foo{x} + y",)


def test_a_line_feed_in_a_formula_is_a_space() -> None:
    assert drawn("\\frac{a}\n{b}") == drawn(r"\frac{a}{b}")


def test_a_question_mark_of_the_author_is_no_sign_of_a_lost_letter() -> None:
    assert drawn("a ? b") == ("a?b",)


@pytest.mark.parametrize("tex", [*ONE_ROW, *SEVERAL_ROWS])
def test_all_rows_are_of_one_width_and_nothing_is_indented_for_nothing(tex: str) -> None:
    rows = drawn(tex)
    assert len({width(row) for row in rows}) == 1
    assert min(len(row) - len(row.lstrip()) for row in rows) == 0


PIECES = st.sampled_from(
    [
        *(*ONE_ROW, *SEVERAL_ROWS, r"\frac{", r"\sqrt{", r"\left(", r"\right)", r"\begin{pmatrix}", r"\end{pmatrix}"),
        *("{", "}", "_", "^", "&", r"\\", "?", "%", "$", "x", " ", "日", "\n", "[", r"\text{"),
    ]
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_whatever_is_typed_gives_rows(tex: str) -> None:
    rows = drawn(tex)
    assert rows
    assert all("\n" not in row for row in rows)
    assert not any("TeXicode" in row for row in rows)
