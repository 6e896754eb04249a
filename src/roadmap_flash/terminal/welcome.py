"""The very first start: where to, and how many minutes a day. Enter accepts what is proposed."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from roadmap_flash.config import Settings, write_setting
from roadmap_flash.context import find_topic
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.roadmap import Roadmap
from roadmap_flash.errors import FlashError
from roadmap_flash.render.labels import plural
from roadmap_flash.render.theme import DIM, TITLE


def welcome(library: Library, folder: Path) -> None:
    """Ask for goals and minutes, and keep them. Ctrl-C or the end of input: the defaults, and nothing is kept."""
    roadmap = library.roadmap
    console = Console(highlight=False, markup=False)
    count = plural(len(library.refs()), "card")
    console.print(Text(f"\n  roadmap-flash · {len(roadmap.topics)} topics, {count} here\n", TITLE))
    console.print(Text("  A few cards each day; each comes back just before you would forget it.\n", DIM))
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
        words = input("  > ").split()
        if words in ([], ["1"]):
            return []
        try:
            return [_goal(roadmap, roles, word) for word in words]
        except FlashError as error:
            console.print(Text(f"  {error}"))


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
