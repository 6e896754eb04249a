"""A new topic: an entry in the roadmap, and a deck that shows every kind of card in comments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from roadmap_flash.authoring.workshop import Workshop
from roadmap_flash.context import find_topic
from roadmap_flash.core.text import CONTROL, clean_line
from roadmap_flash.decks.editing.files import Opened, open_text, write_text
from roadmap_flash.decks.editing.roadmaps import insert_topic
from roadmap_flash.decks.editing.surgery import SurgeryError
from roadmap_flash.decks.roadmap import FILE, SLUG
from roadmap_flash.decks.schema import FILE as SCHEMA
from roadmap_flash.decks.schema import schema_text
from roadmap_flash.decks.yaml_tree import TreeError
from roadmap_flash.errors import DeckError, UsageError
from roadmap_flash.paths import shortened

LONGEST_SLUG = 60
EXAMPLES = """\
# A worked example of each kind. `flash add {topic}` and `flash add {topic} -e` write cards here, with an id of their
# own. To write by hand, take the brackets after `cards` away and put cards below; `flash check` names what is wrong.
#
# - q: Which command makes Git stop tracking `f` but keeps `f` on disk?
#   a: "`git rm --cached f`"
#   not: ["`git rm f`"]
#   why: Plain `git rm f` also deletes the file.
#   level: 2                     # 1 recall, 2 understand, 3 apply, 4 judge
#   src: page
#   verify:
#     bash: |
#       git init -q .; echo 1 > f; git add f; eval "$ANSWER"; test -z "$(git ls-files)" && test -e f
#
# - term: precision
#   def: the share of predicted positives that are positive
#   src: page
#
# - cloze: A readiness probe that fails takes the Pod out of its {{{{c1::Service}}}}, {{{{c2::without restarting it}}}}.
#   level: 2
#   src: page
#
# - q: A classifier flags 100 of 10,000 items; 10 are positive, all flagged. Which metric shows the problem?
#   right: precision
#   wrong:
#   - recall: It is 1, for no positive item was missed.
#   - accuracy: It is 0.991, for most items are negative.
#   level: 3
#   src: page
#
# - q: What does this print?
#   code: |
#     print([1, 2][::-1])
#   lang: python
#   output: "[2, 1]"
#   level: 2
#
# - q: A LoRA adapter of rank <<r>> sits on one square weight matrix of width <<d>>. How many parameters does it train?
#   vars: {{r: [4, 8, 16], d: [1024, 4096]}}
#   compute: 2 * r * d
#   check: sum(rows * columns for rows, columns in ((d, r), (r, d)))
#   level: 3
"""


class NewTopic(NamedTuple):
    """Where a new topic was written."""

    slug: str
    roadmap: Path | None
    deck: Path


def new_topic(workshop: Workshop, slug: str, title: str, under: str | None, needs: Sequence[str]) -> NewTopic:
    """Write a topic that is not there yet. Raises UsageError or DeckError, and then nothing was written."""
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        shown = clean_line(slug)[:40]
        raise UsageError(f"{shown!r} is no slug: use small letters, digits and single hyphens, such as feature-stores")
    roadmap = workshop.library.roadmap
    if slug in roadmap.topics:
        raise UsageError(f"there is a topic {slug} already; add cards to it with: flash add {slug}")
    if CONTROL.search(title) or len(title) > 2 * LONGEST_SLUG:
        raise UsageError(f"{clean_line(title)[:40]!r} is no title: a few words in one line")
    if workshop.root.is_file():
        raise UsageError(f"{shortened(workshop.root)} is one deck; name a folder with --decks")
    if roadmap.books is None:
        return _loose_deck(workshop, slug, bool(title or under or needs))
    if not under:
        raise UsageError(f"say where {slug} belongs, such as: --under mlops; flash topics shows the roadmap")
    parent = find_topic(roadmap, under)
    deck = workshop.root.joinpath(*roadmap.topics[parent].parents, parent, f"{slug}.yaml")
    plan = open_text(workshop.root / FILE)
    text = _with_topic(plan, workshop, slug, clean_line(title), [find_topic(roadmap, need) for need in needs], parent)
    opened = _unused(deck)
    _put_schema(workshop)
    write_text(opened, _deck_text(workshop, slug, deck))
    try:
        write_text(plan, text)
    except DeckError:
        opened.path.unlink(missing_ok=True)
        raise
    return NewTopic(slug, plan.path, deck)


def title_of(slug: str) -> str:
    """A slug as a title, where none is given."""
    return slug.replace("-", " ").title()


def _with_topic(plan: Opened, workshop: Workshop, slug: str, title: str, needs: list[str], parent: str) -> str:
    """The text of the roadmap with the topic in it: of the one that is there, or of the learner's own."""
    own = workshop.has_own_roadmap
    text = plan.text if plan.data is not None else "# Topics of your own, read into the shipped roadmap.\nroadmap: []\n"
    try:
        return insert_topic(text, slug, title or title_of(slug), needs, parent, own=own)
    except TreeError as error:
        raise DeckError(f"{shortened(plan.path)}:{error.line}: {error.message}; mend the roadmap first") from error
    except SurgeryError as error:
        raise DeckError(f"{shortened(plan.path)}: {error}") from error


def _loose_deck(workshop: Workshop, slug: str, placed: bool) -> NewTopic:  # noqa: FBT001 - a plain yes or no
    """In a folder without a roadmap, each file is a topic."""
    if placed:
        raise UsageError(
            f"{shortened(workshop.root)} has no roadmap.yaml, so a topic there is a file with a name and nothing more; "
            "leave out --title, --under and --needs"
        )
    deck = workshop.root / f"{slug}.yaml"
    if deck.name == FILE:
        raise UsageError(f"{FILE} is the name of the roadmap itself; choose another slug than {slug}")
    write_text(_unused(deck), _deck_text(workshop, slug, deck))
    return NewTopic(slug, None, deck)


def _unused(deck: Path) -> Opened:
    opened = open_text(deck)
    if opened.data is not None:
        raise DeckError(f"{shortened(deck)}: is there already; rename it, or its `topic`")
    return opened


def _deck_text(workshop: Workshop, slug: str, deck: Path) -> str:
    head = f'{workshop.schema_line(deck)}topic: {slug}\n# as_of: {{tool: "1.2"}}   # the versions, where facts age\n'
    head += "sources: {}   # such as  page: {doc: The manual, url: https://…}  or {book: clrs, chapter: …}\n"
    return f"{head}cards: []\n\n{EXAMPLES.format(topic=slug)}"


def _put_schema(workshop: Workshop) -> None:
    """Put the schema beside the learner's own roadmap, where new decks name it; the shipped one has its own."""
    if workshop.has_own_roadmap:
        opened = open_text(workshop.root / SCHEMA)
        if opened.data != schema_text().encode():
            write_text(opened, schema_text())
