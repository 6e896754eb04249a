"""`q`, `vars`, `compute` and `check`: a question whose numbers are drawn anew at each review."""

from __future__ import annotations

import ast
import itertools
import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from roadmap_flash.core.kinds import Fault, seeded
from roadmap_flash.core.kinds._base import OneCard, plain_face
from roadmap_flash.core.model import Face, Fields

HOLE = re.compile(r"<<([A-Za-z_][A-Za-z0-9_]*)>>")
GRID_LIMIT = 1000
"""A drill has at most this many combinations of its numbers: `verify` runs them all."""
FORMULAS, FORMULA_LENGTH = 10, 500
DIGITS = 6
_TEXTS = ("q", "hint", "why", "code")
Number = int | float


def _bounded(name: str) -> Any:
    """`math.comb` and the like, refused where the result would take seconds or gigabytes."""

    def call(*numbers: int) -> int:
        if any(abs(number) > 2000 for number in numbers):
            raise ValueError(f"{name} of a number over 2000")
        result: int = getattr(math, name)(*numbers)
        return result

    return call


def _round(number: Number, digits: int | None = None) -> Number:
    if digits is not None and abs(digits) > 1000:
        raise ValueError("rounding to more than 1000 digits")
    return round(number, digits)


def _power(base: Number, exponent: Number) -> Any:
    if isinstance(base, int) and isinstance(exponent, int) and base.bit_length() * abs(exponent) > 10_000:
        raise ValueError("a power of more than 10,000 binary digits")
    return base**exponent


FUNCTIONS: dict[str, Any] = {
    **{name: getattr(math, name) for name in ("ceil", "floor", "sqrt", "exp", "log", "log2", "log10", "gcd", "lcm")},
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "atan", "hypot")},
    **{name: _bounded(name) for name in ("comb", "perm", "factorial")},
    **{function.__name__: function for function in (abs, min, max)},
    "round": _round,
}
"""What `compute` may call, besides arithmetic."""


_ARITHMETIC = (
    *(ast.Expression, ast.Constant, ast.Name, ast.Call, ast.IfExp, ast.expr_context),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)
"""All that a formula may be made of."""


class Drill(OneCard):
    """`<<x>>` in the question gets one of the numbers that `vars` lists for x; `compute` gives the answer."""

    name = "drill"
    marks = frozenset({"vars", "compute", "check"})
    required = frozenset({"q", "vars", "compute", "check"})

    def faults(self, fields: Fields) -> Iterator[Fault]:
        """Every hole has numbers, every number is used, and `compute` can be evaluated at each point of the grid."""
        numbers = fields["vars"]
        if not isinstance(numbers, dict) or not all(isinstance(v, list) and v for v in numbers.values()):
            yield Fault("vars", "value", "`vars` gives each name a list of numbers")
            return
        holes = {name for key in _TEXTS for name in HOLE.findall(fields.get(key, ""))}
        if missing := sorted(holes - set(numbers)):
            yield Fault("q", "value", f"<<{missing[0]}>> has no numbers in `vars`")
        if unused := sorted(set(numbers) - set(HOLE.findall(fields["q"] + fields.get("code", "")))):
            yield Fault(
                "vars",
                "value",
                f"the numbers of {unused[0]} are never shown: the question lacks <<{unused[0]}>>",
            )
        if math.prod(len(values) for values in numbers.values()) > GRID_LIMIT:
            yield Fault("vars", "value", f"`vars` makes more than {GRID_LIMIT} combinations")
            return
        try:
            for point in grid(numbers):
                evaluate(fields["compute"], point)
        except ValueError as error:
            yield Fault("compute", "compute", f"`compute` is refused: {error}")

    def draw(self, fields: Fields, seed: str) -> Fields:
        """`vars`: one number for each name."""
        numbers = fields["vars"]
        place, point = seeded(seed, math.prod(map(len, numbers.values()))), {}
        for name, values in reversed(numbers.items()):
            place, index = divmod(place, len(values))
            point[name] = values[index]
        return {"vars": {name: point[name] for name in numbers}}

    def face(self, fields: Fields, side: str, drawn: Fields) -> Face:
        """The question with the drawn numbers in it, and their answer."""
        point = drawn.get("vars") or next(grid(fields["vars"]))
        filled = {**fields, **{key: fill(fields[key], point) for key in _TEXTS if key in fields}}
        return plain_face(filled["q"], shown(evaluate(fields["compute"], point)), filled)

    def gist(self, fields: Fields) -> tuple[str, str]:
        """The question with its holes, and the formula."""
        compute = fields["compute"]
        return fields["q"], compute if isinstance(compute, str) else ", ".join(compute)


def grid(numbers: dict[str, list[Number]]) -> Iterator[dict[str, Number]]:
    """Every combination of the numbers."""
    for values in itertools.product(*numbers.values()):
        yield dict(zip(numbers, values, strict=True))


def fill(text: str, point: dict[str, Number]) -> str:
    """`text` with each `<<x>>` replaced by its number."""
    return HOLE.sub(lambda hole: str(point[hole[1]]), text)


def evaluate(formula: str | list[str], point: dict[str, Number]) -> list[Number]:
    """The answer (one number, or several for a list of formulas) at one point.

    Raises ValueError for anything but bounded arithmetic with the functions of `FUNCTIONS`.
    """
    evaluator = _evaluator()
    evaluator.names = {"pi": math.pi, "e": math.e, **point}
    formulas = [formula] if isinstance(formula, str) else formula
    if len(formulas) > FORMULAS:
        raise ValueError(f"more than {FORMULAS} formulas")
    results = []
    for one in formulas:
        if len(one) > FORMULA_LENGTH:
            raise ValueError(f"a formula of more than {FORMULA_LENGTH} characters")
        try:
            value = evaluator.eval(one, previously_parsed=_parsed(one))
        except Exception as error:
            raise ValueError(" ".join(str(error).split()) or type(error).__name__) from error
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not _finite(value):
            raise ValueError("the result is not a finite number")
        results.append(value)
    return results


@cache
def _evaluator() -> Any:
    """The evaluator that all formulas share; the names are set for each."""
    from simpleeval import DEFAULT_OPERATORS, SimpleEval

    return SimpleEval(functions=FUNCTIONS, operators={**DEFAULT_OPERATORS, ast.Pow: _power})


@lru_cache(maxsize=FORMULAS)
def _parsed(formula: str) -> ast.expr:
    """The one expression that a formula is."""
    tree = ast.parse(formula.strip(), mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, _ARITHMETIC) or (
            isinstance(node, ast.Constant) and type(node.value) not in (int, float)
        ):
            raise ValueError(f"no arithmetic: {ast.unparse(node) or type(node).__name__}")
    return tree.body


def _finite(value: Number) -> bool:
    return math.isfinite(value) if isinstance(value, float) else value.bit_length() < 1000


def shown(values: list[Number]) -> str:
    """The numbers as the learner sees them: whole ones in full, others to six significant digits."""
    return ", ".join(_shown(value) for value in values)


def _shown(value: Number) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    size = math.floor(math.log10(abs(value)))
    if not -5 <= size < 15:
        return f"{value:.{DIGITS}g}"
    text = f"{round(value, DIGITS - 1 - size):.{max(DIGITS - 1 - size, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


KIND = Drill()
