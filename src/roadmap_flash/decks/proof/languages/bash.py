"""Snippets in bash: `-e`, no `pipefail`, and Git with a neutral identity and no configuration of the system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache

from roadmap_flash.decks.proof.runs import Refused, Run, SetupFailed

_GIT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_PAGER": "cat",
    "GIT_EDITOR": "true",
    **{
        f"GIT_{who}_{what}": f"{who.lower()}@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}
_MISUSE = frozenset({2, 126, 127})
"""The shell's own statuses: misuse or a syntax error, a file that is no program, a command that does not exist."""
_KILLED = 130
"""From here on a signal ended it; 128 and 129 are how Git says that it refuses."""
_RUNS = re.compile(r"\$\(|`|<\(|\(\(|\||\beval\b|[<>]")
_COMPARING = frozenset(
    {"test", "[", "[[", "true", "false", ":", "exit", "if", "then", "else", "elif", "fi", "!", "echo"}
)


class Bash:
    """Runs snippets by `bash -ec`; names are in the environment."""

    names = ("bash",)

    def missing(self, run: Run) -> str:
        """bash, or Git where the snippet speaks of it."""
        return next((f"{tool} is not installed" for tool in _tools_of(run) if shutil.which(tool) is None), "")

    def tools(self, run: Run) -> dict[str, str]:
        """Git where the snippet speaks of it, else bash."""
        tool = _tools_of(run)[-1]
        return {tool: _version(tool)}

    def load(self) -> None:
        """Nothing."""

    def run(self, run: Run) -> None:
        """Status 0 passes, the shell's own statuses and signals are crashes, any other one a refusal."""
        environment = {**os.environ, **_GIT, **{name: str(value) for name, value in run.names.items()}}
        if run.setup and (status := _bash(run.setup, {**os.environ, **_GIT})):
            raise SetupFailed(f"exit status {status}")
        status = _bash(run.code, environment)
        if run.prints or not status:
            return
        if status in _MISUSE or status >= _KILLED or status < 0:
            raise RuntimeError(f"exit status {status}")
        raise Refused(f"exit status {status}")

    def restates(self, code: str) -> bool:
        """Only `test` and its like."""
        code = re.sub(r"(?m)(^|\s)#.*$", "", code)
        words = [part.split()[0] for part in re.split(r"[;\n]|&&|\|\|", code) if part.strip()]
        left = re.sub(r"\|\|", "", code)
        return not _RUNS.search(left) and all(word in _COMPARING or "=" in word for word in words)


def _bash(code: str, environment: dict[str, str]) -> int:
    # bash is found on the sandbox's own PATH, not the learner's
    return subprocess.run(["bash", "-ec", code], env=environment, check=False).returncode  # noqa: S603, S607


def _tools_of(run: Run) -> list[str]:
    told = "\n".join([run.setup, run.code, *map(str, run.names.values())])
    return ["bash", "git"] if re.search(r"\bgit\b", told) else ["bash"]


@cache
def _version(tool: str) -> str:
    command = [shutil.which(tool) or tool, "--version"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - bash or git
    return str(re.findall(r"\d+\.\d+[.\d]*", printed)[0])


LANGUAGE = Bash()
