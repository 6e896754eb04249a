"""`cloze`: a text with gaps in Anki's notation, `{{c1::text::hint}}`; one card for each number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.core.kinds import Fault
from roadmap_flash.core.kinds._base import OneCard, plain_face
from roadmap_flash.core.model import Face, Fields

GAP = re.compile(r"\{\{c(\d+)::(.*?)\}\}", re.DOTALL)
_SPAN = re.compile(r"(?<!\\)(`+)(?:.*?)(?<!`)\1(?!`)|(?<!\\)\$(?:\\.|[^$\\])*\$", re.DOTALL)


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
        prompt = GAP.sub(lambda gap: _shown(text, gap, asked), text)
        return plain_face(prompt, ", ".join(gaps(text)[asked]), fields)

    def gist(self, fields: Fields) -> tuple[str, str]:
        """The sentence with every gap open, and all that they hide."""
        text = fields["cloze"]
        hidden = [part for parts in gaps(text).values() for part in parts]
        return GAP.sub("[…]", text), ", ".join(hidden)


def _shown(text: str, gap: re.Match[str], asked: int) -> str:
    hidden, hint = split_hint(gap[2])
    if int(gap[1]) != asked:
        return hidden
    mark = f"[{hint or '…'}]"
    around = next((span[0][0] for span in _SPAN.finditer(text) if span.start() < gap.start() < span.end()), "")
    return {"`": mark, "$": rf"[\text{{{hint}}}]" if hint else r"[\ldots]"}.get(around, f"**{mark}**")


KIND = Cloze()
