"""Sandboxes for tests: small limits, and a look at what a run left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadmap_flash.decks.proof.runs import Limits
from roadmap_flash.decks.proof.sandbox.worker import Worker

LIMITS = Limits(seconds=10, memory=2**28, processes=24, disk=2**23, output=4096)


def start(limits: Limits = LIMITS) -> Iterator[Worker]:
    """One sandbox for many tests."""
    with Worker(limits) as worker:
        worker.wait_until_ready()
        yield worker


def processes(marker: str) -> list[str]:
    """The command lines in which a marker occurs, of all processes of this machine but the test's own."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if marker in line and int(process.name) != os.getpid():
            found.append(line)
    return found


linux_only = pytest.mark.skipif(os.uname().sysname != "Linux", reason="namespaces are Linux's")
