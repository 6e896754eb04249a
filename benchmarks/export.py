"""6,000 notes to a package, beside Anki's own export of the same notes: python -m benchmarks.export"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DECKS, NOTES = 240, 25
RUNS = 7
_SYLLABLES = "ra ti on mo del gra di ent ba tch lo ss qu ery ser ver cac he to ken lay er da ta set".split()  # noqa: SIM905


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        os.environ |= {"FLASH_HOME": str(base / "home"), "FLASH_DECKS": str(_write_library(base / "decks"))}
        out = base / "ours.apkg"
        _ours(out)  # the library's cache is made once, by whichever command comes first
        peer = _Peer(base, out)
        times: dict[str, list[float]] = {"ours": [], "Anki, older form": [], "Anki, newer form": []}
        for _ in range(RUNS):
            times["ours"].append(_timed(lambda: _ours(out)))
            times["Anki, older form"].append(_timed(lambda: peer.export(legacy=True)))
            times["Anki, newer form"].append(_timed(lambda: peer.export(legacy=False)))
        sizes = {"ours": out, "Anki, older form": base / "True.apkg", "Anki, newer form": base / "False.apkg"}
        print(
            f"{peer.notes} notes, {peer.cards} cards; medians of {RUNS} runs in turn, each in its own process's memory"
        )
        for name, took in times.items():
            size = sizes[name].stat().st_size / 1e6
            print(f"{name:<17} {statistics.median(took) * 1000:6.0f} ms   {size:.2f} MB")
        command = [sys.executable, "-m", "roadmap_flash", "export", str(out), "--force"]
        whole = [_timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3)]
        print(f"the whole command {statistics.median(whole) * 1000:6.0f} ms")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _ours(out: Path) -> None:
    from roadmap_flash.exporting import export

    export(out, None, None, lambda _: True, iter)


class _Peer:
    """Anki, with the notes of our own package in it."""

    def __init__(self, base: Path, package: Path) -> None:
        from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

        self._base = base
        self._collection: Any = Collection(str(base / "peer.anki2"))
        options = ImportAnkiPackageOptions()
        self._collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
        self.notes, self.cards = self._collection.note_count(), self._collection.card_count()

    def export(self, *, legacy: bool) -> None:
        """Write all notes, without schedules, as its export window does."""
        from anki.collection import ExportAnkiPackageOptions

        options = ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy
        )
        self._collection.export_anki_package(out_path=str(self._base / f"{legacy}.apkg"), options=options, limit=None)


def _write_library(folder: Path) -> Path:
    """Decks of all kinds of card, in the proportions of the shipped ones, each text made of other words."""
    chance = random.Random(5)
    for deck in range(DECKS):
        path = folder / f"role{deck // 30}" / f"topic{deck:03d}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        cards = [
            f"- id: t{deck:03d}-{note:04d}\n  {card}\n  {_background(chance, note)}"
            for note, card in zip(range(NOTES), _cards(chance), strict=False)
        ]
        head = (
            f"topic: topic{deck:03d}\nsources:\n  page: {{doc: {_words(chance, 3)}, url: https://example.org/{deck}}}\n"
        )
        path.write_text(f"{head}cards:\n" + "\n\n".join(cards) + "\n", "utf-8")
    return folder


def _background(chance: random.Random, note: int) -> str:
    return f"why: {_words(chance, 14)}.\n  level: {note % 4 + 1}\n  src: page"


def _cards(chance: random.Random) -> Iterator[str]:
    kinds = [_question] * 10 + [_coded] * 5 + [_choice] * 3 + [_cloze] * 2 + [_both] * 2 + [_drill] * 3
    chance.shuffle(kinds)
    yield from (kind(chance) for kind in kinds)


def _words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(count))


def _question(chance: random.Random) -> str:
    return f"q: Which {_words(chance, 9)} `{_words(chance, 1)}` {_words(chance, 4)}?\n  a: {_words(chance, 5)}"


def _coded(chance: random.Random) -> str:
    lines = "\n".join(f"    {_words(chance, 1)}: {{{_words(chance, 1)}: {chance.randint(1, 999)}}}" for _ in range(7))
    return f"q: Which key {_words(chance, 8)}?\n  code: |\n{lines}\n  lang: yaml\n  a: {_words(chance, 2)}"


def _choice(chance: random.Random) -> str:
    wrong = "\n".join(f"  - {_words(chance, 4)}: {_words(chance, 9)}." for _ in range(3))
    return f"q: What {_words(chance, 10)}?\n  right: {_words(chance, 4)}\n  wrong:\n{wrong}"


def _cloze(chance: random.Random) -> str:
    return f"cloze: The {_words(chance, 5)} {{{{c1::{_words(chance, 2)}}}}} and {{{{c2::{_words(chance, 1)}}}}}."


def _both(chance: random.Random) -> str:
    return f"term: {_words(chance, 2)}\n  def: {_words(chance, 9)}"


def _drill(chance: random.Random) -> str:
    question = f"q: How many {_words(chance, 6)} do <<x>> and $<<y>>^2$ {_words(chance, 4)}?"
    return f"{question}\n  vars: {{x: [2, 3, 5, 8], y: [4, 6, 9]}}\n  compute: x * y ** 2\n  check: x * y * y"


if __name__ == "__main__":
    main()
