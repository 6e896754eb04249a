"""The near side of a zygote: hands it runs, and gives their results back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.proof.runs import Ending, Limits, Result, Run
from roadmap_flash.decks.proof.sandbox.confine import environment
from roadmap_flash.errors import FlashError

_SOURCE = Path(__file__).parents[4]
_PROGRAM = "import sys; sys.path.append({!r}); from roadmap_flash.decks.proof.sandbox.zygote import main; main()"


class Worker:
    """One zygote. Use it as a context; raises FlashError where the system grants no isolation."""

    def __init__(self, limits: Limits | None = None, *, isolated: bool = True) -> None:
        self._hello = {"limits": limits or Limits(), "isolated": isolated}
        self._ready = self._closed = False
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def wait_until_ready(self) -> None:
        """Return once it has everything loaded. Raises FlashError if it has no sandbox."""
        if not self._ready:
            problem = self._read()
            if problem is None or problem["error"]:
                why = clean_line(problem["error"])[:200] if problem else "its process ended"
                raise FlashError(
                    f"what decks run cannot be isolated on this machine ({why}); "
                    "for decks whose programs you have read, use --unsafe"
                )
            self._ready = True

    def run(self, run: Run) -> Result:
        """Run a snippet. If the zygote itself dies of it, another one takes its place."""
        try:
            self.wait_until_ready()
            self._write(run._asdict())
            found = self._read()
        except (BrokenPipeError, ValueError):  # it died, or was closed by another thread
            found = None
        if found is not None:
            return Result(Ending(found[0]), found[1])
        if not self._closed:
            self._end()
            self._start()
        return Result(Ending.CRASHED, "the process that runs snippets died")

    def close(self) -> None:
        """End the zygote, and with it whatever it runs, also for another thread."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()

    def _start(self) -> None:
        program = _PROGRAM.format(str(_SOURCE))
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-E", "-P", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(os.environ.get("HOME", "/"), "/"),  # a user's own packages lie below the home folder
            start_new_session=True,  # Ctrl-C is for us
        )
        self._ready = False
        self._write(self._hello)

    def _write(self, value: Any) -> None:
        if self._process.stdin is None:
            raise BrokenPipeError
        self._process.stdin.write(json.dumps(value).encode() + b"\n")
        self._process.stdin.flush()

    def _read(self) -> Any:
        """One answer; None if the zygote is gone."""
        line = self._process.stdout.readline() if self._process.stdout else b""
        return json.loads(line) if line else None
