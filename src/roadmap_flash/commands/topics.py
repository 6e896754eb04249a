"""`flash topics`: the roadmap as a tree."""

from __future__ import annotations

from collections import Counter

from roadmap_flash.commands import Decks, Json, say, say_json


def main(json: Json = False, decks: Decks = None) -> None:  # noqa: FBT002 - typer's own way to declare a flag
    """The roadmap as a tree, with the number of notes and cards of each topic."""
    from roadmap_flash import context

    library = context.library(decks)
    refs = library.refs()
    cards = Counter(ref.topic for ref in refs)
    notes = Counter({ref.note_id: ref.topic for ref in refs}.values())
    files, topics = library.files(), library.roadmap.topics.values()
    if json:
        say_json(
            [
                {
                    "slug": topic.slug,
                    "title": topic.title,
                    "role": topic.role,
                    "path": list(topic.path),
                    "prerequisites": list(topic.prerequisites),
                    "notes": notes[topic.slug],
                    "cards": cards[topic.slug],
                    "file": files.get(topic.slug),
                }
                for topic in topics
            ]
        )
        return
    for topic in topics:
        indent = "  " * (len(topic.path) - 1)
        count = f"{cards[topic.slug]} cards" if cards[topic.slug] else "–"
        label = f"{indent}{topic.title}"
        say(f"{label:<52} {topic.slug:<44} {count}")
