"""Files replaced whole: whatever happens meanwhile, either the old one stands there or the new one."""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to a hidden file beside `path`, through to the disk, and give it the name `path`.

    The hidden name is always the same, so that what a killed run left is taken up by the next one. Raises OSError
    (BlockingIOError while another process writes the same file); then `path` is as it was and nothing else is left.
    """
    part = path.with_name(f".{path.name[:60]}.part")  # a name has at most 255 bytes, and a letter up to four
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        _lock(handle, part)
        try:
            _fill(handle, data)
            if path.exists():
                os.fchmod(handle, path.stat().st_mode & 0o7777)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    finally:
        os.close(handle)
    _sync_folder(path.parent)


def _lock(handle: int, part: Path) -> None:
    """Make `part` ours alone. Raises BlockingIOError if it is another's, also one who gave it its new name just now."""
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(handle), os.lstat(part)):
            return
    raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK))


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _fill(handle: int, data: bytes) -> None:
    os.ftruncate(handle, 0)
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)
