"""`flash config`: show and change settings."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from roadmap_flash.commands import Json, say_json, table


def main(
    key: Annotated[str | None, typer.Argument(help="The setting.")] = None,
    value: Annotated[list[str] | None, typer.Argument(help="Its new value.")] = None,
    json: Json = False,  # noqa: FBT002 - typer's own way to declare a flag
) -> None:
    """Show all settings or one, or change one: flash config minutes 30."""
    from roadmap_flash import context
    from roadmap_flash.config import HELP, parse_setting, write_setting
    from roadmap_flash.errors import ConfigError, UsageError
    from roadmap_flash.paths import data_folder

    if key is not None and key not in HELP:
        raise ConfigError(f"{key[:40]!r} is no setting; there are {', '.join(HELP)}")
    if key == "focus" and value:
        raise UsageError(f"set goals with: flash focus {' '.join(value)}")
    if key is not None and value:
        context.settings()  # a file that cannot be read is not written over
        write_setting(data_folder(), key, parse_setting(key, value))
    settings = asdict(context.settings())
    shown = {name: settings[name] for name in HELP if key in (None, name)}
    if json:
        say_json(shown)
    else:
        table([[name, _told(setting), HELP[name]] for name, setting in shown.items()])


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value) or "–"
    return str(value).lower() if isinstance(value, bool) else str(value)
