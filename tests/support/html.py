"""HTML taken apart by a parser: what a reader sees of it, and everything in it that is not text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

VOID = frozenset({"br", "hr", "img", "link", "meta", "input"})
BLOCKS = frozenset({"p", "li", "pre", "blockquote", "h1", "h2", "h3", "section", "div", "ol", "ul"})
HIDDEN = frozenset({"script", "style", "summary", "head"})


class Element(NamedTuple):
    """A tag with its attributes, and the text in it that a reader sees."""

    tag: str
    attributes: dict[str, str | None]
    text: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self._hidden = 0
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.handle_data("\n")
        self.found.append((tag, dict(attrs), []))
        if tag in HIDDEN:
            self._hidden += 1
        if tag not in VOID:
            self._open.append(len(self.found) - 1)
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened = self.found[self._open.pop()][0]
        assert opened == tag, f"</{tag}> closes <{opened}>"
        if tag in HIDDEN:
            self._hidden -= 1
        if tag in BLOCKS:
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)
            for place in self._open:
                self.found[place][2].append(data)


def elements(html: str) -> list[Element]:
    """Every element, in the order of their first tags; each must be closed, and nothing else."""
    reader = _read(html)
    return [Element(tag, attributes, "".join(said)) for tag, attributes, said in reader.found]


def visible(html: str) -> str:
    """The text that a reader sees."""
    return "".join(_read(html).said)


def section(html: str, name: str) -> Element:
    """The one element with a class of that name."""
    (found,) = [one for one in elements(html) if name in (one.attributes.get("class") or "").split()]
    return found


def words(text: str) -> str:
    """`text` with each run of white space as one blank: what HTML keeps of it outside code."""
    return " ".join(text.split())


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader._open, f"never closed: {[reader.found[place][0] for place in reader._open]}"
    return reader
