"""`flash due` for a shell prompt: answered from a memo, before anything heavy is imported.

The memo holds the last answer together with everything it depends on: the study day, the decks, the settings and the
database, all as sizes and times of files. If any of them changed, the answer is worked out anew.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

MEMO = "due.json"
_OURS = ("progress.sqlite", "progress.sqlite-wal", "config.toml")


def main() -> bool:
    """Print what `flash due` prints if the memo still holds; False if it does not, or if anything else is asked."""
    arguments = sys.argv[1:]
    if arguments not in (["due"], ["due", "--json"]):
        return False
    memo = _memo()
    if memo is None:
        return False
    sys.stdout.write(told(memo["answer"], as_json=len(arguments) == 2) + "\n")
    return True


def told(answer: dict[str, int], *, as_json: bool) -> str:
    """The line that `flash due` prints."""
    if as_json:
        return json.dumps(answer)
    parts = [f"{answer[key]} {key}" for key in ("due", "learning", "new") if answer[key] or key == "due"]
    return " · ".join([*parts, f"{answer['minutes']} min"])


def remember(answer: dict[str, int], rollover: int) -> None:
    """Keep an answer. A memo that cannot be written is no loss."""
    from roadmap_flash.paths import data_folder

    path = data_folder() / "cache" / MEMO
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps({"key": _key(rollover), "rollover": rollover, "answer": answer}), "utf-8")
        part.replace(path)
    except OSError:
        return


def _memo() -> dict[str, Any] | None:
    from roadmap_flash.paths import data_folder

    try:
        with open(data_folder() / "cache" / MEMO, encoding="utf-8") as file:  # noqa: PTH123 - on the fast path
            memo: dict[str, Any] = json.load(file)
        return memo if memo["key"] == _key(memo["rollover"]) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _key(rollover: int) -> list[Any]:
    from roadmap_flash.decks.files import scan
    from roadmap_flash.paths import data_folder, deck_roots

    data = data_folder()
    roots = deck_roots(None, data)
    now = os.environ.get("FLASH_NOW") or list(time.localtime(time.time() - rollover * 3600)[:3])
    return [
        now,
        [str(root) for root in roots],
        hash_of(scan(roots)),
        *map(_stamp, (str(data / name) for name in _OURS)),
    ]


def hash_of(files: list[Any]) -> int:
    """A number that changes when any file does."""
    import zlib

    return zlib.crc32(repr(files).encode())


def _stamp(path: str) -> list[int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - on the fast path
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]
