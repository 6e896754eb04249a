"""One sandbox for the tests of this folder that ask for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roadmap_flash.decks.proof.runs import Limits
from roadmap_flash.decks.proof.sandbox.worker import Worker
from tests.support.sandboxes import start


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """A sandbox with the limits of real runs, but for the time."""
    yield from start(Limits(seconds=3))
