"""A library and a history of the size that the figures are told for: 230 decks of 25 cards, 100,000 reviews."""

from __future__ import annotations

import json
import random
import re
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
_OPENINGS = (
    "Which {n} does a {n} {v}",
    "Why does a full {n} {v} the {n}",
    "How many of the {n} entries can one {n} {v}",
    "What happens to the {n} of a {n}",
    "Which command lets a {n} {v} every {n}",
    "By what factor does the {n} of a {n} grow",
    "Who still sees the old {n}",
    "Where must the {n} stand",
    "What does a {n} {v} first",
    "Which part of the {n} is read",
    "How long may a {n} wait",
    "What keeps a {n} from its {n}",
    "In which order are {n} and {n} asked to {v}",
    "What is lost of the {n}",
    "Which side pays for the {n}",
    "From which {n} does the {n} learn",
)
_TURNS = (
    "when the {n} of its {n} is {k} times as large",
    "once {k} of them were lost",
    "while another {n} holds the {n}",
    "after the {n} was told to {v}",
    "if both {n} and {n} are to {v}",
    "as soon as {k} clients {v} at once",
    "unless the {n} is older than {k} days",
    "although no {n} was there to {v}",
    "each time that a {n} fails to {v}",
    "until the last {n} of {k} is gone",
    "because its {n} has {k} MB",
    "wherever the {n} crosses a {n}",
)
_ENDS = (
    "before any {n} can {v} it?",
    "without a {n}?",
    "in less than {k} ms?",
    "with the default {n}?",
    "so that nobody must {v} twice?",
    "for a {n} of {k} rows?",
    "on a node that has no {n}?",
    "under a budget of {k} units?",
    "behind the first {n}?",
    "and no {n} notices?",
    "by its own {n} alone?",
    "per second and {n}?",
)


def _question(chance: random.Random) -> str:
    """A question that is about as much like the others as those of real decks are."""
    turn = " ".join((chance.choice(_OPENINGS), chance.choice(_TURNS), chance.choice(_ENDS)))
    words = {"{n}": _NOUNS.split(), "{v}": _VERBS.split(), "{k}": [str(number) for number in range(2, 900)]}
    return re.sub(r"\{.\}", lambda hole: chance.choice(words[hole[0]]), turn)


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
