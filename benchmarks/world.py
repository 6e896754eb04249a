"""A library and a history of the size that the figures are told for: 230 decks of 25 cards, 100,000 reviews."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from pathlib import Path

from roadmap_flash.core.model import Act, CardState, Moment, Rating, ReviewLog, State
from roadmap_flash.core.scheduling import DEFAULT, answer
from roadmap_flash.core.timing import DAY_MS, StudyDays
from roadmap_flash.store.rows import card_json, card_of, card_row, parameters_content, parameters_id
from roadmap_flash.store.store import open_store

DECKS, NOTES, REVIEWS = 230, 25, 100_000


def write_library(folder: Path) -> Path:
    """230 decks of 25 questions, in the layout of the roadmap's folders; the folder."""
    chance = random.Random(5)
    for deck in range(DECKS):
        path = folder / f"role{deck // 30}" / f"topic{deck:03d}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            f"topic: topic{deck:03d}",
            "sources:",
            '  page: {doc: A page, url: "https://example.org/page"}',
            "cards:",
        ]
        for note in range(NOTES):
            lines += [
                f"- id: t{deck:03d}-{note:04d}",
                f"  q: {_question(chance)}",
                f"  a: the value {note} with some more words than that",
                f"  why: It follows from rule {note} of part {deck}.",
                f"  level: {note % 4 + 1}",
                "  src: page",
                "",
            ]
        path.write_text("\n".join(lines), "utf-8")
    return folder


_NOUNS = (
    "gradient pod branch commit index query matrix vector kernel token cache node shard replica queue lock thread "
    "page packet router header cookie schema table column view trigger cursor heap stack tree graph edge cycle "
    "hash bucket model feature label metric drift batch epoch layer weight tensor probe volume secret ingress job "
    "cluster registry artifact pipeline stage runner alert dashboard trace span quota budget leader follower "
    "snapshot backup"
)
_VERBS = (
    "reject merge evict rotate drain scale throttle compress encrypt replicate sample prune freeze export restore "
    "retry flush append promote mount detach resize poll stream split balance inherit override shadow validate "
    "quantize"
)
_TURNS = (
    "Which {0} does a {1} {2} when the {3} of its {4} is {5} times as large?",
    "Why does a full {0} {2} the {1} before the {3} can {6} it?",
    "A {0} of {5} MB must not {2} its {1}. Which {3} keeps the {4} from that?",
    "What happens to the {0} of a {1} whose {3} fails to {2} within {5} seconds?",
    "How many of the {5} entries in a {0} does one {1} {2} after the {3} was lost?",
    "Which command lets a {0} {2} every {1} older than {5} days without the {3}?",
    "By what factor does the {3} grow once {5} threads {2} one {0} and {6} the {1}?",
    "After a {1} was told to {2}, who still sees the old {0}, and for how long?",
    "Name the {3} that a {0} checks first if both {1} and {4} are to {6}.",
    "Where must the {0} stand so that no {1} can {6} it twice in {5} ms?",
)


def _question(chance: random.Random) -> str:
    """A question that is about as much like the others as those of real decks are."""
    nouns = chance.sample(_NOUNS.split(), 4)
    verbs = chance.sample(_VERBS.split(), 2)
    words = (nouns[0], nouns[1], verbs[0], nouns[2], nouns[3], chance.randrange(2, 900), verbs[1])
    return chance.choice(_TURNS).format(*words)


def write_history(home: Path, now_ms: int | None = None) -> int:
    """100,000 reviews of the last 400 days in a fresh home, nine of ten cards begun; how many are due today.

    The rows are what answering would have written; they are written at once, because a benchmark cannot wait.
    """
    now_ms = now_ms or time.time_ns() // 1_000_000
    days, chance = StudyDays(), random.Random(3)
    cards = [f"t{deck:03d}-{note:04d}" for deck in range(DECKS) for note in range(NOTES) if (deck + note) % 10]
    rows: list[tuple[object, ...]] = []
    with open_store(home) as store:
        database = store.database
        database.execute("BEGIN")
        key = parameters_id(DEFAULT)
        database.execute("INSERT INTO parameter_set VALUES (?, ?)", (key, json.dumps(parameters_content(DEFAULT))))
        for number, card_id in enumerate(cards):
            rows += [_row(log, key) for log in _reviews_of(card_id, days, chance, now_ms, number)]
        rows.sort(key=lambda row: row[3])  # type: ignore[arg-type, return-value]  # the instant
        names = "uid, card_id, act, at, day, rating, took_ms, state_before, before, after, shown, parameters, device"
        database.executemany(f"INSERT INTO review_log ({names}) VALUES ({','.join('?' * 13)})", rows)
        last = {row[1]: card_row(card_of(json.loads(str(row[9])))) for row in rows}
        for card in last.values():
            database.execute(f"INSERT INTO card VALUES ({','.join('?' * len(card))})", tuple(card.values()))
        database.execute("COMMIT")
        return _due(database, days.of(now_ms))


def _reviews_of(card_id: str, days: StudyDays, chance: random.Random, now_ms: int, number: int) -> list[ReviewLog]:
    card: CardState | None = None
    at = now_ms - 400 * DAY_MS + number * 1000 + chance.randrange(DAY_MS)
    logs: list[ReviewLog] = []
    while at < now_ms - DAY_MS // 2:
        late = at > now_ms - 40 * DAY_MS
        rating = Rating.GOOD if late else Rating(chance.choice((1, 2, 3, 3, 3, 3, 4)))
        moment = Moment(at, days.of(at))
        after = answer(card or CardState(card_id), rating, moment, DEFAULT)
        logs.append(ReviewLog(card_id, Act.ANSWER, moment, card, after, rating, chance.randrange(2000, 20000), DEFAULT))
        card = after
        wait = after.due_at - at if after.due_at is not None else after.interval * DAY_MS
        at += min(wait, chance.randrange(40, 120) * DAY_MS)
    return logs


def _row(log: ReviewLog, key: str) -> tuple[object, ...]:
    before = json.dumps(card_json(log.before), separators=(",", ":")) if log.before else None
    state = log.before.state if log.before else State.NEW
    uid = f"{log.card_id}/{log.moment.at}/{log.after.reps if log.after else 0}"
    after = json.dumps(card_json(log.after), separators=(",", ":")) if log.after else None
    head = (uid, log.card_id, "answer", log.moment.at, log.moment.day, log.rating, log.took_ms)
    return (*head, int(state), before, after, "{}", key, "benchmark")


def _due(database: sqlite3.Connection, day: int) -> int:
    (count,) = database.execute("SELECT count(*) FROM card WHERE state = 2 AND due_day <= ?", (day,)).fetchone()
    return int(count)
