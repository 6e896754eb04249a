"""The process that has numpy and sympy loaded, and forks for each run.

Started as a program of its own, with an environment of its own. Reads JSON lines from standard input, first the limits,
then one run each; answers each with one line on standard output.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from roadmap_flash.decks.proof.languages import all_languages
from roadmap_flash.decks.proof.runs import Ending, Limits, Result, Run
from roadmap_flash.decks.proof.sandbox import linux, room
from roadmap_flash.decks.proof.sandbox.supervisor import supervise


def main() -> None:
    """Serve until standard input ends."""
    hello = json.loads(sys.stdin.readline())
    limits, isolated = Limits(*hello["limits"]), bool(hello["isolated"])
    try:
        if isolated:
            room.enter()
        elif sys.platform == "linux":
            linux.die_with_parent()
        zygote = _Zygote(limits, isolated=isolated)
        tried = zygote.run(Run("bash", "exit 0", prints=True))
        _answer({"error": "" if tried.ending == Ending.PASSED else tried.output})
    except (OSError, ImportError, KeyError, RuntimeError) as error:
        _answer({"error": f"{type(error).__name__}: {error}"})
        return
    for line in sys.stdin:
        fields = json.loads(line)
        _answer(zygote.run(Run(**{**fields, "needs": tuple(fields["needs"])})))


class _Zygote:
    def __init__(self, limits: Limits, *, isolated: bool) -> None:
        self._limits = limits
        self._isolated = isolated
        self._namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if isolated else -1

    def run(self, run: Run) -> Result:
        """Have one run supervised by a fork of this process."""
        language = all_languages()[run.language]
        if not run.prints:
            language.load()
        for module in run.needs:
            with suppress(Exception):  # if it cannot be imported, the snippet will say so
                import_module(module)
        if self._isolated:
            linux.own_pid_namespace(self._namespace)
            linux.unshare(linux.NEWPID)
        answer, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(answer)
            self._supervise(run, language.run, told)
        os.close(told)
        with os.fdopen(answer, "rb") as pipe:
            text = pipe.read()
        os.waitpid(child, 0)
        return Result(*json.loads(text)) if text else Result(Ending.CRASHED, "its supervisor was killed")

    def _supervise(self, run: Run, body: Callable[[Run], None], told: int) -> None:
        try:
            result = supervise(run, body, self._limits, isolated=self._isolated)
        except OSError as error:
            result = Result(Ending.CRASHED, f"no sandbox: {error}")
        with os.fdopen(told, "w") as pipe:
            json.dump(result, pipe)
        os._exit(0)


def _answer(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
