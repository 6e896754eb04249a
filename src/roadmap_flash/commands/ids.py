"""`flash ids`: every id of the decks, where it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from roadmap_flash.commands import Decks, Json, say_json, table


def main(
    topics: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]...", help="Only these topics.")] = None,
    status: Annotated[
        str | None, typer.Option(help="Only used, missing, replaced, retired, or 'not served'.", metavar="STATUS")
    ] = None,
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
    decks: Decks = None,
) -> None:
    """Every id with its line: to name look-alikes in `confuse`, to find cards without an id or with an error.

    used: a card has it. missing: a card without an id; it gets one when flash next writes its deck. replaced: your
    own card stands in for it. not served: the card has an error; see flash check. retired: never used again.
    """
    from roadmap_flash import context
    from roadmap_flash.authoring.listing import MISSING, REFUSED, REPLACED, RETIRED, USED, listed
    from roadmap_flash.decks.editing.ids import Corpus
    from roadmap_flash.errors import UsageError
    from roadmap_flash.paths import data_folder, deck_roots, shortened

    known = (USED, MISSING, REPLACED, REFUSED, RETIRED)
    if status not in (None, *known):
        raise UsageError(f"{status!r} is no status; there are {', '.join(known)}")
    library = context.library(decks)
    only = set(context.resolve(library.roadmap, topics)) if topics else None
    corpus = Corpus(deck_roots(decks, data_folder()))
    rows = [row for row in listed(library, corpus.files, only) if status in (None, row.status)]
    if json:
        say_json([{**row._asdict(), "path": str(row.path)} for row in rows])
    elif rows:
        table([[row.id or "–", row.status, f"{shortened(row.path)}:{row.line}", row.question[:70]] for row in rows])
