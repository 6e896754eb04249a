"""What Anki shows is what the author wrote, character for character, and nothing in it acts."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from roadmap_flash.core.kinds import card_id, kind_named
from roadmap_flash.core.kinds.cloze import GAP, gaps, split_hint
from roadmap_flash.core.maths import spans
from roadmap_flash.core.model import Face, Note
from roadmap_flash.decks.library import open_library
from roadmap_flash.exporters import faces
from tests.support.anki import Anki, anki
from tests.support.html import elements, section, visible, words
from tests.support.running import run_here

SHIPPED = Path(__file__).parents[3] / "decks"
TAGS = frozenset(("p", "code", "pre", "span", "ol", "ul", "li", "strong", "em", "a", "br", "hr", "blockquote", "img"))
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
CLASSES = re.compile(r"cloze(-inactive)?|choices|right|reason|mathjax_ignore tex2jax_ignore|[a-z]{1,3}\d?|highlight")

CODES = (
    *("<int, int>", "a && b", "{{ value }}", "[latex]x[/latex]", "[sound:x.mp3]", r"\(x\)", r"\[x\]", "dict[str, int]"),
    *("std::vector", "{{c1::x", "}}", "a::b::c", "&amp;", "&#91;", "<script>alert(1)</script>", '"quoted"', "[$]x[/$]"),
    *("[$$]x[/$$]", "[anki:tts lang=en_US]x[/anki:tts]", "<!-- x -->", "{{c1::nested}}", "'", "$HOME", "%s", "a\\b"),
    *("<img src=x onerror=alert(1)>", "{% if %}", "{{FrontSide}}", "{{#Hint}}", "<%x%>", "x\u00a0y", "日本語", "⸢1⸣"),
)
"""Texts that mean something to Anki, MathJax, HTML or a template language."""
WORDS = ("plain", "words", "of", "a", "card", "5 % more", "x < y", "R&D", "a 'b' \"c\"", "C++;", "日本", "naïve")


def shown(markdown: str) -> str:
    """What a reader of this Markdown sees, by a parser of its own; formulas as MathJax gets them."""
    held: list[str] = []
    plain = ""
    for kind, text in spans(markdown):
        if kind in ("inline", "display"):
            plain += f"\ue100{len(held)}\ue101"
            held.append(rf"\({text}\)" if kind == "inline" else rf"\[{text}\]")
        else:
            plain += text
    parser = MarkdownIt("commonmark").disable(["html_block", "html_inline", "entity", "image", "reference"])
    parts = [_seen(token) for token in parser.parse(plain)]
    return words(re.sub("\ue100(\\d+)\ue101", lambda mark: held[int(mark[1])], " ".join(parts)))


def _seen(token: Any) -> str:
    if token.type == "inline":
        return "".join(" " if "break" in child.type else child.content for child in token.children)
    return str(token.content)


def expected_front(note: Note, side: str, face: Face) -> str:
    if note.kind == "cloze":
        asked = int(side[1:])
        opened = GAP.sub(lambda gap: _gap(gap, asked), note.fields["cloze"])
        return words(shown(opened) + " " + face.code)
    return words(" ".join([shown(face.prompt), face.code, *map(shown, face.choices)]))


def _gap(gap: re.Match[str], asked: int) -> str:
    text, hint = split_hint(gap[2])
    return f"[{hint or '...'}]" if int(gap[1]) == asked else text


def expected_back(face: Face) -> str:
    if not face.choices:
        return words(face.output or shown(face.answer))
    return words(
        " ".join(
            f"✔ {shown(option)}" if place == face.right else f"{shown(option)} {shown(face.reasons[place])}"
            for place, option in enumerate(face.choices)
        )
    )


def assert_shown(target: Anki, note: Note) -> None:
    """Every card of the note shows the source's text on both sides, and nothing that acts comes from its fields."""
    cards = target.cards(note.id)
    sides = faces(note)
    assert len(cards) == len(sides)
    for card, (side, face) in zip(cards, sides.items(), strict=True):
        front, back = card.question(), card.answer()
        assert words(section(front, "front").text) == expected_front(note, side, face), card_id(note.id, side)
        if note.kind == "cloze":
            everything = GAP.sub(lambda gap: split_hint(gap[2])[0], note.fields["cloze"])
            assert words(section(back, "front").text) == words(shown(everything) + " " + face.code)
        else:
            assert words(section(back, "back").text) == expected_back(face), card_id(note.id, side)
        if face.why:
            assert words(section(back, "why").text) == shown(face.why)
        code = note.fields.get("code")
        if code and note.kind != "drill":
            assert code.rstrip("\n") in section(front, "front").text, "code keeps its lines and blanks"
    for name, value in target.note(note.id).items():
        assert_inert(value, name)


def assert_inert(value: str, name: str) -> None:
    """Only tags of text, links that wait for a click, and pictures of the package."""
    if name == "Instances":
        assert not re.search("[<>&]", value)
        for instance in json.loads(value) if value else []:
            for html in instance:
                assert_inert(html, "instance")
        return
    for tag, attributes, _ in elements(value):
        assert tag in TAGS | HEADINGS, (tag, value)
        for attribute, content in attributes.items():
            assert _harmless(attribute, content or ""), (tag, attribute, content)


def _harmless(attribute: str, content: str) -> bool:
    patterns: dict[str, str | re.Pattern[str]] = {
        "class": CLASSES,
        "href": r"(https?|mailto):.*|[^:]*",
        "start": r"\d+",
    }
    patterns |= {"src": r"roadmap-flash-[0-9a-f]{20}\.\w+", "alt": r".*"}
    return attribute in patterns and re.fullmatch(patterns[attribute], content) is not None


def test_every_card_of_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(capsys, "export", str(tmp_path / "all.apkg")).code == 0
    with anki(tmp_path / "anki") as target:
        target.take(tmp_path / "all.apkg")
        for note in open_library([SHIPPED], None).notes():
            assert_shown(target, note)


def test_five_hundred_hostile_cards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cards = list(_hostile(random.Random(7), 500))
    deck = yaml.safe_dump({"topic": "hostile", "cards": cards}, allow_unicode=True, sort_keys=False, width=10_000)
    path = tmp_path / "decks" / "hostile.yaml"
    path.parent.mkdir()
    path.write_text(deck, "utf-8")
    library = open_library([path.parent], None)
    assert library.problems == []
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(path.parent))
    assert (ran.code, ran.err) == (0, "")
    with anki(tmp_path / "anki") as target:
        assert target.take(tmp_path / "o.apkg").new == 500
        assert target.problems() == (0, "")
        for note in library.notes():
            assert_shown(target, note)


def test_what_stands_in_an_attribute_or_below_a_cloze_acts_on_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = "[sound:x.mp3] [latex]x[/latex] {{c9::gap}} }}"
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / 'p"onerror=x ü.PNG').write_bytes(b"one")
    background = {"image": 'p"onerror=x ü.PNG', "alt": f'"{marks}', "code": f"{marks} :: \\(x\\)", "lang": "text"}
    cards = [
        {"id": "a-aaaa", "cloze": "The gap `{{c1::x}}` is the only one.", **background},
        {"id": "a-bbbb", "q": "What is [this](<http://[sound:y.mp3]/>)?", "a": "it", "src": "s", **background},
    ]
    header = {"topic": "alpha", "sources": {"s": {"doc": marks, "url": "https://a.b/[sound:z.mp3]{{c1::x}}"}}}
    (tmp_path / "decks" / "alpha.yaml").write_text(yaml.safe_dump({**header, "cards": cards}, allow_unicode=True))
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(tmp_path / "decks"))
    assert (ran.code, ran.err) == (0, "")
    with anki(tmp_path / "anki") as target:
        target.take(tmp_path / "o.apkg")
        for note in open_library([tmp_path / "decks"], None).notes():
            assert_shown(target, note)
            (card,) = target.cards(note.id)
            assert card.question_av_tags() == card.answer_av_tags() == []
            (picture,) = [found for tag, found, _ in elements(card.question()) if tag == "img"]
            assert picture["alt"] == f'"{marks}'
        assert target.collection.media.check().missing == []


def test_a_picture_that_anki_does_not_show_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "decks" / "alpha.yaml"
    path.parent.mkdir()
    (path.parent / 'x.x"onerror=y').write_bytes(b"one")
    card = "- {id: a-aaaa, q: Which one is seen here?, a: it, image: 'x.x\"onerror=y', alt: it}\n"
    path.write_text(f"topic: alpha\ncards:\n{card}- {{id: a-bbbb, q: What?, a: that}}\n")
    ran = run_here(capsys, "export", str(tmp_path / "o.apkg"), "--decks", str(path.parent))
    assert ran.err.startswith(f"left out: {path}:3: a-aaaa: its picture must end in one of .png")
    assert "unseen: its picture must end" in run_here(capsys, "check", "--decks", str(path.parent)).out


def _hostile(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Cards of all kinds, made of texts that mean something to whoever shows them."""
    makers = [_question, _choice, _both, _cloze, _output, _code, _drill]
    for number in range(count):
        yield {"id": f"h{number:03d}-{number:04d}", **makers[number % len(makers)](chance), "why": _prose(chance)}


def _prose(chance: random.Random) -> str:
    """Words, code spans, escaped text, formulas and now and then a fence, in a row."""
    pieces = [chance.choice((_word, _span, _escaped, _raw, _formula))(chance) for _ in range(chance.randint(1, 6))]
    text = " ".join(pieces)
    return f"{text}\n\n```python\n{chance.choice(CODES)}\n```" if chance.random() < 0.15 else text


def _word(chance: random.Random) -> str:
    return chance.choice(WORDS)


def _span(chance: random.Random) -> str:
    return f"`{chance.choice([code for code in CODES if '{{c' not in code])}`"


def _escaped(chance: random.Random) -> str:
    code = chance.choice([code for code in CODES if "{{c" not in code])
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", code)


def _raw(chance: random.Random) -> str:
    """Text that no Markdown reads as anything else."""
    return chance.choice(("<b>bold</b>", "a && b", "{{ value }}", "&amp;", "[latex] x [/latex]", "[sound:x.mp3]"))


def _formula(chance: random.Random) -> str:
    return chance.choice((r"$x < y$", r"$\frac{a}{b}$", r"$\{a, b\}$", r"$a_{i}^{2}$", r"$\text{a \& b}$", "$[0, 1)$"))


def _question(chance: random.Random) -> dict[str, Any]:
    return {"q": _prose(chance), "a": _prose(chance), "hint": _prose(chance)}


def _choice(chance: random.Random) -> dict[str, Any]:
    right, *wrong = chance.sample([f"`{code}`" for code in CODES if "{{c" not in code], 3)
    return {"q": _prose(chance), "right": right, "wrong": [{text: _prose(chance)} for text in wrong]}


def _both(chance: random.Random) -> dict[str, Any]:
    return {"term": _prose(chance), "def": _prose(chance)}


def _cloze(chance: random.Random) -> dict[str, Any]:
    hidden = [code for code in CODES if "{{" not in code and "}}" not in code and "::" not in code]
    first, second = (chance.choice(hidden) for _ in range(2))
    formula = chance.choice(("", "${{c3::x^2}} + 1$", r"${{c3::\frac{1}{x} }} - 1$"))
    coded = f"{{{{c1::`{first}`}}}} and `{{{{c2::{second}::what?}}}}`"
    return {"cloze": f"{_word(chance)} {coded} {formula} `std::vector` {{{{c1::`std::map`}}}}"}


def _output(chance: random.Random) -> dict[str, Any]:
    code = "\n".join(chance.sample(CODES, 3))
    return {
        "q": _prose(chance),
        "code": code,
        "lang": chance.choice(("python", "text")),
        "output": chance.choice(CODES),
    }


def _code(chance: random.Random) -> dict[str, Any]:
    lang = chance.choice(("python", "bash", "yaml", "sql", "c++", "html", "json", "dockerfile", "jinja", "console"))
    return {"q": _prose(chance), "a": _prose(chance), "code": "  x\n\n" + "\n".join(CODES), "lang": lang}


def _drill(chance: random.Random) -> dict[str, Any]:
    return {
        "q": f"From <<x>> to $<<x>>^2$ {_prose(chance)}",
        "vars": {"x": list(range(1, chance.randint(2, 20)))},
        "compute": "x * x",
        "check": "x ** 2",
        "code": f"{chance.choice(CODES)} <<x>>",
        "lang": "text",
    }


def test_the_hostile_cards_are_hostile() -> None:
    """The generator does what its name says: each text is used, and each kind."""
    cards = list(_hostile(random.Random(7), 500))
    written = json.dumps(cards, ensure_ascii=False)
    assert [code for code in CODES if json.dumps(code, ensure_ascii=False)[1:-1] not in written] == []
    assert {key for card in cards for key in card} >= {"q", "cloze", "term", "right", "output", "vars", "hint", "why"}
    assert all(gaps(card["cloze"]) for card in cards if "cloze" in card)
    assert all(kind_named("cloze").faults(card) for card in cards if "cloze" in card)
    assert visible("<p>a<script>b</script></p>") == "\na\n"
