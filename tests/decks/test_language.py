"""The forms of values: what each key takes and refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roadmap_flash.core.kinds import all_kinds
from roadmap_flash.decks import language
from roadmap_flash.decks.language import COMMON_KEYS, DECK_KEYS, FORMS, PROGRAMS, PROSE, FormError
from roadmap_flash.decks.yaml_tree import Mapping, parse


def _value(form: Callable[[Any], Any], text: str) -> Any:
    tree = parse(f"key: {text}\n")
    assert isinstance(tree, Mapping)
    return form(tree.pairs[0][1])


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (language.text, "that", "that"),
        (language.text, "", ""),
        (language.text, "|\n  one\n  two\n\n", "one\ntwo"),
        (language.text, "'  kept  '", "  kept  "),
        (language.texts, "one", ["one"]),
        (language.texts, "[one, no, 3.10]", ["one", "no", "3.10"]),
        (language.texts, "[]", []),
        (language.level, "1", 1),
        (language.level, "'4'", 4),
        (language.numbers, "{a: [1, -2, +3, 010], b: [0.5, .5, 1., 1e3, -2E-3]}", None),
        (language.formula, "a + b", "a + b"),
        (language.formula, "[a, b]", ["a", "b"]),
        (language.fixed, "{on: 2026-11-22, was: no}", {"on": "2026-11-22", "was": "no"}),
        (language.mapping, "{a: [b, {c: on}]}", {"a": ["b", {"c": "on"}]}),
        (language.anything, "[a, {b: c}]", ["a", {"b": "c"}]),
        (language.snippet, "|\n  assert no\n", "assert no"),
        (language.snippet, "{sql: SELECT 1}", {"sql": "SELECT 1"}),
        (language.snippet, "{schema: compose, valid: true}", {"schema": "compose", "valid": "true"}),
        (
            language.snippet,
            "{schema: kubernetes, valid: false, error: $ANSWER}",
            {"schema": "kubernetes", "valid": "false", "error": "$ANSWER"},
        ),
    ],
)
def test_a_value_of_the_right_form_is_read(form: Callable[[Any], Any], text: str, value: object) -> None:
    expected = value or {"a": [1, -2, 3, 10], "b": [0.5, 0.5, 1.0, 1000.0, -0.002]}
    if form in (language.text, language.texts):
        expected = value
    assert _value(form, text) == expected


def test_whole_numbers_stay_whole_and_others_do_not() -> None:
    (numbers,) = _value(language.numbers, "{a: [2, 2.0, 2e0, -7]}").values()
    assert [type(number) for number in numbers] == [int, float, float, int]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (language.snippet, ""),
        (language.snippet, "[a]"),
        (language.snippet, "{}"),
        (language.snippet, "{ruby: p 1}"),
        (language.snippet, "{bash: ''}"),
        (language.snippet, "{bash: [a]}"),
        (language.snippet, "{bash: a, python: b}"),
        (language.snippet, "{schema: compose}"),
        (language.snippet, "{schema: helm, valid: true}"),
        (language.snippet, "{schema: compose, valid: yes}"),
        (language.snippet, "{schema: compose, valid: true, version: 3}"),
        (language.text, "[a]"),
        (language.text, "{a: b}"),
        (language.texts, "{a: b}"),
        (language.texts, "[[a]]"),
        (language.level, "5"),
        (language.level, "1.0"),
        (language.level, "[1]"),
        (language.numbers, "[1]"),
        (language.numbers, "{a: 1}"),
        (language.numbers, "{a: []}"),
        (language.numbers, "{a: [x]}"),
        (language.numbers, "{a: ['']}"),
        (language.numbers, "{a: [1e400]}"),
        (language.numbers, "{a: [nan]}"),
        (language.numbers, "{a: [inf]}"),
        (language.numbers, "{a: [1_0]}"),
        (language.numbers, "{a: [1], a: [2]}"),
        (language.fixed, "x"),
        (language.fixed, "{on: today, was: x}"),
        (language.fixed, "{on: 2026-01-01}"),
        (language.fixed, "{on: 2026-01-01, was: [x]}"),
        (language.fixed, "{on: 2026-01-01, was: x, by: me}"),
        (language.mapping, "x"),
        (language.mapping, "{a: b, a: c}"),
        (language.anything, "[{a: {b: c, b: d}}]"),
        (language.formula, "{a: b}"),
        (language.formula, "[[a]]"),
    ],
)
def test_a_value_of_another_form_is_refused_with_its_line(form: Callable[[Any], Any], text: str) -> None:
    with pytest.raises(FormError) as raised:
        _value(form, text)
    assert raised.value.line == 1
    assert raised.value.message


def test_the_line_of_a_refused_number_is_its_own() -> None:
    with pytest.raises(FormError) as raised:
        _value(language.numbers, "\n  a:\n  - 1\n  - two\n")
    assert raised.value.line == 4
    assert "'two'" in raised.value.message


def test_every_key_with_a_form_or_a_rule_is_a_key_of_the_language() -> None:
    keys = COMMON_KEYS | DECK_KEYS
    for kind in all_kinds():
        keys |= kind.marks | kind.required | kind.optional
    assert set(FORMS) <= keys
    assert keys >= PROSE
    assert keys >= PROGRAMS
    assert not PROSE & PROGRAMS
