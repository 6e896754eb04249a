"""The learner's settings: one flat file, `config.toml` in the data folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from roadmap_flash.core.model import Parameters
from roadmap_flash.core.scheduling import WEIGHTS
from roadmap_flash.errors import ConfigError

FILE = "config.toml"


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults."""

    minutes: int = 20
    new: int = 10
    reviews: int = 200
    retention: float = 0.9
    rollover: int = 4
    learning_steps: tuple[str, ...] = ("1m", "10m")
    relearning_steps: tuple[str, ...] = ("10m",)
    maximum_interval: int = 36500
    fuzz: bool = True
    focus: tuple[str, ...] = ()

    def parameters(self) -> Parameters:
        """What FSRS schedules with."""
        return Parameters(
            weights=WEIGHTS,
            retention=self.retention,
            learning_steps=tuple(map(seconds, self.learning_steps)),
            relearning_steps=tuple(map(seconds, self.relearning_steps)),
            maximum_interval=self.maximum_interval,
            fuzz=self.fuzz,
        )


HELP = {
    "minutes": "minutes a day; new cards are throttled so that the day fits (0: no throttle)",
    "new": "most new cards a day",
    "reviews": "most reviews a day",
    "retention": "share of due cards you want to recall, 0.7 to 0.97",
    "rollover": "hour at which a study day starts, 0 to 12",
    "learning_steps": "steps of a new card, such as 1m 10m",
    "relearning_steps": "steps of a forgotten card, such as 10m",
    "maximum_interval": "longest interval in days",
    "fuzz": "spread due days a little (true, false)",
    "focus": "goals, set by: flash focus",
}
_RANGES = {
    "minutes": (0, 1440),
    "new": (0, 9999),
    "reviews": (0, 9999),
    "retention": (0.7, 0.97),
    "rollover": (0, 12),
    "maximum_interval": (1, 36500),
}
_STEP = re.compile(r"([1-9]\d{0,4})([smhd])")


def seconds(step: str) -> int:
    """The length of a step such as `90s`, `10m`, `1h` or `2d`. Raises ConfigError."""
    if not (match := _STEP.fullmatch(step)):
        raise ConfigError(f"{step[:20]!r} is no step; write a number and s, m, h or d, such as 10m")
    return int(match[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]]


def read_settings(folder: Path) -> Settings:
    """The settings of a data folder; defaults where nothing is set. Raises ConfigError with file and mend."""
    path = folder / FILE
    if not path.exists():
        return Settings()
    import tomllib

    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read: {' '.join(str(error).split())}; mend or delete it") from error
    settings = Settings()
    for key, value in values.items():
        try:
            settings = replace(settings, **{key: _checked(key, value)})
        except ConfigError as error:
            raise ConfigError(f"{path}: {error}") from error
    return settings


def parse_setting(key: str, words: list[str]) -> Any:
    """The value of a setting from the command line. Raises ConfigError."""
    kind = _kind(key)
    if kind is tuple:
        return _checked(key, words)
    word = " ".join(words)
    try:
        typed = {"true": True, "false": False}[word] if kind is bool else kind(word)
    except (KeyError, ValueError):
        raise ConfigError(f"{key}: {word[:40]!r} will not do: {HELP[key]}") from None
    return _checked(key, typed)


def write_setting(folder: Path, key: str, value: Any) -> None:
    """Set one key in the file; every other line stays as the learner wrote it."""
    import tomlkit

    path = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        document = tomlkit.parse(path.read_text("utf-8") if path.exists() else "")
        document[key] = list(value) if isinstance(value, tuple) else value
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}; nothing was changed") from error
    except (ValueError, tomlkit.exceptions.TOMLKitError) as error:
        raise ConfigError(f"{path}: cannot be read: {' '.join(str(error).split())}; mend or delete it") from error


def _kind(key: str) -> Any:
    defaults = {field.name: field.default for field in fields(Settings)}
    if key not in defaults:
        raise ConfigError(f"{key[:40]!r} is no setting; there are {', '.join(HELP)}")
    return type(defaults[key])


def _checked(key: str, value: Any) -> Any:
    kind = _kind(key)
    if kind is float and type(value) is int:
        value = float(value)
    if kind is tuple and isinstance(value, list) and all(isinstance(word, str) for word in value):
        value = tuple(value)
    if type(value) is not kind:
        raise ConfigError(f"{key}: {str(value)[:40]!r} will not do: {HELP[key]}")
    if key.endswith("_steps"):
        try:
            list(map(seconds, value))
        except ConfigError as error:
            raise ConfigError(f"{key}: {error}") from error
    low, high = _RANGES.get(key, (value, value))
    if not low <= value <= high:
        raise ConfigError(f"{key}: {value} is out of range, {low} to {high}: {HELP[key]}")
    return value
