"""`flash due` for a shell prompt: answered from a memo, before anything heavy is imported.

The memo holds the last answer together with everything it depends on: the study day, the decks, the settings and the
database, all as sizes and times of files. If any of them changed, the answer is worked out anew. This module must
import next to nothing: a shell prompt waits for it. (No json, no pathlib, no typing: each costs milliseconds.)
"""

from __future__ import annotations

import os
import sys
import time

MEMO = "due.memo"
_OURS = ("progress.sqlite", "progress.sqlite-wal", "config.toml")


def main() -> bool:
    """Print what `flash due` prints if the memo still holds; False if it does not, or if anything else is asked."""
    arguments = sys.argv[1:]
    if arguments not in (["due"], ["due", "--json"]):
        return False
    try:
        with open(_path(), encoding="utf-8") as file:  # noqa: PTH123 - no pathlib here
            key, rollover, plain, as_json = file.read().splitlines()
        if key != key_now(int(rollover)):
            return False
    except (OSError, ValueError):
        return False
    sys.stdout.write((as_json if len(arguments) == 2 else plain) + "\n")
    return True


def told(answer: dict[str, int]) -> str:
    """The line that `flash due` prints."""
    parts = [f"{answer[key]} {key}" for key in ("due", "learning", "new") if answer[key] or key == "due"]
    return " · ".join([*parts, f"{answer['minutes']} min"])


def told_json(answer: dict[str, int]) -> str:
    """The line that `flash due --json` prints."""
    return "{" + ", ".join(f'"{key}": {number}' for key, number in answer.items()) + "}"


def remember(answer: dict[str, int], rollover: int, key: str) -> None:
    """Keep an answer with the key from before it was worked out. A memo that cannot be written is no loss."""
    path = _path()
    part = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - no pathlib here
        with open(part, "w", encoding="utf-8") as file:  # noqa: PTH123 - no pathlib here
            file.write("\n".join([key, str(rollover), told(answer), told_json(answer)]))
        os.replace(part, path)  # noqa: PTH105 - no pathlib here
    except OSError:
        if os.path.exists(part):  # noqa: PTH110 - no pathlib here
            os.unlink(part)  # noqa: PTH108 - no pathlib here


def _path() -> str:
    from roadmap_flash.paths import data_folder_name

    return f"{data_folder_name()}/cache/{MEMO}"


def key_now(rollover: int) -> str:
    """Everything that the answer depends on, in one line."""
    from roadmap_flash.decks.walk import walk
    from roadmap_flash.paths import data_folder_name, deck_root_names

    data = data_folder_name()
    roots = deck_root_names(None, data)
    now = os.environ.get("FLASH_NOW") or _study_day(rollover)
    found = sum(hash_of(root, file) for root in roots for file in walk(root))
    return repr((now, os.environ.get("TZ"), roots, found, [_stamp(f"{data}/{name}") for name in _OURS]))


def _study_day(rollover: int) -> tuple[int, ...]:
    """The date on which the study day began, by the clock on the wall."""
    at = time.time()
    now = time.localtime(at)
    if now.tm_hour < rollover:
        now = time.localtime(at - (now.tm_hour + 6) * 3600)  # the evening before, whatever the clocks did at night
    return tuple(now[:3])


def hash_of(root: str, file: tuple[str, int, int]) -> int:
    """A number that stands for one file as it is; the sum over a library does not depend on the order."""
    from zlib import crc32

    return crc32(f"{root}/{file}".encode("utf-8", "surrogateescape"))


def _stamp(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)  # noqa: PTH116 - no pathlib here
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns
