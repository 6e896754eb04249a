"""The page at the end of a sitting: what was done, the week, tomorrow, and the cards to look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from roadmap_flash.collection import Collection
from roadmap_flash.core import stats
from roadmap_flash.core.model import Rating, State
from roadmap_flash.core.session import Session
from roadmap_flash.core.text import clean_line
from roadmap_flash.paths import shortened
from roadmap_flash.render.labels import interval, plural
from roadmap_flash.render.theme import BAD, DIM, TITLE
from roadmap_flash.store import reading
from roadmap_flash.terminal import pages

if TYPE_CHECKING:
    from rich.console import RenderableType

_BARS = "▁▂▃▄▅▆▇█"
_PROBLEMS_SHOWN = 5
_KEYS = ("n ten more new cards", "u undo", "q done")


def page(session: Session, collection: Collection, status: str, columns: int) -> list[RenderableType]:
    """All lines of `lines`, with a title, and the status at the end."""
    title, *rest = lines(session, collection, columns)
    body: list[RenderableType] = [Text(title, TITLE), Text()]
    body += [Text(line, BAD if line.startswith("!") else "") for line in rest]
    return [*body, Text(), Text(status)] if status else body


def foot(columns: int) -> list[RenderableType]:
    """The keys of the closing page."""
    return [pages.rule(columns), Text("   ".join(_KEYS)[:columns], DIM)]


def lines(session: Session, collection: Collection, columns: int) -> list[str]:
    """What the closing page says, as clean lines; the first one is its title."""
    found = [_summary(session, collection), *_first_try(session, collection, columns), week(collection)]
    found += [_tomorrow(collection), *_later(session, collection), *_doubtful(session, collection)]
    return found


def _summary(session: Session, collection: Collection) -> str:
    done = session.done
    if not done and session.showing:
        return "Nothing was answered."
    if not done:
        hint = collection.hint()
        return f"Nothing is left for today. {hint}".strip()
    took = sum(min(answer.took_ms, stats.LONGEST_MS) for answer in done) / 1000
    return f"{len(done)} answered in {interval(took)} · {interval(took / len(done))} a card"


def _first_try(session: Session, collection: Collection, columns: int) -> list[str]:
    """Retention: of the review cards, how many were recalled at their first showing in this sitting."""
    first: dict[str, Rating] = {}
    for answer in session.done:
        if answer.before is State.REVIEW:
            first.setdefault(answer.card_id, answer.rating)
    if not first:
        return []
    right = sum(rating is not Rating.AGAIN for rating in first.values())
    share, size = right / len(first), max(min(24, columns - 48), 5)
    bar = "█" * round(share * size) + "░" * (size - round(share * size))
    aim = round(collection.settings.retention * 100)
    return [f"First try   {bar}  {right} of {len(first)}   {share:.0%}   (aim {aim} %)"]


def week(collection: Collection) -> str:
    """The last seven days as bars."""
    today = collection.moment().day
    totals = reading.day_totals(collection.store.database, today - 6, today)
    most = max((total.answers for total in totals.values()), default=0)
    days = []
    for day in range(today - 6, today + 1):
        count = totals[day].answers if day in totals else 0
        bar = _BARS[max(round(count / most * len(_BARS)) - 1, 0)] if count else "–"
        days.append(f"{date.fromordinal(day):%a}"[:2] + f" {bar}")
    return "Last days   " + "  ".join(days)


def _tomorrow(collection: Collection) -> str:
    due = reading.due_on(collection.store.database, collection.moment().day + 1)
    if not due:
        return "Tomorrow    nothing due yet, only new cards"
    return f"Tomorrow    {due} due · about {stats.minutes(due, 0, collection.pace)} min, and new cards"


def _later(session: Session, collection: Collection) -> list[str]:
    at = session.next_learning()
    if at is None:
        return []
    wait = interval(max(at - collection.moment().at, 0) / 1000)
    return [f"Learning    {plural(session.back, 'card')} not done yet; the next comes back in {wait}"]


def _doubtful(session: Session, collection: Collection) -> list[str]:
    """Flagged cards, and cards that could not be served, with file and line."""
    found = []
    for card_id, reason in session.flagged.items():
        note = collection.note_of(card_id)
        found.append(f"! {card_id}" + (f'  "{reason}"' if reason else "  flagged"))
        found.append(f"! {shortened(note.file)}:{note.line}")
    problems = collection.library.problems
    found += [f"! {shortened(p.path)}:{p.line}: {p.message}" for p in problems[:_PROBLEMS_SHOWN]]
    if len(problems) > _PROBLEMS_SHOWN:
        found.append(f"! {len(problems) - _PROBLEMS_SHOWN} more problems; see all with: flash check")
    return ["", *map(clean_line, found)] if found else []
