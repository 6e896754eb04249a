"""A small library with a card of each kind, for tests that need decks whose content they know."""

from __future__ import annotations

from pathlib import Path

DECK = r"""
topic: alpha
as_of: {tool: "1.2"}
sources:
  page: {doc: The page, url: "https://example.org/page"}
cards:
- id: al-aaaa
  q: What is `dict[str, int]` in **Python**?
  a: a type
  hint: Think of annotations.
  why: It says what keys and values are.
  level: 1
  src: page

- id: al-bbbb
  term: eigenvalue $\lambda$
  def: a factor by which a vector is scaled
  level: 1
  src: page

- id: al-cccc
  cloze: |
    The {{c1::first}} gap, and the {{c2::second::which?}} one.
  level: 2
  src: page

- id: al-dddd
  q: Which of these is even?
  right: two
  wrong:
  - three: It is odd.
  - five: It is odd, too.
  level: 2
  src: page

- id: al-eeee
  q: What does this print?
  code: |
    print([1, 2][::-1])
  lang: python
  output: "[2, 1]"
  level: 3
  src: page

- id: al-ffff
  q: What is <<a>> times <<b>>?
  vars: {a: [2, 3, 5], b: [7, 11]}
  compute: a * b
  check: sum([a] * b)
  level: 3
  src: page
"""

KINDS = {
    "al-aaaa": "question",
    "al-bbbb": "both",
    "al-cccc": "cloze",
    "al-dddd": "choice",
    "al-eeee": "output",
    "al-ffff": "drill",
}


def write_sample(folder: Path) -> Path:
    """The sample deck in a new folder; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "alpha.yaml").write_text(DECK.lstrip(), "utf-8")
    return folder


def write_questions(folder: Path, topics: int, notes: int) -> Path:
    """A folder of plain decks, `topics` times `notes` questions, levels 1 to 3 in turn; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for topic in range(topics):
        lines = [f"topic: topic{topic:03d}", "cards:"]
        for note in range(notes):
            lines += [
                f"- id: t{topic:03d}-{note:04d}",
                f"  q: What is question {note} of topic {topic}?",
                f"  a: answer {note}",
                f"  level: {note % 3 + 1}",
            ]
        (folder / f"topic{topic:03d}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder
