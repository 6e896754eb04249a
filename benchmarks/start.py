"""From start to the first question, and `flash due`, each beside its peer in turn: python -m benchmarks.start"""

from __future__ import annotations

import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.peer import write_collection
from benchmarks.world import DECKS, NOTES, REVIEWS, write_history, write_library

RUNS = 15


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        environment = {
            **os.environ,
            "FLASH_HOME": str(base / "home"),
            "FLASH_DECKS": str(write_library(base / "decks")),
        }
        environment.pop("FLASH_NOW", None)
        due = write_history(base / "home")
        write_collection(base / "peer.anki2")
        flash = shutil.which("flash", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "flash"
        print(f"{DECKS} decks of {NOTES} cards, {REVIEWS} reviews, {due} due; medians of {RUNS} runs in turn")
        _first_run(flash, environment)
        ours, peer = in_turn(
            lambda: to_first_output([flash, "review"], environment, b"space show"),
            lambda: to_first_output(
                [sys.executable, "-m", "benchmarks.peer", str(base / "peer.anki2")], environment, b"\n"
            ),
        )
        print(f"first question   ours {ours:6.1f} ms   Anki        {peer:6.1f} ms   ratio {ours / peer:.2f}")
        subprocess.run([flash, "due"], env=environment, check=True, capture_output=True)
        ours, peer = in_turn(
            lambda: _whole([flash, "due"], environment), lambda: _whole([sys.executable, "-c", "pass"], environment)
        )
        print(f"flash due        ours {ours:6.1f} ms   bare Python {peer:6.1f} ms   ratio {ours / peer:.2f}")


def in_turn(ours: Callable[[], float], peer: Callable[[], float]) -> tuple[float, float]:
    """The medians (milliseconds) of two measurements taken in turn, so that the machine's mood meets both."""
    pairs = [(ours(), peer()) for _ in range(RUNS + 1)][1:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def to_first_output(command: list[str], environment: dict[str, str], until: bytes) -> float:
    """Milliseconds from the start of a program on a pseudo-terminal until it has printed `until`."""
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, {**environment, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"})
    seen = b""
    while until not in seen:
        seen += os.read(terminal, 65536)
    took = (time.perf_counter() - begun) * 1000
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(terminal)
    return took


def _whole(command: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1000


def _first_run(flash: str, environment: dict[str, str]) -> None:
    """The library is read and cached once; what an upgrade changed is told once."""
    begun = time.perf_counter()
    subprocess.run(
        [flash, "review", "--plain"], env=environment, input="\n\n", text=True, check=True, capture_output=True
    )
    print(f"the very first run, which reads all decks: {(time.perf_counter() - begun) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
