"""YAML as a tree of texts: what the author typed, with line numbers, and nothing of YAML's own magic."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.decks.yaml_tree import MAX_DEPTH, Mapping, Node, Scalar, Sequence, TreeError, parse


def _plain(node: Node | None) -> object:
    """The tree without lines; a mapping as a list of pairs."""
    if isinstance(node, Mapping):
        return [(key.text, _plain(value)) for key, value in node.pairs]
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return node.text if node else None


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "yes",
        "on",
        "off",
        "true",
        "False",
        "null",
        "~",
        "3.10",
        "010",
        "0x1F",
        "1e3",
        "1:30",
        "2026-11-22",
        ".inf",
        ".nan",
        "1_000",
        "=",
        "<",
        "-1",
        "+.5",
        "0b11",
        "NULL",
        "y",
        "n",
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(typed: str) -> None:
    tree = parse(f"key: {typed}\nlist: [{typed}, {typed}]\n{typed}: value\n")
    assert _plain(tree) == [("key", typed), ("list", [typed, typed]), (typed, "value")]


def test_every_part_knows_its_line() -> None:
    tree = parse("# a comment\na:\n  - one\n  -\n    b: two\n\n    c: |\n      three\n      four\n")
    assert isinstance(tree, Mapping)
    ((key, items),) = tree.pairs
    assert isinstance(items, Sequence)
    inner = items.items[1]
    assert isinstance(inner, Mapping)
    assert (tree.line, key.line, items.line, items.items[0].line, inner.line) == (2, 2, 3, 3, 5)
    assert [(pair[0].line, pair[1].line) for pair in inner.pairs] == [(5, 5), (7, 7)]


def test_lines_are_counted_from_the_given_one() -> None:
    assert parse("a: b\n", 41) == Mapping([(Scalar("a", 41, True, False), Scalar("b", 41, True, False))], 41)
    with pytest.raises(TreeError) as raised:
        parse("a: b\nc: *d\n", 41)
    assert raised.value.line == 42


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n...\n"])
def test_a_text_without_content_is_no_tree(text: str) -> None:
    tree = parse(text)
    assert tree is None or tree == Scalar("", tree.line, plain=True, cut=False)


def test_a_key_that_stands_twice_stays_twice() -> None:
    assert _plain(parse("a: b\na: c\n")) == [("a", "b"), ("a", "c")]


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("a: &b c\n", 1, "alias"),
        ("a: b\nc: *a\n", 2, "alias"),
        ("a: !!int 3\n", 1, "alias"),
        ("a: ! 3\n", 1, "alias"),
        ("a: &b [c]\n", 1, "alias"),
        ("a: !x {c: d}\n", 1, "alias"),
        ("a: b\n--- \nc: d\n", 2, "syntax"),
        ("[a]: b\n", 1, "syntax"),
        ("{a: b}: c\n", 1, "syntax"),
        ("a: 'b\n", 1, "syntax"),
        ('a: b\nc: "d\ne: f\n', 2, "syntax"),
        ("a: [b, c\nd: e\n", 1, "syntax"),
        ("a: {b: c\n", 1, "syntax"),
        ("a: b: c\n", 1, "syntax"),
        ("a:\n\t- b\n", 2, "syntax"),
        ("a: `b`\n", 1, "syntax"),
        ("a: @b\n", 1, "syntax"),
        ("a: %b\n", 1, "syntax"),
        ('a: "\\q"\n', 1, "syntax"),
        ("a: b\n c: d\n", 2, "syntax"),
        ("a: b\nc\n", 2, "syntax"),
        ("- a\nb: c\n", 2, "syntax"),
    ],
)
def test_what_is_refused_is_named_by_line_and_rule(text: str, line: int, rule: str) -> None:
    with pytest.raises(TreeError) as raised:
        parse(text)
    assert (raised.value.line, raised.value.rule) == (line, rule)


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_nesting_is_bounded_and_deep_nesting_harmless(start: str, end: str) -> None:
    assert MAX_DEPTH == 20
    assert parse(start * MAX_DEPTH + "x" + end * MAX_DEPTH)
    for depth in (MAX_DEPTH + 1, 30_000):
        with pytest.raises(TreeError) as raised:
            parse(start * depth + "x" + end * depth)
        assert (raised.value.line, raised.value.rule) == (1, "too-deep")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a: C # sharp", True),
        ("a: C  # sharp", True),
        ("a: C\t# sharp", True),
        ("a: one\n  two # three", True),
        ("- a: [b, C # sharp\n  ]", True),
        ("a: C# sharp", False),
        ("a: 'C' # sharp", False),
        ('a: "C" # sharp', False),
        ("a: | # sharp\n  C # sharp", False),
        ("a: # sharp\n  C", False),
        ("a: C\n# sharp", False),
        ("a: # sharp", False),
        ("é: ü 😀 C # sharp", True),
    ],
)
def test_a_plain_text_that_ends_at_a_comment_is_known(text: str, cut: bool) -> None:
    assert any(scalar.cut for scalar in _scalars(parse(text))) is cut


def test_a_cut_text_is_found_whatever_the_line_ends_are() -> None:
    for end in ("\n", "\r\n"):
        assert [scalar.cut for scalar in _scalars(parse(f"a: b{end}c: d # e{end}"))] == [False, False, False, True]


def _scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [scalar for pair in node.pairs for part in pair for scalar in _scalars(part)]
    return [scalar for item in node.items for scalar in _scalars(item)] if node else []


_WORDS = st.text(string.ascii_letters + string.digits + "äß€😀 _/.$\\`", min_size=1, max_size=12)
_TREES = st.recursive(
    _WORDS,
    lambda parts: st.lists(parts, max_size=3) | st.lists(st.tuples(_WORDS, parts), min_size=1, max_size=3),
    max_leaves=8,
)


def _written(tree: object) -> str:
    """A tree of texts in YAML's flow style, every text in single quotes."""
    if isinstance(tree, str):
        return f"'{tree}'"
    assert isinstance(tree, list)
    if tree and isinstance(tree[0], tuple):
        return "{" + ", ".join(f"'{key}': {_written(value)}" for key, value in tree) + "}"
    return "[" + ", ".join(map(_written, tree)) + "]"


@given(_TREES)
def test_what_is_written_is_what_is_read(tree: object) -> None:
    assert _plain(parse(_written(tree))) == tree


@given(st.text(max_size=60) | st.text("-?:,[]{}#&*!|>'\"%@` \n\ta", max_size=60))
def test_any_text_is_a_tree_or_an_error_with_a_line_of_the_text(text: str) -> None:
    error = _error(text)
    if error:
        assert 1 <= error.line <= len(text.splitlines()) + 1
        assert error.rule in {"syntax", "alias", "too-deep"}
        assert str(error) == error.message


def _error(text: str) -> TreeError | None:
    try:
        parse(text)
    except TreeError as error:
        return error
    return None
