"""From an answer to the next card, durable, and peak memory, beside Anki: python -m benchmarks.answers"""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from benchmarks.peer import write_collection
from benchmarks.world import DECKS, NOTES, REVIEWS, write_history, write_library

ANSWERS = 500


def main() -> None:
    """Print the figures."""
    if sys.argv[1:2] == ["peer"]:
        _peer(sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        write_history(base / "home")
        write_collection(base / "peer.anki2")
        decks = str(write_library(base / "decks"))
        environment = {**os.environ, "FLASH_HOME": str(base / "home"), "FLASH_DECKS": decks}
        print(f"{DECKS} decks of {NOTES} cards, {REVIEWS} reviews; {ANSWERS} answers, written through to the disk")
        _tell("ours, a process read and written line by line", *_ours(environment))
        command = [sys.executable, "-m", "benchmarks.answers", "peer", str(base / "peer.anki2")]
        subprocess.run(command, check=True)


def _ours(environment: dict[str, str]) -> tuple[list[float], float]:
    """Milliseconds from a rating sent to the next question received, and the peak memory of the process in MB."""
    command = [sys.executable, "-m", "roadmap_flash", "review", "--plain", "--new", str(ANSWERS)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 0}
    times = []
    with subprocess.Popen(command, env=environment, **pipes) as review:
        assert review.stdin is not None
        assert review.stdout is not None
        _read_until(review.stdout, rb"\n\[\d+/.*\n.*\n")
        for number in range(ANSWERS):
            review.stdin.write(b"\n")
            _read_until(review.stdout, rb"4 Easy .*\n")
            begun = time.perf_counter()
            review.stdin.write(b"4\n" if number % 7 else b"1\n")
            if not _read_until(review.stdout, rb"\n\[\d+/.*\n.*\n"):
                break
            times.append((time.perf_counter() - begun) * 1000)
        peak = int(re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{review.pid}/status").read_text("ascii"))[0]) / 1024
        review.stdin.write(b"q\n")
    return times[1:], peak


def _read_until(stream: IO[bytes], pattern: bytes) -> bool:
    seen = b""
    while not re.search(pattern, seen):
        chunk = os.read(stream.fileno(), 65536)
        if not chunk:
            return False
        seen += chunk
    return True


def _peer(path: str) -> None:
    """Anki, called inside its own process."""
    from anki.collection import Collection
    from anki.scheduler.v3 import CardAnswer

    collection: Any = Collection(path)
    collection.decks.select(collection.decks.id_for_name("Roadmap"))
    times = []
    queue = collection.sched.get_queued_cards(fetch_limit=1)
    for number in range(ANSWERS):
        if not queue.cards:
            break
        card = collection.get_card(queue.cards[0].card.id)
        card.start_timer()
        rating = CardAnswer.GOOD if number % 7 else CardAnswer.AGAIN
        begun = time.perf_counter()
        answer = collection.sched.build_answer(card=card, states=queue.cards[0].states, rating=rating)
        collection.sched.answer_card(answer)
        queue = collection.sched.get_queued_cards(fetch_limit=1)
        times.append((time.perf_counter() - begun) * 1000)
    collection.close()
    _tell("Anki, called inside its own process", times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _tell(what: str, times: list[float], peak: float) -> None:
    times = sorted(times)
    median, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    print(
        f"{what}: {len(times)} answers, median {median:.2f} ms, p95 {p95:.2f} ms, peak memory {peak:.0f} MB", flush=True
    )


if __name__ == "__main__":
    main()
