"""What lint found before, in a JSON file. Whatever happens to the file costs time, never a finding."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from roadmap_flash.decks import lint

MOST_PAIRS = 50_000
"""A library with more look-alikes is compared anew each time: they are not worth a file of megabytes."""
_DAMAGE = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)

IdPair = tuple[float, str, str]
"""How much two notes are alike, and their ids."""


class _Kept(NamedTuple):
    """What the file holds: findings by what they depend on; the digests of the notes that were compared; the pairs."""

    findings: dict[str, list[lint.Finding]]
    digests: dict[str, str]
    pairs: list[IdPair]


class Memory:
    """Findings, remembered between two runs; `path` None keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._before = self._read()
        self._now = _Kept({}, {}, [])

    def findings(self, key: str, judge: Callable[[], list[lint.Finding]]) -> list[lint.Finding]:
        """What was found under this key before, else what `judge` finds."""
        found = self._before.findings.get(key)
        self._now.findings[key] = judge() if found is None else found
        return self._now.findings[key]

    def pairs(self, digests: Mapping[str, str]) -> tuple[set[str], list[IdPair]]:
        """The notes that were compared as they are, and the pairs that were found among them."""
        same = {note for note, old in self._before.digests.items() if digests.get(note) == old}
        return same, [pair for pair in self._before.pairs if same.issuperset(pair[1:])]

    def keep_pairs(self, digests: dict[str, str], pairs: Sequence[IdPair]) -> None:
        """Remember which notes were compared, and what was found."""
        if len(pairs) <= MOST_PAIRS:
            self._now = self._now._replace(digests=digests, pairs=list(pairs))

    def keep(self, *, whole: bool) -> None:
        """Write down what is known; after a check of the `whole` library, what it no longer holds is forgotten."""
        if not whole:
            self._now = self._now._replace(findings=self._before.findings | self._now.findings)
        if self._path is None or self._now == self._before:
            return
        part = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_text(json.dumps([lint.version(), *self._now], separators=(",", ":")), "ascii")
            part.replace(self._path)
        except OSError:
            part.unlink(missing_ok=True)  # the next check takes longer, no more

    def _read(self) -> _Kept:
        nothing = _Kept({}, {}, [])
        if self._path is None:
            return nothing
        try:
            version, findings, digests, pairs = json.loads(self._path.read_text("ascii"))
            rows = {key: [_finding(row) for row in found] for key, found in findings.items()}
            kept = _Kept(rows, dict(digests), [(float(score), str(one), str(other)) for score, one, other in pairs])
        except _DAMAGE:
            return nothing
        return kept if version == lint.version() else nothing


def _finding(row: list[Any]) -> lint.Finding:
    rule, severity, *texts = row
    if not all(isinstance(text, str) for text in row) or rule not in lint.rule_names():
        raise ValueError("no finding")
    return lint.Finding(rule, severity, *texts)
