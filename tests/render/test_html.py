"""Markdown as HTML: golden blocks, and nothing of a text that would act."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap_flash.core.maths import Span, spans
from roadmap_flash.core.text import clean
from roadmap_flash.render.commonmark import parse
from roadmap_flash.render.html import HtmlWriter, escape
from tests.support.hostile import harmful, texts
from tests.support.html import elements, visible

TAGS = frozenset(("p", "code", "pre", "span", "ol", "ul", "li", "strong", "em", "a", "br", "hr", "blockquote"))
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


class _Writer(HtmlWriter):
    def formula(self, formula: Span) -> str:
        return f"<i>{escape(formula.text)}</i>"


WRITER = _Writer()
GOLDEN = {
    "a `x<y` b": "a <code>x&lt;y</code> b",
    "one\ntwo": "one\ntwo",
    "one\n\ntwo": "<p>one</p><p>two</p>",
    "**b** _i_": "<strong>b</strong> <em>i</em>",
    "- a\n- b": "<ul><li>a</li><li>b</li></ul>",
    "3) a": '<ol start="3"><li>a</li></ol>',
    "<b>&amp;</b>": "&lt;b&gt;&amp;amp;&lt;/b&gt;",
    "$x<y$ and `$z$`": "<i>x&lt;y</i> and <code>$z$</code>",
    "![x](http://a.b/c.png)": '!<a href="http://a.b/c.png">x</a>',
    "[x](javascript:alert(1))": "[x](javascript:alert(1))",
    "[x]: http://a.b": "[x]: http://a.b",
    "```python\nx = 1\n```": '<pre><code>x <span class="o">=</span> <span class="mi">1</span></code></pre>',
    "```nonsense\n<x>\n```": "<pre><code>&lt;x&gt;</code></pre>",
}


@pytest.mark.parametrize("text", GOLDEN)
def test_golden(text: str) -> None:
    assert WRITER.markdown(text) == GOLDEN[text]


PIECES = (
    *"ab19.)(:;,'-=%?/$`{}^@\n\t é\u00a0\u2003",
    *("    ", "  ", "``", "x `y` z", "$x$", "5$", "http"),
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join))
@example("    a")
@example(" \n\t.")
@example("``x`y`")
@example("x `a\n- b`")
@example(")`\n\n`$a`")
def test_the_short_way_is_the_long_one(text: str) -> None:
    """But for white space, of which a browser shows one blank."""
    long = WRITER._blocks(parse(spans(clean(text).strip("\n"))))
    assert _seen(WRITER.markdown(text)) == _seen(long)


def _seen(html: str) -> str:
    alone = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.DOTALL)
    return re.sub("[ \t\n]+", " ", alone[1] if alone else html).strip()


@given(texts)
def test_no_text_makes_more_than_text(text: str) -> None:
    html = WRITER.markdown(text)
    assert harmful(html) == []
    for tag, attributes, _ in elements(html):
        assert tag in TAGS | HEADINGS | {"i"}
        assert set(attributes) <= {"href", "start", "class"}
        assert not (attributes.get("href") or "").lower().startswith(("javascript", "data", "vbscript"))


@pytest.mark.parametrize("lang", ["python", "bash", "yaml", "c++", "html", "jinja", "console", "text", "", "no such"])
@given(text=texts)
def test_code_keeps_every_character(lang: str, text: str) -> None:
    shown = visible(WRITER.code(text, lang))
    assert shown.strip("\n") == clean(text.rstrip("\n")).strip("\n")
