"""`flash new`: a topic of your own."""

from __future__ import annotations

from typing import Annotated

import typer

from roadmap_flash.commands import Decks, say


def main(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="Its slug: small letters, digits and hyphens.")],
    title: Annotated[str, typer.Option(help="Its title; the slug in words if left out.", metavar="TEXT")] = "",
    under: Annotated[
        str | None, typer.Option(help="The role, section or topic that it belongs to.", metavar="TOPIC")
    ] = None,
    needs: Annotated[
        list[str] | None, typer.Option(help="A topic to have begun before; may be given again.", metavar="TOPIC")
    ] = None,
    decks: Decks = None,
) -> None:
    """Make a new topic: an entry in the roadmap, and a deck with an example of each kind in comments."""
    from roadmap_flash.authoring.topics import new_topic
    from roadmap_flash.authoring.workshop import Workshop
    from roadmap_flash.paths import shortened

    wanted = [name for names in needs or [] for name in names.split(",") if name.strip()]
    made = new_topic(Workshop(decks), topic, title, under, wanted)
    if made.roadmap:
        say(f"roadmap  {shortened(made.roadmap)}")
    say(f"deck     {shortened(made.deck)}", f"Add cards with: flash add {made.slug}")
