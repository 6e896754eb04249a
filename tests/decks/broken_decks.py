"""Decks that each break one reading rule: what is wrong with which line, and what is served all the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from roadmap_flash.core.identity import provisional_id

Files = dict[str, str | bytes]

HEAD = """\
topic: alpha
retired: [al-gone]
sources:
  page: {doc: The page, url: "https://example.org/page"}
cards:
- id: al-good
  q: What is served before?
  a: this
  src: page

"""
TAIL = """
- id: al-fine
  q: What is served after?
  a: that
"""
BETA = """\
topic: beta
cards:
- id: be-good
  q: What is served of the other deck?
  a: all
"""
OTHERS = frozenset({"al-good", "al-fine", "be-good"})


@dataclass(frozen=True)
class Broken:
    """A library with one mistake in it, and pictures beside it. `-> target` in place of a text makes a link."""

    name: str
    rule: str
    files: Files
    line: int
    card: str = ""
    path: str = "alpha.yaml"
    served: frozenset[str] = field(default=OTHERS)


def _marked(text: str) -> tuple[str, int]:
    """The text without its mark, and the line that begins with it: `>`."""
    line = next((number for number, line in enumerate(text.split("\n"), 1) if line.startswith(">")), 1)
    return re.sub("^>", "", text, count=1, flags=re.MULTILINE), line


def card(name: str, rule: str, text: str, *, id_: str = "al-aaaa", served: str = "") -> Broken:
    """A mistake in the card between two good ones; its line is marked with `>`."""
    text, line = _marked(text.lstrip("\n"))
    files: Files = {"alpha.yaml": HEAD + text + TAIL, "beta.yaml": BETA}
    return Broken(name, rule, files, HEAD.count("\n") + line, id_, served=OTHERS | set(served.split()))


def key(name: str, rule: str, line: str) -> Broken:
    """A mistake in one further line of a question."""
    return card(name, rule, f"- id: al-aaaa\n  q: What?\n  a: that\n>  {line}\n")


def header(name: str, rule: str, text: str) -> Broken:
    """A mistake in the head of the deck; its cards are served."""
    text, line = _marked(text.lstrip("\n"))
    return deck(name, rule, text + HEAD.partition("\n")[2] + TAIL, line, served="al-good al-fine")


def deck(name: str, rule: str, text: str | bytes, line: int = 0, *, served: str = "", id_: str = "") -> Broken:
    """A whole deck; its line is marked with `>` or given."""
    if isinstance(text, str) and not line:
        text, line = _marked(text)
    files: Files = {"alpha.yaml": text, "beta.yaml": BETA}
    return Broken(name, rule, files, line, id_, served=frozenset({"be-good", *served.split()}))


def question(answer: str) -> str:
    """A card whose answer stands in the marked line."""
    return f"- id: al-aaaa\n  q: What?\n>  a: {answer}\n"


def drill(compute: str = "a + b", numbers: str = "{a: [1, 2], b: [3]}") -> str:
    """A drill without marks."""
    return (
        f"- id: al-aaaa\n  q: What is <<a>> and <<b>>?\n  vars: {numbers}\n  compute: {compute}\n  check: sum([a, b])\n"
    )


def computing(name: str, formula: str) -> Broken:
    """A formula that the evaluator refuses."""
    return card(f"compute: {name}", "compute", drill(formula).replace("  compute:", ">  compute:"))


def numbers(name: str, value: str) -> Broken:
    """Numbers of a drill that are none."""
    return card(f"vars: {name}", "value", drill(numbers=value).replace("  vars:", ">  vars:"))


def choice(name: str, wrong: str) -> Broken:
    """Wrong options in a wrong form."""
    return card(f"wrong: {name}", "value", f"- id: al-aaaa\n  q: Which?\n  right: this\n>  wrong: {wrong}\n")


def cloze(name: str, text: str) -> Broken:
    """A gap in a wrong form."""
    return card(f"cloze: {name}", "cloze", f"- id: al-aaaa\n>  cloze: '{text}'\n")


NOT_DECKS = [
    deck("a list", "not-a-deck", "- id: al-aaaa\n  q: x\n  a: y\n"),
    deck("a text", "not-a-deck", "What a fine day.\n"),
    deck("no cards", "not-a-deck", "topic: alpha\n"),
    deck("cards is a mapping", "not-a-deck", "topic: alpha\n>cards: {q: x, a: y}\n"),
    deck("cards is empty", "not-a-deck", "topic: alpha\n>cards:\n"),
    deck("nothing at all", "empty", ""),
    deck("only a comment", "empty", "# here be cards\n"),
    deck("only a mark of bytes", "empty", b"\xef\xbb\xbf", 1),
    deck("Latin 1", "not-utf8", HEAD.encode() + b"- id: al-aaaa\n  q: Caf\xe9?\n  a: b\n", 12),
    deck("UTF-16", "not-utf8", HEAD.encode("utf-16"), 1),
    deck("more than a mebibyte", "too-large", HEAD + "# " + "x" * 2**20, 1),
]

NESTED = [
    card("18 levels in a card", "too-deep", f"- id: al-aaaa\n>  verify: {'[' * 18}x{']' * 18}\n", id_=""),
    card("30,000 levels in a row", "too-deep", f">- {'[' * 30_000}\n", id_=""),
    card("30,000 mappings", "too-deep", f">- {'{a: ' * 30_000}\n", id_=""),
    card("30,000 dashes", "too-deep", f">{'- ' * 30_000}x\n", id_=""),
    deck("30,000 levels of a whole deck", "too-deep", f"{'[' * 30_000}{']' * 30_000}"),
    deck("30,000 levels of cards", "too-deep", f"topic: alpha\n>cards: {'[' * 30_000}{']' * 30_000}\n"),
    deck("30,000 complex keys", "too-deep", "? " * 30_000 + "x\n"),
    deck("30,000 mappings in the head", "too-deep", "{a: " * 30_000 + f"\n{HEAD}{TAIL}", served="al-good al-fine"),
]

SYNTAX = [
    card("an open quote", "syntax", '- id: al-aaaa\n>  q: "What?\n  a: that\n', id_=""),
    card("an open bracket", "syntax", "- id: al-aaaa\n  q: What?\n  a: that\n>  tags: [one, two\n", id_=""),
    card("two colons", "syntax", "- id: al-aaaa\n>  q: What: is this\n  a: that\n", id_=""),
    card("a tab as indent", "syntax", "- id: al-aaaa\n  q: What?\n>\ta: that\n", id_=""),
    card("a wrong indent", "syntax", "- id: al-aaaa\n  q: What?\n>   a: that\n", id_=""),
    card("an at sign", "syntax", "- id: al-aaaa\n  q: What?\n>  a: @that\n", id_=""),
    card("a list as a key", "syntax", "- id: al-aaaa\n  q: What?\n>  ? [a]\n  : that\n", id_=""),
    card("an escape that is none", "syntax", '- id: al-aaaa\n  q: What?\n>  a: "\\theta \\lambda"\n', id_=""),
    deck("a second document", "syntax", f"{HEAD}>---\n{TAIL}", served="al-good"),
    deck(
        "an open quote in the head",
        "syntax",
        f'>setup: "x\n{HEAD}{TAIL}',
        served="al-good al-fine",
    ),
    deck(
        "keys after the cards",
        "syntax",
        HEAD.replace("retired: [al-gone]\n", "") + '- id: al-aaaa\n>  q: "What?\n' + TAIL + "retired: [al-gone]\n",
        served="al-good al-fine",
    ),
    deck("no list after cards", "syntax", ">topic: [\ncards:\n"),
]

MAGIC = [
    card("an alias", "alias", question("*that"), id_=""),
    card("an anchor", "alias", question("&that this"), id_=""),
    card("a tag", "alias", question("!!str this"), id_=""),
    card("a local tag", "alias", question("!run this"), id_=""),
    card("a merge key", "alias", "- id: al-aaaa\n>  <<: *base\n  q: What?\n", id_=""),
    card("an anchor of a card", "alias", ">- &base\n  id: al-aaaa\n", id_=""),
]

KEYS = [
    deck("an unknown key of a deck", "unknown-key", f">title: Alpha\n{HEAD}{TAIL}", served="al-good al-fine"),
    deck("a topic twice", "duplicate-key", f"topic: alpha\n>{HEAD}{TAIL}", served="al-good al-fine"),
    deck("cards twice", "duplicate-key", f"{HEAD}>cards:\n{TAIL}", served="al-good al-fine"),
    deck(
        "a source twice",
        "duplicate-key",
        HEAD.replace("cards:", ">  page: {book: a, chapter: b}\ncards:") + TAIL,
        served="al-good al-fine",
    ),
    deck(
        "a key of a source twice",
        "duplicate-key",
        HEAD.replace("  page: {doc: The page,", ">  page: {doc: The page, doc: A page,") + TAIL,
        served="al-good al-fine",
    ),
    header("a version twice", "duplicate-key", ">as_of: {tool: '1', tool: '2'}\n"),
    key("an unknown key of a card", "unknown-key", "author: me"),
    key("a key of another kind", "unknown-key", "ask: {term: 'x {}'}"),
    key("a key twice", "duplicate-key", "a: this"),
    key("an unknown key twice", "duplicate-key", "q: What?"),
    key("a key of fixed twice", "duplicate-key", "fixed: {on: 2026-01-01, was: x, on: 2026-01-02}"),
    key("a key of verify twice", "duplicate-key", "verify: {bash: a, bash: b}"),
    card(
        "a name of vars twice", "duplicate-key", drill(numbers="{a: [1], b: [2], a: [3]}").replace("  vars", ">  vars")
    ),
    card(
        "an option of one entry twice",
        "duplicate-key",
        "- id: al-aaaa\n  q: Which?\n  right: this\n  wrong:\n  - that: No.\n>    that: Not at all.\n  - those: No.\n",
    ),
    card(
        "a side of ask twice",
        "duplicate-key",
        "- id: al-aaaa\n  term: x\n  def: y\n  ask:\n    term: What is {}?\n>    term: And {}?\n",
    ),
]

KINDS = [
    card("two kinds", "kind", ">- id: al-aaaa\n  q: What?\n  a: this\n  right: that\n  wrong: []\n"),
    card("two kinds of one text", "kind", ">- id: al-aaaa\n  cloze: a {{c1::gap}}\n  term: x\n  def: y\n"),
    card("no kind", "kind", ">- id: al-aaaa\n  q: What?\n"),
    card("no kind but an id", "kind", ">- id: al-aaaa\n"),
    card("a card that is a text", "value", ">- al-aaaa\n", id_=""),
    card("a card that is a list", "value", ">- [id, al-aaaa]\n", id_=""),
    card("a card that is nothing", "value", ">-\n", id_=""),
    card("a question without its question", "missing-key", ">- id: al-aaaa\n  a: that\n"),
    card("a term without its definition", "missing-key", ">- id: al-aaaa\n  term: that\n"),
    card("a choice without a right option", "missing-key", ">- id: al-aaaa\n  q: Which?\n  wrong: [a: b, c: d]\n"),
    card("an output without its language", "missing-key", ">- id: al-aaaa\n  q: What?\n  code: x\n  output: y\n"),
    card("code without its language", "missing-key", ">- id: al-aaaa\n  q: What?\n  a: that\n  code: x\n"),
    card("a drill without its check", "missing-key", ">- id: al-aaaa\n  q: <<a>>?\n  vars: {a: [1]}\n  compute: a\n"),
    card("an empty answer", "missing-key", question("")),
    card("an empty quoted answer", "missing-key", question("''")),
    card("a blank answer", "missing-key", question("'  '")),
    card("an empty gap text", "missing-key", "- id: al-aaaa\n>  cloze: ''\n"),
    card("no wrong option", "missing-key", "- id: al-aaaa\n  q: Which?\n  right: this\n>  wrong: []\n"),
    card("no numbers", "missing-key", drill(numbers="{}").replace("  vars:", ">  vars:")),
]

IDS = [
    *(
        card(f"an id {value!r}", "id", f">- id: {value}\n  q: What?\n  a: that\n", id_=value)
        for value in ("alpha", "al-abc", "al-abcde", "AL-aaaa", "1l-aaaa", "al_aaaa", "al-aa.a", "al-äaaa", "-aaaa")
    ),
    card("an empty id", "id", ">- id: ''\n  q: What?\n  a: that\n", id_=""),
    card("an id that is a list", "value", ">- id: [al-aaaa]\n  q: What?\n  a: that\n", id_=""),
    card("an id of the same deck", "duplicate-id", ">- id: al-good\n  q: What?\n  a: that\n", id_="al-good"),
    card("a retired id", "retired-id", ">- id: al-gone\n  q: What?\n  a: that\n", id_="al-gone"),
    card(
        "the same question without an id",
        "duplicate-id",
        "- q: What?\n  a: this\n>- q: What?\n  a: that\n",
        id_=provisional_id("question", "What?"),
        served=provisional_id("question", "What?"),
    ),
    Broken(
        "an id of another deck",
        "duplicate-id",
        {"alpha.yaml": HEAD + TAIL, "beta.yaml": BETA + "- id: al-good\n  q: x\n  a: y\n"},
        line=6,
        card="al-good",
        path="beta.yaml",
    ),
    Broken(
        "an id that another deck retired",
        "retired-id",
        {"alpha.yaml": HEAD + TAIL, "beta.yaml": BETA + "- id: al-gone\n  q: x\n  a: y\n"},
        line=6,
        card="al-gone",
        path="beta.yaml",
    ),
]

_CONTROLS = {
    "a null": "\0",
    "a bell": "\a",
    "an escape": "\x1b",
    "a delete": "\x7f",
    "a C1 introducer": "\x9b",
    "a next line": "\x85",
    "a line separator": "\u2028",
    "a right-to-left override": "\u202e",
    "an isolate": "\u2066",
    "an Arabic letter mark": "\u061c",
    "a byte order mark": "\ufeff",
    "a replacement character": "\ufffd",
}

CHARACTERS = [
    *(card(f"{name}, raw", "control-character", question(f"x{raw}y")) for name, raw in _CONTROLS.items()),
    *(
        card(f"{name}, escaped", "control-character", question(f'"x{escaped}y"'))
        for name, escaped in {"an escape": r"\e", "a null": r"\0", "a bidi": r"\u202e", "a C1": r"\x9b"}.items()
    ),
    key("a control character in a list", "control-character", 'accept: [fine, "\\e[2J"]'),
    key("a control character in code", "control-character", 'verify: "\\e[2J"'),
    card(
        "a control character in an option",
        "control-character",
        '- id: al-aaaa\n  q: Which?\n  right: this\n  wrong:\n  - that: No.\n>  - "t\\ehose": No.\n',
    ),
    header("a control character in a source", "control-character", 'as_of: {tool: "1\\e[2J"}\n'),
    header("a control character in setup", "control-character", 'setup: "x\\e[2J"\n'),
    header("a control character in a topic", "control-character", 'topic: "al\\epha"\n'),
    card("a tab in an answer", "tab", question('"x\\ty"')),
    card("a raw tab in an answer", "tab", question("x\ty")),
    key("a tab in a list", "tab", 'accept: [fine, "x\\ty"]'),
    key("a tab in a look-alike", "tab", 'confuse: ["al-go\\tod"]'),
    header("a tab in a version", "tab", 'as_of: {tool: "1\\t2"}\n'),
    card("a comment in an answer", "cut-by-comment", question("C # and more")),
    card("a comment in a longer answer", "cut-by-comment", "- id: al-aaaa\n  q: What?\n>  a: one\n    two # three\n"),
    key("a comment in a reason", "cut-by-comment", "why: C # is sharp"),
    card("a comment in an accepted answer", "cut-by-comment", "- id: al-aaaa\n  q: x\n  a: y\n  accept:\n>  - C # b\n"),
    card(
        "a comment in what was wrong",
        "cut-by-comment",
        "- id: al-aaaa\n  q: x\n  a: y\n  fixed:\n    on: 2026-01-01\n>    was: C # b\n",
    ),
    card("a comment in a choice", "cut-by-comment", "- id: al-aaaa\n  q: x\n>  right: C # b\n  wrong: [a: b, c: d]\n"),
    card("a dollar in an answer", "unmatched-dollar", question("an $x and no more")),
    card("a formula with a space", "unmatched-dollar", question("an $ x$ of sorts")),
    card("half a formula in a cloze", "unmatched-dollar", "- id: al-aaaa\n>  cloze: 'a {{c1::$x}} gap'\n"),
    key("a dollar in a list", "unmatched-dollar", "not: [fine, a $x]"),
    key("a dollar in what was wrong", "unmatched-dollar", "fixed: {on: 2026-01-01, was: a $x}"),
]

REFERENCES = [
    key("an unknown source", "unknown-src", "src: paper"),
    key("one unknown source of two", "unknown-src", "src: [page, paper]"),
    deck(
        "a source in a deck without sources",
        "unknown-src",
        "topic: alpha\ncards:\n- id: al-aaaa\n  q: x\n  a: y\n>  src: page\n- id: al-good\n  q: x?\n  a: y\n",
        id_="al-aaaa",
        served="al-good",
    ),
    card(
        "an unknown look-alike",
        "unknown-card",
        ">- id: al-aaaa\n  q: What?\n  a: that\n  confuse: [al-good, al-zzzz]\n",
        served="al-aaaa",
    ),
    Broken(
        "an unknown topic",
        "unknown-topic",
        {
            "alpha.yaml": "cards: []\ntopic: alpha\n",
            "beta.yaml": BETA,
            "roadmap.yaml": "roadmap:\n- {title: Beta, slug: beta}\n",
        },
        line=2,
        served=frozenset({"be-good"}),
    ),
    Broken(
        "a second deck of a topic",
        "duplicate-topic",
        {
            "alpha.yaml": HEAD + TAIL,
            "beta.yaml": BETA,
            "two.yaml": "topic: beta\ncards:\n- {id: be-aaaa, q: x, a: y}\n",
        },
        line=1,
        path="two.yaml",
    ),
    Broken(
        "an unknown book",
        "book",
        {
            "alpha.yaml": HEAD.replace("cards:", "  paper: {book: papers, chapter: One}\ncards:") + TAIL,
            "beta.yaml": BETA,
            "roadmap.yaml": "textbooks: {}\nroadmap:\n- {title: Alpha, slug: alpha}\n- {title: Beta, slug: beta}\n",
        },
        line=5,
    ),
    Broken(
        "a link to nowhere",
        "unreadable",
        {"alpha.yaml": "-> nowhere.yaml", "beta.yaml": BETA},
        line=1,
        served=frozenset({"be-good"}),
    ),
    Broken(
        "a link to a folder",
        "unreadable",
        {"alpha.yaml": "-> ..", "beta.yaml": BETA},
        line=1,
        served=frozenset({"be-good"}),
    ),
]

VALUES = [
    *(key(f"level {value}", "value", f"level: {value}") for value in ("0", "5", "-1", "two", "2.0", "''", "[1]")),
    *(
        key(f"fixed {value}", "value", f"fixed: {value}")
        for value in ("2026-01-01", "{on: 2026-01-01}", "{on: 2026-13-01, was: x}", "{on: [x], was: x}", "{was: x}")
    ),
    key("a hint that is a list", "value", "hint: [a, b]"),
    key("an alt that is a mapping", "value", "alt: {a: b}"),
    choice("one option", "[that: No.]"),
    choice("four options", "[a: No., b: No., c: No., d: No.]"),
    choice("a text", "that"),
    choice("options without reasons", "[that, those]"),
    choice("an option with an empty reason", "[that: No., those: ]"),
    choice("a reason that is a list", "[that: [No.], those: No.]"),
    choice("the right option", "[this: No., those: No.]"),
    choice("the same option twice", "[that: No., that: No.]"),
    numbers("a list", "[1, 2]"),
    numbers("a text", "a"),
    numbers("no list", "{a: 1, b: [2]}"),
    numbers("an empty list", "{a: [], b: [2]}"),
    numbers("a text in the list", "{a: [one], b: [2]}"),
    numbers("a list in the list", "{a: [[1]], b: [2]}"),
    numbers("a number that is too great", "{a: [1e999], b: [2]}"),
    numbers("no number", "{a: [.nan], b: [2]}"),
    numbers("a number of another base", "{a: [0x10], b: [2]}"),
    numbers("a number that is too long", f"{{a: [{'9' * 41}], b: [2]}}"),
    numbers("a name that is not shown", "{a: [1], b: [2], c: [3]}"),
    numbers("too many combinations", f"{{a: {list(range(40))}, b: {list(range(40))}}}"),
    card("a hole without numbers", "value", drill().replace("  q: What is", ">  q: What <<c>> is")),
    *(
        card(f"ask {value}", "value", f"- id: al-aaaa\n  term: x\n  def: y\n>  ask: {value}\n")
        for value in ("{other: 'What {}?'}", "{term: What?}", "{term: '{} {}'}", "{term: ['{}']}", "What {}?")
    ),
    *(
        header(f"as_of {value}", "value", f">as_of: {value}\n")
        for value in ("1.2", "[tool]", "{tool: [1]}", "{tool: {a: b}}")
    ),
    *(header(f"runs {value}", "value", f">runs: {value}\n") for value in ("ruby", "''", "[bash]")),
    header("a setup that is a list", "value", ">setup: [a]\n"),
    header("a topic that is a list", "value", ">topic: [alpha]\n"),
    *(
        deck(
            f"sources {value}",
            "value",
            HEAD.replace('  page: {doc: The page, url: "https://example.org/page"}', f">  page: {value}") + TAIL,
            served="al-good al-fine",
        )
        for value in (
            "The page",
            "[The page]",
            "{doc: The page}",
            "{url: https://example.org/}",
            "{doc: The page, url: example.org}",
            "{doc: The page, url: 'javascript:alert(1)'}",
            "{doc: The page, url: 'https://a b'}",
            "{doc: The page, url: https://example.org/, page: 3}",
            "{doc: [The page], url: https://example.org/}",
            "{book: clrs}",
        )
    ),
    deck("sources is a list", "value", HEAD.replace("  page:", ">  - page:") + TAIL, served="al-good al-fine"),
    deck("retired is a mapping", "value", "topic: alpha\n>retired: {a: b}\ncards: []\n"),
]

FORMULAS = [
    computing("an attribute", "a.real"),
    computing("an attribute of a text", "\"'x'.upper()\""),
    computing("a way out", '"().__class__.__bases__[0].__subclasses__()"'),
    computing("an import", "import os"),
    computing("a call of import", "__import__('os')"),
    computing("open", "open('x')"),
    computing("a tower of powers", "9**9**9"),
    computing("a text", "'\"text\"'"),
    computing("an f-string", "\"f'{a}'\""),
    computing("an unknown name", "a + c"),
    computing("an unknown function", "tanh(a)"),
    computing("division by zero at one point", "b / (a - 2)"),
    computing("a root of a negative number", "sqrt(a - 2)"),
    computing("a complex number", "(a - 3) ** 0.5"),
    computing("an infinite number", "1e308 * 10 * a"),
    computing("a huge number", "factorial(1000) * a"),
    computing("a factorial of a huge number", "factorial(2001)"),
    computing("a comparison", "a < b"),
    computing("a truth", "'True'"),
    computing("nothing", "None"),
    computing("a list", "'[a, b][0]'"),
    computing("a comprehension", "'sum(x for x in (a, b))'"),
    computing("a lambda", "'(lambda: a)()'"),
    computing("an assignment", "c = a"),
    computing("a walrus", "'(c := a)'"),
    computing("two expressions", "a; b"),
    computing("two lines", '"a\\nb"'),
    computing("a function that is not called", "sqrt"),
    computing("no expression", "a +"),
    computing("a comment", "'# a'"),
    computing("one of two formulas", "[a, c]"),
    computing("a subscript", "'a[0]'"),
    computing("a thousand brackets", f"{'(' * 1000}a{')' * 1000}"),
    computing("ten thousand signs", f"'{'-' * 10_000}a'"),
    computing("ten thousand sums", f"a{' + a' * 10_000}"),
]

CLOZES = [
    cloze("no gap", "nothing is hidden"),
    cloze("an empty gap", "a {{c1::}} gap"),
    cloze("a gap of blanks", "a {{c1::  }} gap"),
    cloze("a gap of a hint only", "a {{c1::::hint}} gap"),
    cloze("number 0", "a {{c0::x}} gap"),
    cloze("number 100", "a {{c100::x}} gap"),
    cloze("an open gap", "a {{c1::x}} gap and a {{c2::y"),
    cloze("a gap within a gap", "a {{c1::x {{c2::y}} z}} gap"),
]

IMAGES = [
    key("an image without alt", "image", "image: picture.png"),
    *(
        card(f"image {value}", "image", f"- id: al-aaaa\n  q: x\n  a: y\n>  image: {value}\n  alt: a picture\n")
        for value in (
            "../outside.png",
            "folder/../picture.png",
            "nothing.png",
            "/dev/null",
            "outside.png",
            ".",
            "folder",
        )
    ),
    card("an image with a blank alt", "image", "- id: al-aaaa\n  q: x\n  a: y\n>  image: picture.png\n  alt: ' '\n"),
]

BROKEN = [
    *NOT_DECKS,
    *NESTED,
    *SYNTAX,
    *MAGIC,
    *KEYS,
    *KINDS,
    *IDS,
    *CHARACTERS,
    *REFERENCES,
    *VALUES,
    *FORMULAS,
    *CLOZES,
    *IMAGES,
]
"""All of them."""
