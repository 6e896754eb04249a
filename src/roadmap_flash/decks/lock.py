"""`verified.lock`: which cards were proven by running, with which tools, and on what content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from roadmap_flash.decks.atomic import replace_file
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
    """The proofs by note id; none where the file is missing or damaged: a proof that cannot be read proves nothing."""
    try:
        return {note: _proof(row) for note, row in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _proof(row: dict[str, Any]) -> Proof:
    proof = Proof(row["digest"], dict(row["tools"]), row["on"], bool(row.get("bound")), int(row.get("refused", 0)))
    if not all(isinstance(text, str) for text in (proof.digest, proof.on, *proof.tools.values())):
        raise TypeError("digest, day and versions are texts")
    return proof


def write_lock(path: Path, proofs: dict[str, Proof]) -> None:
    """One line a card, sorted, so that a change shows as the lines it touches. Raises OSError."""
    rows = [f"{json.dumps(note)}: {json.dumps(proof._asdict())}" for note, proof in sorted(proofs.items())]
    replace_file(path, ("{\n" + ",\n".join(rows) + "\n}\n").encode())
