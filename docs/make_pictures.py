"""Makes docs/review.svg from the real program on a pseudo-terminal: python -m docs.make_pictures"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pexpect
import pyte
from rich.console import Console
from rich.text import Text

COLUMNS, ROWS = 80, 24
HERE = Path(__file__).parent
WANTED = ("eigenvalues-and-eigenvectors", "two eigenvalues of")
"""The topic, and a part of the question that the picture shows."""


def main() -> None:
    """Start a review, put cards off until the wanted one comes, show its answer, and draw the screen."""
    topic, part = WANTED
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "config.toml").write_text("minutes = 20\n", "utf-8")
        environment = {**os.environ, "FLASH_HOME": home, "TERM": "xterm-256color"}
        command = ["-m", "roadmap_flash", "review", topic, "--new", "40"]
        program = pexpect.spawn(sys.executable, command, dimensions=(ROWS, COLUMNS), env=environment, encoding=None)
        screen = pyte.Screen(COLUMNS, ROWS)
        stream = pyte.ByteStream(screen)
        _wait(program, stream, screen, "space show")
        for _ in range(60):
            if part in "\n".join(screen.display):
                break
            program.send(b"-")
            _wait(program, stream, screen, "back tomorrow")
        program.send(b" ")
        _wait(program, stream, screen, "1 Again")
        (HERE / "review.svg").write_text(picture(screen), "utf-8")
        program.send(b"q")
        program.wait()


def picture(screen: Any) -> str:
    """The screen as an SVG image."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    for row in range(ROWS):
        line = Text(no_wrap=True)
        for column in range(COLUMNS):
            cell = screen.buffer[row][column]
            colour = {"default": "", "brown": "yellow"}.get(cell.fg, cell.fg)
            line.append(cell.data, f"{'bold ' if cell.bold else ''}{colour}".strip())
        console.print(line, crop=True)
    return console.export_svg(title="flash review", unique_id="review")


def _wait(program: Any, stream: Any, screen: Any, text: str) -> None:
    end = time.monotonic() + 10
    settled = 0
    while time.monotonic() < end and settled < 2:
        try:
            stream.feed(program.read_nonblocking(65536, 0.1))
        except pexpect.TIMEOUT:
            settled += text in "\n".join(screen.display)


if __name__ == "__main__":
    main()
