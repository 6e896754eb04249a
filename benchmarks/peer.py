"""The peer: the official Anki backend, with a collection of the same size. Run as a program it asks one question.

python -m benchmarks.peer COLLECTION.anki2
"""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.world import DECKS, NOTES, REVIEWS


def write_collection(path: Path) -> None:
    """A collection of 230 decks of 25 cards with 100,000 reviews; Anki makes the schema, SQL fills it."""
    from anki.collection import Collection

    collection = Collection(str(path))
    collection.set_config("fsrs", True)
    notetype = collection.models.by_name("Basic")
    decks = [collection.decks.id(f"Roadmap::role{deck // 30}::topic{deck:03d}") for deck in range(DECKS)]
    collection.close()
    assert notetype
    database = sqlite3.connect(path)
    database.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
    _fill(database, notetype["id"], [int(deck or 0) for deck in decks])
    database.commit()
    database.close()
    collection = Collection(str(path))
    collection.fix_integrity()
    collection.close()


def _fill(database: sqlite3.Connection, notetype: int, decks: list[int]) -> None:
    now, chance = int(time.time()), random.Random(3)
    first = (now - 400 * 86400) * 1000
    database.execute("UPDATE col SET crt = crt - ?", (400 * 86400,))
    reviews = REVIEWS // (DECKS * NOTES * 9 // 10)
    for number in range(DECKS * NOTES):
        deck, at = decks[number // NOTES], first + number
        fields = f"Which value does setting{number} take when nothing else is said of gradients?\x1fthe value {number}"
        note = (at, f"g{number:06d}", notetype, now, -1, " roadmap ", fields, fields[:40], number, 0, "")
        database.execute("INSERT INTO notes VALUES (?,?,?,?,?,?,?,?,?,?,?)", note)
        begun = number % 10
        interval = chance.randrange(1, 200)
        due = 400 + chance.randrange(-3, interval + 1) if begun else number
        data = f'{{"s":{chance.uniform(0.5, 200):.2f},"d":{chance.uniform(1, 10):.2f},"dr":0.9}}' if begun else "{}"
        state = 2 if begun else 0
        row = (at, at, deck, 0, now, -1, state, state, due, interval, 2500, 10, 1, 0, 0, 0, 0, data)
        database.execute(f"INSERT INTO cards VALUES ({','.join('?' * 18)})", row)
        for review in range(reviews if begun else 0):
            when = first + review * 20 * 86_400_000 + number * 100 + review
            log = (when, at, -1, chance.choice((1, 2, 3, 3, 3, 3, 4)), review * 3 + 1, review * 3, 2500, 8000, 1)
            database.execute("INSERT OR IGNORE INTO revlog VALUES (?,?,?,?,?,?,?,?,?)", log)


def first_question(path: str) -> str:
    """Open the collection and render the first question."""
    from anki.collection import Collection

    collection: Any = Collection(path)
    collection.decks.select(collection.decks.id_for_name("Roadmap"))
    queue = collection.sched.get_queued_cards(fetch_limit=1)
    return str(collection.get_card(queue.cards[0].card.id).question())


if __name__ == "__main__":
    print(first_question(sys.argv[1])[-40:], flush=True)
