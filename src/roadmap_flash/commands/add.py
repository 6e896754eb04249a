"""`flash add`: write cards into the deck of a topic."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roadmap_flash.commands import Decks, Json, say, say_json
from roadmap_flash.terminal.aside import ask, is_interactive, say_aside

if TYPE_CHECKING:
    from roadmap_flash.authoring.adding import Addition
    from roadmap_flash.authoring.workshop import Workshop
    from roadmap_flash.core.model import Fields

_MOST = 2**21
"""Bytes of a list that are read: more than any that is taken, and no more of a file without end."""


def main(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="The topic, by slug or title.")],
    editor: Annotated[bool, typer.Option("--editor", "-e", help="Write in $VISUAL or $EDITOR.")] = False,  # noqa: FBT002
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="A YAML list of cards; - reads standard input.")
    ] = None,
    q: Annotated[str | None, typer.Option(help="The question.", metavar="TEXT")] = None,
    a: Annotated[str | None, typer.Option(help="Its answer.", metavar="TEXT")] = None,
    term: Annotated[str | None, typer.Option(help="A term, asked in both directions …", metavar="TEXT")] = None,
    definition: Annotated[str | None, typer.Option("--def", help="… with its definition.", metavar="TEXT")] = None,
    cloze: Annotated[str | None, typer.Option(help="A sentence with gaps: {{c1::text}}.", metavar="TEXT")] = None,
    right: Annotated[str | None, typer.Option(help="The right option of a choice.", metavar="TEXT")] = None,
    wrong: Annotated[
        list[str] | None, typer.Option(help="A wrong one and why; two or three.", metavar="'TEXT: WHY'")
    ] = None,
    code: Annotated[str | None, typer.Option(help="A program that belongs to the question.", metavar="TEXT")] = None,
    lang: Annotated[str | None, typer.Option(help="Its language.", metavar="NAME")] = None,
    output: Annotated[str | None, typer.Option(help="What the program prints.", metavar="TEXT")] = None,
    hint: Annotated[str | None, typer.Option(help="Shown on request.", metavar="TEXT")] = None,
    why: Annotated[str | None, typer.Option(help="Shown after the answer.", metavar="TEXT")] = None,
    level: Annotated[
        int | None, typer.Option(help="1 recall, 2 understand, 3 apply, 4 judge.", min=1, max=4, metavar="N")
    ] = None,
    src: Annotated[
        list[str] | None, typer.Option(help="A key of the deck's sources, or 'title https://…'.", metavar="SOURCE")
    ] = None,
    accept: Annotated[list[str] | None, typer.Option(help="Another right spelling.", metavar="TEXT")] = None,
    verify: Annotated[str | None, typer.Option(help="The snippet that proves the answer.", metavar="TEXT")] = None,
    after: Annotated[str | None, typer.Option(help="Put it after this card, not at the end.", metavar="ID")] = None,
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
    decks: Decks = None,
) -> None:
    """Add cards to a topic: asked for one by one, or from options, your editor or a file.

    Each card is shown as it will look, with what the rules say of it and the cards that look like it, then written
    with a fresh id. A topic without a deck gets one.
    """
    from roadmap_flash import context
    from roadmap_flash.authoring.workshop import Workshop

    options = [_option(text) for text in wrong] if wrong else None
    typed = {
        "q": q, "a": a, "term": term, "def": definition, "cloze": cloze, "right": right, "wrong": options,
        "code": code, "lang": lang, "output": output, "hint": hint, "why": why, "level": level, "src": src,
        "accept": accept, "verify": verify,
    }  # fmt: skip
    fields = {key: _lines(value) for key, value in typed.items() if value is not None}
    workshop = Workshop(decks)
    slug = context.find_topic(workshop.library.roadmap, topic)
    adder = _Adder(workshop, slug, after, json=json)
    adder.run(fields, source, editor=editor)


class _Adder:
    """Takes cards from where they come, and writes them."""

    def __init__(self, workshop: Workshop, topic: str, after: str | None, *, json: bool) -> None:
        self._workshop = workshop
        self._topic = topic
        self._after = after
        self._json = json
        self._rows: list[dict[str, Any]] = []

    def run(self, fields: Fields, source: str | None, *, editor: bool) -> None:
        from roadmap_flash.errors import UsageError
        from roadmap_flash.terminal.authoring import ask_cards

        if bool(fields) + bool(source) + editor > 1:
            raise UsageError("give the card by options, or by --from, or by -e: one of them")
        if source:
            data = sys.stdin.buffer.read(_MOST) if source == "-" else _content(source)
            self._add(self._items(data, "standard input" if source == "-" else source))
        elif editor:
            self._by_editor(_template(self._topic, self._sources()))
        elif fields:
            self._add([fields])
        elif is_interactive():
            for card in ask_cards(self._topic, self._sources()):
                self._add_or_mend(card)
        else:
            raise UsageError("there is no terminal to ask on; give --q and --a, or --from FILE")
        if self._json:
            say_json(self._rows)

    def _sources(self) -> list[str]:
        return list(self._header().get("sources", {}))

    def _header(self) -> Fields:
        opened, text = self._workshop.open_deck(self._topic)
        return self._workshop.read(self._topic, opened.path, text).header

    def _items(self, data: bytes, name: str) -> list[Fields]:
        from roadmap_flash.authoring.items import read_items

        return read_items(data, name, self._workshop.deck_file(self._topic), self._header())

    def _add(self, cards: list[Fields]) -> bool:
        """Show the cards and write them; False if the learner would not have them so."""
        from roadmap_flash.authoring.adding import prepare, write
        from roadmap_flash.terminal import authoring

        if not cards:
            say_aside("Nothing was added.")
            return True
        addition = prepare(self._workshop, self._topic, cards, self._after)
        authoring.show(addition.notes)
        authoring.name_findings(addition.findings)
        authoring.name_look_alikes(addition)
        if not authoring.agreed(addition):
            say_aside("Nothing was added.")
            return False
        write(addition)
        self._workshop = self._workshop.renewed()
        self._tell(addition)
        return True

    def _tell(self, addition: Addition) -> None:
        from roadmap_flash.authoring.adding import path_and_line

        for note in addition.notes:
            findings = [finding._asdict() for finding in addition.findings if finding.card == note.id]
            self._rows.append({"id": note.id, "file": note.file, "line": note.line, "findings": findings})
            if not self._json:
                say(f"{note.id}  {path_and_line(note)}")

    def _add_or_mend(self, card: Fields) -> None:
        """A card that was typed and is not added is mended in the editor or kept, so that nothing is typed twice."""
        from roadmap_flash.authoring.drafts import keep
        from roadmap_flash.decks.editing.rendering import render_card

        text = "\n".join(render_card(card)) + "\n"
        try:
            if self._added_as_typed(card) or ask("Enter: mend it in the editor, n: drop it ") != "":
                return
        except (EOFError, KeyboardInterrupt):
            say_aside("", f"What was typed is kept in {keep(self._topic, text)}")
            raise
        self._by_editor(text, typed=True)

    def _added_as_typed(self, card: Fields) -> bool:
        from roadmap_flash.errors import FlashError

        try:
            return self._add([card])
        except FlashError as error:
            say_aside(f"! {error}")
            return False

    def _by_editor(self, text: str, *, typed: bool = False) -> None:
        from roadmap_flash.authoring.drafts import keep
        from roadmap_flash.errors import DeckError
        from roadmap_flash.terminal.authoring import until_sound

        draft = keep(self._topic, text)

        def add() -> None:
            if not self._add(self._items(_content(str(draft)), str(draft))):
                raise DeckError("not added")

        until_sound(draft, 1, add, typed=typed)


def _option(text: str) -> dict[str, str]:
    """A wrong option and its reason, parted at the last colon that a space follows."""
    option, colon, why = text.rpartition(": ")
    return {option: why} if colon else {text: ""}


def _lines(value: Any) -> Any:
    """A text with the line feeds that a shell makes hard to type."""
    return value.rstrip("\n") if isinstance(value, str) else value


def _content(name: str) -> bytes:
    from roadmap_flash.errors import UsageError

    try:
        with Path(name).open("rb") as file:
            return file.read(_MOST)
    except (OSError, ValueError) as error:
        raise UsageError(f"{name}: cannot be opened: {getattr(error, 'strerror', None) or error}") from error


def _template(topic: str, sources: list[str]) -> str:
    """What the editor opens."""
    known = f"\n# Sources of this deck: {', '.join(sources)}" if sources else ""
    return f"""\
- q:
  a:
  why:
  level: 1
  src:

# A card for {topic}. Fill it in, save and close; what is left empty is left out, and nothing at all adds nothing.
# `src` is a key of the deck's sources, or a title and an address: git-rm https://git-scm.com/docs/git-rm{known}
# Several cards may stand one below the other. In place of `q` and `a` there may be:
# - term, def                      asked in both directions
# - cloze                          a sentence with gaps such as {{{{c1::text}}}}
# - q, right, wrong                a choice; `wrong` is a list of two or three lines `- text: why it is wrong`
# - q, code, lang, output          what does this print?
# - q, vars, compute, check        numbers that change: <<x>> in `q`, vars: {{x: [2, 3]}}, compute: x * 2
"""
