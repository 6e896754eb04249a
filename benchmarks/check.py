"""`flash check` of the whole library, cold and warm, look-alikes included: python -m benchmarks.check"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.world import DECKS, NOTES, write_library

RUNS = 5


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        decks = write_library(base / "decks")
        flash = shutil.which("flash", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "flash"
        environment = {**os.environ, "FLASH_HOME": str(base / "home"), "FLASH_DECKS": str(decks)}
        print(f"{DECKS} decks of {NOTES} cards; medians of {RUNS} runs")
        _tell("cold, nothing remembered", [_cold(flash, environment) for _ in range(RUNS)])
        _tell("warm, nothing changed", [_check(flash, environment) for _ in range(RUNS)])
        _tell("warm, one card changed", [_edited(flash, environment, decks, run) for run in range(RUNS)])
        print(_check_output(flash, environment)[-1])


def _tell(what: str, seconds: list[float]) -> None:
    print(f"{what:28} {statistics.median(seconds):5.2f} s   ({min(seconds):.2f} to {max(seconds):.2f})")


def _cold(flash: str, environment: dict[str, str]) -> float:
    shutil.rmtree(environment["FLASH_HOME"], ignore_errors=True)
    return _check(flash, environment)


def _edited(flash: str, environment: dict[str, str], decks: Path, run: int) -> float:
    deck = decks / "role0" / "topic007.yaml"
    deck.write_text(
        deck.read_text("utf-8").replace("q: W", f"q: In run {run}, w", 1).replace("q: A", "q: One", 1), "utf-8"
    )
    return _check(flash, environment)


def _check(flash: str, environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    _check_output(flash, environment)
    return time.perf_counter() - begun


def _check_output(flash: str, environment: dict[str, str]) -> list[str]:
    done = subprocess.run([flash, "check"], env=environment, check=False, capture_output=True, text=True)
    return (done.stdout + done.stderr).splitlines()


if __name__ == "__main__":
    main()
