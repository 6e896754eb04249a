"""Applying the rules: to one card, to a deck, to the pairs that look alike; and what `allow` silences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from roadmap_flash.core.model import Note
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.lint.model import Card, DeckView, Finding, Severity, allows
from roadmap_flash.decks.lint.registry import all_gates, all_rules
from roadmap_flash.decks.lint.similarity import ALIKE, SAME, Pair
from roadmap_flash.decks.problems import Problem

DUPLICATE, LOOK_ALIKE, UNKNOWN_ALLOW, SUPERFLUOUS_ALLOW, UNSEEN = (
    "duplicate",
    "look-alike",
    "unknown-allow",
    "superfluous-allow",
    "unseen",
)
LIBRARY_RULES: dict[str, tuple[Severity, str]] = {
    DUPLICATE: ("error", f"No two cards of the library have a likeness of {SAME} or more in question and code."),
    LOOK_ALIKE: ("warning", f"Two cards with a likeness of {ALIKE} to {SAME} are linked by `confuse`."),
    UNKNOWN_ALLOW: ("warning", "`allow` names rules that exist."),
    UNSEEN: ("error", "Every side of a card shows something, and every gap stands where it is seen."),
    "changes-lock": (
        "error",
        "`changes.lock` is as new as the decks that it lies with; `flash check --fix` writes it.",
    ),
    SUPERFLUOUS_ALLOW: ("warning", "`allow` names no rule that the card keeps, or that cannot be allowed."),
}
"""What is no rule of one card alone and no gate of a deck: severity, and what is demanded."""


def card_findings(note: Note, proven: bool) -> list[Problem]:  # noqa: FBT001 - the one thing lint asks beside the note
    """What is wrong with one card alone; `proven` says whether its answer was checked by running as it stands."""
    return [located(finding, note) for finding in judge_card(note, proven=proven)]


def judge_card(note: Note, *, proven: bool) -> list[Finding]:
    """What the rules for one card find, without the warnings that it allows."""
    card = Card(note, proven)
    found = [
        Finding(rule.name, rule.severity, note.id, key, message)
        for rule in all_rules()
        for key, message in rule.find(card)
    ]
    unknown = [name for name in note.fields.get("allow", ()) if name not in rule_names()]
    messages = (f"`{clean_line(name)[:60]}` is no rule; docs/decks.md lists them" for name in unknown)
    found += (Finding(UNKNOWN_ALLOW, "warning", note.id, "allow", message) for message in messages)
    return [*_allowed([note], found, {rule.name for rule in all_rules()})]


def judge_deck(deck: DeckView, *, complete: bool) -> list[Finding]:
    """What the gates of a deck find; in a deck that is called complete, a broken promise of the roadmap is an error."""
    found = []
    for gate in all_gates():
        severity: Severity = "error" if complete and gate.promise else gate.severity
        if len(deck.cards) >= gate.least:
            found += [
                Finding(gate.name, severity, note.id if note else "", key, message)
                for note, (key, message) in gate.find(deck)
            ]
    return [*_allowed([card.note for card in deck.cards], found, {gate.name for gate in all_gates()})]


def judge_pairs(notes: list[Note], pairs: Iterable[Pair], wanted: Callable[[Note], bool]) -> list[Finding]:
    """What look-alikes find at the notes that are wanted: one finding a note and rule, naming the most alike.

    A pair is told at its later note, unless only the earlier one is wanted. It is silent if either note links to the
    other or allows it; cards that are the same cannot be linked or allowed.
    """
    at_note: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
    alike: set[str] = set()
    for score, first, second in pairs:
        one, other = notes[first], notes[second]
        rule = DUPLICATE if score >= SAME else LOOK_ALIKE
        if rule == LOOK_ALIKE and _linked(one, other):
            continue
        if rule == LOOK_ALIKE:
            alike |= {one.id, other.id}
            if allows(one, rule) or allows(other, rule):
                continue
        if wanted(other):
            at_note[second, rule].append((score, first))
        elif wanted(one):
            at_note[first, rule].append((score, second))
    found = [_pair_finding(notes, place, rule, likes) for (place, rule), likes in sorted(at_note.items())]
    idle = [note for note in notes if allows(note, LOOK_ALIKE) and note.id not in alike and wanted(note)]
    return found + [_superfluous(note, LOOK_ALIKE) for note in idle]


def located(finding: Finding, note: Note | None, file: str = "") -> Problem:
    """The problem that a finding is: at the line of the key that is meant, else of the card; or of a file."""
    if note is None:
        return Problem(file, 1, "", finding.rule, finding.severity, finding.message)
    line = note.lines.get(finding.key, note.line)
    return Problem(note.file, line, note.fields.get("id", ""), finding.rule, finding.severity, finding.message)


@cache
def rule_names() -> frozenset[str]:
    """Every name that may stand in `allow`."""
    return frozenset({*LIBRARY_RULES, *(rule.name for rule in all_rules()), *(gate.name for gate in all_gates())})


def _allowed(notes: list[Note], found: list[Finding], judged: set[str]) -> Iterator[Finding]:
    """The findings without the warnings that their notes allow; and what is allowed in vain, of the rules `judged`."""
    allowing = {note.id: note for note in notes if "allow" in note.fields}
    used = set()
    for finding in found:
        note = allowing.get(finding.note)
        if note and finding.severity == "warning" and allows(note, finding.rule):
            used.add((note.id, finding.rule))
        else:
            yield finding
    for note in allowing.values():
        for name in dict.fromkeys(note.fields["allow"]):
            if name in judged and (note.id, name) not in used:
                yield _superfluous(note, name)


def _superfluous(note: Note, rule: str) -> Finding:
    message = f"the card does not break `{rule}`, or it is an error, which cannot be allowed; take it out of `allow`"
    return Finding(SUPERFLUOUS_ALLOW, "warning", note.id, "allow", message)


def _linked(one: Note, other: Note) -> bool:
    return other.id in one.fields.get("confuse", ()) or one.id in other.fields.get("confuse", ())


def _pair_finding(notes: list[Note], place: int, rule: str, likes: list[tuple[float, int]]) -> Finding:
    score, nearest = max(likes)
    other = notes[nearest]
    more = f" and {len(likes) - 1} more" if len(likes) > 1 else ""
    where = f"{clean_line(other.id)} ({clean_line(other.file)}:{other.line}){more}, likeness {score:.2f}"
    if rule == DUPLICATE:
        message = f"is worded like {where}; delete one, or word them so that the difference stands out"
    else:
        message = f"looks like {where}; link them with `confuse`, or give each a cue"
    return Finding(rule, LIBRARY_RULES[rule][0], notes[place].id, "q", message)
