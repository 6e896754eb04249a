"""The bar appears late, on a terminal only, and never touches what it counts."""

from __future__ import annotations

import io
import sys

import pytest

from roadmap_flash.render import progress


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("patience", [0.0, 1000.0])
@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_every_item_comes_once_and_the_bar_only_where_and_when_it_should(
    monkeypatch: pytest.MonkeyPatch, patience: float, stream: type[io.StringIO]
) -> None:
    screen = stream()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", patience)
    assert list(progress.watched(range(7), "Judging cards")) == list(range(7))
    assert list(progress.watched([], "Judging cards")) == []
    assert ("Judging cards" in screen.getvalue()) is (stream is Terminal and patience == 0)


def test_a_reader_who_stops_early_leaves_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    items = progress.watched(range(7), "Judging cards")
    assert [next(items) for _ in range(3)] == [0, 1, 2]
    del items
