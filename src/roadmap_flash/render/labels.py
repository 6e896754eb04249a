"""Short words for intervals, dates and paths."""

from __future__ import annotations

from roadmap_flash.core.model import CardState, Topic
from roadmap_flash.core.text import clean_line, width


def interval(seconds: float) -> str:
    """`10 min`, `3 h`, `4 d`, `2.1 mo`, `1.3 y`."""
    minutes = round(seconds / 60)
    if round(seconds) < 60:
        return f"{round(seconds)} s"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{_short(seconds / 3600)} h"
    return days(seconds / 86400)


def days(count: float) -> str:
    """Days, months or years."""
    if count < 31:
        return f"{round(count)} d"
    return f"{_short(count / 30.4375)} mo" if count < 365 else f"{_short(count / 365.25)} y"


def until(card: CardState) -> str:
    """How long from its last answer until a card comes back: its interval in days, or its learning step."""
    return days(card.interval) if card.due_at is None else interval((card.due_at - (card.last_at or 0)) / 1000)


def topic_path(topic: Topic, columns: int) -> str:
    """`MLOps › Monitoring & Observability › Drift`, its beginning left out where it is longer than `columns`."""
    parts = [clean_line(part) for part in topic.path]
    for start in range(len(parts)):
        text = " › ".join(["…", *parts[start:]] if start else parts)
        if width(text) <= columns:
            return text
    last = parts[-1]
    while last and width(last) >= columns:
        last = last[:-1]
    return last + "…"


def plural(count: int, word: str) -> str:
    """`1 card`, `2 cards`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
