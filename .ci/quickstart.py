"""Takes a command from the README's quick start and runs it as a newcomer would: python .ci/quickstart.py 1|2

The first one is run on a pseudo-terminal and must come to a question, take an answer, and end cleanly.
"""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

DEADLINE = 420
KEYS = ((b"Where to?", b"\n"), (b"Minutes a day?", b"\n"), (b"space show", b" "), (b"1 Again", b" "), (b"2 / ", b"q"))
"""What must appear, and the key that a newcomer then presses."""


def commands() -> list[str]:
    """The two commands of the quick start."""
    readme = Path("README.md").read_text("utf-8")
    block = re.search(r"## Quick start.*?```sh\n(.*?)```", readme, re.DOTALL)
    found = [line for line in (block[1] if block else "").splitlines() if line and not line.startswith("#")]
    if len(found) != 2:
        sys.exit(f"the quick start must show exactly two commands, not {found}")
    return found


def on_a_terminal(command: str) -> int:
    """Run a command on a pseudo-terminal and press the keys; its exit code."""
    print(f"$ {command}", flush=True)
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color")
        os.execvp("bash", ["bash", "-c", command])
    seen, waiting, end = b"", list(KEYS), time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:
                break
            seen += chunk
            if waiting and waiting[0][0] in seen:
                os.write(terminal, waiting.pop(0)[1])
                seen = b""
    else:
        os.kill(child, 9)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if waiting:
        sys.exit(f"never shown: {waiting[0][0].decode()!r}\n{seen.decode('utf-8', 'replace')[-3000:]}")
    print("a question was shown, answered and kept", flush=True)
    return code


def main() -> None:
    """Run the one that is asked for."""
    number = int(sys.argv[1])
    command = commands()[number - 1]
    if number == 1:
        sys.exit(on_a_terminal(command))
    print(f"$ {command}", flush=True)
    sys.exit(subprocess.run(["bash", "-c", command], check=False).returncode)


if __name__ == "__main__":
    main()
