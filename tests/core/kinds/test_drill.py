"""The kind `drill`: new numbers at each review, and a small safe calculator."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.kinds.drill import FUNCTIONS, GRID_LIMIT, evaluate, fill, grid, shown
from roadmap_flash.core.model import Fields

KIND = kind_named("drill")
FIELDS: Fields = {
    "q": "What is <<a>> times <<b>>?",
    "vars": {"a": [2, 3, 5], "b": [7, -0.5]},
    "compute": "a * b",
    "check": "sum([a] * b)",
}


def test_the_grid_is_every_combination_in_order() -> None:
    assert list(grid({"a": [1, 2], "b": [3.5]})) == [{"a": 1, "b": 3.5}, {"a": 2, "b": 3.5}]
    assert len(list(grid(FIELDS["vars"]))) == 6


@given(st.text())
def test_what_is_drawn_is_a_point_of_the_grid_and_the_answer_its_own(seed: str) -> None:
    drawn = KIND.draw(FIELDS, seed)
    assert drawn["vars"] in list(grid(FIELDS["vars"]))
    face = KIND.face(FIELDS, "", drawn)
    a, b = drawn["vars"]["a"], drawn["vars"]["b"]
    assert face.prompt == f"What is {a} times {b}?"
    assert float(face.answer) == a * b


def test_every_point_comes_up_about_as_often_as_any_other() -> None:
    found = Counter(str(KIND.draw(FIELDS, f"al-ffff/{number}")["vars"]) for number in range(1200))
    assert len(found) == 6
    assert 140 < min(found.values()) <= max(found.values()) < 260


def test_the_draw_is_the_same_on_every_machine() -> None:
    assert [KIND.draw(FIELDS, f"al-ffff/{number}")["vars"] for number in range(3)] == [
        {"a": 2, "b": 7},
        {"a": 2, "b": -0.5},
        {"a": 2, "b": 7},
    ]


def test_without_a_draw_the_first_numbers_are_shown() -> None:
    assert KIND.face(FIELDS, "", {}).prompt == "What is 2 times 7?"


def test_numbers_are_filled_in_wherever_the_learner_reads() -> None:
    fields = {**FIELDS, "hint": "<<a>>!", "why": "<<b>>", "code": "f(<<a>>, <<b>>)", "lang": "python"}
    face = KIND.face(fields, "", {"vars": {"a": 3, "b": -0.5}})
    assert (face.prompt, face.hint, face.why, face.code) == ("What is 3 times -0.5?", "3!", "-0.5", "f(3, -0.5)")
    assert face.answer == "-1.5"


def test_only_holes_are_filled() -> None:
    assert fill("<<a>> << a >> <a> <<a1>> \\<<a>>", {"a": 1, "a1": 2}) == "1 << a >> <a> 2 \\1"


def test_several_formulas_make_one_answer() -> None:
    fields = {**FIELDS, "compute": ["a", "a / b", "b"]}
    assert KIND.face(fields, "", {"vars": {"a": 5, "b": 7}}).answer == "5, 0.714286, 7"
    assert KIND.gist(fields) == ("What is <<a>> times <<b>>?", "a, a / b, b")
    assert KIND.gist(FIELDS) == ("What is <<a>> times <<b>>?", "a * b")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-7, "-7"),
        (123456789, "123456789"),
        (10**20, "1" + "0" * 20),
        (2.0, "2"),
        (-0.0, "0"),
        (123456789.0, "123456789"),
        (0.5, "0.5"),
        (1 / 3, "0.333333"),
        (2 / 3, "0.666667"),
        (-2 / 3, "-0.666667"),
        (0.1 + 0.2, "0.3"),
        (1234.56789, "1234.57"),
        (123456.7, "123457"),
        (1234567.8, "1234570"),
        (999999.5, "1000000"),
        (0.00012345678, "0.000123457"),
        (0.000012345678, "0.0000123457"),
        (0.0000012345678, "1.23457e-06"),
        (1e-12, "1e-12"),
        (1e15, "1e+15"),
        (1.5e300, "1.5e+300"),
        (5e-324, "4.94066e-324"),
        (99999.96, "100000"),
        (0.9999999, "1"),
        (math.pi, "3.14159"),
        (100.1, "100.1"),
    ],
)
def test_numbers_are_shown_to_six_significant_digits_and_whole_ones_in_full(value: float, text: str) -> None:
    assert shown([value]) == text


def test_several_numbers_are_shown_in_a_row() -> None:
    assert shown([1, 0.5, 1 / 3]) == "1, 0.5, 0.333333"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_shown_is_the_number_to_six_digits(value: float) -> None:
    text = shown([value])
    if value.is_integer() and abs(value) < 1e15:
        assert text == str(int(value))
        return
    digits = text.partition("e")[0].lstrip("-").replace(".", "").lstrip("0")
    assert len(digits.rstrip("0")) <= 6
    assert math.isclose(float(text), value, rel_tol=5.000001e-6, abs_tol=1e-323)
    if "." in text and "e" not in text:
        assert text[-1] not in "0."


@given(st.integers())
def test_a_whole_number_is_shown_in_full(value: int) -> None:
    assert shown([value]) == str(value)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("a + b * 2", 17),
        ("-a ** 2", -9),
        ("a // 2 + b % 5", 3),
        ("a / 2", 1.5),
        ("(a + b) * (a - b)", -40),
        ("2 ** 10", 1024),
        ("2 ** 0.5", math.sqrt(2)),
        ("2 ** -1", 0.5),
        ("a if a < b else b", 3),
        ("a < b < 10 and a or b", 3),
        ("sqrt(16) + log(e) + log2(8) + log10(100)", 10.0),
        ("ceil(1.2) + floor(1.8)", 3),
        ("gcd(12, 18) + lcm(4, 6)", 18),
        ("comb(5, 2) + perm(5, 2) + factorial(5)", 150),
        ("round(pi, 2)", 3.14),
        ("round(1234, -2)", 1200),
        ("round(2.5)", 2),
        ("abs(-a) + min(a, b) + max(a, b)", 13),
        ("sin(0) + cos(0) + tan(0) + atan(0) + hypot(3, 4)", 6.0),
        ("exp(0)", 1.0),
        ("a & 2 | 4 ^ 1", 7),
        ("1 << a", 8),
        ("  a + b  ", 10),
        ("1_000 + 0x10", 1016),
    ],
)
def test_a_formula_is_plain_arithmetic(formula: str, value: float) -> None:
    assert evaluate(formula, {"a": 3, "b": 7}) == [pytest.approx(value, abs=1e-12)]


@pytest.mark.parametrize(
    "formula",
    [
        "",
        " ",
        "a +",
        "c",
        "a.real",
        "a.__class__",
        "'x'.upper()",
        "'x'",
        "b'x'",
        "f'{a}'",
        "[a]",
        "(a, b)",
        "{a: b}",
        "{a}",
        "a[0]",
        "[x for x in (1, 2)]",
        "lambda: a",
        "(lambda: a)()",
        "(c := a)",
        "c = a",
        "a += 1",
        "import os",
        "del a",
        "a; b",
        "a\nb",
        "__import__('os')",
        "open('x')",
        "eval('1')",
        "print(a)",
        "rand()",
        "randint(5)",
        "int(a)",
        "str(a)",
        "sqrt",
        "sqrt.__self__",
        "sqrt(-1)",
        "log(0)",
        "1 / 0",
        "1 // 0",
        "1 % 0",
        "0 ** -1",
        "(-1) ** 0.5",
        "1j",
        "1e308 * 10",
        "1e308 * 10 - 1e308 * 10",
        "9 ** 9 ** 9",
        "9.0 ** 9 ** 9",
        "10 ** 400",
        "factorial(2001)",
        "factorial(1000)",
        "perm(3000)",
        "1 << 10 ** 9",
        "a < b",
        "not a",
        "True",
        "None",
        "...",
        "yield a",
        "await a",
        "sqrt(*a)",
        "max(**a)",
        "sum('ab')",
        "'%1000000000d' % a",
        "'x' * 10 ** 9",
        "(" * 300 + "a" + ")" * 300,
        "-" * 5000 + "a",
        "a" + " + a" * 5000,
    ],
)
def test_anything_else_is_refused_as_a_value_error(formula: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as raised:
        evaluate(formula, {"a": 3, "b": 7})
    assert "\n" not in str(raised.value)
    faults = list(KIND.faults({**FIELDS, "compute": formula}))
    assert [(fault.key, fault.rule) for fault in faults] == [("compute", "compute")]


def test_there_are_at_most_ten_formulas_of_five_hundred_characters() -> None:
    assert evaluate(["a"] * 10, {"a": 3}) == [3] * 10
    assert evaluate("a" + " + a" * 124, {"a": 3}) == [375]
    with pytest.raises(ValueError, match="formulas"):
        evaluate(["a"] * 11, {"a": 3})
    with pytest.raises(ValueError, match="characters"):
        evaluate("a" + " + a" * 125, {"a": 3})


def test_numbers_may_be_named_like_constants_and_functions() -> None:
    assert evaluate("e + pi", {"e": 1, "pi": 2}) == [3]
    assert evaluate("max(min, 2)", {"min": 5}) == [5]


def test_every_function_can_be_called() -> None:
    arguments = {
        "gcd": "4, 6",
        "lcm": "4, 6",
        "comb": "4, 2",
        "perm": "4, 2",
        "hypot": "3, 4",
        "min": "1, 2",
        "max": "1, 2",
    }
    for name in set(FUNCTIONS) - {"sum"}:
        assert len(evaluate(f"{name}({arguments.get(name, '1')})", {})) == 1


@pytest.mark.parametrize(
    ("change", "key", "rule"),
    [
        ({"vars": [1]}, "vars", "value"),
        ({"vars": {"a": 1, "b": [2]}}, "vars", "value"),
        ({"vars": {"a": [], "b": [2]}}, "vars", "value"),
        ({"vars": {"a": [1]}}, "q", "value"),
        ({"vars": {"a": [1], "b": [2], "c": [3]}}, "vars", "value"),
        ({"hint": "<<c>>"}, "q", "value"),
        ({"q": "What is <<a>>?"}, "vars", "value"),
        ({"vars": {"a": list(range(40)), "b": list(range(1, 41))}}, "vars", "value"),
        ({"compute": "a / b", "vars": {"a": [1], "b": [1, 2, 0]}}, "compute", "compute"),
        ({"compute": ["a", "b / 0"]}, "compute", "compute"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(change: dict[str, Any], key: str, rule: str) -> None:
    faults = [(fault.key, fault.rule) for fault in KIND.faults({**FIELDS, **change})]
    assert faults[0] == (key, rule)


def test_a_grid_at_the_limit_is_fine() -> None:
    numbers = {"a": list(range(GRID_LIMIT // 2)), "b": [1, 2]}
    assert list(KIND.faults({**FIELDS, "vars": numbers})) == []


def test_a_number_shown_only_in_the_code_is_shown() -> None:
    fields = {**FIELDS, "q": "What?", "code": "f(<<a>>, <<b>>)", "lang": "python"}
    assert list(KIND.faults(fields)) == []
