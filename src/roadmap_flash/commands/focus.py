"""`flash focus`: name the goals that new cards follow."""

from __future__ import annotations

from typing import Annotated

import typer

from roadmap_flash.commands import Json, say, say_json
from roadmap_flash.errors import UsageError


def main(
    topics: Annotated[list[str] | None, typer.Argument(help="Topics, sections or roles, the foremost first.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="No goals of your own: follow the spine.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
) -> None:
    """Name the goals that new cards follow, or show them. What a goal needs comes before it."""
    from roadmap_flash import context
    from roadmap_flash.config import write_setting
    from roadmap_flash.paths import data_folder

    if clear and topics:
        raise UsageError("name topics or --clear, not both")
    library = context.library()
    if topics or clear:
        context.settings()  # a file that cannot be read is not written over
        goals = [context.find_topic(library.roadmap, name) for name in topics or []]
        write_setting(data_folder(), "focus", tuple(dict.fromkeys(goals)))
    focus = context.settings().focus
    if json:
        say_json({"focus": list(focus), "follows": list(focus or library.roadmap.spine)})
    elif focus:
        say(f"New cards follow: {', '.join(focus)}")
    else:
        say(f"New cards follow the spine: {', '.join(library.roadmap.spine[:8])} … (name your own: flash focus TOPIC…)")
