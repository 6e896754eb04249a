"""The script of a drill, run: other numbers tomorrow, the same on both sides, and nothing breaks without a storage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dukpy
import pytest

from roadmap_flash.exporters.anki import note_types

SCRIPT = Path(note_types.__file__).with_name("templates") / "drill.js"
DAY = 86_400_000
NOON = 20_000 * DAY + DAY // 2
INSTANCES = [[f"front {n}", f"back {n}", "", f"why {n}"] for n in range(7)]
STAGE = """
var shown = {}, offset = dukpy.offset;
["front", "back", "hint", "why"].forEach(function (part) { shown[part] = {innerHTML: "first"}; });
var document = {
  getElementById: function (id) { return id === "instances" ? {textContent: dukpy.instances} : dukpy.answered; },
  querySelector: function (path) { return shown[path.replace(".flash .", "")]; }
};
var kept = dukpy.kept;
var sessionStorage = {
  getItem: function (key) { if (kept === null) { throw "none"; } return kept[key] || null; },
  setItem: function (key, value) { if (kept === null) { throw "none"; } kept[key] = value; }
};
function Date() {
  return {getTime: function () { return dukpy.now; }, getTimezoneOffset: function () { return offset; }};
}
"""


def show(
    now: int, *, answered: bool = False, kept: dict[str, str] | None = None, offset: int = 0, count: int = 7
) -> dict[str, Any]:
    """What stands on the card after the script, and what was kept for its other side."""
    result: dict[str, Any] = dukpy.evaljs(
        [STAGE, SCRIPT.read_text("utf-8"), "({shown: shown, kept: kept})"],
        now=now, answered=answered, kept=kept, offset=offset, instances=json.dumps(INSTANCES[:count]),
    )  # fmt: skip
    return {"kept": result["kept"], **{part: one["innerHTML"] for part, one in result["shown"].items()}}


@pytest.mark.parametrize("count", range(2, 8))
def test_neither_the_next_day_nor_the_next_round_meets_the_same_numbers(count: int) -> None:
    fronts = [show(NOON + day * DAY, count=count)["front"] for day in range(count * count)]
    assert set(fronts) == {one[0] for one in INSTANCES[:count]}
    assert [day for day in range(1, len(fronts)) if fronts[day] == fronts[day - 1]] == []
    same_day_of_each_round = {fronts[day] for day in range(0, len(fronts), count)}
    assert len(same_day_of_each_round) == (count if count > 2 else 1)


def test_both_sides_and_the_reason_belong_together() -> None:
    seen = show(NOON, kept={})
    number = seen["front"].split()[1]
    assert (seen["back"], seen["why"]) == (f"back {number}", f"why {number}")
    assert seen["hint"] == "first", "an empty part is left as it is"


def test_an_answer_after_the_day_has_turned_belongs_to_its_question() -> None:
    question = show(NOON, kept={})
    answer = show(NOON + DAY, answered=True, kept=question["kept"])
    assert answer["front"] == question["front"]


@pytest.mark.parametrize("answered", [False, True])
def test_without_a_storage_the_day_decides(answered: bool) -> None:
    assert show(NOON, answered=answered)["front"] == show(NOON, kept={})["front"]


def test_the_day_turns_at_four_by_the_clock_on_the_wall() -> None:
    four_in_berlin = NOON - DAY // 2 + 3 * 3_600_000
    before, after = (show(four_in_berlin + shift, offset=-60)["front"] for shift in (-1, 0))
    assert before != after
