"""The progress bar: nothing is lost, nothing is shown to what is no terminal."""

from __future__ import annotations

import sys

import pexpect
import pytest

from roadmap_flash.terminal.progress import bar

PROGRAM = """
import time
from roadmap_flash.terminal import progress
progress.PATIENCE = {patience}
print(sum(x for x in progress.bar("Counting")(range(5)) if not time.sleep(0.02)))
"""


def test_everything_is_passed_on_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(bar("Counting")(iter(range(9)))) == list(range(9))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("patience", "shown"), [(0.0, True), (60.0, False)])
def test_a_terminal_gets_a_bar_when_it_takes_long(patience: float, shown: bool) -> None:
    program = pexpect.spawn(sys.executable, ["-c", PROGRAM.format(patience=patience)], timeout=20)
    said = program.read()
    program.close()
    assert (b"Counting" in said) is shown
    assert b"10" in said
    assert program.exitstatus == 0
