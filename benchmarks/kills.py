"""Kill reviews at random moments and count what was lost: python -m benchmarks.kills --count 200 --seed 1"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.support.crash import Killed, Killer
from tests.support.samples import write_questions

ON_ONE_FOLDER = 25
"""Kills on one data folder, before a new one is begun: so that the making of a new one is met as well."""


def main() -> None:
    """Print the figures; the exit code is 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many kills")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    start = time.monotonic()
    killed = kill(chosen.count, chosen.seed)
    for outcome in killed:
        for problem in outcome.problems:
            print(f"! {problem}")
    wrong = sum(bool(outcome.problems) for outcome in killed)
    print(
        f"{len(killed)} kills (seed {chosen.seed}): {wrong} with anything lost or damaged; "
        f"{sum(outcome.told for outcome in killed)} acts acknowledged and all in the log, "
        f"{sum(outcome.untold for outcome in killed)} written but not told yet, "
        f"{sum(not outcome.told for outcome in killed)} kills before the first; {time.monotonic() - start:.0f} s"
    )
    raise SystemExit(wrong > 0)


def kill(count: int, seed: int) -> list[Killed]:
    """So many kills, on fresh data folders in turn."""
    killed: list[Killed] = []
    with tempfile.TemporaryDirectory() as folder:
        decks = write_questions(Path(folder) / "decks", 10, 100)
        while len(killed) < count:
            killer = Killer(Path(folder) / f"home{len(killed)}", decks, seed * 1_000_003 + len(killed))
            killed += [killer.kill() for _ in range(min(ON_ONE_FOLDER, count - len(killed)))]
    return killed


if __name__ == "__main__":
    main()
