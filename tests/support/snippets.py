"""Runs Python snippets, each in a fork of one process that has numpy and sympy loaded.

Started as a program: reads one JSON job a line ({"code", "folder", "names", "loaded"}),
answers one JSON line ({"code", "output"}).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path

SECONDS = 10


def main() -> None:
    """Serve jobs until standard input ends."""
    import numpy as np
    import sympy

    loaded = {"np": np, "prod": __import__("math").prod, **{name: getattr(sympy, name) for name in sympy.__all__}}
    for line in sys.stdin:
        job = json.loads(line)
        out = Path(job["folder"]) / ".output"
        child = os.fork()
        if child == 0:
            _run(job, loaded, out)
        _, status = os.waitpid(child, 0)
        answer = {"code": os.waitstatus_to_exitcode(status), "output": out.read_text("utf-8", "replace")}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _run(job: dict[str, object], loaded: dict[str, object], out: Path) -> None:
    signal.alarm(SECONDS)
    os.chdir(str(job["folder"]))
    names = job["names"]
    scope = {"__name__": "__main__", **(loaded if job["loaded"] else {}), **(names if isinstance(names, dict) else {})}
    code = 1
    with out.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        try:
            exec(compile(str(job["code"]), "snippet", "exec"), scope)
            code = 0
        except SystemExit as ending:
            code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
        except BaseException:  # noqa: BLE001 - whatever a snippet raises is its failure
            traceback.print_exc()
    os._exit(code)


if __name__ == "__main__":
    main()
