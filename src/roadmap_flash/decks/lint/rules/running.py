"""What can run, runs: a proof depends on the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_flash.decks.lint.model import Card, Found, Rule

_ANSWER = re.compile(r"\bANSWER\b")


def _unbound(card: Card) -> Iterator[Found]:
    verify = card.fields.get("verify")
    if card.note.kind not in ("question", "choice") or not verify:
        return
    if not _ANSWER.search(str(verify)) and "schema" not in (verify if isinstance(verify, dict) else ()):
        yield Found("verify", "the snippet never mentions `ANSWER`: it would pass with any answer; use it in the check")


RULES = (
    Rule(
        "unbound",
        "warning",
        "The `verify` of a question or choice mentions `ANSWER`.",
        _unbound,
        bad="q: What is 2 to the power of 10?\na: 1024\nverify: assert 2**10 == 1024",
        good="q: What is 2 to the power of 10?\na: 1024\nverify: assert 2**10 == int(ANSWER)",
    ),
)
