"""The answers that a snippet is tried with: the right ones, and wrong ones that it must refuse."""

from __future__ import annotations

import re

from roadmap_flash.core.model import Fields

WRONG = "WRONG"
"""The wrong answer where the right one is no number."""


def plain(text: str) -> str:
    """The text without one outer pair of backticks or dollars."""
    text = text.strip()
    match = re.fullmatch(r"(`+)([^`]+)\1", text) or re.fullmatch(r"(\$)([^$]+)\1", text)
    return match[2].strip() if match else text


def right_answers(fields: Fields) -> list[str]:
    """The answer, and its other spellings."""
    answer = fields.get("a", fields.get("right"))
    return [plain(text) for text in [answer, *fields.get("accept", [])] if text is not None]


def wrong_answers(fields: Fields, answer: str) -> list[str]:
    """The wrong options, what `not` lists, and one more."""
    options = [text for option in fields.get("wrong", []) for text in option]
    return [plain(text) for text in [*options, *fields.get("not", []), one_more(answer)]]


def one_more(answer: str) -> str:
    """A number plus one; else a word that is no answer."""
    for number in (int, float):
        try:
            return str(number(answer) + 1)
        except (ValueError, OverflowError):
            continue
    return WRONG


def probes(answer: str, language: str) -> list[str]:
    """Wrong answers that a snippet may be able to read where others make it crash: of the same shape, or empty."""
    shape = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), answer)
    nothing = {"bash": ["true"], "python": ["0", "[]", "None"]}.get(language, [])
    return [probe for probe in dict.fromkeys([shape, *nothing]) if probe != answer]
