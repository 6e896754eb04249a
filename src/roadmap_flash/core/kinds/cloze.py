"""`cloze`: a text with gaps in Anki's notation, `{{c1::text::hint}}`; one card for each number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.core.kinds import Fault
from roadmap_flash.core.kinds._base import OneCard, plain_face
from roadmap_flash.core.maths import spans
from roadmap_flash.core.model import Face, Fields

GAP = re.compile(r"\{\{c(\d{1,9})::((?:(?!\{\{c\d|\}\}).)*)\}\}", re.DOTALL)
_WRAPS = {"inline": "$", "display": "$$"}


def split_hint(body: str) -> tuple[str, str]:
    """The text and the hint of a gap. Only the last `::` can open a hint, and not within a code span."""
    if body.startswith("`") and body.endswith("`"):
        return body, ""
    text, colons, hint = body.rpartition("::")
    return (text, hint) if colons and "`" not in hint else (body, "")


def gaps(text: str) -> dict[int, list[str]]:
    """The hidden texts of each number, in the order of the text."""
    found: dict[int, list[str]] = {}
    for number, body in GAP.findall(text):
        found.setdefault(int(number), []).append(split_hint(body)[0])
    return found


class Cloze(OneCard):
    """A sentence with gaps; the other gaps of the sentence are filled in."""

    name = "cloze"
    marks = frozenset({"cloze"})
    required = frozenset({"cloze"})

    def faults(self, fields: Fields) -> Iterator[Fault]:
        """There is a gap, none is empty, numbers count from 1, and no half of a mark is left over."""
        text = fields["cloze"]
        found = gaps(text)
        rest = GAP.sub("", text)
        if not found:
            yield Fault("cloze", "cloze", "a cloze needs a gap such as {{c1::text}}")
        elif min(found) < 1 or max(found) > 99:
            yield Fault("cloze", "cloze", "gaps are numbered from c1 to c99")
        if any(not text.strip() for texts in found.values() for text in texts):
            yield Fault("cloze", "cloze", "a gap is empty")
        if re.search(r"\{\{c\d*:", rest) or any("{{c" in text for texts in found.values() for text in texts):
            yield Fault("cloze", "cloze", "a gap is not closed, or stands inside another one")

    def sides(self, fields: Fields) -> tuple[str, ...]:
        """One card a number: `c1`, `c2` …."""
        return tuple(f"c{number}" for number in sorted(gaps(fields["cloze"])))

    def face(self, fields: Fields, side: str, drawn: Fields) -> Face:
        """The asked gap shows `[…]` or its hint; the answer is what it hides."""
        text, asked = fields["cloze"], int(side[1:])
        around = _around(text)
        prompt = GAP.sub(lambda gap: _shown(gap, asked, around.get(gap.start(), "")), text)
        answers = [
            _wrapped(split_hint(gap[2])[0], around.get(gap.start(), ""))
            for gap in GAP.finditer(text)
            if int(gap[1]) == asked
        ]
        return plain_face(prompt, ", ".join(answers), fields)

    def gist(self, fields: Fields) -> tuple[str, str]:
        """The sentence with every gap open, and all that they hide."""
        text = fields["cloze"]
        hidden = [part for parts in gaps(text).values() for part in parts]
        return GAP.sub("[…]", text), ", ".join(hidden)


def _around(text: str) -> dict[int, str]:
    """Where a gap within code or a formula starts, and which of them it is: `code`, `inline` or `display`."""
    found: dict[int, str] = {}
    place = 0
    for kind, part in spans(text):
        wrap = len(_WRAPS.get(kind, ""))
        if kind != "plain":
            found |= {place + wrap + gap.start(): kind for gap in GAP.finditer(part)}
        place += len(part) + 2 * wrap
    return found


def _shown(gap: re.Match[str], asked: int, around: str) -> str:
    hidden, hint = split_hint(gap[2])
    if int(gap[1]) != asked:
        return hidden
    if around in _WRAPS:
        return rf"[\text{{{hint}}}]" if hint else r"[\ldots]"
    return f"[{hint or '…'}]" if around else f"**[{hint or '…'}]**"


def _wrapped(hidden: str, around: str) -> str:
    """What a gap hides as a text of its own: code stays code, and a part of a formula a formula."""
    mark = {"": "", "code": "`"}.get(around, "$")
    return f"{mark}{hidden.strip() if mark == '$' else hidden}{mark}"


KIND = Cloze()
