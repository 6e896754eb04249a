"""Decks broken at random: reading one never raises, names what is wrong, and serves only cards that can be shown.

    python -m benchmarks.mutated_decks --count 100000 --seed 1

Mutant n of a seed is always the same; `--only n` reads that one alone and prints it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.samples import DECK

from roadmap_flash.core.kinds import kind_named
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks import roadmap
from roadmap_flash.decks.language import COMMON_KEYS, DECK_KEYS
from roadmap_flash.decks.notes import card_ids, note_of_json, note_to_json
from roadmap_flash.decks.problems import READING_RULES
from roadmap_flash.decks.reader import Deck, read_text
from roadmap_flash.paths import shipped_decks

PATH = Path("mutants") / "alpha.yaml"
BOOKS = {"prml": "Pattern Recognition and Machine Learning"}
KEYS = sorted(
    COMMON_KEYS
    | DECK_KEYS
    | {"q", "a", "term", "def", "cloze", "right", "wrong", "vars", "compute", "check", "output", "ask"}
)
YAML = ["&a ", "*a", "!x ", "!!str ", "- ", ": ", " #", "# ", "? ", "| ", "> ", "---", "...", "%YAML", "@", "\t"]
BRACKETS = ["[", "]", "{", "}", "[" * 40, "{" * 40, "- " * 40, '"', "'", "\\", "[" * 3000]
CONTROL = [
    "\0",
    "\x1b[31m",
    "\x85",
    "\x9b",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\ufffd",
    "\r",
    "\r\n",
    '"\\e"',
    "\U0001f600",
]
MATHS = [
    "$",
    "$$",
    "`",
    "```",
    "\\$",
    "{{c1::",
    "}}",
    "{{c0::x}}",
    "::",
    "{{c" + "9" * 5000 + "::x}}",
    "<<a>>",
    "<<zz>>",
]
VALUES = [
    "9**9**9",
    "1/0",
    "a.b",
    "__import__('os')",
    "[a]",
    "1e999",
    "0",
    "-1",
    "no",
    "null",
    "~",
    "",
    " ",
    "[]",
    "{}",
]
NASTY = [*YAML, *BRACKETS, *CONTROL, *MATHS, *VALUES]


@dataclass
class Tally:
    """What came of all mutants."""

    read: int = 0
    sound: int = 0
    notes: int = 0
    problems: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    seconds: float = 0.0

    def __str__(self) -> str:
        """The line that is printed."""
        return (
            f"{self.read} mutated decks read, none raised: {self.sound} without a problem, "
            f"{self.read - self.sound} with {self.problems} problems of {len(self.rules)} rules, "
            f"{self.notes} notes served and shown; {1000 * self.seconds / max(self.read, 1):.2f} ms each, "
            f"slowest {1000 * self.slowest:.0f} ms"
        )


def sources() -> list[tuple[str, list[str]]]:
    """The head and the cards of the sample deck and of each shipped one."""
    texts = [DECK.lstrip()]
    texts += [path.read_text("utf-8") for path in sorted(shipped_decks().rglob("*.yaml")) if path.name != roadmap.FILE]
    found = []
    for text in texts:
        head, *cards = re.split(r"^(?=- )", text, flags=re.MULTILINE)
        found.append((head, cards))
    return found


def mutant(known: list[tuple[str, list[str]]], seed: int, number: int) -> bytes:
    """A deck of a few cards with one to four mutations."""
    chance = random.Random(f"{seed}/{number}")
    head, cards = known[0] if chance.random() < 0.5 else chance.choice(known)
    first = chance.randrange(max(len(cards) - 3, 1))
    text = head + "".join(cards[first : first + 4])
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(MUTATIONS)(text, chance)
    data = text.encode("utf-8", "replace")
    return _bytes(data, chance) if chance.random() < 0.2 else data


def _bytes(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return chance.choice(
        [
            data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :],
            data[:place] + data[place + chance.randrange(8) :],
            data[:place],
            b"\xef\xbb\xbf" + data,
            data.replace(b"\n", b"\r\n"),
        ]
    )


def _character(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    new = chance.choice(["", chr(chance.randrange(32, 127)), chr(chance.randrange(0xD800))])
    return text[:place] + new + text[place + 1 :]


def _nasty(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(NASTY) + text[place:]


def _line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            lines.insert(one, lines[other])
        case 1:
            del lines[one]
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case 3:
            lines[one] = " " * chance.randrange(6) + lines[one].lstrip()
        case 4:
            lines[one : one + 2] = ["".join(lines[one : one + 2])]
        case _:
            lines[one] = chance.choice(["", "  "]) + chance.choice(NASTY)
    return "\n".join(lines)


def _key(text: str, chance: random.Random) -> str:
    keys = list(re.finditer(r"^[- ]*(\w+)(?=:)", text, re.MULTILINE))
    if not keys:
        return text
    found = chance.choice(keys)
    return text[: found.start(1)] + chance.choice(KEYS) + text[found.end(1) :]


def _value(text: str, chance: random.Random) -> str:
    values = list(re.finditer(r"^[- ]*\w+: *(.*)$", text, re.MULTILINE))
    if not values:
        return text
    found, other = chance.choice(values), chance.choice(values)
    new = chance.choice([chance.choice(NASTY), other[1], f"[{other[1]}]", f"{{a: {other[1]}}}", ""])
    return text[: found.start(1)] + new + text[found.end(1) :]


MUTATIONS: list[Callable[[str, random.Random], str]] = [_character, _nasty, _line, _key, _value]


def examine(data: bytes) -> Deck:
    """Read one deck and show each of its cards. Raises AssertionError, or whatever the program should not raise."""
    deck = read_text(data, PATH, BOOKS)
    for note in deck.notes:
        assert note_of_json(note_to_json(note, None)) == note, "a note does not survive the cache"
        assert card_ids(note), "a note without cards"
        kind = kind_named(note.kind)
        for side in kind.sides(note.fields):
            face = kind.face(note.fields, side, kind.draw(note.fields, "seed"))
            assert face.prompt.strip(), "a card without a question"
            assert face.answer.strip() or face.output.strip(), "a card without an answer"
    lines = len(re.findall(rb"\r\n|\r|\n", data)) + 1
    for problem in deck.problems:
        assert problem.rule in READING_RULES, f"a rule of no name: {problem.rule}"
        assert 1 <= problem.line <= lines, f"no line of the file: {problem}"
        assert problem.message == clean_line(problem.message), f"not clean: {problem!r}"
    return deck


def run(count: int, seed: int) -> Tally:
    """Read so many mutants. Raises what reading raised, with a note of which mutant it was."""
    known, tally = sources(), Tally()
    for number in range(count):
        data = mutant(known, seed, number)
        start = time.perf_counter()
        try:
            deck = examine(data)
        except Exception as error:
            error.add_note(f"mutant {number} of seed {seed}: {data!r}")
            raise
        took = time.perf_counter() - start
        tally.read += 1
        tally.sound += not deck.problems
        tally.notes += len(deck.notes)
        tally.problems += len(deck.problems)
        tally.rules.update(problem.rule for problem in deck.problems)
        tally.slowest = max(tally.slowest, took)
        tally.seconds += took
    return tally


def main(arguments: list[str] | None = None) -> int:
    """Read the mutants and print what came of them; 1 if one raised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one mutant")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.only is not None:
            data = mutant(sources(), chosen.seed, chosen.only)
            print(ascii(data.decode("utf-8", "replace")).replace("\\n", "\n"))
            print(*examine(data).problems, sep="\n")
        else:
            print(run(chosen.count, chosen.seed))
    except Exception:  # noqa: BLE001 - any error at all is the finding
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
