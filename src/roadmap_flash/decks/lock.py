"""`verified.lock`: which cards were proven by running, with which tools, and on what content."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from roadmap_flash.decks.rows import read_rows, write_rows
from roadmap_flash.decks.walk import LOCK

FILE = LOCK


class Proof(NamedTuple):
    """The outcome of one card's proof. It holds as long as the card's digest is the same, wherever it was made.

    `bound`: a test refused a wrong answer; `refused`: how many wrong answers did not pass.
    """

    digest: str
    tools: dict[str, str]
    on: str
    bound: bool = False
    refused: int = 0

    def told(self) -> str:
        """What the learner is shown: "git 2.39"."""
        return ", ".join(f"{tool} {'.'.join(version.split('.')[:2])}" for tool, version in self.tools.items())


def read_lock(path: Path) -> dict[str, Proof]:
    """The proofs by note id; without those that are damaged: a proof that cannot be read proves nothing."""
    found = {note: _proof(row) for note, row in read_rows(path).items()}
    return {note: proof for note, proof in found.items() if proof}


def _proof(row: Any) -> Proof | None:
    try:
        proof = Proof(row["digest"], dict(row["tools"]), row["on"], bool(row.get("bound")), int(row.get("refused", 0)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return proof if all(isinstance(text, str) for text in (proof.digest, proof.on, *proof.tools.values())) else None


def write_lock(path: Path, proofs: dict[str, Proof]) -> None:
    """One line a card. Raises OSError."""
    write_rows(path, {note: proof._asdict() for note, proof in proofs.items()})
