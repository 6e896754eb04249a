"""All rules and gates there are: found by their files, each name once."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from zlib import crc32

from roadmap_flash.decks.lint import gates, rules
from roadmap_flash.decks.lint.model import Gate, Rule

_DECISIVE = (
    *("roadmap_flash.core", "roadmap_flash.core.kinds"),
    *("roadmap_flash.decks.lint", rules.__name__, gates.__name__),
)
"""The packages whose code decides what is found."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules for one card, in the order of their files."""
    return tuple(rule for module in _modules(rules) for rule in module.RULES)


@cache
def all_gates() -> tuple[Gate, ...]:
    """The gates of a deck, in the order of their files."""
    return tuple(gate for module in _modules(gates) for gate in module.GATES)


@cache
def version() -> str:
    """A checksum of all that decides what is found: findings of another version are not believed."""
    from importlib.resources import files

    from roadmap_flash import __version__

    found = crc32(__version__.encode())
    for package in _DECISIVE:
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".py"):
                found = crc32(file.read_bytes(), found)
    return f"{found:08x}"


def _modules(package: ModuleType) -> list[ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [import_module(f"{package.__name__}.{name}") for name in names]
