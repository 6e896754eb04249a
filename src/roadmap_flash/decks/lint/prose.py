"""What counts as a word, a sentence, an item, code and maths: decided once, for all rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from roadmap_flash.core.maths import Span, spans

CODE, FORMULA = "\ue000", "\ue001"
"""What stands for a piece of code, and for a formula, where only prose is looked at."""

_MARKS = re.compile(r"\*\*|__|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])|^#{1,6} |^> ", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_WORD = re.compile(rf"[^\W_]|{FORMULA}")
_END = re.compile(rf"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9{CODE}{FORMULA}])|\n\s*\n")
_ABBREVIATION = re.compile(r"\(?(?:[a-z]|e\.g|i\.e|etc|vs|cf|approx|resp|incl|fig|eq|no|st|dr|mrs?|al|pp)\.")
_BULLET = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+(?=\S)", re.MULTILINE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_JOINT = re.compile(r"\s*[,;]\s+(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+")
_CLAUSE = re.compile(r"(?:which|who|that|because|so|then|but|if|when|where|while|not|since|as)\b", re.IGNORECASE)
_QUESTION_MARK = re.compile(r"\?(?=[\s\"'”’)\]*]|\Z)")
_TOKEN = re.compile(r"[^\W_]+")
ITEM_WORDS = 4
"""What stands between commas is an item of a list if it has at most so many words; else the text is a sentence."""


@dataclass(frozen=True)
class Prose:
    """A text of a card, and what the rules ask about it."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The text without Markdown's marks; `CODE` and `FORMULA` stand for code and formulas."""
        parts = (
            span.text if span.kind == "plain" else CODE if span.kind == "code" else FORMULA for span in self._spans
        )
        return _MARKS.sub("", _LINK.sub(r"\1", "".join(parts))).strip()

    @cached_property
    def lower(self) -> str:
        """The plain text on one line, in small letters."""
        return " ".join(self.plain.lower().split())

    @cached_property
    def words(self) -> list[str]:
        """What stands between blanks and has a letter or digit; a formula is one word, code is none."""
        return [word for word in self.plain.split() if _WORD.search(word)]

    @cached_property
    def tokens(self) -> list[str]:
        """Runs of letters and digits in small letters, those of code included, those of formulas not."""
        parts = (span.text for span in self._spans if span.kind in ("plain", "code"))
        return _TOKEN.findall(" ".join(parts).lower())

    @cached_property
    def sentences(self) -> list[str]:
        """The plain text cut after each full stop, question or exclamation mark that a new sentence follows."""
        found, place = [], 0
        for end in _END.finditer(self.plain):
            last = self.plain[max(place, end.start() - 10) : end.start() + 1].lower().split()[-1:]
            if not last or not _ABBREVIATION.fullmatch(last[0]):
                found.append(self.plain[place : end.end()].rstrip())
                place = end.end()
        return [text for text in [*found, self.plain[place:].strip()] if _WORD.search(text)]

    @cached_property
    def questions(self) -> list[str]:
        """The sentences that end in a question mark."""
        return [text for text in self.sentences if _QUESTION_MARK.search(text.rstrip(".")[-4:])]

    @property
    def question_marks(self) -> int:
        """How many question marks end something; those within a word or in brackets do not count."""
        parts = _QUESTION_MARK.split(self._no_asides)[:-1]
        return sum(_WORD.search(part) is not None for part in parts)

    @cached_property
    def items(self) -> list[str]:
        """The items of a bulleted list, or of an enumeration of short items; none where the text is a sentence."""
        bullets = [part.strip() for part in _BULLET.split(self.plain)[1:]]
        if len(bullets) > 1:
            return bullets
        if not re.search(r"[,;]\s", self._no_asides):
            return []
        items = [item for item in _JOINT.split(self._no_asides.rstrip(" .")) if item.strip()]
        short = all(len(item.split()) <= ITEM_WORDS and not _CLAUSE.match(item) for item in items)
        return items if short else []

    @property
    def commas(self) -> int:
        """How many commas part something within one sentence; those within a number or brackets do not count."""
        return max((len(re.findall(r",(?=\s)", _ASIDE.sub("", sentence))) for sentence in self.sentences), default=0)

    @property
    def formulas(self) -> list[str]:
        """The formulas, without their dollars."""
        return [span.text for span in self._spans if span.kind in ("inline", "display")]

    @property
    def has_block(self) -> bool:
        """Whether it holds what it may point at: fenced code, a displayed formula, a picture or a table."""
        shown = any(span.kind == "display" or span.text.startswith("```") for span in self._spans)
        return shown or "![" in self.text or bool(re.search(r"^[ \t]*\|.*\|[ \t]*$", self.text, re.MULTILINE))

    @cached_property
    def _spans(self) -> list[Span]:
        marked = "`" in self.text or "$" in self.text
        return spans(self.text) if marked else [Span("plain", self.text)]

    @cached_property
    def _no_asides(self) -> str:
        """The plain text on one line, without what stands in brackets."""
        return _ASIDE.sub("", " ".join(self.plain.split()))
