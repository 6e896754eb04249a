"""The languages of snippets, one file each. A new language is a new file here that defines `LANGUAGE`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Protocol

from roadmap_flash.decks.proof.runs import Run


class Language(Protocol):
    """How snippets of one language are run. `run` is called inside the sandbox, the others outside."""

    names: tuple[str, ...]
    """What a card may call it; the first one is its own."""

    def missing(self, run: Run) -> str:
        """Why this machine cannot run it, such as "git is not installed"; empty if it can."""

    def tools(self, run: Run) -> dict[str, str]:
        """What it is run with, and in which version."""

    def load(self) -> None:
        """Import what is slow to import, unless that was done; called before each run that proves, outside of it."""

    def run(self, run: Run) -> None:
        """Run it in the current directory. Raises Refused if its test fails, SetupFailed, or whatever it raises."""

    def restates(self, code: str) -> bool:
        """Whether a snippet only compares the answer with texts and numbers that stand in the snippet itself."""


@cache
def all_languages() -> dict[str, Language]:
    """Every language there is a file for, by each of its names."""
    files = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    found: list[Language] = [import_module(f"{__name__}.{file}").LANGUAGE for file in files]
    return {name: language for language in found for name in language.names}
