"""Where things are: the data folder, and the decks that came with the program.

The functions that end in `_name` give texts and import nothing: `flash due` in a shell prompt waits for them.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - no pathlib here


def data_folder_name() -> str:
    """`FLASH_HOME`, or the platform's folder for data of programs."""
    if home := os.environ.get("FLASH_HOME"):
        return os.path.expanduser(home)  # noqa: PTH111 - no pathlib here
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/roadmap-flash")  # noqa: PTH111
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return os.path.expanduser(f"{base}/roadmap-flash")  # noqa: PTH111


def shipped_decks_name() -> str:
    """The decks inside the installed package, or those of the checkout that an editable install runs from."""
    installed = f"{_PACKAGE}/shipped"
    return installed if os.path.isdir(installed) else f"{_PACKAGE.rsplit('/', 2)[0]}/decks"  # noqa: PTH112


def deck_root_names(named: str | None, data: str) -> list[str]:
    """The roots of the library: the one that is named by option or `FLASH_DECKS`, else shipped and own decks."""
    if named := named or os.environ.get("FLASH_DECKS"):
        return [os.path.abspath(os.path.expanduser(named))]  # noqa: PTH100, PTH111
    own = f"{data}/decks"
    return [shipped_decks_name(), own] if os.path.isdir(own) else [shipped_decks_name()]  # noqa: PTH112


def data_folder() -> Path:
    """`data_folder_name` as a path."""
    from pathlib import Path

    return Path(data_folder_name())


def shipped_decks() -> Path:
    """`shipped_decks_name` as a path."""
    from pathlib import Path

    return Path(shipped_decks_name())


def is_packaged(root: Path) -> bool:
    """Whether these decks lie inside the installed package, which nobody writes to."""
    return str(root).startswith(f"{_PACKAGE}/")


def lock_folder(root: Path) -> Path:
    """Where the proofs of a root's decks are kept: with them; those of the installed package with one's own decks."""
    return data_folder() / "decks" if is_packaged(root) else root


def deck_roots(named: Path | None, data: Path) -> list[Path]:
    """`deck_root_names` as paths."""
    from pathlib import Path

    return [Path(name) for name in deck_root_names(str(named) if named else None, str(data))]


def writing_root(named: Path | None, data: Path) -> Path:
    """Where new cards go: to the root that is named, else to `decks/` of a checkout, else to the learner's own.

    What came inside an installed package is never written to: the next upgrade would take it away.
    """
    if named or os.environ.get("FLASH_DECKS") or not is_installed():
        return deck_roots(named, data)[0]
    return data / "decks"


def is_installed() -> bool:
    """Whether the shipped decks lie inside an installed package."""
    return shipped_decks_name() == f"{_PACKAGE}/shipped"


def resolved(path: str | Path) -> Path:
    """A path with its links followed; unlike `Path.resolve` it takes links that go round in a circle."""
    from pathlib import Path

    return Path(os.path.realpath(path))


def shortened(path: str | Path) -> str:
    """A path as people like to read it: relative to the current folder if it lies below it."""
    from pathlib import Path

    try:
        return str(resolved(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
