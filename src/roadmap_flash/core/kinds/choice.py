"""`q`, `right` and `wrong`: multiple choice, shuffled at each showing; it proposes its own grade."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_flash.core.kinds import Fault, seeded
from roadmap_flash.core.kinds._base import OneCard, common
from roadmap_flash.core.model import Face, Fields


class Choice(OneCard):
    """One right option and two or three wrong ones, each with the reason why it is wrong."""

    name = "choice"
    marks = frozenset({"right", "wrong"})
    required = frozenset({"q", "right", "wrong"})

    def faults(self, fields: Fields) -> Iterator[Fault]:
        """`wrong` has two or three entries of the form `text: why it is wrong`, all options differ."""
        wrong = fields["wrong"]
        if not isinstance(wrong, list) or not 2 <= len(wrong) <= 3:
            yield Fault("wrong", "value", "`wrong` is a list of two or three options")
        elif any(not isinstance(item, dict) or len(item) != 1 for item in wrong):
            yield Fault("wrong", "value", "each wrong option has the form `text: why it is wrong`")
        elif any(not isinstance(why, str) or not why.strip() for item in wrong for why in item.values()):
            yield Fault("wrong", "value", "a wrong option has no reason why it is wrong")
        elif len({fields["right"], *(text for item in wrong for text in item)}) != len(wrong) + 1:
            yield Fault("wrong", "value", "two options are the same")

    def draw(self, fields: Fields, seed: str) -> Fields:
        """`order`: which option stands where; option 0 is the right one."""
        left = list(range(len(fields["wrong"]) + 1))
        order = [left.pop(seeded(f"{seed}/{len(left)}", len(left))) for _ in range(len(left))]
        return {"order": order}

    def face(self, fields: Fields, side: str, drawn: Fields) -> Face:
        """The options in the drawn order."""
        options = [(fields["right"], ""), *(pair for item in fields["wrong"] for pair in item.items())]
        order = drawn.get("order", range(len(options)))
        return Face(
            prompt=fields["q"],
            answer=fields["right"],
            choices=tuple(options[place][0] for place in order),
            reasons=tuple(options[place][1] for place in order),
            right=list(order).index(0),
            **common(fields),
        )

    def gist(self, fields: Fields) -> tuple[str, str]:
        """The question, and the right option."""
        return fields["q"], fields["right"]


KIND = Choice()
