"""The very first start: where to, and how many minutes a day. Enter accepts what is proposed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from roadmap_flash.config import Settings, write_setting
from roadmap_flash.context import find_topic
from roadmap_flash.core.text import clean_line
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.roadmap import Roadmap
from roadmap_flash.errors import FlashError
from roadmap_flash.render.labels import plural
from roadmap_flash.render.theme import DIM, TITLE


def welcome(library: Library, folder: Path) -> None:
    """Ask for goals and minutes, and keep them. Decks without a roadmap of their own have no goals to ask for."""
    roadmap = library.roadmap
    if roadmap.books is None:
        return
    console = Console(highlight=False, markup=False)
    count = plural(len(library.refs()), "card")
    console.print(Text(f"\n  roadmap-flash · {len(roadmap.topics)} topics, {count} here\n", TITLE))
    promise = Text("A few cards each day; each comes back just before you would forget it.\n", DIM)
    console.print(Padding(promise, (0, 2)))
    focus = _ask_goals(console, roadmap)
    minutes = _ask_minutes(console)
    if focus:
        write_setting(folder, "focus", tuple(focus))
    write_setting(folder, "minutes", minutes)
    console.print(Text("\n  Both can be changed later: flash focus, flash config minutes.", DIM))


def _ask_goals(console: Console, roadmap: Roadmap) -> list[str]:
    roles = list(dict.fromkeys(topic.role for topic in roadmap.topics.values()))
    menu = [f"MLOps, the short way in ({len(roadmap.spine)} topics)  [Enter]"]
    menu += [f"{roadmap.topics[role].title} ({len(roadmap.under(role))} topics)" for role in roles]
    console.print(Text("  Where to?"))
    for number, line in enumerate(menu, 1):
        console.print(Text(f"  {number:>3}  {line}"))
    console.print(Text("       … or names of topics, such as: kubernetes git", DIM))
    while True:
        typed = input("  > ").strip()
        if typed in ("", "1"):
            return []
        try:
            return _goals(roadmap, roles, typed)
        except FlashError as error:
            console.print(Padding(Text(clean_line(str(error))), (0, 2)))


def _goals(roadmap: Roadmap, roles: list[str], typed: str) -> list[str]:
    """The one topic whose title was typed, or else a goal for each word."""
    with suppress(FlashError):
        return [find_topic(roadmap, typed)]
    return [_goal(roadmap, roles, word) for word in typed.split()]


def _goal(roadmap: Roadmap, roles: list[str], word: str) -> str:
    """The role with that number in the menu, or the topic of that name."""
    if word.isdecimal() and 2 <= int(word) <= len(roles) + 1:
        return roles[int(word) - 2]
    return find_topic(roadmap, word)


def _ask_minutes(console: Console) -> int:
    default = Settings().minutes
    while True:
        typed = input(f"\n  Minutes a day?  [{default}]  ").strip() or str(default)
        if typed.isdecimal() and 1 <= int(typed) <= 1440:
            return int(typed)
        console.print(Text("  A number of minutes, please, from 1 to 1440."))
