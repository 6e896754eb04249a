"""Every command explains itself."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

from roadmap_flash import commands
from tests.support.running import run_here

NAMES = sorted(module.name for module in pkgutil.iter_modules(commands.__path__) if module.name != "today")


def first_sentence(name: str) -> str:
    text = str(import_module(f"roadmap_flash.commands.{name}").main.__doc__)
    return " ".join(text.partition(".")[0].split())


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], name: str, flag: str) -> None:
    ran = run_here(capsys, name, flag)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: flash {name} ")
    assert first_sentence(name) in " ".join(ran.out.split())


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_help_of_flash_names_every_command(capsys: pytest.CaptureFixture[str], flag: str) -> None:
    ran = run_here(capsys, flag)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: flash ")
    listed = [line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line.startswith("  ")]
    assert sorted({name for name in listed if name in NAMES}) == NAMES
    assert "today" not in listed


def test_help_stands_whatever_is_wrong_with_the_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASH_NOW", "never")
    monkeypatch.setenv("FLASH_DECKS", "/no/such/folder")
    assert [run_here(capsys, name, "--help").code for name in NAMES] == [0] * len(NAMES)


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    from roadmap_flash import __version__

    assert run_here(capsys, "--version") == (0, f"roadmap-flash {__version__}\n", "")
